// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/base/async.h"
#include "providers/sdk/conversation.h"

#include <QProcess>
#include <QTimer>

#include <memory>

namespace sallyport {

//! The program as an absolute path: given as one, or a bare name found in PATH. NotFound or InvalidInput else.
[[nodiscard]] Result<QString> findProgram(const QString &program);

//! One run of a command: no shell, no input, home folder as working directory, our own INSOMNIA_* variables withheld.
//! Ends with its output, or by killing it: Timeout, Malformed (too much output), Cancelled, Unavailable (did not start or was
//! ended by a signal). Deletes itself when both the answer and the process are done with.
class CommandRun final : public QObject {
    Q_OBJECT
public:
    CommandRun(RunCommand command, const QString &programPath, QObject *parent);
    ~CommandRun() override;

    [[nodiscard]] Async<CommandOutput> start(const std::stop_token &stop);

private:
    void collect();
    void onFinished(int exitCode, QProcess::ExitStatus status);
    void onError(QProcess::ProcessError error);
    void fail(ErrorKind kind, const QString &message, const QString &hint);
    void end(Result<CommandOutput> answer);

    RunCommand m_command;
    QProcess *m_process;
    QTimer m_deadline;
    CommandOutput m_output;
    Completer<CommandOutput> m_done;
    std::unique_ptr<std::stop_callback<std::function<void()>>> m_onStop;
};

} // namespace sallyport
