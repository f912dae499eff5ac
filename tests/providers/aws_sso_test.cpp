// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/base/json.h"
#include "providers/aws/keys.h"
#include "providers/aws/sign_in.h"
#include "providers/aws/sso_cache.h"
#include "tests/support/async.h"
#include "tests/support/aws_inputs.h"
#include "tests/support/script.h"

#include <QCryptographicHash>
#include <QUrlQuery>

#include <gmock/gmock.h>

using namespace Qt::StringLiterals;
using std::chrono::milliseconds;

namespace sallyport::test {
namespace {

const QByteArray kConfig = "[profile prod]\nsso_session = corp\nsso_account_id = 123456789012\nsso_role_name = reader\nregion = eu-west-1\n"
                           "[sso-session corp]\nsso_start_url = https://corp.example/start\nsso_region = eu-north-1\n"
                           "sso_registration_scopes = sso:account:access\n"
                           "[profile keys]\naws_access_key_id = a\naws_secret_access_key = b\n";

QString cachePath()
{
    return aws::ssoCachePath({.sessionName = u"corp"_s, .startUrl = {}, .region = {}}, {{u"HOME"_s, u"/home/me"_s}});
}

QByteArray cached(const QByteArray &token, const QByteArray &expires, bool refreshable = true)
{
    QByteArray text = R"({"startUrl":"https://corp.example/start","region":"eu-north-1","accessToken":")" + token + R"(","expiresAt":")" +
                      expires + R"(","somethingElse":[1.10])";
    if (refreshable)
        text +=
            R"(,"clientId":"c1","clientSecret":"client-secret","registrationExpiresAt":"2027-03-01T00:00:00Z","refreshToken":"refresh-1")";
    return text + "}";
}

World worldWith(const QByteArray &cache)
{
    World world{.environment = {{u"HOME"_s, u"/home/me"_s}}, .files = {{u"/home/me/.aws/config"_s, kConfig}}};
    if (!cache.isEmpty())
        world.files.insert(cachePath(), cache);
    world.now = awsInputs().now;
    return world;
}

Inputs ssoInputs(const char *profile = "prod")
{
    return {.credential = formOf({{"type", "sso"}, {"section", profile}}), .now = awsInputs().now};
}

HttpReply roleReply(const QByteArray &id = "ASIASSO")
{
    return awsReply(R"({"roleCredentials":{"accessKeyId":")" + id +
                    R"(","secretAccessKey":"s","sessionToken":"t","expiration":1800003600000}})");
}

HttpReply oidcRefusal(const QByteArray &error, int status = 400)
{
    HttpReply reply = awsReply(R"({"error":")" + error + R"(","error_description":"words"})", status);
    return reply;
}

const QByteArray kNewToken = R"({"accessToken":"token-2","tokenType":"Bearer","expiresIn":28800,"refreshToken":"refresh-2"})";

QByteArray bearerOf(const HttpRequest &request)
{
    return HttpReply{.headers = request.headers}.header("x-amz-sso_bearer_token");
}

Value bodyOf(const HttpRequest &request)
{
    return json::parse(request.body).value_or(Value());
}

Value cacheOf(const World &world)
{
    return json::parse(world.files.value(cachePath())).value_or(Value());
}

// --- the cached token ---

TEST(AwsSsoCache, FilesAreNamedAsTheAwsCliNamesThem)
{
    const aws::Variables variables{{u"HOME"_s, u"/home/me"_s}};
    EXPECT_EQ(aws::ssoCachePath({.sessionName = {}, .startUrl = u"https://ssotest.awsapps.com/start"_s, .region = {}}, variables),
              u"/home/me/.aws/sso/cache/dace00cba5f8355ec9d274ceb2bcebdfbeed0e12.json"_s);
    EXPECT_TRUE(aws::ssoCachePath({.sessionName = u"corp"_s, .startUrl = {}, .region = {}}, {}).isEmpty());
}

