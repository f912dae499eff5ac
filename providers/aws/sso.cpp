// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "providers/aws/sso.h"

#include "providers/sdk/labels.h"
#include "providers/sdk/plain_text.h"

#include <QCryptographicHash>

#include <array>

using namespace Qt::StringLiterals;
using std::chrono::milliseconds;

namespace sallyport::aws {

namespace {

// As botocore's DeferredRefreshableToken: https://github.com/boto/botocore/blob/develop/botocore/tokens.py
constexpr qint64 kAdvisoryS = qint64{15} * 60;  //!< from then on a refresh is tried; the old token serves where it fails
constexpr qint64 kMandatoryS = qint64{10} * 60; //!< from then on a refresh that fails is an error
constexpr qint64 kBetweenAttemptsS = 60;
constexpr qint64 kMostSeconds = 10LL * 365 * 24 * 3600;
//! Another program's refresh has its answer, but the file does not yet: how long we look again.
constexpr std::array kLooks{milliseconds(100), milliseconds(300), milliseconds(600)};
//! The AWS CLI writes its file in place: who reads it at that moment finds a piece of it.
constexpr std::array kReadings{milliseconds(50), milliseconds(100), milliseconds(200)};

//! One way through the cache: what is known about a session while its keys are being obtained.
struct Visit {
    Context context;
    SsoSource source;
    QString path;         //!< of the cached token
    std::optional<Reply> refusal{}; //!< where the service does not take the cached token any more, whatever end it has

