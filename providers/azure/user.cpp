// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "providers/azure/user.h"

#include "providers/azure/claims.h"
#include "providers/azure/grant.h"
#include "providers/azure/id_token.h"
#include "providers/azure/tables.h"
#include "providers/sdk/plain_text.h"

#include <QCoreApplication>

#include <array>

using namespace Qt::StringLiterals;

namespace sallyport::azure {

namespace {

constexpr QLatin1StringView kBrowserWay{"browser"};
constexpr QLatin1StringView kDeviceWay{"device"};

constexpr std::array kWays{
    SignInWay{.id = "browser",
              .label = QT_TRANSLATE_NOOP("SignIn", "Sign In with Browser"),
              .help = QT_TRANSLATE_NOOP("SignIn", "Opens Microsoft's sign-in page on this computer.")},
    SignInWay{.id = "device",
              .label = QT_TRANSLATE_NOOP("SignIn", "Sign In with Code"),
              .help = QT_TRANSLATE_NOOP(
                  "SignIn", "Shows a code to enter on a page, on this computer or another one. Some organisations do not allow it.")},
};

Error nobodySignedIn()
{
    return {ErrorKind::Unauthenticated, u"nobody has signed in with this credential yet"_s, u"Sign in with the browser or with a code."_s};
}

Step<UserSignIn> prepared(const Context &context, const Audience &wanted)
{
    const QString tenant = wanted.tenant.isEmpty() ? context.settings.tenant : wanted.tenant;
    return chainOrFail<UserSignIn>(endpointsFor(context, tenant), [context, wanted](const Endpoints &endpoints) -> Step<UserSignIn> {
        return UserSignIn{context, endpoints, wanted};
    });
}

Step<AccessGrant> refreshed(const UserSignIn &signIn, const SecretValue &refreshToken)
{
    const TokenCall call{.url = signIn.endpoints.token,
                         .form = {{u"grant_type"_s, u"refresh_token"_s},
                                  {u"client_id"_s, signIn.context.settings.clientId},
                                  {u"refresh_token"_s, refreshToken.revealText()},
                                  {u"scope"_s, signIn.scope()},
                                  {u"claims"_s, claimsParameter(signIn.context.claims)}},
                         .purpose = u"renew the sign-in to Azure"_s,
                         .hidden = {refreshToken}};
    return chainOrFail<AccessGrant>(callEntra(signIn.context, call),
                                    [signIn, call, refreshToken](const TokenReply &reply) -> Step<AccessGrant> {
                                        auto grant = userGrantFrom(signIn, call, reply, {});
                                        if (grant && grant->keep.secret(kRefreshToken).isEmpty())
                                            grant->keep.setSecret(kRefreshToken, refreshToken); // the old one goes on being good
                                        return grant;
                                    });
}

} // namespace

QString UserSignIn::purpose() const
{
    return u"sign in to Azure at %1"_s.arg(printable(context.settings.authority.authority(), 100));
}

QString UserSignIn::scope() const
{
    return wanted.resource + u"/.default openid profile offline_access"_s;
}

Result<AccessGrant> userGrantFrom(const UserSignIn &signIn, const TokenCall &call, const TokenReply &reply, const QByteArray &nonce)
{
    const Settings &settings = signIn.context.settings;
    const QString idToken = reply.json[u"id_token"].toString();
    const bool isCustomTenant = !signIn.wanted.tenant.isEmpty();
    Result<Account> account = Account{};
    if (!idToken.isEmpty() || !nonce.isEmpty())
        account = accountFrom(idToken, {.clientId = settings.clientId,
                                        .issuer = signIn.endpoints.issuer,
                                        .tenant = isCustomTenant ? signIn.wanted.tenant : settings.tenant,
                                        .nonce = nonce,
                                        .now = reply.received.isValid() ? reply.received : signIn.context.now()});
    if (!account)
        return account.error().within(u"while trying to %1"_s.arg(call.purpose));
    Audience audience = signIn.wanted;
    if (audience.tenant.isEmpty())
        audience.tenant = account->tenant;
    Context later = signIn.context;
    if (reply.received.isValid())
        later.inputs.now = reply.received; // a person takes minutes
    auto grant = grantFrom(later, call, reply, audience);
    if (!grant)
        return grant;
    if (const QString refreshToken = reply.json[u"refresh_token"].toString(); !refreshToken.isEmpty())
        grant->keep.setSecret(kRefreshToken, SecretValue::fromString(refreshToken));
    grant->account = account->name;
    grant->values.setText(kGrantAccount, account->name);
    return grant;
}

Step<AccessGrant> silentUserGrant(const Context &context, const Audience &wanted)
{
    const SecretValue refreshToken = context.inputs.grant.keep.secret(kRefreshToken).isEmpty()
                                         ? context.inputs.credential.secret(kRefreshToken)
                                         : context.inputs.grant.keep.secret(kRefreshToken);
    if (refreshToken.isEmpty())
        return nobodySignedIn();
    return chainOrFail<AccessGrant>(prepared(context, wanted),
                                    [refreshToken](const UserSignIn &signIn) { return refreshed(signIn, refreshToken); });
}

std::span<const SignInWay> signInWays(const FormValues &credential)
{
    const bool isUser = answer(kCredentialForm, credential, kType) == kTypeUser;
    return isUser ? std::span<const SignInWay>(kWays) : std::span<const SignInWay>();
}

Step<AccessGrant> signInWith(const Inputs &inputs, QLatin1StringView wayId)
{
    if (wayId != kBrowserWay && wayId != kDeviceWay)
        return Error{ErrorKind::InvalidInput, u"there is no way to sign in called \"%1\""_s.arg(printable(QString(wayId), 40)), {}};
    const auto context = openContext(inputs);
    if (!context)
        return context.error();
    if (context->settings.kind != Kind::User)
        return Error{ErrorKind::InvalidInput, u"this credential signs in by itself"_s, {}};
    return withClaims(*context, [byBrowser = wayId == kBrowserWay](const Context &asking) {
        const Audience wanted{.tenant = {}, .resource = asking.settings.cloud->resource()};
        return chainOrFail<AccessGrant>(prepared(asking, wanted), [byBrowser](const UserSignIn &signIn) {
            return byBrowser ? signInByBrowser(signIn) : signInByCode(signIn);
        });
    });
}

} // namespace sallyport::azure
