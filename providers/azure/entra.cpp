// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "providers/azure/entra.h"

#include "app/base/json.h"
#include "providers/azure/grant.h"
#include "providers/azure/repeat.h"
#include "providers/sdk/plain_text.h"

#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace sallyport::azure {

namespace {

struct Attempt {
    Context context;
    TokenCall call;
    int number = 1;
};

Step<TokenReply> perform(const Attempt &attempt);

HttpRequest requestFor(const Attempt &attempt)
{
    HttpRequest request{.method = "POST", .url = attempt.call.url, .body = formOf(attempt.call.form), .tls = attempt.context.settings.tls};
    request.headers = {{"Content-Type", "application/x-www-form-urlencoded"}, {"Accept", "application/json"}};
    request.freshConnection = attempt.call.oneTime;
    request.retryBudget = retryBudget(attempt.call.url);
    return request;
}

Step<TokenReply> repeatLater(const Attempt &attempt, std::chrono::milliseconds pause, const Result<TokenReply> &fallback)
{
    return repeated<TokenReply>(attempt.call.url, pause, fallback, [attempt] {
        Attempt next = attempt;
        ++next.number;
        return perform(next);
    });
}

Step<TokenReply> judge(const Attempt &attempt, const HttpReply &answer)
{
    const auto reply = tokenReplyFrom(attempt.call, answer);
    if (!reply)
        return reply.error();
    if (reply->isGood() || attempt.call.passes.contains(reply->error))
        return *reply;
    const Error error = entraRefusal(attempt.call, *reply);
    if (!attempt.call.oneTime && attempt.number < kMaxAttempts && isPassingStatus(reply->status)) {
        if (const auto pause = pauseAfter(answer, attempt.number))
            return repeatLater(attempt, *pause, error);
    }
    return error;
}

Step<TokenReply> perform(const Attempt &attempt)
{
    return ask<TokenReply>(requestFor(attempt), [attempt](const Result<HttpReply> &answer) -> Step<TokenReply> {
        if (answer)
            return judge(attempt, *answer);
        const Error told =
            answer.error().within(u"while trying to %1 at %2"_s.arg(attempt.call.purpose, printable(attempt.call.url.authority(), 120)));
        const bool canRepeat = !attempt.call.oneTime && attempt.number < kMaxAttempts && isPassing(answer.error().kind);
        return canRepeat ? repeatLater(attempt, usualPause(attempt.number), told) : Step<TokenReply>(told);
    });
}

// --- addresses ---

QUrl addressAt(const Settings &settings, const QString &path)
{
    QUrl url = settings.authority;
    url.setPath(path, QUrl::StrictMode);
    return url;
}

Endpoints usualEndpoints(const Settings &settings, const QString &tenant)
{
    const QString base = u'/' + tenant;
    return {.authorize = addressAt(settings, base + u"/oauth2/v2.0/authorize"_s),
            .token = addressAt(settings, base + u"/oauth2/v2.0/token"_s),
            .device = addressAt(settings, base + u"/oauth2/v2.0/devicecode"_s),
            .issuer = settings.authority.toString(QUrl::FullyEncoded) + u"/{tenantid}/v2.0"_s};
}

bool isSamePlace(const QUrl &one, const QUrl &other)
{
    const int usual = one.scheme() == "https"_L1 ? 443 : 80;
    return one.scheme() == other.scheme() && one.host() == other.host() && one.port(usual) == other.port(usual);
}

//! An address that a discovery document names; only where it is at the very place that was asked.
std::optional<QUrl> addressIn(const Value &document, QStringView name, const Settings &settings)
{
    const QUrl url(document[name].toString(), QUrl::StrictMode);
    const bool own = isSamePlace(url, settings.authority) && url.userInfo().isEmpty();
    return url.isValid() && own && !url.hasFragment() ? std::optional(url) : std::nullopt;
}

Result<Endpoints> endpointsFrom(const Value &document, const Settings &settings, const QString &tenant)
{
    const auto authorize = addressIn(document, u"authorization_endpoint", settings);
    const auto token = addressIn(document, u"token_endpoint", settings);
    if (!token || !authorize)
        return Error{ErrorKind::Malformed,
                     u"the description of the sign-in service at %1 names no token endpoint of its own"_s.arg(
                         printable(settings.authority.authority(), 120)),
                     u"Check the authority host of the credential."_s};
    const QUrl device = addressIn(document, u"device_authorization_endpoint", settings).value_or(QUrl());
    Endpoints found{.authorize = *authorize, .token = *token, .device = device, .issuer = document[u"issuer"].toString()};
    found.namesIssuer = document[u"authorization_response_iss_parameter_supported"].toBool();
    if (found.issuer.isEmpty())
        found.issuer = usualEndpoints(settings, tenant).issuer;
    return found;
}

Step<Endpoints> discovered(const Context &context, const QString &tenant)
{
    const Settings &settings = context.settings;
    const TokenCall asking{.url = addressAt(settings, u'/' + tenant + u"/v2.0/.well-known/openid-configuration"_s),
                           .form = {},
                           .purpose = u"learn how to sign in"_s};
    HttpRequest request{.url = asking.url, .headers = {{"Accept", "application/json"}}, .tls = settings.tls};
    request.retryBudget = retryBudget(asking.url);
    return ask<Endpoints>(request, [settings, tenant, asking](const Result<HttpReply> &answer) -> Step<Endpoints> {
        if (!answer)
            return answer.error().within(u"while trying to %1 at %2"_s.arg(asking.purpose, printable(settings.authority.authority(), 120)));
        if (answer->status == 404)
            return usualEndpoints(settings, tenant);
        const auto reply = tokenReplyFrom(asking, *answer);
        if (!reply)
            return reply.error();
        return reply->isGood() ? endpointsFrom(reply->json, settings, tenant) : entraRefusal(asking, *reply);
    });
}

QList<int> codesIn(const Value &json)
{
    static const QRegularExpression kCode(u"AADSTS([0-9]{4,9})"_s);
    QList<int> codes;
    for (const Value &code : json[u"error_codes"].list())
        codes.append(code.numberText().toInt());
    if (const auto match = kCode.match(json[u"error_description"].toString()); codes.isEmpty() && match.hasMatch())
        codes.append(match.captured(1).toInt());
    return codes;
}

} // namespace

