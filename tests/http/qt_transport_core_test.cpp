// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/http/qt_transport.h"

#include "tests/support/async.h"
#include "tests/support/http_server.h"

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace sallyport::test {
namespace {

HttpRequest get(const QUrl &url)
{
    HttpRequest request;
    request.url = url;
    request.deadline = 5s;
    return request;
}

class QtTransportTest : public testing::Test {
protected:
    Result<HttpReply> send(const HttpRequest &request) { return await(m_transport.send(request, {})); }

    QtTransport m_transport;
};

TEST_F(QtTransportTest, SendsWhatItIsToldAndHandsBackAllOfTheAnswer)
{
    HttpServer server([](const LoopbackRequest &) { return Reply{200, {{"X-Answer", "yes"}}, "hello"}; });
    HttpRequest request = get(server.url("/v1/a%2Fb?list=true"));
    request.method = "LIST";
    request.headers = {{"X-Vault-Token", "t"}, {"X-Vault-Request", "true"}};
    const auto reply = send(request);
    ASSERT_OK(reply);
    EXPECT_EQ(reply->status, 200);
    EXPECT_EQ(reply->header("x-answer"), "yes");
    EXPECT_EQ(reply->body, "hello");
    EXPECT_TRUE(reply->received.isValid());
    const LoopbackRequest &seen = server.requests().front();
    EXPECT_EQ(seen.method, "LIST");
    EXPECT_EQ(seen.target, "/v1/a%2Fb?list=true");
    EXPECT_EQ(seen.header("X-Vault-Token"), "t");
    EXPECT_EQ(seen.header("User-Agent"), "Sallyport/" SALLYPORT_VERSION);
}

TEST_F(QtTransportTest, PostsABodyOnce)
{
    HttpServer server([](const LoopbackRequest &request) { return Reply::json(request.body); });
    HttpRequest request = get(server.url());
    request.method = "POST";
    request.headers = {{"Content-Type", "application/json"}};
    request.body = R"({"role_id":"r"})";
    for (const bool fresh : {false, true}) {
        request.freshConnection = fresh;
        const auto reply = send(request);
        ASSERT_OK(reply);
        EXPECT_EQ(reply->body, request.body) << fresh;
        EXPECT_EQ(server.requests().back().header("Content-Length"), QByteArray::number(request.body.size()));
        EXPECT_EQ(server.requests().back().method, "POST");
    }
    EXPECT_EQ(server.requestCount(), 2);
}

class StatusTest : public QtTransportTest, public testing::WithParamInterface<int> {};

TEST_P(StatusTest, IsAnAnswerWithItsBodyWhateverItIs)
{
    HttpServer server([](const LoopbackRequest &) {
        return Reply{GetParam(), {{"WWW-Authenticate", "Bearer realm=x"}}, GetParam() == 204 ? "" : R"({"errors":["no"]})"};
    });
    const auto reply = send(get(server.url()));
    ASSERT_OK(reply);
    EXPECT_EQ(reply->status, GetParam());
    EXPECT_EQ(reply->body, GetParam() == 204 ? "" : R"({"errors":["no"]})");
    EXPECT_EQ(server.requestCount(), 1);
}

INSTANTIATE_TEST_SUITE_P(All, StatusTest,
                         testing::Values(200, 201, 204, 299, 400, 401, 403, 404, 405, 409, 410, 412, 418, 429, 472, 473, 500, 501, 502,
                                         503, 599));

class RedirectTest : public QtTransportTest, public testing::WithParamInterface<int> {};

TEST_P(RedirectTest, IsHandedBackAndNotFollowed)
{
    HttpServer sink([](const LoopbackRequest &) { return Reply::text("stolen"); });
    HttpServer server([&sink](const LoopbackRequest &) { return Reply::redirect(sink.url("/x").toEncoded(), GetParam()); });
    HttpRequest request = get(server.url());
    request.method = "POST";
    request.body = "canary";
    request.headers = {{"X-Vault-Token", "canary"}, {"Authorization", "Bearer canary"}};
    const auto reply = send(request);
    ASSERT_OK(reply);
    EXPECT_EQ(reply->status, GetParam());
    EXPECT_EQ(reply->header("Location"), sink.url("/x").toEncoded());
    EXPECT_EQ(sink.connectionCount(), 0);
    EXPECT_EQ(server.requestCount(), 1);
}

INSTANTIATE_TEST_SUITE_P(All, RedirectTest, testing::Values(301, 302, 303, 307, 308));

TEST_F(QtTransportTest, KeepsNoCookies)
{
    HttpServer server([](const LoopbackRequest &) { return Reply{200, {{"Set-Cookie", "session=1"}}, "x"}; });
    ASSERT_OK(send(get(server.url())));
    ASSERT_OK(send(get(server.url())));
    EXPECT_FALSE(server.requests().at(1).hasHeader("Cookie"));
}

TEST_F(QtTransportTest, AsksForNoCompression)
{
    HttpServer server([](const LoopbackRequest &) { return Reply{200, {{"Content-Encoding", "gzip"}}, "not gzip"}; });
    const auto reply = send(get(server.url()));
    ASSERT_OK(reply);
    EXPECT_EQ(reply->body, "not gzip");
    EXPECT_EQ(server.requests().front().header("Accept-Encoding"), "identity");
}

TEST_F(QtTransportTest, KeepsAConnectionForTheNextCallAndNotForAFreshOne)
{
    HttpServer server([](const LoopbackRequest &) { return Reply::text("x"); });
    ASSERT_OK(send(get(server.url())));
    ASSERT_OK(send(get(server.url())));
    EXPECT_EQ(server.connectionCount(), 1);
    HttpRequest fresh = get(server.url());
    fresh.freshConnection = true;
    ASSERT_OK(send(fresh));
    EXPECT_EQ(server.connectionCount(), 2);
    ASSERT_OK(send(get(server.url())));
    EXPECT_EQ(server.connectionCount(), 2);
}

TEST_F(QtTransportTest, NeverSendsAOneTimeCallTwice)
{
    for (const Fault fault : {Fault::CloseBeforeAnswer, Fault::ResetBeforeAnswer}) {
        for (const QByteArray method : {"POST", "GET"}) {
            HttpServer server([fault](const LoopbackRequest &) { return Reply::failing(fault); });
            HttpRequest request = get(server.url());
            request.method = method;
            request.body = method == "POST" ? "once" : "";
            request.freshConnection = true;
            const auto reply = send(request);
            ASSERT_FALSE(reply.has_value());
            EXPECT_EQ(reply.error().kind, ErrorKind::Network);
            EXPECT_TRUE(reply.error().message.contains(u"closed the connection without an answer"_s)) << qPrintable(reply.error().message);
            EXPECT_EQ(server.requestCount(), 1) << method.toStdString();
        }
    }
}

// --- time and size ---

struct SlowCase {
    const char *name;
    Fault fault;
    const char *words;
};

class SlowTest : public QtTransportTest, public testing::WithParamInterface<SlowCase> {};

TEST_P(SlowTest, EndsAtTheDeadline)
{
    HttpServer server([](const LoopbackRequest &) {
        Reply reply = Reply::failing(GetParam().fault, "slow");
        reply.bytesPerSecond = 20;
        reply.status = GetParam().fault == Fault::InformationalFlood ? 100 : 200;
        reply.body = QByteArray(1000, 'x');
        return reply;
    });
    HttpRequest request = get(server.url());
    request.deadline = 200ms;
    const auto start = std::chrono::steady_clock::now();
    const auto reply = send(request);
    EXPECT_LT(std::chrono::steady_clock::now() - start, 700ms);
    ASSERT_FALSE(reply.has_value());
    EXPECT_EQ(reply.error().kind, ErrorKind::Timeout);
    EXPECT_TRUE(reply.error().message.contains(QLatin1StringView(GetParam().words))) << qPrintable(reply.error().message);
    EXPECT_TRUE(reply.error().message.contains(QString::number(server.port())));
    EXPECT_FALSE(reply.error().hint.isEmpty());
    EXPECT_TRUE(waitUntil([&server] { return server.openConnections() == 0; }));
}

INSTANTIATE_TEST_SUITE_P(Servers, SlowTest,
                         testing::Values(SlowCase{"Silent", Fault::Silence, "did not answer within 0.2 s"},
                                         SlowCase{"DripsTheBody", Fault::Drip, "answered too slowly"},
                                         SlowCase{"DripsTheHeader", Fault::DripHeader, "did not answer within 0.2 s"},
                                         SlowCase{"SendsHeadersWithoutEnd", Fault::EndlessHeader, "did not answer within 0.2 s"},
                                         SlowCase{"SaysWaitWithoutEnd", Fault::InformationalFlood, "did not answer within 0.2 s"}),
                         [](const auto &tested) { return tested.param.name; });

TEST_F(QtTransportTest, TakesNoInterimStatusForAnAnswer)
{
    HttpServer server([](const LoopbackRequest &) { return Reply::failing(Fault::Raw, "HTTP/1.1 102 Processing\r\n\r\n"); });
    const auto reply = send(get(server.url()));
    ASSERT_FALSE(reply.has_value());
}

TEST_F(QtTransportTest, RefusesALongAnswerBeforeItIsRead)
{
    HttpServer server([](const LoopbackRequest &) {
        Reply reply = Reply::failing(Fault::EndlessSized);
        reply.announcedLength = 300 << 20;
        return reply;
    });
    const auto reply = send(get(server.url()));
    ASSERT_FALSE(reply.has_value());
    EXPECT_EQ(reply.error().kind, ErrorKind::Malformed);
    EXPECT_TRUE(reply.error().message.contains(u"larger than 1048576 bytes"_s)) << qPrintable(reply.error().message);
    EXPECT_LT(server.bytesSent(), 16 << 20);
}

TEST_F(QtTransportTest, CutsOffAnAnswerOfUnknownLengthAtTheLimit)
{
    HttpServer server([](const LoopbackRequest &) { return Reply::failing(Fault::Endless); });
    const auto reply = send(get(server.url()));
    ASSERT_FALSE(reply.has_value());
    EXPECT_EQ(reply.error().kind, ErrorKind::Malformed);
    EXPECT_LT(server.bytesSent(), 16 << 20);
}

TEST_F(QtTransportTest, AnAnswerToAPostIsCutOffAsSoon)
{
    HttpServer server([](const LoopbackRequest &) { return Reply::failing(Fault::Endless); });
    for (int round = 0; round < 10; ++round) {
        HttpRequest request = get(server.url());
        request.method = "POST";
        request.body = "question";
        request.maxReplyBytes = 16 << 20;
        const qint64 before = server.bytesSent();
        EXPECT_FALSE(send(request).has_value());
        EXPECT_LT(server.bytesSent() - before, 64 << 20);
    }
}

TEST_F(QtTransportTest, TakesAnAnswerOfExactlyTheLimit)
{
    HttpServer server([](const LoopbackRequest &) { return Reply::text(QByteArray(1000, 'x')); });
    HttpRequest request = get(server.url());
    request.maxReplyBytes = 1000;
    EXPECT_OK(send(request));
    request.maxReplyBytes = 999;
    EXPECT_FALSE(send(request).has_value());
}

TEST_F(QtTransportTest, NoticesABodyShorterThanAnnounced)
{
    HttpServer server([](const LoopbackRequest &) { return Reply::failing(Fault::TruncatedLength, QByteArray(1000, 'x')); });
    for (int i = 0; i < 20; ++i) {
        const auto reply = send(get(server.url()));
        ASSERT_FALSE(reply.has_value());
        EXPECT_EQ(reply.error().kind, ErrorKind::Network);
        EXPECT_TRUE(reply.error().message.contains(u"after 500 of 1000 bytes"_s)) << qPrintable(reply.error().message);
    }
}

TEST_F(QtTransportTest, NoticesAFailingStatusShorterThanAnnounced)
{
    HttpServer server([](const LoopbackRequest &) {
        Reply reply = Reply::failing(Fault::TruncatedLength, QByteArray(1000, 'x'));
        reply.status = 503;
        return reply;
    });
    const auto reply = send(get(server.url()));
    ASSERT_FALSE(reply.has_value());
    EXPECT_EQ(reply.error().kind, ErrorKind::Network);
}

TEST_F(QtTransportTest, JoinsChunksAndTakesBodiesThatEndWithTheConnection)
{
    for (const qsizetype size : {11, 700'000}) {
        const QByteArray body(size, 'b');
        HttpServer server([&body](const LoopbackRequest &request) {
            return Reply::failing(request.path() == "/chunks" ? Fault::Chunked : Fault::CloseDelimited, body);
        });
        for (const QByteArray path : {"/chunks", "/close"}) {
            const auto reply = send(get(server.url(path)));
            ASSERT_OK(reply);
            EXPECT_EQ(reply->body, body);
        }
    }
}

TEST_F(QtTransportTest, TakesAHeadAnswerWithoutItsBody)
{
    HttpServer server([](const LoopbackRequest &) { return Reply::text(QByteArray(2 << 20, 'x')); });
    HttpRequest request = get(server.url());
    request.method = "HEAD";
    const auto reply = send(request);
    ASSERT_OK(reply);
    EXPECT_EQ(reply->body, "");
    EXPECT_EQ(reply->header("Content-Length"), "2097152");
}

// --- failures told apart ---

TEST_F(QtTransportTest, NamesAPortWhereNobodyListens)
{
    const quint16 port = closedPort();
    const auto reply = send(get(QUrl(u"http://127.0.0.1:%1/v1"_s.arg(port))));
    ASSERT_FALSE(reply.has_value());
    EXPECT_EQ(reply.error().kind, ErrorKind::Network);
    EXPECT_EQ(reply.error().message, u"nothing listens at 127.0.0.1:%1 (connection refused)"_s.arg(port));
    EXPECT_FALSE(reply.error().hint.isEmpty());
}

TEST_F(QtTransportTest, NamesAHostThatDoesNotExist)
{
    const auto reply = send(get(QUrl(u"http://vault.invalid:8200/v1"_s)));
    ASSERT_FALSE(reply.has_value());
    EXPECT_EQ(reply.error().kind, ErrorKind::Network);
    EXPECT_EQ(reply.error().message, u"the host name of vault.invalid:8200 is not known"_s);
}

TEST_F(QtTransportTest, SaysThatAnAnswerIsNotHttp)
{
    HttpServer server([](const LoopbackRequest &) { return Reply::failing(Fault::Raw, "SSH-2.0-OpenSSH_9.2\r\n\r\n\r\n"); });
    const auto reply = send(get(server.url()));
    ASSERT_FALSE(reply.has_value());
    EXPECT_TRUE(reply.error().message.contains(u"127.0.0.1:%1"_s.arg(server.port()))) << qPrintable(reply.error().message);
}

struct BadRequest {
    const char *name;
    const char *url;
    QByteArray method;
    HttpHeader header;
};

class BadRequestTest : public QtTransportTest, public testing::WithParamInterface<BadRequest> {};

TEST_P(BadRequestTest, IsRefusedBeforeAnythingIsSent)
{
    HttpRequest request = get(QUrl(QLatin1StringView(GetParam().url)));
    request.method = GetParam().method;
    request.headers = {GetParam().header};
    const auto reply = send(request);
    ASSERT_FALSE(reply.has_value());
    EXPECT_EQ(reply.error().kind, ErrorKind::InvalidInput);
    EXPECT_FALSE(reply.error().message.contains(u"canary"_s)) << qPrintable(reply.error().message);
}

INSTANTIATE_TEST_SUITE_P(Requests, BadRequestTest,
                         testing::Values(BadRequest{"LineBreakInValue", "http://127.0.0.1:1/", "GET", {"X", "canary\r\nY: 1"}},
                                         BadRequest{"LineBreakInName", "http://127.0.0.1:1/", "GET", {"X\nY", "canary"}},
                                         BadRequest{"BlankInMethod", "http://127.0.0.1:1/", "GET /x", {"X", "1"}},
                                         BadRequest{"OtherScheme", "file:///etc/passwd", "GET", {"X", "1"}},
                                         BadRequest{"NoHost", "http:///x", "GET", {"X", "1"}},
                                         BadRequest{"Password", "http://me:canary@127.0.0.1:1/", "GET", {"X", "1"}}),
                         [](const auto &tested) { return tested.param.name; });

// --- stopping ---

TEST_F(QtTransportTest, IsCancelledByItsToken)
{
    HttpServer server([](const LoopbackRequest &) { return Reply::failing(Fault::Silence); });
    std::stop_source stop;
    const auto future = m_transport.send(get(server.url()), stop.get_token());
    ASSERT_TRUE(waitUntil([&server] { return server.requestCount() == 1; }));
    stop.request_stop();
    EXPECT_EQ(await(future, 2s).error().kind, ErrorKind::Cancelled);
    EXPECT_TRUE(waitUntil([&server] { return server.openConnections() == 0; }));
}

TEST_F(QtTransportTest, SendsNothingWhereItWasStoppedBefore)
{
    HttpServer server([](const LoopbackRequest &) { return Reply::text("x"); });
    std::stop_source stop;
    stop.request_stop();
    EXPECT_EQ(await(m_transport.send(get(server.url()), stop.get_token())).error().kind, ErrorKind::Cancelled);
    EXPECT_EQ(server.connectionCount(), 0);
}

TEST_F(QtTransportTest, AnswersCancelledWhenDestroyedWithCallsInFlight)
{
    HttpServer server([](const LoopbackRequest &) { return Reply::failing(Fault::Silence); });
    std::stop_source stop;
    auto transport = std::make_unique<QtTransport>();
    const auto first = transport->send(get(server.url()), stop.get_token());
    const auto second = transport->send(get(server.url()), stop.get_token());
    ASSERT_TRUE(waitUntil([&server] { return server.requestCount() == 2; }));
    transport.reset();
    EXPECT_EQ(await(first).error().kind, ErrorKind::Cancelled);
    EXPECT_EQ(await(second).error().kind, ErrorKind::Cancelled);
    stop.request_stop();
    QCoreApplication::processEvents();
}

// --- proxies ---

//! Sets environment variables for a test and puts the old ones back.
class ScopedEnvironment {
public:
    explicit ScopedEnvironment(const QList<std::pair<const char *, QByteArray>> &values)
    {
        for (const auto &[name, value] : values) {
            m_before.append({name, qgetenv(name)});
            qputenv(name, value);
        }
    }
    ~ScopedEnvironment()
    {
        for (const auto &[name, value] : m_before) {
            if (value.isEmpty())
                qunsetenv(name);
            else
                qputenv(name, value);
        }
    }
    Q_DISABLE_COPY_MOVE(ScopedEnvironment)

private:
    QList<std::pair<const char *, QByteArray>> m_before;
};

TEST_F(QtTransportTest, NeverSendsLoopbackTrafficThroughAProxy)
{
    HttpServer proxy([](const LoopbackRequest &) { return Reply::text("from the proxy"); });
    HttpServer server([](const LoopbackRequest &) { return Reply::text("direct"); });
    const ScopedEnvironment environment({{"http_proxy", proxy.origin()}, {"all_proxy", proxy.origin()}, {"no_proxy", ""}});
    for (const QByteArray host : {"127.0.0.1", "localhost"}) {
        const auto reply = send(get(server.url("/", host)));
        ASSERT_OK(reply);
        EXPECT_EQ(reply->body, "direct");
    }
    EXPECT_EQ(proxy.connectionCount(), 0);
}

TEST_F(QtTransportTest, AsksTheProxyOfTheEnvironmentForOtherHosts)
{
    HttpServer proxy([](const LoopbackRequest &) { return Reply::text("from the proxy"); });
    const ScopedEnvironment environment({{"http_proxy", proxy.origin()}, {"no_proxy", ""}});
    const auto reply = send(get(QUrl(u"http://vault.invalid:8200/v1"_s)));
    ASSERT_OK(reply);
    EXPECT_EQ(reply->body, "from the proxy");
    EXPECT_EQ(proxy.requests().front().target, "http://vault.invalid:8200/v1");
}

TEST_F(QtTransportTest, DoesNotBypassADeadProxy)
{
    const QByteArray dead = "http://user:canary@127.0.0.1:" + QByteArray::number(closedPort());
    const ScopedEnvironment environment({{"http_proxy", dead}, {"https_proxy", dead}, {"no_proxy", ""}});
    for (const char *url : {"http://vault.invalid/", "https://vault.invalid/"}) {
        const auto reply = send(get(QUrl(QLatin1StringView(url))));
        ASSERT_FALSE(reply.has_value());
        EXPECT_EQ(reply.error().kind, ErrorKind::Network);
        EXPECT_TRUE(reply.error().message.contains(u"the proxy 127.0.0.1:"_s)) << qPrintable(reply.error().message);
        EXPECT_FALSE(reply.error().sentence().contains(u"canary"_s));
    }
}

TEST_F(QtTransportTest, TunnelsHttpsAndShowsTheProxyNoHeader)
{
    HttpServer proxy([](const LoopbackRequest &) { return Reply::text("no", 403); });
    const ScopedEnvironment environment({{"https_proxy", proxy.origin()}, {"no_proxy", ""}});
    HttpRequest request = get(QUrl(u"https://vault.invalid/v1/secret"_s));
    request.headers = {{"X-Vault-Token", "canary"}};
    const auto reply = send(request);
    ASSERT_FALSE(reply.has_value());
    ASSERT_GE(proxy.requestCount(), 1);
    for (const LoopbackRequest &seen : proxy.requests()) {
        EXPECT_EQ(seen.method, "CONNECT");
        EXPECT_FALSE(seen.hasHeader("X-Vault-Token"));
    }
}

} // namespace
} // namespace sallyport::test
