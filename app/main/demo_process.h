// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/main/demo.h"

#include <QObject>
#include <QProcess>

#include <vector>

namespace sallyport {

//! The demonstration's servers as a child process, which ends with this program.
class DemoProcess final : public QObject {
    Q_OBJECT
public:
    //! `folder`: where the demo workspace is kept.
    DemoProcess(QString program, QString folder, QObject *parent = nullptr);
    ~DemoProcess() override;

    //! Where the program of the servers is, beside this one or in the path; empty: not installed.
    [[nodiscard]] static QString findProgram();

    [[nodiscard]] Async<Demo> start();
    [[nodiscard]] QString workspacePath() const { return m_folder + QStringLiteral("/demo.yaml"); }

private:
    void read();
    void answer(const Result<Demo> &demo);

    QString m_program;
    QString m_folder;
    QProcess m_process;
    std::vector<Completer<Demo>> m_waiting;
    std::optional<Demo> m_demo;
};

} // namespace sallyport
