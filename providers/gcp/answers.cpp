// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "providers/gcp/answers.h"

#include "app/base/json.h"
#include "providers/sdk/plain_text.h"

#include <QLocale>

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace sallyport::gcp {

namespace {

//! The project that gcloud itself belongs to: its logins are counted there where nothing else is said, and it has few APIs enabled.
constexpr QLatin1StringView kGcloudProject{"764086051850"};
constexpr QLatin1StringView kErrorInfo{"type.googleapis.com/google.rpc.ErrorInfo"};

struct Meaning {
    QStringView reason;
    ErrorKind kind;
    QStringView hint;
};

//! Reasons of ErrorInfo in the domain googleapis.com: https://cloud.google.com/apis/docs/reference/error-reasons (google.api.ErrorReason).
constexpr std::array kReasons{
    Meaning{u"BILLING_DISABLED", ErrorKind::PermissionDenied, u"Switch billing on for the project."},
    Meaning{u"CONSUMER_INVALID", ErrorKind::PermissionDenied, u"Check the project: it may not exist or be deleted."},
    Meaning{u"CONSUMER_SUSPENDED", ErrorKind::PermissionDenied, u"The project is suspended: ask those who run it."},
    Meaning{u"USER_PROJECT_DENIED", ErrorKind::PermissionDenied,
            u"The quota project must be one in which this identity has serviceusage.services.use: change it in the credential."},
    Meaning{u"ACCESS_TOKEN_SCOPE_INSUFFICIENT", ErrorKind::PermissionDenied,
            u"The token was not issued for Google Cloud as a whole: give the instance the scope cloud-platform, or sign in anew."},
    Meaning{u"SECURITY_POLICY_VIOLATED", ErrorKind::PermissionDenied, u"A VPC service perimeter keeps this call out."},
    Meaning{u"LOCATION_POLICY_VIOLATED", ErrorKind::PermissionDenied, u"A policy of the organization keeps this location out."},
    Meaning{u"ACCESS_TOKEN_EXPIRED", ErrorKind::Unauthenticated, u"Sign in again."},
    Meaning{u"ACCESS_TOKEN_TYPE_UNSUPPORTED", ErrorKind::Unauthenticated,
            u"Switch self-signed tokens off in the credential, or check whether its key still exists."},
    Meaning{u"ACCOUNT_STATE_INVALID", ErrorKind::Unauthenticated, u"The account is disabled or deleted: ask those who run the project."},
    Meaning{u"CREDENTIALS_MISSING", ErrorKind::Unauthenticated, u"Sign in again."},
};

Meaning meaningOfStatus(const Reply &reply)
{
    if (reply.status >= 300 && reply.status < 400)
        return {{}, ErrorKind::Malformed, u"The answer redirects elsewhere; nothing was sent there. Check the endpoints and the proxy."};
    if (reply.status == 401)
        return {{}, ErrorKind::Unauthenticated, u"Sign in again; if that does not help, check the credential."};
    if (reply.status == 403)
        return {{}, ErrorKind::PermissionDenied, u"Ask those who run the project for the right, or use another identity."};
    if (reply.status == 404)
        return {{}, ErrorKind::NotFound, u"Check the name, the project and the endpoints."};
    if (reply.status == 408 || reply.status == 504)
        return {{}, ErrorKind::Unavailable, u"Google's service did not answer in time. Try again."};
    if (reply.status == 429)
        return {{}, ErrorKind::RateLimited, u"A quota of the project is used up. Try again in a minute, or have it raised."};
    if (reply.status >= 500)
        return {{}, ErrorKind::Unavailable, u"Try again; https://status.cloud.google.com tells about outages."};
    if (reply.code.isEmpty())
        return {{}, ErrorKind::Malformed, u"A proxy may be answering instead of Google. Check the endpoints and the network."};
    return {{}, ErrorKind::InvalidInput, u"Check the link and the credential."};
}

Error serviceDisabled(const Call &call, const Reply &reply)
{
    const QString service = printable(reply.metadata[u"service"].toString(), 80);
    const QString project = printable(reply.metadata[u"consumer"].toString().section(u'/', -1), 80);
    const QString name = service.isEmpty() ? u"secretmanager.googleapis.com"_s : service;
    const QString command =
        project.isEmpty() ? u"gcloud services enable %1"_s.arg(name) : u"gcloud services enable %1 --project=%2"_s.arg(name, project);
    const QString where = project.isEmpty() ? QString() : u" in project %1"_s.arg(project);
    if (project == kGcloudProject)
        return {ErrorKind::PermissionDenied,
                u"could not %1: the login of gcloud names no project that calls are counted for"_s.arg(call.purpose),
                u"Enter a quota project in the credential, or run: gcloud auth application-default set-quota-project PROJECT"_s};
    return {ErrorKind::PermissionDenied, u"could not %1: the API %2 is not enabled%3"_s.arg(call.purpose, name, where),
            u"Enable it: %1. It takes a minute or two."_s.arg(command)};
}

std::optional<qint64> aheadOf(const HttpReply &answer)
{
    QDateTime server = QLocale::c().toDateTime(QString::fromLatin1(answer.header("Date")), u"ddd, dd MMM yyyy HH:mm:ss 'GMT'"_s);
    server.setTimeSpec(Qt::UTC);
    if (!server.isValid() || !answer.received.isValid())
        return std::nullopt;
    return answer.received.msecsTo(server);
}

//! `{"error":{"code":403,"message":"...","status":"PERMISSION_DENIED","details":[...]}}`.
void takeApiError(Reply &reply, const Value &error, const QList<SecretValue> &hidden)
{
    reply.code = printable(error[u"status"].toString(), 60);
    reply.message = wordsFrom(error[u"message"].toString(), hidden);
    for (const Value &detail : error[u"details"].list()) {
        if (detail[u"@type"].toString() != kErrorInfo)
            continue;
        reply.reason = printable(detail[u"reason"].toString(), 60);
        reply.metadata = detail[u"metadata"];
    }
}

//! `{"error":"invalid_grant","error_description":"...","error_subtype":"invalid_rapt"}` (RFC 6749 5.2).
void takeOAuthError(Reply &reply, const QList<SecretValue> &hidden)
{
    reply.code = printable(reply.json[u"error"].toString(), 60);
    reply.reason = printable(reply.json[u"error_subtype"].toString(), 60);
    reply.message = wordsFrom(reply.json[u"error_description"].toString(), hidden);
}

Error malformed(const QString &purpose, const QString &why)
{
    return {ErrorKind::Malformed, u"could not %1: the answer %2"_s.arg(purpose, why),
            u"Something else may be answering instead of Google. Check the endpoints of the credential and the network."_s};
}

} // namespace

Result<Reply> replyFrom(const HttpReply &answer, const QList<SecretValue> &hidden)
{
    Reply reply{.status = answer.status};
    const auto parsed = json::parse(answer.body);
    if (parsed && parsed->isMap())
        reply.json = *parsed;
    reply.ahead = aheadOf(answer);
    reply.retryAfterS = std::max(answer.header("Retry-After").toInt(), 0);
    if (reply.isGood())
        return reply.json.isMap() ? Result<Reply>(reply)
                                  : Error{ErrorKind::Malformed, u"the answer is not what Google sends (status %1)"_s.arg(reply.status),
                                          u"A proxy or a sign-in page may be answering instead. Check the endpoints and the network."_s};
    const Value error = reply.json[u"error"];
    if (error.isMap())
        takeApiError(reply, error, hidden);
    else
        takeOAuthError(reply, hidden);
    return reply;
}

bool saysTransient(const Reply &reply)
{
    for (const QLatin1StringView word : {"internal_failure"_L1, "server_error"_L1, "temporarily_unavailable"_L1}) {
        if (reply.code == word || reply.message == word)
            return true;
    }
    return false;
}

QString hostOf(const QUrl &url)
{
    const QString host = url.host().contains(u':') ? u"[%1]"_s.arg(url.host()) : url.host();
    return printable(url.port() < 0 ? host : u"%1:%2"_s.arg(host).arg(url.port()), 120);
}

QString wordsFrom(const QString &message, const QList<SecretValue> &hidden)
{
    QString words = message.simplified();
    for (const SecretValue &secret : hidden) {
        if (!secret.isEmpty())
            words.replace(secret.revealText(), u"******"_s);
    }
    return printable(words, 400);
}

QString couldNot(const Call &call, const Reply &reply)
{
    QStringList parts{u"could not %1"_s.arg(call.purpose)};
    const QString code = reply.reason.isEmpty() ? reply.code : reply.reason;
    parts << code << reply.message;
    parts.removeAll(QString());
    if (parts.size() == 1)
        parts.append(u"%1 answered with status %2"_s.arg(hostOf(call.url)).arg(reply.status));
    QString text = parts.join(u": "_s);
    while (text.endsWith(u'.'))
        text.chop(1);
    return text;
}

Error refusal(const Call &call, const Reply &reply)
{
    if (reply.reason == "SERVICE_DISABLED"_L1)
        return serviceDisabled(call, reply);
    Meaning meaning = meaningOfStatus(reply);
    for (const Meaning &known : kReasons) {
        if (known.reason == reply.reason)
            meaning = known;
    }
    Error error{meaning.kind, couldNot(call, reply), meaning.hint.toString()};
    if (reply.status == 429 && reply.retryAfterS > 0)
        error.hint = u"A quota is used up; Google asks for a pause of %1 s."_s.arg(reply.retryAfterS);
    return error;
}

Result<SecretValue> tokenIn(const Value &token, const QString &purpose)
{
    const QByteArray bytes = token.toString().toUtf8();
    if (bytes.isEmpty())
        return malformed(purpose, u"holds no access token"_s);
    if (std::any_of(bytes.begin(), bytes.end(), [](char c) { return c <= ' ' || c >= '\x7f'; }))
        return malformed(purpose, u"holds a token with characters that no token has"_s);
    return SecretValue(bytes);
}

Result<std::optional<qint64>> lifeIn(const Value &expiresIn, const QString &purpose)
{
    if (expiresIn.isNull())
        return std::optional<qint64>();
    bool isNumber = false;
    const QString text = expiresIn.isString() ? expiresIn.toString() : expiresIn.numberText();
    const double seconds = text.toDouble(&isNumber);
    if (!isNumber || seconds < 0 || seconds > 1e7)
        return malformed(purpose, u"does not say how long its token lives"_s);
    return std::optional(static_cast<qint64>(seconds));
}

} // namespace sallyport::gcp
