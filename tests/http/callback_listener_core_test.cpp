// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/http/callback_listener_fixture.h"
#include "tests/support/loopback_namespace.h"

#include <QCryptographicHash>
#include <QHostAddress>
#include <QLoggingCategory>
#include <QRegularExpression>
#include <QTcpServer>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace sallyport::test {
namespace {

//! Everything that is logged while it lives, at every level.
class LogCapture {
public:
    LogCapture()
    {
        text().clear();
        QLoggingCategory::setFilterRules(u"*=true"_s);
        m_before = qInstallMessageHandler([](QtMsgType, const QMessageLogContext &, const QString &message) { text() += message + u'\n'; });
    }
    ~LogCapture()
    {
        qInstallMessageHandler(m_before);
        QLoggingCategory::setFilterRules(QString());
    }
    Q_DISABLE_COPY_MOVE(LogCapture)
    static QString &text()
    {
        static QString all;
        return all;
    }

private:
    QtMessageHandler m_before;
};

using Parameters = QList<std::pair<QString, QString>>;

TEST_F(CallbackListenerTest, HandsTheCallbackOverAndCloses)
{
    openAndWait();
    EXPECT_EQ(m_listener.redirectUri().toEncoded(), "http://" + m_host + "/oauth/callback");
    const QByteArray page = answerTo(get("/oauth/callback?code=4%2F0A%252B&state=" + kState + "&iss=https%3A%2F%2Fa.example"));
    EXPECT_TRUE(page.startsWith("HTTP/1.1 200 OK")) << page.toStdString();
    EXPECT_TRUE(page.contains("Return to Sallyport") && page.endsWith("</html>\n"));
    const auto callback = await(m_callback);
    ASSERT_OK(callback);
    EXPECT_EQ(callback->query,
              (Parameters{{u"code"_s, u"4/0A%2B"_s}, {u"state"_s, QString::fromLatin1(kState)}, {u"iss"_s, u"https://a.example"_s}}));
    EXPECT_FALSE(m_listener.isOpen());
    EXPECT_FALSE(RawClient(m_listener.port()).isConnected());
    EXPECT_TRUE(waitUntil([this] { return m_listener.openConnections() == 0; }));
}

TEST_F(CallbackListenerTest, TakesARefusalByThePersonAsAnAnswer)
{
    openAndWait();
    const QByteArray page = answerTo(get("/oauth/callback?error=access_denied&error_description=no+way&state=" + kState));
    EXPECT_TRUE(page.startsWith("HTTP/1.1 200 OK"));
    EXPECT_TRUE(page.contains("not completed"));
    EXPECT_FALSE(page.contains("denied") || page.contains("no way"));
    const auto callback = await(m_callback);
    ASSERT_OK(callback);
    EXPECT_EQ(callback->query[1].second, u"no way"_s);
}

TEST_F(CallbackListenerTest, PagesAreClosedToEverythingElse)
{
    openAndWait();
    for (const QByteArray &page : {answerTo(get("/favicon.ico")), answerTo("nonsense\r\n\r\n"), answerTo(valid())}) {
        for (const char *header : {"Cache-Control: no-store\r\n", "Referrer-Policy: no-referrer\r\n", "X-Content-Type-Options: nosniff\r\n",
                                   "Connection: close\r\n", "Content-Type: text/html; charset=utf-8\r\n",
                                   "Content-Security-Policy: default-src 'none'; style-src 'sha256-"})
            EXPECT_TRUE(page.contains(header)) << header << "\nin " << page.toStdString();
        static const QRegularExpression kStyle(u"<style>(.*)</style>"_s, QRegularExpression::DotMatchesEverythingOption);
        const QByteArray style = kStyle.match(QString::fromUtf8(page)).captured(1).toUtf8();
        EXPECT_TRUE(page.contains("'sha256-" + QCryptographicHash::hash(style, QCryptographicHash::Sha256).toBase64() + "'"));
        EXPECT_TRUE(style.contains("prefers-color-scheme:dark"));
        for (const char *active : {"<script", "http://", "https://", "src=", "href=", " style=", "c0de", "st4te"})
            EXPECT_FALSE(page.contains(active)) << active;
    }
}

TEST_F(CallbackListenerTest, ListensOnLoopbackOnly)
{
    open();
    QTcpServer elsewhere; // the same port of another address is free
    EXPECT_TRUE(elsewhere.listen(QHostAddress(u"127.0.0.2"_s), m_listener.port())) << qPrintable(elsewhere.errorString());
    EXPECT_FALSE(RawClient(m_listener.port(), u"::1"_s).isConnected());
}

TEST_F(CallbackListenerTest, LocalhostIsBothAddressesOnOnePort)
{
    QTcpServer probe;
    if (!probe.listen(QHostAddress::LocalHostIPv6))
        GTEST_SKIP() << "this machine has no ::1";
    openAndWait({QString(), 0, u"localhost"_s});
    EXPECT_EQ(m_listener.redirectUri().toEncoded(), "http://localhost:" + QByteArray::number(m_listener.port()));
    EXPECT_TRUE(RawClient(m_listener.port()).isConnected());
    m_host = "localhost:" + QByteArray::number(m_listener.port());
    EXPECT_TRUE(answerTo(get("/?code=a&state=" + kState), u"::1"_s).startsWith("HTTP/1.1 200 OK"));
    EXPECT_OK(await(m_callback));
    EXPECT_FALSE(RawClient(m_listener.port()).isConnected());
    EXPECT_FALSE(RawClient(m_listener.port(), u"::1"_s).isConnected());
}

TEST_F(CallbackListenerTest, EitherAddressAloneServesLocalhost)
{
    for (const Loopback present : {Loopback::IPv6Only, Loopback::IPv4Only}) {
        Result<Done> opened = Done{};
        bool reachable = false;
        const bool ran = withLoopback(present, [&] {
            CallbackListener listener(m_clock);
            opened = listener.open({u"/"_s, 0, u"localhost"_s});
            reachable = opened && acceptsConnections(present, listener.port());
        });
        if (!ran)
            GTEST_SKIP() << "this process may not make a network of its own";
        EXPECT_OK(opened);
        EXPECT_TRUE(reachable);
    }
}

TEST_F(CallbackListenerTest, ANumericAddressIsNotReplacedByAnother)
{
    Result<Done> opened = Done{};
    if (!withLoopback(Loopback::IPv6Only, [&] { opened = CallbackListener(m_clock).open({u"/"_s}); }))
        GTEST_SKIP() << "this process may not make a network of its own";
    ASSERT_FALSE(opened.has_value());
    EXPECT_EQ(opened.error().kind, ErrorKind::Unavailable);
}

TEST_F(CallbackListenerTest, NamesAPortThatIsTaken)
{
    for (const auto &[taken, host] :
         {std::pair(QHostAddress::LocalHost, u"127.0.0.1"_s), std::pair(QHostAddress::LocalHost, u"localhost"_s),
          std::pair(QHostAddress::LocalHostIPv6, u"localhost"_s)}) {
        QTcpServer other;
        if (!other.listen(taken))
            GTEST_SKIP() << "this machine has no ::1";
        CallbackListener listener(m_clock);
        const auto opened = listener.open({u"/oidc/callback"_s, other.serverPort(), host});
        ASSERT_FALSE(opened.has_value());
        EXPECT_EQ(opened.error().kind, ErrorKind::Unavailable);
        EXPECT_TRUE(opened.error().message.contains(u"port %1 "_s.arg(other.serverPort()))) << qPrintable(opened.error().message);
        EXPECT_FALSE(listener.isOpen());
        other.close();
        EXPECT_OK(CallbackListener(m_clock).open({u"/oidc/callback"_s, other.serverPort() ? other.serverPort() : quint16(0), host}));
    }
}

TEST_F(CallbackListenerTest, AFixedPortCanBeUsedAgainAtOnce)
{
    openAndWait();
    const quint16 port = m_listener.port();
    answerTo(valid());
    CallbackListener next(m_clock);
    EXPECT_OK(next.open({u"/oauth/callback"_s, port}));
    EXPECT_EQ(next.port(), port);
}

TEST_F(CallbackListenerTest, RefusesAddressesThatAreNotLoopbackAndPathsThatAreNone)
{
    for (const OpenListener &where :
         {OpenListener{u"/"_s, 0, u"0.0.0.0"_s}, OpenListener{u"/"_s, 0, u"example.org"_s}, OpenListener{u"x"_s}, OpenListener{u"/a?b"_s},
          OpenListener{u"/a#b"_s}, OpenListener{u"/a b"_s}, OpenListener{u"/\r\n"_s}})
        EXPECT_EQ(CallbackListener(m_clock).open(where).error().kind, ErrorKind::Internal) << qPrintable(where.path);
}

TEST_F(CallbackListenerTest, AcceptsAllThreeOfItsOwnNames)
{
    for (const QByteArray name : {"127.0.0.1", "localhost", "LocalHost", "[::1]"}) {
        CallbackListener listener(m_clock);
        ASSERT_OK(listener.open({u"/cb"_s}));
        const auto callback = listener.wait(kState, 300s);
        RawClient client(listener.port());
        client.say("GET /cb?code=a&state=" + kState + " HTTP/1.0\r\nhost: " + name + ':' + QByteArray::number(listener.port()) +
                   "\r\n\r\n");
        EXPECT_TRUE(client.hearAll().startsWith("HTTP/1.1 200 OK")) << name.toStdString();
        EXPECT_OK(await(callback));
    }
}

TEST_F(CallbackListenerTest, TakesTheCallbackByteByByte)
{
    openAndWait();
    RawClient client(m_listener.port());
    for (const char c : valid()) {
        client.say(QByteArray(1, c));
        QCoreApplication::processEvents();
    }
    EXPECT_TRUE(client.hearAll().endsWith("</html>\n"));
    EXPECT_OK(await(m_callback));
}

TEST_F(CallbackListenerTest, TakesTheCallbackCutAnywhere)
{
    qsizetype length = 2;
    int taken = 0;
    for (qsizetype cut = 1; cut < length; ++cut) {
        CallbackListener listener(m_clock);
        ASSERT_OK(listener.open({u"/oauth/callback"_s}));
        m_host = "127.0.0.1:" + QByteArray::number(listener.port());
        length = valid().size();
        const auto callback = listener.wait(kState, 300s);
        RawClient client(listener.port());
        client.say(valid().first(cut));
        waitUntil([&listener] { return listener.openConnections() == 1; });
        QCoreApplication::processEvents();
        client.say(valid().sliced(cut));
        EXPECT_TRUE(client.hearAll().startsWith("HTTP/1.1 200 OK")) << "cut at " << cut;
        taken += await(callback).has_value() ? 1 : 0;
    }
    EXPECT_EQ(taken, length - 1);
}

TEST_F(CallbackListenerTest, TakesARequestUpToItsLimit)
{
    openAndWait();
    QByteArray request = valid();
    request.insert(request.size() - 2, "Cookie: " + QByteArray((16 << 10) - request.size() - 6, 'x') + "\r\n");
    EXPECT_GT(request.size(), 16'300);
    EXPECT_TRUE(answerTo(request).startsWith("HTTP/1.1 200 OK"));
    EXPECT_OK(await(m_callback));
}

TEST_F(CallbackListenerTest, IsNotAnsweredTwice)
{
    openAndWait();
    RawClient first(m_listener.port());
    RawClient second(m_listener.port());
    waitUntil([this] { return m_listener.openConnections() == 2; });
    first.say(valid());
    second.say(valid());
    const QByteArray pages = first.hearAll() + second.hearAll();
    EXPECT_EQ(pages.count("200 OK"), 1);
    EXPECT_OK(await(m_callback));
    EXPECT_FALSE(RawClient(m_listener.port()).isConnected());
}

TEST_F(CallbackListenerTest, ASlowConnectionIsDroppedAfterFiveSeconds)
{
    openAndWait();
    RawClient slow(m_listener.port());
    slow.say("GET /oauth");
    ASSERT_TRUE(waitUntil([this] { return m_listener.openConnections() == 1; }));
    m_clock.advance(4999ms);
    slow.say("/callback");
    QCoreApplication::processEvents();
    EXPECT_EQ(m_listener.openConnections(), 1);
    m_clock.advance(1ms);
    EXPECT_EQ(slow.hearAll(), "");
    EXPECT_EQ(m_listener.openConnections(), 0);
    expectStillWaiting();
}

TEST_F(CallbackListenerTest, HeldConnectionsDoNotKeepTheRealOneOut)
{
    openAndWait();
    std::vector<std::unique_ptr<RawClient>> held;
    for (int i = 0; i < 50; ++i) {
        held.push_back(std::make_unique<RawClient>(m_listener.port()));
        QCoreApplication::processEvents();
        EXPECT_LE(m_listener.openConnections(), 8);
    }
    EXPECT_TRUE(waitUntil([this] { return m_listener.openConnections() == 8; }));
    expectStillWaiting();
    EXPECT_TRUE(waitUntil([this] { return m_listener.openConnections() == 0; }));
    for (const auto &client : held)
        EXPECT_EQ(client->hearAll(), "");
}

TEST_F(CallbackListenerTest, AcceptsNothingBeforeSomebodyWaits)
{
    open();
    EXPECT_TRUE(answerTo(valid()).startsWith("HTTP/1.1 400"));
    EXPECT_TRUE(answerTo(get("/oauth/callback?code=c0de&state=")).startsWith("HTTP/1.1 400"));
    m_callback = m_listener.wait(kState, 300s);
    expectStillWaiting();
}

TEST_F(CallbackListenerTest, WaitsOnceAndNotForAStateThatCanBeGuessed)
{
    EXPECT_EQ(await(m_listener.wait(kState, 1s)).error().kind, ErrorKind::Internal); // not open
    open();
    EXPECT_EQ(await(m_listener.wait("", 1s)).error().kind, ErrorKind::Internal);
    EXPECT_EQ(await(m_listener.wait("fifteen-letters", 1s)).error().kind, ErrorKind::Internal);
    m_callback = m_listener.wait(kState, 300s);
    EXPECT_EQ(await(m_listener.wait("another-state-another", 1s)).error().kind, ErrorKind::Internal);
    m_clock.advance(2s);
    expectStillWaiting();
}

TEST_F(CallbackListenerTest, ClosesAtItsDeadline)
{
    openAndWait();
    m_clock.advance(299'999ms);
    EXPECT_TRUE(m_listener.isOpen());
    m_clock.advance(1ms);
    const auto outcome = await(m_callback);
    ASSERT_FALSE(outcome.has_value());
    EXPECT_EQ(outcome.error().kind, ErrorKind::Timeout);
    EXPECT_TRUE(outcome.error().message.contains(u"300 s"_s));
    EXPECT_FALSE(RawClient(m_listener.port()).isConnected());
}

TEST_F(CallbackListenerTest, ClosesWhereNobodyEverWaits)
{
    open();
    m_clock.advance(CallbackListener::kUnusedTime - 1ms);
    EXPECT_TRUE(m_listener.isOpen());
    m_clock.advance(1ms);
    EXPECT_FALSE(m_listener.isOpen());
    EXPECT_FALSE(RawClient(m_listener.port()).isConnected());
}

TEST_F(CallbackListenerTest, ClosesWhenStopped)
{
    std::stop_source stop;
    openAndWait();
    m_listener.endOn(stop.get_token());
    RawClient held(m_listener.port());
    ASSERT_TRUE(waitUntil([this] { return m_listener.openConnections() == 1; }));
    int closed = 0;
    QObject::connect(&m_listener, &CallbackListener::closed, &m_listener, [&closed] { ++closed; });
    stop.request_stop();
    EXPECT_EQ(closed, 1);
    EXPECT_EQ(await(m_callback).error().kind, ErrorKind::Cancelled);
    EXPECT_EQ(held.hearAll(), "");
    EXPECT_FALSE(RawClient(m_listener.port()).isConnected());
    m_clock.advance(400s);
    EXPECT_EQ(closed, 1);
}

TEST_F(CallbackListenerTest, LogsCountsAndNothingElse)
{
    const LogCapture log;
    openAndWait();
    answerTo(get("/oauth/callback?code=c0de&state=wr0ng-state"));
    answerTo("POST /oauth/callback?code=c0de&state=" + kState + " HTTP/1.1\r\nHost: " + m_host + "\r\n\r\n");
    (void)m_listener.submit(u"http://127.0.0.1/?code=c0de"_s);
    answerTo(valid());
    EXPECT_OK(await(m_callback));
    EXPECT_TRUE(log.text().contains(u"3 connections, 2 requests refused"_s)) << qPrintable(log.text());
    for (const QString &word : {u"c0de"_s, u"st4te"_s, u"wr0ng"_s, u"oauth/callback"_s})
        EXPECT_FALSE(log.text().contains(word)) << qPrintable(log.text());
}

} // namespace
} // namespace sallyport::test
