// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "providers/aws/endpoints.h"

#include "tests/support/async.h"
#include "tests/support/printers.h"

#include <gtest/gtest.h>

using namespace Qt::StringLiterals;

namespace sallyport::test {
namespace {

using namespace sallyport::aws;

enum Variant { Plain, Fips, Dual, Both };

QString urlOf(Service service, const QString &region, Variant variant = Plain)
{
    const auto endpoint = endpointFor(
        service,
        {.region = {region, u"test"_s}, .fips = variant == Fips || variant == Both, .dualStack = variant == Dual || variant == Both});
    return endpoint ? endpoint->url.toString() : endpoint.error().message;
}

TEST(AwsRegion, EachPartitionHasItsSuffix)
{
    const std::pair<const char16_t *, const char16_t *> rows[] = {
        {u"eu-south-9", u"aws"},           {u"mx-central-1", u"aws"},
        {u"cn-east-1", u"aws-cn"},         {u"us-gov-west-1", u"aws-us-gov"},
        {u"eusc-de-east-1", u"aws-eusc"},  {u"us-iso-west-1", u"aws-iso"},
        {u"us-isob-east-1", u"aws-iso-b"}, {u"eu-isoe-west-1", u"aws-iso-e"},
        {u"us-isof-east-1", u"aws-iso-f"}, {u"mars-1", u"aws"},
        {u"aws-global", u"aws"},           {u"aws-us-gov-global", u"aws-us-gov"},
    };
    for (const auto &[region, partition] : rows)
        EXPECT_EQ(QStringView(partitionOf(QStringView(region).toString()).id), QStringView(partition))
            << QStringView(region).toString().toStdString();
    ASSERT_TRUE(partitionNamed(u"aws-cn"));
    EXPECT_EQ(QStringView(partitionNamed(u"aws-cn")->globalRegion), QStringView(u"cn-northwest-1"));
    EXPECT_FALSE(partitionNamed(u"aws-moon"));
}

TEST(AwsRegion, OnlyHostNamePartsAreRegions)
{
    for (const QString &good : {u"eu-central-1"_s, u"x"_s, u"fake-region-10"_s, QString(63, u'a')})
        EXPECT_OK(checkRegion({good, u"test"_s}));
    for (const QString &bad : {u"eu.evil.example/"_s, u"EU-central-1"_s, u"-a"_s, u"a-"_s, u"a\n"_s, u"ä"_s, u"a@b"_s, QString(64, u'a')}) {
        const auto checked = checkRegion({bad, u"AWS_REGION"_s});
        ASSERT_FALSE(checked) << bad.toStdString();
        EXPECT_TRUE(checked.error().message.contains(u"(AWS_REGION) is not an AWS region"_s));
    }
    EXPECT_EQ(checkRegion({}).error().message, u"no AWS region is set"_s);
    for (const QString &known : knownRegions())
        EXPECT_OK(checkRegion({known, {}}));
}

TEST(AwsRegion, PrecedenceIsOwnThenVariablesThenProfile)
{
    const auto config = parseConfig("[default]\nregion = r-profile\n", ConfigFileKind::Config, u"cfg"_s);
    ASSERT_OK(config);
    const ConfigSection *profile = config->profile(u"default"_s);
    Variables variables{{u"AWS_REGION"_s, u"r-one"_s}, {u"AWS_DEFAULT_REGION"_s, u"r-two"_s}};
    EXPECT_EQ(chosenRegion(u"r-own"_s, variables, profile).value, u"r-own"_s);
    EXPECT_EQ(chosenRegion({}, variables, profile).value, u"r-one"_s);
    variables[u"AWS_REGION"_s] = u" "_s;
    EXPECT_EQ(chosenRegion({}, variables, profile).value, u"r-two"_s);
    EXPECT_EQ(chosenRegion({}, variables, profile).origin, u"AWS_DEFAULT_REGION"_s);
    EXPECT_EQ(chosenRegion({}, {}, profile).value, u"r-profile"_s);
    EXPECT_EQ(chosenRegion({}, {}, profile).origin, u"cfg, line 2"_s);
    EXPECT_TRUE(chosenRegion({}, {}, nullptr).value.isEmpty());
}

TEST(AwsRegion, SwitchesAreTrueOrFalse)
{
    const auto config = parseConfig("[default]\nuse_fips_endpoint = TRUE\nbad = yes\n", ConfigFileKind::Config, u"cfg"_s);
    ASSERT_OK(config);
    const ConfigSection *profile = config->profile(u"default"_s);
    const QString name = u"AWS_USE_FIPS_ENDPOINT"_s;
    EXPECT_EQ(chosenSwitch({}, name, profile, u"use_fips_endpoint"_s).value_or(false), true);
    EXPECT_EQ(chosenSwitch({{name, u"False"_s}}, name, profile, u"use_fips_endpoint"_s).value_or(true), false);
    EXPECT_EQ(chosenSwitch({}, name, nullptr, u"use_fips_endpoint"_s).value_or(true), false);
    ASSERT_FALSE(chosenSwitch({}, name, profile, u"bad"_s));
    EXPECT_EQ(chosenSwitch({}, name, profile, u"bad"_s).error().message, u"bad is neither true nor false (cfg, line 3)"_s);
}

TEST(AwsArn, HasSixPartsAndTheLastMayHoldColons)
{
    const auto arn = parseArn(u"arn:aws-cn:secretsmanager:cn-north-1:123456789012:secret:prod/db-AbCdEf"_s);
    ASSERT_TRUE(arn);
    EXPECT_EQ(arn->partition, u"aws-cn"_s);
    EXPECT_EQ(arn->service, u"secretsmanager"_s);
    EXPECT_EQ(arn->region, u"cn-north-1"_s);
    EXPECT_EQ(arn->account, u"123456789012"_s);
    EXPECT_EQ(arn->resource, u"secret:prod/db-AbCdEf"_s);
    EXPECT_TRUE(parseArn(u"arn:aws:iam::123456789012:role/R"_s)->region.isEmpty());
    for (const QString &bad : {u""_s, u"prod/db"_s, u"arn:aws:iam::1"_s, u"arn:aws:iam::1:"_s, u"arn::iam::1:x"_s, u"ARN:aws:iam::1:x"_s})
        EXPECT_FALSE(parseArn(bad)) << bad.toStdString();
}

TEST(AwsEndpoints, EveryServiceInEveryVariant)
{
    struct Row {
        Service service;
        const char16_t *region;
        Variant variant;
        const char16_t *host;
    };
    const Row rows[] = {
        {Service::SecretsManager, u"eu-central-1", Plain, u"secretsmanager.eu-central-1.amazonaws.com"},
        {Service::SecretsManager, u"eu-central-1", Fips, u"secretsmanager-fips.eu-central-1.amazonaws.com"},
        {Service::SecretsManager, u"eu-central-1", Dual, u"secretsmanager.eu-central-1.amazonaws.com"},
        {Service::SecretsManager, u"eu-central-1", Both, u"secretsmanager-fips.eu-central-1.amazonaws.com"},
        {Service::SecretsManager, u"us-gov-west-1", Both, u"secretsmanager-fips.us-gov-west-1.amazonaws.com"},
        {Service::SecretsManager, u"us-gov-west-1", Fips, u"secretsmanager-fips.us-gov-west-1.amazonaws.com"},
        {Service::SecretsManager, u"cn-north-1", Fips, u"secretsmanager-fips.cn-north-1.amazonaws.com.cn"},
        {Service::SecretsManager, u"cn-north-1", Dual, u"secretsmanager.cn-north-1.amazonaws.com.cn"},
        {Service::SecretsManager, u"cn-north-1", Both, u"secretsmanager-fips.cn-north-1.api.amazonwebservices.com.cn"},
        {Service::SecretsManager, u"us-iso-east-1", Dual, u"secretsmanager.us-iso-east-1.api.aws.ic.gov"},
        {Service::SecretsManager, u"eusc-de-east-1", Plain, u"secretsmanager.eusc-de-east-1.amazonaws.eu"},
        {Service::Ssm, u"eu-central-1", Plain, u"ssm.eu-central-1.amazonaws.com"},
        {Service::Ssm, u"eu-central-1", Fips, u"ssm-fips.eu-central-1.amazonaws.com"},
        {Service::Ssm, u"eu-central-1", Dual, u"ssm.eu-central-1.api.aws"},
        {Service::Ssm, u"eu-central-1", Both, u"ssm-fips.eu-central-1.api.aws"},
        {Service::Ssm, u"us-gov-east-1", Fips, u"ssm.us-gov-east-1.amazonaws.com"},
        {Service::Ssm, u"us-gov-east-1", Both, u"ssm-fips.us-gov-east-1.api.aws"},
        {Service::Ssm, u"us-isob-east-1", Fips, u"ssm-fips.us-isob-east-1.sc2s.sgov.gov"},
        {Service::Sts, u"us-east-1", Plain, u"sts.us-east-1.amazonaws.com"},
        {Service::Sts, u"us-gov-east-1", Fips, u"sts.us-gov-east-1.amazonaws.com"},
        {Service::Sts, u"cn-north-1", Dual, u"sts.cn-north-1.api.amazonwebservices.com.cn"},
        {Service::SsoPortal, u"eu-north-1", Plain, u"portal.sso.eu-north-1.amazonaws.com"},
        {Service::SsoPortal, u"eu-north-1", Both, u"portal.sso-fips.eu-north-1.api.aws"},
        {Service::SsoPortal, u"us-gov-east-1", Fips, u"portal.sso.us-gov-east-1.amazonaws.com"},
        {Service::SsoOidc, u"eu-north-1", Fips, u"oidc-fips.eu-north-1.amazonaws.com"},
        {Service::SsoOidc, u"us-gov-east-1", Dual, u"oidc.us-gov-east-1.api.aws"},
        {Service::SignIn, u"eu-west-1", Plain, u"eu-west-1.signin.aws.amazon.com"},
        {Service::SignIn, u"cn-north-1", Plain, u"cn-north-1.signin.amazonaws.cn"},
        {Service::SignIn, u"us-gov-east-1", Plain, u"us-gov-east-1.signin.amazonaws-us-gov.com"},
        {Service::SignIn, u"eu-west-1", Dual, u"signin.eu-west-1.api.aws"},
    };
    for (const Row &row : rows)
        EXPECT_EQ(urlOf(row.service, QStringView(row.region).toString(), row.variant), u"https://"_s + QStringView(row.host).toString());
}

TEST(AwsEndpoints, SigningNamesAndRegions)
{
    const auto ssm = endpointFor(Service::Ssm, {.region = {u"eu-west-1"_s, {}}});
    ASSERT_OK(ssm);
    EXPECT_EQ(ssm->signingName, "ssm");
    EXPECT_EQ(ssm->signingRegion, "eu-west-1");
    EXPECT_EQ(QByteArray(namesOf(Service::SecretsManager).signingName), "secretsmanager");
    EXPECT_EQ(QStringView(namesOf(Service::SecretsManager).settingsId), QStringView(u"secrets_manager"));
}

TEST(AwsEndpoints, GlobalStsSignsForTheFirstRegion)
{
    const Endpoint global{QUrl(u"https://sts.amazonaws.com"_s), "us-east-1", "sts"};
    const auto of = [](const QString &region, bool legacy) {
        const auto endpoint = endpointFor(Service::Sts, {.region = {region, {}}, .globalSts = legacy});
        return endpoint ? *endpoint : Endpoint{};
    };
    EXPECT_EQ(of(u"aws-global"_s, false), global);
    EXPECT_EQ(of(u"eu-west-1"_s, true), global);
    EXPECT_EQ(of(u"eu-south-1"_s, true).url, QUrl(u"https://sts.eu-south-1.amazonaws.com"_s));
    EXPECT_EQ(of(u"eu-west-1"_s, false).url, QUrl(u"https://sts.eu-west-1.amazonaws.com"_s));
    EXPECT_EQ(urlOf(Service::Sts, u"aws-global"_s, Fips), u"https://sts-fips.aws-global.amazonaws.com"_s);
}

TEST(AwsEndpoints, CustomAddressKeepsPathAndRegionAndNeedsNone)
{
    EndpointQuestion question{.region = {u"eu-west-1"_s, {}}, .custom = {u"http://localhost:4566/aws/"_s, u"AWS_ENDPOINT_URL"_s}};
    const auto endpoint = endpointFor(Service::Ssm, question);
    ASSERT_OK(endpoint);
    EXPECT_EQ(endpoint->url, QUrl(u"http://localhost:4566/aws"_s));
    EXPECT_EQ(endpoint->signingRegion, "eu-west-1");
    question.region = {};
    EXPECT_OK(endpointFor(Service::Ssm, question));
    question.fips = true;
    EXPECT_EQ(endpointFor(Service::Ssm, question).error().message,
              u"FIPS and a custom endpoint (AWS_ENDPOINT_URL) cannot be used together"_s);
    question.fips = false;
    question.dualStack = true;
    EXPECT_TRUE(endpointFor(Service::Ssm, question).error().message.startsWith(u"dual-stack and a custom endpoint"_s));
    EXPECT_EQ(endpointFor(Service::Ssm, {}).error().message, u"no AWS region is set"_s);
}

TEST(AwsEndpoints, CustomAddressIsEncryptedOrOfThisMachine)
{
    for (const QString &good : {u"https://vpce-1.example"_s, u"https://h:8443/a/b"_s, u"http://localhost"_s, u"http://127.0.0.1:4566"_s,
                                u"http://127.1.2.3"_s, u"http://[::1]:1"_s})
        EXPECT_EQ(checkEndpoint({good, {}}).value_or(QUrl()), QUrl(good));
    struct Row {
        const char16_t *url;
        const char16_t *says;
    };
    const Row rows[] = {
        {u"http://h.example", u"is not encrypted: http is for this machine only, and h.example is another one"},
        {u"http://localhost.evil.example", u"is not encrypted"},
        {u"http://127.0.0.1.evil.example", u"is not encrypted"},
        {u"ftp://h", u"is not an https address"},
        {u"h.example", u"is not an https address"},
        {u"https://", u"is not an https address"},
        {u"https://me:pw@h", u"holds a user name or password"},
        {u"https://h?a=b", u"has something after ? or #"},
        {u"https://h#a", u"has something after ? or #"},
    };
    for (const Row &row : rows) {
        const auto checked = checkEndpoint({QStringView(row.url).toString(), u"cfg, line 7"_s});
        ASSERT_FALSE(checked) << QStringView(row.url).toString().toStdString();
        EXPECT_TRUE(checked.error().message.startsWith(u"the custom endpoint (cfg, line 7) "_s + QStringView(row.says).toString()))
            << checked.error().message.toStdString();
        EXPECT_FALSE(checked.error().message.contains(u"pw"_s));
    }
}

TEST(AwsEndpoints, ThisMachineIsNotWhatOnlyBeginsLikeIt)
{
    for (const QString &own : {u"localhost"_s, u"127.0.0.1"_s, u"127.255.0.9"_s, u"::1"_s})
        EXPECT_TRUE(isThisMachine(own)) << own.toStdString();
    for (const QString &other : {u""_s, u"127.evil.example"_s, u"127.0.0.1.evil.example"_s, u"localhost.evil.example"_s, u"128.0.0.1"_s,
                                 u"1127.0.0.1"_s, u"::2"_s})
        EXPECT_FALSE(isThisMachine(other)) << other.toStdString();
}

class ConfiguredEndpoint : public testing::Test {
protected:
    void SetUp() override
    {
        const auto parsed = parseConfig("[profile all]\nendpoint_url = https://general\nservices = s\n[services s]\nsecrets_manager =\n"
                                        "  endpoint_url = https://special\n[profile lost]\nservices = gone\n"
                                        "[profile off]\nendpoint_url = https://general\nignore_configured_endpoint_urls = true\n",
                                        ConfigFileKind::Config, u"cfg"_s);
        ASSERT_OK(parsed);
        config = *parsed;
    }

