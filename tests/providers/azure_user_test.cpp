// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// People: in the browser, with a code, and afterwards silently.
#include "app/base/json.h"
#include "providers/azure/id_token.h"
#include "providers/sdk/pkce.h"
#include "tests/support/async.h"
#include "tests/support/azure_inputs.h"

#include <gmock/gmock.h>

using namespace Qt::StringLiterals;
using std::chrono::milliseconds;
using testing::HasSubstr;

namespace sallyport::test {
namespace {

const QString kClient = u"04b07795-8ddb-461a-bbee-02f9e1bf7b46"_s;
const QString kIssuer = u"https://login.microsoftonline.com/{tenantid}/v2.0"_s;

//! The nonce of a sign-in whose random bytes count up from 0.
QByteArray expectedNonce()
{
    QByteArray bytes(kPkceBytes, '\0');
    std::iota(bytes.begin(), bytes.end(), '\0');
    return pkceFrom(SecretValue(QByteArrayView(bytes)))->nonce;
}

Value goodClaims()
{
    Value claims{Value::Map()};
    claims.set(u"aud"_s, kClient);
    claims.set(u"iss"_s, u"https://login.microsoftonline.com/%1/v2.0"_s.arg(kTestTenant));
    claims.set(u"tid"_s, QString(kTestTenant));
    claims.set(u"oid"_s, u"object-1"_s);
    claims.set(u"nonce"_s, QString::fromLatin1(expectedNonce()));
    claims.set(u"preferred_username"_s, u"ann@contoso.example"_s);
    claims.set(u"nbf"_s, Value::number(1'800'000'000));
    claims.set(u"exp"_s, Value::number(1'800'003'600));
    return claims;
}

QByteArray idToken(const Value &claims)
{
    return base64Url(R"({"alg":"RS256","typ":"JWT"})") + '.' + base64Url(json::write(claims)) + ".c2ln";
}

HttpReply tokens(const Value &claims = goodClaims(), const QByteArray &refreshToken = "refresh-2")
{
    return entraToken(R"(,"refresh_token":")" + refreshToken + R"(","id_token":")" + idToken(claims) + '"');
}

Inputs userInputs(std::initializer_list<std::pair<const char *, const char *>> fields = {})
{
    Inputs inputs = azureInputs();
    inputs.credential = azureCredential("user", fields);
    inputs.grant = {};
    return inputs;
}

World worldOf(const PreparedAnswers &answers)
{
    return {.http = inOrder(answers), .now = azureInputs().now};
}

Played<AccessGrant> inBrowser(World &world, const Inputs &inputs = userInputs())
{
    return play(azureProvider().signInWith(inputs, "browser"_L1), world);
}

Played<AccessGrant> withCode(World &world, const Inputs &inputs = userInputs())
{
    return play(azureProvider().signInWith(inputs, "device"_L1), world);
}

QString parameter(const QList<std::pair<QString, QString>> &parameters, const QString &name)
{
    for (const auto &[known, value] : parameters) {
        if (known == name)
            return value;
    }
    return {};
}

// --- browser ---

TEST(AzureUser, TheBrowserBringsATokenAndSomethingToKeep)
{
    World world = worldOf({tokens()});
    const auto played = inBrowser(world);
    ASSERT_OK(played.outcome);
    EXPECT_EQ(played.outcome->values.secret("token"_L1).reveal(), "token-2");
    EXPECT_EQ(played.outcome->keep.secret("refreshToken"_L1).reveal(), "refresh-2");
    EXPECT_EQ(played.outcome->account, u"ann@contoso.example"_s);
    EXPECT_EQ(played.outcome->values.text("tenant"_L1), kTestTenant);
    EXPECT_TRUE(played.outcome->obtained);
}

TEST(AzureUser, TheFlowIsAskedForWithPkceStateAndNonce)
{
    World world = worldOf({tokens()});
    const auto played = inBrowser(world);
    const auto asked = played.asked<AuthorizeWithBrowser>();
    ASSERT_EQ(asked.size(), 1U);
    EXPECT_EQ(asked[0].authorizationUrl.toEncoded(), "https://login.microsoftonline.com/organizations/oauth2/v2.0/authorize");
    EXPECT_EQ(asked[0].accessTokenUrl.toEncoded(), "https://login.microsoftonline.com/organizations/oauth2/v2.0/token");
    EXPECT_EQ(asked[0].clientId, kClient);
    EXPECT_EQ(asked[0].scope, u"https://vault.azure.net/.default openid profile offline_access"_s);
    EXPECT_EQ(asked[0].listener.redirectUri.toEncoded(), "http://localhost:41999") << "as it is registered, but for the port";
    EXPECT_EQ(asked[0].challenge, pkceChallenge(asked[0].verifier));
    EXPECT_EQ(asked[0].state.size(), 43);
    EXPECT_EQ(parameter(asked[0].pageParameters, u"nonce"_s).toLatin1(), expectedNonce());
    EXPECT_EQ(parameter(asked[0].pageParameters, u"prompt"_s), u"select_account"_s);
    EXPECT_EQ(parameter(asked[0].tokenParameters, u"scope"_s), asked[0].scope);
    EXPECT_THAT(parameter(asked[0].pageParameters, u"claims"_s).toStdString(), HasSubstr("cp1"));
}

TEST(AzureUser, TenantCloudAndApplicationAreSettings)
{
    World world = worldOf({tokens()});
    const auto asked = inBrowser(world, userInputs({{"tenant", "contoso.example"}, {"cloud", "china"}, {"publicClientId", "own-app"}}))
                           .asked<AuthorizeWithBrowser>();
    ASSERT_EQ(asked.size(), 1U);
    EXPECT_EQ(asked[0].authorizationUrl.toEncoded(), "https://login.partner.microsoftonline.cn/contoso.example/oauth2/v2.0/authorize");
    EXPECT_EQ(asked[0].clientId, u"own-app"_s);
    EXPECT_THAT(asked[0].scope.toStdString(), HasSubstr("https://vault.azure.cn/.default"));
}

TEST(AzureUser, WhatThePageSaysIsTold)
{
    struct Row {
        QList<std::pair<QString, QString>> query;
        const char *message;
        const char *hint;
    };
    const Row rows[] = {
        {{{u"error"_s, u"access_denied"_s}, {u"error_description"_s, u"AADSTS65004: User declined to consent. Trace ID: 1"_s}},
         "AADSTS65004: User declined to consent",
         "agree"},
        {{{u"error"_s, u"access_denied"_s}, {u"error_subcode"_s, u"cancel"_s}}, "access_denied", "declined"},
        {{{u"error"_s, u"invalid_request"_s}, {u"error_description"_s, u"AADSTS50011: The redirect URI does not match."_s}},
         "AADSTS50011",
         "http://localhost"}};
    for (const Row &row : rows) {
        World world = worldOf({});
        world.refusal.query = row.query;
        const Error error = inBrowser(world).outcome.error();
        EXPECT_EQ(error.kind, ErrorKind::Unauthenticated);
        EXPECT_THAT(error.message.toStdString(), HasSubstr(row.message));
        EXPECT_THAT(error.hint.toStdString(), HasSubstr(row.hint));
    }
}

TEST(AzureUser, WhatTheTokenEndpointSaysIsToldWithoutTheVerifier)
{
    const QByteArray verifier = base64Url(QByteArray::fromHex("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"));
    World world = worldOf({entraRefusalReply("invalid_grant", 54005, "OAuth2 code was already redeemed " + verifier)});
    const Error error = inBrowser(world).outcome.error();
    EXPECT_THAT(error.message.toStdString(), HasSubstr("AADSTS54005: OAuth2 code was already redeemed ******"));
    EXPECT_THAT(error.hint.toStdString(), HasSubstr("used already"));
}

TEST(AzureUser, ASignInWithoutAnIdTokenIsNotAccepted)
{
    World world = worldOf({entraToken(R"(,"refresh_token":"r")")});
    EXPECT_EQ(inBrowser(world).outcome.error().kind, ErrorKind::Malformed);
}

// --- ID token ---

azure::IdTokenRules rules()
{
    return {.clientId = kClient, .issuer = kIssuer, .tenant = u"organizations"_s, .nonce = expectedNonce(), .now = azureInputs().now};
}

TEST(AzureIdToken, OneThatFitsSaysWhoSignedIn)
{
    const auto account = azure::accountFrom(QString::fromLatin1(idToken(goodClaims())), rules());
    ASSERT_OK(account);
    EXPECT_EQ(account->name, u"ann@contoso.example"_s);
    EXPECT_EQ(account->tenant, kTestTenant);
    EXPECT_EQ(account->object, u"object-1"_s);
}

TEST(AzureIdToken, EachClaimIsChecked)
{
    const std::pair<QString, Value> rows[] = {{u"aud"_s, u"another-app"_s},
                                              {u"aud"_s, Value(Value::List{Value(kClient), Value(u"another-app"_s)})},
                                              {u"aud"_s, Value()},
                                              {u"iss"_s, u"https://login.evil.test/%1/v2.0"_s.arg(kTestTenant)},
                                              {u"iss"_s, u"https://login.microsoftonline.com/{tenantid}/v2.0"_s},
                                              {u"iss"_s, u"https://login.microsoftonline.com/99999999-2222-3333-4444-555555555555/v2.0"_s},
                                              {u"iss"_s, u"https://login.microsoftonline.com/%1/v2.0/"_s.arg(kTestTenant)},
                                              {u"tid"_s, u"../x"_s},
                                              {u"tid"_s, Value()},
                                              {u"exp"_s, Value::number(1'799'999'879)},
                                              {u"exp"_s, Value()},
                                              {u"exp"_s, u"1900000000"_s},
                                              {u"nbf"_s, Value::number(1'800'000'121)},
                                              {u"nonce"_s, u"another"_s},
                                              {u"nonce"_s, Value()}};
    for (const auto &[name, value] : rows) {
        Value claims = goodClaims();
        claims.set(name, value);
        const auto account = azure::accountFrom(QString::fromLatin1(idToken(claims)), rules());
        ASSERT_FALSE(account) << name.toStdString();
        EXPECT_EQ(account.error().kind, ErrorKind::Unauthenticated) << name.toStdString();
    }
    Value nobody = goodClaims();
    nobody.set(u"oid"_s, Value());
    EXPECT_FALSE(azure::accountFrom(QString::fromLatin1(idToken(nobody)), rules()));
}

TEST(AzureIdToken, TwoMinutesOfSkewAreAllowed)
{
    Value claims = goodClaims();
    claims.set(u"exp"_s, Value::number(1'799'999'880));
    claims.set(u"nbf"_s, Value::number(1'800'000'120));
    EXPECT_OK(azure::accountFrom(QString::fromLatin1(idToken(claims)), rules()));
}

TEST(AzureIdToken, AnotherTenantThanTheChosenOneIsRefused)
{
    azure::IdTokenRules chosen = rules();
    chosen.tenant = u"99999999-2222-3333-4444-555555555555"_s;
    EXPECT_THAT(azure::accountFrom(QString::fromLatin1(idToken(goodClaims())), chosen).error().message.toStdString(),
                HasSubstr("another tenant"));
}

TEST(AzureIdToken, WhatIsNoTokenIsMalformed)
{
    for (const char *bad : {"", ".", "a.b", "a.b.c", "e30.e30", "e30.W10.x", "e30.e30.x.y", "e30.not json.x", "\xc3\xa9.e30.x"})
        EXPECT_FALSE(azure::accountFrom(QString::fromUtf8(bad), rules())) << bad;
    EXPECT_EQ(azure::accountFrom(u"e30.W10.x"_s, rules()).error().kind, ErrorKind::Malformed);
}

// --- afterwards ---

Inputs keptInputs()
{
    Inputs inputs = userInputs();
    inputs.credential.setSecret("refreshToken"_L1, SecretValue("refresh-1"));
    return inputs;
}

TEST(AzureUser, LaterSignInsAreSilentAndKeepTheNewToken)
{
    Value claims = goodClaims();
    claims.set(u"nonce"_s, Value());
    World world = worldOf({tokens(claims)});
    const auto played = play(azureProvider().signIn(keptInputs()), world);
    ASSERT_OK(played.outcome);
    const HttpRequest request = played.requests().at(0);
    EXPECT_EQ(formField(request, u"grant_type"_s), u"refresh_token"_s);
    EXPECT_EQ(formField(request, u"refresh_token"_s), u"refresh-1"_s);
    EXPECT_EQ(formField(request, u"client_id"_s), kClient);
    EXPECT_FALSE(request.body.contains("client_secret") || request.body.contains("redirect_uri"));
    EXPECT_EQ(played.outcome->keep.secret("refreshToken"_L1).reveal(), "refresh-2");
    World same = worldOf({entraToken()});
    EXPECT_EQ(play(azureProvider().signIn(keptInputs()), same).outcome->keep.secret("refreshToken"_L1).reveal(), "refresh-1");
}

TEST(AzureUser, WithoutASignInThePersonIsAskedForOne)
{
    World world;
    const auto played = play(azureProvider().signIn(userInputs()), world);
    EXPECT_EQ(played.outcome.error().kind, ErrorKind::Unauthenticated);
    EXPECT_TRUE(played.requests().empty());
}

TEST(AzureUser, ARevokedSignInLeadsToANewOne)
{
    World world = worldOf({entraRefusalReply("invalid_grant", 50173, "The provided grant has expired due to it being revoked refresh-1")});
    const Error error = play(azureProvider().signIn(keptInputs()), world).outcome.error();
    EXPECT_EQ(error.kind, ErrorKind::Unauthenticated);
    EXPECT_FALSE(error.message.contains(u"refresh-1"_s));
}

TEST(AzureUser, ClaimsThatNeedThePersonReachThePage)
{
    const QByteArray claims = R"({"access_token":{"nbf":{"essential":true,"value":"1"}}})";
    Inputs fetching = keptInputs();
    fetching.grant = azureInputs().grant;
    fetching.reference = azureLink(u"https://shop.vault.azure.net/secrets/db"_s);
    World world = worldOf({vaultChallenge(), vaultChallenge("Bearer error=\"insufficient_claims\", claims=\"" + claims.toBase64() + "\""),
                           entraRefusalReply("interaction_required", 50076, "MFA"), tokens(), tokens()});
    EXPECT_EQ(play(azureProvider().fetch(fetching, azureKind()), world).outcome.error().kind, ErrorKind::Unauthenticated);
    const auto silent = play(azureProvider().signIn(keptInputs()), world);
    EXPECT_EQ(silent.outcome.error().kind, ErrorKind::Unauthenticated);
    EXPECT_THAT(formField(silent.requests().at(0), u"claims"_s).toStdString(), HasSubstr("nbf"));
    const auto prompted = inBrowser(world, keptInputs());
    ASSERT_OK(prompted.outcome);
    EXPECT_THAT(parameter(prompted.asked<AuthorizeWithBrowser>().at(0).pageParameters, u"claims"_s).toStdString(), HasSubstr("nbf"));
    const auto later = inBrowser(world, keptInputs());
    EXPECT_THAT(parameter(later.asked<AuthorizeWithBrowser>().at(0).pageParameters, u"claims"_s).toStdString(),
                testing::Not(HasSubstr("nbf")));
}

TEST(AzureUser, AVaultOfAnotherTenantIsReadAsAGuest)
{
    const QByteArray other = "99999999-8888-7777-6666-555555555555";
    Inputs inputs = keptInputs();
    inputs.grant = azureInputs().grant;
    inputs.reference = azureLink(u"https://shop.vault.azure.net/secrets/db"_s);
    World world = worldOf(
        {vaultChallenge("Bearer authorization=\"https://login.microsoftonline.com/" + other + "\", resource=\"https://vault.azure.net\""),
         entraToken(), azureReply(R"({"value":"x"})")});
    const auto played = play(azureProvider().fetch(inputs, azureKind()), world);
    ASSERT_OK(played.outcome);
    EXPECT_EQ(played.requests().at(1).url.toEncoded(), "https://login.microsoftonline.com/" + other + "/oauth2/v2.0/token");
    EXPECT_EQ(formField(played.requests().at(1), u"grant_type"_s), u"refresh_token"_s);
}

// --- code ---

const QByteArray kCode =
    R"({"user_code":"ABC-DEF","device_code":"device-secret","verification_uri":"https://microsoft.com/devicelogin","expires_in":900,)"
    R"("interval":5})";

TEST(AzureUser, ACodeIsShownAndAskedForUntilItIsConfirmed)
{
    Value claims = goodClaims();
    claims.set(u"nonce"_s, Value());
    World world = worldOf({azureReply(kCode), azureReply(R"({"error":"authorization_pending"})", 400),
                           azureReply(R"({"error":"slow_down"})", 400), azureReply("{}", 503), tokens(claims)});
    const auto played = withCode(world);
    ASSERT_OK(played.outcome);
    const auto shown = played.asked<ShowCode>();
    ASSERT_EQ(shown.size(), 1U);
    EXPECT_EQ(shown[0].userCode, u"ABC-DEF"_s);
    EXPECT_EQ(shown[0].verificationUri.toString(), u"https://microsoft.com/devicelogin"_s);
    EXPECT_EQ(shown[0].expires, azureInputs().now.addSecs(900));
    EXPECT_EQ(played.waits(),
              (std::vector<milliseconds>{milliseconds(5000), milliseconds(5000), milliseconds(10000), milliseconds(10000)}));
    EXPECT_EQ(played.requests().at(0).url.path(), u"/organizations/oauth2/v2.0/devicecode"_s);
    EXPECT_EQ(formField(played.requests().at(1), u"device_code"_s), u"device-secret"_s);
    EXPECT_EQ(played.outcome->account, u"ann@contoso.example"_s);
}

TEST(AzureUser, CodesThatComeToNothingAreExplained)
{
    struct Row {
        const char *error;
        const char *message;
    };
    for (const Row &row : {Row{"expired_token", "was not confirmed in time"}, Row{"authorization_declined", "authorization_declined"},
                           Row{"bad_verification_code", "bad_verification_code"}}) {
        World world = worldOf({azureReply(kCode), azureReply(R"({"error":")" + QByteArray(row.error) + "\"}", 400)});
        const Error error = withCode(world).outcome.error();
        EXPECT_EQ(error.kind, ErrorKind::Unauthenticated) << row.error;
        EXPECT_THAT(error.message.toStdString(), HasSubstr(row.message));
    }
    World never{.http = [](const HttpRequest &request) -> Result<HttpReply> {
                    return request.url.path().endsWith(u"devicecode"_s)
                               ? azureReply(R"({"user_code":"A","device_code":"d","verification_uri":"https://x.example","expires_in":60})")
                               : azureReply(R"({"error":"authorization_pending"})", 400);
                },
                .now = azureInputs().now};
    EXPECT_THAT(withCode(never).outcome.error().message.toStdString(), HasSubstr("was not confirmed in time"));
}

TEST(AzureUser, ACodeForAStrangePageIsNotShown)
{
    for (const char *page : {"javascript:alert(1)", "file:///etc/passwd", "", "x"}) {
        World world =
            worldOf({azureReply(R"({"user_code":"A","device_code":"d","expires_in":60,"verification_uri":")" + QByteArray(page) + "\"}")});
        const auto played = withCode(world);
        EXPECT_EQ(played.outcome.error().kind, ErrorKind::Malformed) << page;
        EXPECT_TRUE(played.asked<ShowCode>().empty()) << page;
    }
}

TEST(AzureUser, OnlyPeopleHaveWaysToSignIn)
{
    EXPECT_EQ(azureProvider().signInWays(azureCredential("user")).size(), 2U);
    EXPECT_EQ(azureProvider().signInWays(FormValues()).size(), 2U) << "the usual kind";
    for (const char *type : {"clientSecret", "certificate", "federated", "managedIdentity", "azureCli", "default"})
        EXPECT_TRUE(azureProvider().signInWays(azureCredential(type)).empty()) << type;
}

} // namespace
} // namespace sallyport::test
