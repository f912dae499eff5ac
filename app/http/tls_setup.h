// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/base/result.h"
#include "providers/sdk/conversation.h"

#include <QSslCertificate>
#include <QSslConfiguration>
#include <QSslError>

#include <optional>

namespace sallyport {

//! `~` and `~/...` as the person's home folder; anything else as it is.
[[nodiscard]] QString expandHome(const QString &path);

//! TLS 1.2 or later with the person's files. A CA file replaces the system's roots. InvalidInput or NotFound, naming the
//! file, where one is missing, is not PEM, holds an encrypted key, or where key and certificate do not belong together. Where
//! `serverSha1` is given nothing is verified on the way to `encrypted`: whoever uses it must ask troubleWithPeer there.
[[nodiscard]] Result<QSslConfiguration> tlsConfiguration(const TlsFiles &files);

//! Changes whenever one of the files does.
[[nodiscard]] QByteArray stampOf(const TlsFiles &files);

//! Why a certificate was refused: the cause that helps most, as part of a sentence, and what to do.
struct CertificateTrouble {
    QString cause;
    QString hint;
};
[[nodiscard]] CertificateTrouble troubleFrom(const QList<QSslError> &errors, const QSslCertificate &certificate);
//! The same for a server whose handshake is over, before it is sent anything: its certificate must be the one whose digest is
//! given, or else hold the host among its alternative names (RFC 9525: the common name does not count). Nothing where all is well.
[[nodiscard]] std::optional<CertificateTrouble> troubleWithPeer(const QSslCertificate &certificate, const QString &host,
                                                                const TlsFiles &files);

} // namespace sallyport
