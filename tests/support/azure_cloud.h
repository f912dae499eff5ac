// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/azure_inputs.h"
#include "tests/support/desk.h"
#include "tests/support/vault_server.h"

#include <QStringList>

#include <memory>

//! Entra as oidc-provider plays it, and a key vault that its tokens open: see tests/servers/README.md.
namespace sallyport::test {

//! `run.py start NAME options...`
[[nodiscard]] std::unique_ptr<ServerChild> startServer(const QString &name, const QStringList &options = {});

//! Somebody with a credential at a sign-in and a vault. What is signed in to is kept until the next sign-in.
class AzurePerson {
public:
    //! `place` names authority, vault and trusted authorities (`tlsAddress`, `vaultHost`, `trustFile`).
    AzurePerson(const QString &authorityHost, const QString &vaultHost, const QString &trustFile);

    //! Becomes the holder of another credential; the place stays.
    void become(const char *type, std::initializer_list<std::pair<const char *, QString>> fields);
    void setSecret(QLatin1StringView id, const QString &value) { inputs.credential.setSecret(id, SecretValue::fromString(value)); }

    [[nodiscard]] Result<AccessGrant> signIn();
    //! With a sign-in before it, where there was none.
    [[nodiscard]] Result<SecretDocument> fetch(const QString &path);
    //! The content, or `error: ...`.
    [[nodiscard]] QString textOf(const QString &path);
    [[nodiscard]] Result<std::vector<Suggestion>> suggest(QLatin1StringView field,
                                                          std::initializer_list<std::pair<const char *, QString>> typed);

    Desk desk;
    Inputs inputs;

private:
    QString m_authorityHost, m_vaultHost, m_trustFile;
};

} // namespace sallyport::test
