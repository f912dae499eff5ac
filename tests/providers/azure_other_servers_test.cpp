// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// What sign-in services other than Entra answer, within OAuth (RFC 6749, RFC 8414, RFC 9207) and OpenID Connect: descriptions of
// themselves, tokens, ID tokens, refusals.
#include "app/base/json.h"
#include "providers/azure/id_token.h"
#include "providers/sdk/pkce.h"
#include "tests/support/async.h"
#include "tests/support/azure_inputs.h"

#include <gmock/gmock.h>

using namespace Qt::StringLiterals;
using testing::HasSubstr;

namespace sallyport::test {
namespace {

const QString kIssuer = u"https://login.example:8443/realms/shop"_s;

//! An application or a person that signs in at a service of its own.
Inputs inputsAt(const char *authority, const char *type = "clientSecret")
{
    Inputs inputs = azureInputs();
    inputs.grant = {};
    inputs.credential = azureCredential(type, {{"tenantId", kTestTenant.data()},
                                               {"tenant", kTestTenant.data()},
                                               {"clientId", "app-1"},
                                               {"publicClientId", "app-1"},
                                               {"authorityHost", authority}});
    inputs.credential.setSecret("clientSecret"_L1, SecretValue("a-client-secret"));
    inputs.credential.setSecret("refreshToken"_L1, SecretValue("refresh-1"));
    return inputs;
}

World worldOf(const PreparedAnswers &answers)
{
    return {.http = inOrder(answers), .now = azureInputs().now};
}

//! How a service describes itself; `base` as it spells its own address.
HttpReply description(const QByteArray &base, const QByteArray &more = {}, const QByteArray &issuer = {})
{
    return azureReply(R"({"issuer":")" + (issuer.isEmpty() ? kIssuer.toUtf8() : issuer) + R"(","authorization_endpoint":")" + base +
                      R"(/auth","token_endpoint":")" + base + R"(/token","device_authorization_endpoint":")" + base + R"(/device")" + more +
                      "}");
}

