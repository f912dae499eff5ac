// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// The authorization code flow by Qt's class, from a conversation's question to the token endpoint's answer: a real listener, a browser made
// of sockets.
#include "app/oauth/authorization_flow.h"

#include "app/http/conversation_driver.h"
#include "providers/sdk/pkce.h"
#include "tests/support/fakes.h"
#include "tests/support/manual_clock.h"
#include "tests/support/raw_client.h"

#include <QLoggingCategory>
#include <QUrlQuery>

#include <gmock/gmock.h>

#include <memory>

using namespace Qt::StringLiterals;

namespace sallyport::test {
namespace {

QStringList *logged = nullptr;

void collect(QtMsgType, const QMessageLogContext &, const QString &message)
{
    logged->append(message);
}

class AuthorizationFlowTest : public testing::Test {
protected:
    void SetUp() override
    {
        m_interlocutor.setAuthorizationHandler(authorizeWithBrowser);
        m_interlocutor.setBrowserHandler([this](const BrowserSession &session, std::stop_token) {
            m_shown.push_back(session);
            return answered<Done>(m_browser);
        });
    }

    Async<BrowserAuthorization> start(std::stop_token stop = {})
    {
        const auto step = withPkce<BrowserAuthorization>([this](const Pkce &pkce) {
            m_pkce = pkce;
            const OpenListener where{.path = {}, .host = u"localhost"_s};
            return askOrFail<BrowserAuthorization>(where, [this, pkce](const ListenerReady &listener) {
                const AuthorizeWithBrowser question{
                    .authorizationUrl = QUrl(u"https://login.example/t/authorize"_s),
                    .accessTokenUrl = QUrl(u"https://login.example/t/token"_s),
                    .clientId = u"client 1&2"_s,
                    .scope = u"https://vault.example/.default openid"_s,
                    .listener = listener,
                    .state = pkce.state,
                    .challenge = pkce.challenge,
                    .verifier = pkce.verifier,
                    .pageParameters = {{u"nonce"_s, QString::fromLatin1(pkce.nonce)}, {u"claims"_s, u"{\"a\":\"b+c&d%20\"}"_s}},
                    .tokenParameters = {{u"scope"_s, u"a b+c"_s}},
                    .tls = {.caFile = u"/ca.pem"_s},
                    .issuer = m_issuer,
                    .namesIssuer = m_namesIssuer};
                return askOrFail<BrowserAuthorization>(question,
                                                       [](const BrowserAuthorization &done) -> Step<BrowserAuthorization> { return done; });
            });
        });
        auto outcome = converse(step, m_interlocutor, std::move(stop));
        EXPECT_TRUE(waitUntil([this] { return !m_shown.empty(); }));
        return outcome;
    }

    [[nodiscard]] QUrlQuery page() const { return QUrlQuery(m_shown.back().url()); }

    //! As the browser would.
    QByteArray comeBack(const QByteArray &query) const
    {
        const QByteArray port = QByteArray::number(m_shown.back().redirectUri().port());
        RawClient client(static_cast<quint16>(m_shown.back().redirectUri().port()));
        client.say("GET /?" + query + " HTTP/1.1\r\nHost: localhost:" + port + "\r\n\r\n");
        return client.hearAll();
    }
    QByteArray comeBackWithCode(const QByteArray &code = "c0de") const
    {
        return comeBack("code=" + code + "&state=" + m_pkce.state + "&session_state=x");
    }

