// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// What is not the answer of the sign-in: by the network and by hand.
#include "tests/http/callback_listener_fixture.h"

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace sallyport::test {
namespace {

struct Forgery {
    const char *name;
    QByteArray request; //!< {host} and {state} stand for the right ones
    const char *status;
};

class CallbackForgeryTest : public CallbackListenerTest, public testing::WithParamInterface<Forgery> {};

TEST_P(CallbackForgeryTest, IsAnsweredWithAPageAndOtherwiseIgnored)
{
    openAndWait();
    QByteArray request = GetParam().request;
    request.replace("{host}", m_host).replace("{port}", QByteArray::number(m_listener.port())).replace("{state}", kState);
    const QByteArray heard = answerTo(request);
    EXPECT_TRUE(heard.startsWith(QByteArray("HTTP/1.1 ") + GetParam().status)) << heard.toStdString();
    EXPECT_FALSE(heard.contains("c0de") || heard.contains(kState));
    expectStillWaiting();
}

Forgery target(const char *name, const QByteArray &target, const char *status)
{
    return {name, "GET " + target + " HTTP/1.1\r\nHost: {host}\r\n\r\n", status};
}

Forgery host(const char *name, const QByteArray &headers)
{
    return {name, "GET /oauth/callback?code=c0de&state={state} HTTP/1.1\r\n" + headers + "\r\n", "400"};
}

Forgery line(const char *name, const QByteArray &method, const QByteArray &version, const char *status, const QByteArray &rest = "\r\n")
{
    return {name, method + " /oauth/callback?code=c0de&state={state} " + version + "\r\nHost: {host}\r\n" + rest, status};
}

INSTANTIATE_TEST_SUITE_P(
    Requests, CallbackForgeryTest,
    testing::Values(
        target("WrongState", "/oauth/callback?code=c0de&state=st4te-st4te-st4te-st4tf", "400"),
        target("ShorterState", "/oauth/callback?code=c0de&state=st4te", "400"),
        target("LongerState", "/oauth/callback?code=c0de&state={state}x", "400"),
        target("EmptyState", "/oauth/callback?code=c0de&state=", "400"), target("NoState", "/oauth/callback?code=c0de", "400"),
        target("NoCode", "/oauth/callback?state={state}", "400"), target("EmptyCode", "/oauth/callback?code=&state={state}", "400"),
        target("NoQuery", "/oauth/callback", "400"), target("TwoStates", "/oauth/callback?code=c0de&state={state}&state={state}", "400"),
        target("TwoCodes", "/oauth/callback?code=c0de&code=c0de&state={state}", "400"),
        target("EscapedTwin", "/oauth/callback?code=c0de&c%6fde=x&state={state}", "400"),
        target("CodeAndError", "/oauth/callback?code=c0de&error=x&state={state}", "400"),
        target("TwoOfAnother", "/oauth/callback?code=c0de&iss=a&iss=b&state={state}", "400"),
        target("BrokenEscape", "/oauth/callback?code=c0de%zz&state={state}", "400"),
        target("NotUtf8", "/oauth/callback?code=c0de%ff&state={state}", "400"),
        target("StateEncodedTwice", "/oauth/callback?code=c0de&state=st4te%252Dst4te-st4te-st4te", "400"),
        target("Fragment", "/oauth/callback?code=c0de&state={state}#x", "400"), target("Favicon", "/favicon.ico", "404"),
        target("Root", "/?code=c0de&state={state}", "404"), target("LongerPath", "/oauth/callback/x?code=c0de&state={state}", "404"),
        target("TrailingSlash", "/oauth/callback/?code=c0de&state={state}", "404"),
        target("ShorterPath", "/oauth?code=c0de&state={state}", "404"),
        target("OtherCase", "/OAuth/callback?code=c0de&state={state}", "404"),
        target("DotSegments", "/x/../oauth/callback?code=c0de&state={state}", "404"),
        target("EscapedPath", "/oauth%2Fcallback?code=c0de&state={state}", "404"),
        target("DoubleSlash", "//oauth/callback?code=c0de&state={state}", "404"),
        target("WholeUrl", "http://{host}/oauth/callback?code=c0de&state={state}", "404"),
        host("RebindingHost", "Host: evil.example:{port}\r\n"), host("NoPort", "Host: 127.0.0.1\r\n"),
        host("OtherPort", "Host: 127.0.0.1:1\r\n"), host("NoHost", ""), host("EmptyHost", "Host:\r\n"),
        host("TwoHosts", "Host: {host}\r\nHost: {host}\r\n"), host("HostWithTail", "Host: {host}.evil.example\r\n"),
        host("HostWithUser", "Host: a@{host}\r\n"), host("AnyAddress", "Host: 0.0.0.0:{port}\r\n"),
        host("ForeignOrigin", "Host: {host}\r\nOrigin: https://evil.example\r\n"), host("NullOrigin", "Host: {host}\r\nOrigin: null\r\n"),
        host("SpaceBeforeColon", "Host : {host}\r\n"), line("Post", "POST", "HTTP/1.1", "405"), line("Head", "HEAD", "HTTP/1.1", "405"),
        line("Put", "PUT", "HTTP/1.1", "405"), line("Delete", "DELETE", "HTTP/1.1", "405"), line("Options", "OPTIONS", "HTTP/1.1", "405"),
        line("LowerCase", "get", "HTTP/1.1", "405"), line("Http2", "GET", "HTTP/2.0", "505"), line("Http09", "GET", "", "505"),
        line("BadVersion", "GET", "HTTQ/1.1", "505"), line("Body", "GET", "HTTP/1.1", "413", "Content-Length: 3\r\n\r\nabc"),
        line("ChunkedBody", "GET", "HTTP/1.1", "413", "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n"),
        line("BodyForm", "POST", "HTTP/1.1", "413", "Content-Length: 9\r\n\r\ncode=c0de"),
        line("TooLong", "GET", "HTTP/1.1", "431", "X: " + QByteArray(17 << 10, 'x') + "\r\n\r\n"),
        Forgery{"EndlessHeader", "GET / HTTP/1.1\r\nX: " + QByteArray(20 << 10, 'x'), "431"},
        Forgery{"EndlessTarget", "GET /" + QByteArray(20 << 10, 'x'), "431"},
        Forgery{"Tls", QByteArray("\x16\x03\x01\x02\x00\x01", 6), "400"}, Forgery{"Nonsense", "hello\r\n\r\n", "400"}),
    [](const auto &tested) { return tested.param.name; });

TEST_F(CallbackListenerTest, AThousandForgedCallbacksDoNotKeepTheRealOneOut)
{
    openAndWait();
    int refused = 0;
    for (int i = 0; i < 1000; ++i) {
        const QByteArray guess = QByteArray::number(i).rightJustified(kState.size(), 's');
        refused += answerTo(get("/oauth/callback?code=c0de&state=" + guess)).startsWith("HTTP/1.1 400") ? 1 : 0;
    }
    EXPECT_EQ(refused, 1000);
    expectStillWaiting();
}

TEST_F(CallbackListenerTest, PipelinedRequestsAfterTheFirstAreNotRead)
{
    openAndWait();
    const QByteArray heard = answerTo(get("/oauth/callback?code=x&state=wrong") + valid());
    EXPECT_EQ(heard.count("HTTP/1.1 "), 1);
    EXPECT_TRUE(heard.startsWith("HTTP/1.1 400"));
    expectStillWaiting();
}

TEST_F(CallbackListenerTest, TakesAPastedAddress)
{
    for (const QByteArray &prefix :
         {QByteArray("  http://127.0.0.1:{port}"), QByteArray("http://localhost:{port}"), QByteArray("HTTP://[::1]:{port}")}) {
        CallbackListener listener(m_clock);
        ASSERT_OK(listener.open({u"/oauth/callback"_s}));
        const auto callback = listener.wait(kState, 300s);
        QByteArray pasted = prefix + "/oauth/callback?code=4%2F0&state=" + kState + "#end\n";
        pasted.replace("{port}", QByteArray::number(listener.port()));
        EXPECT_OK(listener.submit(QString::fromUtf8(pasted)));
        const auto outcome = await(callback);
        ASSERT_OK(outcome);
        EXPECT_EQ(outcome->query[0].second, u"4/0"_s);
        EXPECT_FALSE(listener.isOpen());
        EXPECT_TRUE(listener.submit(QString::fromUtf8(pasted)).error().message.contains(u"over"_s));
    }
}

TEST_F(CallbackListenerTest, SaysWhatDoesNotFitInAPastedAddress)
{
    openAndWait();
    const QString port = QString::number(m_listener.port());
    const QString good = u"http://127.0.0.1:"_s + port + u"/oauth/callback?"_s;
    const QString other = u"not the address"_s;
    const QString incomplete = u"no complete answer"_s;
    const std::pair<QString, QString> rows[] = {
        {QString(), other},
        {u"c0de"_s, other},
        {u"https://127.0.0.1:"_s + port + u"/oauth/callback?code=c0de&state="_s + QString::fromLatin1(kState), other},
        {u"http://127.0.0.1:1/oauth/callback?code=c0de&state="_s + QString::fromLatin1(kState), other},
        {u"http://evil.example:"_s + port + u"/oauth/callback?code=c0de&state="_s + QString::fromLatin1(kState), other},
        {u"http://a@127.0.0.1:"_s + port + u"/oauth/callback?code=c0de&state="_s + QString::fromLatin1(kState), other},
        {u"http://127.0.0.1:"_s + port + u"/other?code=c0de&state="_s + QString::fromLatin1(kState), other},
        {u"http://127.0.0.1:"_s + port + u"/oauth/callback"_s, incomplete},
        {good + u"code=c0de"_s, incomplete},
        {good + u"code=c0de&code=c0de&state="_s + QString::fromLatin1(kState), incomplete},
        {good + u"code=c0de%&state="_s + QString::fromLatin1(kState), incomplete},
        {good + u"code=c0de&state=of-another-sign-in"_s, u"another sign-in"_s}};
    for (const auto &[pasted, words] : rows) {
        const auto refused = m_listener.submit(pasted);
        ASSERT_FALSE(refused.has_value()) << qPrintable(pasted);
        EXPECT_EQ(refused.error().kind, ErrorKind::InvalidInput);
        EXPECT_TRUE(refused.error().message.contains(words)) << qPrintable(pasted) << ": " << qPrintable(refused.error().message);
        EXPECT_FALSE(refused.error().hint.isEmpty());
        EXPECT_FALSE((refused.error().message + refused.error().hint).contains(u"c0de"_s));
    }
    expectStillWaiting();
}

} // namespace
} // namespace sallyport::test
