// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "providers/aws/sso_sign_in.h"

#include "providers/aws/sso_client.h"
#include "providers/aws/sts.h"
#include "providers/sdk/pkce.h"
#include "providers/sdk/plain_text.h"
#include "providers/sdk/web_form.h"

#include <algorithm>

using namespace Qt::StringLiterals;
using std::chrono::seconds;

namespace sallyport::aws {

namespace {

constexpr seconds kUsualInterval{5};
constexpr seconds kSlower{5};
constexpr seconds kLongestInterval{60};
constexpr int kLongestLifeS = 30 * 60;
constexpr std::chrono::milliseconds kBrowserDeadline{600'000}; //!< as long as the AWS CLI waits

const SsoClientKind &browserClient()
{
    static const SsoClientKind kKind{.grantTypes = {u"authorization_code"_s, u"refresh_token"_s},
                                     .redirectUris = {u"http://127.0.0.1/oauth/callback"_s}};
    return kKind;
}

const SsoClientKind &codeClient()
{
    static const SsoClientKind kKind{.grantTypes = {u"urn:ietf:params:oauth:grant-type:device_code"_s, u"refresh_token"_s}};
    return kKind;
}

//! The last word of a sign-in: its client may be used again.
Step<SsoSignIn> signedIn(const SsoSource &source, const SsoClientKind &kind, const Result<SsoToken> &token, const QDateTime &now)
{
    if (!token)
        return token.error();
    return askOrFail<SsoSignIn>(ssoClientProved(source, kind),
                                [done = SsoSignIn{*token, now}](const Remembered &) -> Step<SsoSignIn> { return done; });
}

Value tokenRequest(const SsoToken &client, const QString &grantType)
{
    Value body{Value::Map()};
    body.set(u"clientId"_s, client.clientId);
    body.set(u"clientSecret"_s, client.clientSecret.revealText());
    body.set(u"grantType"_s, grantType);
    return body;
}

// --- browser ---

Step<SsoSignIn> redeem(const Context &context, const SsoSource &source, const SsoToken &client, const Value &body)
{
    Context speaking = context;
    speaking.hidden.append(client.clientSecret);
    for (const QStringView name : {u"code", u"codeVerifier"})
        speaking.hidden.append(SecretValue::fromString(body[name].toString()));
    const Call request = oidcCall(source, "/token", body, signInPurpose(source));
    return chain<SsoSignIn>(demand(speaking, request), [source, client, now = context.now](const Result<Reply> &reply) -> Step<SsoSignIn> {
        return reply ? signedIn(source, browserClient(), tokenFrom(*reply, client, now), now) : Step<SsoSignIn>(reply.error());
    });
}

QString parameter(const BrowserCallback &callback, const QString &name)
{
    for (const auto &[key, value] : callback.query) {
        if (key == name)
            return value;
    }
    return {};
}

Step<SsoSignIn> takeCallback(const Context &context, const SsoSource &source, const SsoToken &client, const BrowserCallback &callback,
                             Value body)
{
    if (const QString error = parameter(callback, u"error"_s); !error.isEmpty()) {
        const QString words = parameter(callback, u"error_description"_s);
        return Error{
            ErrorKind::Unauthenticated,
            u"could not %1: the browser brought back \"%2\""_s.arg(signInPurpose(source), printable(words.isEmpty() ? error : words, 200)),
            u"Sign in again and allow the access."_s};
    }
    body.set(u"code"_s, parameter(callback, u"code"_s));
    return withFreshTime<SsoSignIn>(context, [source, client, body](const Context &later) { return redeem(later, source, client, body); });
}

Result<QUrl> authorizeAddress(const Context &context, const SsoSource &source, const SsoToken &client, const Pkce &pkce,
                              const QUrl &redirect)
{
    const auto endpoint = endpointFor(context.settings, Service::SsoOidc, source.region);
    if (!endpoint)
        return endpoint.error();
    const QByteArray query = webFormOfTexts({{u"response_type"_s, u"code"_s},
                                             {u"client_id"_s, client.clientId},
                                             {u"redirect_uri"_s, redirect.toString(QUrl::FullyEncoded)},
                                             {u"state"_s, QString::fromLatin1(pkce.state)},
                                             {u"code_challenge_method"_s, u"S256"_s},
                                             {u"scopes"_s, scopesOf(source).join(u' ')},
                                             {u"code_challenge"_s, QString::fromLatin1(pkce.challenge)}});
    return QUrl::fromEncoded(endpoint->url.toEncoded() + "/authorize?" + query, QUrl::StrictMode);
}

Step<SsoSignIn> openPage(const Context &context, const SsoSource &source, const SsoToken &client, const Pkce &pkce)
{
    return askOrFail<SsoSignIn>(OpenListener{.path = u"/oauth/callback"_s}, [=](const ListenerReady &ready) -> Step<SsoSignIn> {
        const auto address = authorizeAddress(context, source, client, pkce, ready.redirectUri);
        if (!address)
            return address.error();
        Value body = tokenRequest(client, u"authorization_code"_s);
        body.set(u"redirectUri"_s, ready.redirectUri.toString(QUrl::FullyEncoded));
        body.set(u"codeVerifier"_s, pkce.verifier.revealText());
        const OpenBrowser page{.url = *address,
                               .expectedState = pkce.state,
                               .deadline = kBrowserDeadline,
                               .listener = ready.listener,
                               .purpose = signInPurpose(source)};
        return askOrFail<SsoSignIn>(page,
                                    [=](const BrowserCallback &callback) { return takeCallback(context, source, client, callback, body); });
    });
}

// --- code ---

//! A code that waits for its confirmation.
struct Pending {
    Context context;
    SsoSource source;
    SsoToken client;
    SecretValue deviceCode;
    seconds interval;
    QDateTime ends; //!< UTC
};

Step<SsoSignIn> poll(const Pending &pending);

Error codeEnded(const Pending &pending)
{
    return {ErrorKind::Unauthenticated, u"could not %1: the code was not confirmed in time"_s.arg(signInPurpose(pending.source)),
            u"Sign in again and enter the new code."_s};
}

bool isPassing(ErrorKind kind)
{
    return kind == ErrorKind::Network || kind == ErrorKind::Timeout || kind == ErrorKind::Unavailable;
}

Step<SsoSignIn> judgePoll(Pending pending, const Call &request, const Result<Reply> &reply)
{
    if (!reply)
        return isPassing(reply.error().kind) ? poll(pending) : Step<SsoSignIn>(reply.error());
    if (reply->isGood())
        return signedIn(pending.source, codeClient(), tokenFrom(*reply, pending.client, pending.context.now), pending.context.now);
    const QString code = oauthCode(*reply);
    if (code == "ExpiredToken"_L1)
        return codeEnded(pending);
    if (code == "SlowDown"_L1)
        pending.interval += kSlower;
    else if (code != "AuthorizationPending"_L1 && reply->status < 500) {
        Error error = refusedSignIn(pending.context, request, *reply);
        error.kind = ErrorKind::Unauthenticated;
        return error;
    }
    return poll(pending);
}

Step<SsoSignIn> askForToken(const Pending &pending)
{
    Value body = tokenRequest(pending.client, u"urn:ietf:params:oauth:grant-type:device_code"_s);
    body.set(u"deviceCode"_s, pending.deviceCode.revealText());
    Context context = pending.context;
    context.hidden << pending.client.clientSecret << pending.deviceCode;
    const Call request = oidcCall(pending.source, "/token", body, signInPurpose(pending.source));
    return chain<SsoSignIn>(call(context, request),
                            [pending, request](const Result<Reply> &reply) { return judgePoll(pending, request, reply); });
}

Step<SsoSignIn> poll(const Pending &pending)
{
    return askOrFail<SsoSignIn>(Wait{.duration = pending.interval}, [pending](const Waited &waited) -> Step<SsoSignIn> {
        Pending next = pending;
        next.context.now = waited.now.isValid() ? waited.now : pending.context.now.addSecs(pending.interval.count());
        return next.context.now < next.ends ? askForToken(next) : Step<SsoSignIn>(codeEnded(next));
    });
}

Error badAuthorization(const SsoSource &source)
{
    return {ErrorKind::Malformed, u"could not %1: the answer of IAM Identity Center holds no code to confirm"_s.arg(signInPurpose(source)),
            u"Check the endpoint."_s};
}

bool isPage(const QUrl &url)
{
    return url.isValid() && !url.host().isEmpty() && (url.scheme() == "https"_L1 || url.scheme() == "http"_L1);
}

Step<SsoSignIn> showCode(const Context &context, const SsoSource &source, const SsoToken &client, const Value &answer)
{
    const int life = answer[u"expiresIn"].numberText().toInt();
    const int interval = answer[u"interval"].numberText().toInt();
    const Pending pending{.context = context,
                          .source = source,
                          .client = client,
                          .deviceCode = SecretValue::fromString(answer[u"deviceCode"].toString()),
                          .interval = interval > 0 ? std::min(seconds(interval), kLongestInterval) : kUsualInterval,
                          .ends = context.now.addSecs(std::clamp(life, 0, kLongestLifeS))};
    const ShowCode shown{.verificationUri = QUrl(answer[u"verificationUri"].toString(), QUrl::StrictMode),
                         .verificationUriComplete = QUrl(answer[u"verificationUriComplete"].toString(), QUrl::StrictMode),
                         .userCode = printable(answer[u"userCode"].toString(), 40),
                         .purpose = signInPurpose(source),
                         .expires = pending.ends};
    if (pending.deviceCode.isEmpty() || shown.userCode.isEmpty() || life <= 0 || !isPage(shown.verificationUri))
        return badAuthorization(source);
    return askOrFail<SsoSignIn>(shown, [pending](const CodeShown &) { return poll(pending); });
}

Step<SsoSignIn> signInWithCode(const Context &context, const SsoSource &source, bool isSecondTry);

//! A client that the service does not know any more is registered anew, once.
Step<SsoSignIn> startCode(const Context &context, const SsoSource &source, const SsoToken &client, bool isSecondTry)
{
    Value body{Value::Map()};
    body.set(u"clientId"_s, client.clientId);
    body.set(u"clientSecret"_s, client.clientSecret.revealText());
    body.set(u"startUrl"_s, source.startUrl);
    Context speaking = context;
    speaking.hidden.append(client.clientSecret);
    const Call request = oidcCall(source, "/device_authorization", body, signInPurpose(source));
    return chain<SsoSignIn>(call(speaking, request), [=](const Result<Reply> &reply) -> Step<SsoSignIn> {
        if (!reply)
            return reply.error();
        if (reply->isGood())
            return showCode(context, source, client, reply->json);
        if (oauthCode(*reply) == "InvalidClient"_L1 && !isSecondTry)
            return signInWithCode(context, source, true);
        return refusedSignIn(speaking, request, *reply);
    });
}

Step<SsoSignIn> signInWithCode(const Context &context, const SsoSource &source, bool isSecondTry)
{
    return chain<SsoSignIn>(ssoClient(context, source, codeClient()), [=](const Result<SsoToken> &client) -> Step<SsoSignIn> {
        return client ? startCode(context, source, *client, isSecondTry) : Step<SsoSignIn>(client.error());
    });
}

} // namespace

Step<SsoSignIn> signInByBrowser(const Context &context, const SsoSource &source)
{
    return chain<SsoSignIn>(
        ssoClient(context, source, browserClient()), [context, source](const Result<SsoToken> &known) -> Step<SsoSignIn> {
            if (!known)
                return known.error();
            return withPkce<SsoSignIn>([=, client = *known](const Pkce &pkce) { return openPage(context, source, client, pkce); });
        });
}

Step<SsoSignIn> signInByCode(const Context &context, const SsoSource &source)
{
    return signInWithCode(context, source, false);
}

} // namespace sallyport::aws
