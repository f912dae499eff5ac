// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "providers/sdk/sigv4.h"

#include <QCryptographicHash>
#include <QMessageAuthenticationCode>
#include <QUrl>

#include <algorithm>
#include <array>
#include <map>

namespace sallyport {

namespace {

constexpr QByteArrayView kAlgorithm = "AWS4-HMAC-SHA256";

//! Headers that a proxy or the transport may change on the way.
constexpr std::array<QByteArrayView, 11> kNeverSigned{
    "connection", "expect",  "keep-alive",        "proxy-authenticate", "proxy-authorization", "te",
    "trailer",    "upgrade", "transfer-encoding", "user-agent",         "x-amzn-trace-id",
};
//! Headers that are the signature.
constexpr std::array<QByteArrayView, 3> kSignature{"authorization", "x-amz-date", "x-amz-security-token"};

using CanonicalHeaders = std::map<QByteArray, QByteArray>;

template<std::size_t N>
bool isOneOf(const std::array<QByteArrayView, N> &names, const QByteArray &name)
{
    return std::find(names.begin(), names.end(), QByteArrayView(name)) != names.end();
}

QByteArray encoded(const QByteArray &text, const QByteArray &alsoKept = {})
{
    return text.toPercentEncoding("-_.~" + alsoKept);
}

QByteArray hexDigest(const QByteArray &bytes)
{
    return QCryptographicHash::hash(bytes, QCryptographicHash::Sha256).toHex();
}

QByteArray mac(const QByteArray &key, const QByteArray &message)
{
    return QMessageAuthenticationCode::hash(message, key, QCryptographicHash::Sha256);
}

//! Removes empty and `.` segments and resolves `..`, never above the root; a slash at the end stays.
QByteArray normalized(const QByteArray &path)
{
    QByteArrayList kept;
    const QByteArrayList segments = path.split('/');
    for (const QByteArray &segment : segments) {
        if (segment == "..") {
            if (!kept.isEmpty())
                kept.removeLast();
        } else if (!segment.isEmpty() && segment != ".") {
            kept.append(segment);
        }
    }
    const QByteArray &last = segments.last();
    const bool endsAsFolder = last.isEmpty() || last == "." || last == "..";
    return '/' + kept.join('/') + (endsAsFolder && !kept.isEmpty() ? "/" : "");
}

QByteArray canonicalPath(const SigningInput &input)
{
    const QByteArray path = input.path.isEmpty() ? QByteArray("/") : input.path;
    return encoded(input.normalizePath ? normalized(path) : path, "/");
}

using Parameter = std::pair<QByteArray, QByteArray>;

Parameter parameterOf(const QByteArray &part)
{
    const qsizetype equals = part.indexOf('=');
    const QByteArray name = equals < 0 ? part : part.left(equals);
    const QByteArray value = equals < 0 ? QByteArray() : part.sliced(equals + 1);
    return {encoded(QByteArray::fromPercentEncoding(name)), encoded(QByteArray::fromPercentEncoding(value))};
}

//! Decoded and encoded anew; sorted by encoded name, then encoded value, as bytes.
QByteArray canonicalQuery(const QByteArray &query)
{
    QList<Parameter> parameters;
    for (const QByteArray &part : query.split('&')) {
        if (!part.isEmpty())
            parameters.append(parameterOf(part));
    }
    std::sort(parameters.begin(), parameters.end());
    QByteArrayList parts;
    for (const auto &[name, value] : parameters)
        parts.append(name + '=' + value);
    return parts.join('&');
}

//! What of the request is signed; values of one name are joined in the order in which they stand.
CanonicalHeaders canonicalHeaders(const QList<HttpHeader> &headers)
{
    CanonicalHeaders canonical;
    for (const HttpHeader &header : headers) {
        const QByteArray name = header.name.trimmed().toLower();
        if (isOneOf(kNeverSigned, name))
            continue;
        const auto [place, isNew] = canonical.try_emplace(name, header.value.simplified());
        if (!isNew)
            place->second += ',' + header.value.simplified();
    }
    return canonical;
}

QByteArray signedNames(const CanonicalHeaders &headers)
{
    QByteArrayList names;
    for (const auto &[name, value] : headers)
        names.append(name);
    return names.join(';');
}

//! The headers of the request without what an earlier signature added.
QList<HttpHeader> unsignedHeaders(const SigningInput &input)
{
    QList<HttpHeader> kept;
    for (const HttpHeader &header : input.headers) {
        const QByteArray name = header.name.toLower();
        if (!isOneOf(kSignature, name) && !(input.signBody && name == "x-amz-content-sha256"))
            kept.append(header);
    }
    return kept;
}

QByteArray payloadHashOf(const SigningInput &input)
{
    return input.payloadHash.isEmpty() ? hexDigest(input.body) : input.payloadHash;
}

QByteArray timeOf(const SigningKeys &keys)
{
    return keys.utc.toUTC().toString(QStringLiteral("yyyyMMdd'T'HHmmss'Z'")).toLatin1();
}

QByteArray scopeOf(const SigningKeys &keys)
{
    return timeOf(keys).left(8) + '/' + keys.region + '/' + keys.service + "/aws4_request";
}

QByteArray signingKey(const SigningKeys &keys)
{
    QByteArray key = "AWS4" + keys.secret.reveal().toByteArray();
    for (const QByteArray &part : {timeOf(keys).left(8), keys.region, keys.service, QByteArray("aws4_request")}) {
        QByteArray next = mac(key, part);
        wipe(key);
        key = std::move(next);
    }
    return key;
}

Signature signatureOf(const SigningInput &input, const QByteArray &query, const CanonicalHeaders &headers)
{
    QByteArrayList lines{input.method, canonicalPath(input), canonicalQuery(query)};
    for (const auto &[name, value] : headers)
        lines.append(name + ':' + value);
    lines << QByteArray() << signedNames(headers) << payloadHashOf(input);

    Signature signature{.canonicalRequest = lines.join('\n'), .stringToSign = {}, .signature = {}};
    signature.stringToSign =
        kAlgorithm.toByteArray() + '\n' + timeOf(input.keys) + '\n' + scopeOf(input.keys) + '\n' + hexDigest(signature.canonicalRequest);
    QByteArray key = signingKey(input.keys);
    signature.signature = mac(key, signature.stringToSign).toHex();
    wipe(key);
    return signature;
}

QByteArray joined(const QByteArray &query, const QByteArray &parameter)
{
    return query.isEmpty() ? parameter : query + '&' + parameter;
}

} // namespace

Signature signHeaders(const SigningInput &input)
{
    QList<HttpHeader> added;
    const bool hasToken = !input.keys.sessionToken.isEmpty();
    const HttpHeader token{"X-Amz-Security-Token", input.keys.sessionToken.reveal().toByteArray()};
    if (hasToken && !input.omitSessionToken)
        added.append(token);
    added.append({"X-Amz-Date", timeOf(input.keys)});
    if (input.signBody)
        added.append({"X-Amz-Content-Sha256", payloadHashOf(input)});

    const CanonicalHeaders headers = canonicalHeaders(unsignedHeaders(input) + added);
    Signature signature = signatureOf(input, input.query, headers);
    if (hasToken && input.omitSessionToken)
        added.prepend(token);
    added.append({"Authorization", kAlgorithm.toByteArray() + " Credential=" + input.keys.accessKeyId + '/' + scopeOf(input.keys) +
                                       ", SignedHeaders=" + signedNames(headers) + ", Signature=" + signature.signature});
    signature.headers = added;
    return signature;
}

Signature presign(const SigningInput &input, std::chrono::seconds validity)
{
    const CanonicalHeaders headers = canonicalHeaders(unsignedHeaders(input));
    QByteArray query = joined(input.query, "X-Amz-Algorithm=" + kAlgorithm.toByteArray());
    query += "&X-Amz-Credential=" + encoded(input.keys.accessKeyId + '/' + scopeOf(input.keys));
    query += "&X-Amz-Date=" + timeOf(input.keys);
    query += "&X-Amz-SignedHeaders=" + encoded(signedNames(headers));
    query += "&X-Amz-Expires=" + QByteArray::number(static_cast<qint64>(validity.count()));

    const bool hasToken = !input.keys.sessionToken.isEmpty();
    const QByteArray token = hasToken ? "&X-Amz-Security-Token=" + encoded(input.keys.sessionToken.reveal().toByteArray()) : QByteArray();
    Signature signature = signatureOf(input, input.omitSessionToken ? query : query + token, headers);
    signature.query = query + token + "&X-Amz-Signature=" + signature.signature;
    return signature;
}

QByteArray hostHeader(const QUrl &url)
{
    const QString host = url.host(QUrl::FullyEncoded);
    const QByteArray name = host.contains(u':') && !host.startsWith(u'[') ? '[' + host.toLatin1() + ']' : host.toLatin1();
    return url.port() < 0 ? name : name + ':' + QByteArray::number(url.port());
}

HttpRequest signedRequest(HttpRequest request, const SigningKeys &keys)
{
    const int ownPort = request.url.scheme() == QLatin1StringView("https") ? 443 : 80;
    if (request.url.port() == ownPort)
        request.url.setPort(-1);
    SigningInput input{.method = request.method,
                       .path = request.url.path(QUrl::FullyEncoded).toLatin1(),
                       .query = request.url.query(QUrl::FullyEncoded).toLatin1(),
                       .headers = request.headers,
                       .body = request.body,
                       .keys = keys};
    input.headers.removeIf([](const HttpHeader &header) { return header.name.compare("host", Qt::CaseInsensitive) == 0; });
    request.headers = unsignedHeaders(input);
    input.headers.append({"Host", hostHeader(request.url)});
    request.headers += signHeaders(input).headers;
    return request;
}

} // namespace sallyport
