// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "providers/hashicorp/exchange.h"

#include "app/base/json.h"
#include "providers/hashicorp/refusals.h"
#include "providers/sdk/plain_text.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace sallyport::hashicorp {

namespace {

constexpr int kMaxRepeats = 2;
constexpr int kRepeatAfterMs = 1000;
constexpr int kLongestWaitS = 15;

struct Attempt {
    Session session;
    Call call;
    HttpRequest request;
    int repeats = 0;
    bool redirected = false;
};

Step<VaultReply> perform(const Attempt &attempt);

bool saysSealed(const HttpReply &reply)
{
    return reply.status == 503 && reply.body.contains("Vault is sealed");
}

//! Of the refusals only those that time alone can mend; a sealed Vault waits for people.
bool worthRepeating(const Attempt &attempt, const HttpReply &reply)
{
    const int status = reply.status;
    if (attempt.repeats >= kMaxRepeats || attempt.call.repeat == Repeat::Never || saysSealed(reply))
        return false;
    if (status == 412 || status == 429 || status == 503)
        return true;
    return attempt.call.repeat == Repeat::Freely && status >= 500 && status != 501;
}

std::chrono::milliseconds pauseBefore(const Attempt &attempt, const HttpReply &reply)
{
    bool isNumber = false;
    const int asked = reply.header("Retry-After").toInt(&isNumber);
    if (isNumber && asked > 0)
        return std::chrono::seconds(asked);
    return std::chrono::milliseconds((kRepeatAfterMs + attempt.session.jitterMs) * (attempt.repeats + 1));
}

Error redirectError(const Attempt &attempt, const QString &why)
{
    return Error{ErrorKind::Unavailable, u"could not %1: %2"_s.arg(attempt.call.purpose, why),
                 u"Nothing was sent there. If that is your %1, write its address into the credential."_s.arg(attempt.session.service)};
}

Result<QUrl> targetOf(const Attempt &attempt, const HttpReply &reply)
{
    const QByteArray location = reply.header("Location");
    const QUrl relative = QUrl::fromEncoded(location, QUrl::StrictMode);
    QUrl target = attempt.request.url.resolved(relative);
    target.setFragment(QString());
    const bool isHttp = target.scheme() == "http"_L1 || target.scheme() == "https"_L1;
    if (location.isEmpty() || !relative.isValid() || !isHttp || target.host().isEmpty() || !target.userInfo().isEmpty())
        return redirectError(attempt, u"%1 redirects to \"%2\", which is no address to follow"_s.arg(
                                          hostOf(attempt.session.address), printable(QString::fromUtf8(location), 120)));
    const bool samePlain = attempt.request.url.scheme() == "http"_L1 && attempt.request.url.host() == target.host();
    if (target.scheme() == "http"_L1 && !samePlain)
        return redirectError(attempt, u"%1 redirects to %2 without encryption"_s.arg(hostOf(attempt.session.address), hostOf(target)));
    return target;
}

Step<VaultReply> follow(Attempt attempt, const HttpReply &reply)
{
    const auto target = targetOf(attempt, reply);
    if (!target)
        return target.error();
    if (reply.status != 307 || attempt.redirected || !attempt.call.redirects)
        return redirectError(attempt,
                             u"%1 redirects to %2 (status %3)"_s.arg(hostOf(attempt.request.url), hostOf(*target)).arg(reply.status));
    attempt.request.url = *target;
    attempt.redirected = true;
    return perform(attempt);
}

Step<VaultReply> repeatLater(Attempt attempt, std::chrono::milliseconds pause)
{
    ++attempt.repeats;
    return askOrFail<VaultReply>(Wait{pause}, [attempt](const Waited &) { return perform(attempt); });
}

Error notVault(const Attempt &attempt, int status)
{
    return Error{ErrorKind::Malformed,
                 u"could not %1: the answer of %2 is not what %3 sends (status %4, no JSON object)"_s
                     .arg(attempt.call.purpose, hostOf(attempt.request.url), attempt.session.service)
                     .arg(status),
                 u"Check the server address: a proxy or a sign-in page may be answering instead of %1."_s.arg(attempt.session.service)};
}

Step<VaultReply> understand(const Attempt &attempt, const HttpReply &reply)
{
    VaultReply answer{.status = reply.status, .retryAfter = reply.header("Retry-After")};
    const auto parsed = reply.body.trimmed().isEmpty() ? Result<Value>(Value()) : json::parse(reply.body);
    if (parsed && (parsed->isMap() || parsed->isNull())) {
        answer.json = *parsed;
        return answer;
    }
    if (reply.status < 400)
        return notVault(attempt, reply.status);
    answer.text = reply.body.left(1000);
    return answer;
}

Step<VaultReply> judge(const Attempt &attempt, const HttpReply &reply)
{
    if (reply.status >= 300 && reply.status < 400)
        return follow(attempt, reply);
    if (worthRepeating(attempt, reply)) {
        const auto pause = pauseBefore(attempt, reply);
        if (pause <= std::chrono::seconds(kLongestWaitS))
            return repeatLater(attempt, pause);
    }
    return understand(attempt, reply);
}

Step<VaultReply> perform(const Attempt &attempt)
{
    return ask<VaultReply>(attempt.request, [attempt](const Result<HttpReply> &reply) -> Step<VaultReply> {
        return reply ? judge(attempt, *reply) : unreached(attempt.session, attempt.call, reply.error());
    });
}

} // namespace

QStringList VaultReply::warnings() const
{
    QStringList texts;
    for (const Value &warning : json[u"warnings"].list())
        texts.append(printable(warning.toString(), 200));
    return texts;
}

Step<VaultReply> exchange(const Session &session, const Call &call)
{
    return exchange(session, call, requestFor(session, call));
}

Step<VaultReply> exchange(const Session &session, const Call &call, const HttpRequest &request)
{
    return perform({.session = session, .call = call, .request = request});
}

Step<VaultReply> query(const Session &session, const Call &call)
{
    return chain<VaultReply>(exchange(session, call), [session, call](const Result<VaultReply> &reply) -> Step<VaultReply> {
        if (!reply || reply->isGood() || call.passes.contains(reply->status))
            return reply;
        return explained(session, call, *reply);
    });
}

} // namespace sallyport::hashicorp
