// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/base/json.h"
#include "providers/azure/certificate.h"
#include "providers/azure/entra.h"
#include "tests/support/async.h"
#include "tests/support/azure_inputs.h"

#include <QCryptographicHash>

#include <gmock/gmock.h>

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/pkcs12.h>
#include <openssl/rsa.h>

using namespace Qt::StringLiterals;
using testing::HasSubstr;

namespace sallyport::test {
namespace {

Played<AccessGrant> signedIn(World &world, const FormValues &credential)
{
    Inputs inputs = azureInputs();
    inputs.credential = credential;
    inputs.grant = {};
    return play(azureProvider().signIn(inputs), world);
}

World worldOf(const PreparedAnswers &answers)
{
    return {.http = inOrder(answers), .now = azureInputs().now};
}

FormValues certificateCredential()
{
    return azureCredential("certificate", {{"tenantId", kTestTenant.data()}, {"clientId", "app-1"}, {"certificatePath", "/shop.pem"}});
}

Value jwtPart(const QString &token, int index)
{
    const QByteArray part = token.section(u'.', index, index).toLatin1();
    return json::parse(QByteArray::fromBase64(part, QByteArray::Base64UrlEncoding)).value_or(Value());
}

struct Keys {
    EVP_PKEY *key = nullptr;
    X509 *certificate = nullptr;

    Keys()
    {
        const QByteArray pem = azureCertificatePem();
        BIO *source = BIO_new_mem_buf(pem.constData(), static_cast<int>(pem.size()));
        key = PEM_read_bio_PrivateKey(source, nullptr, nullptr, nullptr);
        BIO_free(source);
        source = BIO_new_mem_buf(pem.constData(), static_cast<int>(pem.size()));
        certificate = PEM_read_bio_X509(source, nullptr, nullptr, nullptr);
        BIO_free(source);
    }
    ~Keys()
    {
        EVP_PKEY_free(key);
        X509_free(certificate);
    }
    Q_DISABLE_COPY_MOVE(Keys)

