// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// Sign-in by browser and by code, from a conversation's question to the page and back.
#include "app/http/conversation_driver.h"
#include "providers/sdk/pkce.h"
#include "tests/support/fakes.h"
#include "tests/support/manual_clock.h"
#include "tests/support/raw_client.h"

#include <gmock/gmock.h>

#include <memory>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace sallyport::test {
namespace {

const QUrl kPage(u"https://sign-in.example/authorize"_s);

//! Opens a page and ends with the code; keeps its state where the test sees it.
struct KnownState {
    std::shared_ptr<QByteArray> state = std::make_shared<QByteArray>();

    [[nodiscard]] Step<QString> signIn(const QUrl &page = kPage) const
    {
        return withPkce<QString>([known = state, page](const Pkce &pkce) -> Step<QString> {
            *known = pkce.state;
            return askOrFail<QString>(OpenListener{u"/cb"_s}, [pkce, page](const ListenerReady &ready) -> Step<QString> {
                OpenBrowser question{page, pkce.state};
                question.listener = ready.listener;
                question.purpose = u"sign in to team-a"_s;
                return askOrFail<QString>(question,
                                          [](const BrowserCallback &callback) -> Step<QString> { return callback.query.front().second; });
            });
        });
    }
};

class BrowserSignInTest : public testing::Test {
protected:
    struct Shown {
        BrowserSession session;
        std::stop_token stop;
    };

    void SetUp() override
    {
        m_interlocutor->setBrowserHandler([this](const BrowserSession &session, std::stop_token stop) {
            m_shown.push_back({session, std::move(stop)});
            return answered<Done>(m_browser);
        });
        m_interlocutor->setShowCodeHandler([this](const ShowCode &code, const std::stop_source &conversation) {
            m_codes.push_back(code);
            m_conversations.push_back(conversation);
        });
    }

    Async<QString> start(const Step<QString> &step, std::stop_token stop = {}) { return converse(step, *m_interlocutor, std::move(stop)); }

    void awaitPages(std::size_t count)
    {
        ASSERT_TRUE(waitUntil([this, count] { return m_shown.size() == count; }));
    }

    static bool isReachable(const Shown &shown)
    {
        return RawClient(static_cast<quint16>(shown.session.redirectUri().port())).isConnected();
    }

    //! As the browser would, with the state of the page.
    static QByteArray comeBack(const Shown &shown, const QByteArray &code, const QByteArray &state)
    {
        const QByteArray port = QByteArray::number(shown.session.redirectUri().port());
        RawClient client(static_cast<quint16>(shown.session.redirectUri().port()));
        client.say("GET /cb?code=" + code + "&state=" + state + " HTTP/1.1\r\nHost: 127.0.0.1:" + port + "\r\n\r\n");
        return client.hearAll();
    }

