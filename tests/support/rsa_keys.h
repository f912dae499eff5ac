// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/base/secret_value.h"

namespace sallyport::test {

//! The published RSA key of RFC 7515 A.2, PKCS #8 in PEM.
[[nodiscard]] SecretValue rfc7515Key();
[[nodiscard]] SecretValue newRsaKey(int bits);
[[nodiscard]] SecretValue newEcKey(); //!< P-256

//! The same key in other clothes.
[[nodiscard]] SecretValue inPkcs1(const SecretValue &pem);
[[nodiscard]] SecretValue withCrLf(const SecretValue &pem);
[[nodiscard]] SecretValue encrypted(const SecretValue &pem, const QByteArray &passphrase);
[[nodiscard]] SecretValue publicHalf(const SecretValue &pem);

//! Whether the compact token was signed by that key with RSASSA-PSS, SHA-256 and a salt of 32 bytes.
[[nodiscard]] bool verifiesAsPs256(const QByteArray &token, const SecretValue &pem);

} // namespace sallyport::test
