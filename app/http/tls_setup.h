// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/base/result.h"
#include "providers/sdk/conversation.h"

#include <QSslCertificate>
#include <QSslConfiguration>
#include <QSslError>

namespace sallyport {

//! `~` and `~/...` as the person's home folder; anything else as it is.
[[nodiscard]] QString expandHome(const QString &path);

//! TLS 1.2 or later with the person's files. A CA file replaces the system's roots. InvalidInput or NotFound, naming the
//! file, where one is missing, is not PEM, holds an encrypted key, or where key and certificate do not belong together.
[[nodiscard]] Result<QSslConfiguration> tlsConfiguration(const TlsFiles &files);

//! Changes whenever one of the files does.
[[nodiscard]] QByteArray stampOf(const TlsFiles &files);

//! True where a subject alternative name of the certificate is the host (RFC 9525: the common name does not count).
[[nodiscard]] bool namesHost(const QSslCertificate &certificate, const QString &host);

//! Why a certificate was refused: the cause that helps most, as part of a sentence, and what to do.
struct CertificateTrouble {
    QString cause;
    QString hint;
};
[[nodiscard]] CertificateTrouble troubleFrom(const QList<QSslError> &errors, const QSslCertificate &certificate);
//! The same for a certificate whose alternative names do not hold the host.
[[nodiscard]] CertificateTrouble troubleOfOtherHost(const QSslCertificate &certificate);

} // namespace sallyport