TEST(AwsSsoCache, BothSpellingsOfTheEndAreReadAndOneIsWritten)
{
    const auto old = aws::ssoTokenFrom(R"({"accessToken":"t","expiresAt":"2027-01-15T12:00:00UTC","mine":1})");
    ASSERT_OK(old);
    EXPECT_EQ(old->expires, QDateTime::fromString(u"2027-01-15T12:00:00Z"_s, Qt::ISODate));
    const auto written = json::parse(aws::ssoDocument(*old, {.sessionName = u"corp"_s, .startUrl = u"u"_s, .region = u"r"_s}).reveal());
    ASSERT_OK(written);
    EXPECT_EQ((*written)[u"expiresAt"].toString(), u"2027-01-15T12:00:00Z"_s);
    EXPECT_EQ((*written)[u"mine"].numberText(), u"1"_s);
    for (const char *bad : {"{}", "[]", "x", R"({"accessToken":"t"})", R"({"accessToken":"t","expiresAt":"soon"})",
                            R"({"expiresAt":"2027-01-15T12:00:00Z"})"})
        EXPECT_FALSE(aws::ssoTokenFrom(bad)) << bad;
}

// --- keys of a role ---

TEST(AwsSso, ATokenThatLivesBuysTheKeysOfTheRole)
{
    World world = worldWith(cached("token-1", "2027-01-15T16:00:00Z"));
    world.http = inOrder({roleReply()});
    const auto played = play(aws::signIn(ssoInputs()), world);
    ASSERT_OK(played.outcome);
    const HttpRequest request = played.requests().at(0);
    EXPECT_EQ(request.url.toEncoded(),
              "https://portal.sso.eu-north-1.amazonaws.com/federation/credentials?account_id=123456789012&role_name=reader");
    EXPECT_EQ(bearerOf(request), "token-1");
    EXPECT_EQ(played.outcome->expires, QDateTime::fromMSecsSinceEpoch(1'800'003'600'000, Qt::UTC));
    EXPECT_EQ(aws::keysFrom(*played.outcome)->region, u"eu-west-1"_s);
    EXPECT_TRUE(played.asked<WriteFile>().empty());
}

TEST(AwsSso, NobodySignedInAndAnEndedSessionAskForASignIn)
{
    World empty = worldWith({});
    const auto nobody = play(aws::signIn(ssoInputs()), empty);
    EXPECT_EQ(nobody.outcome.error().kind, ErrorKind::Unauthenticated);
    EXPECT_EQ(nobody.outcome.error().message, u"nobody is signed in to the SSO session \"corp\""_s);
    World world = worldWith(cached("token-1", "2027-01-15T07:00:00Z", false));
    const auto ended = play(aws::signIn(ssoInputs()), world);
    EXPECT_EQ(ended.outcome.error().kind, ErrorKind::Unauthenticated);
    EXPECT_EQ(ended.outcome.error().message, u"the SSO session \"corp\" ended at 2027-01-15 07:00 UTC"_s);
    EXPECT_FALSE(ended.outcome.error().hint.isEmpty());
}

TEST(AwsSso, ATokenThatEndsWithinAQuarterOfAnHourIsRefreshedAndWrittenBack)
{
    World world = worldWith(cached("token-1", "2027-01-15T08:14:00Z"));
    world.http = inOrder({awsReply(kNewToken), roleReply()});
    const auto played = play(aws::signIn(ssoInputs()), world);
    ASSERT_OK(played.outcome);
    EXPECT_EQ(played.requests().at(0).url, QUrl(u"https://oidc.eu-north-1.amazonaws.com/token"_s));
    EXPECT_TRUE(played.requests().at(0).freshConnection);
    EXPECT_EQ(bodyOf(played.requests().at(0))[u"grantType"].toString(), u"refresh_token"_s);
    EXPECT_EQ(bodyOf(played.requests().at(0))[u"refreshToken"].toString(), u"refresh-1"_s);
    EXPECT_EQ(bearerOf(played.requests().at(1)), "token-2");
    const Value cache = cacheOf(world);
    EXPECT_EQ(cache[u"accessToken"].toString(), u"token-2"_s);
    EXPECT_EQ(cache[u"refreshToken"].toString(), u"refresh-2"_s);
    EXPECT_EQ(cache[u"expiresAt"].toString(), u"2027-01-15T16:00:00Z"_s);
    EXPECT_EQ(json::write(cache[u"somethingElse"]), "[1.10]");
    EXPECT_EQ(cache[u"clientId"].toString(), u"c1"_s);
}

