// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/http/loopback_server.h"

#include "tests/support/manual_clock.h"
#include "tests/support/raw_client.h"

#include <QHostAddress>
#include <QTcpServer>
#include <QTimer>

#include <optional>

using namespace Qt::StringLiterals;

namespace sallyport::test {
namespace {

class LoopbackServerTest : public testing::Test {
protected:
    void SetUp() override
    {
        m_server.answerWith([this](const LoopbackRequest &request) {
            m_seen.push_back(request);
            return LoopbackResponse::of(200, "text/plain", "you sent " + request.body);
        });
        ASSERT_OK(m_server.listen());
    }

    LoopbackServer m_server{LoopbackLimits{1024, 100}};
    std::vector<LoopbackRequest> m_seen;
};

TEST_F(LoopbackServerTest, JoinsARequestThatArrivesByteByByte)
{
    RawClient client(m_server.port());
    for (const char c : QByteArray("POST /a?b=c HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhello")) {
        client.say(QByteArray(1, c));
        QCoreApplication::processEvents();
    }
    EXPECT_TRUE(client.hearUntil("hello").endsWith("\r\n\r\nyou sent hello"));
    ASSERT_EQ(m_seen.size(), 1U);
    EXPECT_EQ(m_seen[0].method, "POST");
    EXPECT_EQ(m_seen[0].path(), "/a");
    EXPECT_EQ(m_seen[0].query(), "b=c");
    EXPECT_EQ(m_seen[0].header("host"), "x");
}

TEST_F(LoopbackServerTest, AnswersPipelinedRequestsInOrderOnOneConnection)
{
    RawClient client(m_server.port());
    client.say("POST /1 HTTP/1.1\r\nContent-Length: 3\r\n\r\noneGET /2 HTTP/1.1\r\nConnection: close\r\n\r\n");
    const QByteArray heard = client.hearAll();
    EXPECT_LT(heard.indexOf("you sent one"), heard.lastIndexOf("HTTP/1.1 200 OK"));
    EXPECT_EQ(m_server.requests(), 2U);
    EXPECT_EQ(m_server.connections(), 1U);
}

TEST_F(LoopbackServerTest, TakesChunkedBodies)
{
    RawClient client(m_server.port());
    client.say("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n3;x=y\r\nabc\r\n2\r\nde\r\n0\r\nTrailer: 1\r\n\r\n");
    EXPECT_TRUE(client.hearUntil("abcde").endsWith("you sent abcde"));
}

TEST_F(LoopbackServerTest, InvitesABodyThatWaitsForPermission)
{
    RawClient client(m_server.port());
    client.say("POST / HTTP/1.1\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n");
    EXPECT_EQ(client.hearUntil("\r\n\r\n"), "HTTP/1.1 100 Continue\r\n\r\n");
    client.say("hi");
    EXPECT_TRUE(client.hearUntil("sent hi").contains("you sent hi"));
}

TEST_F(LoopbackServerTest, AnswersHeadWithTheLengthAlone)
{
    RawClient client(m_server.port());
    client.say("HEAD / HTTP/1.1\r\nConnection: close\r\n\r\n");
    const QByteArray heard = client.hearAll();
    EXPECT_TRUE(heard.contains("Content-Length: 9\r\n"));
    EXPECT_TRUE(heard.endsWith("\r\n\r\n"));
}

struct Refusal {
    const char *name;
    QByteArray request;
    const char *status;
};

class LoopbackRefusalTest : public LoopbackServerTest, public testing::WithParamInterface<Refusal> {};

TEST_P(LoopbackRefusalTest, AnswersTheStatusAndClosesWithoutCallingTheHandler)
{
    RawClient client(m_server.port());
    client.say(GetParam().request);
    const QByteArray heard = client.hearAll();
    EXPECT_TRUE(heard.startsWith(QByteArray("HTTP/1.1 ") + GetParam().status)) << heard.toStdString();
    EXPECT_TRUE(m_seen.empty());
}

INSTANTIATE_TEST_SUITE_P(
    Requests, LoopbackRefusalTest,
    testing::Values(Refusal{"HeaderTooLong", "GET / HTTP/1.1\r\nX: " + QByteArray(2000, 'x') + "\r\n\r\n", "431"},
                    Refusal{"BodyTooLong", "POST / HTTP/1.1\r\nContent-Length: 101\r\n\r\n", "413"},
                    Refusal{"ChunksTooLong", "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nff\r\n", "413"},
                    Refusal{"TwoLengths", "POST / HTTP/1.1\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n", "400"},
                    Refusal{"NegativeLength", "POST / HTTP/1.1\r\nContent-Length: -1\r\n\r\n", "400"},
                    Refusal{"NoVersion", "GET /\r\n\r\n", "400"}, Refusal{"OtherVersion", "GET / HTTP/2.0\r\n\r\n", "505"},
                    Refusal{"BadHeader", "GET / HTTP/1.1\r\nno colon\r\n\r\n", "400"}),
    [](const auto &tested) { return tested.param.name; });

TEST_F(LoopbackServerTest, AnswersLaterAndOnlyOnce)
{
    m_server.setHandler([this](const LoopbackRequest &, const LoopbackReplier &reply) {
        QTimer::singleShot(0, &m_server, [reply] {
            reply(LoopbackResponse::of(201, "text/plain", "first"));
            reply(LoopbackResponse::of(500, "text/plain", "second"));
        });
    });
    RawClient client(m_server.port());
    client.say("GET / HTTP/1.1\r\nConnection: close\r\n\r\n");
    const QByteArray heard = client.hearAll();
    EXPECT_TRUE(heard.startsWith("HTTP/1.1 201 Created"));
    EXPECT_FALSE(heard.contains("second"));
}

TEST_F(LoopbackServerTest, ForgetsAnAnswerForAClientThatHasGone)
{
    std::optional<LoopbackReplier> late;
    m_server.setHandler([&late](const LoopbackRequest &, const LoopbackReplier &reply) { late = reply; });
    {
        RawClient client(m_server.port());
        client.say("GET / HTTP/1.1\r\n\r\n");
        ASSERT_TRUE(waitUntil([&late] { return late.has_value(); }));
        EXPECT_TRUE(late->isWaiting());
    }
    EXPECT_TRUE(waitUntil([this] { return m_server.openConnections() == 0; }));
    EXPECT_FALSE(late->isWaiting());
    (*late)(LoopbackResponse{200});
    EXPECT_EQ(late->takeSocket(), nullptr);
}

TEST_F(LoopbackServerTest, TakesNothingMoreAfterItsLastAnswer)
{
    RawClient client(m_server.port());
    client.say("GET /1 HTTP/1.1\r\nConnection: close\r\n\r\nGET /2 HTTP/1.1\r\n\r\n");
    client.hearAll();
    ASSERT_EQ(m_seen.size(), 1U);
    EXPECT_EQ(m_seen[0].path(), "/1");
}

TEST_F(LoopbackServerTest, LimitsConnectionsInNumberAndTime)
{
    ManualClock clock;
    m_server.limitConnections(2, clock, std::chrono::seconds(5));
    RawClient oldest(m_server.port());
    RawClient second(m_server.port());
    ASSERT_TRUE(waitUntil([this] { return m_server.openConnections() == 2; }));
    RawClient third(m_server.port());
    EXPECT_EQ(oldest.hearAll(), ""); // made room
    third.say("GET / HTTP/1.1\r\n\r\n");
    EXPECT_TRUE(third.hearUntil("you sent").contains("200 OK"));
    EXPECT_EQ(m_server.openConnections(), 2);
    clock.advance(std::chrono::milliseconds(4999));
    QCoreApplication::processEvents();
    EXPECT_EQ(m_server.openConnections(), 2);
    clock.advance(std::chrono::milliseconds(1));
    EXPECT_TRUE(waitUntil([this] { return m_server.openConnections() == 0; }));
    EXPECT_EQ(second.hearAll(), "");
}

TEST_F(LoopbackServerTest, FinishesWithoutCuttingTheLastAnswerOff)
{
    m_server.answerWith([this](const LoopbackRequest &) {
        QMetaObject::invokeMethod(&m_server, &LoopbackServer::finish, Qt::QueuedConnection);
        LoopbackResponse response{200, {}, QByteArray(100'000, 'x')};
        response.close = true;
        return response;
    });
    RawClient idle(m_server.port());
    RawClient asking(m_server.port());
    asking.say("GET / HTTP/1.1\r\n\r\n");
    EXPECT_TRUE(asking.hearAll().endsWith(QByteArray(100'000, 'x')));
    EXPECT_EQ(idle.hearAll(), "");
    EXPECT_FALSE(m_server.listener().isListening());
    EXPECT_TRUE(waitUntil([this] { return m_server.openConnections() == 0; }));
}

TEST_F(LoopbackServerTest, RefusesWithAPageOfItsOwner)
{
    m_server.setRefusalPage([](int status) { return LoopbackResponse::of(status, "text/plain", "owner's words"); });
    RawClient client(m_server.port());
    client.say("nonsense\r\n\r\n");
    const QByteArray heard = client.hearAll();
    EXPECT_TRUE(heard.startsWith("HTTP/1.1 400") && heard.endsWith("owner's words")) << heard.toStdString();
}

TEST_F(LoopbackServerTest, ListensOnBothLoopbackAddresses)
{
    const auto second = m_server.listenAt(QHostAddress::LocalHostIPv6, m_server.port());
    if (!second && second.error().kind == ErrorKind::Network)
        GTEST_SKIP() << "this machine has no ::1";
    ASSERT_OK(second);
    for (const QString &host : {u"127.0.0.1"_s, u"::1"_s}) {
        RawClient client(m_server.port(), host);
        client.say("GET / HTTP/1.1\r\nConnection: close\r\n\r\n");
        EXPECT_TRUE(client.hearAll().startsWith("HTTP/1.1 200")) << qPrintable(host);
    }
    m_server.close();
    EXPECT_FALSE(RawClient(m_server.port(), u"::1"_s).isConnected());
}

TEST_F(LoopbackServerTest, SaysWhichPortIsTaken)
{
    LoopbackServer second;
    const auto result = second.listen(m_server.port());
    ASSERT_FALSE(result.has_value());
    EXPECT_EQ(result.error().kind, ErrorKind::Unavailable);
    EXPECT_TRUE(result.error().message.contains(QString::number(m_server.port())));
}

} // namespace
} // namespace sallyport::test