Result<Context> openContext(const Inputs &inputs)
{
    return settingsFrom(inputs.credential).transform([&inputs](const Settings &settings) { return Context{inputs, settings}; });
}

Step<Endpoints> endpointsFor(const Context &context, const QString &tenant)
{
    if (context.settings.ownAuthority)
        return discovered(context, tenant);
    return usualEndpoints(context.settings, tenant);
}

QByteArray formOf(const FormFields &fields)
{
    QByteArray form;
    for (const auto &[name, value] : fields)
        form += (form.isEmpty() ? "" : "&") + QUrl::toPercentEncoding(name) + '=' + QUrl::toPercentEncoding(value);
    return form;
}

Step<TokenReply> callEntra(const Context &context, const TokenCall &call)
{
    return perform({context, call});
}

Result<TokenReply> tokenReplyFrom(const TokenCall &call, const HttpReply &answer)
{
    TokenReply reply{.status = answer.status, .received = answer.received};
    const auto parsed = json::parse(answer.body);
    const bool isGood = answer.status >= 200 && answer.status < 300;
    if (isGood && (!parsed || !parsed->isMap()))
        return Error{ErrorKind::Malformed,
                     u"could not %1: the answer of %2 is not what Microsoft's sign-in service sends (status %3, no JSON object)"_s
                         .arg(call.purpose, printable(call.url.authority(), 120))
                         .arg(answer.status),
                     u"A proxy or a sign-in page may be answering in its place; check the authority host of the credential."_s};
    if (parsed && parsed->isMap())
        reply.json = *parsed;
    reply.error = reply.json[u"error"].toString(); // some refuse with status 200
    if (isGood && reply.error.isEmpty())
        return reply;
    if (reply.error.isEmpty())
        reply.error = u"the server gave no reason (status %1)"_s.arg(answer.status);
    reply.description = wordsFrom(reply.json[u"error_description"].toString(), call.hidden);
    reply.codes = codesIn(reply.json);
    return reply;
}

QString wordsFrom(const QString &text, const QList<SecretValue> &hidden)
{
    static const QRegularExpression kNumbers(u"\\s*(Trace ID|Correlation ID|Timestamp):.*$"_s,
                                             QRegularExpression::DotMatchesEverythingOption | QRegularExpression::CaseInsensitiveOption);
    QString words = text;
    words.remove(kNumbers);
    words = words.simplified();
    for (const SecretValue &secret : hidden) {
        if (!secret.isEmpty())
            words.replace(secret.revealText(), u"******"_s);
    }
    if (words.endsWith(u'.'))
        words.chop(1);
    return printable(words, 400);
}

//! Its life is counted from before the call: rather too short than too long.
Result<AccessGrant> grantFrom(const Context &context, const TokenCall &call, const TokenReply &reply, const Audience &audience)
{
    const QString token = reply.json[u"access_token"].toString();
    if (token.isEmpty())
        return Error{ErrorKind::Malformed,
                     u"could not %1: the answer of %2 holds no token"_s.arg(call.purpose, printable(call.url.authority(), 120)),
                     u"Check the authority host of the credential."_s};
    const QString type = reply.json[u"token_type"].toString(u"Bearer"_s);
    if (type.compare("Bearer"_L1, Qt::CaseInsensitive) != 0)
        return Error{ErrorKind::Malformed,
                     u"could not %1: %2 gives tokens of the type \"%3\", which key vaults do not take"_s.arg(
                         call.purpose, printable(call.url.authority(), 120), printable(type, 40)),
                     u"Have the application set up for tokens of the type Bearer."_s};
    return makeGrant(SecretValue::fromString(token), audience, context.now(), secondsIn(reply.json[u"expires_in"]));
}

} // namespace sallyport::azure
