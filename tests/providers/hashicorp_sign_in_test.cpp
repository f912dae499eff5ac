// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/base/json.h"
#include "tests/support/async.h"
#include "tests/support/script.h"
#include "tests/support/vault_inputs.h"

#include <gmock/gmock.h>

using namespace Qt::StringLiterals;

namespace sallyport::test {
namespace {

const QByteArray kLogin = R"({"auth":{"client_token":"hvs.new","lease_duration":600,"renewable":true,"policies":["default","shop"]}})";

TEST(VaultSignIn, AppRoleSendsRoleAndSecretIdAndTakesTheTokenWithItsLife)
{
    const auto played = play(vaultProvider().signIn(appRoleInputs()), {vaultReply(200, kLogin)});
    ASSERT_OK(played.outcome);
    const HttpRequest request = played.requests().at(0);
    EXPECT_EQ(request.method, "POST");
    EXPECT_EQ(request.url, QUrl(u"https://vault.example:8200/v1/auth/approle/login"_s));
    EXPECT_EQ(request.body, R"({"role_id":"role-1","secret_id":"secret-1"})");
    EXPECT_TRUE(request.headers.contains(HttpHeader{"X-Vault-Request", "true"}));
    EXPECT_TRUE(request.freshConnection) << "a dying connection must not spend a secret id twice";
    const AccessGrant &grant = *played.outcome;
    EXPECT_EQ(grant.values.secret("token"_L1).reveal(), "hvs.new");
    EXPECT_EQ(grant.expires, grant.issued->addSecs(600));
    EXPECT_TRUE(grant.renewable);
    EXPECT_TRUE(grant.obtained);
}

TEST(VaultSignIn, ALeaseOfZeroNeverExpires)
{
    const auto played = play(vaultProvider().signIn(appRoleInputs()),
                             {vaultReply(200, R"({"auth":{"client_token":"t","lease_duration":0,"renewable":true}})")});
    ASSERT_OK(played.outcome);
    EXPECT_FALSE(played.outcome->expires.has_value());
    EXPECT_FALSE(played.outcome->renewable);
}

TEST(VaultSignIn, UsesTheMountPathAndTheNamespace)
{
    Inputs inputs = appRoleInputs();
    inputs.credential.setText("approleMountPath"_L1, u"/team/my role/"_s);
    inputs.credential.setText("namespace"_L1, u"admin/team/"_s);
    const auto played = play(vaultProvider().signIn(inputs), {vaultReply(200, kLogin)});
    EXPECT_EQ(played.requests().at(0).url.toEncoded(), "https://vault.example:8200/v1/auth/team/my%20role/login");
    EXPECT_TRUE(played.requests().at(0).headers.contains(HttpHeader{"X-Vault-Namespace", "admin/team"}));
}

TEST(VaultSignIn, AServerAddressMayHaveAPath)
{
    Inputs inputs = appRoleInputs();
    inputs.credential.setText("serverAddress"_L1, u"https://proxy.example/vault/"_s);
    const auto played = play(vaultProvider().signIn(inputs), {vaultReply(200, kLogin)});
    EXPECT_EQ(played.requests().at(0).url, QUrl(u"https://proxy.example/vault/v1/auth/approle/login"_s));
}

TEST(VaultSignIn, AGivenTokenCostsNoCallAndIsTrimmed)
{
    Inputs inputs = vaultInputs();
    inputs.credential.setSecret("access_token"_L1, SecretValue("  hvs.abc\n"));
    const auto played = play(vaultProvider().signIn(inputs), PreparedAnswers());
    ASSERT_OK(played.outcome);
    EXPECT_EQ(played.outcome->values.secret("token"_L1).reveal(), "hvs.abc");
    EXPECT_FALSE(played.outcome->obtained);
    EXPECT_FALSE(played.outcome->expires.has_value());
}

TEST(VaultSignIn, ATokenThatNoHeaderCanCarryIsRefusedHere)
{
    for (const QByteArray &token : {QByteArray("a b"), QByteArray("a\r\nX: y"), QByteArray("\xc3\xa9"), QByteArray()}) {
        Inputs inputs = vaultInputs();
        inputs.credential.setSecret("access_token"_L1, SecretValue(token));
        const auto played = play(vaultProvider().signIn(inputs), PreparedAnswers());
        ASSERT_FALSE(played.outcome);
        EXPECT_EQ(played.outcome.error().kind, ErrorKind::InvalidInput);
    }
}

TEST(VaultSignIn, AWrongSecretIdIsSaidInVaultsWordsAndNotRetried)
{
    const auto played = play(vaultProvider().signIn(appRoleInputs()), {vaultRefusal(400, "invalid role or secret ID")});
    ASSERT_FALSE(played.outcome);
    const Error &error = played.outcome.error();
    EXPECT_EQ(error.kind, ErrorKind::Unauthenticated);
    EXPECT_EQ(error.message, u"could not sign in by AppRole at \"approle\": invalid role or secret ID"_s);
    EXPECT_TRUE(error.hint.contains(u"secret id"_s));
}

TEST(VaultSignIn, AMissingAuthMethodPointsAtMountAndNamespace)
{
    const auto played = play(vaultProvider().signIn(appRoleInputs()), {vaultRefusal(403, "permission denied")});
    ASSERT_FALSE(played.outcome);
    EXPECT_EQ(played.outcome.error().kind, ErrorKind::Unauthenticated);
    EXPECT_TRUE(played.outcome.error().hint.contains(u"approle"_s));
}

TEST(VaultSignIn, WhatIsNoVaultPointsAtTheServerAddress)
{
    const auto played = play(vaultProvider().signIn(appRoleInputs()), {vaultReply(404, "<html>no such page</html>")});
    ASSERT_FALSE(played.outcome);
    EXPECT_EQ(played.outcome.error().kind, ErrorKind::NotFound);
    EXPECT_TRUE(played.outcome.error().hint.contains(u"server address"_s)) << played.outcome.error().hint.toStdString();
}

TEST(VaultSignIn, ALoginIsNotRepeatedAfterAServerErrorThatMayHaveSpentTheSecretId)
{
    const auto played = play(vaultProvider().signIn(appRoleInputs()),
                             {vaultRefusal(500, "internal"), vaultReply(200, R"({"initialized":true,"sealed":false})")});
    EXPECT_TRUE(played.waits().empty());
    ASSERT_FALSE(played.outcome);
    EXPECT_EQ(played.outcome.error().kind, ErrorKind::Unavailable);
}

TEST(VaultSignIn, ALoginIsRepeatedWhereTheServerSaysThatItDidNothing)
{
    const auto played = play(vaultProvider().signIn(appRoleInputs()), {vaultRefusal(429, "limit"), vaultReply(200, kLogin)});
    ASSERT_OK(played.outcome);
    EXPECT_EQ(played.waits().size(), 1U);
}

TEST(VaultSignIn, ASecondFactorIsNamed)
{
    const auto played =
        play(vaultProvider().signIn(appRoleInputs()),
             {vaultReply(200, R"({"auth":{"client_token":"","lease_duration":0,"mfa_requirement":{"mfa_request_id":"x"}}})")});
    ASSERT_FALSE(played.outcome);
    EXPECT_TRUE(played.outcome.error().message.contains(u"second factor"_s));
}

TEST(VaultSignIn, AnswersWithoutATokenAreMalformed)
{
    for (const QByteArray &body :
         {QByteArray("{}"), QByteArray(R"({"auth":null})"), QByteArray(R"({"auth":{"client_token":5,"lease_duration":1}})"),
          QByteArray(R"({"auth":{"client_token":"t"}})"), QByteArray(R"({"auth":{"client_token":"t","lease_duration":"1"}})"),
          QByteArray(R"({"auth":{"client_token":"t","lease_duration":-1}})"), QByteArray("<html>"), QByteArray("[]")}) {
        const auto played = play(vaultProvider().signIn(appRoleInputs()), {vaultReply(200, body)});
        ASSERT_FALSE(played.outcome) << body.toStdString();
        EXPECT_EQ(played.outcome.error().kind, ErrorKind::Malformed) << body.toStdString();
    }
}

TEST(VaultSignIn, ACertificateWithoutItsKeyIsRefusedAndTheOtherWayRound)
{
    for (const auto id : {"clientCertificate"_L1, "clientKey"_L1}) {
        Inputs inputs = appRoleInputs();
        inputs.credential.setText(id, u"/some/file.pem"_s);
        const auto played = play(vaultProvider().signIn(inputs), PreparedAnswers());
        ASSERT_FALSE(played.outcome);
        EXPECT_EQ(played.outcome.error().kind, ErrorKind::InvalidInput);
    }
}

TEST(VaultSignIn, TlsFilesTravelWithEveryRequest)
{
    Inputs inputs = appRoleInputs();
    inputs.credential.setText("caFile"_L1, u"/ca.pem"_s);
    inputs.credential.setText("clientCertificate"_L1, u"/cert.pem"_s);
    inputs.credential.setText("clientKey"_L1, u"/key.pem"_s);
    const auto played = play(vaultProvider().signIn(inputs), {vaultReply(200, kLogin)});
    EXPECT_EQ(played.requests().at(0).tls, (TlsFiles{u"/ca.pem"_s, u"/cert.pem"_s, u"/key.pem"_s}));
}

TEST(VaultSignIn, AddressesThatAreNoneAreRefusedWithoutACall)
{
    for (const auto &address : {u""_s, u"vault.example"_s, u"ftp://vault.example"_s, u"https://user:pw@vault.example"_s,
                                u"https://vault.example/?a=b"_s, u"https:///x"_s}) {
        Inputs inputs = appRoleInputs();
        inputs.credential.setText("serverAddress"_L1, address);
        const auto played = play(vaultProvider().signIn(inputs), PreparedAnswers());
        ASSERT_FALSE(played.outcome) << address.toStdString();
        EXPECT_EQ(played.outcome.error().kind, ErrorKind::InvalidInput);
    }
}

TEST(VaultRenew, ExtendsTheTokenAndKeepsWhoObtainedIt)
{
    Inputs inputs = appRoleInputs();
    inputs.grant.values.setSecret("token"_L1, SecretValue("hvs.old"));
    inputs.grant.renewable = true;
    const auto played = play(vaultProvider().renew(inputs), {vaultReply(200, kLogin)});
    ASSERT_OK(played.outcome);
    EXPECT_EQ(played.requests().at(0).url.path(), u"/v1/auth/token/renew-self"_s);
    EXPECT_TRUE(played.requests().at(0).headers.contains(HttpHeader{"X-Vault-Token", "hvs.old"}));
    EXPECT_EQ(played.outcome->expires, played.outcome->issued->addSecs(600));
}

TEST(VaultRenew, WhereVaultNoLongerExtendsANewSignInIsAskedFor)
{
    Inputs inputs = appRoleInputs();
    inputs.grant.values.setSecret("token"_L1, SecretValue("hvs.old"));
    inputs.grant.renewable = true;
    for (const int status : {400, 403}) {
        const auto played = play(vaultProvider().renew(inputs), {vaultRefusal(status, "lease is not renewable")});
        ASSERT_FALSE(played.outcome);
        EXPECT_EQ(played.outcome.error().kind, ErrorKind::Unauthenticated);
    }
}

TEST(VaultIdentify, SaysNamePoliciesAndTimeToLive)
{
    Inputs inputs = vaultInputs();
    inputs.credential.setText("namespace"_L1, u"admin"_s);
    const auto played = play(vaultProvider().identify(inputs),
                             {vaultReply(200, R"({"data":{"display_name":"approle-ci","policies":["default","shop-read"],"ttl":3720,)"
                                              R"("expire_time":"2027-01-15T09:02:00Z","renewable":true}})")});
    ASSERT_OK(played.outcome);
    EXPECT_EQ(played.outcome->name, u"approle-ci"_s);
    EXPECT_EQ(played.outcome->details,
              (QStringList{u"policies default, shop-read"_s, u"time to live 1 h 2 min, renewable"_s, u"namespace admin"_s}));
    ASSERT_TRUE(played.outcome->expires);
}

TEST(VaultIdentify, ARootTokenNeverExpires)
{
    const auto played =
        play(vaultProvider().identify(vaultInputs()),
             {vaultReply(200, R"({"data":{"display_name":"token","policies":["root"],"ttl":0,"expire_time":null,"renewable":false}})")});
    ASSERT_OK(played.outcome);
    EXPECT_FALSE(played.outcome->expires);
    EXPECT_TRUE(played.outcome->details.contains(u"never expires"_s));
}

TEST(VaultIdentify, ATokenThatMayNotLookItselfUpIsStillRecognised)
{
    const auto played = play(vaultProvider().identify(vaultInputs()),
                             {vaultRefusal(403, "permission denied"), vaultReply(200, R"({"data":{"secret":{},"auth":{}}})")});
    ASSERT_OK(played.outcome);
    EXPECT_TRUE(played.outcome->name.contains(u"may not look itself up"_s));
}

TEST(VaultIdentify, AWrongTokenIsUnauthenticated)
{
    const QByteArray words = R"(2 errors occurred:\n\t* permission denied\n\t* invalid token\n\n)";
    const auto played = play(vaultProvider().identify(vaultInputs()), {vaultRefusal(403, words), vaultRefusal(403, words)});
    ASSERT_FALSE(played.outcome);
    EXPECT_EQ(played.outcome.error().kind, ErrorKind::Unauthenticated);
    EXPECT_EQ(played.outcome.error().message, u"could not look up the token: permission denied, invalid token"_s);
}

TEST(VaultDescribe, SaysMethodAndHostAndNoSecret)
{
    EXPECT_EQ(vaultProvider().describe(appRoleInputs().credential), u"AppRole · vault.example:8200"_s);
    EXPECT_EQ(vaultProvider().describe(vaultInputs().credential), u"Token · vault.example:8200"_s);
    FormValues inNamespace = vaultInputs().credential;
    inNamespace.setText("namespace"_L1, u"/admin/team-a/"_s);
    EXPECT_EQ(vaultProvider().describe(inNamespace), u"Token · vault.example:8200 · namespace admin/team-a"_s);
}

TEST(VaultAuthority, TellsServersAndNamespacesApart)
{
    FormValues a = vaultInputs().credential;
    FormValues b = a;
    b.setText("namespace"_L1, u"admin"_s);
    FormValues c = a;
    c.setText("serverAddress"_L1, u"https://vault.example:8201"_s);
    EXPECT_NE(vaultProvider().authority(a), vaultProvider().authority(b));
    EXPECT_NE(vaultProvider().authority(a), vaultProvider().authority(c));
    FormValues d = b;
    d.setText("namespace"_L1, u"/admin/"_s);
    d.setText("serverAddress"_L1, u"https://vault.example:8200/"_s);
    EXPECT_EQ(vaultProvider().authority(b), vaultProvider().authority(d));
}

} // namespace
} // namespace sallyport::test
