// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "providers/azure/certificate.h"

#include "app/base/released_by.h"

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/pkcs12.h>
#include <openssl/x509.h>

#include <algorithm>
#include <cstring>
#include <memory>
#include <vector>

using namespace Qt::StringLiterals;

namespace sallyport::azure {

namespace {

using Key = std::unique_ptr<EVP_PKEY, ReleasedBy<EVP_PKEY_free>>;
using Certificate = std::unique_ptr<X509, ReleasedBy<X509_free>>;
using Source = std::unique_ptr<BIO, ReleasedBy<BIO_free_all>>;
using Pkcs12 = std::unique_ptr<PKCS12, ReleasedBy<PKCS12_free>>;

struct Contents {
    Key key;
    std::vector<Certificate> certificates;
};

//! What OpenSSL left in its queue would be blamed on the next TLS connection.
struct ErrorsCleared {
    ErrorsCleared() = default;
    ~ErrorsCleared() { ERR_clear_error(); }
    Q_DISABLE_COPY_MOVE(ErrorsCleared)
};

Error unusable(const QString &why, const QString &hint)
{
    return {ErrorKind::InvalidInput, u"the certificate file %1"_s.arg(why), hint};
}

Error wrongPassword(const SecretValue &password)
{
    if (password.isEmpty())
        return unusable(u"is protected by a password"_s, u"Enter the password in the credential."_s);
    return unusable(u"does not open with this password, or is damaged"_s, u"Check the certificate password in the credential."_s);
}

//! Whether OpenSSL gave up because it lacks the cipher, as it does with RC2 since version 3. Empties its queue.
bool lacksCipher()
{
    bool found = false;
    while (const unsigned long code = ERR_get_error())
        found |= ERR_GET_REASON(code) == ERR_R_UNSUPPORTED;
    return found;
}

Source sourceOf(const QByteArray &bytes)
{
    return Source(BIO_new_mem_buf(bytes.constData(), static_cast<int>(bytes.size())));
}

//! Gives OpenSSL the password, and remembers that it was asked for.
struct PasswordAsked {
    const SecretValue &password;
    bool asked = false;

    static int answer(char *buffer, int size, int, void *data)
    {
        auto *self = static_cast<PasswordAsked *>(data);
        self->asked = true;
        const QByteArrayView bytes = self->password.reveal();
        if (bytes.isEmpty() || bytes.size() > size)
            return -1;
        std::memcpy(buffer, bytes.data(), static_cast<std::size_t>(bytes.size()));
        return static_cast<int>(bytes.size());
    }
};

Result<Contents> fromPem(const QByteArray &file, const SecretValue &password)
{
    Contents contents;
    PasswordAsked asked{.password = password};
    const Source keys = sourceOf(file);
    contents.key.reset(PEM_read_bio_PrivateKey(keys.get(), nullptr, PasswordAsked::answer, &asked));
    if (!contents.key && asked.asked)
        return wrongPassword(password);
    const Source certificates = sourceOf(file);
    while (X509 *certificate = PEM_read_bio_X509(certificates.get(), nullptr, nullptr, nullptr))
        contents.certificates.emplace_back(certificate);
    return contents;
}

Result<Contents> fromPfx(const QByteArray &file, const SecretValue &password)
{
    const Source source = sourceOf(file);
    const Pkcs12 container(d2i_PKCS12_bio(source.get(), nullptr));
    if (!container)
        return unusable(u"is neither PEM nor PFX"_s, u"Choose the file that holds the certificate and its private key."_s);
    QByteArray text = password.reveal().toByteArray();
    EVP_PKEY *key = nullptr;
    X509 *certificate = nullptr;
    const bool opened = PKCS12_parse(container.get(), text.constData(), &key, &certificate, nullptr) == 1;
    wipe(text);
    if (!opened && lacksCipher())
        return unusable(u"is encrypted with a cipher that is no longer in use"_s,
                        u"Make a new one of it: openssl pkcs12 -legacy -in OLD -out NEW.pem, which keeps it protected."_s);
    if (!opened)
        return wrongPassword(password);
    Contents contents{Key(key), {}};
    if (certificate)
        contents.certificates.emplace_back(certificate);
    return contents;
}

Result<SecretValue> pemOf(EVP_PKEY *key)
{
    const Source sink(BIO_new(BIO_s_secmem()));
    char *bytes = nullptr;
    if (!sink || PEM_write_bio_PKCS8PrivateKey(sink.get(), key, nullptr, nullptr, 0, nullptr, nullptr) != 1)
        return unusable(u"holds a private key that cannot be used"_s, u"Have an RSA key made."_s);
    const auto size = BIO_get_mem_data(sink.get(), &bytes);
    return SecretValue(QByteArrayView(bytes, size));
}

QByteArray thumbprintOf(const X509 *certificate)
{
    QByteArray digest(EVP_MAX_MD_SIZE, '\0');
    unsigned int size = 0;
    if (X509_digest(certificate, EVP_sha256(), reinterpret_cast<unsigned char *>(digest.data()), &size) != 1)
        return {};
    return digest.first(static_cast<qsizetype>(size));
}

Result<SigningCertificate> matched(const Contents &contents)
{
    const QString hint = u"It needs the certificate and the private key that belongs to it."_s;
    if (!contents.key)
        return unusable(u"holds no private key"_s, hint);
    if (contents.certificates.empty())
        return unusable(u"holds no certificate"_s, hint);
    const auto own = std::find_if(contents.certificates.begin(), contents.certificates.end(), [&contents](const Certificate &certificate) {
        return X509_check_private_key(certificate.get(), contents.key.get()) == 1;
    });
    if (own == contents.certificates.end())
        return unusable(u"holds a private key that belongs to none of its certificates"_s, hint);
    const auto pem = pemOf(contents.key.get());
    if (!pem)
        return pem.error();
    return SigningCertificate{thumbprintOf(own->get()), *pem};
}

} // namespace

Result<SigningCertificate> readSigningCertificate(const QByteArray &file, const SecretValue &password)
{
    const ErrorsCleared cleared;
    const auto contents = file.contains("-----BEGIN") ? fromPem(file, password) : fromPfx(file, password);
    return contents ? matched(*contents) : Result<SigningCertificate>(contents.error());
}

} // namespace sallyport::azure
