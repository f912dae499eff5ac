// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/certificates.h"

#include "app/base/released_by.h"

#include <QFile>

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <openssl/x509v3.h>

#include <atomic>

using namespace Qt::StringLiterals;

namespace sallyport::test {

namespace {

using Key = std::unique_ptr<EVP_PKEY, ReleasedBy<EVP_PKEY_free>>;
using Certificate = std::unique_ptr<X509, ReleasedBy<X509_free>>;
using Bio = std::unique_ptr<BIO, ReleasedBy<BIO_free>>;

QByteArray contentOf(BIO *bio)
{
    char *data = nullptr;
    const long size = BIO_get_mem_data(bio, &data);
    return {data, static_cast<qsizetype>(size)};
}

void writeFile(const QString &path, const QByteArray &bytes)
{
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size())
        qFatal("cannot write %s", qPrintable(path));
    file.setPermissions(QFile::ReadOwner | QFile::WriteOwner);
}

QByteArray pem(X509 *certificate)
{
    const Bio bio(BIO_new(BIO_s_mem()));
    PEM_write_bio_X509(bio.get(), certificate);
    return contentOf(bio.get());
}

QByteArray pem(EVP_PKEY *key, QByteArray passphrase)
{
    const Bio bio(BIO_new(BIO_s_mem()));
    const EVP_CIPHER *cipher = passphrase.isEmpty() ? nullptr : EVP_aes_256_cbc();
    PEM_write_bio_PKCS8PrivateKey(bio.get(), key, cipher, passphrase.data(), static_cast<int>(passphrase.size()), nullptr, nullptr);
    return contentOf(bio.get());
}

void addExtension(X509 *certificate, X509 *issuer, int id, const QByteArray &value)
{
    X509V3_CTX context;
    X509V3_set_ctx_nodb(&context);
    X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
    X509_EXTENSION *extension = X509V3_EXT_conf_nid(nullptr, &context, id, value.constData());
    if (!extension)
        qFatal("bad certificate extension %s", value.constData());
    X509_add_ext(certificate, extension, -1);
    X509_EXTENSION_free(extension);
}

Key newKey(int rsaBits)
{
    return Key(rsaBits > 0 ? EVP_RSA_gen(static_cast<unsigned int>(rsaBits)) : EVP_EC_gen("P-256"));
}

Certificate blank(EVP_PKEY *key, const QByteArray &name, int fromDays, int toDays)
{
    static std::atomic<long> serial{1};
    Certificate certificate(X509_new());
    X509_set_version(certificate.get(), X509_VERSION_3);
    ASN1_INTEGER_set(X509_get_serialNumber(certificate.get()), serial++);
    X509_time_adj_ex(X509_getm_notBefore(certificate.get()), fromDays, 0, nullptr);
    X509_time_adj_ex(X509_getm_notAfter(certificate.get()), toDays, 0, nullptr);
    X509_set_pubkey(certificate.get(), key);
    X509_NAME_add_entry_by_txt(X509_get_subject_name(certificate.get()), "CN", MBSTRING_UTF8,
                               reinterpret_cast<const unsigned char *>(name.constData()), -1, -1, 0);
    return certificate;
}

} // namespace

class CertificateAuthority::Identity {
public:
    Key key;
    Certificate certificate;
};

CertificateAuthority::CertificateAuthority(const QByteArray &name, int rsaBits) : m_identity(std::make_unique<Identity>())
{
    m_identity->key = newKey(rsaBits);
    m_identity->certificate = blank(m_identity->key.get(), name, -2, 60);
    X509 *own = m_identity->certificate.get();
    X509_set_issuer_name(own, X509_get_subject_name(own));
    addExtension(own, own, NID_basic_constraints, "critical,CA:TRUE");
    addExtension(own, own, NID_key_usage, "critical,keyCertSign,cRLSign");
    addExtension(own, own, NID_subject_key_identifier, "hash");
    X509_sign(own, m_identity->key.get(), EVP_sha256());
    m_caFile = path(u"ca.pem"_s);
    writeFile(m_caFile, pem(own));
}

CertificateAuthority::~CertificateAuthority() = default;

CertificateFiles CertificateAuthority::issue(const CertificateSpec &spec)
{
    const Key key = newKey(spec.rsaBits);
    const Certificate certificate = blank(key.get(), spec.commonName, spec.fromDays, spec.toDays);
    X509 *issuer = spec.selfSigned ? certificate.get() : m_identity->certificate.get();
    X509_set_issuer_name(certificate.get(), X509_get_subject_name(issuer));
    addExtension(certificate.get(), issuer, NID_basic_constraints, "CA:FALSE");
    if (!spec.alternativeNames.isEmpty())
        addExtension(certificate.get(), issuer, NID_subject_alt_name, spec.alternativeNames);
    X509_sign(certificate.get(), spec.selfSigned ? key.get() : m_identity->key.get(), EVP_sha256());
    const QString stem = u"issued-%1"_s.arg(++m_issued);
    const CertificateFiles files{path(stem + u".pem"_s), path(stem + u".key"_s)};
    writeFile(files.certificate, pem(certificate.get()));
    writeFile(files.key, pem(key.get(), spec.keyPassphrase));
    return files;
}

} // namespace sallyport::test