TEST(AwsSso, ACacheThatCannotBeWrittenStopsNobody)
{
    World world = worldWith(cached("token-1", "2027-01-15T08:01:00Z"));
    world.filesAreWritable = false;
    world.http = inOrder({awsReply(kNewToken), roleReply()});
    EXPECT_OK(play(aws::signIn(ssoInputs()), world).outcome);
}

TEST(AwsSso, RefreshingIsTriedAtMostOnceAMinute)
{
    World world = worldWith(cached("token-1", "2027-01-15T08:14:00Z"));
    world.http = inOrder({awsReply({}, 500), roleReply(), roleReply(), awsReply(kNewToken), roleReply()});
    Inputs inputs = ssoInputs();
    EXPECT_EQ(play(aws::signIn(inputs), world).requests().size(), 2U) << "the old token serves while it lives";
    inputs.now = inputs.now.addSecs(59);
    EXPECT_EQ(play(aws::signIn(inputs), world).requests().size(), 1U);
    inputs.now = inputs.now.addSecs(1);
    EXPECT_EQ(bearerOf(play(aws::signIn(inputs), world).requests().at(1)), "token-2");
}

TEST(AwsSso, ARefreshThatFailsCanBePutOffUntilTenMinutesBeforeTheEnd)
{
    const Error away{ErrorKind::Network, u"nobody is there"_s, {}};
    const std::vector<Result<HttpReply>> failures{away, awsReply({}, 503), awsReply("{}"), oidcRefusal("invalid_client", 401),
                                                  oidcRefusal("invalid_grant")};
    for (const Result<HttpReply> &failure : failures) {
        World early = worldWith(cached("token-1", "2027-01-15T08:10:00Z"));
        early.http = inOrder({failure, roleReply()});
        const auto served = play(aws::signIn(ssoInputs()), early);
        ASSERT_OK(served.outcome);
        EXPECT_EQ(bearerOf(served.requests().at(1)), "token-1");
        EXPECT_TRUE(served.waits().empty()) << "nobody waits for what is not needed";
        World late = worldWith(cached("token-1", "2027-01-15T08:09:59Z"));
        late.http = inOrder({failure});
        const auto failed = play(aws::signIn(ssoInputs()), late);
        ASSERT_FALSE(failed.outcome);
        EXPECT_FALSE(wordsOf(failed.outcome.error()).contains(u"refresh-1"_s));
        if (failure && failure->status >= 400) {
            EXPECT_TRUE(failed.outcome.error().message.startsWith(u"the SSO session \"corp\" ends at 2027-01-15 08:09 UTC"_s));
            EXPECT_TRUE(failed.outcome.error().hint.contains(u"Sign in again"_s));
        }
    }
}

TEST(AwsSso, ATokenThatCannotBeRefreshedServesUntilItsEnd)
{
    World world = worldWith(cached("token-1", "2027-01-15T08:00:01Z", false));
    world.http = inOrder({roleReply()});
    EXPECT_OK(play(aws::signIn(ssoInputs()), world).outcome);
}

TEST(AwsSso, APieceOfAFileIsReadAgain)
{
    World world = worldWith(cached("token-1", "2027-01-15T16:00:00Z").left(60));
    world.http = inOrder({roleReply()});
    Step<AccessGrant> step = aws::signIn(ssoInputs());
    int readings = 0;
    while (!step.isOver()) {
        const auto ask = step.ask();
        const auto *file = std::get_if<ReadFile>(&ask.question);
        if (file && file->path == cachePath() && ++readings == 3)
            world.files.insert(cachePath(), cached("token-1", "2027-01-15T16:00:00Z"));
        step = ask.next(std::visit(WorldAnswer{world}, ask.question));
    }
    EXPECT_OK(step.outcome());
    EXPECT_EQ(readings, 3);
    World broken = worldWith("{");
    EXPECT_EQ(play(aws::signIn(ssoInputs()), broken).outcome.error().kind, ErrorKind::Malformed);
}

