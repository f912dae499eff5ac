// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// Against HashiCorp's own Vault: signing in, tokens that end, and the states a server can be in.
#include "tests/support/http_server.h"
#include "tests/support/vault_asker.h"
#include "tests/support/vault_server.h"

#include <gmock/gmock.h>

using namespace Qt::StringLiterals;

namespace sallyport::test {
namespace {

const QByteArray kShopPolicy = "path \"secret/data/shop\" { capabilities = [\"read\"] }";

FormValues shop()
{
    return kvReference(u"secret"_s, u"shop"_s, u"v2"_s);
}

TEST(RealVaultSignIn, TokenAndAppRoleSayWhoTheyAre)
{
    SALLYPORT_NEEDS(u"vault"_s);
    RealVault vault;
    vault.writePolicy("shop", kShopPolicy);
    VaultAsker root(tokenCredential(vault.address(), vault.token().toUtf8()));
    ASSERT_OK(root.signIn());
    const auto rootIdentity = root.identify();
    ASSERT_OK(rootIdentity);
    EXPECT_EQ(rootIdentity->details, (QStringList{u"policies root"_s, u"never expires"_s}));

    VaultAsker role(appRoleCredential(vault.address(), vault.newAppRole("shop", R"({"token_policies":["shop"],"token_ttl":"10m"})")));
    const auto grant = role.signIn();
    ASSERT_OK(grant);
    EXPECT_TRUE(grant->renewable);
    EXPECT_EQ(grant->issued->secsTo(*grant->expires), 600);
    const auto identity = role.identify();
    ASSERT_OK(identity);
    EXPECT_EQ(identity->name, u"approle"_s);
    EXPECT_EQ(identity->details.at(0), u"policies default, shop"_s);
    EXPECT_THAT(identity->details.at(1).toStdString(), testing::MatchesRegex("time to live (9|10) min, renewable"));
}

TEST(RealVaultSignIn, ASingleUseSecretIdWorksOnceAndSaysSoTheSecondTime)
{
    SALLYPORT_NEEDS(u"vault"_s);
    RealVault vault;
    const auto role = vault.newAppRole("once", R"({"secret_id_num_uses":1})");
    VaultAsker asker(appRoleCredential(vault.address(), role));
    ASSERT_OK(asker.signIn());
    const auto again = asker.signIn();
    ASSERT_FALSE(again);
    EXPECT_EQ(again.error().kind, ErrorKind::Unauthenticated);
    EXPECT_EQ(again.error().message, u"could not sign in by AppRole at \"approle\": invalid role or secret ID"_s);
    EXPECT_TRUE(again.error().hint.contains(u"used up"_s));
    EXPECT_FALSE(allTextOf(again.error()).contains(QString::fromUtf8(role.second)));
}

TEST(RealVaultSignIn, AnExpiredSecretIdAndAWrongMountAreExplained)
{
    SALLYPORT_NEEDS(u"vault"_s);
    RealVault vault;
    auto role = vault.newAppRole("brief", R"({"secret_id_ttl":"1s"})");
    VaultAsker brief(appRoleCredential(vault.address(), role));
    Result<AccessGrant> answer = AccessGrant();
    waitUntil([&] { // Vault takes an expired secret id until it has tidied up
        vault.ask("POST", "auth/approle/tidy/secret-id", {}, true);
        answer = brief.signIn();
        return !answer;
    });
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().kind, ErrorKind::Unauthenticated);
    EXPECT_TRUE(answer.error().hint.contains(u"expire"_s));
    brief.credential().setText("approleMountPath"_L1, u"elsewhere"_s);
    const auto wrongMount = brief.signIn();
    ASSERT_FALSE(wrongMount);
    EXPECT_TRUE(wrongMount.error().hint.contains(u"enabled at \"elsewhere\""_s)) << wrongMount.error().hint.toStdString();
}

TEST(RealVaultSignIn, ATokenIsRenewedUntilItsGreatestAge)
{
    SALLYPORT_NEEDS(u"vault"_s);
    RealVault vault;
    VaultAsker asker(appRoleCredential(vault.address(), vault.newAppRole("short", R"({"token_ttl":"3s","token_max_ttl":"5s"})")));
    ASSERT_OK(asker.signIn());
    const auto renewed = asker.renew();
    ASSERT_OK(renewed);
    EXPECT_TRUE(renewed->values.secret("token"_L1).sameAs(asker.grant().values.secret("token"_L1)));
    EXPECT_GE(renewed->issued->secsTo(*renewed->expires), 2);
    Result<AccessGrant> last = *renewed;
    EXPECT_TRUE(waitUntil([&] {
        last = asker.renew();
        return !last;
    })) << "renewing must end at token_max_ttl";
    EXPECT_EQ(last.error().kind, ErrorKind::Unauthenticated);
}

TEST(RealVaultSignIn, ATokenThatExpiresOrIsRevokedIsUnauthenticated)
{
    SALLYPORT_NEEDS(u"vault"_s);
    RealVault vault({u"--audit"_s});
    vault.ask("POST", "secret/data/shop", R"({"data":{"key":"v"}})");
    vault.writePolicy("shop", kShopPolicy);
    const QByteArray brief = vault.newToken(R"({"policies":["shop"],"ttl":"1s"})");
    VaultAsker asker(tokenCredential(vault.address(), brief));
    ASSERT_OK(asker.signIn());
    EXPECT_OK(asker.fetch(shop()));
    ASSERT_TRUE(waitUntil([&] { return vault.statusFor(brief, "GET", "auth/token/lookup-self") == 403; }));
    (void)vault.newlyAudited();
    const auto expired = asker.fetch(shop());
    ASSERT_FALSE(expired);
    EXPECT_EQ(expired.error().kind, ErrorKind::Unauthenticated);
    EXPECT_TRUE(expired.error().message.contains(u"permission denied, invalid token"_s)) << expired.error().message.toStdString();
    EXPECT_EQ(vault.newlyAudited(), (QStringList{u"read secret/data/shop"_s, u"read auth/token/lookup-self"_s}))
        << "one lookup, never a loop";
    VaultAsker wrong(tokenCredential(vault.address(), "hvs.wrong"));
    ASSERT_OK(wrong.signIn());
    EXPECT_EQ(wrong.identify().error().kind, ErrorKind::Unauthenticated);
}

TEST(RealVaultSignIn, ALinkThatNamesTheEngineCostsOneCallAndADetectedOneTwo)
{
    SALLYPORT_NEEDS(u"vault"_s);
    RealVault vault({u"--audit"_s});
    vault.ask("POST", "secret/data/shop", R"({"data":{"key":"v"}})");
    VaultAsker asker(tokenCredential(vault.address(), vault.token().toUtf8()));
    (void)vault.newlyAudited();
    ASSERT_OK(asker.signIn());
    EXPECT_EQ(vault.newlyAudited(), QStringList()) << "a given token costs no call";
    ASSERT_OK(asker.fetch(shop()));
    EXPECT_EQ(vault.newlyAudited(), QStringList{u"read secret/data/shop"_s});
    ASSERT_OK(asker.fetch(kvReference(u"secret"_s, u"shop"_s)));
    EXPECT_EQ(vault.newlyAudited(), (QStringList{u"read sys/internal/ui/mounts/secret/shop"_s, u"read secret/data/shop"_s}));
}

TEST(RealVaultState, SealedAndUnsealedAgainWhileLinked)
{
    SALLYPORT_NEEDS(u"vault"_s);
    RealVault vault;
    vault.ask("POST", "secret/data/shop", R"({"data":{"key":"v"}})");
    const auto role = vault.newAppRole("shop", R"({"token_policies":["root-like"]})");
    VaultAsker asker(tokenCredential(vault.address(), vault.token().toUtf8()));
    ASSERT_OK(asker.signIn());
    ASSERT_OK(asker.fetch(shop()));
    vault.command(u"seal"_s);
    for (const auto &reference : {shop(), kvReference(u"secret"_s, u"shop"_s)}) {
        const auto sealed = asker.fetch(reference);
        ASSERT_FALSE(sealed);
        EXPECT_EQ(sealed.error().kind, ErrorKind::Unavailable);
        EXPECT_TRUE(sealed.error().message.contains(u"is sealed"_s));
        EXPECT_TRUE(sealed.error().hint.contains(u"Unseal"_s));
    }
    EXPECT_EQ(asker.identify().error().kind, ErrorKind::Unavailable);
    EXPECT_TRUE(VaultAsker(appRoleCredential(vault.address(), role)).signIn().error().message.contains(u"is sealed"_s));
    vault.command(u"unseal"_s);
    EXPECT_OK(asker.fetch(shop()));
}

TEST(RealVaultState, AServerThatIsNotInitialisedSaysSo)
{
    SALLYPORT_NEEDS(u"vault"_s);
    RealVault vault({u"--mode"_s, u"new"_s});
    VaultAsker asker(tokenCredential(vault.address(), "hvs.any"));
    ASSERT_OK(asker.signIn());
    const auto answer = asker.identify();
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().kind, ErrorKind::Unavailable);
    EXPECT_TRUE(answer.error().message.contains(u"not initialised"_s)) << answer.error().message.toStdString();
}

