// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// Insomnia writes both services of HashiCorp into tags that begin alike: which one is meant follows from the names of the fields.
#include "app/base/json.h"
#include "app/secrets/environment_credentials.h"
#include "app/secrets/secret_link.h"
#include "providers/all_providers.h"
#include "tests/support/async.h"

#include <gtest/gtest.h>

using namespace Qt::StringLiterals;

namespace sallyport::test {
namespace {

Result<SecretLink> linkFrom(const QByteArray &config, const QString &provider = u"hashicorp"_s)
{
    return SecretLink::fromTag(VaultTag{provider, u"mine"_s, *json::parse(config)}, allProviders());
}

const QByteArray kCloud = R"({"secretName":"DB","organizationId":"o","projectId":"p","appName":"shop","secretKey":"user"})";

TEST(HcpLink, IsToldFromALinkToAVaultByItsFields)
{
    const auto cloud = linkFrom(kCloud);
    ASSERT_OK(cloud);
    EXPECT_EQ(cloud->kindId, u"hashicorp_cloud"_s);
    EXPECT_EQ(cloud->providerId, u"hashicorp"_s);
    EXPECT_EQ(cloud->summary(allProviders()), u"shop/DB"_s);
    EXPECT_EQ(cloud->selector(allProviders()), u"user"_s);
    const auto vault = linkFrom(R"({"secretEnginePath":"secret","secretName":"DB"})");
    ASSERT_OK(vault);
    EXPECT_EQ(vault->kindId, u"hashicorp"_s);
}

TEST(HcpLink, GoesBackToTheTagThatInsomniaReads)
{
    const VaultTag tag{u"hashicorp"_s, u"mine"_s, *json::parse(kCloud)};
    EXPECT_EQ(SecretLink::fromTag(tag, allProviders())->toTag(allProviders()), tag);
    EXPECT_EQ(linkFrom(kCloud, u"hashicorp_cloud"_s)->toTag(allProviders()), tag);
    ASSERT_OK(linkFrom(R"({"type":"static","secretName":"DB","organizationId":"o","projectId":"p","appName":"shop"})"));
    EXPECT_EQ(linkFrom(R"({"Name":"/a"})", u"aws_ssm"_s)->toTag(allProviders()).provider, u"aws_ssm"_s) << "not every kind shares its tags";
}

TEST(HcpLink, WhatIsMissingIsNamedInTheRightForm)
{
    const auto nameless = linkFrom(R"({"organizationId":"o","projectId":"p","appName":"shop"})");
    ASSERT_FALSE(nameless);
    EXPECT_EQ(nameless.error().message, u"the link is not complete: Secret Name is required"_s);
    const auto mixed = linkFrom(R"({"organizationId":"o","secretEnginePath":"secret","secretName":"x"})");
    ASSERT_FALSE(mixed);
    EXPECT_EQ(mixed.error().message, u"unknown setting \"organizationId\""_s);
}

Result<Credential> credentialFrom(const QMap<QString, QString> &variables)
{
    QProcessEnvironment environment;
    for (auto it = variables.cbegin(); it != variables.cend(); ++it)
        environment.insert(it.key(), it.value());
    return EnvironmentCredentials(allProviders(), environment).read(*allProviders().find(u"hashicorp"));
}

TEST(HcpEnvironment, InsomniasVariablesMakeACredential)
{
    const auto full = credentialFrom({{u"INSOMNIA_HASHICORP_TYPE"_s, u"cloud"_s},
                                      {u"INSOMNIA_HASHICORP_CLIENT_ID"_s, u"c"_s},
                                      {u"INSOMNIA_HASHICORP_CLIENT_SECRET"_s, u"s"_s}});
    ASSERT_OK(full);
    EXPECT_EQ(full->values.text("client_id"_L1), u"c"_s);
    EXPECT_EQ(full->values.secret("client_secret"_L1).revealText(), u"s"_s);
    const auto inferred = credentialFrom({{u"INSOMNIA_HASHICORP_CLIENT_ID"_s, u"c"_s}, {u"INSOMNIA_HASHICORP_CLIENT_SECRET"_s, u"s"_s}});
    ASSERT_OK(inferred);
    EXPECT_EQ(inferred->values.text("type"_L1), u"cloud"_s);
    const auto half = credentialFrom({{u"INSOMNIA_HASHICORP_TYPE"_s, u"cloud"_s}, {u"INSOMNIA_HASHICORP_CLIENT_ID"_s, u"c"_s}});
    ASSERT_FALSE(half);
    EXPECT_TRUE(half.error().message.contains(u"INSOMNIA_HASHICORP_CLIENT_SECRET"_s));
}

TEST(HcpEnvironment, VariablesOfTheRetiredServiceDoNotTakeAVaultsPlace)
{
    const auto vault = credentialFrom({{u"VAULT_ADDR"_s, u"https://vault.example"_s},
                                       {u"VAULT_TOKEN"_s, u"t"_s},
                                       {u"HCP_CLIENT_ID"_s, u"c"_s},
                                       {u"HCP_CLIENT_SECRET"_s, u"s"_s}});
    ASSERT_OK(vault);
    EXPECT_NE(vault->values.text("type"_L1), u"cloud"_s);
    EXPECT_EQ(vault->values.text("authMethod"_L1), u"token"_s);
}

} // namespace
} // namespace sallyport::test
