// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "providers/azure/vault.h"

#include "app/base/json.h"
#include "providers/azure/azure_cli.h"
#include "providers/azure/claims.h"
#include "providers/azure/grant.h"
#include "providers/azure/repeat.h"
#include "providers/azure/sign_in.h"
#include "providers/sdk/plain_text.h"

using namespace Qt::StringLiterals;

namespace sallyport::azure {

namespace {

//! A certificate with its chain, or a secret of 25 KiB, in JSON.
constexpr qint64 kMaxReplyBytes = 4 << 20;

struct Attempt {
    Context context;
    VaultCall call;
    QByteArray authorization{}; //!< empty: the vault is only asked what it wants
    int number = 1;
};

//! Where it is noted what a vault wants of credentials of a cloud.
QString noteOf(const Context &context, const VaultCall &call)
{
    return u"azure/challenge/%1/%2"_s.arg(context.settings.cloud->id, call.vault.host.name());
}

HttpRequest requestFor(const Attempt &attempt)
{
    HttpRequest request{.url = attempt.call.url(), .headers = {{"Accept", "application/json"}}, .tls = attempt.context.settings.tls};
    if (!attempt.authorization.isEmpty())
        request.headers.append(HttpHeader{"Authorization", attempt.authorization});
    request.maxReplyBytes = kMaxReplyBytes;
    request.retryBudget = retryBudget(request.url);
    return request;
}

//! The vault's answer, whatever its status; repeated where time alone can help.
Step<HttpReply> exchange(const Attempt &attempt)
{
    const auto again = [attempt] {
        Attempt next = attempt;
        ++next.number;
        return exchange(next);
    };
    return ask<HttpReply>(requestFor(attempt), [attempt, again](const Result<HttpReply> &answer) -> Step<HttpReply> {
        const bool mayRepeat = attempt.number < kMaxAttempts;
        if (answer) {
            const auto pause = mayRepeat && isPassingStatus(answer->status) ? pauseAfter(*answer, attempt.number) : std::nullopt;
            return pause ? repeated<HttpReply>(attempt.call.url(), *pause, answer, again) : Step<HttpReply>(*answer);
        }
        Error told =
            answer.error().within(u"while trying to %1 at %2"_s.arg(attempt.call.purpose, printable(attempt.call.vault.host.name(), 120)));
        if (told.hint.isEmpty() && told.kind == ErrorKind::Network)
            told.hint = u"Check the vault's name and the network. A vault with a private endpoint is reached from its own network only."_s;
        if (mayRepeat && isPassing(told.kind))
            return repeated<HttpReply>(attempt.call.url(), usualPause(attempt.number), Result<HttpReply>(told), again);
        return told;
    });
}

Step<Value> understand(const VaultCall &call, const HttpReply &reply)
{
    const auto parsed = json::parse(reply.body);
    if (parsed && parsed->isMap())
        return *parsed;
    return Error{ErrorKind::Malformed,
                 u"could not %1: the answer of %2 is not what a key vault sends (status %3, no JSON object)"_s
                     .arg(call.purpose, printable(call.vault.host.name(), 120))
                     .arg(reply.status),
                 u"Check the address of the vault: a proxy or a sign-in page may be answering in its place."_s};
}

Step<Value> withToken(const Context &context, const VaultCall &call, const AccessGrant &grant);

//! Who asks signs in anew when a token that was kept is refused, but not when one is that was only just obtained. With claims there is a
//! way on, and nobody is needed for it: the next token is asked for here, once.
bool canAnswerHere(const Context &context, const AccessGrant &grant)
{
    constexpr qint64 kJustObtainedS = 60;
    const Kind kind = context.settings.kind;
    const bool needsNobody = kind == Kind::ClientSecret || kind == Kind::Certificate || kind == Kind::Federated;
    return needsNobody && context.claims.isEmpty() && grant.issued && grant.issued->secsTo(context.now()) < kJustObtainedS;
}

Step<Value> withClaimsAnswered(const Attempt &attempt, const AccessGrant &grant, const QByteArray &claims)
{
    Context asking = attempt.context;
    asking.claims = claims;
    const QString resource = grant.values.text(kGrantResource);
    const Audience wanted{grant.values.text(kGrantTenant), resource.isEmpty() ? asking.settings.cloud->resource() : resource};
    return chain<Value>(grantFor(asking, wanted), [asking, call = attempt.call](const Result<AccessGrant> &better) -> Step<Value> {
        return better ? withToken(asking, call, *better) : Step<Value>(better.error().within(u"while trying to %1"_s.arg(call.purpose)));
    });
}

//! The token was refused. Either it is no longer good, or the vault wants something else than it did.
Step<Value> tokenRefused(const Attempt &attempt, const AccessGrant &grant, const HttpReply &reply)
{
    Error error = vaultRefusal(attempt.context, attempt.call, reply);
    const QByteArray claims = claimsFrom(reply);
    if (claims.isEmpty())
        return askOrFail<Value>(Remember{noteOf(attempt.context, attempt.call), {}},
                                [error](const Remembered &) -> Step<Value> { return error; });
    if (isOfAzureCli(grant)) {
        error.hint = azureCliLoginFor(attempt.context, claims);
        return error;
    }
    if (canAnswerHere(attempt.context, grant))
        return withClaimsAnswered(attempt, grant, claims);
    return askOrFail<Value>(claimsNoted(attempt.context.settings, claims), [error](const Remembered &) -> Step<Value> { return error; });
}

Step<Value> withToken(const Context &context, const VaultCall &call, const AccessGrant &grant)
{
    const auto authorization = bearerOf(grant);
    if (!authorization)
        return authorization.error().within(u"while trying to %1"_s.arg(call.purpose));
    const Attempt attempt{context, call, *authorization};
    return chainOrFail<Value>(exchange(attempt), [attempt, grant](const HttpReply &reply) -> Step<Value> {
        if (reply.status == 401)
            return tokenRefused(attempt, grant, reply);
        if (reply.status < 200 || reply.status > 299)
            return vaultRefusal(attempt.context, attempt.call, reply);
        return understand(attempt.call, reply);
    });
}

bool serves(const AccessGrant &grant, const Audience &wanted, const Settings &settings)
{
    const QString tenant = grant.values.text(kGrantTenant);
    const QString resource = grant.values.text(kGrantResource);
    const bool tenantFits = !isGuid(tenant) || !isGuid(wanted.tenant) || tenant.compare(wanted.tenant, Qt::CaseInsensitive) == 0;
    return tenantFits && (resource.isEmpty() ? settings.cloud->resource() : resource) == wanted.resource;
}

Step<Value> knowingWhat(const Context &context, const VaultCall &call, const Audience &wanted)
{
    if (serves(context.inputs.grant, wanted, context.settings))
        return withToken(context, call, context.inputs.grant);
    return chain<Value>(grantFor(context, wanted), [context, call](const Result<AccessGrant> &grant) -> Step<Value> {
        return grant ? withToken(context, call, *grant) : Step<Value>(grant.error().within(u"while trying to %1"_s.arg(call.purpose)));
    });
}

//! A vault that answers everybody is none.
Error answersAnybody(const VaultCall &call)
{
    return {ErrorKind::Malformed,
            u"could not %1: %2 answers without asking for a token"_s.arg(call.purpose, printable(call.vault.host.name(), 120)),
            u"Check the address of the vault."_s};
}

Step<Value> knock(const Context &context, const VaultCall &call)
{
    return chainOrFail<Value>(exchange({context, call}), [context, call](const HttpReply &reply) -> Step<Value> {
        if (reply.status >= 200 && reply.status <= 299)
            return answersAnybody(call);
        if (reply.status != 401)
            return vaultRefusal(context, call, reply);
        const auto wanted = audienceFrom(reply, call.vault, context.settings);
        if (!wanted)
            return wanted.error().within(u"while trying to %1"_s.arg(call.purpose));
        return askOrFail<Value>(Remember{noteOf(context, call), wanted->text()},
                                [context, call, wanted = *wanted](const Remembered &) { return knowingWhat(context, call, wanted); });
    });
}

} // namespace

Step<Value> callVault(const Context &context, const VaultCall &call)
{
    return askOrFail<Value>(Recall{noteOf(context, call)}, [context, call](const Recalled &note) {
        return note.text.isEmpty() ? knock(context, call) : knowingWhat(context, call, Audience::fromText(note.text));
    });
}

} // namespace sallyport::azure