Value claimsOf(const QString &issuer = kIssuer)
{
    Value claims{Value::Map()};
    claims.set(u"iss"_s, issuer);
    claims.set(u"aud"_s, u"app-1"_s);
    claims.set(u"sub"_s, u"f:1:ann"_s);
    claims.set(u"exp"_s, Value::number(1'800'003'600));
    return claims;
}

QByteArray tokenOf(const QByteArray &header, const Value &claims, const QByteArray &signature = "c2ln")
{
    return base64Url(header) + '.' + base64Url(json::write(claims)) + '.' + signature;
}

azure::IdTokenRules rulesFor(const QString &issuer = kIssuer)
{
    return {.clientId = u"app-1"_s, .issuer = issuer, .tenant = u"organizations"_s, .nonce = {}, .now = azureInputs().now};
}

// --- descriptions ---

TEST(AzureOtherServers, OneAddressInTwoSpellingsIsOnePlace)
{
    for (const char *base :
         {"https://login.example/realms/shop", "https://login.example:443/realms/shop", "https://LOGIN.example/realms/shop"}) {
        World world = worldOf({description(base), entraToken()});
        const auto played = play(azureProvider().signIn(inputsAt("login.example/")), world);
        ASSERT_OK(played.outcome);
        EXPECT_EQ(played.requests().at(0).url.toEncoded(),
                  "https://login.example/" + QByteArray(kTestTenant.data()) + "/v2.0/.well-known/openid-configuration");
        EXPECT_EQ(played.requests().at(1).url.path(), u"/realms/shop/token"_s);
    }
    for (const char *base :
         {"https://login.example:8443/t", "http://login.example/t", "https://x@login.example/t", "https://login.example.test/t"}) {
        World world = worldOf({description(base)});
        EXPECT_EQ(play(azureProvider().signIn(inputsAt("https://login.example:443")), world).outcome.error().kind, ErrorKind::Malformed)
            << base;
    }
}

TEST(AzureOtherServers, APageAddressKeepsTheQueryItHas)
{
    World world = worldOf({azureReply(R"({"authorization_endpoint":"https://login.example/auth?p=sign%20in&q=1%2B1",)"
                                      R"("token_endpoint":"https://login.example/token?p=sign%20in"})"),
                           azureReply("{}", 400)});
    const auto played = play(azureProvider().signInWith(inputsAt("login.example", "user"), "browser"_L1), world);
    const auto asked = played.asked<AuthorizeWithBrowser>().at(0);
    EXPECT_EQ(asked.authorizationUrl.toEncoded(), "https://login.example/auth");
    EXPECT_TRUE(asked.pageParameters.contains(std::pair(u"p"_s, u"sign in"_s)));
    EXPECT_TRUE(asked.pageParameters.contains(std::pair(u"q"_s, u"1+1"_s)));
    EXPECT_EQ(asked.accessTokenUrl.toEncoded(), "https://login.example/token?p=sign%20in");
}

TEST(AzureOtherServers, WhoMustSendTheBrowserBackIsKnownFromTheDescription)
{
    struct Row {
        QByteArray issuer;
        QByteArray more;
        QString expected;
        bool promised;
    };
    const QString tenant = kTestTenant;
    const Row rows[] = {
        {"https://login.example/a/", {}, u"https://login.example/a/"_s, false},
        {"https://login.example/a", R"(,"authorization_response_iss_parameter_supported":true)", u"https://login.example/a"_s, true},
        {"https://login.example/{tenantid}/v2.0", {}, u"https://login.example/%1/v2.0"_s.arg(tenant), false}};
    for (const Row &row : rows) {
        World world = worldOf({description("https://login.example/t", row.more, row.issuer), azureReply("{}", 400)});
        const auto asked =
            play(azureProvider().signInWith(inputsAt("login.example", "user"), "browser"_L1), world).asked<AuthorizeWithBrowser>();
        ASSERT_EQ(asked.size(), 1U);
        EXPECT_EQ(asked[0].issuer, row.expected);
        EXPECT_EQ(asked[0].namesIssuer, row.promised);
    }
    Inputs anybody = inputsAt("login.example", "user");
    anybody.credential.setText("tenant"_L1, u"organizations"_s);
    World world = worldOf({description("https://login.example/t", {}, "https://login.example/{tenantid}/v2.0"), azureReply("{}", 400)});
    EXPECT_EQ(play(azureProvider().signInWith(anybody, "browser"_L1), world).asked<AuthorizeWithBrowser>().at(0).issuer, QString())
        << "the tenant is not known yet";
}

// --- tokens ---

TEST(AzureOtherServers, TokensComeInManyShapes)
{
    struct Row {
        QByteArray body;
        qint64 life;
    };
    const Row rows[] = {{R"({"access_token":"a.b.c","token_type":"bearer","expires_in":300})", 300},
                        {R"({"access_token":"a.b.c","token_type":"BEARER","expires_in":"300"})", 300},
                        {R"({"access_token":"a.b.c","token_type":"Bearer","expires_in":300,"refresh_expires_in":0,"not-before-policy":0,)"
                         R"("scope":"email profile","session_state":"x","extra":{"deep":[1,2]}})",
                         300},
                        {R"({"access_token":"opaque","token_type":"Bearer"})", 3600},
                        {R"({"expires_in":60,"access_token":"a.b.c"})", 60},
                        {" \r\n{\"access_token\":\"a.b.c\",\"token_type\":\"Bearer\",\"expires_in\":60,\"error\":null}\n", 60}};
    for (const Row &row : rows) {
        World world = worldOf({description("https://login.example/t"), azureReply(row.body)});
        const auto played = play(azureProvider().signIn(inputsAt("login.example")), world);
        ASSERT_TRUE(played.outcome) << row.body.toStdString() << played.outcome.error().message.toStdString();
        EXPECT_EQ(played.outcome->expires, azureInputs().now.addSecs(row.life)) << row.body.toStdString();
    }
}

TEST(AzureOtherServers, TokensOfAnotherTypeAreNotTakenForBearers)
{
    for (const char *type : {"DPoP", "pop", "mac", "N_A"}) {
        World world = worldOf({description("https://login.example/t"),
                               azureReply(R"({"access_token":"a.b.c","expires_in":60,"token_type":")" + QByteArray(type) + "\"}")});
        const Error error = play(azureProvider().signIn(inputsAt("login.example")), world).outcome.error();
        EXPECT_EQ(error.kind, ErrorKind::Malformed) << type;
        EXPECT_THAT(error.message.toStdString(), HasSubstr(type));
    }
}

TEST(AzureOtherServers, RefusalsComeInManyShapes)
{
    struct Row {
        HttpReply reply;
        ErrorKind kind;
        const char *message;
    };
    const Row rows[] = {
        {azureReply(R"({"error":"invalid_client","error_uri":"https://login.example/errors/7"})", 401), ErrorKind::Unauthenticated,
         "invalid_client"},
        {azureReply(R"({"error":"unauthorized_client","error_description":"Invalid client secret"})", 401), ErrorKind::Unauthenticated,
         "Invalid client secret"},
        {azureReply(R"({"error":"bad_verification_code","error_description":"no"})", 200), ErrorKind::Unauthenticated, "no"},
        {azureReply("<html><title>Forbidden</title>", 403), ErrorKind::Unauthenticated, "status 403"},
        {azureReply("", 307, {{"Location", "https://evil.example/token"}}), ErrorKind::Unauthenticated, "status 307"},
        {azureReply("<!doctype html><title>Sign in</title>"), ErrorKind::Malformed, "no JSON object"},
        {azureReply("access_token=a.b.c&token_type=bearer&expires_in=60"), ErrorKind::Malformed, "no JSON object"},
        {azureReply(R"({"error":{"code":429,"message":"slow"}})", 400), ErrorKind::Unauthenticated, "status 400"}};
    for (const Row &row : rows) {
        World world = worldOf({description("https://login.example/t"), row.reply});
        const auto played = play(azureProvider().signIn(inputsAt("login.example")), world);
        ASSERT_FALSE(played.outcome);
        EXPECT_EQ(played.outcome.error().kind, row.kind) << row.message;
        EXPECT_THAT(played.outcome.error().message.toStdString(), HasSubstr(row.message));
        EXPECT_FALSE(played.outcome.error().message.contains(u"a-client-secret"_s));
    }
}

TEST(AzureOtherServers, AGatewayThatIsInTroubleIsAskedAgain)
{
    World world = worldOf({description("https://login.example/t"), azureReply("<html>Bad Gateway", 502), entraToken()});
    const auto played = play(azureProvider().signIn(inputsAt("login.example")), world);
    EXPECT_OK(played.outcome);
    EXPECT_EQ(played.waits().size(), 1U);
}

//! RFC 6749 6: the old refresh token goes on being good. OpenID Connect Core 12.2: there need be no ID token.
TEST(AzureOtherServers, ARenewalMayBringAnAccessTokenAndNothingElse)
{
    World world = worldOf(
        {description("https://login.example/t"), azureReply(R"({"access_token":"a.b.c","token_type":"bearer","expires_in":"60"})")});
    const auto played = play(azureProvider().signIn(inputsAt("login.example", "user")), world);
    ASSERT_OK(played.outcome);
    EXPECT_EQ(played.outcome->keep.secret("refreshToken"_L1).reveal(), "refresh-1");
    EXPECT_EQ(played.outcome->expires, azureReply({}).received.addSecs(60));
}

TEST(AzureOtherServers, ARenewalOfSomebodyElseIsRefused)
{
    const QByteArray stranger = tokenOf(R"({"alg":"RS256"})", claimsOf(u"https://login.example/elsewhere"_s));
    World world = worldOf({description("https://login.example/t"), entraToken(R"(,"id_token":")" + stranger + '"')});
    EXPECT_EQ(play(azureProvider().signIn(inputsAt("login.example", "user")), world).outcome.error().kind, ErrorKind::Unauthenticated);
}

// --- ID tokens ---

TEST(AzureOtherServers, IdTokensAreTakenWhicheverKeySignedThem)
{
    for (const char *header :
         {R"({"alg":"RS256","kid":"1"})", R"({"alg":"RS256"})", R"({"alg":"ES256","kid":"2","typ":"JWT"})",
          R"({"alg":"PS256","kid":"nobody knows it","x5t":"x"})", R"({"alg":"EdDSA","jku":"https://evil.example/keys"})"}) {
        const auto account = azure::accountFrom(QString::fromLatin1(tokenOf(header, claimsOf())), rulesFor());
        ASSERT_OK(account);
        EXPECT_EQ(account->name, u"f:1:ann"_s);
        EXPECT_EQ(account->tenant, QString());
    }
}

TEST(AzureOtherServers, IdTokensThatNobodySignedAreNot)
{
    for (const char *header : {R"({"alg":"none"})", R"({"alg":"None"})", R"({"alg":""})", R"({})", R"({"alg":7})", R"([])"})
        EXPECT_EQ(azure::accountFrom(QString::fromLatin1(tokenOf(header, claimsOf())), rulesFor()).error().kind, ErrorKind::Malformed)
            << header;
    EXPECT_EQ(azure::accountFrom(QString::fromLatin1(tokenOf(R"({"alg":"RS256"})", claimsOf(), "")), rulesFor()).error().kind,
              ErrorKind::Malformed);
    const QString encrypted = QString::fromLatin1(tokenOf(R"({"alg":"RSA-OAEP","enc":"A256GCM"})", claimsOf()) + ".YQ.YQ");
    EXPECT_EQ(azure::accountFrom(encrypted, rulesFor()).error().kind, ErrorKind::Malformed) << "RFC 7516 is not spoken";
}

TEST(AzureOtherServers, IssuersAreComparedToTheLetter)
{
    const QString good[] = {u"https://login.example:8443/realms/shop"_s, u"https://login.example/realms/shop/"_s,
                            u"http://localhost:8080/shop"_s};
    for (const QString &issuer : good)
        EXPECT_OK(azure::accountFrom(QString::fromLatin1(tokenOf(R"({"alg":"RS256"})", claimsOf(issuer))), rulesFor(issuer)));
    const std::pair<QString, QString> bad[] = {{u"https://login.example/shop"_s, u"https://login.example/shop/"_s},
                                               {u"https://login.example:443/shop"_s, u"https://login.example/shop"_s},
                                               {u"https://login.example/Shop"_s, u"https://login.example/shop"_s},
                                               {QString(), u"https://login.example/shop"_s}};
    for (const auto &[said, expected] : bad) {
        const auto account = azure::accountFrom(QString::fromLatin1(tokenOf(R"({"alg":"RS256"})", claimsOf(said))), rulesFor(expected));
        EXPECT_EQ(account.error().kind, ErrorKind::Unauthenticated) << said.toStdString();
    }
}

TEST(AzureOtherServers, ATenantTemplateNeedsATenantInTheToken)
{
    const QString pattern = u"https://login.example/{tenantid}/v2.0"_s;
    Value claims = claimsOf(u"https://login.example/%1/v2.0"_s.arg(kTestTenant));
    EXPECT_FALSE(azure::accountFrom(QString::fromLatin1(tokenOf(R"({"alg":"RS256"})", claims)), rulesFor(pattern)));
    claims.set(u"tid"_s, QString(kTestTenant));
    EXPECT_OK(azure::accountFrom(QString::fromLatin1(tokenOf(R"({"alg":"RS256"})", claims)), rulesFor(pattern)));
}

TEST(AzureOtherServers, OtherClaimsAndSeveralAudiences)
{
    Value claims = claimsOf();
    claims.set(u"exp"_s, Value(Value::Number{u"1800003600.5"_s}));
    claims.set(u"aud"_s, Value(Value::List{Value(u"app-1"_s)}));
    claims.set(u"azp"_s, u"app-1"_s);
    claims.set(u"acr"_s, u"1"_s);
    claims.set(u"realm_access"_s, Value(Value::Map{{u"roles"_s, Value(Value::List{})}}));
    EXPECT_OK(azure::accountFrom(QString::fromLatin1(tokenOf(R"({"alg":"RS256"})", claims)), rulesFor()));
    claims.set(u"aud"_s, Value(Value::List{Value(u"app-1"_s), Value(u"account"_s)}));
    EXPECT_FALSE(azure::accountFrom(QString::fromLatin1(tokenOf(R"({"alg":"RS256"})", claims)), rulesFor()))
        << "an audience that we do not know is not trusted (OpenID Connect Core 3.1.3.7)";
}

// --- codes on another page ---

TEST(AzureOtherServers, ACodeIsShownForAnAnswerThatSaysOnlyWhatItMust)
{
    const QByteArray token = tokenOf(R"({"alg":"ES256"})", claimsOf());
    World world = worldOf({description("https://login.example/t"),
                           azureReply(R"({"device_code":"d","user_code":"WDJB-MJHT","verification_uri":"https://login.example/device",)"
                                      R"("verification_uri_complete":"https://login.example/device?code=WDJB-MJHT","expires_in":"600"})"),
                           azureReply(R"({"error":"authorization_pending","error_description":""})", 400),
                           entraToken(R"(,"id_token":")" + token + '"')});
    const auto played = play(azureProvider().signInWith(inputsAt("login.example", "user"), "device"_L1), world);
    ASSERT_OK(played.outcome);
    EXPECT_EQ(played.waits().at(0), std::chrono::milliseconds(5000)) << "RFC 8628 3.5";
    EXPECT_EQ(played.asked<ShowCode>().at(0).verificationUriComplete.query(), u"code=WDJB-MJHT"_s);
}

} // namespace
} // namespace sallyport::test