TEST(RealVaultState, ARestartBetweenTwoFetchesGoesUnnoticed)
{
    SALLYPORT_NEEDS(u"vault"_s);
    RealVault vault({u"--mode"_s, u"stored"_s});
    vault.mountKv("secret", 2);
    vault.ask("POST", "secret/data/shop", R"({"data":{"key":"v"}})");
    VaultAsker asker(tokenCredential(vault.address(), vault.token().toUtf8()));
    ASSERT_OK(asker.signIn());
    ASSERT_OK(asker.fetch(shop()));
    vault.command(u"restart"_s);
    EXPECT_OK(asker.fetch(shop()));
    vault.command(u"down"_s);
    const auto down = asker.fetch(shop());
    ASSERT_FALSE(down);
    EXPECT_EQ(down.error().kind, ErrorKind::Network);
    EXPECT_FALSE(down.error().hint.isEmpty());
    vault.command(u"up"_s);
    EXPECT_OK(asker.fetch(shop()));
}

TEST(RealVaultState, AServerThatStandsStillCanBeLeft)
{
    SALLYPORT_NEEDS(u"vault"_s);
    RealVault vault;
    VaultAsker asker(tokenCredential(vault.address(), vault.token().toUtf8()));
    ASSERT_OK(asker.signIn());
    vault.command(u"pause"_s);
    std::stop_source stop;
    QTimer::singleShot(50, [&stop] { stop.request_stop(); });
    const auto left = asker.fetch(shop(), stop.get_token());
    ASSERT_FALSE(left);
    EXPECT_EQ(left.error().kind, ErrorKind::Cancelled);
    vault.command(u"resume"_s);
}