    [[nodiscard]] const QDateTime &now() const { return context.now; }
    [[nodiscard]] QString noteKey() const
    {
        const QByteArray name = QCryptographicHash::hash(path.toUtf8(), QCryptographicHash::Sha1).toHex();
        return u"aws/sso-refresh/%1"_s.arg(QString::fromLatin1(name));
    }
};

QString hintToSignIn()
{
    return u"Sign in again (or run: aws sso login)."_s;
}

bool lives(const Visit &visit, const SsoToken &token)
{
    return visit.now() < token.expires;
}

//! Whether a token that is not refreshed is of use, for so long at least.
bool serves(const Visit &visit, const SsoToken &old, qint64 atLeastS)
{
    return !visit.refusal && visit.now().secsTo(old.expires) >= atLeastS;
}

Error tokenRefused(const SsoSource &source, const QString &further = {})
{
    return {ErrorKind::Unauthenticated,
            u"IAM Identity Center does not accept the token of %1 any more%2"_s.arg(sessionText(source), further), hintToSignIn()};
}

Error ended(const Visit &visit, const SsoToken &token, const QString &further = {})
{
    if (visit.refusal)
        return withRequestId(tokenRefused(visit.source, further), *visit.refusal);
    return {ErrorKind::Unauthenticated,
            u"%1 %2 at %3%4"_s.arg(sessionText(visit.source), lives(visit, token) ? u"ends"_s : u"ended"_s,
                                   timeLabel(token.expires), further),
            hintToSignIn()};
}

Error notSignedIn(const Visit &visit)
{
    return {ErrorKind::Unauthenticated, u"nobody is signed in to %1"_s.arg(sessionText(visit.source)), hintToSignIn()};
}

Step<SsoToken> readToken(const Visit &visit, std::size_t reading = 0)
{
    if (visit.path.isEmpty())
        return notSignedIn(visit);
    return ask<SsoToken>(ReadFile{.path = visit.path}, [visit, reading](const Result<FileContents> &contents) -> Step<SsoToken> {
        if (!contents)
            return contents.error().kind == ErrorKind::NotFound ? notSignedIn(visit) : contents.error();
        const auto token = ssoTokenFrom(contents->bytes);
        if (token || reading == kReadings.size())
            return token;
        return askOrFail<SsoToken>(Wait{.duration = kReadings.at(reading)},
                                   [visit, reading](const Waited &) { return readToken(visit, reading + 1); });
    });
}

//! A cache that cannot be written does not stop anybody: the token is good nevertheless.
Step<SsoToken> keepToken(const Visit &visit, const SsoToken &token)
{
    return ask<SsoToken>(WriteFile{.path = visit.path, .contents = ssoDocument(token, visit.source)},
                         [token](const Result<FileWritten> &) -> Step<SsoToken> { return token; });
}

//! After an attempt that brought no token.
Step<SsoToken> withoutRefresh(const Visit &visit, const SsoToken &old, const Error &why)
{
    return why.kind != ErrorKind::Cancelled && serves(visit, old, kMandatoryS) ? Step<SsoToken>(old) : Step<SsoToken>(why);
}

//! Another program may have refreshed the token at the same moment, which makes our refresh token worthless.
Step<SsoToken> lookAgain(const Visit &visit, const SsoToken &old, const Error &why, std::size_t look = 0)
{
    return chain<SsoToken>(readToken(visit), [visit, old, why, look](const Result<SsoToken> &now) -> Step<SsoToken> {
        if (now && !now->accessToken.sameAs(old.accessToken) && lives(visit, *now))
            return *now;
        if (look == kLooks.size() || serves(visit, old, kMandatoryS))
            return withoutRefresh(visit, old, why);
        return askOrFail<SsoToken>(Wait{.duration = kLooks.at(look)},
                                   [visit, old, why, look](const Waited &) { return lookAgain(visit, old, why, look + 1); });
    });
}

Step<SsoToken> judgeRefresh(const Visit &visit, const SsoToken &old, const Result<Reply> &reply)
{
    if (!reply)
        return withoutRefresh(visit, old, reply.error());
    if (reply->isGood()) {
        const auto token = tokenFrom(*reply, old, visit.now());
        return token ? keepToken(visit, *token) : withoutRefresh(visit, old, token.error());
    }
    const QString code = oauthCode(*reply);
    const QString reason = code.isEmpty() ? u"status %1"_s.arg(reply->status) : code;
    const Error why = withRequestId(ended(visit, old, u", and it cannot be extended (%1)"_s.arg(reason)), *reply);
    return code == "InvalidGrant"_L1 ? lookAgain(visit, old, why) : withoutRefresh(visit, old, why);
}

Step<SsoToken> sendRefresh(const Visit &visit, const SsoToken &old)
{
    Value body{Value::Map()};
    body.set(u"clientId"_s, old.clientId);
    body.set(u"clientSecret"_s, old.clientSecret.revealText());
    body.set(u"grantType"_s, u"refresh_token"_s);
    body.set(u"refreshToken"_s, old.refreshToken.revealText());
    Context context = visit.context;
    context.hidden << old.clientSecret << old.refreshToken << old.accessToken;
    const Call request = oidcCall(visit.source, "/token", body, u"extend %1"_s.arg(sessionText(visit.source)));
    return chain<SsoToken>(call(context, request), [visit, old](const Result<Reply> &reply) { return judgeRefresh(visit, old, reply); });
}

//! At most one attempt a minute, however many secrets are wanted: between two of them, and where none can be made, the old token serves
//! as long as it lives.
Step<SsoToken> refresh(const Visit &visit, const SsoToken &old)
{
    constexpr qint64 kAnyS = 1;
    if (!old.canRefresh(visit.now()))
        return serves(visit, old, kAnyS) ? Step<SsoToken>(old) : Step<SsoToken>(ended(visit, old));
    return askOrFail<SsoToken>(Recall{visit.noteKey()}, [visit, old](const Recalled &note) -> Step<SsoToken> {
        const auto last = momentFrom(note.text);
        if (last && last->secsTo(visit.now()) < kBetweenAttemptsS)
            return serves(visit, old, kAnyS) ? Step<SsoToken>(old)
                                             : Step<SsoToken>(ended(visit, old, u", and to extend it was tried just now"_s));
        return askOrFail<SsoToken>(Remember{visit.noteKey(), visit.now().toUTC().toString(Qt::ISODate)},
                                   [visit, old](const Remembered &) { return sendRefresh(visit, old); });
    });
}

Step<SsoToken> usableToken(const Visit &visit)
{
    return chain<SsoToken>(readToken(visit), [visit](const Result<SsoToken> &token) -> Step<SsoToken> {
        if (!token)
            return token.error();
        const bool fresh = visit.now().secsTo(token->expires) >= kAdvisoryS;
        return fresh ? Step<SsoToken>(*token) : refresh(visit, *token);
    });
}

Result<Keys> keysFromPortal(const Reply &reply, const SsoSource &source)
{
    const Value &found = reply.json[u"roleCredentials"];
    const QString where =
        u"role %1 of account %2 by %3"_s.arg(printable(source.roleName, 80), printable(source.accountId, 20), sessionText(source));
    auto keys = checkedKeys(found[u"accessKeyId"].toString(), SecretValue::fromString(found[u"secretAccessKey"].toString()),
                            SecretValue::fromString(found[u"sessionToken"].toString()), where);
    bool isNumber = false;
    const qint64 expires = found[u"expiration"].numberText().toLongLong(&isNumber);
    if (!keys || !isNumber || expires <= 0)
        return Error{ErrorKind::Malformed, u"the answer of IAM Identity Center holds no usable keys (%1)"_s.arg(where),
                     u"Check the endpoint."_s};
    keys->expires = QDateTime::fromMSecsSinceEpoch(expires, Qt::UTC);
    keys->accountId = source.accountId;
    return keys;
}

Step<Reply> askForRole(const Context &context, const SsoSource &source, const SsoToken &token)
{
    Context speaking = context;
    speaking.keys.reset();
    speaking.hidden.append(token.accessToken);
    const Call request{.service = Service::SsoPortal,
                       .protocol = Protocol::Json,
                       .purpose =
                           u"get keys for the role %1 in account %2"_s.arg(printable(source.roleName, 80), printable(source.accountId, 20)),
                       .parameters = {{u"account_id"_s, source.accountId}, {u"role_name"_s, source.roleName}},
                       .method = "GET",
                       .path = "/federation/credentials",
                       .headers = {{"x-amz-sso_bearer_token", token.accessToken.reveal().toByteArray()}},
                       .region = source.region,
                       .isSigned = false,
                       .passes = {u"UnauthorizedException"_s, u"Unauthorized"_s}};
    return call(speaking, request);
}

//! A token that was revoked before its end can be replaced once.
Step<Keys> keysOrRefresh(const Visit &visit, const SsoToken &token)
{
    return chain<Keys>(askForRole(visit.context, visit.source, token), [visit, token](const Result<Reply> &reply) -> Step<Keys> {
        if (!reply)
            return reply.error();
        if (reply->isGood())
            return keysFromPortal(*reply, visit.source);
        Visit again = visit;
        again.refusal = *reply;
        return chain<Keys>(refresh(again, token), [visit](const Result<SsoToken> &fresh) -> Step<Keys> {
            return fresh ? roleCredentials(visit.context, visit.source, *fresh) : Step<Keys>(fresh.error());
        });
    });
}

} // namespace

Step<Keys> ssoKeys(const Context &context, const SsoSource &source)
{
    const Visit visit{.context = context, .source = source, .path = ssoCachePath(source, context.settings.variables)};
    return chain<Keys>(usableToken(visit), [visit](const Result<SsoToken> &token) -> Step<Keys> {
        return token ? keysOrRefresh(visit, *token) : Step<Keys>(token.error());
    });
}

Step<Keys> roleCredentials(const Context &context, const SsoSource &source, const SsoToken &token)
{
    return chain<Keys>(askForRole(context, source, token), [source](const Result<Reply> &reply) -> Step<Keys> {
        if (!reply)
            return reply.error();
        return reply->isGood() ? Step<Keys>(keysFromPortal(*reply, source)) : Step<Keys>(withRequestId(tokenRefused(source), *reply));
    });
}

Call oidcCall(const SsoSource &source, const QByteArray &path, const Value &body, const QString &purpose)
{
    return {.service = Service::SsoOidc,
            .protocol = Protocol::Json,
            .purpose = purpose,
            .body = body,
            .path = path,
            .region = source.region,
            .isSigned = false,
            .oneTime = true,
            .passes = {u"*"_s}};
}

QString oauthCode(const Reply &reply)
{
    QString code;
    for (const QString &word : reply.code.split(u'_', Qt::SkipEmptyParts))
        code += word.left(1).toUpper() + word.mid(1);
    return code.endsWith("Exception"_L1) ? code.chopped(9) : code;
}

Result<SsoToken> tokenFrom(const Reply &reply, const SsoToken &client, const QDateTime &now)
{
    bool isNumber = false;
    const qint64 life = reply.json[u"expiresIn"].numberText().toLongLong(&isNumber);
    const QString access = reply.json[u"accessToken"].toString();
    if (access.isEmpty() || !isNumber || life <= 0 || life > kMostSeconds)
        return Error{ErrorKind::Malformed, u"the answer of IAM Identity Center holds no token"_s, u"Check the endpoint."_s};
    SsoToken token = client;
    token.accessToken = SecretValue::fromString(access);
    token.expires = now.toUTC().addSecs(life);
    if (const QString next = reply.json[u"refreshToken"].toString(); !next.isEmpty())
        token.refreshToken = SecretValue::fromString(next);
    return token;
}

QString sessionText(const SsoSource &source)
{
    return source.sessionName.isEmpty() ? u"the SSO session of %1"_s.arg(printable(source.startUrl, 120))
                                        : u"the SSO session \"%1\""_s.arg(printable(source.sessionName, 80));
}

} // namespace sallyport::aws
