// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// The gate of our in-process AWS is a judge of our signatures, so it is judged first: by the example that AWS publishes, and by
// requests with one flaw each.
#include "tests/support/aws_gate.h"

#include "providers/aws/sigv4.h"
#include "tests/support/printers.h"

#include <gtest/gtest.h>

#include <functional>

using namespace Qt::StringLiterals;

namespace sallyport::test {
namespace {

const QDateTime kNow(QDate(2027, 1, 15), QTime(8, 0), Qt::UTC);

AwsGate gateOf()
{
    AwsGate gate;
    gate.host = "127.0.0.1:4566";
    gate.keys.insert("AKID", {.secret = "the-secret", .token = "the-token", .expires = kNow.addSecs(60)});
    return gate;
}

//! As our own signer would send it.
HttpRequest signedForGate(const aws::SigningKeys &keys)
{
    HttpRequest request{.method = "POST", .url = QUrl(u"http://127.0.0.1:4566/"_s), .body = R"({"SecretId":"a"})"};
    request.headers = {{"Content-Type", "application/x-amz-json-1.1"}, {"X-Amz-Target", "secretsmanager.GetSecretValue"}};
    return aws::signedRequest(request, keys);
}

aws::SigningKeys goodKeys()
{
    return {.accessKeyId = "AKID",
            .secret = SecretValue("the-secret"),
            .sessionToken = SecretValue("the-token"),
            .region = "eu-west-1",
            .service = "secretsmanager",
            .utc = kNow};
}

LoopbackRequest arrived(const HttpRequest &request)
{
    LoopbackRequest wire{.method = request.method, .target = "/", .headers = request.headers, .body = request.body};
    wire.headers.append(HttpHeader{"Host", "127.0.0.1:4566"});
    return wire;
}

QByteArray codeFor(const LoopbackRequest &request, const QDateTime &now = kNow)
{
    const auto refusal = gateOf().check(request, "secretsmanager", now);
    return refusal ? refusal->code : "passes";
}

QByteArray codeWith(const std::function<void(aws::SigningKeys &)> &change)
{
    aws::SigningKeys keys = goodKeys();
    change(keys);
    return codeFor(arrived(signedForGate(keys)));
}

void setHeader(LoopbackRequest &request, const QByteArray &name, const QByteArray &value)
{
    request.headers.removeIf([&](const HttpHeader &header) { return header.name.compare(name, Qt::CaseInsensitive) == 0; });
    request.headers.append(HttpHeader{name, value});
}

//! What becomes of a good request that is changed on its way.
QByteArray codeAfter(const std::function<void(LoopbackRequest &)> &change)
{
    LoopbackRequest request = arrived(signedForGate(goodKeys()));
    change(request);
    return codeFor(request);
}

TEST(AwsGate, AgreesWithThePublishedExample)
{
    // "Examples of how to derive a signing key for Signature Version 4", task 1 to 4.
    AwsGate gate;
    gate.region = "us-east-1";
    gate.host = "iam.amazonaws.com";
    gate.keys.insert("AKIDEXAMPLE", {.secret = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"});
    LoopbackRequest request{.method = "GET", .target = "/?Action=ListUsers&Version=2010-05-08"};
    request.headers = {{"Host", "iam.amazonaws.com"},
                       {"Content-Type", "application/x-www-form-urlencoded; charset=utf-8"},
                       {"X-Amz-Date", "20150830T123600Z"},
                       {"Authorization", "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/iam/aws4_request, "
                                         "SignedHeaders=content-type;host;x-amz-date, "
                                         "Signature=5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7"}};
    const QDateTime then(QDate(2015, 8, 30), QTime(12, 36), Qt::UTC);
    const auto refusal = gate.check(request, "iam", then);
    EXPECT_FALSE(refusal.has_value()) << refusal.value_or(AwsRefusal()).words.toStdString();
    request.target.replace("ListUsers", "ListRoles");
    EXPECT_TRUE(gate.check(request, "iam", then).has_value());
}

TEST(AwsGate, LetsAGoodRequestPassWithinFiveMinutes)
{
    const LoopbackRequest request = arrived(signedForGate(goodKeys()));
    EXPECT_EQ(codeFor(request), "passes");
    EXPECT_EQ(codeFor(request, kNow.addSecs(-300)), "passes");
    EXPECT_EQ(codeFor(request, kNow.addSecs(-301)), "InvalidSignatureException");
    EXPECT_EQ(codeFor(request, kNow.addSecs(301)), "InvalidSignatureException");
    EXPECT_EQ(codeFor(request, kNow.addSecs(60)), "ExpiredTokenException");
}

TEST(AwsGate, RefusesWhateverIsSignedForAnotherPurpose)
{
    EXPECT_EQ(codeWith([](auto &keys) { keys.region = "eu-west-2"; }), "InvalidSignatureException");
    EXPECT_EQ(codeWith([](auto &keys) { keys.service = "ssm"; }), "InvalidSignatureException");
    EXPECT_EQ(codeWith([](auto &keys) { keys.utc = kNow.addSecs(-600); }), "InvalidSignatureException");
    EXPECT_EQ(codeWith([](auto &keys) { keys.secret = SecretValue("the-secreT"); }), "InvalidSignatureException");
    EXPECT_EQ(codeWith([](auto &keys) { keys.sessionToken = SecretValue("another"); }), "UnrecognizedClientException");
    EXPECT_EQ(codeWith([](auto &keys) { keys.sessionToken = SecretValue(); }), "UnrecognizedClientException");
    EXPECT_EQ(codeWith([](auto &keys) { keys.accessKeyId = "AKIX"; }), "UnrecognizedClientException");
}

TEST(AwsGate, RefusesWhateverIsChangedOnTheWay)
{
    EXPECT_EQ(codeAfter([](auto &request) { request.body = R"({"SecretId":"b"})"; }), "InvalidSignatureException");
    EXPECT_EQ(codeAfter([](auto &request) { request.method = "PUT"; }), "InvalidSignatureException");
    EXPECT_EQ(codeAfter([](auto &request) { request.target = "/?a=b"; }), "InvalidSignatureException");
    EXPECT_EQ(codeAfter([](auto &request) { request.target = "/a"; }), "InvalidSignatureException");
    EXPECT_EQ(codeAfter([](auto &request) { setHeader(request, "Host", "127.0.0.1:4567"); }), "InvalidSignatureException");
    EXPECT_EQ(codeAfter([](auto &request) { setHeader(request, "X-Amz-Target", "secretsmanager.DeleteSecret"); }),
              "InvalidSignatureException");
    EXPECT_EQ(codeAfter([](auto &request) { setHeader(request, "X-Amz-Date", "20270115T080001Z"); }), "InvalidSignatureException");
    EXPECT_EQ(codeAfter([](auto &request) { setHeader(request, "Authorization", "AWS4-HMAC-SHA256 x"); }), "IncompleteSignatureException");
    EXPECT_EQ(codeAfter([](auto &request) { request.headers.clear(); }), "MissingAuthenticationTokenException");
}

TEST(AwsGate, RefusesASignatureThatLeavesOutWhatItMustCover)
{
    const auto refusal = [](const std::function<void(LoopbackRequest &)> &change) {
        LoopbackRequest request = arrived(signedForGate(goodKeys()));
        change(request);
        return gateOf().check(request, "secretsmanager", kNow).value_or(AwsRefusal()).words;
    };
    for (const QByteArray name : {"host", "content-type", "x-amz-target", "x-amz-security-token", "x-amz-date"}) {
        const QByteArray words = refusal([&](LoopbackRequest &request) {
            QByteArray header = request.header("Authorization");
            setHeader(request, "Authorization", header.replace(name + ';', {}).replace(';' + name, {}));
        });
        EXPECT_EQ(words, '\'' + name + "' must be a 'SignedHeader' in the AWS Authorization");
    }
    EXPECT_TRUE(refusal([](LoopbackRequest &request) {
                    request.headers.append(HttpHeader{"X-Amz-Added", "1"});
                }).startsWith("'x-amz-added' must"));
}

} // namespace
} // namespace sallyport::test
