// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/http/tls_setup.h"

#include "app/base/released_by.h"

#include <QCryptographicHash>
#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSslKey>

#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <algorithm>
#include <memory>

using namespace Qt::StringLiterals;

namespace sallyport {

namespace {

using Certificate = std::unique_ptr<X509, ReleasedBy<X509_free>>;
using PrivateKey = std::unique_ptr<EVP_PKEY, ReleasedBy<EVP_PKEY_free>>;
using Bio = std::unique_ptr<BIO, ReleasedBy<BIO_free>>;

constexpr qint64 kLargestPem = 4 << 20;

Error fileError(ErrorKind kind, const QString &what, const QString &path, const QString &problem, const QString &hint)
{
    return Error{kind, u"%1 %2 %3"_s.arg(what, path, problem), hint};
}

Result<QByteArray> readPem(const QString &what, const QString &path)
{
    QFile file(expandHome(path));
    if (!file.exists())
        return fileError(ErrorKind::InvalidInput, what, path, u"does not exist"_s, u"Choose the file again in the credential."_s);
    if (QFileInfo(file).isDir() || !file.open(QIODevice::ReadOnly))
        return fileError(ErrorKind::InvalidInput, what, path, u"cannot be read"_s, u"Check that it is a file and that you may read it."_s);
    if (file.size() > kLargestPem)
        return fileError(ErrorKind::InvalidInput, what, path, u"is too large to be a certificate"_s, u"Choose a PEM file."_s);
    return file.readAll();
}

Result<QList<QSslCertificate>> readCertificates(const QString &what, const QString &path)
{
    const auto bytes = readPem(what, path);
    if (!bytes)
        return bytes.error();
    const QList<QSslCertificate> certificates = QSslCertificate::fromData(*bytes, QSsl::Pem);
    if (certificates.isEmpty())
        return fileError(ErrorKind::InvalidInput, what, path, u"holds no certificate in PEM form"_s,
                         u"It must contain a line -----BEGIN CERTIFICATE-----."_s);
    return certificates;
}

int noPassphrase(char *, int, int, void *)
{
    return -1; // without a callback OpenSSL would ask on the terminal
}

bool belongsTogether(const QByteArray &keyPem, const QSslCertificate &certificate)
{
    const Bio bio(BIO_new_mem_buf(keyPem.constData(), static_cast<int>(keyPem.size())));
    const PrivateKey key(PEM_read_bio_PrivateKey(bio.get(), nullptr, noPassphrase, nullptr));
    const QByteArray der = certificate.toDer();
    const auto *start = reinterpret_cast<const unsigned char *>(der.constData());
    const Certificate parsed(d2i_X509(nullptr, &start, der.size()));
    return key && parsed && X509_check_private_key(parsed.get(), key.get()) == 1;
}

Result<QSslKey> readKey(const QString &path, const QSslCertificate &certificate)
{
    const QString what = u"the client key file"_s;
    const auto bytes = readPem(what, path);
    if (!bytes)
        return bytes.error();
    if (bytes->contains("ENCRYPTED"))
        return fileError(ErrorKind::InvalidInput, what, path, u"is encrypted"_s,
                         u"Write an unencrypted copy that only you can read: openssl pkey -in KEY -out NEW."_s);
    QSslKey key(*bytes, QSsl::Rsa, QSsl::Pem);
    if (key.isNull())
        key = QSslKey(*bytes, QSsl::Ec, QSsl::Pem);
    if (key.isNull())
        return fileError(ErrorKind::InvalidInput, what, path, u"holds no RSA or EC key in PEM form"_s,
                         u"It must contain a line -----BEGIN PRIVATE KEY-----."_s);
    if (!belongsTogether(*bytes, certificate))
        return fileError(ErrorKind::InvalidInput, what, path, u"does not belong to the client certificate"_s,
                         u"Choose the key with which that certificate was made."_s);
    return key;
}

QByteArray stampOf(const QString &path)
{
    const QFileInfo info(expandHome(path));
    return path.toUtf8() + '\0' + QByteArray::number(info.lastModified().toMSecsSinceEpoch()) + '\0' + QByteArray::number(info.size()) +
        '\0';
}

QString subjectOf(const QSslCertificate &certificate)
{
    const QStringList names = certificate.subjectAlternativeNames().values();
    return names.isEmpty() ? certificate.subjectInfo(QSslCertificate::CommonName).join(u", "_s) : names.join(u", "_s);
}

//! True where a subject alternative name of the certificate is the host (RFC 9525: the common name does not count).
bool namesHost(const QSslCertificate &certificate, const QString &host)
{
    const QByteArray der = certificate.toDer();
    const auto *start = reinterpret_cast<const unsigned char *>(der.constData());
    const Certificate parsed(d2i_X509(nullptr, &start, der.size()));
    if (!parsed)
        return false;
    const QByteArray name = QUrl::toAce(host).isEmpty() ? host.toLatin1() : QUrl::toAce(host);
    constexpr unsigned int kStrict = X509_CHECK_FLAG_NEVER_CHECK_SUBJECT | X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS;
    return X509_check_ip_asc(parsed.get(), host.toLatin1().constData(), kStrict) == 1
        || X509_check_host(parsed.get(), name.constData(), static_cast<std::size_t>(name.size()), kStrict, nullptr) == 1;
}

CertificateTrouble troubleOfOtherHost(const QSslCertificate &certificate)
{
    if (certificate.subjectAlternativeNames().isEmpty())
        return {u"its certificate names no host (only a common name, which no longer counts)"_s,
                u"The server needs a certificate with a subject alternative name."_s};
    return {u"its certificate is for %1"_s.arg(subjectOf(certificate)),
            u"Check the address; use the host name that the certificate is for."_s};
}

} // namespace

QString expandHome(const QString &path)
{
    if (path == "~"_L1)
        return QDir::homePath();
    return path.startsWith("~/"_L1) ? QDir::homePath() + path.mid(1) : path;
}

Result<QSslConfiguration> tlsConfiguration(const TlsFiles &files)
{
    QSslConfiguration configuration = QSslConfiguration::defaultConfiguration();
    configuration.setProtocol(QSsl::TlsV1_2OrLater);
    configuration.setPeerVerifyMode(files.serverSha1.isEmpty() ? QSslSocket::VerifyPeer : QSslSocket::VerifyNone);
    if (!files.caFile.isEmpty()) {
        const auto authorities = readCertificates(u"the CA file"_s, files.caFile);
        if (!authorities)
            return authorities.error();
        configuration.setCaCertificates(*authorities);
    }
    if (files.certificateFile.isEmpty() && files.keyFile.isEmpty())
        return configuration;
    if (files.certificateFile.isEmpty())
        return Error{ErrorKind::InvalidInput, u"a client key file is set but no client certificate"_s, u"Choose both files, or neither."_s};
    const auto chain = readCertificates(u"the client certificate file"_s, files.certificateFile);
    if (!chain)
        return chain.error();
    const auto key = readKey(files.keyFile.isEmpty() ? files.certificateFile : files.keyFile, chain->first());
    if (!key)
        return key.error();
    configuration.setLocalCertificateChain(*chain);
    configuration.setPrivateKey(*key);
    return configuration;
}

QByteArray stampOf(const TlsFiles &files)
{
    return stampOf(files.caFile) + stampOf(files.certificateFile) + stampOf(files.keyFile);
}

std::optional<CertificateTrouble> troubleWithPeer(const QSslCertificate &certificate, const QString &host, const TlsFiles &files)
{
    if (files.serverSha1.isEmpty())
        return namesHost(certificate, host) ? std::nullopt : std::optional(troubleOfOtherHost(certificate));
    const QByteArray digest = certificate.digest(QCryptographicHash::Sha1);
    if (!certificate.isNull() && digest == files.serverSha1)
        return std::nullopt;
    return CertificateTrouble{u"its certificate has the thumbprint %1, and only %2 is trusted"_s.arg(
                                  QString::fromLatin1(digest.toHex()), QString::fromLatin1(files.serverSha1.toHex())),
                              u"The server may have a new certificate, or something else may be answering in its place."_s};
}

CertificateTrouble troubleFrom(const QList<QSslError> &errors, const QSslCertificate &certificate)
{
    const auto has = [&errors](std::initializer_list<QSslError::SslError> kinds) {
        for (const QSslError &error : errors) {
            if (std::find(kinds.begin(), kinds.end(), error.error()) != kinds.end())
                return true;
        }
        return false;
    };
    if (has({QSslError::CertificateExpired}))
        return {u"its certificate expired on %1"_s.arg(certificate.expiryDate().date().toString(Qt::ISODate)),
                u"Ask for a new certificate on the server, and check this computer's date."_s};
    if (has({QSslError::CertificateNotYetValid}))
        return {u"its certificate is valid only from %1"_s.arg(certificate.effectiveDate().date().toString(Qt::ISODate)),
                u"Check this computer's date."_s};
    if (has({QSslError::SelfSignedCertificate}))
        return {u"its certificate is self-signed"_s, u"If you trust that server, choose its certificate as the CA file."_s};
    if (has({QSslError::UnableToGetLocalIssuerCertificate, QSslError::SelfSignedCertificateInChain,
             QSslError::UnableToVerifyFirstCertificate, QSslError::CertificateUntrusted, QSslError::UnableToGetIssuerCertificate}))
        return {u"its certificate comes from an authority that is not trusted here"_s,
                u"Choose the authority's certificate as the CA file; a CA file replaces the system's authorities."_s};
    if (has({QSslError::HostNameMismatch}))
        return troubleOfOtherHost(certificate);
    const QString words = errors.isEmpty() ? u"TLS failed"_s : errors.first().errorString();
    return {u"its certificate was refused (%1)"_s.arg(words), u"The certificate may be too weak; the server needs a new one."_s};
}

} // namespace sallyport
