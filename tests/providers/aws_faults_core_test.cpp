// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// Secrets through the program's own resolver and transport from an AWS that checks every request and then fails in all the ways that
// the real one does. Signing in has a file of its own.
#include "tests/support/aws_desk.h"

#include <gmock/gmock.h>

#include <numeric>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace sallyport::test {
namespace {

constexpr QLatin1StringView kParameters{"aws_ssm"};
const QByteArray kGet = "secretsmanager.GetSecretValue";
const QByteArray kBatch = "secretsmanager.BatchGetSecretValue";

class AwsFaults : public testing::Test {
protected:
    AwsFaults()
    {
        desk.useLastingKey();
        server.secrets.insert(u"prod/db"_s, u"canary-of-db"_s);
        server.parameters.insert(u"/prod/key"_s, u"canary-of-key"_s);
    }
    void TearDown() override
    {
        EXPECT_EQ(server.refusals(), expectedRefusals) << "requests that the gate did not let pass";
    }

    //! As many secrets `many/0` and on, with the value `canary-0` and on.
    std::vector<FormValues> manySecrets(int count)
    {
        std::vector<FormValues> references;
        for (int i = 0; i < count; ++i) {
            server.secrets.insert(u"many/%1"_s.arg(i), u"canary-%1"_s.arg(i));
            references.push_back(secretNamed(u"many/%1"_s.arg(i)));
        }
        return references;
    }
    //! The same secrets in a version of their own each, which are fetched one by one.
    std::vector<FormValues> oneByOne(int count)
    {
        std::vector<FormValues> references = manySecrets(count);
        for (FormValues &reference : references)
            reference.setText("VersionId"_L1, u"11111111-2222-3333-4444-555555555555"_s);
        return references;
    }
    static void expectAll(const std::vector<Result<SecretValue>> &values)
    {
        for (std::size_t i = 0; i < values.size(); ++i) {
            ASSERT_OK(values[i]);
            EXPECT_EQ(values[i]->revealText(), u"canary-%1"_s.arg(i));
        }
    }
    //! Reads `prod/db`, which must fail so that secret, identity, region and Request ID are told.
    void expectRefused(ErrorKind kind, const QStringList &words)
    {
        const auto value = desk.read(u"prod/db"_s);
        ASSERT_FALSE(value);
        expectTold(value.error(), kind, QStringList{u"\"prod/db\""_s, u"the credential, region eu-west-1"_s} + words);
    }

