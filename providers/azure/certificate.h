// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/base/result.h"
#include "app/base/secret_value.h"

namespace sallyport::azure {

//! An application's certificate together with its key.
struct SigningCertificate {
    QByteArray sha256;  //!< of the certificate's DER: its thumbprint
    SecretValue keyPem; //!< PKCS #8, not encrypted
};

//! Reads a PEM file with both (RFC 7468), in any order and among other blocks, or a PFX file (PKCS #12, RFC 7292). Of several certificates
//! the one that belongs to the key counts. An empty password is none. Errors: InvalidInput; they quote nothing of the file.
[[nodiscard]] Result<SigningCertificate> readSigningCertificate(const QByteArray &file, const SecretValue &password);

} // namespace sallyport::azure
