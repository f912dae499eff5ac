// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>
#include <QTemporaryDir>

#include <memory>

namespace sallyport::test {

//! A certificate and its key, PEM files.
struct CertificateFiles {
    QString certificate;
    QString key;
};

//! What a certificate says. Validity is in days from now.
struct CertificateSpec {
    QByteArray commonName = "localhost";
    QByteArray alternativeNames = "IP:127.0.0.1,DNS:localhost"; //!< empty: no such extension
    int fromDays = -1;
    int toDays = 30;
    bool selfSigned = false;
    QByteArray keyPassphrase{}; //!< not empty: the key file is encrypted
    int rsaBits = 0;            //!< 0: an elliptic curve key
};

//! A certificate authority of one test, with its files in a temporary folder that goes with it.
class CertificateAuthority {
public:
    //! `rsaBits` as in CertificateSpec, for the authority's own key.
    explicit CertificateAuthority(const QByteArray &name = "Test Authority", int rsaBits = 0);
    ~CertificateAuthority();
    Q_DISABLE_COPY_MOVE(CertificateAuthority)

    [[nodiscard]] QString caFile() const { return m_caFile; }
    [[nodiscard]] CertificateFiles issue(const CertificateSpec &spec = {});
    //! A path in the folder, for files of the test's own.
    [[nodiscard]] QString path(const QString &name) const { return m_folder.filePath(name); }

private:
    class Identity;
    QTemporaryDir m_folder;
    QString m_caFile;
    std::unique_ptr<Identity> m_identity;
    int m_issued = 0;
};

} // namespace sallyport::test
