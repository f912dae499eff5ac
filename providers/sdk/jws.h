// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/base/result.h"
#include "app/base/secret_value.h"

namespace sallyport {

//! Signatures with an RSA key and SHA-256 (RFC 7518 3.3, 3.5).
enum class JwsAlgorithm {
    Rs256, //!< RSASSA-PKCS1-v1_5
    Ps256, //!< RSASSA-PSS with MGF1 and a salt of 32 bytes
};

//! The name for the header's `alg` (RFC 7518 3.1).
[[nodiscard]] QByteArrayView jwsName(JwsAlgorithm algorithm);

//! A signed token in the compact serialization (RFC 7515 7.1). `headerJson` and `payload` are signed as they stand; that the header
//! names the algorithm is the caller's business. `privateKeyPem` as for checkSigningKey, with the same errors. The token
//! is a credential: whoever sees it can use it until it expires.
[[nodiscard]] Result<SecretValue> signJws(QByteArrayView headerJson, QByteArrayView payload, const SecretValue &privateKeyPem,
                                          JwsAlgorithm algorithm);

//! Smaller keys are refused (NIST SP 800-131A; RFC 7518 3.3).
inline constexpr int kLeastRsaBits = 2048;

//! Whether tokens can be signed with this key: RSA, PEM, PKCS #8 (RFC 5958) or PKCS #1 (RFC 8017 A.1.2), not encrypted,
//! not too small. InvalidInput says which of these it is not.
[[nodiscard]] Result<Done> checkSigningKey(const SecretValue &privateKeyPem);

} // namespace sallyport
