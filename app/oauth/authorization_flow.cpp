// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/oauth/authorization_flow.h"

#include "app/base/json.h"
#include "app/http/callback_query.h"
#include "app/oauth/road_manager.h"
#include "providers/sdk/plain_text.h"

#include <QAbstractOAuthReplyHandler>
#include <QCoreApplication>
#include <QLoggingCategory>
#include <QOAuth2AuthorizationCodeFlow>

#include <cstring>
#include <optional>

using namespace Qt::StringLiterals;

namespace sallyport {

namespace {

QLoggingCategory::CategoryFilter earlierFilter = nullptr;

//! The module logs whole addresses and answers. No setting from outside may bring that back.
void silenceNetworkAuth(QLoggingCategory *category)
{
    constexpr const char *kPrefix = "qt.networkauth";
    if (earlierFilter)
        earlierFilter(category);
    if (std::strncmp(category->categoryName(), kPrefix, std::strlen(kPrefix)) != 0)
        return;
    for (const QtMsgType type : {QtDebugMsg, QtInfoMsg, QtWarningMsg, QtCriticalMsg})
        category->setEnabled(type, false);
}

void keepQuiet()
{
    static const bool done = [] {
        earlierFilter = QLoggingCategory::installFilter(silenceNetworkAuth);
        return true;
    }();
    Q_UNUSED(done)
}

//! What stands in for the module's own listener: it only hands on what others received.
class ReplyHandler final : public QAbstractOAuthReplyHandler {
public:
    using QAbstractOAuthReplyHandler::QAbstractOAuthReplyHandler;

    [[nodiscard]] QString callback() const override { return redirectUri; }
    void networkReplyFinished(QNetworkReply *reply) override { onReply(static_cast<RoadReply *>(reply)); }

    QString redirectUri;
    std::function<void(RoadReply *)> onReply;
};

//! As it stands in a query or form, so that the module has nothing left to encode.
QVariant encoded(const QString &value)
{
    return QString::fromLatin1(QUrl::toPercentEncoding(value));
}

//! One flow, from the page to the token endpoint's answer. Deletes itself afterwards, or goes with the program.
class AuthorizationFlow final : public QObject {
public:
    AuthorizationFlow(AuthorizeWithBrowser question, AuthorizationRoads roads)
        : QObject(QCoreApplication::instance()), m_question(std::move(question)), m_roads(std::move(roads)),
          m_network([this](const HttpRequest &request) { return send(request); }), m_flow(&m_network)
    {
        m_handler.redirectUri = m_question.listener.redirectUri.toString(QUrl::FullyEncoded);
        m_handler.onReply = [this](RoadReply *reply) { take(reply); };
        m_flow.setReplyHandler(&m_handler);
        m_flow.setAuthorizationUrl(m_question.authorizationUrl);
        m_flow.setAccessTokenUrl(m_question.accessTokenUrl);
        m_flow.setClientIdentifier(m_question.clientId);
        m_flow.setScope(m_question.scope);
        m_flow.setState(QString::fromLatin1(m_question.state));
        m_flow.setModifyParametersFunction(
            [this](QAbstractOAuth::Stage stage, QMultiMap<QString, QVariant> *parameters) { complete(stage, *parameters); });
        connect(&m_flow, &QOAuth2AuthorizationCodeFlow::authorizeWithBrowser, this, &AuthorizationFlow::showPage);
    }

