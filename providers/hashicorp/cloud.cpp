// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "providers/hashicorp/cloud.h"

#include "app/base/json.h"
#include "providers/hashicorp/cloud_session.h"
#include "providers/hashicorp/tables.h"
#include "providers/sdk/plain_text.h"

using namespace Qt::StringLiterals;

namespace sallyport::hashicorp {

namespace {

const QByteArray kAudience = "https://api.hashicorp.cloud";
const QByteArray kApiPath = "/secrets/2023-11-28";
const QByteArray kWhoAmI = "/iam/2019-12-10/caller-identity";

Error malformed(const Call &call, const QString &what)
{
    return {ErrorKind::Malformed, u"could not %1: the answer of HCP Vault Secrets %2"_s.arg(call.purpose, what), u"Check the addresses."_s};
}

// Signing in ----------------------------------------------------------------------------------------------------------------

//! The token's life is counted from before the call: rather too short than too long.
Result<AccessGrant> grantFrom(const Call &call, const VaultReply &reply, const QDateTime &now)
{
    const QString token = reply.json[u"access_token"].toString();
    bool isNumber = false;
    const qint64 seconds = reply.json[u"expires_in"].numberText().toLongLong(&isNumber);
    if (token.isEmpty())
        return malformed(call, u"holds no token"_s);
    AccessGrant grant;
    grant.values.setSecret(kToken, SecretValue::fromString(token));
    grant.issued = now;
    if (isNumber && seconds > 0)
        grant.expires = now.addSecs(seconds);
    return grant;
}

HttpRequest tokenRequest(const Session &session, const QString &clientId, const QString &clientSecret)
{
    HttpRequest request{
        .method = "POST", .url = QUrl::fromEncoded(session.address.toEncoded() + "/oauth2/token", QUrl::StrictMode), .tls = session.tls};
    request.headers = {{"Accept", "application/json"}, {"Content-Type", "application/x-www-form-urlencoded"}};
    request.body = "grant_type=client_credentials&client_id=" + QUrl::toPercentEncoding(clientId) +
                   "&client_secret=" + QUrl::toPercentEncoding(clientSecret) +
                   "&audience=" + QUrl::toPercentEncoding(QString::fromLatin1(kAudience));
    return request;
}

//! OAuth says 400 or 401 to a client that it does not know: either way the credential is what has to be mended.
Error signInRefusal(const Session &session, const Call &call, VaultReply reply)
{
    if (reply.status == 400)
        reply.status = 401;
    return cloudRefusal(session, call, reply);
}

Step<AccessGrant> signInAt(const Session &session, const Inputs &inputs)
{
    const QString clientId = answer(kCredentialForm, inputs.credential, kClientId);
    const QString clientSecret = inputs.credential.secret(kClientSecret).revealText().trimmed();
    if (clientId.isEmpty() || clientSecret.isEmpty())
        return Error{ErrorKind::InvalidInput, clientId.isEmpty() ? u"the client id is missing"_s : u"the client secret is missing"_s,
                     u"Edit the credential and enter it."_s};
    const Call call{.method = "POST", .purpose = u"sign in to HCP Vault Secrets"_s, .redirects = false};
    return chainOrFail<AccessGrant>(exchange(session, call, tokenRequest(session, clientId, clientSecret)),
                                    [session, call](const VaultReply &reply) -> Step<AccessGrant> {
                                        return reply.isGood() ? Step<AccessGrant>(grantFrom(call, reply, session.now))
                                                              : Step<AccessGrant>(signInRefusal(session, call, reply));
                                    });
}

// Who we are ----------------------------------------------------------------------------------------------------------------

Identity identityFrom(const VaultReply &reply, const Session &session)
{
    const Value &service = reply.json[u"principal"][u"service"];
    const QString name = printable(service[u"name"].toString(), 120);
    Identity identity{.name = name.isEmpty() ? u"a service principal without a name"_s : name, .details = {}, .expires = {}};
    const std::pair<QString, QStringView> parts[] = {{u"organization %1"_s, u"organization_id"}, {u"project %1"_s, u"project_id"}};
    for (const auto &[text, member] : parts) {
        if (const QString id = printable(service[member].toString(), 60); !id.isEmpty())
            identity.details.append(text.arg(id));
    }
    identity.details.append(u"at %1"_s.arg(hostOf(session.address)));
    return identity;
}

//! For a principal that may not look itself up: signing in once more shows that it is good.
Step<Identity> identifyBySigningIn(const Session &auth, const Inputs &inputs)
{
    return chainOrFail<Identity>(signInAt(auth, inputs), [inputs](const AccessGrant &) -> Step<Identity> {
        const QString client = printable(answer(kCredentialForm, inputs.credential, kClientId), 80);
        return Identity{.name = u"service principal %1"_s.arg(client), .details = {u"the sign-in was accepted"_s}, .expires = {}};
    });
}

// Opening a secret ----------------------------------------------------------------------------------------------------------

struct CloudPlace {
    QString organization, project, app, name;
    QString version; //!< empty: the latest

