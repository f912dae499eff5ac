// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "providers/sdk/pkce.h"

#include <QCryptographicHash>

namespace sallyport {

namespace {

constexpr int kPart = kPkceBytes / 3;

} // namespace

QByteArray base64Url(QByteArrayView bytes)
{
    return QByteArray::fromRawData(bytes.data(), bytes.size()).toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals);
}

QByteArray pkceChallenge(const SecretValue &verifier)
{
    const QByteArrayView bytes = verifier.reveal();
    return base64Url(QCryptographicHash::hash(QByteArray::fromRawData(bytes.data(), bytes.size()), QCryptographicHash::Sha256));
}

Result<Pkce> pkceFrom(const SecretValue &random)
{
    if (random.size() != kPkceBytes)
        return Error{ErrorKind::Internal, QStringLiteral("too few random bytes for a sign-in"), {}};
    const QByteArrayView bytes = random.reveal();
    QByteArray verifier = base64Url(bytes.first(kPart));
    Pkce pkce{SecretValue(verifier), {}, base64Url(bytes.sliced(kPart, kPart)), base64Url(bytes.last(kPart))};
    wipe(verifier);
    pkce.challenge = pkceChallenge(pkce.verifier);
    return pkce;
}

} // namespace sallyport
