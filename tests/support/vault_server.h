// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/base/value.h"
#include "app/http/interlocutor.h"
#include "app/http/qt_transport.h"

#include <QProcess>
#include <QStringList>

//! HashiCorp's own Vault as a child process of a test, see tests/servers/README.md.
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

//! One Vault, and a root token to prepare it with.
class RealVault {
public:
    //! `options` of `run.py start vault`, e.g. `--mode sealed`.
    explicit RealVault(const QStringList &options = {});

    [[nodiscard]] QString address() const { return text(u"address"); }
    [[nodiscard]] QString token() const { return text(u"token"); }
    [[nodiscard]] QString text(QStringView field) const { return m_child.ready()[field].toString(); }
    Value command(const QString &name) { return m_child.command(name); }

    //! Asks with the root token; fails the test where the answer is not 2xx and `mayFail` is false.
    Value ask(const QByteArray &method, const QByteArray &path, const QByteArray &body = {}, bool mayFail = false);
    //! The same as somebody else.
    int statusFor(const QByteArray &token, const QByteArray &method, const QByteArray &path);

    void mountKv(const QByteArray &path, int version);
    void writePolicy(const QByteArray &name, const QByteArray &text);
    QByteArray newToken(const QByteArray &json);
    //! An AppRole with that definition; gives back role id and secret id.
    std::pair<QString, QByteArray> newAppRole(const QByteArray &name, const QByteArray &json);

    //! The questions that Vault's audit log has seen, `METHOD path`, since the last call (needs `--audit`).
    QStringList newlyAudited();

private:
    HttpReply send(const QByteArray &method, const QByteArray &path, const QByteArray &body, const QByteArray &token);

    ServerChild m_child;
    QtTransport m_transport{{ProxyPolicy::Mode::None, {}}};
    qint64 m_auditRead = 0;
};

} // namespace sallyport::test
