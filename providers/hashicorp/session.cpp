// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "providers/hashicorp/session.h"

#include "app/base/json.h"
#include "providers/hashicorp/tables.h"
#include "providers/sdk/plain_text.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace sallyport::hashicorp {

namespace {

//! Vault limits requests to 32 MiB and entries of its storage to 1 MiB by default.
constexpr qint64 kMaxReplyBytes = 8 << 20;

Error invalid(const QString &message, const QString &hint)
{
    return Error{ErrorKind::InvalidInput, message, hint};
}

//! Segments are encoded one by one, so that a space, `#`, `?` or `%` in a name is part of the name.
QByteArray encodedPath(const QString &path)
{
    QByteArray encoded;
    for (const QString &segment : path.split(u'/')) {
        if (!encoded.isEmpty())
            encoded += '/';
        encoded += QUrl::toPercentEncoding(segment);
    }
    return encoded;
}

bool fitsHeader(QByteArrayView text)
{
    return std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c < '\x7f'; });
}

Result<QString> namespaceOf(const FormValues &credential)
{
    const QString text = credential.text(kNamespace).trimmed();
    if (text.isEmpty() || text == "/"_L1)
        return QString();
    auto path = checkedPath(text, u"the namespace"_s);
    if (path && !fitsHeader(path->toUtf8()))
        return invalid(u"the namespace \"%1\" holds characters that Vault does not allow"_s.arg(printable(text, 80)),
                       u"Edit the credential."_s);
    return path;
}

} // namespace

Result<TlsFiles> tlsOf(const FormValues &credential)
{
    const TlsFiles tls{credential.text(kCaFile).trimmed(), credential.text(kClientCertificate).trimmed(),
                       credential.text(kClientKey).trimmed()};
    if (tls.certificateFile.isEmpty() != tls.keyFile.isEmpty()) {
        const bool noKey = tls.keyFile.isEmpty();
        return invalid(noKey ? u"a client certificate is given without its key"_s : u"a client key is given without its certificate"_s,
                       u"Edit the credential: give both files or neither."_s);
    }
    return tls;
}

Result<QUrl> addressOf(const FormValues &credential)
{
    const QString text = credential.text(kServerAddress).trimmed();
    QUrl url(text, QUrl::StrictMode);
    const bool isHttp = url.scheme() == "http"_L1 || url.scheme() == "https"_L1;
    if (!url.isValid() || !isHttp || url.host().isEmpty()) {
        return invalid(text.isEmpty() ? u"the server address is missing"_s
                                      : u"the server address \"%1\" is not an http or https address"_s.arg(printable(text, 80)),
                       u"Edit the credential: an address looks like https://vault.example.org:8200."_s);
    }
    if (!url.userInfo().isEmpty() || url.hasQuery() || url.hasFragment())
        return invalid(u"the server address holds more than host, port and path"_s,
                       u"Edit the credential: remove user, password, ? and #."_s);
    url = url.adjusted(QUrl::StripTrailingSlash | QUrl::NormalizePathSegments);
    if (url.path() == "/"_L1)
        url.setPath(QString());
    return url;
}

QString hostOf(const QUrl &address)
{
    const QString host = address.host().contains(u':') ? u"[%1]"_s.arg(address.host()) : address.host();
    return printable(address.port() < 0 ? host : u"%1:%2"_s.arg(host).arg(address.port()), 120);
}

Result<Session> openSession(const Inputs &inputs)
{
    const auto address = addressOf(inputs.credential);
    const auto tls = tlsOf(inputs.credential);
    const auto nameSpace = namespaceOf(inputs.credential);
    for (const Error *error :
         {address ? nullptr : &address.error(), tls ? nullptr : &tls.error(), nameSpace ? nullptr : &nameSpace.error()}) {
        if (error)
            return *error;
    }
    Session session{.address = *address, .nameSpace = *nameSpace, .tls = *tls};
    session.token = inputs.grant.values.secret(kToken).reveal().toByteArray();
    session.namespaceInPath = answer(kReferenceForm, inputs.reference, kSendNamespaceViaHeader) == "false"_L1;
    session.now = inputs.now;
    session.jitterMs = static_cast<int>(inputs.now.toMSecsSinceEpoch() % 500);
    for (const SecretValue &secret : inputs.credential.secrets())
        session.hidden.append(secret);
    session.hidden.append(inputs.grant.values.secret(kToken));
    return session;
}

HttpRequest requestFor(const Session &session, const Call &call)
{
    HttpRequest request{.method = call.method, .tls = session.tls, .maxReplyBytes = kMaxReplyBytes};
    const bool namespaced = !call.anonymous && !session.nameSpace.isEmpty();
    QString path = call.path;
    if (namespaced && session.namespaceInPath)
        path.prepend(session.nameSpace + u'/');
    QByteArray url = session.address.toEncoded() + "/v1/" + encodedPath(path);
    if (!call.query.isEmpty())
        url += '?' + call.query;
    request.url = QUrl::fromEncoded(url, QUrl::StrictMode);
    request.headers = {{"Accept", "application/json"}, {"X-Vault-Request", "true"}};
    if (namespaced && !session.namespaceInPath)
        request.headers.append(HttpHeader{"X-Vault-Namespace", session.nameSpace.toUtf8()});
    if (!call.anonymous && !session.token.isEmpty())
        request.headers.append(HttpHeader{"X-Vault-Token", session.token});
    if (!call.body.isNull()) {
        request.headers.append(HttpHeader{"Content-Type", "application/json"});
        request.body = json::write(call.body);
    }
    request.freshConnection = call.repeat != Repeat::Freely;
    return request;
}

Result<QString> checkedPath(const QString &path, const QString &label)
{
    QString bare = path.trimmed();
    while (bare.startsWith(u'/'))
        bare.remove(0, 1);
    while (bare.endsWith(u'/'))
        bare.chop(1);
    if (bare.isEmpty())
        return invalid(u"%1 is missing"_s.arg(label), {});
    for (const QString &segment : bare.split(u'/')) {
        if (segment.isEmpty() || segment == "."_L1 || segment == ".."_L1)
            return invalid(u"%1 \"%2\" holds an empty segment, \".\" or \"..\""_s.arg(label, printable(path, 120)),
                           u"Write the path in full."_s);
        if (std::any_of(segment.begin(), segment.end(), [](QChar c) { return c.category() == QChar::Other_Control; }))
            return invalid(u"%1 \"%2\" holds a control character"_s.arg(label, printable(path, 120)), u"Remove it."_s);
    }
    return bare;
}

} // namespace sallyport::hashicorp
