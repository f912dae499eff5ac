// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "providers/aws/sigv4.h"

#include "tests/support/printers.h"

#include <gtest/gtest.h>

using namespace Qt::StringLiterals;

namespace sallyport::test {
namespace {

using namespace sallyport::aws;

SigningKeys keys()
{
    return {.accessKeyId = "AKIAOURS",
            .secret = SecretValue("not-a-real-secret"),
            .region = "eu-central-1",
            .service = "secretsmanager",
            .utc = QDateTime(QDate(2026, 3, 4), QTime(5, 6, 7), Qt::UTC)};
}

SigningInput get(const QByteArray &path, const QByteArray &query = {}, QList<HttpHeader> headers = {{"Host", "h.example"}})
{
    return {.method = "GET", .path = path, .query = query, .headers = std::move(headers), .body = {}, .keys = keys()};
}

QByteArray line(const SigningInput &input, int index)
{
    return signHeaders(input).canonicalRequest.split('\n').at(index);
}

struct Row {
    const char *wire;
    const char *canonical;
};

QByteArray headerNamed(const QList<HttpHeader> &headers, const QByteArray &name)
{
    for (const HttpHeader &header : headers) {
        if (header.name == name)
            return header.value;
    }
    return {};
}

TEST(AwsSigV4, PathIsNormalizedThenEncodedOnceMore)
{
    const Row rows[] = {
        {"", "/"},
        {"/", "/"},
        {"//", "/"},
        {"/./", "/"},
        {"/..", "/"},
        {"/../../a", "/a"},
        {"/a/../..", "/"},
        {"/a/./b//c", "/a/b/c"},
        {"/a/b/..", "/a/"},
        {"/a/b/.", "/a/b/"},
        {"/a/b//", "/a/b/"},
        {"/a b", "/a%20b"},
        {"/a%3Db", "/a%253Db"},
        {"/@x:y", "/%40x%3Ay"},
        {"/-_.~", "/-_.~"},
        {"/a.b/..c", "/a.b/..c"},
        {"/\xC3\xBC", "/%C3%BC"},
        {"/a+b*c", "/a%2Bb%2Ac"},
    };
    for (const Row &row : rows)
        EXPECT_EQ(line(get(row.wire), 1), row.canonical) << row.wire;
}

TEST(AwsSigV4, PathIsKeptWhereTheServiceDoesNotNormalize)
{
    SigningInput input = get("//a/./../b/");
    input.normalizePath = false;
    EXPECT_EQ(line(input, 1), "//a/./../b/");
}

TEST(AwsSigV4, QueryIsDecodedEncodedAndSortedAsBytes)
{
    const Row rows[] = {
        {"b=2&a=1", "a=1&b=2"},  {"a=2&a=1", "a=1&a=2"},         {"a", "a="},
        {"a=b=c", "a=b%3Dc"},    {"B=1&a=1&A=1", "A=1&B=1&a=1"}, {"a=x%20y&b=%2a%7e", "a=x%20y&b=%2A~"},
        {"a=x+y", "a=x%2By"},    {"a-=1&a=1", "a=1&a-=1"},       {"%C3%BC=1&z=1", "%C3%BC=1&z=1"},
        {"a=1&&b=2", "a=1&b=2"},
    };
    for (const Row &row : rows)
        EXPECT_EQ(line(get("/", row.wire), 2), row.canonical) << row.wire;
}

TEST(AwsSigV4, HeadersAreLoweredSortedAndTheirBlanksShrink)
{
    const auto request = signHeaders(get("/", {},
                                         {{"Z-Last", " a   \"b  c\" \t d\r\n  e "},
                                          {"Host", "h.example"},
                                          {"My-Header", "2"},
                                          {"my-header", "1"},
                                          {"User-Agent", "x"},
                                          {"Connection", "close"},
                                          {"X-Amz-Date", "20010101T000000Z"},
                                          {"Authorization", "old"}}))
                             .canonicalRequest;
    EXPECT_EQ(request, "GET\n/\n\nhost:h.example\nmy-header:2,1\nx-amz-date:20260304T050607Z\nz-last:a \"b c\" d e\n\n"
                       "host;my-header;x-amz-date;z-last\n"
                       "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

TEST(AwsSigV4, TokenIsSignedUnlessItIsAddedAfterwards)
{
    SigningInput input = get("/");
    input.keys.sessionToken = SecretValue("tok");
    const Signature with = signHeaders(input);
    EXPECT_TRUE(with.canonicalRequest.contains("\nx-amz-security-token:tok\n"));
    EXPECT_EQ(with.headers.first(), (HttpHeader{"X-Amz-Security-Token", "tok"}));
    input.omitSessionToken = true;
    const Signature without = signHeaders(input);
    EXPECT_FALSE(without.canonicalRequest.contains("x-amz-security-token"));
    EXPECT_EQ(without.headers.first(), (HttpHeader{"X-Amz-Security-Token", "tok"}));
    EXPECT_NE(with.signature, without.signature);
}

TEST(AwsSigV4, BodyHashIsSentWhereAskedForAndCanBeGiven)
{
    SigningInput input = get("/");
    input.signBody = true;
    input.payloadHash = "UNSIGNED-PAYLOAD";
    const Signature signature = signHeaders(input);
    EXPECT_EQ(headerNamed(signature.headers, "X-Amz-Content-Sha256"), "UNSIGNED-PAYLOAD");
    EXPECT_TRUE(signature.canonicalRequest.contains("\nx-amz-content-sha256:UNSIGNED-PAYLOAD\n"));
    EXPECT_TRUE(signature.canonicalRequest.endsWith("\nUNSIGNED-PAYLOAD"));
}

TEST(AwsSigV4, LocalTimeIsSignedAsUtc)
{
    SigningInput input = get("/");
    input.keys.utc = QDateTime(QDate(2026, 3, 4), QTime(6, 6, 7), Qt::OffsetFromUTC, 3600);
    EXPECT_EQ(signHeaders(input).stringToSign, signHeaders(get("/")).stringToSign);
    EXPECT_TRUE(signHeaders(input).stringToSign.startsWith(
        "AWS4-HMAC-SHA256\n20260304T050607Z\n20260304/eu-central-1/secretsmanager/aws4_request\n"));
}

TEST(AwsSigV4, PresignedAddressCarriesEverything)
{
    SigningInput input = get("/", "Action=GetCallerIdentity");
    input.keys.sessionToken = SecretValue("a/b=");
    const Signature signature = presign(input, std::chrono::minutes(1));
    EXPECT_EQ(signature.query,
              "Action=GetCallerIdentity&X-Amz-Algorithm=AWS4-HMAC-SHA256"
              "&X-Amz-Credential=AKIAOURS%2F20260304%2Feu-central-1%2Fsecretsmanager%2Faws4_request&X-Amz-Date=20260304T050607Z"
              "&X-Amz-SignedHeaders=host&X-Amz-Expires=60&X-Amz-Security-Token=a%2Fb%3D&X-Amz-Signature=" +
                  signature.signature);
    EXPECT_TRUE(signature.headers.isEmpty());
}

TEST(AwsSigV4, HostIsWhatTheTransportSends)
{
    EXPECT_EQ(hostHeader(QUrl(u"https://Sts.Example/x"_s)), "sts.example");
    EXPECT_EQ(hostHeader(QUrl(u"http://127.0.0.1:4566/"_s)), "127.0.0.1:4566");
    EXPECT_EQ(hostHeader(QUrl(u"http://[::1]:4566"_s)), "[::1]:4566");
    EXPECT_EQ(hostHeader(QUrl(u"http://[::1]"_s)), "[::1]");
    EXPECT_EQ(hostHeader(QUrl(u"https://bücher.example"_s)), "xn--bcher-kva.example");
}

TEST(AwsSigV4, SignedRequestHasNoHostHeaderOfItsOwnAndNoOldSignature)
{
    HttpRequest request{.method = "POST", .url = QUrl(u"https://sts.eu-central-1.amazonaws.com:443"_s), .body = "{}"};
    request.headers = {{"Content-Type", "application/x-amz-json-1.1"}, {"host", "elsewhere"}, {"Authorization", "old"}};
    const HttpRequest once = signedRequest(request, keys());
    EXPECT_EQ(once.url, QUrl(u"https://sts.eu-central-1.amazonaws.com"_s));
    ASSERT_EQ(once.headers.size(), 3);
    EXPECT_EQ(once.headers[0].name, "Content-Type");
    EXPECT_EQ(once.headers[1], (HttpHeader{"X-Amz-Date", "20260304T050607Z"}));
    EXPECT_TRUE(once.headers[2].value.contains("SignedHeaders=content-type;host;x-amz-date, "));
    EXPECT_EQ(signedRequest(once, keys()), once);
}

TEST(AwsSigV4, SignedRequestSignsPathQueryBodyAndPort)
{
    HttpRequest request{.method = "POST", .url = QUrl(u"http://localhost:4566/base%2Fx?b=1&a=%20"_s), .body = "{}"};
    SigningInput expected{
        .method = "POST", .path = "/base%2Fx", .query = "b=1&a=%20", .headers = {{"Host", "localhost:4566"}}, .body = "{}", .keys = keys()};
    EXPECT_EQ(signedRequest(request, keys()).headers, signHeaders(expected).headers);
}

} // namespace
} // namespace sallyport::test