TEST(AwsSso, AfterAnInvalidGrantTheCacheIsLookedAtAgain)
{
    World world = worldWith(cached("token-1", "2027-01-15T07:00:00Z"));
    const HttpAnswers portal = inOrder({roleReply()});
    world.http = [&world, portal](const HttpRequest &request) -> Result<HttpReply> {
        if (!request.url.host().startsWith("oidc."_L1))
            return portal(request);
        world.files.insert(cachePath(), cached("token-of-the-cli", "2027-01-15T16:00:00Z"));
        return oidcRefusal("invalid_grant");
    };
    const auto played = play(aws::signIn(ssoInputs()), world);
    ASSERT_OK(played.outcome);
    EXPECT_EQ(bearerOf(played.requests().at(1)), "token-of-the-cli");
    World same = worldWith(cached("token-1", "2027-01-15T07:00:00Z"));
    same.http = inOrder({oidcRefusal("invalid_grant")});
    const auto ended = play(aws::signIn(ssoInputs()), same);
    EXPECT_EQ(ended.waits(), (std::vector<milliseconds>{milliseconds(100), milliseconds(300), milliseconds(600)}))
        << "the other program may not have written its token yet";
    EXPECT_EQ(ended.outcome.error().kind, ErrorKind::Unauthenticated);
    EXPECT_TRUE(ended.outcome.error().message.contains(u"InvalidGrant"_s));
    EXPECT_FALSE(wordsOf(ended.outcome.error()).contains(u"refresh-1"_s));
}

TEST(AwsSso, ARevokedTokenIsReplacedOnceOrAsksForASignIn)
{
    World world = worldWith(cached("token-1", "2027-01-15T16:00:00Z"));
    HttpReply unauthorized = awsReply(R"({"message":"Session token not found or invalid"})", 401);
    unauthorized.headers.append(HttpHeader{"x-amzn-ErrorType", "UnauthorizedException"});
    world.http = inOrder({unauthorized, awsReply(kNewToken), unauthorized});
    const auto played = play(aws::signIn(ssoInputs()), world);
    EXPECT_EQ(played.outcome.error().kind, ErrorKind::Unauthenticated);
    EXPECT_EQ(bearerOf(played.requests().at(2)), "token-2");
    World lasting = worldWith(cached("token-1", "2027-01-15T16:00:00Z", false));
    lasting.http = inOrder({unauthorized});
    EXPECT_EQ(play(aws::signIn(ssoInputs()), lasting).outcome.error().kind, ErrorKind::Unauthenticated);
    World revoked = worldWith(cached("token-1", "2027-01-15T16:00:00Z"));
    revoked.http = inOrder({unauthorized, oidcRefusal("invalid_grant")});
    const Error error = play(aws::signIn(ssoInputs()), revoked).outcome.error();
    EXPECT_EQ(
        error.message,
        u"IAM Identity Center does not accept the token of the SSO session \"corp\" any more, and it cannot be extended (InvalidGrant)"_s);
    EXPECT_TRUE(error.hint.contains(u"Sign in again"_s));
}

TEST(AwsSso, ARoleThatIsNotOursIsDeniedInAwsWords)
{
    World world = worldWith(cached("token-1", "2027-01-15T16:00:00Z"));
    HttpReply forbidden = awsReply(R"({"message":"No access"})", 403);
    forbidden.headers.append(HttpHeader{"x-amzn-ErrorType", "ForbiddenException"});
    world.http = inOrder({forbidden});
    const auto played = play(aws::signIn(ssoInputs()), world);
    EXPECT_EQ(played.outcome.error().kind, ErrorKind::PermissionDenied);
    EXPECT_TRUE(played.outcome.error().message.contains(u"No access"_s));
}

TEST(AwsSso, AProfileWithoutASessionIsNoSsoCredential)
{
    World world = worldWith({});
    const auto played = play(aws::signIn(ssoInputs("keys")), world);
    EXPECT_EQ(played.outcome.error().kind, ErrorKind::InvalidInput);
    EXPECT_EQ(aws::signInWays(ssoInputs().credential).size(), 2U);
    EXPECT_TRUE(aws::signInWays(awsInputs().credential).empty());
}