    FakeTransport m_transport{[](const HttpRequest &) -> Result<HttpReply> { return reply(200, "ok"); }};
    ManualClock m_clock;
    std::unique_ptr<Interlocutor> m_interlocutor = std::make_unique<Interlocutor>(m_transport, m_clock);
    std::vector<Shown> m_shown;
    std::vector<ShowCode> m_codes;
    std::vector<std::stop_source> m_conversations;
    Result<Done> m_browser = Done{};
};

TEST_F(BrowserSignInTest, GoesFromThePageToItsCodeAndClosesEverything)
{
    const KnownState known;
    const auto outcome = start(known.signIn());
    awaitPages(1);
    const Shown &shown = m_shown[0];
    EXPECT_EQ(shown.session.url(), kPage);
    EXPECT_EQ(shown.session.purpose(), u"sign in to team-a"_s);
    EXPECT_EQ(shown.session.expires(), m_clock.wallTime().addSecs(300));
    EXPECT_TRUE(shown.session.isWaiting());
    EXPECT_TRUE(comeBack(shown, "c0de", *known.state).endsWith("</html>\n"));
    const auto code = await(outcome);
    ASSERT_OK(code);
    EXPECT_EQ(*code, u"c0de"_s);
    EXPECT_TRUE(shown.stop.stop_requested());
    EXPECT_FALSE(shown.session.isWaiting());
    EXPECT_FALSE(isReachable(shown));
}

TEST_F(BrowserSignInTest, KeepsSignInsAtTheSameTimeApart)
{
    const KnownState first;
    const KnownState second;
    const auto one = start(first.signIn());
    awaitPages(1);
    const auto two = start(second.signIn());
    awaitPages(2);
    EXPECT_NE(m_shown[0].session.redirectUri(), m_shown[1].session.redirectUri());
    EXPECT_TRUE(comeBack(m_shown[0], "mixed-up", *second.state).startsWith("HTTP/1.1 400"));
    EXPECT_TRUE(comeBack(m_shown[1], "two", *second.state).startsWith("HTTP/1.1 200"));
    EXPECT_EQ(await(two).value_or(QString()), u"two"_s);
    EXPECT_FALSE(one.isFinished());
    EXPECT_TRUE(comeBack(m_shown[0], "one", *first.state).startsWith("HTTP/1.1 200"));
    EXPECT_EQ(await(one).value_or(QString()), u"one"_s);
}

TEST_F(BrowserSignInTest, APageIsDeliveredThoughTheConversationEndsAtOnce)
{
    for (int i = 0; i < 20; ++i) {
        const KnownState known;
        const auto outcome = start(known.signIn());
        awaitPages(static_cast<std::size_t>(i) + 1);
        EXPECT_TRUE(comeBack(m_shown.back(), "c", *known.state).endsWith("</html>\n"));
        EXPECT_OK(await(outcome));
    }
}

TEST_F(BrowserSignInTest, TakesAPastedAddress)
{
    const KnownState known;
    const auto outcome = start(known.signIn());
    awaitPages(1);
    const BrowserSession session = m_shown[0].session;
    EXPECT_EQ(session.submitRedirect(u"nothing like it"_s).error().kind, ErrorKind::InvalidInput);
    EXPECT_OK(session.submitRedirect(session.redirectUri().toString() + u"?code=c0de&state="_s + QString::fromLatin1(*known.state)));
    EXPECT_EQ(await(outcome).value_or(QString()), u"c0de"_s);
    EXPECT_TRUE(m_shown[0].stop.stop_requested());
    m_interlocutor.reset(); // a dialog may outlive it
    EXPECT_EQ(session.submitRedirect(QString()).error().kind, ErrorKind::InvalidInput);
    session.cancel();
    EXPECT_FALSE(session.isWaiting());
}

TEST_F(BrowserSignInTest, EndsWhereThePersonCancels)
{
    const auto outcome = start(KnownState().signIn(kPage));
    awaitPages(1);
    m_shown[0].session.cancel();
    EXPECT_EQ(await(outcome).error().kind, ErrorKind::Cancelled);
    EXPECT_TRUE(m_shown[0].stop.stop_requested());
    EXPECT_FALSE(isReachable(m_shown[0]));
}

TEST_F(BrowserSignInTest, EndsWhereNoBrowserCanBeOpened)
{
    m_browser = Error{ErrorKind::Unavailable, u"no browser was found"_s, u"Install one."_s};
    const auto outcome = await(start(KnownState().signIn(kPage)));
    ASSERT_FALSE(outcome.has_value());
    EXPECT_EQ(outcome.error(), m_browser.error());
    EXPECT_TRUE(m_shown[0].stop.stop_requested());
    EXPECT_FALSE(isReachable(m_shown[0]));
}

TEST_F(BrowserSignInTest, EndsAtTheDeadline)
{
    const auto outcome = start(KnownState().signIn(kPage));
    awaitPages(1);
    m_clock.advance(300s);
    EXPECT_EQ(await(outcome).error().kind, ErrorKind::Timeout);
    EXPECT_TRUE(m_shown[0].stop.stop_requested());
    EXPECT_FALSE(isReachable(m_shown[0]));
}

TEST_F(BrowserSignInTest, EndsWhenItsAskerStops)
{
    std::stop_source stop;
    const auto outcome = start(KnownState().signIn(kPage), stop.get_token());
    awaitPages(1);
    stop.request_stop();
    EXPECT_EQ(await(outcome).error().kind, ErrorKind::Cancelled);
    EXPECT_TRUE(m_shown[0].stop.stop_requested());
    EXPECT_FALSE(isReachable(m_shown[0]));
}

TEST_F(BrowserSignInTest, AListenerEndsWithAConversationThatOpensNoPage)
{
    auto port = std::make_shared<quint16>(0);
    const auto step = askOrFail<QString>(OpenListener{u"/cb"_s}, [port](const ListenerReady &ready) -> Step<QString> {
        *port = static_cast<quint16>(ready.redirectUri.port());
        return askOrFail<QString>(HttpRequest{}, [](const HttpReply &) -> Step<QString> { return u"done"_s; });
    });
    m_transport.hold();
    const auto outcome = start(step);
    ASSERT_TRUE(waitUntil([this] { return m_transport.waiting() == 1; }));
    EXPECT_TRUE(RawClient(*port).isConnected());
    m_transport.release();
    EXPECT_OK(await(outcome));
    EXPECT_FALSE(RawClient(*port).isConnected());
}

TEST_F(BrowserSignInTest, AListenerEndsWithTheProgramsVoice)
{
    const auto outcome = start(KnownState().signIn(kPage));
    awaitPages(1);
    m_interlocutor.reset();
    EXPECT_FALSE(isReachable(m_shown[0]));
    EXPECT_EQ(await(outcome).error().kind, ErrorKind::Internal); // dropped
}

TEST_F(BrowserSignInTest, AListenerServesItsOwnConversationAndOnePage)
{
    const std::stop_source mine;
    const std::stop_source other;
    const auto opened = await(m_interlocutor->answer(OpenListener{u"/cb"_s}, mine));
    ASSERT_OK(opened);
    OpenBrowser page{kPage, "st4te-st4te-st4te-st4te"};
    page.listener = std::get<ListenerReady>(*opened).listener;
    EXPECT_EQ(await(m_interlocutor->answer(page, other)).error().kind, ErrorKind::Timeout);
    OpenBrowser elsewhere = page;
    elsewhere.listener += 1;
    EXPECT_EQ(await(m_interlocutor->answer(elsewhere, mine)).error().kind, ErrorKind::Timeout);
    OpenBrowser guessable = page;
    guessable.expectedState = "short";
    EXPECT_EQ(await(m_interlocutor->answer(guessable, mine)).error().kind, ErrorKind::Internal);
    EXPECT_TRUE(m_shown.empty());
    const auto first = m_interlocutor->answer(page, mine);
    EXPECT_EQ(await(m_interlocutor->answer(page, mine)).error().kind, ErrorKind::Internal);
    EXPECT_EQ(m_shown.size(), 1U);
    EXPECT_FALSE(first.isFinished());
}

TEST_F(BrowserSignInTest, OpensNoPageThatIsNotForABrowser)
{
    for (const char *address :
         {"http://sign-in.example/", "file:///etc/passwd", "javascript:alert(1)", "ftp://a.example/", "data:text/html,x", "",
          "https:///path", "https://user:pw@a.example/", "vscode://x/y", "http://127.0.0.1.evil.example/", "//a.example/"}) {
        const auto outcome = await(start(KnownState().signIn(QUrl(QString::fromLatin1(address)))));
        ASSERT_FALSE(outcome.has_value()) << address;
        EXPECT_EQ(outcome.error().kind, ErrorKind::Malformed) << address;
        EXPECT_FALSE(outcome.error().hint.isEmpty());
    }
    EXPECT_TRUE(m_shown.empty());
    for (const char *address : {"https://a.example/x?y=z", "http://127.0.0.1:8080/", "http://localhost/", "http://[::1]:1/"})
        EXPECT_OK(checkPage(QUrl(QString::fromLatin1(address))));
}

// --- codes ---

Step<QString> device(const ShowCode &code)
{
    return askOrFail<QString>(code, [](const CodeShown &) -> Step<QString> {
        return askOrFail<QString>(Wait{5s}, [](const Waited &) -> Step<QString> { return u"signed in"_s; });
    });
}

const ShowCode kCode{QUrl(u"https://device.example/"_s), QUrl(u"https://device.example/?user_code=WDJB"_s), u"WDJB"_s, u"sign in"_s};

TEST_F(BrowserSignInTest, ShowsACodeUntilTheConversationIsOver)
{
    const auto outcome = start(device(kCode));
    ASSERT_TRUE(waitUntil([this] { return m_codes.size() == 1 && m_clock.pending() == 1; }));
    EXPECT_EQ(m_codes[0].userCode, u"WDJB"_s);
    EXPECT_FALSE(m_conversations[0].stop_requested());
    m_clock.advance(5s);
    EXPECT_EQ(await(outcome).value_or(QString()), u"signed in"_s);
    EXPECT_TRUE(m_conversations[0].stop_requested());
}

TEST_F(BrowserSignInTest, WhoShowsACodeCanEndTheConversation)
{
    std::stop_source asker;
    const auto outcome = start(device(kCode), asker.get_token());
    ASSERT_TRUE(waitUntil([this] { return m_codes.size() == 1 && m_clock.pending() == 1; }));
    m_conversations[0].request_stop();
    EXPECT_EQ(await(outcome).error().kind, ErrorKind::Cancelled);
    EXPECT_FALSE(asker.stop_requested());
}

TEST_F(BrowserSignInTest, ACodeIsTakenAwayWhenTheAskerStops)
{
    std::stop_source asker;
    const auto outcome = start(device(kCode), asker.get_token());
    ASSERT_TRUE(waitUntil([this] { return m_codes.size() == 1; }));
    asker.request_stop();
    EXPECT_TRUE(m_conversations[0].stop_requested());
    EXPECT_EQ(await(outcome).error().kind, ErrorKind::Cancelled);
}

TEST_F(BrowserSignInTest, ShowsNoCodeForAPageThatIsNotForABrowser)
{
    ShowCode plain = kCode;
    plain.verificationUriComplete = QUrl();
    const auto outcome = start(device(plain));
    EXPECT_TRUE(waitUntil([this] { return m_codes.size() == 1; }));
    ShowCode bad = kCode;
    bad.verificationUri = QUrl(u"file:///x"_s);
    EXPECT_EQ(await(start(device(bad))).error().kind, ErrorKind::Malformed);
    bad.verificationUri = QUrl();
    bad.verificationUriComplete = QUrl();
    EXPECT_EQ(await(start(device(bad))).error().kind, ErrorKind::Malformed);
    bad = kCode;
    bad.verificationUriComplete = QUrl(u"javascript:x"_s);
    EXPECT_EQ(await(start(device(bad))).error().kind, ErrorKind::Malformed);
    EXPECT_EQ(m_codes.size(), 1U);
}

} // namespace
} // namespace sallyport::test
