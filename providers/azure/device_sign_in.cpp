// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "providers/azure/user.h"

#include "providers/azure/claims.h"
#include "providers/azure/grant.h"
#include "providers/sdk/plain_text.h"

#include <algorithm>

using namespace Qt::StringLiterals;
using std::chrono::seconds;

namespace sallyport::azure {

namespace {

constexpr seconds kUsualInterval{5};
constexpr seconds kSlower{5}; //!< RFC 8628 3.5
constexpr seconds kLongestInterval{60};
constexpr qint64 kLongestLifeS = 3600;

//! A code that waits for its confirmation.
struct Pending {
    UserSignIn signIn;
    SecretValue deviceCode;
    seconds interval;
    QDateTime ends; //!< UTC
};

Step<AccessGrant> poll(const Pending &pending);

Error codeEnded(const Pending &pending)
{
    return {ErrorKind::Unauthenticated, u"could not %1: the code was not confirmed in time"_s.arg(pending.signIn.purpose()),
            u"Sign in again and enter the new code."_s};
}

Step<AccessGrant> judge(Pending pending, const TokenCall &call, const Result<TokenReply> &reply)
{
    if (!reply) {
        const ErrorKind kind = reply.error().kind;
        const bool passes = kind == ErrorKind::Network || kind == ErrorKind::Timeout || kind == ErrorKind::Unavailable;
        return passes ? poll(pending) : Step<AccessGrant>(reply.error());
    }
    if (reply->isGood())
        return userGrantFrom(pending.signIn, call, *reply, {});
    if (reply->error == "expired_token"_L1)
        return codeEnded(pending);
    if (reply->error == "slow_down"_L1)
        pending.interval += kSlower;
    return poll(pending);
}

Step<AccessGrant> askForToken(const Pending &pending)
{
    const TokenCall call{.url = pending.signIn.endpoints.token,
                         .form = {{u"grant_type"_s, u"urn:ietf:params:oauth:grant-type:device_code"_s},
                                  {u"client_id"_s, pending.signIn.context.settings.clientId},
                                  {u"device_code"_s, pending.deviceCode.revealText()},
                                  {u"claims"_s, claimsParameter(pending.signIn.context.claims)}},
                         .purpose = pending.signIn.purpose(),
                         .hidden = {pending.deviceCode},
                         .oneTime = true, // polling repeats by itself
                         .passes = {u"authorization_pending"_s, u"slow_down"_s, u"expired_token"_s}};
    return chain<AccessGrant>(callEntra(pending.signIn.context, call),
                              [pending, call](const Result<TokenReply> &reply) { return judge(pending, call, reply); });
}

Step<AccessGrant> poll(const Pending &pending)
{
    return askOrFail<AccessGrant>(Wait{.duration = pending.interval}, [pending](const Waited &waited) -> Step<AccessGrant> {
        Pending next = pending;
        QDateTime &now = next.signIn.context.inputs.now;
        now = waited.now.isValid() ? waited.now : now.addSecs(pending.interval.count());
        return now < next.ends ? askForToken(next) : Step<AccessGrant>(codeEnded(next));
    });
}

bool isPage(const QUrl &url)
{
    return url.isValid() && !url.host().isEmpty() && (url.scheme() == "https"_L1 || url.scheme() == "http"_L1);
}

Step<AccessGrant> showCode(const UserSignIn &signIn, const Value &answer)
{
    const qint64 life = secondsIn(answer[u"expires_in"]).value_or(0);
    const qint64 interval = secondsIn(answer[u"interval"]).value_or(kUsualInterval.count());
    const Pending pending{.signIn = signIn,
                          .deviceCode = SecretValue::fromString(answer[u"device_code"].toString()),
                          .interval = std::min(seconds(interval), kLongestInterval),
                          .ends = signIn.context.now().addSecs(std::min(life, kLongestLifeS))};
    QString page = answer[u"verification_uri"].toString();
    if (page.isEmpty())
        page = answer[u"verification_url"].toString(); // its name in the first version of the protocol
    const ShowCode shown{.verificationUri = QUrl(page, QUrl::StrictMode),
                         .verificationUriComplete = QUrl(answer[u"verification_uri_complete"].toString(), QUrl::StrictMode),
                         .userCode = printable(answer[u"user_code"].toString(), 40),
                         .purpose = signIn.purpose(),
                         .expires = pending.ends};
    if (pending.deviceCode.isEmpty() || shown.userCode.isEmpty() || life <= 0 || !isPage(shown.verificationUri))
        return Error{ErrorKind::Malformed, u"could not %1: the answer holds no code to confirm"_s.arg(signIn.purpose()),
                     u"Sign in with the browser instead."_s};
    return askOrFail<AccessGrant>(shown, [pending](const CodeShown &) { return poll(pending); });
}

} // namespace

Step<AccessGrant> signInByCode(const UserSignIn &signIn)
{
    if (!signIn.endpoints.device.isValid() || signIn.endpoints.device.isEmpty())
        return Error{ErrorKind::Unavailable, u"could not %1: it offers no sign-in with a code"_s.arg(signIn.purpose()),
                     u"Sign in with the browser instead."_s};
    const TokenCall call{.url = signIn.endpoints.device,
                         .form = {{u"client_id"_s, signIn.context.settings.clientId}, {u"scope"_s, signIn.scope()}},
                         .purpose = signIn.purpose()};
    return chainOrFail<AccessGrant>(callEntra(signIn.context, call),
                                    [signIn](const TokenReply &reply) { return showCode(signIn, reply.json); });
}

} // namespace sallyport::azure