    FakeTransport m_transport{[this](const HttpRequest &) { return m_token; }};
    ManualClock m_clock;
    Interlocutor m_interlocutor{m_transport, m_clock};
    std::vector<BrowserSession> m_shown;
    Pkce m_pkce;
    QString m_issuer;
    bool m_namesIssuer = false;
    Result<Done> m_browser = Done{};
    Result<HttpReply> m_token = reply(200, R"({"access_token":"at","token_type":"Bearer","expires_in":3600,"refresh_token":"rt"})");
};

QString decoded(const QUrlQuery &query, const QString &name)
{
    return query.queryItemValue(name, QUrl::FullyDecoded);
}

TEST_F(AuthorizationFlowTest, ThePageIsAskedForWithEverythingThatProtectsTheFlow)
{
    const auto outcome = start();
    const QUrl url = m_shown.back().url();
    EXPECT_EQ(url.toString(QUrl::RemoveQuery), u"https://login.example/t/authorize"_s);
    EXPECT_EQ(decoded(page(), u"response_type"_s), u"code"_s);
    EXPECT_EQ(decoded(page(), u"client_id"_s), u"client 1&2"_s);
    EXPECT_EQ(decoded(page(), u"scope"_s), u"https://vault.example/.default openid"_s);
    EXPECT_EQ(decoded(page(), u"redirect_uri"_s), u"http://localhost:%1"_s.arg(m_shown.back().redirectUri().port()));
    EXPECT_EQ(decoded(page(), u"state"_s).toLatin1(), m_pkce.state);
    EXPECT_EQ(m_pkce.state.size(), 43) << "256 bits";
    EXPECT_EQ(decoded(page(), u"code_challenge"_s).toLatin1(), m_pkce.challenge);
    EXPECT_EQ(decoded(page(), u"code_challenge_method"_s), u"S256"_s);
    EXPECT_EQ(decoded(page(), u"nonce"_s).toLatin1(), m_pkce.nonce);
    EXPECT_EQ(decoded(page(), u"claims"_s), u"{\"a\":\"b+c&d%20\"}"_s);
    EXPECT_EQ(page().queryItems().size(), 9);
    EXPECT_FALSE(url.toEncoded().contains(m_pkce.verifier.reveal().toByteArray()));
    EXPECT_TRUE(m_transport.requests().empty());
    EXPECT_FALSE(outcome.isFinished());
}

TEST_F(AuthorizationFlowTest, TheCodeIsExchangedOverOurOwnRoad)
{
    const auto outcome = start();
    EXPECT_TRUE(comeBackWithCode("4%2F0c%2B%26%25de").startsWith("HTTP/1.1 200"));
    const auto done = await(outcome);
    ASSERT_OK(done);
    ASSERT_TRUE(done->token);
    EXPECT_EQ(done->token->status, 200);
    EXPECT_THAT(done->token->body.toStdString(), testing::HasSubstr("\"refresh_token\":\"rt\""));
    ASSERT_EQ(m_transport.requests().size(), 1U);
    const HttpRequest &request = m_transport.requests()[0];
    EXPECT_EQ(request.method, "POST");
    EXPECT_EQ(request.url.toEncoded(), "https://login.example/t/token");
    EXPECT_TRUE(request.freshConnection);
    EXPECT_EQ(request.tls.caFile, u"/ca.pem"_s);
    const QUrlQuery form(QString::fromLatin1(request.body));
    EXPECT_EQ(decoded(form, u"grant_type"_s), u"authorization_code"_s);
    EXPECT_EQ(decoded(form, u"code"_s), u"4/0c+&%de"_s) << "decoded once, encoded once";
    EXPECT_EQ(decoded(form, u"client_id"_s), u"client 1&2"_s);
    EXPECT_EQ(decoded(form, u"code_verifier"_s).toLatin1(), m_pkce.verifier.reveal());
    EXPECT_EQ(decoded(form, u"redirect_uri"_s), decoded(page(), u"redirect_uri"_s));
    EXPECT_EQ(decoded(form, u"scope"_s), u"a b+c"_s);
    EXPECT_EQ(form.queryItems().size(), 6) << "no secret, nothing else";
    EXPECT_TRUE(request.headers.contains(HttpHeader{"Content-Type", "application/x-www-form-urlencoded"}));
}

//! Where Qt's class only logs, and the flow would hang.
TEST_F(AuthorizationFlowTest, ARefusalOfTheTokenEndpointIsAnAnswer)
{
    for (const int status : {400, 401, 403, 429, 500, 302}) {
        m_shown.clear();
        m_token = reply(status, R"({"error":"invalid_grant","error_description":"AADSTS70008"})");
        const auto outcome = start();
        comeBackWithCode();
        const auto done = await(outcome);
        ASSERT_OK(done);
        EXPECT_EQ(done->token.value_or(HttpReply{}).status, status);
    }
}

TEST_F(AuthorizationFlowTest, AnswersThatAreNoTokensEndTheFlowToo)
{
    for (const QByteArray body : {"", "[]", "{}", "<html>", "{\"access_token\":5}", "{\"error\":\"x\"}"}) {
        m_shown.clear();
        m_token = reply(200, body);
        const auto outcome = start();
        comeBackWithCode();
        EXPECT_EQ(await(outcome).value_or({}).token.value_or(HttpReply{}).body, body);
    }
}

TEST_F(AuthorizationFlowTest, AFailureOfTheNetworkIsToldAsItIs)
{
    m_token = Error{ErrorKind::Network, u"no route"_s, {}};
    const auto outcome = start();
    comeBackWithCode();
    EXPECT_EQ(await(outcome).error().message, u"no route"_s);
}

TEST_F(AuthorizationFlowTest, ARefusalOfThePageIsAnAnswerWithoutACall)
{
    const auto outcome = start();
    comeBack("error=access_denied&error_description=User+declined&state=" + m_pkce.state);
    const auto done = await(outcome);
    ASSERT_OK(done);
    EXPECT_FALSE(done->token);
    EXPECT_TRUE(done->callback.query.contains(std::pair(u"error"_s, u"access_denied"_s)));
    EXPECT_TRUE(m_transport.requests().empty());
}

TEST_F(AuthorizationFlowTest, ForgedCallbacksChangeNothing)
{
    const auto outcome = start();
    const QByteArray forged[] = {"code=evil&state=wrong",
                                 "code=evil",
                                 "code=evil&state=" + m_pkce.state.chopped(1),
                                 "state=" + m_pkce.state,
                                 "code=evil&code=c0de&state=" + m_pkce.state,
                                 "code=evil&state=" + m_pkce.state + "&state=" + m_pkce.state};
    for (const QByteArray &query : forged)
        EXPECT_FALSE(comeBack(query).startsWith("HTTP/1.1 200")) << query.toStdString();
    EXPECT_TRUE(m_transport.requests().empty());
    comeBackWithCode();
    EXPECT_OK(await(outcome));
    EXPECT_EQ(m_transport.requests().size(), 1U);
}

//! RFC 9207: the code of a service that was taken for another one is not handed to it.
TEST_F(AuthorizationFlowTest, AReturnFromAnotherServiceIsRefusedBeforeTheCodeIsSpent)
{
    m_issuer = u"https://login.example:8443/t/v2.0"_s;
    for (const QByteArray iss : {"&iss=https%3A%2F%2Fevil.example", "&iss=https%3A%2F%2Flogin.example%3A8443%2Ft%2Fv2.0%2F", "&iss="}) {
        for (const QByteArray said : {"code=c0de", "error=access_denied"}) {
            m_shown.clear();
            const auto outcome = start();
            comeBack(said + "&state=" + m_pkce.state + iss);
            EXPECT_EQ(await(outcome).error().kind, ErrorKind::Malformed) << iss.toStdString();
        }
    }
    EXPECT_TRUE(m_transport.requests().empty());
    m_shown.clear();
    const auto outcome = start();
    comeBack("code=c0de&iss=https%3A%2F%2Flogin.example%3A8443%2Ft%2Fv2.0&state=" + m_pkce.state);
    EXPECT_OK(await(outcome));
}

TEST_F(AuthorizationFlowTest, AServiceThatSaysNoNameMayUnlessItPromisedTo)
{
    m_issuer = u"https://login.example/t/v2.0"_s;
    const auto silent = start();
    comeBackWithCode();
    EXPECT_OK(await(silent));
    m_namesIssuer = true;
    m_shown.clear();
    const auto promised = start();
    comeBackWithCode();
    EXPECT_EQ(await(promised).error().kind, ErrorKind::Malformed);
    EXPECT_EQ(m_transport.requests().size(), 1U);
}

TEST_F(AuthorizationFlowTest, ANameIsNotComparedWhereNoneIsKnown)
{
    const auto outcome = start();
    comeBack("code=c0de&iss=https%3A%2F%2Fanybody.example&state=" + m_pkce.state);
    EXPECT_OK(await(outcome));
}

TEST_F(AuthorizationFlowTest, ItCanBeCancelledAtAnyMomentAndTheNextAttemptIsClean)
{
    std::stop_source atThePage;
    const auto first = start(atThePage.get_token());
    const quint16 port = static_cast<quint16>(m_shown.back().redirectUri().port());
    atThePage.request_stop();
    EXPECT_EQ(await(first).error().kind, ErrorKind::Cancelled);
    EXPECT_FALSE(RawClient(port).isConnected()) << "nobody listens any more";

    m_shown.clear();
    const auto second = start();
    m_shown.back().cancel();
    EXPECT_EQ(await(second).error().kind, ErrorKind::Cancelled);

    m_shown.clear();
    const auto third = start();
    comeBackWithCode();
    EXPECT_OK(await(third));
}

TEST_F(AuthorizationFlowTest, AnAddressThatThePersonPastesIsTaken)
{
    const auto outcome = start();
    const QString redirect = decoded(page(), u"redirect_uri"_s);
    EXPECT_FALSE(m_shown.back().submitRedirect(redirect + u"/?code=evil&state=wrong"_s));
    EXPECT_OK(m_shown.back().submitRedirect(redirect + u"/?code=c0de&state="_s + QString::fromLatin1(m_pkce.state)));
    ASSERT_OK(await(outcome));
    EXPECT_EQ(decoded(QUrlQuery(QString::fromLatin1(m_transport.requests().at(0).body)), u"code"_s), u"c0de"_s);
}

TEST_F(AuthorizationFlowTest, NothingOfItIsLoggedWhateverTheSettings)
{
    QStringList messages;
    logged = &messages;
    const auto before = qInstallMessageHandler(collect);
    QLoggingCategory::setFilterRules(u"*=true"_s);
    const auto outcome = start();
    comeBackWithCode();
    const auto done = await(outcome);
    m_token = reply(400, "not json at all");
    m_shown.clear();
    const auto refused = start();
    comeBackWithCode();
    const auto end = await(refused);
    QLoggingCategory::setFilterRules({});
    qInstallMessageHandler(before);
    EXPECT_OK(done);
    EXPECT_OK(end);
    for (const QString &message : messages) {
        EXPECT_FALSE(message.contains(QString::fromLatin1(m_pkce.state)) || message.contains(u"login.example"_s) ||
                     message.contains(u"not json"_s))
            << message.toStdString();
    }
    QLoggingCategory category("qt.networkauth.oauth2");
    EXPECT_FALSE(category.isDebugEnabled() || category.isWarningEnabled());
}

TEST(AuthorizationFlow, WhereNobodyRunsItTheConversationIsTold)
{
    FakeTransport transport{[](const HttpRequest &) -> Result<HttpReply> { return reply(200); }};
    ManualClock clock;
    Interlocutor interlocutor(transport, clock);
    const auto step = askOrFail<BrowserAuthorization>(AuthorizeWithBrowser{},
                                                      [](const BrowserAuthorization &done) -> Step<BrowserAuthorization> { return done; });
    EXPECT_EQ(await(converse(step, interlocutor, {})).error().kind, ErrorKind::Unavailable);
}

} // namespace
} // namespace sallyport::test
