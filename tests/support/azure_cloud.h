// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/azure_inputs.h"
#include "tests/support/desk.h"
#include "tests/support/server_child.h"

//! Entra as oidc-provider plays it, and a key vault that its tokens open: see tests/servers/README.md.
namespace sallyport::test {

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

//! Both servers for all tests of a suite, healed before each of them, and somebody who has not become anybody yet.
class AzureCloud : public testing::Test {
protected:
    static void SetUpTestSuite();
    static void TearDownTestSuite();
    //! Skips the test where a server is missing: whoever overrides it goes on only where that did not happen.
    void SetUp() override;

    //! What the servers said when they were ready.
    static QString entra(const char *field);
    static QString vault(const char *field);
    //! How often that was asked since the start of the test.
    static int calls(const std::unique_ptr<ServerChild> &server, const QString &operation);

    static inline std::unique_ptr<ServerChild> s_entra, s_vault;
    std::unique_ptr<AzurePerson> m_person;
};

} // namespace sallyport::test
