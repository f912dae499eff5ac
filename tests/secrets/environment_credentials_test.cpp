// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/secrets/environment_credentials.h"

#include "providers/all_providers.h"
#include "tests/support/async.h"
#include "tests/support/fakes.h"

#include <QFile>

#include <gtest/gtest.h>

using namespace Qt::StringLiterals;

namespace sallyport {

namespace {

using Variables = QList<std::pair<QString, QString>>;

QProcessEnvironment environmentOf(const Variables &variables)
{
    QProcessEnvironment environment;
    for (const auto &[name, value] : variables)
        environment.insert(name, value);
    return environment;
}

Result<Credential> readFake(const Variables &variables)
{
    return EnvironmentCredentials(test::fakeCatalog(), environmentOf(variables)).read(test::fakeProvider());
}

QString problem(const Result<Credential> &credential)
{
    return credential ? u"(none)"_s : credential.error().message;
}

std::string text(const Result<Credential> &credential, QLatin1StringView id)
{
    return credential ? credential->values.text(id).toStdString() : problem(credential).toStdString();
}

std::string secret(const Result<Credential> &credential, QLatin1StringView id)
{
    return credential ? credential->values.secret(id).revealText().toStdString() : problem(credential).toStdString();
}

//! The real provider's table, with the variables that people's pipelines already have.
class HashicorpVariables : public testing::Test {
protected:
    void SetUp() override
    {
        m_provider = m_catalog.find(u"hashicorp");
        ASSERT_NE(m_provider, nullptr);
        if (!m_provider->available)
            GTEST_SKIP() << "the provider hashicorp is not built into this program yet";
    }
    Result<Credential> read(const Variables &variables) const
    {
        return EnvironmentCredentials(m_catalog, environmentOf(variables)).read(*m_provider);
    }
    const Catalog &m_catalog = allProviders();
    const ProviderDescriptor *m_provider = nullptr;
};

} // namespace

TEST(EnvironmentCredentials, NamesFollowFromTheTable)
{
    const auto &form = test::fakeProvider().credential;
    EXPECT_EQ(EnvironmentCredentials::variableName(test::fakeProvider(), *findField(form, "server")), u"INSOMNIA_FAKE_SERVER"_s);
}

TEST(EnvironmentCredentials, ReadsOneSetOfVariables)
{
    const auto credential = readFake({{u"INSOMNIA_FAKE_SERVER"_s, u"http://vault.test"_s},
                                      {u"INSOMNIA_FAKE_METHOD"_s, u"password"_s},
                                      {u"INSOMNIA_FAKE_USER"_s, u"ann"_s},
                                      {u"INSOMNIA_FAKE_PASSWORD"_s, u"pw-ann\n"_s}});
    ASSERT_OK(credential);
    EXPECT_EQ(credential->providerId, u"fake"_s);
    EXPECT_EQ(text(credential, "user"_L1), "ann");
    EXPECT_EQ(secret(credential, "password"_L1), "pw-ann") << "the line break of a shell is no part of a password";
}

TEST(EnvironmentCredentials, AChoiceNobodyMadeFollowsFromWhatIsGiven)
{
    const auto byToken = readFake({{u"INSOMNIA_FAKE_SERVER"_s, u"http://vault.test"_s}, {u"INSOMNIA_FAKE_TOKEN"_s, u"t"_s}});
    EXPECT_EQ(text(byToken, "method"_L1), "token");
    const auto byPassword = readFake({{u"INSOMNIA_FAKE_SERVER"_s, u"http://vault.test"_s},
                                      {u"INSOMNIA_FAKE_USER"_s, u"ann"_s},
                                      {u"INSOMNIA_FAKE_PASSWORD"_s, u"pw"_s},
                                      {u"INSOMNIA_FAKE_TOKEN"_s, u"t"_s}});
    ASSERT_OK(byPassword);
    EXPECT_EQ(byPassword->values.textOr(*findField(test::fakeProvider().credential, "method")), u"password"_s);
}

TEST(EnvironmentCredentials, WhatWasSaidCountsMoreThanWhatFollows)
{
    const auto credential = readFake({{u"INSOMNIA_FAKE_SERVER"_s, u"http://vault.test"_s},
                                      {u"INSOMNIA_FAKE_METHOD"_s, u"PASSWORD"_s},
                                      {u"INSOMNIA_FAKE_TOKEN"_s, u"t"_s}});
    EXPECT_EQ(problem(credential), u"the environment variable INSOMNIA_FAKE_USER is not set"_s);
}

TEST(EnvironmentCredentials, VendorsVariablesServeOnlyWhereNoneOfOursIsSet)
{
    const Variables vendors{{u"FAKE_ADDR"_s, u"http://vendor.test"_s}, {u"FAKE_TOKEN"_s, u"vt"_s}, {u"FAKE_NAMESPACE"_s, u"admin"_s}};
    const auto credential = readFake(vendors);
    ASSERT_OK(credential);
    EXPECT_EQ(text(credential, "server"_L1), "http://vendor.test");
    EXPECT_EQ(text(credential, "method"_L1), "token");
    EXPECT_EQ(text(credential, "namespace"_L1), "admin");
    EXPECT_EQ(secret(credential, "token"_L1), "vt");
    const auto mixed = readFake(vendors + Variables{{u"INSOMNIA_FAKE_TOKEN"_s, u"t"_s}});
    EXPECT_EQ(problem(mixed), u"the environment variable INSOMNIA_FAKE_SERVER is not set"_s);
}

Result<Credential> readAzure(const Variables &variables)
{
    return EnvironmentCredentials(allProviders(), environmentOf(variables)).read(*allProviders().find(u"azure"));
}

TEST(EnvironmentCredentials, HowToGetThereIsTakenFromBothKindsOfNames)
{
    const Variables who{{u"AZURE_TENANT_ID"_s, u"t"_s}, {u"AZURE_CLIENT_ID"_s, u"c"_s}, {u"AZURE_CLIENT_SECRET"_s, u"s"_s}};
    const Variables where{{u"AZURE_AUTHORITY_HOST"_s, u"https://login.test"_s},
                          {u"INSOMNIA_AZURE_VAULTHOSTS"_s, u"kv.test:8443"_s},
                          {u"INSOMNIA_AZURE_CAFILE"_s, u"/ca"_s}};
    const auto vendors = readAzure(who + where);
    ASSERT_OK(vendors);
    EXPECT_EQ(text(vendors, "type"_L1), "clientSecret");
    EXPECT_EQ(secret(vendors, "clientSecret"_L1), "s");
    EXPECT_EQ(text(vendors, "authorityHost"_L1), "https://login.test");
    EXPECT_EQ(text(vendors, "vaultHosts"_L1), "kv.test:8443");
    const auto ours = readAzure(Variables{{u"INSOMNIA_AZURE_TENANTID"_s, u"t"_s},
                                          {u"INSOMNIA_AZURE_CLIENTID"_s, u"c"_s},
                                          {u"INSOMNIA_AZURE_CLIENTSECRET"_s, u"s"_s}} +
                                where);
    ASSERT_OK(ours);
    EXPECT_EQ(text(ours, "type"_L1), "clientSecret");
    EXPECT_EQ(text(ours, "authorityHost"_L1), "https://login.test");
    const auto nobody = readAzure(where);
    ASSERT_OK(nobody);
    EXPECT_EQ(text(nobody, "type"_L1), "default") << "whoever the surroundings say";
    EXPECT_EQ(text(nobody, "caFile"_L1), "/ca");
}

TEST(EnvironmentCredentials, KindsOfAzureCredentialsFollowFromWhatIsGiven)
{
    const Variables application{{u"AZURE_TENANT_ID"_s, u"t"_s}, {u"AZURE_CLIENT_ID"_s, u"c"_s}};
    EXPECT_EQ(text(readAzure({{u"AZURE_CLIENT_ID"_s, u"c"_s}}), "type"_L1), "managedIdentity");
    EXPECT_EQ(text(readAzure(application + Variables{{u"AZURE_CLIENT_CERTIFICATE_PATH"_s, u"/c.pem"_s}}), "type"_L1), "certificate");
    EXPECT_EQ(text(readAzure(application + Variables{{u"AZURE_FEDERATED_TOKEN_FILE"_s, u"/t"_s}}), "type"_L1), "federated");
    EXPECT_EQ(problem(readAzure(application)), u"the environment variable AZURE_CLIENT_SECRET is not set"_s);
    EXPECT_EQ(text(readAzure({}), "type"_L1), "default");
    EXPECT_EQ(text(readAzure({{u"INSOMNIA_AZURE_TYPE"_s, u"azurecli"_s}}), "type"_L1), "azureCli");
}

TEST(EnvironmentCredentials, HalfOfTheVendorsVariablesNamesTheOtherHalf)
{
    const auto credential = readFake({{u"FAKE_ADDR"_s, u"http://vendor.test"_s}});
    EXPECT_EQ(problem(credential), u"the environment variable FAKE_TOKEN is not set"_s);
    EXPECT_EQ(credential.error().kind, ErrorKind::InvalidInput);
}

TEST(EnvironmentCredentials, EmptyVariablesAreNotSet)
{
    const auto credential = readFake({{u"INSOMNIA_FAKE_SERVER"_s, u""_s}, {u"INSOMNIA_FAKE_TOKEN"_s, u"  "_s}});
    ASSERT_FALSE(credential.has_value());
    EXPECT_EQ(credential.error().kind, ErrorKind::NotFound);
    EXPECT_EQ(credential.error().message, u"no credential for Fake in the environment"_s);
    EXPECT_TRUE(credential.error().hint.contains(u"INSOMNIA_FAKE_SERVER"_s));
    EXPECT_TRUE(credential.error().hint.contains(u"FAKE_ADDR"_s));
}

TEST(EnvironmentCredentials, WrongValuesAreNamedAndNeverQuoted)
{
    const Variables good{{u"INSOMNIA_FAKE_SERVER"_s, u"http://vault.test"_s}, {u"INSOMNIA_FAKE_TOKEN"_s, u"t"_s}};
    const auto with = [&good](const QString &name, const QString &value) { return readFake(good + Variables{{name, value}}); };
    EXPECT_EQ(problem(with(u"INSOMNIA_FAKE_SERVER"_s, u"CNRY-canary"_s)),
              u"the environment variable INSOMNIA_FAKE_SERVER is not a URL such as https://host.example:8200"_s);
    EXPECT_EQ(problem(with(u"INSOMNIA_FAKE_TRIES"_s, u"many"_s)), u"the environment variable INSOMNIA_FAKE_TRIES is not a whole number"_s);
    const auto choice = with(u"INSOMNIA_FAKE_METHOD"_s, u"CNRY-canary"_s);
    EXPECT_EQ(problem(choice), u"the environment variable INSOMNIA_FAKE_METHOD has an unknown value"_s);
    EXPECT_EQ(choice.error().hint, u"Use one of: password, token."_s);
}

TEST(EnvironmentCredentials, TellsWhichVariablesMayHoldSecrets)
{
    EXPECT_EQ(EnvironmentCredentials(test::fakeCatalog(), {}).secretVariables(),
              QStringList({u"INSOMNIA_FAKE_PASSWORD"_s, u"INSOMNIA_FAKE_TOKEN"_s, u"FAKE_TOKEN"_s}));
}

TEST_F(HashicorpVariables, AreAllDocumented)
{
    QFile page(QStringLiteral(QT_TESTCASE_SOURCEDIR "/../docs/credentials.md"));
    ASSERT_TRUE(page.open(QFile::ReadOnly));
    const QString text = QString::fromUtf8(page.readAll());
    for (const FieldSpec &field : m_provider->credential) {
        const QString ours = *field.environment ? EnvironmentCredentials::variableName(*m_provider, field) : QString();
        for (const QString &name : {ours, QString::fromLatin1(field.vendorEnvironment)})
            EXPECT_TRUE(name.isEmpty() || text.contains(u'`' + name + u'`')) << name.toStdString();
    }
}

TEST_F(HashicorpVariables, AppRole)
{
    const auto credential = read({{u"INSOMNIA_HASHICORP_TYPE"_s, u"onPrem"_s},
                                  {u"INSOMNIA_HASHICORP_AUTHMETHOD"_s, u"appRole"_s},
                                  {u"INSOMNIA_HASHICORP_SERVERADDRESS"_s, u"https://vault.example.org:8200"_s},
                                  {u"INSOMNIA_HASHICORP_ROLE_ID"_s, u"role"_s},
                                  {u"INSOMNIA_HASHICORP_SECRET_ID"_s, u"sid"_s}});
    ASSERT_OK(credential);
    EXPECT_EQ(text(credential, "serverAddress"_L1), "https://vault.example.org:8200");
    EXPECT_EQ(text(credential, "role_id"_L1), "role");
    EXPECT_EQ(secret(credential, "secret_id"_L1), "sid");
}

TEST_F(HashicorpVariables, Token)
{
    const auto credential = read({{u"INSOMNIA_HASHICORP_TYPE"_s, u"onPrem"_s},
                                  {u"INSOMNIA_HASHICORP_AUTHMETHOD"_s, u"token"_s},
                                  {u"INSOMNIA_HASHICORP_SERVERADDRESS"_s, u"https://vault.example.org:8200"_s},
                                  {u"INSOMNIA_HASHICORP_ACCESS_TOKEN"_s, u"s.tok"_s}});
    EXPECT_EQ(secret(credential, "access_token"_L1), "s.tok");
    EXPECT_EQ(text(credential, "authMethod"_L1), "token");
}

TEST_F(HashicorpVariables, VaultsOwnNames)
{
    const auto credential = read({{u"VAULT_ADDR"_s, u"https://vault.example.org:8200"_s},
                                  {u"VAULT_TOKEN"_s, u"s.tok"_s},
                                  {u"VAULT_NAMESPACE"_s, u"admin"_s},
                                  {u"VAULT_CACERT"_s, u"/etc/ca.pem"_s}});
    EXPECT_EQ(text(credential, "authMethod"_L1), "token");
    EXPECT_EQ(secret(credential, "access_token"_L1), "s.tok");
    EXPECT_EQ(text(credential, "namespace"_L1), "admin");
    EXPECT_EQ(text(credential, "caFile"_L1), "/etc/ca.pem");
}

TEST_F(HashicorpVariables, PartialAndWrongSetsNameTheVariable)
{
    EXPECT_EQ(problem(read({{u"INSOMNIA_HASHICORP_SERVERADDRESS"_s, u"https://v.test"_s}, {u"INSOMNIA_HASHICORP_ROLE_ID"_s, u"r"_s}})),
              u"the environment variable INSOMNIA_HASHICORP_SECRET_ID is not set"_s);
    EXPECT_EQ(problem(read({{u"INSOMNIA_HASHICORP_ACCESS_TOKEN"_s, u"t"_s}})),
              u"the environment variable INSOMNIA_HASHICORP_SERVERADDRESS is not set"_s);
    EXPECT_EQ(problem(read({{u"VAULT_ADDR"_s, u"https://v.test"_s}})), u"the environment variable VAULT_TOKEN is not set"_s);
    EXPECT_EQ(problem(read({{u"INSOMNIA_HASHICORP_TYPE"_s, u"cloud"_s}, {u"INSOMNIA_HASHICORP_CLIENT_ID"_s, u"c"_s}})),
              u"the environment variable INSOMNIA_HASHICORP_CLIENT_SECRET is not set"_s);
    const auto unknown =
        read({{u"INSOMNIA_HASHICORP_TYPE"_s, u"mainframe"_s}, {u"INSOMNIA_HASHICORP_SERVERADDRESS"_s, u"https://v.test"_s}});
    EXPECT_EQ(problem(unknown), u"the environment variable INSOMNIA_HASHICORP_TYPE has an unknown value"_s);
}

} // namespace sallyport