// --- signing in with the person ---

const QByteArray kClient = R"({"clientId":"c2","clientSecret":"client-secret-2","clientSecretExpiresAt":1807776000})";
const QByteArray kDevice = R"({"deviceCode":"device-1","userCode":"ABCD-EFGH","verificationUri":"https://device.example/",)"
                           R"("verificationUriComplete":"https://device.example/?user_code=ABCD-EFGH","expiresIn":600,"interval":1})";

TEST(AwsSsoBrowser, SendsTheVerifierOfTheChallengeAndKeepsTheToken)
{
    World world = worldWith({});
    world.http = inOrder({awsReply(kClient), awsReply(kNewToken), roleReply()});
    const auto played = play(aws::signInWith(ssoInputs(), "browser"_L1), world);
    ASSERT_OK(played.outcome);
    const Value registration = bodyOf(played.requests().at(0));
    EXPECT_EQ(played.requests().at(0).url, QUrl(u"https://oidc.eu-north-1.amazonaws.com/client/register"_s));
    EXPECT_EQ(json::write(registration[u"redirectUris"]), R"(["http://127.0.0.1/oauth/callback"])");
    EXPECT_EQ(json::write(registration[u"grantTypes"]), R"(["authorization_code","refresh_token"])");
    EXPECT_EQ(registration[u"issuerUrl"].toString(), u"https://corp.example/start"_s);
    const OpenBrowser page = played.asked<OpenBrowser>().at(0);
    const QUrlQuery query(page.url);
    EXPECT_EQ(page.url.adjusted(QUrl::RemoveQuery), QUrl(u"https://oidc.eu-north-1.amazonaws.com/authorize"_s));
    EXPECT_EQ(query.queryItemValue(u"redirect_uri"_s, QUrl::FullyDecoded), u"http://127.0.0.1:41999/oauth/callback"_s);
    EXPECT_EQ(query.queryItemValue(u"scopes"_s, QUrl::FullyDecoded), u"sso:account:access"_s);
    EXPECT_EQ(query.queryItemValue(u"state"_s).toLatin1(), page.expectedState);
    const Value token = bodyOf(played.requests().at(1));
    EXPECT_EQ(token[u"code"].toString(), u"code-of-browser"_s);
    EXPECT_EQ(token[u"redirectUri"].toString(), u"http://127.0.0.1:41999/oauth/callback"_s);
    const QByteArray hashed = QCryptographicHash::hash(token[u"codeVerifier"].toString().toLatin1(), QCryptographicHash::Sha256);
    EXPECT_EQ(query.queryItemValue(u"code_challenge"_s).toLatin1(),
              hashed.toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals));
    EXPECT_EQ(cacheOf(world)[u"accessToken"].toString(), u"token-2"_s);
    EXPECT_EQ(cacheOf(world)[u"registrationExpiresAt"].toString(), u"2027-04-15T08:00:00Z"_s);
    EXPECT_EQ(bearerOf(played.requests().at(2)), "token-2");
}

TEST(AwsSsoCode, GoesOnAskingUntilTheCodeIsConfirmedAndSlowsDownWhenTold)
{
    World world = worldWith({});
    world.http = inOrder({awsReply(kClient), awsReply(kDevice), oidcRefusal("authorization_pending"), oidcRefusal("slow_down"),
                          Error{ErrorKind::Network, u"away"_s, {}}, awsReply(kNewToken), roleReply()});
    const auto played = play(aws::signInWith(ssoInputs(), "device"_L1), world);
    ASSERT_OK(played.outcome);
    const ShowCode shown = played.asked<ShowCode>().at(0);
    EXPECT_EQ(shown.userCode, u"ABCD-EFGH"_s);
    EXPECT_EQ(shown.verificationUriComplete, QUrl(u"https://device.example/?user_code=ABCD-EFGH"_s));
    EXPECT_EQ(played.waits(), (std::vector<milliseconds>{milliseconds(1000), milliseconds(1000), milliseconds(6000), milliseconds(6000)}));
    EXPECT_EQ(bodyOf(played.requests().at(1))[u"startUrl"].toString(), u"https://corp.example/start"_s);
    EXPECT_EQ(bodyOf(played.requests().at(2))[u"deviceCode"].toString(), u"device-1"_s);
    EXPECT_EQ(cacheOf(world)[u"expiresAt"].toString(), u"2027-01-15T16:00:14Z"_s) << "counted from when the token was given";
}

