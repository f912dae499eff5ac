// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/http/curl_client.h"

#include "tests/support/async.h"
#include "tests/support/http_server.h"

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace sallyport::test {
namespace {

WireRequest to(const QUrl &url, const QByteArray &method = "GET")
{
    WireRequest request;
    request.method = method;
    request.url = url.toEncoded();
    request.timeout = 10s;
    return request;
}

QByteArray lines(const QList<HttpHeader> &headers)
{
    QByteArray text;
    for (const HttpHeader &header : headers)
        text += header.name + ": " + header.value + '\n';
    return text;
}

class CurlClientTest : public testing::Test {
protected:
    Result<WireResponse> send(const WireRequest &request) { return await(m_client.send(request, {}), 60s); }

    CurlClient m_client;
};

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
    EXPECT_TRUE(lines(response->headers).startsWith("X-A: 1\nx-a: 2\nSet-Cookie: a=b\nX-Empty: \n")) << lines(response->headers).toStdString();
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

// --- redirects ---

TEST_F(CurlClientTest, FollowsRedirectsAndAddsUpTheirTime)
{
    HttpServer server([](const LoopbackRequest &request) {
        return request.path() == "/end" ? Reply::text("there") : Reply::redirect("/end");
    });
    WireRequest request = to(server.url("/start"), "POST");
    request.headers = {{"X-Api-Key", "k"}};
    request.body = "b";
    const auto response = send(request);
    ASSERT_OK(response);
    EXPECT_EQ(response->body, "there");
    EXPECT_EQ(response->redirects, 1);
    EXPECT_EQ(response->effectiveUrl, server.url("/end").toEncoded());
    EXPECT_EQ(server.requests().at(1).method, "GET");
    EXPECT_EQ(server.requests().at(1).header("X-Api-Key"), "k");
    EXPECT_EQ(server.requests().at(1).body, "");
    EXPECT_LE(response->timings.connect, response->timings.total);
}

TEST_F(CurlClientTest, TakesNoSecretToAnotherOrigin)
{
    for (const int status : {301, 302, 303, 307, 308}) {
        for (const QByteArray method : {"GET", "POST"}) {
            HttpServer sink([](const LoopbackRequest &) { return Reply::text("x"); });
            HttpServer server([&](const LoopbackRequest &) { return Reply::redirect(sink.url("/x").toEncoded(), status); });
            WireRequest request = to(server.url(), method);
            request.headers = {{"Authorization", "canary"}, {"X-Api-Key", "canary"}, {"Cookie", "c=canary"}, {"Accept", "*/*"}};
            request.body = method == "POST" ? "canary" : "";
            ASSERT_OK(send(request));
            for (const LoopbackRequest &seen : sink.requests())
                EXPECT_FALSE((lines(seen.headers) + seen.body).contains("canary")) << status;
            EXPECT_EQ(sink.requestCount(), method == "POST" && status >= 307 ? 0 : 1) << status;
        }
    }
}

TEST_F(CurlClientTest, ShowsARedirectThatIsNotFollowed)
{
    HttpServer server([](const LoopbackRequest &request) {
        return Reply::redirect(request.path() == "/file" ? "file:///etc/passwd" : "/elsewhere");
    });
    const auto toFile = send(to(server.url("/file")));
    ASSERT_OK(toFile);
    EXPECT_EQ(toFile->status, 302);
    EXPECT_TRUE(toFile->timeline.last().text.contains("was not followed"));
    WireRequest request = to(server.url("/x"));
    request.followRedirects = false;
    const auto response = send(request);
    ASSERT_OK(response);
    EXPECT_EQ(response->status, 302);
    EXPECT_EQ(server.requestCount(), 2);
}

TEST_F(CurlClientTest, EndsACircle)
{
    HttpServer server([](const LoopbackRequest &) { return Reply::redirect("/again"); });
    const auto response = send(to(server.url()));
    ASSERT_FALSE(response.has_value());
    EXPECT_EQ(response.error().kind, ErrorKind::Network);
    EXPECT_TRUE(response.error().message.contains(u"redirects too often (more than 10 times)"_s));
    EXPECT_EQ(server.requestCount(), 11);
}

// --- failures ---

struct BadRequest {
    const char *name;
    QByteArray url;
    QByteArray method;
    HttpHeader header;
};

class BadWireRequestTest : public CurlClientTest, public testing::WithParamInterface<BadRequest> {};

TEST_P(BadWireRequestTest, IsRefusedBeforeAnythingIsSent)
{
    WireRequest request;
    request.url = GetParam().url;
    request.method = GetParam().method;
    request.headers = {GetParam().header};
    const auto response = send(request);
    ASSERT_FALSE(response.has_value());
    EXPECT_EQ(response.error().kind, ErrorKind::InvalidInput) << qPrintable(response.error().message);
    EXPECT_FALSE(response.error().message.contains(u"canary"_s)) << qPrintable(response.error().message);
    EXPECT_FALSE(response.error().hint.isEmpty());
}

INSTANTIATE_TEST_SUITE_P(Requests, BadWireRequestTest,
                         testing::Values(BadRequest{"LineBreakInValue", "http://127.0.0.1:1/", "GET", {"X", "canary\r\nY: 1"}},
                                         BadRequest{"LineBreakInName", "http://127.0.0.1:1/", "GET", {"X\r\nY", "canary"}},
                                         BadRequest{"NulInValue", "http://127.0.0.1:1/", "GET", {"X", QByteArray("a\0canary", 8)}},
                                         BadRequest{"LineBreakInUrl", "http://127.0.0.1:1/\r\nX: canary", "GET", {"X", "1"}},
                                         BadRequest{"BlankInUrl", "http://127.0.0.1:1/a b", "GET", {"X", "1"}},
                                         BadRequest{"BlankInMethod", "http://127.0.0.1:1/", "GET / HTTP/1.1", {"X", "1"}},
                                         BadRequest{"OtherScheme", "file:///etc/passwd", "GET", {"X", "1"}},
                                         BadRequest{"BadPort", "http://127.0.0.1:port/", "GET", {"X", "1"}},
                                         BadRequest{"EmptyUrl", "", "GET", {"X", "1"}}),
                         [](const auto &tested) { return tested.param.name; });

TEST_F(CurlClientTest, NamesTheHostThatCannotBeReached)
{
    const quint16 port = closedPort();
    const auto refused = send(to(QUrl(u"http://127.0.0.1:%1/?key=canary"_s.arg(port))));
    ASSERT_FALSE(refused.has_value());
    EXPECT_EQ(refused.error().kind, ErrorKind::Network);
    EXPECT_TRUE(refused.error().message.contains(u"127.0.0.1:%1"_s.arg(port))) << qPrintable(refused.error().message);
    EXPECT_FALSE(refused.error().message.contains(u"canary"_s));
    const auto unknown = send(to(QUrl(u"http://nowhere.invalid/"_s)));
    ASSERT_FALSE(unknown.has_value());
    EXPECT_EQ(unknown.error().kind, ErrorKind::Network);
    EXPECT_TRUE(unknown.error().message.contains(u"nowhere.invalid"_s));
    EXPECT_TRUE(unknown.error().hint.contains(u"spelling"_s));
}

struct FaultCase {
    const char *name;
    Fault fault;
    ErrorKind kind;
};

class CurlFaultTest : public CurlClientTest, public testing::WithParamInterface<FaultCase> {};

TEST_P(CurlFaultTest, IsAnErrorAndTheNextRequestIsFine)
{
    HttpServer server([](const LoopbackRequest &request) {
        if (request.path() == "/good")
            return Reply::text("good");
        Reply reply = Reply::failing(GetParam().fault, QByteArray(1000, 'x'));
        reply.bytesPerSecond = 20;
        reply.status = GetParam().fault == Fault::InformationalFlood ? 102 : 200;
        return reply;
    });
    WireRequest request = to(server.url());
    request.timeout = GetParam().kind == ErrorKind::Timeout ? 200ms : 10s;
    const auto start = std::chrono::steady_clock::now();
    const auto response = send(request);
    EXPECT_LT(std::chrono::steady_clock::now() - start, 5s);
    ASSERT_FALSE(response.has_value());
    EXPECT_EQ(response.error().kind, GetParam().kind) << qPrintable(response.error().message);
    EXPECT_TRUE(response.error().message.contains(u"127.0.0.1:%1"_s.arg(server.port()))) << qPrintable(response.error().message);
    EXPECT_LT(server.bytesSent(), 64 << 20);
    EXPECT_OK(send(to(server.url("/good"))));
}

INSTANTIATE_TEST_SUITE_P(Faults, CurlFaultTest,
                         testing::Values(FaultCase{"Silence", Fault::Silence, ErrorKind::Timeout},
                                         FaultCase{"Drip", Fault::Drip, ErrorKind::Timeout},
                                         FaultCase{"DripHeader", Fault::DripHeader, ErrorKind::Timeout},
                                         FaultCase{"Close", Fault::CloseBeforeAnswer, ErrorKind::Network},
                                         FaultCase{"Reset", Fault::ResetBeforeAnswer, ErrorKind::Network},
                                         FaultCase{"ResetMidHeader", Fault::ResetMidHeader, ErrorKind::Network},
                                         FaultCase{"TruncatedLength", Fault::TruncatedLength, ErrorKind::Network},
                                         FaultCase{"TruncatedChunk", Fault::TruncatedChunk, ErrorKind::Network},
                                         FaultCase{"EndlessHeader", Fault::EndlessHeader, ErrorKind::Malformed},
                                         FaultCase{"InformationalFlood", Fault::InformationalFlood, ErrorKind::Malformed}),
                         [](const auto &tested) { return tested.param.name; });

TEST_F(CurlClientTest, SpendsOneTimeLimitOnAllRedirects)
{
    HttpServer server([](const LoopbackRequest &) {
        Reply reply = Reply::redirect("/again");
        reply.delay = 80ms;
        return reply;
    });
    WireRequest request = to(server.url());
    request.timeout = 200ms;
    const auto response = send(request);
    ASSERT_FALSE(response.has_value());
    EXPECT_EQ(response.error().kind, ErrorKind::Timeout);
    EXPECT_LE(server.requestCount(), 4);
}

// --- stopping ---

TEST_F(CurlClientTest, IsCancelledAtOnce)
{
    HttpServer server([](const LoopbackRequest &) { return Reply::failing(Fault::Silence); });
    std::stop_source stop;
    const auto future = m_client.send(to(server.url()), stop.get_token());
    ASSERT_TRUE(waitUntil([&server] { return server.requestCount() == 1; }));
    stop.request_stop();
    EXPECT_EQ(await(future, 2s).error().kind, ErrorKind::Cancelled);
    const auto before = m_client.send(to(server.url()), stop.get_token());
    EXPECT_EQ(await(before).error().kind, ErrorKind::Cancelled);
    EXPECT_EQ(server.requestCount(), 1);
}

TEST_F(CurlClientTest, AnswersCancelledWhenDestroyedWithRequestsInFlight)
{
    HttpServer server([](const LoopbackRequest &) { return Reply::failing(Fault::Silence); });
    std::stop_source stop;
    auto client = std::make_unique<CurlClient>();
    const auto first = client->send(to(server.url()), stop.get_token());
    const auto second = client->send(to(server.url()), {});
    ASSERT_TRUE(waitUntil([&server] { return server.requestCount() == 2; }));
    client.reset();
    EXPECT_EQ(await(first).error().kind, ErrorKind::Cancelled);
    EXPECT_EQ(await(second).error().kind, ErrorKind::Cancelled);
    stop.request_stop();
    QCoreApplication::processEvents();
}

// --- TLS and proxies ---

class CurlTlsTest : public CurlClientTest {
protected:
    WireRequest trusting(const HttpServer &server)
    {
        WireRequest request = to(server.url());
        request.caFile = m_authority.caFile();
        return request;
    }
    CertificateAuthority m_authority;
};

TEST_F(CurlTlsTest, TrustsTheGivenAuthorityOnly)
{
    HttpServer server(ServerTls{m_authority.issue()}, [](const LoopbackRequest &) { return Reply::text("x"); });
    const auto response = send(trusting(server));
    ASSERT_OK(response);
    EXPECT_GT(response->timings.tlsHandshake, 0us);
    WireRequest systemOnly = to(server.url());
    const auto refused = send(systemOnly);
    ASSERT_FALSE(refused.has_value());
    EXPECT_EQ(refused.error().kind, ErrorKind::Network);
    EXPECT_TRUE(refused.error().message.contains(u"certificate"_s)) << qPrintable(refused.error().message);
    EXPECT_TRUE(refused.error().hint.contains(u"CA file"_s));
    EXPECT_EQ(server.requestCount(), 1);
    systemOnly.verifyTls = false;
    EXPECT_OK(send(systemOnly));
}

TEST_F(CurlTlsTest, RefusesACertificateOfAnotherHost)
{
    HttpServer server(ServerTls{m_authority.issue({.alternativeNames = "DNS:other.example"})}, [](const LoopbackRequest &) { return Reply::text("x"); });
    EXPECT_FALSE(send(trusting(server)).has_value());
    EXPECT_EQ(server.requestCount(), 0);
}

TEST_F(CurlTlsTest, NamesACaFileThatIsMissingOrEmpty)
{
    HttpServer server(ServerTls{m_authority.issue()}, [](const LoopbackRequest &) { return Reply::text("x"); });
    WireRequest request = trusting(server);
    request.caFile = m_authority.path(u"absent.pem"_s);
    const auto missing = send(request);
    ASSERT_FALSE(missing.has_value());
    EXPECT_EQ(missing.error().kind, ErrorKind::InvalidInput);
    EXPECT_TRUE(missing.error().message.contains(u"absent.pem"_s));
    request.caFile = u"/dev/null"_s;
    EXPECT_EQ(send(request).error().kind, ErrorKind::InvalidInput);
}

TEST_F(CurlTlsTest, OffersHttp2)
{
    ServerTls tls{m_authority.issue()};
    tls.offersHttp2 = true;
    HttpServer server(tls, [](const LoopbackRequest &) { return Reply::text("x"); });
    WireRequest request = trusting(server);
    request.timeout = 500ms;
    EXPECT_FALSE(send(request).has_value()); // the test server cannot go on with it
    EXPECT_EQ(server.negotiatedProtocol(), "h2");
}

TEST_F(CurlClientTest, GoesThroughTheChosenProxyOrDirectly)
{
    HttpServer proxy([](const LoopbackRequest &) { return Reply::text("from the proxy"); });
    WireRequest request = to(QUrl(u"http://nowhere.invalid/x"_s));
    request.proxy = proxy.origin();
    const auto response = send(request);
    ASSERT_OK(response);
    EXPECT_EQ(response->body, "from the proxy");
    EXPECT_EQ(proxy.requests().front().target, "http://nowhere.invalid/x");
    qputenv("http_proxy", proxy.origin());
    request.proxy.clear();
    EXPECT_OK(send(request));
    request.proxy = "direct";
    EXPECT_FALSE(send(request).has_value());
    qunsetenv("http_proxy");
    EXPECT_EQ(proxy.requestCount(), 2);
}

} // namespace
} // namespace sallyport::test
