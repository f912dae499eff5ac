// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "providers/azure/user.h"

#include "providers/azure/claims.h"
#include "providers/azure/tables.h"
#include "providers/sdk/pkce.h"

#include <QRegularExpression>
#include <QUrlQuery>

using namespace Qt::StringLiterals;

namespace sallyport::azure {

namespace {

TokenCall callFor(const UserSignIn &signIn, const Pkce &pkce)
{
    return {.url = signIn.endpoints.token, .form = {}, .purpose = signIn.purpose(), .hidden = {pkce.verifier}};
}

QString valueIn(const BrowserCallback &callback, QStringView name)
{
    for (const auto &[known, value] : callback.query) {
        if (known == name)
            return value;
    }
    return {};
}

//! What the sign-in page says in place of a code. Source: as for signInByBrowser, "Error response".
TokenReply refusalIn(const BrowserCallback &callback)
{
    static const QRegularExpression kCode(u"AADSTS([0-9]{4,9})"_s);
    TokenReply reply{.status = 400, .error = valueIn(callback, u"error")};
    const QString words = valueIn(callback, u"error_description");
    reply.description = wordsFrom(words, {});
    if (const auto match = kCode.match(words); match.hasMatch())
        reply.codes.append(match.captured(1).toInt());
    return reply;
}

Step<AccessGrant> judge(const UserSignIn &signIn, const Pkce &pkce, const BrowserAuthorization &outcome)
{
    const TokenCall call = callFor(signIn, pkce);
    if (!outcome.token)
        return entraRefusal(call, refusalIn(outcome.callback));
    const auto reply = tokenReplyFrom(call, *outcome.token);
    if (!reply)
        return reply.error();
    return reply->isGood() ? userGrantFrom(signIn, call, *reply, pkce.nonce) : entraRefusal(call, *reply);
}

//! Whom the browser must come back from; empty where that is not known beforehand, as with a tenant that is only named.
QString issuerOf(const UserSignIn &signIn)
{
    const QString tenant = signIn.wanted.tenant.isEmpty() ? signIn.context.settings.tenant : signIn.wanted.tenant;
    QString issuer = signIn.endpoints.issuer;
    if (isGuid(tenant))
        issuer.replace(u"{tenantid}"_s, tenant.toLower());
    return issuer.contains(u"{tenantid}"_s) ? QString() : issuer;
}

//! What the page's address must say; a query that the address has of its own is kept (RFC 6749 3.1).
QList<std::pair<QString, QString>> pageParameters(const UserSignIn &signIn, const Pkce &pkce)
{
    QList<std::pair<QString, QString>> all = QUrlQuery(signIn.endpoints.authorize).queryItems(QUrl::FullyDecoded);
    all += {{u"response_mode"_s, u"query"_s},
            {u"nonce"_s, QString::fromLatin1(pkce.nonce)},
            {u"prompt"_s, u"select_account"_s},
            {u"claims"_s, claimsParameter(signIn.context.claims)}};
    return all;
}

AuthorizeWithBrowser questionFor(const UserSignIn &signIn, const Pkce &pkce, const ListenerReady &listener)
{
    const Settings &settings = signIn.context.settings;
    return {.authorizationUrl = signIn.endpoints.authorize.adjusted(QUrl::RemoveQuery),
            .accessTokenUrl = signIn.endpoints.token,
            .clientId = settings.clientId,
            .scope = signIn.scope(),
            .listener = listener,
            .state = pkce.state,
            .challenge = pkce.challenge,
            .verifier = pkce.verifier,
            .pageParameters = pageParameters(signIn, pkce),
            .tokenParameters = {{u"scope"_s, signIn.scope()},
                                {u"client_info"_s, u"1"_s},
                                {u"claims"_s, claimsParameter(signIn.context.claims)}},
            .tls = settings.tls,
            .purpose = signIn.purpose(),
            .issuer = issuerOf(signIn),
            .namesIssuer = signIn.endpoints.namesIssuer};
}

} // namespace

//! Registered is `http://localhost`, of which Entra ignores the port; an address that ends with the port is called back at `/`.
Step<AccessGrant> signInByBrowser(const UserSignIn &signIn)
{
    return withPkce<AccessGrant>([signIn](const Pkce &pkce) {
        return askOrFail<AccessGrant>(OpenListener{.path = {}, .host = u"localhost"_s}, [signIn, pkce](const ListenerReady &listener) {
            return askOrFail<AccessGrant>(questionFor(signIn, pkce, listener),
                                          [signIn, pkce](const BrowserAuthorization &outcome) { return judge(signIn, pkce, outcome); });
        });
    });
}

} // namespace sallyport::azure