TEST(AwsSsoCode, EndsWithTheCodeARefusalOrAnExpiry)
{
    World refused = worldWith({});
    refused.http = inOrder({awsReply(kClient), awsReply(kDevice), oidcRefusal("access_denied")});
    const auto denied = play(aws::signInWith(ssoInputs(), "device"_L1), refused);
    EXPECT_EQ(denied.outcome.error().kind, ErrorKind::Unauthenticated);
    World expired = worldWith({});
    expired.http = inOrder({awsReply(kClient), awsReply(kDevice), oidcRefusal("expired_token")});
    EXPECT_TRUE(play(aws::signInWith(ssoInputs(), "device"_L1), expired).outcome.error().message.contains(u"not confirmed in time"_s));
    World slow = worldWith({});
    QByteArray brief = kDevice;
    brief.replace("600", "3");
    slow.http = inOrder({awsReply(kClient), awsReply(brief), oidcRefusal("authorization_pending"), oidcRefusal("authorization_pending")});
    EXPECT_TRUE(play(aws::signInWith(ssoInputs(), "device"_L1), slow).outcome.error().message.contains(u"not confirmed in time"_s));
}

TEST(AwsSsoCode, AnswersThatMakeNoSenseAreMalformedAndShowNothing)
{
    for (const QByteArray &answer : {QByteArray("{}"), QByteArray(kDevice).replace("https://device.example/\",", "javascript:1\","),
                                     QByteArray(kDevice).replace("600", "0"), QByteArray(kDevice).replace("device-1", "")}) {
        World world = worldWith({});
        world.http = inOrder({awsReply(kClient), awsReply(answer)});
        const auto played = play(aws::signInWith(ssoInputs(), "device"_L1), world);
        ASSERT_FALSE(played.outcome) << answer.toStdString();
        EXPECT_EQ(played.outcome.error().kind, ErrorKind::Malformed) << answer.toStdString();
        EXPECT_TRUE(played.asked<ShowCode>().empty());
    }
}

TEST(AwsSsoCode, TheRightRegionIsNamed)
{
    World world = worldWith({});
    world.http = inOrder({awsReply(R"({"error":"invalid_request_region","error_description":"w","region":"us-east-2"})", 400)});
    const auto played = play(aws::signInWith(ssoInputs(), "device"_L1), world);
    EXPECT_TRUE(played.outcome.error().hint.contains(u"us-east-2"_s));
}

// --- the registration of this program ---

HttpAnswers deviceSignIn(bool isRegistered = false)
{
    PreparedAnswers answers{awsReply(kClient), awsReply(kDevice), awsReply(kNewToken), roleReply()};
    if (isRegistered)
        answers.erase(answers.begin());
    return inOrder(answers);
}

QList<QString> registrationsIn(const World &world)
{
    QList<QString> found;
    for (auto it = world.files.cbegin(); it != world.files.cend(); ++it) {
        if (it.key().contains(u"/sso/cache/"_s) && it.key() != cachePath())
            found.append(it.key());
    }
    return found;
}

