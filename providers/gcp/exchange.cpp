// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "providers/gcp/exchange.h"

#include "providers/gcp/answers.h"
#include "providers/sdk/plain_text.h"
#include "providers/sdk/repeating.h"

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;
using std::chrono::milliseconds;

namespace sallyport::gcp {

namespace {

//! A payload of 64 KiB in Base64 is 88 KiB; a page of 100 secrets with their labels and annotations can be larger.
constexpr qint64 kMaxReplyBytes = 8 << 20;
constexpr milliseconds kLongestPause{60'000};
constexpr int kCost = 5;
constexpr int kTimeoutCost = 10;

//! When and how often a service is asked again.
struct Policy {
    Service service;
    int attempts;
    milliseconds first; //!< doubled each time
    std::array<int, 6> statuses;
};

constexpr std::array kPolicies{
    Policy{Service::Token, 3, milliseconds(1000), {408, 429, 500, 502, 503, 504}},
    Policy{Service::Sts, 3, milliseconds(1000), {408, 429, 500, 502, 503, 504}},
    Policy{Service::IamCredentials, 3, milliseconds(1000), {429, 500, 502, 503, 504, 0}},
    Policy{Service::SecretManager, 5, milliseconds(2000), {429, 503, 0, 0, 0, 0}},
};

const Policy &policyOf(Service service)
{
    return *std::find_if(kPolicies.begin(), kPolicies.end(), [service](const Policy &policy) { return policy.service == service; });
}

struct Attempt {
    Context context;
    Call call;
    QDateTime now;
    int number = 1;

    [[nodiscard]] QByteArray budget() const { return "gcp/" + call.url.host().toUtf8(); }
    [[nodiscard]] const Policy &policy() const { return policyOf(call.service); }
};

Step<Reply> perform(const Attempt &attempt);

HttpRequest requestFor(const Attempt &attempt)
{
    const Call &call = attempt.call;
    HttpRequest request{.method = call.method, .url = call.url, .headers = call.headers, .body = call.body};
    request.headers.prepend(HttpHeader{"Accept", "application/json"});
    if (!call.bearer.isEmpty())
        request.headers.append(HttpHeader{"Authorization", "Bearer " + call.bearer.reveal().toByteArray()});
    const bool isApi = call.service == Service::SecretManager || call.service == Service::IamCredentials;
    if (isApi && !attempt.context.quotaProject.isEmpty())
        request.headers.append(HttpHeader{"x-goog-user-project", attempt.context.quotaProject.toUtf8()});
    request.tls = attempt.context.settings.tls;
    request.maxReplyBytes = kMaxReplyBytes;
    request.retryBudget = attempt.budget();
    return request;
}

//! Doubled each time, spread by a tenth in both directions by the milliseconds of the clock.
milliseconds backoff(const Attempt &attempt)
{
    const qint64 whole = std::min<qint64>(attempt.policy().first.count() << (attempt.number - 1), kLongestPause.count());
    const qint64 spread = (attempt.now.toMSecsSinceEpoch() + attempt.number * 389LL) % 201; // 0 to 200 thousandths
    return milliseconds(whole * (900 + spread) / 1000);
}

//! `fallback` is what is known already, should waiting not be allowed any more.
Step<Reply> repeatLater(const Attempt &attempt, milliseconds pause, int cost, const Result<Reply> &fallback)
{
    const Wait wait{.duration = pause, .retryBudget = attempt.budget(), .cost = cost};
    return repeatAfter<Reply>(wait, attempt, fallback, perform);
}

//! A connection that broke is worth one more; who does not answer in time is not asked again.
Step<Reply> withoutAnswer(const Attempt &attempt, const Error &error)
{
    Error told = error.within(u"while trying to %1 at %2"_s.arg(attempt.call.purpose, hostOf(attempt.call.url)));
    if (told.hint.isEmpty() && error.kind == ErrorKind::Network)
        told.hint = u"Check the network, the proxy, and the endpoints and the CA file of the credential."_s;
    if (error.kind == ErrorKind::Network && attempt.number == 1)
        return repeatLater(attempt, backoff(attempt), kTimeoutCost, told);
    return told;
}

bool isWorthRepeating(const Attempt &attempt, const Reply &reply)
{
    const auto &statuses = attempt.policy().statuses;
    const bool byStatus = std::find(statuses.begin(), statuses.end(), reply.status) != statuses.end();
    const bool isOAuth = attempt.call.service == Service::Token || attempt.call.service == Service::Sts;
    return attempt.number < attempt.policy().attempts && (byStatus || (isOAuth && saysTransient(reply)));
}

Step<Reply> judge(const Attempt &attempt, const HttpReply &answer)
{
    const QList<SecretValue> hidden = attempt.context.hidden + QList<SecretValue>{attempt.call.bearer};
    const auto reply = replyFrom(answer, hidden);
    if (!reply)
        return reply.error().within(u"while trying to %1 at %2"_s.arg(attempt.call.purpose, hostOf(attempt.call.url)));
    if (reply->isGood() || !isWorthRepeating(attempt, *reply))
        return *reply;
    const milliseconds pause = std::max<milliseconds>(backoff(attempt), std::chrono::seconds(reply->retryAfterS));
    return pause > kLongestPause ? Step<Reply>(*reply) : repeatLater(attempt, pause, kCost, *reply);
}

Step<Reply> perform(const Attempt &attempt)
{
    return ask<Reply>(requestFor(attempt), [attempt](const Result<HttpReply> &answer) -> Step<Reply> {
        return answer ? judge(attempt, *answer) : withoutAnswer(attempt, answer.error());
    });
}

} // namespace

Step<Reply> exchange(const Context &context, const Call &call)
{
    return perform({.context = context, .call = call, .now = context.now});
}

HttpHeader formHeader()
{
    return {"Content-Type", "application/x-www-form-urlencoded"};
}

} // namespace sallyport::gcp
