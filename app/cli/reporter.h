// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/run/collection_runner.h"

#include <QString>
#include <QTextStream>

namespace sallyport {

//! Writes what a run does as lines of text. Everything passes the run's redactor, and control characters are made visible,
//! so that no answer can play tricks on a terminal.
class Reporter {
public:
    //! `out` gets results, `err` problems of the whole run.
    Reporter(QTextStream &out, QTextStream &err, bool verbose, bool failOnStatus);

    void started(const Workspace &workspace, const QString &environmentName, std::size_t requests);
    void step(const RunStep &step);
    void finished();
    void failed(const Error &error);

    //! 0 only when every request was answered (and, with failOnStatus, within 200..299); 1 for a bad status; else the code
    //! of the first failure's kind (docs/cli.md).
    [[nodiscard]] int exitCode() const { return m_exitCode; }

private:
    void answered(const RunStep &step, const RunRecord &record);
    void failedStep(const RunStep &step, const Error &error);
    void writeAnswer(const RunRecord &record);
    void note(int code);

    QTextStream &m_out;
    QTextStream &m_err;
    bool m_verbose;
    bool m_failOnStatus;
    int m_answered = 0;
    int m_failed = 0;
    int m_badStatus = 0;
    int m_exitCode = 0;
    std::chrono::microseconds m_total{0};
};

//! Text fit for a terminal: control characters (C0 but newline and tab, C1) and bidirectional overrides become visible
//! escapes.
[[nodiscard]] QString terminalSafe(const QString &text);

} // namespace sallyport
