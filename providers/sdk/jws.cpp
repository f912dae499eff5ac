// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "providers/sdk/jws.h"

#include "app/base/released_by.h"
#include "providers/sdk/pkce.h"

#include <QByteArrayMatcher>

#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>

#include <memory>

using namespace Qt::StringLiterals;

namespace sallyport {

namespace {

using Bio = std::unique_ptr<BIO, ReleasedBy<BIO_free>>;
using Context = std::unique_ptr<EVP_MD_CTX, ReleasedBy<EVP_MD_CTX_free>>;
//! Shared, because a Result is copied.
using Key = std::shared_ptr<EVP_PKEY>;

constexpr int kSaltBytes = 32; // as long as the hash: RFC 7518 3.5

Error unusable(const QString &why, const QString &hint)
{
    return {ErrorKind::InvalidInput, u"the private key %1"_s.arg(why), hint};
}

int noPassphrase(char *, int, int, void *)
{
    return -1; // without a callback OpenSSL would ask on the terminal
}

bool contains(QByteArrayView text, QByteArrayView part)
{
    return QByteArrayMatcher(part).indexIn(text) >= 0;
}

Result<Key> parse(QByteArrayView pem)
{
    if (contains(pem, "ENCRYPTED"))
        return unusable(u"is encrypted"_s, u"Use a copy without a passphrase: openssl pkey -in KEY -out NEW."_s);
    if (!contains(pem, "-----BEGIN ") || !contains(pem, "PRIVATE KEY-----"))
        return unusable(u"is not in PEM form"_s, u"It begins with the line -----BEGIN PRIVATE KEY-----; take it over whole."_s);
    const Bio bio(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
    Key key(PEM_read_bio_PrivateKey(bio.get(), nullptr, noPassphrase, nullptr), EVP_PKEY_free);
    ERR_clear_error(); // what is left in the queue would be blamed on the next TLS connection
    if (!key)
        return unusable(u"is damaged"_s, u"Take it over whole, from the BEGIN line to the END line, or have a new one made."_s);
    return key;
}

Result<Key> signingKey(const SecretValue &pem)
{
    auto key = parse(pem.reveal());
    if (!key)
        return key;
    if (EVP_PKEY_get_base_id(key->get()) != EVP_PKEY_RSA)
        return unusable(u"is no RSA key"_s, u"Tokens of this kind are signed with RSA: have an RSA key made."_s);
    const int bits = EVP_PKEY_get_bits(key->get());
    if (bits < kLeastRsaBits)
        return unusable(u"has %1 bits only"_s.arg(bits), u"At least %1 are needed: have a new key made."_s.arg(kLeastRsaBits));
    return key;
}

bool setUp(EVP_MD_CTX *context, EVP_PKEY *key, JwsAlgorithm algorithm)
{
    EVP_PKEY_CTX *parameters = nullptr; // belongs to `context`
    if (EVP_DigestSignInit(context, &parameters, EVP_sha256(), nullptr, key) != 1)
        return false;
    if (algorithm == JwsAlgorithm::Rs256)
        return EVP_PKEY_CTX_set_rsa_padding(parameters, RSA_PKCS1_PADDING) == 1;
    return EVP_PKEY_CTX_set_rsa_padding(parameters, RSA_PKCS1_PSS_PADDING) == 1
        && EVP_PKEY_CTX_set_rsa_pss_saltlen(parameters, kSaltBytes) == 1
        && EVP_PKEY_CTX_set_rsa_mgf1_md(parameters, EVP_sha256()) == 1;
}

Result<QByteArray> signatureOf(QByteArrayView text, EVP_PKEY *key, JwsAlgorithm algorithm)
{
    const Context context(EVP_MD_CTX_new());
    QByteArray signature(EVP_PKEY_get_size(key), '\0');
    auto size = static_cast<std::size_t>(signature.size());
    const auto *bytes = reinterpret_cast<const unsigned char *>(text.data());
    auto *out = reinterpret_cast<unsigned char *>(signature.data());
    const bool signedIt = context && setUp(context.get(), key, algorithm)
        && EVP_DigestSign(context.get(), out, &size, bytes, static_cast<std::size_t>(text.size())) == 1;
    ERR_clear_error();
    if (!signedIt)
        return unusable(u"cannot sign"_s, u"It may be damaged: have a new one made."_s);
    signature.truncate(static_cast<qsizetype>(size));
    return signature;
}

} // namespace

QByteArrayView jwsName(JwsAlgorithm algorithm)
{
    return algorithm == JwsAlgorithm::Rs256 ? "RS256" : "PS256";
}

Result<SecretValue> signJws(QByteArrayView headerJson, QByteArrayView payload, const SecretValue &privateKeyPem, JwsAlgorithm algorithm)
{
    const auto key = signingKey(privateKeyPem);
    if (!key)
        return key.error();
    QByteArray token = base64Url(headerJson) + '.' + base64Url(payload);
    const auto signature = signatureOf(token, key->get(), algorithm);
    if (!signature)
        return signature.error();
    token += '.' + base64Url(*signature);
    SecretValue result{QByteArrayView(token)};
    wipe(token);
    return result;
}

Result<Done> checkSigningKey(const SecretValue &privateKeyPem)
{
    return signingKey(privateKeyPem).transform([](const Key &) { return Done{}; });
}

} // namespace sallyport
