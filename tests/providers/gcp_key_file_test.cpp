// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// Files and texts in which a key may come, good ones and others.
#include "providers/gcp/credential_file.h"
#include "tests/support/async.h"
#include "tests/support/gcp_inputs.h"
#include "tests/support/rsa_keys.h"

#include <gmock/gmock.h>

using namespace Qt::StringLiterals;

namespace sallyport::test {
namespace {

using gcp::Allowed;

gcp::Settings googles()
{
    gcp::Settings settings;
    settings.universe = u"googleapis.com"_s;
    return settings;
}

Result<gcp::CredentialFile> readAs(Allowed allowed, const QByteArray &bytes, const gcp::Settings &settings = googles())
{
    return gcp::credentialFrom(bytes, u"the key file k.json"_s, allowed, settings);
}

Error refusedKey(const QByteArray &bytes, const gcp::Settings &settings = googles())
{
    const auto file = readAs(Allowed::KeyOnly, bytes, settings);
    EXPECT_FALSE(file);
    return file ? Error() : file.error();
}

TEST(GcpKeyFile, AKeyIsReadWhole)
{
    const auto file = readAs(Allowed::KeyOnly, gcpKeyFile());
    ASSERT_OK(file);
    const auto &key = std::get<gcp::ServiceAccountKey>(file->content);
    EXPECT_EQ(key.email, QString::fromLatin1(kGcpAccount));
    EXPECT_EQ(key.keyId, u"0123456789abcdef"_s);
    EXPECT_EQ(key.project, u"shop-prod"_s);
    EXPECT_TRUE(key.privateKey.sameAs(rfc7515Key()));
}

TEST(GcpKeyFile, OtherClothesOfTheSameKeyAreReadToo)
{
    EXPECT_TRUE(readAs(Allowed::KeyOnly, gcpKeyFile({}, inPkcs1(rfc7515Key())))) << "PKCS #1";
    EXPECT_TRUE(readAs(Allowed::KeyOnly, gcpKeyFile({}, withCrLf(rfc7515Key())))) << "CRLF inside the key";
    EXPECT_TRUE(readAs(Allowed::KeyOnly, gcpKeyFile().replace('\n', "\r\n"))) << "CRLF in the file";
    EXPECT_TRUE(readAs(Allowed::KeyOnly, "\xEF\xBB\xBF" + gcpKeyFile())) << "byte order mark";
    EXPECT_TRUE(readAs(Allowed::KeyOnly, "\n\t " + gcpKeyFile() + "\n\n")) << "white space around it";
    EXPECT_TRUE(readAs(Allowed::KeyOnly, gcpKeyFile().replace('\n', ' '))) << "on one line, as pasted into a field";
    EXPECT_OK(readAs(Allowed::KeyOnly, gcpKeyFile({{u"token_uri"_s, {}}, {u"universe_domain"_s, {}}, {u"client_id"_s, {}}})));
    EXPECT_OK(readAs(Allowed::KeyOnly, gcpKeyFile({{u"token_uri"_s, "\"https://accounts.google.com/o/oauth2/token\""}})));
}

TEST(GcpKeyFile, KeysThatCannotSignAreNamedForWhatTheyAre)
{
    struct Row {
        SecretValue key;
        const char *words;
    };
    const Row rows[] = {
        {encrypted(rfc7515Key(), "pass"), "encrypted"},
        {newEcKey(), "no RSA key"},
        {newRsaKey(512), "512 bits"},
        {publicHalf(rfc7515Key()), "private key"},
        {SecretValue("not a key"), "PEM"},
        {SecretValue(rfc7515Key().reveal().first(200)), "private key"},
    };
    for (const Row &row : rows) {
        const Error error = refusedKey(gcpKeyFile({}, row.key));
        EXPECT_EQ(error.kind, ErrorKind::InvalidInput);
        EXPECT_TRUE(error.message.startsWith(u"the key file k.json: "_s)) << error.message.toStdString();
        EXPECT_TRUE(error.message.contains(QString::fromUtf8(row.words))) << error.message.toStdString();
        EXPECT_FALSE(error.hint.isEmpty());
    }
}

TEST(GcpKeyFile, EachMissingMemberIsNamed)
{
    for (const char *name : {"project_id", "private_key_id", "private_key", "client_email"}) {
        const QString member = QString::fromUtf8(name);
        EXPECT_EQ(refusedKey(gcpKeyFile({{member, {}}})).message, u"the key file k.json has no %1"_s.arg(member));
        EXPECT_EQ(refusedKey(gcpKeyFile({{member, "\"  \""}})).message, u"the key file k.json has no %1"_s.arg(member));
    }
}

TEST(GcpKeyFile, MembersOfTheWrongTypeAreNamed)
{
    for (const char *name : {"project_id", "private_key_id", "private_key", "client_email", "token_uri"}) {
        for (const QByteArray &wrong : {QByteArray("7"), QByteArray("[\"x\"]"), QByteArray("{\"a\":1}"), QByteArray("true")}) {
            const Error error = refusedKey(gcpKeyFile({{QString::fromUtf8(name), wrong}}));
            EXPECT_EQ(error.message, u"the key file k.json has a %1 that is no text"_s.arg(QString::fromUtf8(name))) << wrong.toStdString();
        }
    }
    EXPECT_TRUE(refusedKey(gcpKeyFile({{u"type"_s, "7"}})).message.contains(u"type that is no text"_s));
}

TEST(GcpKeyFile, WhatIsChosenByMistakeIsNamed)
{
    struct Row {
        QByteArray bytes;
        const char *words;
    };
    const Row rows[] = {
        {"", "is empty"},
        {" \n", "is empty"},
        {"{", "cannot be understood: invalid JSON"},
        {gcpKeyFile().chopped(3), "invalid JSON"},
        {"[]", "no JSON object"},
        {"\"text\"", "no JSON object"},
        {"{}", "has no type"},
        {"{\"installed\":{\"client_id\":\"x\"}}", "OAuth client"},
        {"{\"web\":{}}", "OAuth client"},
        {rfc7515Key().reveal().toByteArray(), "a private key alone"},
        {QByteArray("\x30\x82\x09\x01\x02\x01\x03", 7), "P12"},
        {"\xff\xfe{\0}\0", "cannot be understood"},
        {"<html></html>", "cannot be understood"},
        {"{\"type\":\"something_new\"}", "unknown type \"something_new\""},
        {"{\"type\":\"gdch_service_account\"}", "holds a key for Google Distributed Cloud"},
        {gcpUserFile(), "holds a login of gcloud (authorized_user)"},
        {gcpFederationFile(), "holds a configuration of workload identity federation"},
    };
    for (const Row &row : rows) {
        const Error error = refusedKey(row.bytes);
        EXPECT_EQ(error.kind, ErrorKind::InvalidInput) << row.words;
        EXPECT_TRUE(error.message.contains(QString::fromUtf8(row.words))) << error.message.toStdString();
        EXPECT_FALSE(error.hint.isEmpty()) << row.words;
    }
}

TEST(GcpKeyFile, AKeyWhoseAssertionsWouldGoElsewhereIsRefused)
{
    for (const char *address : {"https://evil.example/token", "http://oauth2.googleapis.com/token", "http://127.0.0.1:9/token",
                                "https://oauth2.googleapis.com@evil.example/token", "javascript:alert(1)", "evil"}) {
        const Error error = refusedKey(gcpKeyFile({{u"token_uri"_s, '"' + QByteArray(address) + '"'}}));
        EXPECT_EQ(error.kind, ErrorKind::InvalidInput) << address;
        EXPECT_TRUE(error.message.contains(u"token_uri"_s)) << error.message.toStdString();
        EXPECT_TRUE(error.hint.contains(u"Token Endpoint"_s)) << error.hint.toStdString();
    }
    gcp::Settings named = googles();
    named.own.token = QUrl(u"http://127.0.0.1:9/token"_s);
    EXPECT_TRUE(readAs(Allowed::KeyOnly, gcpKeyFile({{u"token_uri"_s, "\"https://evil.example/token\""}}), named))
        << "then what the file says does not count";
}

TEST(GcpKeyFile, AnotherUniverseIsMeantOnlyWhereTheCredentialSaysSo)
{
    const QByteArray file = gcpKeyFile({{u"universe_domain"_s, "\"evil.example\""}});
    EXPECT_TRUE(refusedKey(file).message.contains(u"evil.example"_s));
    gcp::Settings named = googles();
    named.universe = u"evil.example"_s;
    EXPECT_OK(readAs(Allowed::KeyOnly, file, named));
    EXPECT_TRUE(refusedKey(gcpKeyFile(), named).message.contains(u"googleapis.com"_s));
}

TEST(GcpKeyFile, ErrorsQuoteNothingOfTheKey)
{
    const QByteArray secret = "MIIEvSECRETKEYBYTES";
    for (const QByteArray &bytes : {gcpKeyFile({}, SecretValue("-----BEGIN PRIVATE KEY-----\n" + secret + "\n-----END PRIVATE KEY-----\n")),
                                    QByteArray("{\"type\":\"service_account\",\"private_key\":\"" + secret + "\"}"),
                                    QByteArray("{\"private_key\":\"" + secret), QByteArray("{\"type\":\"" + secret.repeated(1) + "\",")}) {
        EXPECT_FALSE(wordsOf(refusedKey(bytes)).contains(u"SECRETKEYBYTES"_s));
    }
}

TEST(GcpKeyFile, AnythingMayBeADefaultCredential)
{
    for (const QByteArray &bytes :
         {gcpKeyFile(), gcpUserFile(), gcpFederationFile(), gcpImpersonatedFile(gcpUserFile()), gcpImpersonatedFile(gcpKeyFile())})
        EXPECT_OK(readAs(Allowed::Anything, bytes));
    EXPECT_FALSE(readAs(Allowed::Anything, gcpImpersonatedFile(gcpImpersonatedFile(gcpUserFile()))));
    EXPECT_FALSE(readAs(Allowed::Anything, "{\"type\":\"gdch_service_account\"}"));
}

TEST(GcpKeyFile, AHostileDefaultCredentialLeadsNowhere)
{
    struct Row {
        QByteArray bytes;
        const char *words;
    };
    const QByteArray evil = "\"https://evil.example/x\"";
    const Row rows[] = {
        {gcpUserFile({{u"token_uri"_s, evil}}), "token_uri"},
        {gcpUserFile({{u"refresh_token"_s, {}}}), "refresh_token"},
        {gcpFederationFile({{u"token_url"_s, evil}}), "token_url leads to evil.example"},
        {gcpFederationFile({{u"service_account_impersonation_url"_s, evil}}), "service_account_impersonation_url leads to evil.example"},
        {gcpFederationFile({{u"credential_source"_s, R"({"url":"https://evil.example/t"})"}}), "gets its token from evil.example"},
        {gcpFederationFile({{u"credential_source"_s, R"({"url":"http://10.0.0.1/t"})"}}), "without encryption"},
        {gcpFederationFile({{u"credential_source"_s, R"({"executable":{"command":"/bin/evil"}})"}}), "by a command"},
        {gcpFederationFile({{u"credential_source"_s, R"({"file":"/a","url":"http://localhost/t"})"}}), "exactly one"},
        {gcpFederationFile({{u"credential_source"_s, R"({})"}}), "exactly one"},
        {gcpFederationFile({{u"credential_source"_s, R"("x")"}}), "no credential_source"},
        {gcpFederationFile({{u"credential_source"_s, R"({"environment_id":"aws2"})"}}), "environment_id other than aws1"},
        {gcpFederationFile({{u"credential_source"_s, R"({"environment_id":"aws1","url":"http://evil.example/keys"})"}}), "the url of"},
        {gcpFederationFile({{u"credential_source"_s, R"({"environment_id":"aws1","region_url":"https://169.254.169.254/z"})"}}),
         "region_url"},
        {gcpFederationFile(
             {{u"credential_source"_s,
               R"({"environment_id":"aws1",)"
               R"("regional_cred_verification_url":"https://sts.{region}.evil.example?Action=GetCallerIdentity&Version=2011-06-15"})"}}),
         "regional_cred_verification_url"},
        {gcpFederationFile({{u"credential_source"_s, R"({"certificate":{}})"}}), "X.509"},
        {gcpFederationFile({{u"credential_source"_s, R"({"url":"http://localhost/t","headers":{"A":"b\r\nC: d"}})"}}), "header"},
        {gcpFederationFile({{u"credential_source"_s, R"({"file":"/a","format":{"type":"json"}})"}}), "format"},
        {gcpFederationFile({{u"audience"_s, {}}}), "no audience"},
        {gcpImpersonatedFile(gcpUserFile(), {{u"service_account_impersonation_url"_s, evil}}), "leads to evil.example"},
        {gcpImpersonatedFile(gcpUserFile({{u"token_uri"_s, evil}})), "(source_credentials) would have its assertions sent to evil.example"},
        {gcpImpersonatedFile(gcpUserFile(), {{u"source_credentials"_s, "7"}}), "no source_credentials"},
        {gcpImpersonatedFile(gcpUserFile(), {{u"delegates"_s, R"(["a/../b"])"}}), "delegate"},
    };
    for (const Row &row : rows) {
        const auto file = readAs(Allowed::Anything, row.bytes);
        ASSERT_FALSE(file) << row.words;
        EXPECT_EQ(file.error().kind, ErrorKind::InvalidInput) << row.words;
        EXPECT_TRUE(file.error().message.contains(QString::fromUtf8(row.words))) << file.error().message.toStdString();
        EXPECT_FALSE(file.error().hint.isEmpty()) << row.words;
    }
}

} // namespace
} // namespace sallyport::test
