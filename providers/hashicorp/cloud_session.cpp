// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "providers/hashicorp/cloud_session.h"

#include "providers/hashicorp/refusals.h"
#include "providers/hashicorp/tables.h"
#include "providers/sdk/plain_text.h"

#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace sallyport::hashicorp {

namespace {

const QString kAuthVariable = u"HCP_AUTH_URL"_s;
const QString kApiVariable = u"HCP_API_ADDRESS"_s;
constexpr QStringView kAuthDefault = u"https://auth.idp.hashicorp.com";
constexpr QStringView kApiDefault = u"https://api.cloud.hashicorp.com";
constexpr QStringView kRetired = u"HashiCorp ended this service in July 2026: what was in it has to move, e.g. to Vault Dedicated.";

bool isThisComputer(const QString &host)
{
    static const QRegularExpression kLoopback(u"^127(\\.\\d{1,3}){3}$"_s);
    return host == "localhost"_L1 || host == "::1"_L1 || kLoopback.match(host).hasMatch();
}

bool isHashiCorps(const Session &session)
{
    const QString host = session.address.host();
    return host.endsWith(".hashicorp.com"_L1) || host.endsWith(".hashicorp.cloud"_L1);
}

QString chosen(const QString &written, const QString &variable, QStringView fallback)
{
    if (!written.isEmpty())
        return written;
    return variable.isEmpty() ? fallback.toString() : variable;
}

Session sessionAt(const QUrl &address, const TlsFiles &tls, const Inputs &inputs)
{
    Session session{.address = address, .tls = tls, .service = u"HCP Vault Secrets"_s};
    session.token = inputs.grant.values.secret(kToken).reveal().toByteArray();
    session.now = inputs.now;
    session.jitterMs = static_cast<int>(inputs.now.toMSecsSinceEpoch() % 500);
    session.hidden = inputs.credential.secrets().values();
    session.hidden.append(inputs.grant.values.secret(kToken));
    return session;
}

Result<CloudSession> sessionFor(const Inputs &inputs, const QString &authVariable, const QString &apiVariable)
{
    const auto tls = tlsOf(inputs.credential);
    if (!tls)
        return tls.error();
    const auto auth = cloudAddress(chosen(answer(kCredentialForm, inputs.credential, kAuthAddress), authVariable, kAuthDefault),
                                   u"the sign-in address"_s);
    if (!auth)
        return auth.error();
    return cloudAddress(chosen(answer(kCredentialForm, inputs.credential, kApiAddress), apiVariable, kApiDefault), u"the API address"_s)
        .transform([&](const QUrl &api) {
            return CloudSession{sessionAt(*auth, *tls, inputs), sessionAt(api, *tls, inputs)};
        });
}

struct Meaning {
    ErrorKind kind;
    QString hint;
};

Meaning meaningOf(const VaultReply &reply)
{
    switch (reply.status) {
    case 400:
        return {ErrorKind::InvalidInput, u"Check organization id, project id, app name and secret name."_s};
    case 401:
        return {ErrorKind::Unauthenticated,
                u"Check client id and client secret: the key may have been deleted, or belong to another service."_s};
    case 403:
        return {
            ErrorKind::PermissionDenied,
            u"Give the service principal the role Vault Secrets App Secret Reader in the project; check organization and project id."_s};
    case 404:
        return {ErrorKind::NotFound, u"Check organization id, project id, app name, secret name and version."_s};
    case 429: {
        const int seconds = reply.retryAfter.toInt();
        return {ErrorKind::RateLimited, seconds > 0 ? u"The service asks for a pause of %1 s."_s.arg(seconds) : u"Try again later."_s};
    }
    default:
        if (reply.status >= 500)
            return {ErrorKind::Unavailable, u"Try again later."_s};
        return {ErrorKind::Malformed, u"Check sign-in address and API address."_s};
    }
}

QString cloudWords(const Session &session, const VaultReply &reply)
{
    for (const QStringView name : {QStringView(u"message"), QStringView(u"error_description"), QStringView(u"error")}) {
        if (const QString words = fitWords(session, reply.json[name].toString()); !words.isEmpty())
            return words;
    }
    const QString words = fitWords(session, QString::fromUtf8(reply.text));
    return words.isEmpty() ? u"the server gave no reason (status %1)"_s.arg(reply.status) : words;
}

} // namespace

Result<QUrl> cloudAddress(const QString &text, const QString &label)
{
    const QString written = text.trimmed();
    QUrl url(written.contains("://"_L1) ? written : u"https://"_s + written, QUrl::StrictMode);
    const bool isPlain = url.scheme() == "http"_L1;
    const Error problem{ErrorKind::InvalidInput, u"%1 \"%2\" is not an https address"_s.arg(label, printable(written, 80)),
                        u"Write https://HOST or https://HOST:PORT; http is taken on this computer only."_s};
    if (!url.isValid() || url.host().isEmpty() || (url.scheme() != "https"_L1 && !isPlain) || (isPlain && !isThisComputer(url.host())))
        return problem;
    if (!url.userInfo().isEmpty() || url.hasQuery() || url.hasFragment())
        return Error{ErrorKind::InvalidInput, u"%1 holds more than host, port and path"_s.arg(label), u"Remove user, password, ? and #."_s};
    url = url.adjusted(QUrl::StripTrailingSlash | QUrl::NormalizePathSegments);
    if (url.path() == "/"_L1)
        url.setPath(QString());
    return url;
}

Step<CloudSession> openCloud(const Inputs &inputs)
{
    return askOrFail<CloudSession>(ReadEnvironment{{kAuthVariable, kApiVariable}}, [inputs](const EnvironmentContents &environment) {
        return Step<CloudSession>(sessionFor(inputs, environment.text(kAuthVariable), environment.text(kApiVariable)));
    });
}

Step<VaultReply> askCloud(const Session &session, const Call &call, const QByteArray &path)
{
    HttpRequest request{
        .method = call.method, .url = QUrl::fromEncoded(session.address.toEncoded() + path, QUrl::StrictMode), .tls = session.tls};
    request.headers = {{"Accept", "application/json"}, {"Authorization", "Bearer " + session.token}};
    return chain<VaultReply>(exchange(session, call, request), [session, call](const Result<VaultReply> &reply) -> Step<VaultReply> {
        if (!reply || reply->isGood() || call.passes.contains(reply->status))
            return reply;
        return cloudRefusal(session, call, *reply);
    });
}

Error cloudRefusal(const Session &session, const Call &call, const VaultReply &reply)
{
    const Meaning meaning = meaningOf(reply);
    Error error{meaning.kind, u"could not %1: %2"_s.arg(call.purpose, cloudWords(session, reply)), meaning.hint};
    if (isHashiCorps(session))
        error.hint += u' ' + kRetired.toString();
    return error;
}

} // namespace sallyport::hashicorp
