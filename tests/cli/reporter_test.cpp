// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/reporter.h"

#include <gtest/gtest.h>

using namespace Qt::StringLiterals;
using namespace sallyport;

namespace {

struct Output {
    QString out, err;
    QTextStream outStream{&out}, errStream{&err};
};

RunRecord record(int status, const QByteArray &body = {})
{
    RunRecord record;
    record.method = "GET";
    record.redactedUrl = u"http://127.0.0.1/"_s;
    record.response.status = status;
    record.response.reason = "Reason";
    record.response.body = body;
    record.response.receivedBytes = body.size();
    record.response.timings.total = std::chrono::microseconds(12'345);
    return record;
}

RunStep step(const Result<RunRecord> &outcome)
{
    return RunStep{u"req_1"_s, u"Ping"_s, u"GET"_s, outcome};
}

} // namespace

TEST(Reporter, AnsweredIsSuccessWhateverTheStatus)
{
    Output output;
    Reporter reporter(output.outStream, output.errStream, false, false);
    reporter.step(step(record(200)));
    reporter.step(step(record(503)));
    reporter.finished();
    EXPECT_EQ(reporter.exitCode(), 0);
    EXPECT_EQ(output.out, u"✓ GET Ping  200 Reason  12 ms  0 bytes\n✓ GET Ping  503 Reason  12 ms  0 bytes\n"
                          "2 answered, 1 with a status outside 200..299, 0 failed · 25 ms\n"_s);
}

TEST(Reporter, FailOnStatusMakesItOne)
{
    Output output;
    Reporter reporter(output.outStream, output.errStream, false, true);
    reporter.step(step(record(404)));
    EXPECT_EQ(reporter.exitCode(), 1);
    EXPECT_TRUE(output.out.startsWith(u"✗ GET Ping  404"_s));
}

TEST(Reporter, FirstFailureDecidesTheCode)
{
    const std::vector<std::pair<ErrorKind, int>> rows{
        {ErrorKind::InvalidInput, 2}, {ErrorKind::PermissionDenied, 3}, {ErrorKind::Unauthenticated, 3}, {ErrorKind::NotFound, 4},
        {ErrorKind::Network, 5},      {ErrorKind::Unavailable, 5},      {ErrorKind::Timeout, 5},         {ErrorKind::Malformed, 6},
        {ErrorKind::Internal, 70},    {ErrorKind::Cancelled, 130}};
    for (const auto &[kind, code] : rows) {
        Output output;
        Reporter reporter(output.outStream, output.errStream, false, false);
        reporter.step(step(Error{kind, u"it went wrong"_s, u"Do this."_s}));
        reporter.step(step(Error{ErrorKind::Internal, u"later"_s, {}}));
        EXPECT_EQ(reporter.exitCode(), code) << traitsOf(kind).name;
    }
}

TEST(Reporter, ErrorsNameFieldColumnAndNextStep)
{
    Output output;
    Reporter reporter(output.outStream, output.errStream, false, false);
    Error error{ErrorKind::InvalidInput, u"no variable \"tokn\""_s, u"Did you mean \"token\"?"_s};
    reporter.step(step(error.at({u"header \"X\""_s, -1, 4}).within(u"while preparing"_s)));
    EXPECT_EQ(output.out,
              u"✗ GET Ping\n    header \"X\", column 4: no variable \"tokn\" (while preparing)\n    Did you mean \"token\"?\n"_s);
}

TEST(Reporter, ErrorsInTextsOfSeveralLinesNameTheLine)
{
    Output output;
    Reporter reporter(output.outStream, output.errStream, false, false);
    reporter.step(step(Error{ErrorKind::InvalidInput, u"wrong"_s, {}}.at({u"body"_s, 3, 4})));
    EXPECT_EQ(output.out, u"✗ GET Ping\n    body, line 3, column 4: wrong\n"_s);
}

TEST(Reporter, VerboseOutputIsRedactedAndHarmlessToTerminals)
{
    Output output;
    Reporter reporter(output.outStream, output.errStream, true, false);
    RunRecord answered = record(200, "{\"token\":\"s3cr3t-value\"}\x1b[2J");
    answered.response.headers = {{"X-Echo", "s3cr3t-value"}};
    answered.redactor = Redactor({SecretValue("s3cr3t-value")});
    answered.hiddenValues = 1;
    reporter.step(step(answered));
    EXPECT_FALSE(output.out.contains(u"s3cr3t"_s)) << output.out.toStdString();
    EXPECT_FALSE(output.out.contains(QChar(0x1b)));
    EXPECT_TRUE(output.out.contains(u"\\u001b[2J"_s));
    EXPECT_TRUE(output.out.contains(u"1 hidden"_s));
}

TEST(Reporter, BidirectionalOverridesBecomeVisible)
{
    EXPECT_EQ(terminalSafe(u"a\u202eb\u2066c\td\n"_s), u"a\\u202eb\\u2066c\td\n"_s);
}
