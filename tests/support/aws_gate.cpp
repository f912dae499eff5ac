// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/aws_gate.h"

#include <QMap>

#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/sha.h>

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace sallyport::test {

namespace {

constexpr qint64 kToleranceS = 300;

//! What the Authorization header claims.
struct Claim {
    QByteArray accessKey;
    QByteArrayList scope; //!< day, region, service, `aws4_request`
    QByteArrayList signedNames;
    QByteArray signature;
};

QByteArray sha256(const QByteArray &bytes)
{
    QByteArray digest(SHA256_DIGEST_LENGTH, '\0');
    SHA256(reinterpret_cast<const unsigned char *>(bytes.constData()), static_cast<std::size_t>(bytes.size()),
           reinterpret_cast<unsigned char *>(digest.data()));
    return digest.toHex();
}

QByteArray hmac(const QByteArray &key, const QByteArray &message)
{
    QByteArray code(SHA256_DIGEST_LENGTH, '\0');
    unsigned int size = 0;
    HMAC(EVP_sha256(), key.constData(), static_cast<int>(key.size()), reinterpret_cast<const unsigned char *>(message.constData()),
         static_cast<std::size_t>(message.size()), reinterpret_cast<unsigned char *>(code.data()), &size);
    return code;
}

std::optional<Claim> claimOf(const LoopbackRequest &request)
{
    constexpr QByteArrayView kScheme = "AWS4-HMAC-SHA256 ";
    const QByteArray header = request.header("authorization");
    if (!header.startsWith(kScheme))
        return std::nullopt;
    QMap<QByteArray, QByteArray> fields;
    for (const QByteArray &part : header.mid(kScheme.size()).split(',')) {
        const qsizetype equals = part.indexOf('=');
        fields.insert(part.left(equals).trimmed(), part.mid(equals + 1));
    }
    const QByteArrayList credential = fields.value("Credential").split('/');
    if (credential.size() != 5 || fields.value("SignedHeaders").isEmpty() || fields.value("Signature").size() != 64)
        return std::nullopt;
    return Claim{credential.first(), credential.mid(1), fields.value("SignedHeaders").split(';'), fields.value("Signature")};
}

//! The values of all headers of that name, as they count for a signature.
QByteArray canonicalValue(const LoopbackRequest &request, const QByteArray &name)
{
    QByteArrayList values;
    for (const HttpHeader &header : request.headers) {
        if (header.name.toLower() == name)
            values.append(header.value.simplified());
    }
    return values.join(',');
}

QByteArray canonicalQuery(const LoopbackRequest &request)
{
    QByteArrayList pairs;
    for (const QByteArray &pair : request.query().split('&')) {
        const qsizetype equals = pair.indexOf('=');
        const QByteArray name = equals < 0 ? pair : pair.left(equals);
        const QByteArray value = equals < 0 ? QByteArray() : pair.mid(equals + 1);
        if (!pair.isEmpty())
            pairs.append(QByteArray::fromPercentEncoding(name).toPercentEncoding() + '='
                         + QByteArray::fromPercentEncoding(value).toPercentEncoding());
    }
    std::sort(pairs.begin(), pairs.end());
    return pairs.join('&');
}

QByteArray canonicalRequest(const LoopbackRequest &request, const QByteArrayList &names)
{
    QByteArrayList lines{request.method, "/", canonicalQuery(request)};
    for (const QByteArray &name : names)
        lines.append(name + ':' + canonicalValue(request, name));
    lines << QByteArray() << names.join(';') << sha256(request.body);
    return lines.join('\n');
}

QByteArray signatureOf(const LoopbackRequest &request, const Claim &claim, const QByteArray &secret)
{
    QByteArray key = "AWS4" + secret;
    for (const QByteArray &part : claim.scope)
        key = hmac(key, part);
    const QByteArrayList text{"AWS4-HMAC-SHA256", request.header("x-amz-date"), claim.scope.join('/'),
                              sha256(canonicalRequest(request, claim.signedNames))};
    return hmac(key, text.join('\n')).toHex();
}

//! A header that a signature must cover and this one does not.
QByteArray uncovered(const LoopbackRequest &request, const QByteArrayList &signedNames)
{
    QByteArrayList needed{"host", "x-amz-date"};
    for (const HttpHeader &header : request.headers) {
        const QByteArray name = header.name.toLower();
        if (name.startsWith("x-amz-") || name == "content-type")
            needed.append(name);
    }
    const auto missing = std::find_if(needed.begin(), needed.end(), [&](const QByteArray &name) { return !signedNames.contains(name); });
    return missing == needed.end() ? QByteArray() : *missing;
}

std::optional<AwsRefusal> wrongTime(const LoopbackRequest &request, const Claim &claim, const QDateTime &now)
{
    const QByteArray stamp = request.header("x-amz-date");
    QDateTime said = QDateTime::fromString(QString::fromLatin1(stamp), u"yyyyMMdd'T'HHmmss'Z'"_s);
    said.setTimeSpec(Qt::UTC);
    if (!said.isValid() || !stamp.startsWith(claim.scope.first() + 'T'))
        return AwsRefusal{"InvalidSignatureException", "Date in Credential scope does not match the time of the request"};
    if (said.secsTo(now) > kToleranceS)
        return AwsRefusal{"InvalidSignatureException", "Signature expired: " + stamp + " is earlier than is allowed"};
    if (now.secsTo(said) > kToleranceS)
        return AwsRefusal{"InvalidSignatureException", "Signature not yet current: " + stamp + " is later than is allowed"};
    return std::nullopt;
}

} // namespace

std::optional<AwsRefusal> AwsGate::check(const LoopbackRequest &request, const QByteArray &service, const QDateTime &now) const
{
    if (!request.hasHeader("authorization"))
        return AwsRefusal{"MissingAuthenticationTokenException", "Missing Authentication Token"};
    const auto claim = claimOf(request);
    if (!claim)
        return AwsRefusal{"IncompleteSignatureException", "The Authorization header cannot be understood"};
    if (claim->scope.mid(1) != QByteArrayList{region, service, "aws4_request"})
        return AwsRefusal{"InvalidSignatureException", "Credential should be scoped to " + region + " and " + service};
    if (const QByteArray name = uncovered(request, claim->signedNames); !name.isEmpty())
        return AwsRefusal{"InvalidSignatureException", '\'' + name + "' must be a 'SignedHeader' in the AWS Authorization"};
    if (request.header("host") != host || request.path() != "/")
        return AwsRefusal{"InvalidSignatureException", "This host is " + host};
    if (auto refusal = wrongTime(request, *claim, now))
        return refusal;
    const auto key = keys.constFind(claim->accessKey);
    if (key == keys.cend() || request.header("x-amz-security-token") != key->token)
        return AwsRefusal{"UnrecognizedClientException", "The security token included in the request is invalid."};
    if (signatureOf(request, *claim, key->secret) != claim->signature)
        return AwsRefusal{"InvalidSignatureException", "The request signature we calculated does not match the signature you provided."};
    if (key->expires && now >= *key->expires)
        return AwsRefusal{"ExpiredTokenException", "The security token included in the request is expired"};
    return std::nullopt;
}

} // namespace sallyport::test