    AwsDesk desk;
    AwsServer &server = desk.server;
    QByteArrayList expectedRefusals{};
};

TEST_F(AwsFaults, WithoutAnyFaultEverythingPassesTheGate)
{
    const auto secret = desk.read(u"prod/db"_s);
    ASSERT_OK(secret);
    EXPECT_EQ(secret->revealText(), u"canary-of-db"_s);
    const auto parameter = desk.read(formOf({{"Name", "/prod/key"}}), kParameters);
    ASSERT_OK(parameter);
    EXPECT_EQ(parameter->revealText(), u"canary-of-key"_s);
    const auto who = desk.identify();
    ASSERT_OK(who);
    EXPECT_EQ(who->name, u"arn:aws:iam::123456789012:user/tester"_s);
    EXPECT_EQ(server.allCalls(), 3);
}

TEST_F(AwsFaults, AMissingSecretAndALackingRightAreToldApart)
{
    server.denied.insert(u"prod/db"_s);
    expectRefused(ErrorKind::PermissionDenied, {u"Request ID request-1"_s, u"secretsmanager:GetSecretValue"_s});
    server.denied.clear();
    server.secrets.clear();
    desk.clock.advance(10s);
    expectRefused(ErrorKind::NotFound, {u"Request ID request-2"_s, u"account"_s});
    const auto parameter = desk.read(formOf({{"Name", "/prod/gone"}}), kParameters);
    ASSERT_FALSE(parameter);
    expectTold(parameter.error(), ErrorKind::NotFound,
               {u"\"/prod/gone\""_s, u"the credential, region eu-west-1"_s, u"Request ID request-3"_s});
    EXPECT_EQ(server.allCalls(), 3) << "none of these is worth another try";
}

// --- what passes by itself ---

struct PassingFault {
    const char *name;
    Reply reply;
    ErrorKind kind; //!< where it does not pass
    QStringList words{};
};

std::vector<PassingFault> passingFaults()
{
    Reply page = Reply::text("<html>canary of a proxy</html>", 502);
    return {{"throttled",
             AwsServer::refusal("ThrottlingException", "Rate exceeded"),
             ErrorKind::RateLimited,
             {u"ThrottlingException: Rate exceeded"_s, u"Request ID"_s}},
            {"slow down",
             AwsServer::refusal("SlowDown", "Please reduce your request rate", 503),
             ErrorKind::RateLimited,
             {u"SlowDown"_s, u"Request ID"_s}},
            {"too many", Reply::json("{}", 429), ErrorKind::RateLimited, {u"status 429"_s, u"Request ID"_s}},
            {"own fault",
             AwsServer::refusal("InternalServiceError", "oops", 500),
             ErrorKind::Unavailable,
             {u"InternalServiceError"_s, u"Request ID"_s}},
            {"gateway", page, ErrorKind::Unavailable, {u"status 502"_s, u"Request ID"_s}},
            {"unavailable", Reply::text({}, 503), ErrorKind::Unavailable, {u"status 503"_s, u"Request ID"_s}},
            {"gateway timeout", Reply::text({}, 504), ErrorKind::Unavailable, {u"status 504"_s, u"Request ID"_s}}};
}

TEST_F(AwsFaults, WhatPassesByItselfIsTriedThreeTimesInAll)
{
    for (const PassingFault &fault : passingFaults()) {
        SCOPED_TRACE(fault.name);
        int before = server.calls(kGet);
        server.fail(kGet, fault.reply, 2);
        EXPECT_OK(desk.read(u"prod/db"_s));
        EXPECT_EQ(server.calls(kGet) - before, 3);
        before = server.calls(kGet);
        server.fail(kGet, fault.reply, AwsServer::kAlways);
        expectRefused(fault.kind, fault.words);
        EXPECT_EQ(server.calls(kGet) - before, 3);
        server.heal();
    }
    const auto slept = std::accumulate(desk.pauses.pauses.begin(), desk.pauses.pauses.end(), 0ms);
    EXPECT_EQ(desk.pauses.pauses.size(), passingFaults().size() * 4);
    EXPECT_LE(slept, 100s);
}

TEST_F(AwsFaults, AConnectionThatDiesIsTriedAgainAndThenToldWithItsHost)
{
    for (const Fault fault : {Fault::CloseBeforeAnswer, Fault::ResetBeforeAnswer, Fault::ResetMidHeader, Fault::TruncatedLength}) {
        SCOPED_TRACE(static_cast<int>(fault));
        const Reply reply = Reply::failing(fault, R"({"SecretString":"canary"})");
        server.fail(kGet, reply);
        EXPECT_OK(desk.read(u"prod/db"_s));
        server.fail(kGet, reply, AwsServer::kAlways);
        desk.pauses.pauses.clear();
        const int before = server.calls(kGet);
        expectRefused(ErrorKind::Network, {u"127.0.0.1"_s});
        EXPECT_EQ(desk.pauses.pauses.size(), 2U);
        EXPECT_LE(server.calls(kGet) - before, 6) << "Qt itself sends again where a kept connection has died";
        server.heal();
    }
}

TEST_F(AwsFaults, RepetitionsEndWhenTheirBudgetIsEmptyAndComeBackWithSuccesses)
{
    server.fail(kGet, AwsServer::refusal("ThrottlingException", "Rate exceeded"), AwsServer::kAlways);
    for (const auto &value : desk.readAll(oneByOne(60))) {
        ASSERT_FALSE(value);
        expectTold(value.error(), ErrorKind::RateLimited, {u"\"many/"_s, u"region eu-west-1"_s, u"ThrottlingException"_s, u"Request ID"_s});
    }
    EXPECT_EQ(server.calls(kGet), 60 + kRetryBudget / 5) << "each repetition costs 5 of the budget";
    server.heal();
    for (int round = 0; round < 5; ++round)
        EXPECT_OK(desk.read(u"prod/db"_s));
    server.fail(kGet, AwsServer::refusal("ThrottlingException"), 2);
    const int before = server.calls(kGet);
    expectRefused(ErrorKind::RateLimited, {});
    EXPECT_EQ(server.calls(kGet) - before, 2) << "five successes pay for one repetition";
}

// --- answers that are none ---

TEST_F(AwsFaults, ASuccessThatIsNotAwsIsToldWithTheProxyInMind)
{
    for (const Reply &reply : {Reply::text("<html>canary: please sign in</html>"), Reply::json("[]"),
                               Reply::json("{\"SecretString\":\"canary"), Reply::text({}), Reply::json(R"({"SecretString":17})")}) {
        const int before = server.calls(kGet);
        server.fail(kGet, reply);
        expectRefused(ErrorKind::Malformed, {u"proxy"_s});
        EXPECT_EQ(server.calls(kGet) - before, 1);
    }
}

TEST_F(AwsFaults, NobodyIsSentElsewhere)
{
    HttpServer sink([](const LoopbackRequest &) { return Reply::json(R"({"SecretString":"canary"})"); });
    for (const int status : {301, 302, 303, 307, 308}) {
        server.fail(kGet, Reply::redirect(sink.origin() + '/', status));
        expectRefused(ErrorKind::Malformed, {u"status %1"_s.arg(status), u"proxy"_s, u"Request ID"_s});
    }
    EXPECT_EQ(sink.requestCount(), 0);
    EXPECT_EQ(server.calls(kGet), 5);
}

TEST_F(AwsFaults, AnAnswerWithoutEndIsCutOff)
{
    for (const Fault fault : {Fault::Endless, Fault::EndlessSized}) {
        Reply reply = Reply::failing(fault);
        reply.announcedLength = 300 << 20;
        server.fail(kGet, reply);
        const qint64 before = server.bytesSent();
        expectRefused(ErrorKind::Malformed, {u"larger than"_s});
        EXPECT_LT(server.bytesSent() - before, 64 << 20);
    }
    EXPECT_EQ(server.calls(kGet), 2);
}

TEST_F(AwsFaults, TwentySecretsOfTheLargestSizeAreNotTooMuch)
{
    const auto references = manySecrets(20);
    for (QString &text : server.secrets)
        text = QString(65536, u'\1'); // six bytes each in JSON
    for (const auto &value : desk.readAll(references)) {
        ASSERT_OK(value);
        EXPECT_EQ(value->reveal().size(), 65536);
    }
    EXPECT_EQ(server.calls(kBatch), 1);
}

// --- the clock ---

TEST_F(AwsFaults, AClockThatIsOffIsCorrectedOnceByTheServicesOwn)
{
    for (const auto skew : {600s, -900s, 86400s}) {
        server.skew = skew;
        const int before = server.calls(kGet);
        EXPECT_OK(desk.read(u"prod/db"_s));
        EXPECT_EQ(server.calls(kGet) - before, 2) << "refused, then with the service's time";
        EXPECT_OK(desk.read(u"prod/db"_s));
        EXPECT_EQ(server.calls(kGet) - before, 3) << "remembered";
        expectedRefusals << "InvalidSignatureException";
    }
    EXPECT_TRUE(desk.pauses.pauses.empty());
}

TEST_F(AwsFaults, AWrongDateCorrectsNothing)
{
    for (const QByteArray date :
         {"", "tomorrow", "Fri, 99 Jan 2027 08:00:00 GMT", "2027-01-15T20:00:00Z", "Fri, 15 Jan 2027 08:01:00 GMT"}) {
        Reply reply = AwsServer::refusal("InvalidSignatureException", "Signature expired");
        reply.headers.append(HttpHeader{"Date", date});
        server.fail(kGet, reply, 2);
        const int before = server.calls(kGet);
        expectRefused(ErrorKind::Unauthenticated, {u"InvalidSignatureException"_s, u"Request ID"_s});
        EXPECT_EQ(server.calls(kGet) - before, 1) << date.toStdString();
        server.heal();
    }
}

TEST_F(AwsFaults, AServiceWhoseClockNeverFitsIsAskedTwiceOnly)
{
    Reply reply = AwsServer::refusal("InvalidSignatureException", "Signature expired");
    reply.headers.append(HttpHeader{"Date", "Fri, 15 Jan 2027 20:00:00 GMT"});
    server.fail(kGet, reply);
    desk.clock.advance(1s);
    expectRefused(ErrorKind::Unauthenticated, {u"InvalidSignatureException"_s});
    EXPECT_EQ(server.calls(kGet), 2);
    expectedRefusals << "InvalidSignatureException"; // signed twelve hours ahead, as the false Date said
}

// --- many at once ---

TEST_F(AwsFaults, FortyFiveLinksAreThreeCalls)
{
    expectAll(desk.readAll(manySecrets(45)));
    EXPECT_EQ(server.calls(kBatch), 3);
    EXPECT_EQ(server.allCalls(), 3);
}

TEST_F(AwsFaults, InABatchEachSecretFailsForItself)
{
    auto references = manySecrets(5);
    server.secrets.remove(u"many/1"_s);
    server.denied.insert(u"many/3"_s);
    const auto values = desk.readAll(references);
    for (const std::size_t good : {0, 2, 4})
        EXPECT_OK(values[good]);
    ASSERT_FALSE(values[1]);
    expectTold(values[1].error(), ErrorKind::NotFound,
               {u"\"many/1\""_s, u"the credential, region eu-west-1"_s, u"Request ID request-1"_s, u"\"Cloud\""_s});
    ASSERT_FALSE(values[3]);
    expectTold(values[3].error(), ErrorKind::PermissionDenied,
               {u"\"many/3\""_s, u"the credential, region eu-west-1"_s, u"Request ID request-1"_s, u"secretsmanager:GetSecretValue"_s});
    EXPECT_EQ(server.allCalls(), 1);
}

TEST_F(AwsFaults, WhereBatchesAreForbiddenNoneIsTriedAgain)
{
    server.allowsBatches = false;
    const auto references = manySecrets(5);
    for (int round = 1; round <= 3; ++round) {
        expectAll(desk.readAll(references));
        EXPECT_EQ(server.calls(kBatch), 1);
        EXPECT_EQ(server.calls(kGet), 5 * round);
    }
}

TEST_F(AwsFaults, AThrottledBatchIsRepeatedAsABatch)
{
    server.fail(kBatch, AwsServer::refusal("ThrottlingException"), 2);
    expectAll(desk.readAll(manySecrets(5)));
    EXPECT_EQ(server.calls(kBatch), 3);
    EXPECT_EQ(server.calls(kGet), 0);
    server.fail(kBatch, AwsServer::refusal("ThrottlingException", "Rate exceeded"), AwsServer::kAlways);
    for (const auto &value : desk.readAll(manySecrets(5))) {
        ASSERT_FALSE(value);
        expectTold(value.error(), ErrorKind::RateLimited, {u"fetching many/"_s, u"the credential, region eu-west-1"_s, u"Request ID"_s});
    }
    EXPECT_EQ(server.calls(kBatch), 6);
}

//! A page of a batch without any secret that says there are more.
Reply pageWithToken(const QByteArray &token)
{
    return Reply::json(R"({"SecretValues":[],"Errors":[],"NextToken":")" + token + R"("})");
}

TEST_F(AwsFaults, PagesThatComeAgainEndInAnError)
{
    struct Row {
        QByteArrayList tokens; //!< of the pages, from the first on
        int calls;
    };
    QByteArrayList endless;
    for (int i = 0; i < 60; ++i)
        endless.append("page-" + QByteArray::number(i));
    for (const Row &row : {Row{{"a", "a", "a"}, 2}, Row{{"a", "b", "a", "b"}, 3}, Row{endless, 20}}) {
        for (const QByteArray &token : row.tokens)
            server.fail(kBatch, pageWithToken(token));
        const int before = server.calls(kBatch);
        for (const auto &value : desk.readAll(manySecrets(3))) {
            ASSERT_FALSE(value);
            expectTold(value.error(), ErrorKind::Malformed,
                       {u"\"many/"_s, u"left it out"_s, u"the credential, region eu-west-1"_s, u"Request ID"_s});
        }
        EXPECT_EQ(server.calls(kBatch) - before, row.calls);
        server.heal();
    }
    EXPECT_EQ(server.calls(kGet), 0);
}

TEST_F(AwsFaults, SecretsOfLaterPagesAreFound)
{
    const auto references = manySecrets(3);
    server.fail(kBatch, pageWithToken("a"));
    expectAll(desk.readAll(references));
    EXPECT_EQ(server.calls(kBatch), 2);
}

TEST_F(AwsFaults, ParametersComeTenAtATimeAndFailForThemselves)
{
    std::vector<FormValues> references;
    for (int i = 0; i < 25; ++i) {
        const QByteArray name = "/many/" + QByteArray::number(i);
        if (i != 7)
            server.parameters.insert(QString::fromLatin1(name), u"canary-%1"_s.arg(i));
        references.push_back(formOf({{"Name", name.constData()}}));
    }
    const auto values = desk.readAll(references, kParameters);
    EXPECT_EQ(server.calls("ssm.GetParameters"), 3);
    EXPECT_EQ(server.allCalls(), 3);
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (i != 7) {
            ASSERT_OK(values[i]);
            EXPECT_EQ(values[i]->revealText(), u"canary-%1"_s.arg(i));
        }
    }
    ASSERT_FALSE(values[7]);
    expectTold(values[7].error(), ErrorKind::NotFound, {u"\"/many/7\""_s, u"the credential, region eu-west-1"_s, u"Request ID"_s});
}

} // namespace
} // namespace sallyport::test
