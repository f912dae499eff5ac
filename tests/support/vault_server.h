// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/http/interlocutor.h"
#include "app/http/qt_transport.h"
#include "tests/support/server_child.h"

//! HashiCorp's own Vault as a child process of a test, see tests/servers/README.md.
namespace sallyport::test {

//! One Vault, and a root token to prepare it with.
class RealVault {
public:
    //! `options` of `run.py start vault`, e.g. `--mode sealed`.
    explicit RealVault(const QStringList &options = {});

    [[nodiscard]] QString address() const { return text(u"address"); }
    [[nodiscard]] QString token() const { return text(u"token"); }
    [[nodiscard]] QString text(QStringView field) const { return m_child->ready()[field].toString(); }
    Value command(const QString &name) { return m_child->command(name); }

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

    std::unique_ptr<ServerChild> m_child;
    QtTransport m_transport{{ProxyPolicy::Mode::None, {}}};
    qint64 m_auditRead = 0;
};

} // namespace sallyport::test
