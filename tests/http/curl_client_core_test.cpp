// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/http/curl_client_fixture.h"

using namespace std::chrono_literals;

namespace sallyport::test {
namespace {

// --- what is sent ---

TEST_F(CurlClientTest, SendsHeadersAsWrittenAndNoOthers)
{
    HttpServer server([](const LoopbackRequest &) { return Reply::text("x"); });
    WireRequest request = to(server.url("/a/../b%20c?x={y}"));
    request.headers = {{"x-lower", "1"}, {"X-UPPER", "a, b"}, {"X-Empty", ""}, {"x-lower", "2"}, {"X-Utf8", "g\xc3\xbcn"}};
    request.identify = false;
    ASSERT_OK(send(request));
    const LoopbackRequest &seen = server.requests().front();
    EXPECT_EQ(lines(seen.headers), "Host: 127.0.0.1:" + QByteArray::number(server.port())
                                       + "\nx-lower: 1\nX-UPPER: a, b\nX-Empty: \nx-lower: 2\nX-Utf8: g\xc3\xbcn\n");
    EXPECT_EQ(seen.target, request.url.mid(server.origin().size()));
}

TEST_F(CurlClientTest, NamesItselfUnlessThePersonDoes)
{
    HttpServer server([](const LoopbackRequest &) { return Reply::text("x"); });
    WireRequest request = to(server.url());
    ASSERT_OK(send(request));
    EXPECT_EQ(server.requests().back().header("User-Agent"), "Sallyport/" SALLYPORT_VERSION);
    request.headers = {{"user-agent", "mine"}};
    ASSERT_OK(send(request));
    EXPECT_FALSE(lines(server.requests().back().headers).contains("Sallyport"));
    EXPECT_TRUE(lines(server.requests().back().headers).contains("user-agent: mine\n"));
}

TEST_F(CurlClientTest, LetsThePersonReplaceHostAndFraming)
{
    HttpServer server([](const LoopbackRequest &request) { return Reply::text(request.body); });
    WireRequest request = to(server.url(), "POST");
    request.headers = {{"Host", "other.example"}, {"Transfer-Encoding", "chunked"}, {"Content-Type", "a/b"}};
    request.body = "pieces";
    const auto response = send(request);
    ASSERT_OK(response);
    EXPECT_EQ(response->body, "pieces");
    EXPECT_EQ(server.requests().front().header("Host"), "other.example");
    EXPECT_FALSE(server.requests().front().hasHeader("Content-Length"));
}

struct MethodCase {
    const char *method;
    QByteArray body;
    const char *length; //!< the Content-Length that arrives; empty: none
};

class MethodTest : public CurlClientTest, public testing::WithParamInterface<MethodCase> {};

TEST_P(MethodTest, IsSentWithItsBody)
{
    HttpServer server([](const LoopbackRequest &request) { return Reply::text(request.method); });
    WireRequest request = to(server.url(), GetParam().method);
    request.body = GetParam().body;
    const auto response = send(request);
    ASSERT_OK(response);
    EXPECT_EQ(response->body, request.method == "HEAD" ? "" : request.method);
    const LoopbackRequest &seen = server.requests().front();
    EXPECT_EQ(seen.method, request.method);
    EXPECT_EQ(seen.body, request.method == "HEAD" ? "" : request.body);
    EXPECT_EQ(seen.header("Content-Length"), GetParam().length);
    EXPECT_FALSE(seen.hasHeader("Content-Type"));
    EXPECT_FALSE(seen.hasHeader("Expect"));
}

INSTANTIATE_TEST_SUITE_P(Methods, MethodTest,
                         testing::Values(MethodCase{"GET", "", ""}, MethodCase{"GET", "query", "5"}, MethodCase{"HEAD", "", ""},
                                         MethodCase{"POST", "b", "1"}, MethodCase{"POST", "", "0"}, MethodCase{"PUT", "", "0"},
                                         MethodCase{"PATCH", "bb", "2"}, MethodCase{"DELETE", "", ""}, MethodCase{"DELETE", "b", "1"},
                                         MethodCase{"OPTIONS", "", ""}, MethodCase{"PROPFIND", "<x/>", "4"},
                                         MethodCase{"POST", QByteArray("a\0b", 3), "3"}));

TEST_F(CurlClientTest, DecodesAnEncodingOnlyTheAnswerDecides)
{
    const QByteArray gzip = QByteArray::fromHex("1f8b0800000000000203cb48cdc9c9070086a6103605000000");
    HttpServer server([&gzip](const LoopbackRequest &) { return Reply{200, {{"Content-Encoding", "gzip"}}, gzip}; });
    WireRequest request = to(server.url());
    const auto uninvited = send(request);
    ASSERT_OK(uninvited);
    EXPECT_EQ(uninvited->body, "hello");
    EXPECT_FALSE(server.requests().back().hasHeader("Accept-Encoding"));
    request.headers = {{"Accept-Encoding", "gzip"}};
    const auto invited = send(request);
    ASSERT_OK(invited);
    EXPECT_EQ(invited->body, "hello");
    EXPECT_EQ(invited->receivedBytes, gzip.size());
    EXPECT_EQ(server.requests().back().header("Accept-Encoding"), "gzip");
}

TEST_F(CurlClientTest, UploadsALargeBody)
{
    QByteArray big(100 << 20, 'x');
    big[big.size() / 2] = 'y';
    HttpServer server([&big](const LoopbackRequest &request) { return Reply::text(request.body == big ? "same" : "different"); },
                      LoopbackLimits{64 << 10, 200 << 20});
    WireRequest request = to(server.url(), "POST");
    request.body = big;
    request.timeout = 60s;
    const auto response = send(request);
    ASSERT_OK(response);
    EXPECT_EQ(response->body, "same");
}

// --- what comes back ---

TEST_F(CurlClientTest, TellsAllAboutAnAnswer)
{
    HttpServer server([](const LoopbackRequest &) {
        return Reply{418, {{"X-A", "1"}, {"x-a", " 2 "}, {"Set-Cookie", "a=b"}, {"X-Empty", ""}}, "short"};
    });
    const auto response = send(to(server.url("/p?q")));
    ASSERT_OK(response);
    EXPECT_EQ(response->status, 418);
    EXPECT_EQ(response->reason, "Status");
    EXPECT_EQ(response->httpVersion, "HTTP/1.1");
    EXPECT_EQ(response->body, "short");
    EXPECT_EQ(response->receivedBytes, 5);
    EXPECT_TRUE(lines(response->headers).startsWith("X-A: 1\nx-a: 2\nSet-Cookie: a=b\nX-Empty: \n"))
        << lines(response->headers).toStdString();
    EXPECT_EQ(response->effectiveUrl, server.url("/p?q").toEncoded());
    EXPECT_EQ(response->remoteAddress, "127.0.0.1:" + QByteArray::number(server.port()));
    EXPECT_EQ(response->redirects, 0);
    EXPECT_FALSE(response->truncated);
    EXPECT_GT(response->timings.connect, 0us);
    EXPECT_LE(response->timings.connect, response->timings.firstByte);
    EXPECT_LE(response->timings.firstByte, response->timings.total);
}

TEST_F(CurlClientTest, WritesATimelineWithoutBodies)
{
    HttpServer server([](const LoopbackRequest &) { return Reply::text("secret answer"); });
    WireRequest request = to(server.url(), "POST");
    request.body = "secret question";
    const auto response = send(request);
    ASSERT_OK(response);
    QByteArray text;
    for (const TimelineEntry &entry : response->timeline)
        text += QByteArray::number(static_cast<int>(entry.kind)) + ' ' + entry.text + '\n';
    EXPECT_TRUE(text.contains("2 POST / HTTP/1.1\r\n"));
    EXPECT_TRUE(text.contains("1 HTTP/1.1 200 OK\n"));
    EXPECT_TRUE(text.contains("1 Content-Type: text/plain\n"));
    EXPECT_TRUE(text.contains("4 15 bytes\n"));
    EXPECT_TRUE(text.contains("3 13 bytes\n")) << text.toStdString();
    EXPECT_FALSE(text.contains("secret"));
    EXPECT_TRUE(std::is_sorted(response->timeline.begin(), response->timeline.end(),
                               [](const TimelineEntry &a, const TimelineEntry &b) { return a.at < b.at; }));
}

TEST_F(CurlClientTest, TakesALargeBody)
{
    const QByteArray big(100 << 20, 'x');
    HttpServer server([&big](const LoopbackRequest &) { return Reply::text(big); });
    const auto response = send(to(server.url()));
    ASSERT_OK(response);
    EXPECT_EQ(response->body, big);
    EXPECT_LE(response->body.capacity(), big.size() + (1 << 20)); // no doubling
}

TEST_F(CurlClientTest, CutsABodyAtTheLimitAndSaysSo)
{
    HttpServer server([](const LoopbackRequest &request) {
        return request.path() == "/endless" ? Reply::failing(Fault::Endless) : Reply::text(QByteArray(2000, 'x'));
    });
    for (const QByteArray path : {"/endless", "/sized"}) {
        WireRequest request = to(server.url(path));
        request.maxBodyBytes = 1999;
        const auto response = send(request);
        ASSERT_OK(response);
        EXPECT_TRUE(response->truncated);
        EXPECT_EQ(response->body.size(), 1999);
        EXPECT_EQ(response->status, 200);
    }
    WireRequest request = to(server.url("/sized"));
    request.maxBodyBytes = 2000;
    const auto whole = send(request);
    ASSERT_OK(whole);
    EXPECT_FALSE(whole->truncated);
    EXPECT_LT(server.bytesSent(), 64 << 20);
}

TEST_F(CurlClientTest, KeepsNoCookies)
{
    HttpServer server([](const LoopbackRequest &) { return Reply{200, {{"Set-Cookie", "session=1"}}, "x"}; });
    ASSERT_OK(send(to(server.url())));
    ASSERT_OK(send(to(server.url())));
    EXPECT_FALSE(server.requests().at(1).hasHeader("Cookie"));
}

// --- connections ---

TEST_F(CurlClientTest, ReusesOneConnectionForASequence)
{
    HttpServer server([](const LoopbackRequest &) { return Reply::text("x"); });
    for (int i = 0; i < 20; ++i)
        ASSERT_OK(send(to(server.url())));
    EXPECT_EQ(server.connectionCount(), 1);
}

TEST_F(CurlClientTest, HasAHundredRequestsOnTheirWayAtOnce)
{
    std::vector<LoopbackReplier> waiting;
    LoopbackServer server;
    server.setHandler([&waiting](const LoopbackRequest &, const LoopbackReplier &reply) { waiting.push_back(reply); });
    ASSERT_OK(server.listen());
    std::vector<Async<WireResponse>> futures;
    for (int i = 0; i < 100; ++i)
        futures.push_back(m_client.send(to(server.url()), {}));
    ASSERT_TRUE(waitUntil([&waiting] { return waiting.size() == 100; }));
    for (const LoopbackReplier &reply : waiting)
        reply(LoopbackResponse::of(200, "text/plain", "x"));
    for (const auto &future : futures)
        EXPECT_OK(await(future));
}

TEST_F(CurlClientTest, OpensANewConnectionWhereTheServerClosedTheOld)
{
    LoopbackServer server;
    server.answerWith([](const LoopbackRequest &) {
        LoopbackResponse response = LoopbackResponse::of(200, "text/plain", "x");
        response.close = true;
        return response;
    });
    ASSERT_OK(server.listen());
    for (int i = 0; i < 3; ++i)
        ASSERT_OK(send(to(server.url())));
    EXPECT_EQ(server.connections(), 3U);
}

} // namespace
} // namespace sallyport::test