TEST(AwsSsoClient, IsRegisteredOnceForEachWay)
{
    World world = worldWith({});
    world.http = deviceSignIn();
    ASSERT_OK(play(aws::signInWith(ssoInputs(), "device"_L1), world).outcome);
    ASSERT_EQ(registrationsIn(world).size(), 1);
    const Value file = json::parse(world.files.value(registrationsIn(world).first())).value_or(Value());
    EXPECT_EQ(file[u"clientId"].toString(), u"c2"_s);
    EXPECT_EQ(file[u"expiresAt"].toString(), u"2027-04-15T08:00:00Z"_s);
    EXPECT_EQ(json::write(file[u"scopes"]), R"(["sso:account:access"])");
    world.notes.clear();
    world.http = deviceSignIn(true);
    const auto again = play(aws::signInWith(ssoInputs(), "device"_L1), world);
    ASSERT_OK(again.outcome);
    EXPECT_EQ(bodyOf(again.requests().at(0))[u"clientSecret"].toString(), u"client-secret-2"_s);
    EXPECT_EQ(cacheOf(world)[u"registrationExpiresAt"].toString(), u"2027-04-15T08:00:00Z"_s);
    world.http = inOrder({awsReply(kClient), awsReply(kNewToken), roleReply()});
    ASSERT_OK(play(aws::signInWith(ssoInputs(), "browser"_L1), world).outcome);
    EXPECT_EQ(registrationsIn(world).size(), 2) << "a client of device codes may not use the browser";
}

TEST(AwsSsoClient, IsRegisteredAnewShortlyBeforeItsEndAndWhereItsFileIsBroken)
{
    World world = worldWith({});
    world.http = deviceSignIn();
    ASSERT_OK(play(aws::signInWith(ssoInputs(), "device"_L1), world).outcome);
    const QString path = registrationsIn(world).first();
    for (const QByteArray &content : {QByteArray(R"({"clientId":"c1","clientSecret":"s","expiresAt":"2027-01-15T08:14:59Z"})"),
                                      QByteArray("{"), QByteArray(R"({"clientId":"c1","expiresAt":"2028-01-15T08:14:59Z"})")}) {
        world.files.insert(path, content);
        world.http = deviceSignIn();
        const auto played = play(aws::signInWith(ssoInputs(), "device"_L1), world);
        EXPECT_OK(played.outcome);
        EXPECT_EQ(played.requests().size(), 4U) << content.toStdString();
    }
    world.files.insert(path, R"({"clientId":"c1","clientSecret":"s","expiresAt":"2027-01-15T08:15:00Z"})");
    world.http = deviceSignIn(true);
    EXPECT_OK(play(aws::signInWith(ssoInputs(), "device"_L1), world).outcome);
}

TEST(AwsSsoClient, ThatTheServiceForgotIsReplacedOnce)
{
    World world = worldWith({});
    world.http = deviceSignIn();
    ASSERT_OK(play(aws::signInWith(ssoInputs(), "device"_L1), world).outcome);
    world.http = inOrder({oidcRefusal("invalid_client", 401), awsReply(kClient), awsReply(kDevice), awsReply(kNewToken), roleReply()});
    EXPECT_OK(play(aws::signInWith(ssoInputs(), "device"_L1), world).outcome);
    world.http = inOrder({oidcRefusal("invalid_client", 401), awsReply(kClient), oidcRefusal("invalid_client", 401)});
    EXPECT_FALSE(play(aws::signInWith(ssoInputs(), "device"_L1), world).outcome);
}

TEST(AwsSsoClient, IsNotUsedAgainAfterASignInThatFailed)
{
    World world = worldWith({});
    world.http = inOrder({awsReply(kClient), oidcRefusal("invalid_client", 401)});
    EXPECT_FALSE(play(aws::signInWith(ssoInputs(), "browser"_L1), world).outcome);
    EXPECT_EQ(registrationsIn(world).size(), 1);
    world.http = inOrder({awsReply(kClient), awsReply(kNewToken), roleReply()});
    EXPECT_OK(play(aws::signInWith(ssoInputs(), "browser"_L1), world).outcome);
    world.http = inOrder({awsReply(kNewToken), roleReply()});
    EXPECT_OK(play(aws::signInWith(ssoInputs(), "browser"_L1), world).outcome);
}

TEST(AwsSsoSignIn, AnotherWayOrAnotherProfileIsRefused)
{
    World world = worldWith({});
    EXPECT_EQ(play(aws::signInWith(ssoInputs(), "pigeon"_L1), world).outcome.error().kind, ErrorKind::InvalidInput);
    EXPECT_EQ(play(aws::signInWith(ssoInputs("keys"), "device"_L1), world).outcome.error().kind, ErrorKind::InvalidInput);
}

} // namespace
} // namespace sallyport::test
