// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/base/json.h"
#include "app/secrets/environment_credentials.h"
#include "app/secrets/secret_link.h"
#include "providers/all_providers.h"
#include "providers/aws/tables.h"
#include "tests/support/async.h"
#include "tests/support/aws_inputs.h"

#include <gmock/gmock.h>

using namespace Qt::StringLiterals;

namespace sallyport::test {
namespace {

TEST(AwsTables, TheVariablesAreInsomnias)
{
    const std::pair<const char *, const char *> rows[] = {
        {"type", "TYPE"},     {"accessKeyId", "ACCESSKEYID"}, {"secretAccessKey", "SECRETACCESSKEY"}, {"sessionToken", "SESSIONTOKEN"},
        {"section", "SECTION"}, {"filePath", "FILEPATH"},     {"configFilePath", "CONFIGFILEPATH"},   {"enableCache", "ENABLECACHE"},
        {"region", "REGION"}};
    for (const auto &[id, variable] : rows) {
        ASSERT_NE(findField(aws::kCredentialForm, id), nullptr) << id;
        EXPECT_STREQ(findField(aws::kCredentialForm, id)->environment, variable);
    }
    EXPECT_STREQ(findField(aws::kCredentialForm, "type")->defaultValue, "temporary");
}

TEST(AwsTables, ALinkKeepsInsomniasKeysAndTheirOrder)
{
    const FormValues reference =
        formOf({{"SecretKey", "token"}, {"SecretType", "kv"}, {"VersionStage", "s"}, {"VersionId", "v"}, {"SecretId", "prod/api"}});
    EXPECT_EQ(json::write(reference.toJson(aws::kSecretForm)),
              R"({"SecretId":"prod/api","VersionId":"v","VersionStage":"s","SecretType":"kv","SecretKey":"token"})");
    const auto insomnias = json::parse(R"({"SecretId":"prod/api","SecretType":"kv","SecretKey":"token"})");
    ASSERT_OK(FormValues::fromJson(aws::kSecretForm, *insomnias));
}

TEST(AwsTables, LongLivedKeysNeedNoSessionToken)
{
    FormValues keys;
    keys.setSecret("accessKeyId"_L1, SecretValue("AKID"));
    EXPECT_EQ(keys.validate(aws::kCredentialForm).size(), 1U);
    keys.setSecret("secretAccessKey"_L1, SecretValue("s"));
    EXPECT_TRUE(keys.validate(aws::kCredentialForm).empty());
    EXPECT_TRUE(formOf({{"type", "default"}}).validate(aws::kCredentialForm).empty());
    EXPECT_EQ(formOf({{"type", "sso"}}).validate(aws::kCredentialForm).size(), 1U) << "a profile";
    EXPECT_EQ(formOf({{"type", "default"}, {"assumeRole", "true"}}).validate(aws::kCredentialForm).size(), 1U) << "the role's ARN";
}

TEST(AwsTables, WhichPartIsUsedDoesNotChangeWhatIsFetched)
{
    const FormValues whole = formOf({{"SecretId", "a"}});
    const FormValues part = formOf({{"SecretId", "a"}, {"SecretType", "kv"}, {"SecretKey", "k"}});
    EXPECT_EQ(whole.canonical(aws::kSecretForm, FieldRole::Locator), part.canonical(aws::kSecretForm, FieldRole::Locator));
    EXPECT_NE(whole.canonical(aws::kSecretForm, FieldRole::Locator),
              formOf({{"SecretId", "a"}, {"VersionStage", "AWSPREVIOUS"}}).canonical(aws::kSecretForm, FieldRole::Locator));
    EXPECT_NE(whole.canonical(aws::kSecretForm, FieldRole::Locator),
              formOf({{"SecretId", "a"}, {"BinaryAs", "utf8"}}).canonical(aws::kSecretForm, FieldRole::Locator));
}

TEST(AwsTables, TheKeyOfALinkCountsForKeyValueSecretsOnly)
{
    SecretLink link;
    link.kindId = u"aws"_s;
    link.reference = formOf({{"SecretId", "a"}, {"SecretType", "kv"}, {"SecretKey", "k"}});
    EXPECT_EQ(link.selector(allProviders()), u"k"_s);
    link.reference.setText("SecretType"_L1, u"plaintext"_s);
    EXPECT_EQ(link.selector(allProviders()), QString());
}

TEST(AwsTables, ASummaryIsShort)
{
    EXPECT_EQ(aws::secretSummary(formOf({{"SecretId", "prod/shop"}, {"VersionStage", "AWSCURRENT"}})), u"prod/shop"_s);
    EXPECT_EQ(aws::secretSummary(formOf({{"SecretId", "arn:aws:secretsmanager:eu-west-1:123456789012:secret:prod/shop-AbCdEf"},
                                         {"VersionStage", "AWSPREVIOUS"}})),
              u"prod/shop-AbCdEf (eu-west-1) (AWSPREVIOUS)"_s);
    EXPECT_EQ(aws::parameterSummary(formOf({{"Name", "arn:aws:ssm:us-east-1:123456789012:parameter/prod/key"}, {"Version", "3"}})),
              u"/prod/key (us-east-1) (version 3)"_s);
}

TEST(AwsTables, ADescriptionSaysKindProfileRoleAndRegion)
{
    EXPECT_EQ(aws::describe(formOf({{"type", "sso"}, {"section", "prod"}, {"region", "eu-west-1"}})), u"SSO · prod · eu-west-1"_s);
    EXPECT_EQ(aws::describe(awsInputs().credential), u"Access key · eu-west-1"_s);
    EXPECT_EQ(aws::describe(
                  formOf({{"type", "default"}, {"section", "left over"}, {"assumeRole", "true"}, {"roleArn", "arn:aws:iam::1:role/r"}})),
              u"Default chain · r"_s);
}

TEST(AwsTables, AnotherRegionRoleOrEndpointIsAnotherAuthority)
{
    const FormValues base = formOf({{"type", "file"}, {"section", "a"}, {"region", "eu-west-1"}});
    for (const auto &[id, text] :
         {std::pair{"region", "eu-west-2"}, {"section", "b"}, {"endpoint", "https://x.example"}, {"type", "sso"}}) {
        FormValues other = base;
        other.setText(QLatin1StringView(id), QString::fromLatin1(text));
        EXPECT_NE(aws::authority(other), aws::authority(base)) << id;
    }
}

TEST(AwsTables, AnAuthorityCanBeReadInAMessage)
{
    EXPECT_EQ(aws::authority(awsInputs().credential), u"AWS eu-west-1"_s);
    EXPECT_EQ(aws::authority(formOf({{"type", "default"}})), u"AWS, default chain"_s);
    EXPECT_EQ(aws::authority(formOf({{"type", "sso"}, {"section", "prod"}, {"assumeRole", "true"}, {"roleArn", "arn:aws:iam::1:role/r"}})),
              u"AWS, SSO profile \"prod\", role arn:aws:iam::1:role/r"_s);
}

TEST(AwsTables, AJobWithoutOurVariablesUsesTheSearchOrderOfTheAwsTools)
{
    QProcessEnvironment environment;
    environment.insert(u"AWS_ACCESS_KEY_ID"_s, u"AKID"_s);
    const EnvironmentCredentials ambient(allProviders(), environment);
    const auto found = ambient.read(awsProvider());
    ASSERT_OK(found);
    EXPECT_EQ(found->values.text("type"_L1), u"default"_s);
    environment.insert(u"INSOMNIA_AWS_SECTION"_s, u"prod"_s);
    const auto file = EnvironmentCredentials(allProviders(), environment).read(awsProvider());
    ASSERT_OK(file);
    EXPECT_EQ(file->values.text("type"_L1), u"file"_s);
}

//! The credential type that these variables amount to.
QString typeFrom(const QMap<QString, QString> &variables)
{
    QProcessEnvironment environment;
    for (auto variable = variables.cbegin(); variable != variables.cend(); ++variable)
        environment.insert(variable.key(), variable.value());
    const auto found = EnvironmentCredentials(allProviders(), environment).read(awsProvider());
    return found ? answer(awsProvider().credential, found->values, "type"_L1) : found.error().message;
}

TEST(AwsTables, ARegionAloneIsARegionForTheSearchOrderOfTheAwsTools)
{
    EXPECT_EQ(typeFrom({{u"INSOMNIA_AWS_REGION"_s, u"eu-west-1"_s}}), u"default"_s);
    EXPECT_EQ(typeFrom({{u"INSOMNIA_AWS_REGION"_s, u"eu-west-1"_s},
                        {u"INSOMNIA_AWS_ASSUMEROLE"_s, u"true"_s},
                        {u"INSOMNIA_AWS_ROLEARN"_s, u"arn:aws:iam::1:role/r"_s}}),
              u"default"_s);
    EXPECT_EQ(typeFrom({{u"INSOMNIA_AWS_REGION"_s, u"eu-west-1"_s}, {u"INSOMNIA_AWS_SECTION"_s, u"prod"_s}}), u"file"_s);
    EXPECT_EQ(typeFrom({{u"INSOMNIA_AWS_REGION"_s, u"eu-west-1"_s},
                        {u"INSOMNIA_AWS_ACCESSKEYID"_s, u"AKID"_s},
                        {u"INSOMNIA_AWS_SECRETACCESSKEY"_s, u"s"_s}}),
              u"temporary"_s);
    EXPECT_EQ(typeFrom({{u"INSOMNIA_AWS_REGION"_s, u"eu-west-1"_s}, {u"INSOMNIA_AWS_ACCESSKEYID"_s, u"AKID"_s}}),
              u"the environment variable INSOMNIA_AWS_SECRETACCESSKEY is not set"_s);
    EXPECT_EQ(typeFrom({{u"INSOMNIA_AWS_REGION"_s, u"eu-west-1"_s}, {u"INSOMNIA_AWS_TYPE"_s, u"temporary"_s}}),
              u"the environment variable INSOMNIA_AWS_ACCESSKEYID is not set"_s) << "who said how to sign in is taken at their word";
}

} // namespace
} // namespace sallyport::test
