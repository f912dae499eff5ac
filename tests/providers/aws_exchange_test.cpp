// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "providers/aws/answers.h"
#include "providers/aws/exchange.h"
#include "tests/support/async.h"
#include "tests/support/aws_inputs.h"
#include "tests/support/script.h"

#include <gmock/gmock.h>

using namespace Qt::StringLiterals;
using std::chrono::milliseconds;

namespace sallyport::test {
namespace {

using aws::Context;
using aws::Protocol;
using aws::Reply;
using aws::Service;

const Error kNoRoute{ErrorKind::Network, u"no route"_s, {}};
const Error kTooLate{ErrorKind::Timeout, u"too late"_s, {}};

Context awsContext()
{
    const Inputs inputs = awsInputs();
    Context context{.now = inputs.now};
    context.settings.region = u"eu-west-1"_s;
    context.keys = *aws::keysFrom(inputs.grant);
    return context;
}

aws::Call readCall()
{
    return {.service = Service::SecretsManager, .purpose = u"read the secret \"a\""_s, .target = "secretsmanager.GetSecretValue"};
}

aws::Call stsCall()
{
    return {.service = Service::Sts,
            .protocol = Protocol::Query,
            .purpose = u"ask who we are"_s,
            .parameters = {{u"Action"_s, u"GetCallerIdentity"_s}, {u"Note"_s, u"a b&c=d/ü"_s}}};
}

Played<Reply> sent(const PreparedAnswers &answers, const aws::Call &call = readCall(), const Context &context = awsContext())
{
    return play(aws::call(context, call), answers);
}

HttpReply withHeader(HttpReply reply, const QByteArray &name, const QByteArray &value)
{
    reply.headers.append(HttpHeader{name, value});
    return reply;
}

QByteArray headerOf(const HttpRequest &request, const QByteArray &name)
{
    return HttpReply{.headers = request.headers}.header(name);
}

TEST(AwsExchange, AJsonCallIsSignedForItsServiceRegionAndTime)
{
    const auto played = sent({awsReply(R"({"Name":"a"})")});
    ASSERT_OK(played.outcome);
    EXPECT_EQ(played.outcome->json[u"Name"].toString(), u"a"_s);
    const HttpRequest request = played.requests().at(0);
    EXPECT_EQ(request.url, QUrl(u"https://secretsmanager.eu-west-1.amazonaws.com/"_s));
    EXPECT_EQ(request.body, "{}");
    EXPECT_EQ(headerOf(request, "Content-Type"), "application/x-amz-json-1.1");
    EXPECT_EQ(headerOf(request, "X-Amz-Security-Token"), "a-session-token");
    EXPECT_EQ(headerOf(request, "X-Amz-Date"), "20270115T080000Z");
    EXPECT_TRUE(headerOf(request, "Authorization")
                    .startsWith("AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20270115/eu-west-1/secretsmanager/aws4_request, "));
    EXPECT_EQ(request.retryBudget, "aws/secretsmanager/secretsmanager.eu-west-1.amazonaws.com");
}

TEST(AwsExchange, AQueryCallIsAFormAndItsXmlBecomesAMap)
{
    const auto played = sent({awsReply("<?xml version=\"1.0\"?><R xmlns=\"x\"><Result><Arn>a:b</Arn><Empty/></Result></R>")}, stsCall());
    ASSERT_OK(played.outcome);
    EXPECT_EQ(played.outcome->json[u"Result"][u"Arn"].toString(), u"a:b"_s);
    EXPECT_EQ(played.requests().at(0).body, "Action=GetCallerIdentity&Note=a%20b%26c%3Dd%2F%C3%BC");
    EXPECT_EQ(headerOf(played.requests().at(0), "Content-Type"), "application/x-www-form-urlencoded; charset=utf-8");
}

TEST(AwsExchange, XmlWithADtdOrWithoutItsEndIsRefused)
{
    for (const QByteArray &text : {QByteArray("<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"), QByteArray("<a><b></a>"), QByteArray("<a>"),
                                   QByteArray("{}"), QByteArray(), QByteArray("<a>&b;</a>"), QByteArray("<a/><b/>"),
                                   QByteArray("<a>").repeated(30) + QByteArray("</a>").repeated(30)})
        EXPECT_FALSE(aws::xmlValue(text)) << text.toStdString();
}

TEST(AwsExchange, CodesLoseTheirNamespaceAndAddress)
{
    EXPECT_EQ(aws::bareCode(u"ResourceNotFoundException"_s), u"ResourceNotFoundException"_s);
    EXPECT_EQ(aws::bareCode(u"com.amazonaws.ssm#ParameterNotFound"_s), u"ParameterNotFound"_s);
    EXPECT_EQ(aws::bareCode(u"InvalidGrantException:http://internal.amazon.com/coral/x#y"_s), u"InvalidGrantException"_s);
}

struct CodeCase {
    const char *code;
    ErrorKind kind;
};

TEST(AwsExchange, EachRefusalSaysWhatCanBeDoneAboutIt)
{
    const std::initializer_list<CodeCase> cases{{"ExpiredTokenException", ErrorKind::Unauthenticated},
                                                {"ExpiredToken", ErrorKind::Unauthenticated},
                                                {"UnrecognizedClientException", ErrorKind::Unauthenticated},
                                                {"InvalidClientTokenId", ErrorKind::Unauthenticated},
                                                {"SignatureDoesNotMatch", ErrorKind::Unauthenticated},
                                                {"MissingAuthenticationTokenException", ErrorKind::Unauthenticated},
                                                {"AccessDeniedException", ErrorKind::PermissionDenied},
                                                {"AccessDenied", ErrorKind::PermissionDenied},
                                                {"DecryptionFailure", ErrorKind::PermissionDenied},
                                                {"ResourceNotFoundException", ErrorKind::NotFound},
                                                {"ParameterVersionNotFound", ErrorKind::NotFound},
                                                {"InvalidRequestException", ErrorKind::InvalidInput},
                                                {"SomethingNewException", ErrorKind::InvalidInput}};
    for (const CodeCase &one : cases) {
        const auto played = sent({awsRefusal(one.code, "Words.")});
        ASSERT_FALSE(played.outcome) << one.code;
        EXPECT_EQ(played.outcome.error().kind, one.kind) << one.code;
        EXPECT_EQ(played.outcome.error().message,
                  u"could not read the secret \"a\" (the credential, region eu-west-1): %1: Words"_s.arg(QLatin1StringView(one.code)));
        EXPECT_FALSE(played.outcome.error().hint.isEmpty()) << one.code;
    }
}

TEST(AwsExchange, ARefusalInXmlOrInAHeaderIsUnderstood)
{
    const HttpReply xml =
        awsReply("<ErrorResponse xmlns=\"x\"><Error><Type>Sender</Type><Code>ExpiredToken</Code><Message>m</Message></Error>"
                 "<RequestId>r</RequestId></ErrorResponse>",
                 403);
    EXPECT_EQ(sent({xml}, stsCall()).outcome.error().message,
              u"could not ask who we are (the credential, region eu-west-1): ExpiredToken: m"_s);
    aws::Call portal{
        .service = Service::SsoPortal, .protocol = Protocol::Json, .purpose = u"ask"_s, .method = "GET", .path = "/x", .isSigned = false};
    const HttpReply json = withHeader(awsReply(R"({"message":"no"})", 404), "x-amzn-ErrorType", "ResourceNotFoundException:http://x");
    const auto played = sent({json}, portal);
    EXPECT_EQ(played.outcome.error().kind, ErrorKind::NotFound);
    EXPECT_EQ(played.requests().at(0).url, QUrl(u"https://portal.sso.eu-west-1.amazonaws.com/x"_s));
    EXPECT_TRUE(headerOf(played.requests().at(0), "Authorization").isEmpty());
}

TEST(AwsExchange, ARequestIdIsToldAsAwsCallsItWhereverItStands)
{
    EXPECT_EQ(sent({awsRefusal("AccessDeniedException")}).outcome.error().context, QStringList{u"Request ID request-1"_s});
    const HttpReply other{.status = 400, .headers = {{"x-amz-request-id", "other-2"}}, .body = R"({"__type":"AccessDeniedException"})"};
    EXPECT_EQ(sent({other}).outcome.error().context, QStringList{u"Request ID other-2"_s});
    const HttpReply xml{.status = 403,
                        .body = "<ErrorResponse><Error><Code>AccessDenied</Code></Error><RequestId>x-3</RequestId></ErrorResponse>"};
    EXPECT_EQ(sent({xml}, stsCall()).outcome.error().context, QStringList{u"Request ID x-3"_s});
    EXPECT_EQ(sent({awsReply("<html>")}).outcome.error().context.first(), u"Request ID request-1"_s);
    EXPECT_TRUE(sent({HttpReply{.status = 400, .body = R"({"__type":"AccessDeniedException"})"}}).outcome.error().context.isEmpty());
    const HttpReply echo{.status = 400, .headers = {{"x-amzn-RequestId", "a-session-token"}}, .body = "{}"};
    EXPECT_FALSE(wordsOf(sent({echo}).outcome.error()).contains(u"a-session-token"_s));
}

TEST(AwsExchange, ARefusalThatTheCallerJudgesIsHandedOver)
{
    aws::Call call = readCall();
    call.passes = {u"ResourceNotFoundException"_s};
    const auto played = sent({awsRefusal("ResourceNotFoundException", "w")}, call);
    ASSERT_OK(played.outcome);
    EXPECT_FALSE(played.outcome->isGood());
    EXPECT_EQ(played.outcome->code, u"ResourceNotFoundException"_s);
}

TEST(AwsExchange, NothingOfOursAndNoBodyGetsIntoAnError)
{
    const auto echoing = sent({awsRefusal("InvalidRequestException", "token a-session-token and a-secret-access-key\\u202e here")});
    const QString words = wordsOf(echoing.outcome.error());
    EXPECT_FALSE(words.contains(u"a-session-token"_s));
    EXPECT_FALSE(words.contains(u"a-secret-access-key"_s));
    EXPECT_FALSE(words.contains(QChar(0x202e)));
    EXPECT_TRUE(words.contains(u"******"_s));
    const auto canonical =
        sent({awsRefusal("SignatureDoesNotMatch", "It does not match.\\n\\nThe Canonical String is POST x-amz-security-token:other")});
    EXPECT_FALSE(wordsOf(canonical.outcome.error()).contains(u"Canonical"_s));
    const auto page = sent({awsReply("<html>secret page</html>", 403)});
    EXPECT_EQ(page.outcome.error().kind, ErrorKind::Malformed);
    EXPECT_FALSE(wordsOf(page.outcome.error()).contains(u"secret page"_s));
}

TEST(AwsExchange, ASuccessThatIsNoJsonIsMalformed)
{
    for (const QByteArray &body : {QByteArray("<html>"), QByteArray("[]"), QByteArray("{")}) {
        const auto played = sent({awsReply(body)});
        ASSERT_FALSE(played.outcome);
        EXPECT_EQ(played.outcome.error().kind, ErrorKind::Malformed);
    }
}

TEST(AwsExchange, ThrottlingAndServerFaultsAreTriedThreeTimesInAll)
{
    const auto played = sent({awsRefusal("ThrottlingException"), awsReply({}, 503), awsReply("{}")});
    ASSERT_OK(played.outcome);
    const auto waits = played.asked<Wait>();
    ASSERT_EQ(waits.size(), 2U);
    EXPECT_EQ(waits[0].retryBudget, "aws/secretsmanager/secretsmanager.eu-west-1.amazonaws.com");
    EXPECT_EQ(waits[0].cost, 5);
    EXPECT_LE(waits[0].duration, milliseconds(1000));
    EXPECT_LE(waits[1].duration, milliseconds(100));
    const auto failed = sent({awsRefusal("ThrottlingException"), awsRefusal("ThrottlingException"), awsRefusal("ThrottlingException")});
    EXPECT_EQ(failed.outcome.error().kind, ErrorKind::RateLimited);
}

TEST(AwsExchange, ATimeoutCostsMoreThanALostConnection)
{
    const auto played = sent({kTooLate, kNoRoute, awsReply("{}")});
    ASSERT_OK(played.outcome);
    EXPECT_EQ(played.asked<Wait>().at(0).cost, 10);
    EXPECT_EQ(played.asked<Wait>().at(1).cost, 5);
    const auto lost = sent({kNoRoute, kNoRoute, kNoRoute});
    EXPECT_EQ(lost.outcome.error().kind, ErrorKind::Network);
    EXPECT_TRUE(lost.outcome.error().context.join(u' ').contains(u"secretsmanager.eu-west-1.amazonaws.com"_s));
}

TEST(AwsExchange, ThePauseIsWhatTheServiceAsksForWithinLimits)
{
    const auto inMs = sent({withHeader(awsReply({}, 503), "x-amz-retry-after", "2000"), awsReply("{}")});
    EXPECT_EQ(inMs.waits(), std::vector<milliseconds>{milliseconds(2000)});
    const auto tooLong = sent({withHeader(awsReply({}, 503), "x-amz-retry-after", "90000"), awsReply("{}")});
    EXPECT_LE(tooLong.waits().at(0), milliseconds(5050));
    const auto inSeconds = sent({withHeader(awsRefusal("ThrottlingException"), "Retry-After", "3"), awsReply("{}")});
    EXPECT_EQ(inSeconds.waits(), std::vector<milliseconds>{milliseconds(3000)});
    const auto never = sent({withHeader(awsRefusal("ThrottlingException"), "Retry-After", "600")});
    EXPECT_TRUE(never.waits().empty());
    EXPECT_EQ(never.outcome.error().kind, ErrorKind::RateLimited);
}

TEST(AwsExchange, AnEmptyBudgetEndsInTheRefusalItself)
{
    World world{.http = inOrder({awsRefusal("ThrottlingException", "slower")}), .mayRepeat = false};
    const auto played = play(aws::call(awsContext(), readCall()), world);
    EXPECT_EQ(played.outcome.error().kind, ErrorKind::RateLimited);
    EXPECT_EQ(played.requests().size(), 1U);
}

TEST(AwsExchange, ACallThatSpendsSomethingIsSentOnceOnAFreshConnection)
{
    aws::Call call = readCall();
    call.oneTime = true;
    const auto played = sent({awsReply({}, 503)}, call);
    EXPECT_FALSE(played.outcome);
    EXPECT_TRUE(played.waits().empty());
    EXPECT_TRUE(played.requests().at(0).freshConnection);
}

TEST(AwsExchange, ARefusalThatTimeCannotMendIsNotRepeated)
{
    EXPECT_EQ(sent({awsRefusal("AccessDeniedException")}).requests().size(), 1U);
    EXPECT_EQ(sent({awsReply({}, 501)}).requests().size(), 1U);
}

// --- the clock ---

HttpReply skewed(const QByteArray &date)
{
    return withHeader(awsRefusal("InvalidSignatureException", "Signature expired"), "Date", date);
}

TEST(AwsExchange, AClockThatIsOffIsCorrectedOnceAndRemembered)
{
    World world{.http = inOrder({skewed("Fri, 15 Jan 2027 09:00:00 GMT"), awsReply("{}"), awsReply("{}")})};
    const auto first = play(aws::call(awsContext(), readCall()), world);
    ASSERT_OK(first.outcome);
    EXPECT_EQ(headerOf(first.requests().at(1), "X-Amz-Date"), "20270115T090000Z");
    EXPECT_TRUE(first.waits().empty());
    EXPECT_EQ(world.notes.value(u"aws/skew/secretsmanager.eu-west-1.amazonaws.com"_s).toLongLong(), 3'599'500);
    const auto second = play(aws::call(awsContext(), readCall()), world);
    EXPECT_EQ(headerOf(second.requests().at(0), "X-Amz-Date"), "20270115T085959Z");
}

TEST(AwsExchange, ASecondRefusalAboutTimeIsFinal)
{
    World world{.http = inOrder({skewed("Fri, 15 Jan 2027 09:00:00 GMT"), skewed("Fri, 15 Jan 2027 12:00:00 GMT")})};
    const auto played = play(aws::call(awsContext(), readCall()), world);
    EXPECT_EQ(played.outcome.error().kind, ErrorKind::Unauthenticated);
    EXPECT_EQ(played.requests().size(), 2U);
}

TEST(AwsExchange, ASmallDifferenceABadDateOrAnotherCodeCorrectNothing)
{
    EXPECT_EQ(sent({skewed("Fri, 15 Jan 2027 08:04:59 GMT")}).requests().size(), 1U);
    EXPECT_EQ(sent({skewed("tomorrow")}).requests().size(), 1U);
    EXPECT_EQ(sent({withHeader(awsRefusal("AccessDeniedException"), "Date", "Fri, 15 Jan 2027 09:00:00 GMT")}).requests().size(), 1U);
}

TEST(AwsExchange, WithoutKeysOrARegionNothingIsSent)
{
    Context context = awsContext();
    context.keys.reset();
    EXPECT_EQ(sent({}, readCall(), context).outcome.error().kind, ErrorKind::Unauthenticated);
    context = awsContext();
    context.settings.region.clear();
    EXPECT_EQ(sent({}, readCall(), context).outcome.error().kind, ErrorKind::InvalidInput);
    context.settings.endpoint = u"http://127.0.0.1:4566"_s;
    EXPECT_EQ(sent({}, readCall(), context).outcome.error().kind, ErrorKind::InvalidInput)
        << "an address does not say for which region to sign";
}

} // namespace
} // namespace sallyport::test
