// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "providers/hashicorp/sign_in.h"

#include "providers/hashicorp/exchange.h"
#include "providers/hashicorp/refusals.h"
#include "providers/hashicorp/tables.h"
#include "providers/sdk/plain_text.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace sallyport::hashicorp {

namespace {

Error malformedGrant(const QString &what)
{
    return {ErrorKind::Malformed, u"could not sign in: Vault's answer %1"_s.arg(what), u"Check the server address."_s};
}

//! The `auth` part of an answer. A lease of 0 never expires. Its life is counted from before the call: rather too short
//! than too long.
Result<AccessGrant> grantFrom(const VaultReply &reply, const QDateTime &now)
{
    const Value &auth = reply.json[u"auth"];
    if (auth[u"mfa_requirement"].isMap() && auth[u"client_token"].toString().isEmpty())
        return Error{ErrorKind::Unauthenticated, u"could not sign in: Vault asks for a second factor, which this sign-in cannot give"_s,
                     u"Use a role without login MFA, or a token."_s};
    const QString token = auth[u"client_token"].toString();
    if (token.isEmpty())
        return malformedGrant(u"holds no token"_s);
    bool isNumber = false;
    const qint64 lease = auth[u"lease_duration"].numberText().toLongLong(&isNumber);
    if (!isNumber || lease < 0)
        return malformedGrant(u"holds no lease duration"_s);
    AccessGrant grant;
    grant.values.setSecret(kToken, SecretValue::fromString(token));
    grant.issued = now;
    if (lease > 0)
        grant.expires = grant.issued->addSecs(lease);
    grant.renewable = auth[u"renewable"].toBool() && lease > 0;
    return grant;
}

//! A token as people paste it: white space around it is taken off, anything else that no header can carry is refused.
Result<AccessGrant> givenToken(const Inputs &inputs)
{
    const QByteArray token = inputs.credential.secret(kAccessToken).reveal().toByteArray().trimmed();
    if (token.isEmpty())
        return Error{ErrorKind::InvalidInput, u"the authentication token is missing"_s, u"Edit the credential and enter it."_s};
    if (std::any_of(token.begin(), token.end(), [](char c) { return c <= ' ' || c >= '\x7f'; }))
        return Error{ErrorKind::InvalidInput, u"the authentication token holds a character that no token has"_s,
                     u"Edit the credential and enter it anew, without line breaks or spaces."_s};
    AccessGrant grant;
    grant.values.setSecret(kToken, SecretValue(token));
    grant.obtained = false;
    return grant;
}

Error loginError(const Session &session, const Call &call, const VaultReply &reply, const QString &mount)
{
    Error error = refusal(session, call, reply);
    if (reply.status == 404) { // a Vault without that method says 403
        error.hint = u"Check the server address: what answers there is no Vault."_s;
        return error;
    }
    error.kind = ErrorKind::Unauthenticated;
    error.hint = reply.status == 403
                     ? u"Check that AppRole is enabled at \"%1\" and that the namespace is right."_s.arg(printable(mount, 80))
                     : u"Check role id and secret id. A secret id can expire or be used up: then a new one has to be made."_s;
    return error;
}

Step<AccessGrant> login(const Inputs &inputs, Session session, const QString &mount)
{
    const QString roleId = answer(kCredentialForm, inputs.credential, kRoleId);
    const SecretValue secretId = inputs.credential.secret(kSecretId);
    if (roleId.isEmpty())
        return Error{ErrorKind::InvalidInput, u"the role id is missing"_s, u"Edit the credential and enter it."_s};
    session.token.clear();
    session.namespaceInPath = false;
    Value body{Value::Map()};
    body.set(u"role_id"_s, roleId);
    if (!secretId.isEmpty()) // a role may do without (bind_secret_id=false)
        body.set(u"secret_id"_s, secretId.revealText().trimmed());
    const Call call{.method = "POST",
                    .path = u"auth/%1/login"_s.arg(mount),
                    .purpose = u"sign in by AppRole at \"%1\""_s.arg(printable(mount, 80)),
                    .body = body,
                    .repeat = Repeat::IfNotProcessed,
                    .passes = {400, 403, 404}};
    return chain<AccessGrant>(query(session, call), [session, call, mount](const Result<VaultReply> &reply) -> Step<AccessGrant> {
        if (!reply)
            return reply.error();
        return reply->isGood() ? grantFrom(*reply, session.now) : loginError(session, call, *reply, mount);
    });
}

QString lifeOf(qint64 seconds)
{
    const qint64 minutes = seconds / 60;
    if (minutes < 1)
        return u"%1 s"_s.arg(seconds);
    if (minutes < 60)
        return u"%1 min"_s.arg(minutes);
    const qint64 hours = minutes / 60;
    return hours < 48 ? u"%1 h %2 min"_s.arg(hours).arg(minutes % 60) : u"%1 days"_s.arg(hours / 24);
}

Identity identityFrom(const VaultReply &lookup, const Session &session)
{
    Identity identity{.name = nameFrom(lookup)};
    const Value &data = lookup.data();
    identity.details.append(u"policies %1"_s.arg(policiesFrom(lookup).join(u", "_s)));
    const qint64 ttl = data[u"ttl"].numberText().toLongLong();
    const bool ends = ttl > 0 && !data[u"expire_time"].isNull();
    identity.details.append(ends ? u"time to live %1%2"_s.arg(lifeOf(ttl), data[u"renewable"].toBool() ? u", renewable"_s : QString())
                                 : u"never expires"_s);
    if (ends)
        identity.expires = session.now.addSecs(ttl);
    if (!session.nameSpace.isEmpty())
        identity.details.append(u"namespace %1"_s.arg(session.nameSpace));
    return identity;
}

//! A token without the policy "default" may not look itself up, and is good nevertheless: listing engines tells.
Step<Identity> identifyOtherwise(const Session &session, const VaultReply &lookup)
{
    const Call call{.path = u"sys/internal/ui/mounts"_s, .purpose = u"check the token"_s, .passes = {403, 404}};
    return chain<Identity>(query(session, call), [session, call, lookup](const Result<VaultReply> &reply) -> Step<Identity> {
        if (!reply)
            return reply.error();
        if (reply->isGood())
            return Identity{.name = u"a token that may not look itself up"_s, .details = {u"Vault accepts it"_s}};
        Error error = refusal(session, lookupSelf(), lookup);
        error.kind = ErrorKind::Unauthenticated;
        error.hint = u"The token may have expired or been revoked, or belong to another server or namespace."_s;
        return error;
    });
}

} // namespace

