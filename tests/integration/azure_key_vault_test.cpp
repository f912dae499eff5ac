// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// Tokens of oidc-provider (kind 1: OpenID certified, by others), checked by the vault around Microsoft's own codec (kind 2: its answers are
// certified by Microsoft's clients in tests/servers/keyvault_test.py).
#include "app/base/json.h"
#include "tests/support/azure_cloud.h"

#include <gmock/gmock.h>

#include <QFile>
#include <QTemporaryDir>

using namespace Qt::StringLiterals;

namespace sallyport::test {
namespace {

class KeyVault : public AzureCloud {
protected:
    void SetUp() override
    {
        AzureCloud::SetUp();
        if (IsSkipped() || HasFatalFailure())
            return;
        m_person->become("clientSecret", {{"tenantId", entra("tenant")}, {"clientId", entra("secretClient")}});
        m_person->setSecret("clientSecret"_L1, entra("clientSecret"));
    }

    ErrorKind kindOf(const QString &path) { return m_person->fetch(path).error().kind; }
};

TEST_F(KeyVault, SecretsAreReadWithTheirVersions)
{
    EXPECT_EQ(m_person->textOf(u"secrets/text"_s), u"plain text value"_s);
    EXPECT_EQ(m_person->textOf(u"secrets/unicode"_s), u"Grüße, 世界 🔑\n\tsecond line"_s);
    EXPECT_EQ(m_person->textOf(u"secrets/expired"_s), u"still read"_s);
    EXPECT_EQ(m_person->textOf(u"secrets/future"_s), u"read already"_s);
    EXPECT_EQ(m_person->textOf(u"secrets/versions"_s), u"third"_s);
    const QString first = s_vault->command(u"put versions a fourth"_s)[u"version"].toString();
    const auto latest = m_person->fetch(u"secrets/versions"_s);
    ASSERT_OK(latest);
    EXPECT_EQ(latest->version, first);
    EXPECT_EQ(m_person->textOf(u"secrets/versions/"_s + first), u"a fourth"_s);
    EXPECT_EQ(calls(s_entra, u"token"_s), 1);
}

TEST_F(KeyVault, KeysAndCertificatesAreRead)
{
    const auto key = json::parse(m_person->textOf(u"keys/site"_s).toUtf8());
    ASSERT_OK(key);
    EXPECT_EQ((*key)[u"kty"].toString(), u"RSA"_s);
    EXPECT_TRUE(m_person->textOf(u"certificates/site"_s).startsWith(u"-----BEGIN CERTIFICATE-----"_s));
    EXPECT_TRUE(m_person->textOf(u"secrets/site"_s).startsWith(u"-----BEGIN PRIVATE KEY-----"_s));
}

TEST_F(KeyVault, EveryApplicationsCredentialOpensIt)
{
    const std::pair<const char *, QString> where[] = {{"tenantId", entra("tenant")}, {"clientId", entra("certificateClient")}};
    m_person->become("certificate", {where[0], where[1], {"certificatePath", entra("clientPem")}});
    EXPECT_EQ(m_person->textOf(u"secrets/text"_s), u"plain text value"_s);
    QTemporaryDir folder;
    QFile file(folder.filePath(u"token"_s));
    ASSERT_TRUE(file.open(QIODevice::WriteOnly));
    file.write(s_entra->command(u"assertion"_s)[u"assertion"].toString().toUtf8());
    file.close();
    m_person->become("federated", {where[0], where[1], {"federatedTokenFile", file.fileName()}});
    EXPECT_EQ(m_person->textOf(u"secrets/text"_s), u"plain text value"_s);
}

TEST_F(KeyVault, RefusalsAreTheKindsThatProgramsActOn)
{
    EXPECT_EQ(kindOf(u"secrets/none"_s), ErrorKind::NotFound);
    EXPECT_EQ(kindOf(u"secrets/gone"_s), ErrorKind::NotFound);
    EXPECT_EQ(kindOf(u"secrets/text/0123456789abcdef0123456789abcdef"_s), ErrorKind::NotFound);
    const auto disabled = m_person->fetch(u"secrets/disabled"_s);
    ASSERT_FALSE(disabled);
    EXPECT_TRUE(disabled.error().sentence().contains(u"disabled"_s)) << disabled.error().sentence().toStdString();
    for (const char *inner : {"ForbiddenByPolicy", "ForbiddenByRbac", "ForbiddenByFirewall"}) {
        s_vault->command(u"forbid "_s + QString::fromLatin1(inner));
        const auto denied = m_person->fetch(u"secrets/text"_s);
        ASSERT_FALSE(denied) << inner;
        EXPECT_EQ(denied.error().kind, ErrorKind::PermissionDenied) << inner;
        EXPECT_FALSE(denied.error().hint.isEmpty()) << inner;
    }
    s_vault->command(u"heal"_s);
    s_vault->command(u"fail 1 429 Throttled secrets.get slow down"_s);
    EXPECT_EQ(m_person->textOf(u"secrets/text"_s), u"plain text value"_s) << "a limit passes";
}

TEST_F(KeyVault, AWrongSecretIsUnauthenticatedAndNotQuoted)
{
    m_person->setSecret("clientSecret"_L1, u"not-the-client-secret"_s);
    const auto grant = m_person->signIn();
    ASSERT_FALSE(grant);
    EXPECT_EQ(grant.error().kind, ErrorKind::Unauthenticated);
    EXPECT_FALSE((grant.error().message + grant.error().hint).contains(u"not-the-client-secret"_s));
}

TEST_F(KeyVault, ATokenThatEndedIsUnauthenticatedAndANewSignInMendsIt)
{
    EXPECT_EQ(m_person->textOf(u"secrets/text"_s), u"plain text value"_s);
    s_vault->command(u"clock 4000"_s);
    EXPECT_EQ(kindOf(u"secrets/text"_s), ErrorKind::Unauthenticated);
    s_vault->command(u"clock 0"_s);
    ASSERT_OK(m_person->signIn());
    EXPECT_EQ(m_person->textOf(u"secrets/text"_s), u"plain text value"_s);
}

TEST_F(KeyVault, EveryWayToWriteTheChallengeIsRead)
{
    for (const char *text :
         {R"(Bearer authorization="{authority}", resource="{resource}")", R"(Bearer authorization="{authority}" resource="{resource}")",
          R"(Bearer authorization_uri="{authority}", resource="{resource}")",
          R"(Bearer authorization="{authority}", scope="{resource}/.default")",
          R"(Basic realm="x", Bearer authorization="{authority}", resource="{resource}")"}) {
        s_vault->command(u"challenge "_s + QString::fromLatin1(text));
        m_person->desk.interlocutor.forgetNotes();
        EXPECT_EQ(m_person->textOf(u"secrets/text"_s), u"plain text value"_s) << text;
    }
}

TEST_F(KeyVault, ChallengesThatLeadElsewhereGetNoToken)
{
    ASSERT_OK(m_person->signIn());
    for (const char *text :
         {R"(Bearer authorization="https://login.evil.example/t", resource="{resource}")",
          R"(Bearer authorization="{authority}", resource="https://evil.example")",
          R"(Bearer authorization="{authority}", resource="https://vault.azure.net.evil.example")",
          R"(Bearer authorization="http://login.microsoftonline.com/t", resource="{resource}")", R"(Bearer)", R"(Basic realm="x")"}) {
        s_vault->command(u"challenge "_s + QString::fromLatin1(text));
        s_vault->command(u"reset-counts"_s);
        m_person->desk.interlocutor.forgetNotes();
        const auto document = m_person->fetch(u"secrets/text"_s);
        EXPECT_FALSE(document) << text;
        EXPECT_EQ(calls(s_vault, u"secrets.get"_s), 1) << text << ": only the question without a token";
    }
}

TEST_F(KeyVault, ListsAreFollowedOverPagesAndEmptyOnes)
{
    ASSERT_OK(m_person->signIn());
    s_vault->command(u"page-size 3"_s);
    s_vault->command(u"empty-pages on"_s);
    const auto names = m_person->suggest("secretName"_L1, {});
    ASSERT_OK(names);
    QStringList found;
    for (const Suggestion &one : *names)
        found.append(one.value);
    EXPECT_TRUE(found.contains(u"text"_s) && found.contains(u"versions"_s) && found.contains(u"site"_s)) << found.join(u' ').toStdString();
    EXPECT_GE(calls(s_vault, u"secrets.list"_s), 4);
    const auto versions = m_person->suggest("version"_L1, {{"secretName", u"versions"_s}});
    ASSERT_OK(versions);
    EXPECT_GE(versions->size(), 3U);
}

TEST_F(KeyVault, TheRestOfAListIsNeverFetchedElsewhere)
{
    ASSERT_OK(m_person->signIn());
    s_vault->command(u"next-link https://elsewhere.example/secrets?api-version=7.4"_s);
    const auto names = m_person->suggest("secretName"_L1, {});
    EXPECT_FALSE(names) << "a rest that is elsewhere is not left out silently";
}

TEST_F(KeyVault, AClaimsChallengeLeadsToANewTokenAndThenToTheSecret)
{
    EXPECT_EQ(m_person->textOf(u"secrets/text"_s), u"plain text value"_s);
    s_vault->command(uR"(claims 1 {"access_token":{"nbf":{"essential":true,"value":"1"}}})"_s);
    m_person->inputs.grant.issued = m_person->desk.clock.wallTime().addSecs(-600);
    EXPECT_EQ(kindOf(u"secrets/text"_s), ErrorKind::Unauthenticated) << "who asks has a kept token and signs in anew";
    ASSERT_OK(m_person->signIn());
    EXPECT_EQ(m_person->textOf(u"secrets/text"_s), u"plain text value"_s);
}

TEST_F(KeyVault, AClaimsChallengeToATokenThatIsFreshIsAnsweredAtOnce)
{
    ASSERT_OK(m_person->signIn());
    s_vault->command(uR"(claims 1 {"access_token":{"nbf":{"essential":true,"value":"1"}}})"_s);
    EXPECT_EQ(m_person->textOf(u"secrets/text"_s), u"plain text value"_s);
    s_vault->command(uR"(claims 9 {"access_token":{"nbf":{"essential":true,"value":"1"}}})"_s);
    EXPECT_EQ(kindOf(u"secrets/text"_s), ErrorKind::Unauthenticated) << "once, not for ever";
}

TEST_F(KeyVault, AVaultThatIsNotListedIsNotAsked)
{
    m_person->inputs.credential.remove("vaultHosts"_L1);
    EXPECT_EQ(kindOf(u"secrets/text"_s), ErrorKind::InvalidInput);
    EXPECT_TRUE(s_vault->command(u"counts"_s)[u"counts"].map().empty());
}

} // namespace
} // namespace sallyport::test
