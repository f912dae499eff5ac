// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/http/curl_client_fixture.h"

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace sallyport::test {
namespace {

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
    HttpServer server(ServerTls{m_authority.issue({.alternativeNames = "DNS:other.example"})},
                      [](const LoopbackRequest &) { return Reply::text("x"); });
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