Step<AccessGrant> signIn(const Inputs &inputs)
{
    const auto session = openSession(inputs);
    if (!session)
        return session.error();
    if (answer(kCredentialForm, inputs.credential, kAuthMethod) == "token"_L1)
        return givenToken(inputs);
    const auto mount = checkedPath(answer(kCredentialForm, inputs.credential, kAppRoleMountPath), u"the AppRole mount path"_s);
    return mount ? login(inputs, *session, *mount) : Step<AccessGrant>(mount.error());
}

Step<AccessGrant> renew(const Inputs &inputs)
{
    const auto session = openSession(inputs);
    if (!session)
        return session.error();
    if (!inputs.grant.renewable)
        return Error{ErrorKind::Unauthenticated, u"the token cannot be renewed"_s, u"Sign in again."_s};
    const Call call{.method = "POST",
                    .path = u"auth/token/renew-self"_s,
                    .purpose = u"renew the token"_s,
                    .body = Value(Value::Map()),
                    .passes = {400, 403}};
    return chain<AccessGrant>(query(*session, call),
                              [session = *session, call, inputs](const Result<VaultReply> &reply) -> Step<AccessGrant> {
                                  if (!reply)
                                      return reply.error();
                                  if (!reply->isGood()) {
                                      Error error = refusal(session, call, *reply);
                                      error.kind = ErrorKind::Unauthenticated;
                                      return error;
                                  }
                                  auto grant = grantFrom(*reply, inputs.now);
                                  if (grant)
                                      grant->obtained = inputs.grant.obtained;
                                  return grant;
                              });
}

Step<Identity> identify(const Inputs &inputs)
{
    const auto session = openSession(inputs);
    if (!session)
        return session.error();
    return chain<Identity>(query(*session, lookupSelf()), [session = *session](const Result<VaultReply> &reply) -> Step<Identity> {
        if (!reply)
            return reply.error();
        if (!reply->isGood())
            return identifyOtherwise(session, *reply);
        if (!reply->data().isMap())
            return Error{ErrorKind::Malformed, u"could not look up the token: Vault's answer holds no data"_s,
                         u"Check the server address."_s};
        return identityFrom(*reply, session);
    });
}

} // namespace sallyport::hashicorp
