// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "providers/sdk/conversation.h"

#include <QByteArray>
#include <QDateTime>
#include <QList>

#include <chrono>

//! AWS Signature Version 4. Source: "AWS Signature Version 4 for API requests", AWS IAM user guide,
//! https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv.html.
namespace sallyport {

//! With what, for whom and when a request is signed.
struct SigningKeys {
    QByteArray accessKeyId;
    SecretValue secret;
    SecretValue sessionToken{}; //!< empty for long-lived keys
    QByteArray region;          //!< `eu-central-1`
    QByteArray service;         //!< the signing name, e.g. `secretsmanager`
    QDateTime utc;
};

//! One request as it goes over the wire.
struct SigningInput {
    QByteArray method;
    QByteArray path;           //!< encoded as sent; empty means `/`
    QByteArray query;          //!< encoded as sent, without `?`
    QList<HttpHeader> headers; //!< with `Host`; a signature that is already there is replaced
    QByteArray body;
    QByteArray payloadHash{}; //!< in place of the body's, e.g. `UNSIGNED-PAYLOAD`
    SigningKeys keys;
    bool normalizePath = true;     //!< all services but S3
    bool omitSessionToken = false; //!< the token is added, but not signed
    bool signBody = false;         //!< sends `X-Amz-Content-Sha256` too, as S3 asks
};

//! What signing yields. `canonicalRequest`, `headers` and `query` may hold the session token: not for logs.
struct Signature {
    QByteArray canonicalRequest;
    QByteArray stringToSign;
    QByteArray signature;        //!< 64 hexadecimal digits
    QList<HttpHeader> headers{}; //!< to be added to the request; empty for a presigned one
    QByteArray query{};          //!< the whole query of a presigned request; empty for a header signature
};

//! Signs by headers: `X-Amz-Security-Token`, `X-Amz-Date`, `X-Amz-Content-Sha256` (where asked for), `Authorization`.
[[nodiscard]] Signature signHeaders(const SigningInput &input);
//! Signs by query parameters, for an address that works for `validity` without any header.
[[nodiscard]] Signature presign(const SigningInput &input, std::chrono::seconds validity);

//! The request with its signature, as the transport sends it: a port that is the scheme's own is removed from the
//! address, since it is not part of the signed `Host`.
[[nodiscard]] HttpRequest signedRequest(HttpRequest request, const SigningKeys &keys);

//! The value of the `Host` header that the transport sends for an address.
[[nodiscard]] QByteArray hostHeader(const QUrl &url);

} // namespace sallyport