    [[nodiscard]] QString text() const
    {
        return printable(app + u'/' + name, 160) + (version.isEmpty() ? QString() : u" version "_s + version);
    }
};

Result<QString> segmentOf(const FormValues &reference, QLatin1StringView id, const QString &label)
{
    const auto path = checkedPath(reference.text(id), label);
    if (path && path->contains(u'/'))
        return Error{ErrorKind::InvalidInput, u"%1 \"%2\" holds a slash"_s.arg(label, printable(*path, 120)), u"Edit the link."_s};
    return path ? path : Result<QString>(Error{path.error().kind, path.error().message, u"Edit the link."_s});
}

Result<CloudPlace> cloudPlaceOf(const FormValues &reference)
{
    CloudPlace place;
    const std::tuple<QString *, QLatin1StringView, QString> parts[] = {{&place.organization, kOrganizationId, u"the organization id"_s},
                                                                       {&place.project, kProjectId, u"the project id"_s},
                                                                       {&place.app, kAppName, u"the app name"_s},
                                                                       {&place.name, kSecretName, u"the secret name"_s}};
    for (const auto &[target, id, label] : parts) {
        const auto segment = segmentOf(reference, id, label);
        if (!segment)
            return segment.error();
        *target = *segment;
    }
    const QString version = reference.text(kVersion).trimmed();
    bool isNumber = version.isEmpty();
    const uint number = version.isEmpty() ? 0 : version.toUInt(&isNumber);
    if (!isNumber)
        return Error{ErrorKind::InvalidInput, u"the version \"%1\" is not a number"_s.arg(printable(version, 40)),
                     u"Edit the link: give a number, or nothing for the latest version."_s};
    place.version = number == 0 ? QString() : QString::number(number);
    return place;
}

QByteArray openPath(const CloudPlace &place)
{
    const auto encoded = [](const QString &segment) { return QUrl::toPercentEncoding(segment); };
    QByteArray path = kApiPath + "/organizations/" + encoded(place.organization) + "/projects/" + encoded(place.project) + "/apps/" +
                      encoded(place.app) + "/secrets/" + encoded(place.name);
    if (!place.version.isEmpty())
        path += "/versions/" + place.version.toLatin1();
    return path + ":open";
}

//! How long values may be kept that the service will replace or revoke.
std::optional<std::chrono::seconds> lifeOf(const Value &values, const QDateTime &now)
{
    const QDateTime expires = QDateTime::fromString(values[u"expires_at"].toString(), Qt::ISODateWithMs);
    if (!expires.isValid() || expires.date().year() < 1971) // the zero time of the service's language stands for none
        return std::nullopt;
    return std::chrono::seconds(std::max<qint64>(0, now.secsTo(expires)));
}

Result<SecretDocument> valuesDocument(const Call &call, const Value &values, const QString &note, const QDateTime &now)
{
    if (!values[u"values"].isMap())
        return malformed(call, u"holds no values"_s);
    QByteArray text = json::write(values[u"values"]);
    SecretDocument document{.content = SecretValue(text), .form = SecretDocument::Form::Json};
    wipe(text);
    document.version = values[u"version"].numberText();
    document.maxAge = lifeOf(values, now);
    document.note = note;
    return document;
}

//! `opened` is the secret itself, or one version of it: both name what they hold by its kind.
Result<SecretDocument> documentFrom(const Call &call, const Value &opened, const QDateTime &now)
{
    if (const Value &fixed = opened[u"static_version"]; fixed.isMap()) {
        if (!fixed[u"value"].isString() && !fixed[u"value"].isNull())
            return malformed(call, u"holds no value"_s);
        SecretDocument document{.content = SecretValue::fromString(fixed[u"value"].toString()), .form = SecretDocument::Form::Text};
        document.version = fixed[u"version"].numberText();
        return document;
    }
    if (opened[u"rotating_version"].isMap())
        return valuesDocument(call, opened[u"rotating_version"], u"rotating secret"_s, now);
    if (opened[u"dynamic_instance"].isMap())
        return valuesDocument(call, opened[u"dynamic_instance"], u"dynamic secret: each read makes new values"_s, now);
    return malformed(call, u"holds no secret"_s);
}

} // namespace

Step<AccessGrant> signInToCloud(const Inputs &inputs)
{
    return chainOrFail<AccessGrant>(openCloud(inputs), [inputs](const CloudSession &session) { return signInAt(session.auth, inputs); });
}

Step<Identity> identifyInCloud(const Inputs &inputs)
{
    const Call call{.purpose = u"look up the service principal"_s, .passes = {403, 404}, .redirects = false};
    return chainOrFail<Identity>(openCloud(inputs), [call, inputs](const CloudSession &session) {
        return chainOrFail<Identity>(askCloud(session.api, call, kWhoAmI), [session, inputs](const VaultReply &reply) -> Step<Identity> {
            return reply.isGood() ? Step<Identity>(identityFrom(reply, session.api)) : identifyBySigningIn(session.auth, inputs);
        });
    });
}

Step<SecretDocument> fetchFromCloud(const Inputs &inputs)
{
    const auto place = cloudPlaceOf(inputs.reference);
    if (!place)
        return place.error();
    const Call call{.purpose = u"open \"%1\""_s.arg(place->text()), .redirects = false};
    return chainOrFail<SecretDocument>(openCloud(inputs), [call, place = *place](const CloudSession &session) {
        return chainOrFail<SecretDocument>(askCloud(session.api, call, openPath(place)),
                                           [call, place, session](const VaultReply &reply) -> Step<SecretDocument> {
                                               const Value &opened = place.version.isEmpty() ? reply.json[u"secret"] : reply.json;
                                               return documentFrom(call, opened, session.api.now);
                                           });
    });
}

} // namespace sallyport::hashicorp
