// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "providers/aws/exchange.h"

#include "app/base/json.h"
#include "providers/aws/answers.h"
#include "providers/aws/sigv4.h"
#include "providers/sdk/plain_text.h"
#include "providers/sdk/repeating.h"
#include "providers/sdk/web_form.h"

#include <QLocale>
#include <QUrlQuery>

#include <algorithm>

using namespace Qt::StringLiterals;
using std::chrono::milliseconds;

namespace sallyport::aws {

namespace {

//! BatchGetSecretValue: 20 secrets of 64 KiB, each character up to six bytes long in JSON.
constexpr qint64 kMaxReplyBytes = 16 << 20;
constexpr milliseconds kLongestPause{20'000};
constexpr milliseconds kLongestExtraPause{5'000};
constexpr qint64 kToleratedSkewMs = 300'000;
constexpr int kCost = 5;
constexpr int kTimeoutCost = 10;

struct Attempt {
    Context context;
    Call call;
    Endpoint endpoint;
    QDateTime now;     //!< UTC, by this computer's clock
    qint64 skewMs = 0; //!< how far the service's clock is ahead
    bool skewCorrected = false;
    int number = 1;

    [[nodiscard]] QString host() const { return endpoint.url.host(); }
    [[nodiscard]] QString noteKey() const { return u"aws/skew/%1"_s.arg(QString::fromUtf8(hostHeader(endpoint.url))); }
    [[nodiscard]] QDateTime signingTime() const { return now.addMSecs(skewMs); }
    [[nodiscard]] QByteArray budget() const { return "aws/" + endpoint.signingName + '/' + host().toUtf8(); }
};

Step<Reply> perform(const Attempt &attempt);

void setBody(HttpRequest &request, const Call &call)
{
    if (call.protocol == Protocol::Query) {
        request.headers.append(HttpHeader{"Content-Type", "application/x-www-form-urlencoded; charset=utf-8"});
        request.body = webFormOfTexts(call.parameters);
        return;
    }
    if (call.protocol == Protocol::Json11) {
        request.headers.append(HttpHeader{"Content-Type", "application/x-amz-json-1.1"});
        request.headers.append(HttpHeader{"X-Amz-Target", call.target});
        request.body = call.body.isNull() ? QByteArray("{}") : json::write(call.body);
        return;
    }
    if (!call.body.isNull()) {
        request.headers.append(HttpHeader{"Content-Type", "application/json"});
        request.body = json::write(call.body);
    }
}

QUrl addressOf(const Attempt &attempt)
{
    QByteArray path = attempt.endpoint.url.path(QUrl::FullyEncoded).toUtf8();
    while (path.endsWith('/'))
        path.chop(1);
    QUrl url = attempt.endpoint.url;
    url.setPath(QString::fromUtf8(path + attempt.call.path), QUrl::StrictMode);
    if (attempt.call.protocol == Protocol::Json && !attempt.call.parameters.isEmpty())
        url.setQuery(QString::fromUtf8(webFormOfTexts(attempt.call.parameters)), QUrl::StrictMode);
    return url;
}

HttpRequest requestFor(const Attempt &attempt)
{
    const Call &call = attempt.call;
    HttpRequest request{.method = call.method, .url = addressOf(attempt), .tls = attempt.context.settings.tls};
    request.maxReplyBytes = kMaxReplyBytes;
    request.freshConnection = call.oneTime;
    request.retryBudget = attempt.budget();
    setBody(request, call);
    request.headers.append(call.headers);
    if (!call.isSigned)
        return request;
    const Keys &keys = *attempt.context.keys;
    return signedRequest(request, {.accessKeyId = keys.accessKeyId.toUtf8(),
                                   .secret = keys.secretAccessKey,
                                   .sessionToken = keys.sessionToken,
                                   .region = attempt.endpoint.signingRegion,
                                   .service = attempt.endpoint.signingName,
                                   .utc = attempt.signingTime()});
}

//! "Full jitter": evenly spread between nothing and the exponential pause, by the milliseconds of the clock.
milliseconds backoff(const Attempt &attempt, bool throttled)
{
    const qint64 base = throttled ? 1000 : 50;
    const qint64 longest = std::min<qint64>(base << (attempt.number - 1), kLongestPause.count());
    const qint64 spread = (attempt.now.toMSecsSinceEpoch() + qint64{attempt.number} * 389) % 1000;
    return milliseconds(longest * spread / 1000);
}

//! As long as the service asks for, within limits; none where it asks for more than we wait.
std::optional<milliseconds> pauseAfter(const Attempt &attempt, const HttpReply &answer, const Reply &reply)
{
    const milliseconds own = backoff(attempt, isThrottling(reply.code) || reply.status == 429);
    bool isNumber = false;
    const qint64 asked = answer.header("x-amz-retry-after").toLongLong(&isNumber);
    if (isNumber && asked >= 0)
        return std::clamp(milliseconds(asked), own, own + kLongestExtraPause);
    const qint64 seconds = answer.header("Retry-After").toLongLong(&isNumber);
    if (!isNumber || seconds <= 0)
        return own;
    if (seconds > kLongestPause.count() / 1000)
        return std::nullopt;
    return std::max<milliseconds>(own, std::chrono::seconds(seconds));
}

//! `fallback` is what is known already, should waiting not be allowed any more.
Step<Reply> repeatLater(const Attempt &attempt, milliseconds pause, int cost, const Result<Reply> &fallback)
{
    const Wait wait{.duration = pause, .retryBudget = attempt.budget(), .cost = cost};
    return repeatAfter<Reply>(wait, attempt, fallback, perform);
}

bool mayRepeat(const Attempt &attempt)
{
    return !attempt.call.oneTime && attempt.number < attempt.context.settings.maxAttempts;
}

Error unreached(const Attempt &attempt, const Error &error)
{
    Error mended =
        error.within(u"while trying to %1 at %2"_s.arg(attempted(attempt.context, attempt.call), printable(attempt.host(), 120)));
    if (mended.hint.isEmpty() && error.kind != ErrorKind::Cancelled)
        mended.hint = u"Check the network, the region and the endpoint of the credential."_s;
    return mended;
}

Step<Reply> withoutAnswer(const Attempt &attempt, const Error &error)
{
    const bool isTimeout = error.kind == ErrorKind::Timeout;
    const Error told = unreached(attempt, error);
    if ((isTimeout || error.kind == ErrorKind::Network) && mayRepeat(attempt))
        return repeatLater(attempt, backoff(attempt, false), isTimeout ? kTimeoutCost : kCost, told);
    return told;
}

bool isTrusted(const QUrl &url)
{
    const QString host = url.host();
    return url.scheme() == "https"_L1 || host == "localhost"_L1 || host == "127.0.0.1"_L1 || host == "::1"_L1;
}

//! How far the service's clock is ahead, where it says so over a trusted connection and that can be why it refused us.
std::optional<qint64> skewFrom(const Attempt &attempt, const HttpReply &answer, const Reply &reply)
{
    if (!attempt.call.isSigned || attempt.skewCorrected || !isAboutTime(reply.code) || !isTrusted(attempt.endpoint.url))
        return std::nullopt;
    QDateTime server = QLocale::c().toDateTime(QString::fromLatin1(answer.header("Date")), u"ddd, dd MMM yyyy HH:mm:ss 'GMT'"_s);
    server.setTimeSpec(Qt::UTC);
    if (!server.isValid() || std::abs(attempt.signingTime().msecsTo(server)) < kToleratedSkewMs)
        return std::nullopt;
    const QDateTime own = answer.received.isValid() ? answer.received : attempt.now;
    return own.msecsTo(server);
}

Step<Reply> repeatAt(Attempt attempt, qint64 skewMs, const HttpReply &answer)
{
    attempt.skewMs = skewMs;
    attempt.skewCorrected = true;
    if (answer.received.isValid())
        attempt.now = answer.received;
    return askOrFail<Reply>(Remember{attempt.noteKey(), QString::number(skewMs)},
                            [attempt](const Remembered &) { return perform(attempt); });
}

Step<Reply> judge(const Attempt &attempt, const HttpReply &answer)
{
    const auto reply = replyFrom(attempt.call, answer, hiddenBy(attempt.context));
    if (!reply)
        return reply.error().within(u"while trying to "_s + attempted(attempt.context, attempt.call));
    if (reply->isGood())
        return *reply;
    if (const auto skew = skewFrom(attempt, answer, *reply))
        return repeatAt(attempt, *skew, answer);
    const QStringList &passes = attempt.call.passes;
    const bool passed = passes.contains(u"*"_s) || passes.contains(reply->code);
    const Result<Reply> outcome = passed ? Result<Reply>(*reply) : refusal(attempt.context, attempt.call, *reply);
    if (isTransient(*reply) && mayRepeat(attempt)) {
        if (const auto pause = pauseAfter(attempt, answer, *reply))
            return repeatLater(attempt, *pause, kCost, outcome);
    }
    return outcome;
}

Step<Reply> perform(const Attempt &attempt)
{
    return ask<Reply>(requestFor(attempt), [attempt](const Result<HttpReply> &answer) -> Step<Reply> {
        return answer ? judge(attempt, *answer) : withoutAnswer(attempt, answer.error());
    });
}

} // namespace

QList<SecretValue> hiddenBy(const Context &context)
{
    QList<SecretValue> all = context.hidden;
    if (context.keys)
        all << context.keys->secretAccessKey << context.keys->sessionToken;
    return all;
}

Step<Context> openContext(const Inputs &inputs)
{
    return chain<Context>(loadSettings(inputs), [inputs](const Result<Settings> &settings) -> Step<Context> {
        if (!settings)
            return settings.error();
        const auto keys = keysFrom(inputs.grant);
        if (!keys)
            return keys.error();
        Context context{.settings = *settings, .keys = *keys, .now = inputs.now};
        if (context.settings.region.isEmpty())
            context.settings.region = keys->region;
        return context;
    });
}

Step<Reply> call(const Context &context, const Call &call)
{
    const auto endpoint = endpointFor(context.settings, call.service, call.region);
    if (!endpoint)
        return endpoint.error().within(u"while trying to %1"_s.arg(call.purpose));
    if (call.isSigned && !context.keys)
        return Error{ErrorKind::Unauthenticated, u"could not %1: there are no access keys yet"_s.arg(call.purpose), u"Sign in again."_s};
    if (call.isSigned && endpoint->signingRegion.isEmpty())
        return checkRegion({}).error().within(u"while trying to %1"_s.arg(call.purpose));
    Attempt attempt{.context = context, .call = call, .endpoint = *endpoint, .now = context.now};
    if (!call.isSigned)
        return perform(attempt);
    return ask<Reply>(Recall{attempt.noteKey()}, [attempt](const Result<Recalled> &note) {
        Attempt first = attempt;
        first.skewMs = note ? note->text.toLongLong() : 0;
        return perform(first);
    });
}

} // namespace sallyport::aws
