// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/base/value.h"

#include <QProcess>
#include <QStringList>

#include <memory>

//! Programs that a test starts and ends: the servers of tests/servers (see its README.md), and our own demo.
namespace sallyport::test {

//! Names of those servers and clients that are not installed, for the message of a skipped test; empty: go ahead.
[[nodiscard]] QString missingServers(const QStringList &names);

//! Skips the test, loudly and by name, where a server is not installed.
#define SALLYPORT_NEEDS(...)                                                                                                               \
    do {                                                                                                                                   \
        if (const QString missing = sallyport::test::missingServers({__VA_ARGS__}); !missing.isEmpty())                                    \
            GTEST_SKIP() << "NOT INSTALLED: " << missing.toStdString() << " (scripts/test --servers installs it)";                         \
    } while (false)

//! A program that says one JSON line when it is ready and ends when its standard input closes.
class ServerChild {
public:
    ServerChild(const QString &program, const QStringList &arguments);
    ~ServerChild();
    Q_DISABLE_COPY_MOVE(ServerChild)

    [[nodiscard]] const Value &ready() const { return m_ready; }
    //! Sends a line and gives back the line that answers it.
    Value command(const QString &name);

private:
    Value readLine();

    QProcess m_process;
    Value m_ready;
};

//! `run.py start NAME options...`; fails the test where it does not become ready.
[[nodiscard]] std::unique_ptr<ServerChild> startServer(const QString &name, const QStringList &options = {});

} // namespace sallyport::test