    Async<BrowserAuthorization> start()
    {
        m_flow.grant();
        return m_done.future();
    }

private:
    //! PKCE (RFC 7636 4.3, 4.5) and what the provider wants to say besides; the module in 6.4 knows neither.
    void complete(QAbstractOAuth::Stage stage, QMultiMap<QString, QVariant> &parameters) const
    {
        if (stage == QAbstractOAuth::Stage::RequestingAuthorization) {
            for (QVariant &value : parameters)
                value = encoded(value.toString());
            parameters.replace(u"code_challenge"_s, encoded(QString::fromLatin1(m_question.challenge)));
            parameters.replace(u"code_challenge_method"_s, u"S256"_s);
            for (const auto &[name, value] : m_question.pageParameters)
                parameters.replace(name, encoded(value));
        } else if (stage == QAbstractOAuth::Stage::RequestingAccessToken) {
            parameters.replace(u"code_verifier"_s, encoded(m_question.verifier.revealText()));
            for (const auto &[name, value] : m_question.tokenParameters)
                parameters.replace(name, encoded(value));
        }
    }

    void showPage(const QUrl &page)
    {
        m_roads.browser(page).then(this, [this](const Result<BrowserCallback> &callback) {
            if (!callback)
                return finish(callback.error());
            m_outcome.callback = *callback;
            if (const auto good = checkIssuer(*callback); !good)
                return finish(good.error());
            handOver(*callback);
        });
    }

    //! Against an answer of one service that is taken for another's (RFC 9207 2.4).
    [[nodiscard]] Result<Done> checkIssuer(const BrowserCallback &callback) const
    {
        const auto said = parameterOf(callback, u"iss");
        const QString hint = u"Sign in again. If that happens again, something may be answering in the service's place."_s;
        if (!said && m_question.namesIssuer)
            return Error{ErrorKind::Malformed, u"the browser came back without the name of the sign-in service"_s, hint};
        if (said && !m_question.issuer.isEmpty() && *said != m_question.issuer)
            return Error{
                ErrorKind::Malformed,
                u"the browser came back from \"%1\", and not from \"%2\""_s.arg(printable(*said, 120), printable(m_question.issuer, 120)),
                hint};
        return Done{};
    }

    //! The listener has compared the state already, in constant time; the module compares it once more. A refusal is not given to it: it
    //! would only log it.
    void handOver(const BrowserCallback &callback)
    {
        QVariantMap values;
        for (const auto &[name, value] : callback.query) {
            if (name == "error"_L1)
                return finish(m_outcome);
            if (name == "code"_L1 || name == "state"_L1)
                values.insert(name, value);
        }
        emit m_handler.callbackReceived(values);
        if (!m_sent)
            finish(Error{ErrorKind::Malformed, u"the browser came back without a code"_s, u"Sign in again."_s});
    }

    Async<HttpReply> send(HttpRequest request)
    {
        m_sent = true;
        request.tls = m_question.tls;
        request.freshConnection = true; // a code is spent once
        return m_roads.network(request);
    }

    void take(RoadReply *reply)
    {
        if (!reply->result())
            return finish(reply->result().error());
        m_outcome.token = *reply->result();
        if (m_outcome.token->status == 200)
            emit m_handler.tokensReceived(tokensIn(m_outcome.token->body));
        finish(m_outcome);
    }

    //! So that the module knows that its flow has come to a good end.
    static QVariantMap tokensIn(const QByteArray &body)
    {
        QVariantMap tokens;
        const Value answer = json::parse(body).value_or(Value());
        for (const QString &name : {u"access_token"_s, u"token_type"_s, u"scope"_s})
            tokens.insert(name, answer[name].toString());
        return tokens;
    }

    void finish(const Result<BrowserAuthorization> &outcome)
    {
        m_done(outcome);
        deleteLater();
    }

    AuthorizeWithBrowser m_question;
    AuthorizationRoads m_roads;
    Completer<BrowserAuthorization> m_done;
    BrowserAuthorization m_outcome;
    ReplyHandler m_handler;
    RoadManager m_network;
    QOAuth2AuthorizationCodeFlow m_flow;
    bool m_sent = false;
};

} // namespace

Async<BrowserAuthorization> authorizeWithBrowser(const AuthorizeWithBrowser &question, const AuthorizationRoads &roads)
{
    keepQuiet();
    auto *flow = new AuthorizationFlow(question, roads);
    return flow->start();
}

} // namespace sallyport
