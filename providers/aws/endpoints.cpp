// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "providers/aws/endpoints.h"

#include "providers/sdk/plain_text.h"

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace sallyport::aws {

namespace {

constexpr std::array kServices{
    ServiceNames{Service::SecretsManager, u"Secrets Manager", u"secrets_manager", "secretsmanager"},
    ServiceNames{Service::Ssm, u"Parameter Store", u"ssm", "ssm"},
    ServiceNames{Service::Sts, u"STS", u"sts", "sts"},
    ServiceNames{Service::SsoPortal, u"the Identity Center portal", u"sso", "awsssoportal"},
    ServiceNames{Service::SsoOidc, u"the Identity Center sign-in", u"sso_oidc", "sso-oauth"},
    ServiceNames{Service::SignIn, u"AWS Sign-In", u"signin", "signin"},
};

//! Regions that used the one global STS before there were regional ones.
constexpr std::array kGlobalStsRegions{
    u"ap-northeast-1", u"ap-south-1", u"ap-southeast-1", u"ap-southeast-2", u"aws-global", u"ca-central-1", u"eu-central-1", u"eu-north-1",
    u"eu-west-1",      u"eu-west-2",  u"eu-west-3",      u"sa-east-1",      u"us-east-1",  u"us-east-2",    u"us-west-1",    u"us-west-2",
};

QString text(const char16_t *literal)
{
    return QString::fromUtf16(literal);
}

bool isIn(const Partition &partition, QLatin1StringView id)
{
    return text(partition.id) == id;
}

Endpoint at(const QString &host, const QString &signingRegion, Service service)
{
    QUrl url;
    url.setScheme(u"https"_s);
    url.setHost(host);
    return {url, signingRegion.toLatin1(), namesOf(service).signingName};
}

QString joinedHost(const QString &label, const QString &region, const QString &suffix)
{
    return QStringList{label, region, suffix}.join(u'.');
}

//! Secrets Manager answers over IPv6 at its plain names where the partition's dual-stack names do not exist.
QString secretsManagerHost(const Partition &partition, const EndpointQuestion &question)
{
    const bool keepsPlain =
        isIn(partition, "aws"_L1) || isIn(partition, "aws-us-gov"_L1) || (isIn(partition, "aws-cn"_L1) && !question.fips);
    const bool isPlain = !question.dualStack || keepsPlain;
    return joinedHost(question.fips ? u"secretsmanager-fips"_s : u"secretsmanager"_s, question.region.value,
                      text(isPlain ? partition.dnsSuffix : partition.dualStackSuffix));
}

//! The other services: in GovCloud the plain names are FIPS ones already.
QString ordinaryHost(const QString &label, const Partition &partition, const EndpointQuestion &question)
{
    const bool plainIsFips = isIn(partition, "aws-us-gov"_L1) && !question.dualStack;
    const QString suffix = text(question.dualStack ? partition.dualStackSuffix : partition.dnsSuffix);
    return joinedHost(question.fips && !plainIsFips ? label + u"-fips"_s : label, question.region.value, suffix);
}

struct SignInSuffix {
    const char16_t *partition;
    const char16_t *suffix;
};
constexpr std::array kSignInSuffixes{
    SignInSuffix{u"aws", u"aws.amazon.com"},
    SignInSuffix{u"aws-cn", u"amazonaws.cn"},
    SignInSuffix{u"aws-us-gov", u"amazonaws-us-gov.com"},
    SignInSuffix{u"aws-iso", u"c2shome.ic.gov"},
    SignInSuffix{u"aws-iso-b", u"sc2shome.sgov.gov"},
};

QString signInHost(const Partition &partition, const EndpointQuestion &question)
{
    const QString region = question.region.value;
    if (question.dualStack || (question.fips && !isIn(partition, "aws-us-gov"_L1)))
        return ordinaryHost(u"signin"_s, partition, question);
    if (question.fips)
        return region == "us-gov-west-1"_L1 ? u"signin-fips.amazonaws-us-gov.com"_s : region + u".signin-fips.amazonaws-us-gov.com"_s;
    for (const SignInSuffix &row : kSignInSuffixes) {
        if (text(row.partition) == text(partition.id))
            return joinedHost(region, u"signin"_s, text(row.suffix));
    }
    return joinedHost(u"signin"_s, region, text(partition.dnsSuffix));
}

bool usesGlobalSts(const EndpointQuestion &question)
{
    const QString region = question.region.value;
    if (question.fips || question.dualStack)
        return false;
    const bool isOld =
        std::any_of(kGlobalStsRegions.begin(), kGlobalStsRegions.end(), [&](const char16_t *old) { return region == text(old); });
    return region == "aws-global"_L1 || (question.globalSts && isOld);
}

QString hostFor(Service service, const Partition &partition, const EndpointQuestion &question)
{
    switch (service) {
    case Service::SecretsManager:
        return secretsManagerHost(partition, question);
    case Service::Ssm:
        return ordinaryHost(u"ssm"_s, partition, question);
    case Service::Sts:
        return ordinaryHost(u"sts"_s, partition, question);
    case Service::SsoPortal:
        return ordinaryHost(u"portal.sso"_s, partition, question);
    case Service::SsoOidc:
        return ordinaryHost(u"oidc"_s, partition, question);
    case Service::SignIn:
        return signInHost(partition, question);
    }
    return {};
}

Result<Endpoint> customEndpoint(Service service, const EndpointQuestion &question)
{
    if (question.fips || question.dualStack)
        return Error{ErrorKind::InvalidInput,
                     u"%1 and a custom endpoint (%2) cannot be used together"_s.arg(question.fips ? u"FIPS"_s : u"dual-stack"_s,
                                                                                    question.custom.origin),
                     u"Switch one of them off."_s};
    const auto url = checkEndpoint(question.custom);
    if (!url)
        return url.error();
    if (!question.region.value.isEmpty()) {
        if (const auto good = checkRegion(question.region); !good)
            return good.error();
    }
    return Endpoint{*url, question.region.value.toLatin1(), namesOf(service).signingName};
}

Result<bool> isIgnored(const EndpointSettings &settings)
{
    if (settings.ignoreConfigured)
        return true;
    return chosenSwitch(settings.variables, u"AWS_IGNORE_CONFIGURED_ENDPOINT_URLS"_s, settings.profile,
                        u"ignore_configured_endpoint_urls"_s);
}

Result<Setting> fromServices(const QString &settingsId, const EndpointSettings &settings)
{
    const Property *reference = settings.profile ? settings.profile->find(u"services"_s) : nullptr;
    if (!reference || reference->value.isEmpty())
        return Setting{};
    const ConfigSection *section = settings.config ? settings.config->servicesSection(reference->value) : nullptr;
    if (!section)
        return Error{ErrorKind::InvalidInput,
                     u"profile \"%1\" (%2): the services section \"%3\" was not found"_s.arg(
                         settings.profile->name, placeText(reference->source), printable(reference->value, 80)),
                     u"Add a section [services %1] to the config file."_s.arg(printable(reference->value, 80))}
            .at(reference->source);
    const Property *block = section->find(settingsId);
    const NestedProperty *line = block ? block->findNested(u"endpoint_url"_s) : nullptr;
    return line ? Setting{line->value, placeText(line->source)} : Setting{};
}

} // namespace

const ServiceNames &namesOf(Service service)
{
    return *std::find_if(kServices.begin(), kServices.end(), [service](const ServiceNames &row) { return row.service == service; });
}

Result<Endpoint> endpointFor(Service service, const EndpointQuestion &question)
{
    if (!question.custom.value.isEmpty())
        return customEndpoint(service, question);
    if (const auto good = checkRegion(question.region); !good)
        return good.error();
    if (service == Service::Sts && usesGlobalSts(question))
        return at(u"sts.amazonaws.com"_s, u"us-east-1"_s, service);
    const Partition &partition = partitionOf(question.region.value);
    return at(hostFor(service, partition, question), question.region.value, service);
}

Result<Setting> configuredEndpoint(const QString &settingsId, const EndpointSettings &settings)
{
    if (!settings.own.trimmed().isEmpty())
        return Setting{settings.own.trimmed(), kOwnOrigin};
    const auto ignored = isIgnored(settings);
    if (!ignored)
        return ignored.error();
    if (*ignored)
        return Setting{};
    for (const QString &name : {u"AWS_ENDPOINT_URL_"_s + settingsId.toUpper(), u"AWS_ENDPOINT_URL"_s}) {
        if (const QString value = variable(settings.variables, name); !value.isEmpty())
            return Setting{value, name};
    }
    auto special = fromServices(settingsId, settings);
    if (!special || !special->value.isEmpty())
        return special;
    const Property *general = settings.profile ? settings.profile->find(u"endpoint_url"_s) : nullptr;
    return general ? Setting{general->value, placeText(general->source)} : Setting{};
}

Result<QUrl> checkEndpoint(const Setting &custom)
{
    return ownAddress(custom.value, u"the custom endpoint (%1)"_s.arg(custom.origin));
}

} // namespace sallyport::aws
