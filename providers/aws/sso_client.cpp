// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "providers/aws/sso_client.h"

#include "providers/sdk/plain_text.h"

using namespace Qt::StringLiterals;

namespace sallyport::aws {

namespace {

constexpr qint64 kLeastLifeS = 15 * 60; //!< as the AWS CLI: a client that ends sooner is registered anew

QString noteKey(const SsoSource &source, const SsoClientKind &kind)
{
    return u"aws/sso-client/%1"_s.arg(ssoClientName(source, kind.grantTypes));
}

QString pathOf(const Context &context, const SsoSource &source, const SsoClientKind &kind)
{
    return ssoClientPath(source, kind.grantTypes, context.settings.variables);
}

Value registration(const Context &context, const SsoSource &source, const SsoClientKind &kind)
{
    Value body{Value::Map()};
    body.set(u"clientName"_s, u"sallyport-%1"_s.arg(context.now.toSecsSinceEpoch()));
    body.set(u"clientType"_s, u"public"_s);
    if (!source.sessionName.isEmpty() || !kind.redirectUris.isEmpty()) {
        body.set(u"grantTypes"_s, listOf(kind.grantTypes));
        body.set(u"scopes"_s, listOf(scopesOf(source)));
    }
    if (!kind.redirectUris.isEmpty()) {
        body.set(u"redirectUris"_s, listOf(kind.redirectUris));
        body.set(u"issuerUrl"_s, source.startUrl);
    }
    return body;
}

Result<SsoToken> clientFrom(const Reply &reply)
{
    SsoToken client{.clientId = reply.json[u"clientId"].toString(),
                    .clientSecret = SecretValue::fromString(reply.json[u"clientSecret"].toString())};
    if (client.clientId.isEmpty() || client.clientSecret.isEmpty())
        return Error{ErrorKind::Malformed, u"the answer of IAM Identity Center holds no client id and secret"_s, u"Check the endpoint."_s};
    if (const qint64 end = reply.json[u"clientSecretExpiresAt"].numberText().toLongLong(); end > 0)
        client.registrationExpires = QDateTime::fromSecsSinceEpoch(end, Qt::UTC);
    return client;
}

//! A registration that cannot be kept is as good for this one time.
Step<SsoToken> keep(const Context &context, const SsoSource &source, const SsoClientKind &kind, const SsoToken &client)
{
    const QString path = pathOf(context, source, kind);
    if (path.isEmpty() || !client.registrationExpires)
        return client;
    return ask<SsoToken>(WriteFile{.path = path, .contents = ssoClientDocument(client, scopesOf(source), kind.grantTypes)},
                         [client](const Result<FileWritten> &) -> Step<SsoToken> { return client; });
}

Step<SsoToken> registerAnew(const Context &context, const SsoSource &source, const SsoClientKind &kind)
{
    const Call request = oidcCall(source, "/client/register", registration(context, source, kind),
                                  u"register this program to %1"_s.arg(signInPurpose(source)));
    return chain<SsoToken>(demand(context, request), [context, source, kind](const Result<Reply> &reply) -> Step<SsoToken> {
        const auto client = reply.and_then(clientFrom);
        return client ? keep(context, source, kind, *client) : Step<SsoToken>(client.error());
    });
}

Step<SsoToken> knownOrNew(const Context &context, const SsoSource &source, const SsoClientKind &kind)
{
    const QString path = pathOf(context, source, kind);
    if (path.isEmpty())
        return registerAnew(context, source, kind);
    return ask<SsoToken>(ReadFile{.path = path}, [context, source, kind](const Result<FileContents> &contents) -> Step<SsoToken> {
        if (!contents && contents.error().kind == ErrorKind::Cancelled)
            return contents.error();
        const auto known = contents ? ssoClientFrom(contents->bytes) : Result<SsoToken>(contents.error());
        const bool lives = known && known->registrationExpires && context.now.secsTo(*known->registrationExpires) >= kLeastLifeS;
        return lives ? Step<SsoToken>(*known) : registerAnew(context, source, kind);
    });
}

} // namespace

Step<SsoToken> ssoClient(const Context &context, const SsoSource &source, const SsoClientKind &kind)
{
    const QString key = noteKey(source, kind);
    return askOrFail<SsoToken>(Recall{key}, [=](const Recalled &note) -> Step<SsoToken> {
        return askOrFail<SsoToken>(Remember{key, u"unproved"_s}, [=](const Remembered &) {
            return note.text.isEmpty() ? knownOrNew(context, source, kind) : registerAnew(context, source, kind);
        });
    });
}

Remember ssoClientProved(const SsoSource &source, const SsoClientKind &kind)
{
    return {noteKey(source, kind), {}};
}

QString signInPurpose(const SsoSource &source)
{
    return u"sign in to %1"_s.arg(sessionText(source));
}

QStringList scopesOf(const SsoSource &source)
{
    return source.scopes.isEmpty() ? QStringList{u"sso:account:access"_s} : source.scopes;
}

Error refusedSignIn(const Context &context, const Call &request, const Reply &reply)
{
    Error error = refusal(context, request, reply);
    if (oauthCode(reply) == "InvalidRequestRegion"_L1)
        error.hint =
            u"This IAM Identity Center is in region %1: correct sso_region."_s.arg(printable(reply.json[u"region"].toString(), 40));
    return error;
}

Step<Reply> demand(const Context &context, const Call &request)
{
    return chain<Reply>(call(context, request), [context, request](const Result<Reply> &reply) -> Step<Reply> {
        return !reply || reply->isGood() ? Step<Reply>(reply) : refusedSignIn(context, request, *reply);
    });
}

} // namespace sallyport::aws
