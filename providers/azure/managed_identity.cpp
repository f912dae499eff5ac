// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "providers/azure/managed_identity.h"

#include "app/base/json.h"
#include "providers/azure/challenge.h"
#include "providers/azure/grant.h"
#include "providers/azure/repeat.h"
#include "providers/azure/tables.h"
#include "providers/sdk/plain_text.h"

#include <QRegularExpression>

using namespace Qt::StringLiterals;
using std::chrono::milliseconds;

namespace sallyport::azure {

namespace {

constexpr milliseconds kDeadline{10'000};
constexpr milliseconds kMachineDeadline{3'000};
constexpr qint64 kMaxReplyBytes = 256 << 10;
constexpr qint64 kMaxKeyFileBytes = 4096;

//! A place that gives tokens to whoever runs in it.
struct Source {
    QString name;    //!< completes "... gives no token"
    QString address; //!< as the environment says it
    QByteArray apiVersion;
    QList<HttpHeader> headers{};
    QString clientIdName = QStringLiteral("client_id"); //!< how its query calls a user-assigned identity's client id
    QString resourceIdName = QStringLiteral("mi_res_id");
    bool hasKeyFile = false; //!< answers first with the name of a file to read
    bool isMachine = false;  //!< the metadata service of a virtual machine
    bool isPinned = false;   //!< proves itself by the certificate with `thumbprint`, and gives its one identity only
    QString thumbprint{};    //!< as the environment says it
    SecretValue hidden{};
};

Error noIdentity()
{
    return {
        ErrorKind::NotFound, u"the environment names no managed identity"_s,
        u"App Service, Functions, Container Apps, Service Fabric, Machine Learning and Arc name it in IDENTITY_ENDPOINT or MSI_ENDPOINT. "
        u"On a virtual machine choose the credential type Managed Identity."_s};
}

const QStringList &variableNames()
{
    static const QStringList names{u"IDENTITY_ENDPOINT"_s, u"IDENTITY_HEADER"_s, u"IDENTITY_SERVER_THUMBPRINT"_s,       u"MSI_ENDPOINT"_s,
                                   u"MSI_SECRET"_s,        u"IMDS_ENDPOINT"_s,   u"AZURE_POD_IDENTITY_AUTHORITY_HOST"_s};
    return names;
}

Source machineService(const EnvironmentContents &environment)
{
    QString base = environment.text(u"AZURE_POD_IDENTITY_AUTHORITY_HOST"_s);
    if (base.isEmpty())
        base = u"http://169.254.169.254"_s;
    while (base.endsWith(u'/'))
        base.chop(1);
    return {.name = u"the metadata service of this machine"_s,
            .address = base + u"/metadata/identity/oauth2/token"_s,
            .apiVersion = "2018-02-01",
            .headers = {{"Metadata", "true"}},
            .resourceIdName = u"msi_res_id"_s,
            .isMachine = true};
}

//! In the order of Microsoft's own libraries.
std::optional<Source> sourceIn(const EnvironmentContents &environment)
{
    const QString endpoint = environment.text(u"IDENTITY_ENDPOINT"_s);
    const SecretValue header = environment.values.value(u"IDENTITY_HEADER"_s);
    if (!endpoint.isEmpty() && !header.isEmpty() && environment.has(u"IDENTITY_SERVER_THUMBPRINT"_s))
        return Source{.name = u"Service Fabric"_s,
                      .address = endpoint,
                      .apiVersion = "2019-07-01-preview",
                      .headers = {{"Secret", header.reveal().toByteArray()}},
                      .isPinned = true,
                      .thumbprint = environment.text(u"IDENTITY_SERVER_THUMBPRINT"_s),
                      .hidden = header};
    if (!endpoint.isEmpty() && !header.isEmpty())
        return Source{.name = u"the identity service of this app"_s,
                      .address = endpoint,
                      .apiVersion = "2019-08-01",
                      .headers = {{"X-IDENTITY-HEADER", header.reveal().toByteArray()}, {"Metadata", "true"}},
                      .hidden = header};
    const SecretValue secret = environment.values.value(u"MSI_SECRET"_s);
    if (environment.has(u"MSI_ENDPOINT"_s) && !secret.isEmpty())
        return Source{.name = u"the identity service of Machine Learning"_s,
                      .address = environment.text(u"MSI_ENDPOINT"_s),
                      .apiVersion = "2017-09-01",
                      .headers = {{"secret", secret.reveal().toByteArray()}},
                      .clientIdName = u"clientid"_s,
                      .hidden = secret};
    if (!endpoint.isEmpty() && environment.has(u"IMDS_ENDPOINT"_s))
        return Source{.name = u"the Azure Arc agent"_s,
                      .address = endpoint,
                      .apiVersion = "2020-06-01",
                      .headers = {{"Metadata", "true"}},
                      .resourceIdName = u"msi_res_id"_s,
                      .hasKeyFile = true};
    return std::nullopt;
}

//! Without encryption only where the network ends in this machine or its own host: loopback, link-local and private addresses.
bool isNearby(const QString &host)
{
    static const QRegularExpression kNearby(
        u"\\A(169\\.254|10(\\.[0-9]{1,3})|192\\.168|172\\.(1[6-9]|2[0-9]|3[01]))(\\.[0-9]{1,3}){2}\\z"_s);
    return isThisMachine(host) || kNearby.match(host).hasMatch();
}

//! The identity that the credential names, as a parameter of the question; an empty id: the place's own.
std::pair<QString, QString> identityFor(const Source &source, const Context &context)
{
    const QString id = answer(kCredentialForm, context.inputs.credential, kIdentityId);
    const QString kind = answer(kCredentialForm, context.inputs.credential, kIdentityIdKind);
    return {kind == "objectId"_L1 ? u"object_id"_s : kind == "resourceId"_L1 ? source.resourceIdName : source.clientIdName, id};
}

//! A SHA-1 digest as 40 digits, with blanks or colons among them or not; empty where it is none.
QByteArray digestFrom(QString thumbprint)
{
    static const QRegularExpression kBetween(u"[\\s:]"_s);
    static const QRegularExpression kDigest(u"\\A[0-9A-Fa-f]{40}\\z"_s);
    thumbprint.remove(kBetween);
    return kDigest.match(thumbprint).hasMatch() ? QByteArray::fromHex(thumbprint.toLatin1()) : QByteArray();
}

//! What a place that is told by its certificate is asked with.
Result<Done> checkPinned(const Source &source, const Context &context)
{
    if (digestFrom(source.thumbprint).isEmpty())
        return Error{ErrorKind::InvalidInput,
                     u"the environment says \"%1\" in IDENTITY_SERVER_THUMBPRINT, which is no SHA-1 thumbprint"_s.arg(
                         printable(source.thumbprint, 80)),
                     u"Correct the environment that this program was started with."_s};
    if (!identityFor(source, context).second.isEmpty())
        return Error{ErrorKind::InvalidInput,
                     u"%1 gives each application the identity that the cluster says, and no other"_s.arg(source.name),
                     u"Leave the identity in the credential empty, and AZURE_CLIENT_ID unset."_s};
    return Done{};
}

Result<QUrl> addressOf(const Source &source, const Context &context, const Audience &wanted)
{
    QUrl url(source.address, QUrl::StrictMode);
    const bool safe = url.scheme() == "https"_L1 || (!source.isPinned && url.scheme() == "http"_L1 && isNearby(url.host()));
    if (!url.isValid() || url.host().isEmpty() || !url.userInfo().isEmpty() || !safe)
        return Error{ErrorKind::InvalidInput,
                     u"the environment says that %1 is at \"%2\", which is no address to ask for a token"_s.arg(
                         source.name, printable(source.address, 120)),
                     u"Correct the environment that this program was started with."_s};
    if (const auto good = checkPinned(source, context); source.isPinned && !good)
        return good.error();
    FormFields query{{u"api-version"_s, QString::fromLatin1(source.apiVersion)}, {u"resource"_s, wanted.resource}};
    if (const auto identity = identityFor(source, context); !identity.second.isEmpty())
        query.append(identity);
    url.setQuery(QString::fromLatin1(formOf(query)), QUrl::StrictMode);
    return url;
}

HttpRequest requestFor(const Source &source, const Context &context, const QUrl &url)
{
    HttpRequest request{.url = url, .headers = source.headers};
    request.headers.append(HttpHeader{"Accept", "application/json"});
    request.deadline = source.isMachine ? kMachineDeadline : kDeadline;
    request.maxReplyBytes = kMaxReplyBytes;
    if (source.isPinned)
        request.tls.serverSha1 = digestFrom(source.thumbprint);
    else if (url.scheme() == "https"_L1)
        request.tls = context.settings.tls;
    return request;
}

//! The machine's service says 404 and 410 while it is starting.
bool isWorthRepeating(const Source &source, const HttpReply &reply)
{
    return isPassingStatus(reply.status) || (source.isMachine && (reply.status == 404 || reply.status == 410));
}

Step<HttpReply> asked(const Source &source, const HttpRequest &request, int number = 1)
{
    return ask<HttpReply>(request, [source, request, number](const Result<HttpReply> &reply) -> Step<HttpReply> {
        if (!reply) {
            Error error = reply.error().within(u"while asking %1 for a token"_s.arg(source.name));
            if (source.isMachine)
                error.hint = u"Virtual machines of Azure have this service, other machines do not: choose another credential type there."_s;
            return error;
        }
        const auto pause = number < kMaxAttempts && isWorthRepeating(source, *reply) ? pauseAfter(*reply, number) : std::nullopt;
        if (!pause)
            return *reply;
        return repeated<HttpReply>(request.url, *pause, reply, [source, request, number] { return asked(source, request, number + 1); });
    });
}

Error refusal(const Source &source, const HttpReply &reply)
{
    const Value body = json::parse(reply.body).value_or(Value());
    QString words;
    for (const Value *said : {&body[u"error_description"], &body[u"message"], &body[u"error"][u"message"], &body[u"error"]}) {
        if (words.isEmpty())
            words = wordsFrom(said->toString(), {source.hidden});
    }
    const ErrorKind kind = reply.status == 429   ? ErrorKind::RateLimited
                           : reply.status >= 500 ? ErrorKind::Unavailable
                                                 : ErrorKind::Unauthenticated;
    if (words.isEmpty())
        words = u"the server gave no reason (status %1)"_s.arg(reply.status);
    return {kind, u"%1 gives no token: %2"_s.arg(source.name, words),
            u"An identity must be assigned to this machine or app; where there are several, name the one in the credential."_s};
}

//! `expires_in` counts seconds, `expires_on` is a moment (in seconds, or as older services write it, which is not read).
std::optional<qint64> lifeIn(const Value &body, const QDateTime &now)
{
    if (const auto seconds = secondsIn(body[u"expires_in"]))
        return seconds;
    const auto end = secondsIn(body[u"expires_on"]);
    return end && *end > now.toSecsSinceEpoch() ? std::optional(*end - now.toSecsSinceEpoch()) : std::nullopt;
}

//! An older Arc agent gives the machine's own token whoever is asked for: one that knows better says whose token it is.
Result<Done> checkIdentity(const Source &source, const Context &context, const Value &body)
{
    const auto [name, id] = identityFor(source, context);
    if (!source.hasKeyFile || id.isEmpty())
        return Done{};
    const bool isOther = name == source.resourceIdName && body[name].isNull();
    const QString given = body[isOther ? QStringView(u"mi_res_id") : QStringView(name)].toString();
    if (given.compare(id, Qt::CaseInsensitive) == 0)
        return Done{};
    return Error{ErrorKind::Unauthenticated,
                 u"%1 does not say that its token is the one of the identity in the credential"_s.arg(source.name),
                 u"The agent may be too old for identities other than the machine's own: update it, or leave the identity empty."_s};
}

Step<AccessGrant> grantIn(const Source &source, const Context &context, const Audience &wanted, const HttpReply &reply)
{
    if (reply.status != 200)
        return refusal(source, reply);
    const Value body = json::parse(reply.body).value_or(Value());
    const QString token = body[u"access_token"].toString();
    if (token.isEmpty())
        return Error{ErrorKind::Malformed, u"the answer of %1 holds no token"_s.arg(source.name), u"Check what answers there."_s};
    if (const auto good = checkIdentity(source, context, body); !good)
        return good.error();
    AccessGrant grant = makeGrant(SecretValue::fromString(token), {{}, wanted.resource}, context.now(), lifeIn(body, context.now()));
    grant.values.setText(kGrantAccount, u"managed identity"_s);
    grant.values.setText(kGrantOrigin, u"from %1"_s.arg(source.name));
    return grant;
}

//! The file in which the Arc agent leaves a key for those who may read it: in its own folder and nowhere else.
Result<QString> keyFileFrom(const Source &source, const HttpReply &reply)
{
    static const QRegularExpression kPath(u"\\A/var/opt/azcmagent/tokens/[A-Za-z0-9_-]+\\.key\\z"_s);
    if (reply.status != 401)
        return refusal(source, reply);
    for (const Challenge &challenge : parseChallenges(reply.header("WWW-Authenticate"))) {
        const QString path = QString::fromUtf8(challenge.value("realm"));
        if (challenge.scheme == "basic" && kPath.match(path).hasMatch())
            return path;
    }
    return Error{ErrorKind::Malformed, u"%1 names a key file outside of its own folder, which was not read"_s.arg(source.name),
                 u"Check what answers at IDENTITY_ENDPOINT."_s};
}

Error unreadable(const Error &problem)
{
    Error error = problem.within(u"while reading the key of the Azure Arc agent"_s);
    if (error.kind == ErrorKind::NotFound) // which would mean that there is no identity here
        error.kind = ErrorKind::Unauthenticated;
    error.hint = problem.kind == ErrorKind::PermissionDenied
                     ? u"Your account must be in the group himds to use the identity of this machine."_s
                     : u"Check what answers at IDENTITY_ENDPOINT."_s;
    return error;
}

Step<AccessGrant> withKeyFile(const Source &source, const Context &context, const Audience &wanted, const QUrl &url)
{
    return chainOrFail<AccessGrant>(asked(source, requestFor(source, context, url)), [=](const HttpReply &reply) -> Step<AccessGrant> {
        const auto path = keyFileFrom(source, reply);
        if (!path)
            return path.error();
        return ask<AccessGrant>(
            ReadFile{.path = *path, .maxBytes = kMaxKeyFileBytes}, [=](const Result<FileContents> &file) -> Step<AccessGrant> {
                if (!file)
                    return unreadable(file.error());
                Source known = source;
                const QByteArray key = file->bytes.trimmed();
                known.hidden = SecretValue(key);
                known.headers.append(HttpHeader{"Authorization", "Basic " + key});
                return chainOrFail<AccessGrant>(asked(known, requestFor(known, context, url)),
                                                [=](const HttpReply &answer) { return grantIn(known, context, wanted, answer); });
            });
    });
}

Step<AccessGrant> grantOf(const Source &source, const Context &context, const Audience &wanted)
{
    const auto url = addressOf(source, context, wanted);
    if (!url)
        return url.error();
    if (source.hasKeyFile)
        return withKeyFile(source, context, wanted, *url);
    return chainOrFail<AccessGrant>(asked(source, requestFor(source, context, *url)),
                                    [source, context, wanted](const HttpReply &reply) { return grantIn(source, context, wanted, reply); });
}

} // namespace

Step<AccessGrant> managedIdentityGrant(const Context &context, const Audience &wanted, bool mayProbe)
{
    return askOrFail<AccessGrant>(ReadEnvironment{variableNames()}, [=](const EnvironmentContents &environment) -> Step<AccessGrant> {
        if (const auto source = sourceIn(environment))
            return grantOf(*source, context, wanted);
        if (!mayProbe && !environment.has(u"AZURE_POD_IDENTITY_AUTHORITY_HOST"_s))
            return noIdentity();
        return grantOf(machineService(environment), context, wanted);
    });
}

} // namespace sallyport::azure