    [[nodiscard]] QByteArray thumbprint() const
    {
        unsigned char *der = nullptr;
        const int size = i2d_X509(certificate, &der);
        const QByteArray hash = QCryptographicHash::hash(QByteArray(reinterpret_cast<char *>(der), size), QCryptographicHash::Sha256);
        OPENSSL_free(der);
        return hash;
    }
    [[nodiscard]] QByteArray pfx(const char *password) const
    {
        PKCS12 *container = PKCS12_create(password, "shop", key, certificate, nullptr, 0, 0, 0, 0, 0);
        unsigned char *der = nullptr;
        const int size = i2d_PKCS12(container, &der);
        QByteArray bytes(reinterpret_cast<char *>(der), size);
        OPENSSL_free(der);
        PKCS12_free(container);
        return bytes;
    }
    [[nodiscard]] QByteArray encryptedPem(const char *password) const
    {
        BIO *sink = BIO_new(BIO_s_mem());
        PEM_write_bio_PKCS8PrivateKey(sink, key, EVP_aes_256_cbc(), password, static_cast<int>(qstrlen(password)), nullptr, nullptr);
        PEM_write_bio_X509(sink, certificate);
        char *bytes = nullptr;
        const auto size = BIO_get_mem_data(sink, &bytes);
        QByteArray text(bytes, static_cast<qsizetype>(size));
        BIO_free(sink);
        return text;
    }
    //! Whether the signature of a PS256 token is this key's.
    [[nodiscard]] bool verifies(const QString &token) const
    {
        const QByteArray text = token.section(u'.', 0, 1).toLatin1();
        const QByteArray signature = QByteArray::fromBase64(token.section(u'.', 2).toLatin1(), QByteArray::Base64UrlEncoding);
        EVP_MD_CTX *context = EVP_MD_CTX_new();
        EVP_PKEY_CTX *parameters = nullptr;
        EVP_DigestVerifyInit(context, &parameters, EVP_sha256(), nullptr, key);
        EVP_PKEY_CTX_set_rsa_padding(parameters, RSA_PKCS1_PSS_PADDING);
        EVP_PKEY_CTX_set_rsa_pss_saltlen(parameters, 32);
        const int good = EVP_DigestVerify(context, reinterpret_cast<const unsigned char *>(signature.constData()),
                                          static_cast<std::size_t>(signature.size()),
                                          reinterpret_cast<const unsigned char *>(text.constData()), static_cast<std::size_t>(text.size()));
        EVP_MD_CTX_free(context);
        return good == 1;
    }
};

TEST(AzureApplication, ASecretBuysAToken)
{
    World world = worldOf({entraToken()});
    const auto played = signedIn(world, azureInputs().credential);
    ASSERT_OK(played.outcome);
    const HttpRequest request = played.requests().at(0);
    EXPECT_EQ(request.url.toEncoded(), "https://login.microsoftonline.com/" + QByteArray(kTestTenant.data()) + "/oauth2/v2.0/token");
    EXPECT_EQ(request.method, "POST");
    EXPECT_EQ(formField(request, u"grant_type"_s), u"client_credentials"_s);
    EXPECT_EQ(formField(request, u"client_id"_s), u"app-1"_s);
    EXPECT_EQ(formField(request, u"client_secret"_s), u"a-client-secret"_s);
    EXPECT_EQ(formField(request, u"scope"_s), u"https://vault.azure.net/.default"_s);
    EXPECT_EQ(played.outcome->values.secret("token"_L1).reveal(), "token-2");
    EXPECT_EQ(played.outcome->expires, azureInputs().now.addSecs(3600));
    EXPECT_TRUE(played.outcome->obtained);
}

TEST(AzureApplication, SecretsWithSpecialCharactersArriveWhole)
{
    FormValues credential = azureInputs().credential;
    credential.setSecret("clientSecret"_L1, SecretValue(" a+b&c=d%20~\xc3\xa9/\n"));
    World world = worldOf({entraToken()});
    const auto played = signedIn(world, credential);
    EXPECT_THAT(played.requests().at(0).body.toStdString(), HasSubstr("client_secret=a%2Bb%26c%3Dd%2520~%C3%A9%2F"));
}

TEST(AzureApplication, CloudsHaveTheirOwnPlaces)
{
    FormValues credential = azureInputs().credential;
    credential.setText("cloud"_L1, u"usGovernment"_s);
    World world = worldOf({entraToken()});
    const auto played = signedIn(world, credential);
    EXPECT_EQ(played.requests().at(0).url.host(), u"login.microsoftonline.us"_s);
    EXPECT_EQ(formField(played.requests().at(0), u"scope"_s), u"https://vault.usgovcloudapi.net/.default"_s);
}

TEST(AzureApplication, AnotherAuthorityIsAskedForItsAddresses)
{
    FormValues credential = azureInputs().credential;
    credential.setText("authorityHost"_L1, u"http://127.0.0.1:9000/"_s);
    credential.setText("caFile"_L1, u"/ca.pem"_s);
    const QByteArray discovery =
        R"({"authorization_endpoint":"http://127.0.0.1:9000/auth","token_endpoint":"http://127.0.0.1:9000/tok",)"
        R"("issuer":"http://127.0.0.1:9000/{tenantid}"})";
    World world = worldOf({azureReply(discovery), entraToken()});
    const auto played = signedIn(world, credential);
    ASSERT_OK(played.outcome);
    EXPECT_EQ(played.requests()[0].url.toEncoded(),
              "http://127.0.0.1:9000/" + QByteArray(kTestTenant.data()) + "/v2.0/.well-known/openid-configuration");
    EXPECT_EQ(played.requests()[1].url.toEncoded(), "http://127.0.0.1:9000/tok");
    EXPECT_EQ(played.requests()[1].tls.caFile, u"/ca.pem"_s);
    world.http = inOrder({azureReply("{}", 404), entraToken()});
    EXPECT_EQ(signedIn(world, credential).requests().at(1).url.path(), u'/' + kTestTenant + u"/oauth2/v2.0/token"_s);
}

TEST(AzureApplication, ADescriptionThatLeadsElsewhereIsNotFollowed)
{
    FormValues credential = azureInputs().credential;
    credential.setText("authorityHost"_L1, u"login.corp.example"_s);
    for (const char *token : {"https://evil.test/tok", "http://login.corp.example/tok", "https://login.corp.example:8443/tok",
                              "https://user@login.corp.example/tok", "/tok", ""}) {
        World world = worldOf(
            {azureReply(R"({"authorization_endpoint":"https://login.corp.example/a","token_endpoint":")" + QByteArray(token) + "\"}")});
        const auto played = signedIn(world, credential);
        EXPECT_EQ(played.outcome.error().kind, ErrorKind::Malformed) << token;
        EXPECT_EQ(played.requests().size(), 1U) << token;
    }
}

TEST(AzureApplication, PlacesToSignInAreHttpsOrThisMachine)
{
    for (const char *bad :
         {"http://login.corp.example", "ftp://x", "https://user@login.corp.example", "https://login.corp.example/path", "http://",
          "https://login.corp.example?x", "http://127.0.0.1.evil.test", "http://localhost.evil.test"})
        EXPECT_EQ(azure::settingsFrom(azureCredential("user", {{"authorityHost", bad}})).error().kind, ErrorKind::InvalidInput) << bad;
    for (const char *good : {"login.corp.example", "https://login.corp.example/", "https://login.corp.example:8443",
                             "http://localhost:9000", "http://[::1]:9000"})
        EXPECT_TRUE(azure::settingsFrom(azureCredential("user", {{"authorityHost", good}}))) << good;
}

TEST(AzureApplication, TenantsAndClientsCannotChangeTheAddress)
{
    for (const char *bad : {"a/b", "..", "a?b", "a#b", "a b", "%2e", "a@b", "\xd0\xb0"}) {
        FormValues credential = azureInputs().credential;
        credential.setText("tenantId"_L1, QString::fromUtf8(bad));
        World world;
        EXPECT_EQ(signedIn(world, credential).outcome.error().kind, ErrorKind::InvalidInput) << bad;
    }
}

TEST(AzureApplication, ACertificateSignsAnAssertion)
{
    const Keys keys;
    World world = worldOf({entraToken()});
    world.files.insert(u"/shop.pem"_s, azureCertificatePem());
    const auto played = signedIn(world, certificateCredential());
    ASSERT_OK(played.outcome);
    const HttpRequest request = played.requests().at(0);
    EXPECT_EQ(formField(request, u"client_assertion_type"_s), u"urn:ietf:params:oauth:client-assertion-type:jwt-bearer"_s);
    EXPECT_FALSE(request.body.contains("client_secret"));
    const QString token = formField(request, u"client_assertion"_s);
    EXPECT_EQ(jwtPart(token, 0)[u"alg"].toString(), u"PS256"_s);
    EXPECT_EQ(QByteArray::fromBase64(jwtPart(token, 0)[u"x5t#S256"].toString().toLatin1(), QByteArray::Base64UrlEncoding),
              keys.thumbprint());
    const Value claims = jwtPart(token, 1);
    EXPECT_EQ(claims[u"aud"].toString(), QString::fromLatin1(request.url.toEncoded()));
    EXPECT_EQ(claims[u"iss"].toString(), u"app-1"_s);
    EXPECT_EQ(claims[u"sub"].toString(), u"app-1"_s);
    EXPECT_EQ(claims[u"exp"].numberText(), u"1800000600"_s);
    EXPECT_EQ(claims[u"jti"].toString().size(), 22);
    EXPECT_TRUE(keys.verifies(token));
}

TEST(AzureApplication, EveryFormOfCertificateFileIsRead)
{
    const Keys keys;
    struct Row {
        QByteArray file;
        const char *password;
    };
    const QByteArray pem = azureCertificatePem();
    const qsizetype half = pem.indexOf("-----BEGIN CERTIFICATE");
    const Row rows[] = {{pem, ""},
                        {pem.mid(half) + "some words between\n" + pem.left(half), ""},
                        {keys.pfx(""), ""},
                        {keys.pfx("pass word"), "pass word"},
                        {keys.encryptedPem("pass word"), "pass word"}};
    for (const Row &row : rows) {
        const auto read = azure::readSigningCertificate(row.file, SecretValue(QByteArrayView(row.password)));
        ASSERT_OK(read);
        EXPECT_EQ(read->sha256, keys.thumbprint());
        EXPECT_TRUE(read->keyPem.reveal().startsWith("-----BEGIN PRIVATE KEY-----"));
    }
}

TEST(AzureApplication, CertificateFilesThatCannotServeAreExplained)
{
    const Keys keys;
    const QByteArray pem = azureCertificatePem();
    const qsizetype half = pem.indexOf("-----BEGIN CERTIFICATE");
    struct Row {
        QByteArray file;
        const char *password;
        const char *message;
    };
    const Row rows[] = {{pem.left(half), "", "holds no certificate"},
                        {pem.mid(half), "", "holds no private key"},
                        {keys.pfx("x"), "", "is protected by a password"},
                        {keys.pfx("x"), "y", "does not open with this password"},
                        {keys.encryptedPem("x"), "", "is protected by a password"},
                        {keys.encryptedPem("xxxx"), "yyyy", "does not open with this password"},
                        {"nonsense", "", "is neither PEM nor PFX"},
                        {"", "", "is neither PEM nor PFX"},
                        {"-----BEGIN nothing", "", "holds no private key"}};
    for (const Row &row : rows) {
        const auto read = azure::readSigningCertificate(row.file, SecretValue(QByteArrayView(row.password)));
        ASSERT_FALSE(read) << row.message;
        EXPECT_THAT(read.error().message.toStdString(), HasSubstr(row.message));
        EXPECT_EQ(read.error().kind, ErrorKind::InvalidInput);
    }
}

TEST(AzureApplication, ATrustedTokenIsReadAnewForEachSignIn)
{
    World world = worldOf({entraToken(), entraToken()});
    const FormValues credential =
        azureCredential("federated", {{"tenantId", kTestTenant.data()}, {"clientId", "app-1"}, {"federatedTokenFile", "/token"}});
    world.files.insert(u"/token"_s, "first.token.x\n");
    EXPECT_EQ(formField(signedIn(world, credential).requests().at(0), u"client_assertion"_s), u"first.token.x"_s);
    world.files.insert(u"/token"_s, "second.token.x");
    EXPECT_EQ(formField(signedIn(world, credential).requests().at(0), u"client_assertion"_s), u"second.token.x"_s);
    world.files.insert(u"/token"_s, " \n");
    EXPECT_EQ(signedIn(world, credential).outcome.error().kind, ErrorKind::InvalidInput);
}

TEST(AzureApplication, RefusalsOfEntraSayWhatToDo)
{
    struct Row {
        const char *error;
        int code;
        ErrorKind kind;
        const char *hint;
    };
    const Row rows[] = {{"invalid_client", 7000215, ErrorKind::Unauthenticated, "value"},
                        {"invalid_client", 7000222, ErrorKind::Unauthenticated, "expired"},
                        {"unauthorized_client", 700016, ErrorKind::Unauthenticated, "registered in that tenant"},
                        {"invalid_request", 90002, ErrorKind::Unauthenticated, "tenant"},
                        {"invalid_client", 700027, ErrorKind::Unauthenticated, "Upload this certificate"},
                        {"invalid_client", 700213, ErrorKind::Unauthenticated, "federated credential"},
                        {"invalid_grant", 50076, ErrorKind::Unauthenticated, "further proof"},
                        {"invalid_grant", 53003, ErrorKind::PermissionDenied, "Conditional Access"},
                        {"invalid_grant", 65001, ErrorKind::Unauthenticated, "agree"},
                        {"invalid_grant", 50173, ErrorKind::Unauthenticated, "revoked"},
                        {"invalid_resource", 500011, ErrorKind::Unauthenticated, "Key Vault is not known"},
                        {"made_up", 999999, ErrorKind::Unauthenticated, "Sign in again."}};
    for (const Row &row : rows) {
        World world = worldOf({entraRefusalReply(row.error, row.code, "Some words")});
        const auto played = signedIn(world, azureInputs().credential);
        ASSERT_FALSE(played.outcome);
        EXPECT_EQ(played.outcome.error().kind, row.kind) << row.code;
        EXPECT_EQ(played.outcome.error().message, u"could not sign in as application app-1: AADSTS%1: Some words"_s.arg(row.code));
        EXPECT_THAT(played.outcome.error().hint.toStdString(), HasSubstr(row.hint)) << row.code;
    }
}

TEST(AzureApplication, WhatWeSentIsNeverRepeated)
{
    World world = worldOf({entraRefusalReply("invalid_client", 7000215, "Invalid secret a-client-secret provided")});
    const auto said = signedIn(world, azureInputs().credential).outcome.error().message;
    EXPECT_FALSE(said.contains(u"a-client-secret"_s)) << said.toStdString();
}

TEST(AzureApplication, ABusyServiceIsAskedAgainAnImpossibleOneIsNot)
{
    World world = worldOf({azureReply(R"({"error":"temporarily_unavailable"})", 503, {{"Retry-After", "3"}}), entraToken()});
    const auto busy = signedIn(world, azureInputs().credential);
    EXPECT_OK(busy.outcome);
    EXPECT_EQ(busy.waits(), std::vector{std::chrono::milliseconds(3000)});
    world.http = inOrder({azureReply("{}", 429, {{"Retry-After", "600"}})});
    EXPECT_EQ(signedIn(world, azureInputs().credential).outcome.error().kind, ErrorKind::RateLimited);
}

TEST(AzureApplication, IdentitiesAreToldWithoutACall)
{
    World world;
    Inputs inputs = azureInputs();
    inputs.grant.expires = inputs.now.addSecs(60);
    const auto played = play(azureProvider().identify(inputs), world);
    ASSERT_OK(played.outcome);
    EXPECT_EQ(played.outcome->name, u"application app-1"_s);
    EXPECT_THAT(played.outcome->details.join(u'\n').toStdString(), HasSubstr("tenant 11111111"));
    EXPECT_EQ(played.outcome->expires, inputs.now.addSecs(60));
}

} // namespace
} // namespace sallyport::test