    Result<Setting> of(const QString &profile, const Variables &variables = {}, const QString &id = u"secrets_manager"_s,
                       const QString &own = {})
    {
        return configuredEndpoint(id, {.own = own, .variables = variables, .config = &config, .profile = config.profile(profile)});
    }

    QString valueOf(const Result<Setting> &setting) { return setting ? setting->value : setting.error().message; }

    SharedConfig config;
    Variables both{{u"AWS_ENDPOINT_URL"_s, u"https://v"_s}, {u"AWS_ENDPOINT_URL_SECRETS_MANAGER"_s, u"https://vs"_s}};
};

TEST_F(ConfiguredEndpoint, NearerSettingsWin)
{
    EXPECT_EQ(valueOf(of(u"all"_s, both, u"secrets_manager"_s, u"https://own"_s)), u"https://own"_s);
    EXPECT_EQ(valueOf(of(u"all"_s, both)), u"https://vs"_s);
    EXPECT_EQ(valueOf(of(u"all"_s, both, u"ssm"_s)), u"https://v"_s);
    EXPECT_EQ(valueOf(of(u"all"_s)), u"https://special"_s);
    EXPECT_EQ(of(u"all"_s)->origin, u"cfg, line 6"_s);
    EXPECT_EQ(valueOf(of(u"all"_s, {}, u"ssm"_s)), u"https://general"_s);
    EXPECT_EQ(of(u"all"_s, {}, u"ssm"_s)->origin, u"cfg, line 2"_s);
    EXPECT_EQ(valueOf(configuredEndpoint(u"ssm"_s, {})), QString());
}

TEST_F(ConfiguredEndpoint, IgnoreSwitchesLeaveOnlyTheCredentials)
{
    Variables off = both;
    off[u"AWS_IGNORE_CONFIGURED_ENDPOINT_URLS"_s] = u"True"_s;
    EXPECT_EQ(valueOf(of(u"all"_s, off)), QString());
    EXPECT_EQ(valueOf(of(u"off"_s, both)), QString());
    EXPECT_EQ(valueOf(of(u"off"_s, both, u"ssm"_s, u"https://own"_s)), u"https://own"_s);
    EXPECT_EQ(valueOf(configuredEndpoint(u"ssm"_s, {.variables = both, .ignoreConfigured = true})), QString());
    off[u"AWS_IGNORE_CONFIGURED_ENDPOINT_URLS"_s] = u"maybe"_s;
    EXPECT_FALSE(of(u"all"_s, off));
}

TEST_F(ConfiguredEndpoint, MissingServicesSectionIsAnErrorOnlyWhereItIsAsked)
{
    const auto lost = of(u"lost"_s);
    ASSERT_FALSE(lost);
    EXPECT_EQ(lost.error().message, u"profile \"lost\" (cfg, line 8): the services section \"gone\" was not found"_s);
    EXPECT_EQ(valueOf(of(u"lost"_s, both)), u"https://vs"_s);
}

} // namespace
} // namespace sallyport::test