TEST(RealVaultState, HttpToAnHttpsServerIsExplained)
{
    SALLYPORT_NEEDS(u"vault"_s);
    RealVault vault({u"--mode"_s, u"tls"_s});
    VaultAsker asker(tokenCredential(vault.address().replace(u"https:"_s, u"http:"_s), "hvs.any"));
    ASSERT_OK(asker.signIn());
    const auto answer = asker.identify();
    ASSERT_FALSE(answer);
    EXPECT_TRUE(answer.error().hint.contains(u"https://"_s)) << answer.error().sentence().toStdString();
}

TEST(RealVaultTls, OwnAuthorityAndClientCertificate)
{
    SALLYPORT_NEEDS(u"vault"_s);
    RealVault vault({u"--mode"_s, u"mtls"_s});
    vault.mountKv("secret", 2);
    vault.ask("POST", "secret/data/shop", R"({"data":{"key":"v"}})");
    const auto outcome = [&](QStringView ca, QStringView certificate, QStringView key) {
        FormValues credential = tokenCredential(vault.address(), vault.token().toUtf8());
        credential.setText("caFile"_L1, ca.isEmpty() ? QString() : vault.text(ca));
        credential.setText("clientCertificate"_L1, certificate.isEmpty() ? QString() : vault.text(certificate));
        credential.setText("clientKey"_L1, key.isEmpty() ? QString() : vault.text(key));
        VaultAsker asker(credential);
        return asker.signIn().and_then([&](const AccessGrant &) { return asker.fetch(shop()); });
    };
    EXPECT_OK(outcome(u"caFile", u"clientCertificate", u"clientKey"));
    const auto refused = [&](const Result<SecretDocument> &answer, ErrorKind kind) {
        ASSERT_FALSE(answer);
        EXPECT_EQ(answer.error().kind, kind) << answer.error().sentence().toStdString();
        EXPECT_FALSE(answer.error().hint.isEmpty()) << answer.error().sentence().toStdString();
    };
    refused(outcome({}, u"clientCertificate", u"clientKey"), ErrorKind::Network);
    refused(outcome(u"otherCaFile", u"clientCertificate", u"clientKey"), ErrorKind::Network);
    refused(outcome(u"caFile", {}, {}), ErrorKind::Network);
    refused(outcome(u"caFile", u"otherClientCertificate", u"otherClientKey"), ErrorKind::Network);
    refused(outcome(u"caFile", u"clientCertificate", {}), ErrorKind::InvalidInput);
}

TEST(RealVaultTls, ACertificateOfAnotherHostIsRefused)
{
    SALLYPORT_NEEDS(u"vault"_s);
    RealVault vault({u"--mode"_s, u"tls"_s, u"--tls-host"_s, u"elsewhere.example"_s, u"--tls-host"_s, u"127.0.0.2"_s});
    FormValues credential = tokenCredential(vault.address(), "hvs.any");
    credential.setText("caFile"_L1, vault.text(u"caFile"));
    VaultAsker asker(credential);
    ASSERT_OK(asker.signIn());
    const auto answer = asker.identify();
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().kind, ErrorKind::Network);
}

TEST(VaultUnreachable, AnAddressWhereNobodyListensIsNamed)
{
    const quint16 port = closedPort();
    VaultAsker asker(tokenCredential(u"http://127.0.0.1:%1"_s.arg(port), "hvs.any"));
    ASSERT_OK(asker.signIn());
    const auto answer = asker.identify();
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().kind, ErrorKind::Network);
    EXPECT_TRUE(answer.error().sentence().contains(QString::number(port))) << answer.error().sentence().toStdString();
    EXPECT_FALSE(answer.error().hint.isEmpty());
}

} // namespace
} // namespace sallyport::test
