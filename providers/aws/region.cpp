// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "providers/aws/region.h"

#include "providers/sdk/plain_text.h"

#include <QRegularExpression>

#include <algorithm>
#include <array>
#include <vector>

using namespace Qt::StringLiterals;

namespace sallyport::aws {

namespace {

constexpr std::array kPartitions{
    Partition{u"aws", u"^((us|eu|ap|sa|ca|me|af|il|mx)-\\w+-\\d+|aws-global)$", u"amazonaws.com", u"api.aws", u"us-east-1"},
    Partition{u"aws-cn", u"^(cn-\\w+-\\d+|aws-cn-global)$", u"amazonaws.com.cn", u"api.amazonwebservices.com.cn", u"cn-northwest-1"},
    Partition{u"aws-us-gov", u"^(us-gov-\\w+-\\d+|aws-us-gov-global)$", u"amazonaws.com", u"api.aws", u"us-gov-west-1"},
    Partition{u"aws-eusc", u"^eusc-(de)-\\w+-\\d+$", u"amazonaws.eu", u"api.amazonwebservices.eu", u"eusc-de-east-1"},
    Partition{u"aws-iso", u"^(us-iso-\\w+-\\d+|aws-iso-global)$", u"c2s.ic.gov", u"api.aws.ic.gov", u"us-iso-east-1"},
    Partition{u"aws-iso-b", u"^(us-isob-\\w+-\\d+|aws-iso-b-global)$", u"sc2s.sgov.gov", u"api.aws.scloud", u"us-isob-east-1"},
    Partition{u"aws-iso-e", u"^(eu-isoe-\\w+-\\d+|aws-iso-e-global)$", u"cloud.adc-e.uk", u"api.cloud-aws.adc-e.uk", u"eu-isoe-west-1"},
    Partition{u"aws-iso-f", u"^(us-isof-\\w+-\\d+|aws-iso-f-global)$", u"csp.hci.ic.gov", u"api.aws.hci.ic.gov", u"us-isof-south-1"},
};

//! The patterns compiled, in the order of kPartitions.
const std::vector<QRegularExpression> &patterns()
{
    static const std::vector<QRegularExpression> compiled = [] {
        std::vector<QRegularExpression> list;
        list.reserve(std::size(kPartitions));
        for (const Partition &partition : kPartitions)
            list.emplace_back(QString::fromUtf16(partition.regionPattern));
        return list;
    }();
    return compiled;
}

Setting settingOf(const ConfigSection *profile, const QString &key)
{
    const Property *property = profile ? profile->find(key) : nullptr;
    return property ? Setting{property->value, placeText(property->source)} : Setting{};
}

} // namespace

const Partition &partitionOf(const QString &region)
{
    for (std::size_t i = 0; i < kPartitions.size(); ++i) {
        if (patterns()[i].match(region).hasMatch())
            return kPartitions[i];
    }
    return kPartitions.front();
}

const Partition *partitionNamed(QStringView id)
{
    const auto found =
        std::find_if(kPartitions.begin(), kPartitions.end(), [id](const Partition &row) { return id == QStringView(row.id); });
    return found == kPartitions.end() ? nullptr : &*found;
}

Setting chosenRegion(const QString &own, const Variables &variables, const ConfigSection *profile)
{
    if (!own.trimmed().isEmpty())
        return {own.trimmed(), kOwnOrigin};
    for (const QString &name : {u"AWS_REGION"_s, u"AWS_DEFAULT_REGION"_s}) {
        if (const QString value = variable(variables, name); !value.isEmpty())
            return {value, name};
    }
    return settingOf(profile, u"region"_s);
}

Result<Done> checkRegion(const Setting &region)
{
    static const QRegularExpression good(u"^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\z"_s);
    if (good.match(region.value).hasMatch())
        return Done{};
    if (region.value.isEmpty())
        return Error{ErrorKind::InvalidInput, u"no AWS region is set"_s,
                     u"Choose a region in the credential, or set AWS_REGION or the profile's region."_s};
    return Error{ErrorKind::InvalidInput, u"\"%1\" (%2) is not an AWS region"_s.arg(printable(region.value, 60), region.origin),
                 u"A region has lower-case letters, digits and hyphens, e.g. eu-central-1."_s};
}

Result<bool> chosenSwitch(const Variables &variables, const QString &name, const ConfigSection *profile, const QString &key)
{
    Setting setting{variable(variables, name), name};
    if (setting.value.isEmpty())
        setting = settingOf(profile, key);
    const QString value = setting.value.toLower();
    if (value.isEmpty() || value == "false"_L1)
        return false;
    if (value == "true"_L1)
        return true;
    return Error{ErrorKind::InvalidInput, u"%1 is neither true nor false (%2)"_s.arg(key, setting.origin), u"Write true or false."_s};
}

QStringList knownRegions()
{
    return {u"us-east-1"_s,      u"us-east-2"_s,      u"us-west-1"_s,      u"us-west-2"_s,      u"af-south-1"_s,     u"ap-east-1"_s,
            u"ap-east-2"_s,      u"ap-south-1"_s,     u"ap-south-2"_s,     u"ap-northeast-1"_s, u"ap-northeast-2"_s, u"ap-northeast-3"_s,
            u"ap-southeast-1"_s, u"ap-southeast-2"_s, u"ap-southeast-3"_s, u"ap-southeast-4"_s, u"ap-southeast-5"_s, u"ap-southeast-6"_s,
            u"ap-southeast-7"_s, u"ca-central-1"_s,   u"ca-west-1"_s,      u"eu-central-1"_s,   u"eu-central-2"_s,   u"eu-north-1"_s,
            u"eu-south-1"_s,     u"eu-south-2"_s,     u"eu-west-1"_s,      u"eu-west-2"_s,      u"eu-west-3"_s,      u"il-central-1"_s,
            u"me-central-1"_s,   u"me-south-1"_s,     u"mx-central-1"_s,   u"sa-east-1"_s,      u"cn-north-1"_s,     u"cn-northwest-1"_s,
            u"us-gov-east-1"_s,  u"us-gov-west-1"_s,  u"eusc-de-east-1"_s};
}

std::optional<Arn> parseArn(const QString &text)
{
    constexpr int kParts = 6;
    const QStringList parts = text.split(u':');
    if (parts.size() < kParts || parts[0] != "arn"_L1 || parts[1].isEmpty() || parts[2].isEmpty())
        return {};
    const QString resource = parts.sliced(kParts - 1).join(u':');
    if (resource.isEmpty())
        return {};
    return Arn{parts[1], parts[2], parts[3], parts[4], resource};
}

} // namespace sallyport::aws
