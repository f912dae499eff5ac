// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "providers/aws/profile_chain.h"

#include "providers/aws/profile_base.h"
#include "providers/sdk/plain_text.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace sallyport::aws {

namespace {

Error nothingDefined()
{
    return Error{ErrorKind::NotFound, u"no profiles were defined"_s,
                 u"Run \"aws configure\" or write a profile into ~/.aws/config or ~/.aws/credentials."_s};
}

//! A section that would have been the profile, had it been written another way.
QString nearMiss(const SharedConfig &config, const QString &name)
{
    for (const IgnoredSection &section : config.ignored) {
        if (section.title == name || section.title.endsWith(u' ' + name) || section.title.endsWith(u'\t' + name))
            return u"The section at %1 does not count: %2."_s.arg(placeText(section.source), section.reason);
    }
    return {};
}

QString knownProfiles(const SharedConfig &config)
{
    QStringList names;
    for (const auto &[name, section] : config.profiles)
        names.append(name);
    return u"Known profiles: %1."_s.arg(printable(names.join(u", "_s), 300));
}

Error missingProfile(const SharedConfig &config, const QString &name, const ConfigSection *referrer)
{
    const QString miss = nearMiss(config, name);
    const QString hint = miss.isEmpty() ? knownProfiles(config) : miss;
    if (!referrer)
        return Error{ErrorKind::InvalidInput, u"could not find the profile \"%1\""_s.arg(printable(name, 80)), hint};
    return profileError(*referrer, u"source_profile"_s, u"could not find the source profile \"%1\""_s.arg(printable(name, 80)), hint);
}

Error circle(const QStringList &visited, const ConfigSection &last)
{
    const QStringList way = visited.sliced(visited.indexOf(last.name)) + QStringList{last.name};
    return profileError(last, u"source_profile"_s, u"the profiles form an infinite loop: %1"_s.arg(printable(way.join(u" > "_s), 300)),
                        u"Let one of them have credentials of its own."_s);
}

Result<std::optional<int>> durationOf(const ConfigSection &profile)
{
    const QString text = profile.text(u"duration_seconds"_s);
    if (text.isEmpty())
        return std::optional<int>();
    bool isNumber = false;
    const int seconds = text.toInt(&isNumber);
    if (!isNumber || seconds < 900 || seconds > 43200)
        return profileError(profile, u"duration_seconds"_s, u"duration_seconds is not a number from 900 to 43200"_s,
                            u"Write the length of the session in seconds, e.g. 3600."_s);
    return std::optional<int>(seconds);
}

Result<RoleStep> roleOf(const ConfigSection &profile)
{
    const auto duration = durationOf(profile);
    if (!duration)
        return duration.error();
    return RoleStep{.profile = profile.name,
                    .roleArn = profile.text(u"role_arn"_s),
                    .roleSessionName = profile.text(u"role_session_name"_s),
                    .externalId = profile.text(u"external_id"_s),
                    .mfaSerial = profile.text(u"mfa_serial"_s),
                    .durationSeconds = *duration,
                    .region = profile.text(u"region"_s),
                    .source = profile.find(u"role_arn"_s)->source};
}

//! The profile whose credentials assume the role: the source profile, or this one again.
Result<QString> sourceOf(const ConfigSection &profile)
{
    const bool hasProfile = has(profile, u"source_profile"_s);
    const bool hasNamed = has(profile, u"credential_source"_s);
    if (hasProfile && hasNamed)
        return profileError(profile, u"credential_source"_s, u"it has both source_profile and credential_source"_s,
                            u"Remove one of them."_s);
    if (!hasProfile && !hasNamed)
        return profileError(profile, u"role_arn"_s, u"role_arn needs source_profile or credential_source, and neither is there"_s,
                            u"Add source_profile = <profile whose credentials may assume the role>."_s);
    return hasProfile ? profile.text(u"source_profile"_s) : profile.name;
}

//! Goes from profile to profile until one has a base.
class Walk {
public:
    explicit Walk(const SharedConfig &config) : m_config(config) {}

    Result<ProfilePlan> from(const QString &name)
    {
        m_plan.profile = name;
        Result<QString> next = name;
        const ConfigSection *profile = nullptr;
        while (next && !next->isEmpty()) {
            const ConfigSection *referrer = profile;
            profile = m_config.profile(*next);
            if (!profile)
                return missingProfile(m_config, *next, referrer);
            if (m_visited.contains(profile->name))
                return circle(m_visited, *profile);
            m_visited.append(profile->name);
            next = visit(*profile);
        }
        if (!next)
            return next.error();
        std::reverse(m_plan.roles.begin(), m_plan.roles.end());
        return m_plan;
    }

private:
    //! The name of the profile to go to, or nothing where the way ends here.
    Result<QString> visit(const ConfigSection &profile)
    {
        const bool isSource = m_visited.size() > 1;
        if (isSource && has(profile, u"aws_access_key_id"_s) && has(profile, u"aws_secret_access_key"_s))
            return endAt(profile, staticKeysOf(profile));
        const bool isRole = has(profile, u"role_arn"_s) && !has(profile, u"web_identity_token_file"_s);
        if (!isRole)
            return endAt(profile, isSource ? mandatoryBase(profile) : baseOf(m_config, profile));
        const auto role = roleOf(profile);
        if (!role)
            return role.error();
        auto source = sourceOf(profile);
        if (!source)
            return source;
        m_plan.roles.push_back(*role);
        if (*source == profile.name)
            return endAt(profile, mandatoryBase(profile));
        return source;
    }

    Result<QString> endAt(const ConfigSection &profile, const Result<FoundBase> &base)
    {
        if (!base)
            return base.error();
        m_plan.base = base->base;
        m_plan.baseProfile = profile.name;
        m_plan.baseSource = base->source;
        return QString();
    }

    //! A profile that another one counts on must have credentials.
    Result<FoundBase> mandatoryBase(const ConfigSection &profile) const
    {
        auto base = baseOf(m_config, profile);
        if (base || base.error().kind != ErrorKind::NotFound)
            return base;
        Error error = base.error();
        error.kind = ErrorKind::InvalidInput;
        return error;
    }

    const SharedConfig &m_config;
    ProfilePlan m_plan;
    QStringList m_visited;
};

} // namespace

Result<ProfilePlan> planFor(const SharedConfig &config, const QString &profile)
{
    const bool defaultIsMissing = profile == "default"_L1 && !config.profile(profile);
    if (config.profiles.empty() || defaultIsMissing)
        return nothingDefined();
    return Walk(config).from(profile);
}

Result<Done> checkYieldsCredentials(const ProfilePlan &plan)
{
    const auto *sso = std::get_if<SsoSource>(&plan.base);
    if (!sso || !sso->accountId.isEmpty())
        return Done{};
    return Error{ErrorKind::InvalidInput,
                 u"profile \"%1\" at %2 yields a token of the IAM Identity Center instead of credentials"_s.arg(plan.baseProfile,
                                                                                                                placeText(plan.baseSource)),
                 u"Add sso_account_id and sso_role_name to the profile."_s}
        .at(plan.baseSource);
}

QString describeBase(const ProfilePlan &plan)
{
    struct Words {
        QString operator()(const StaticKeys &) const { return u"the access key"_s; }
        QString operator()(const CredentialProcess &) const { return u"the credential_process"_s; }
        QString operator()(const SsoSource &) const { return u"the IAM Identity Center sign-in"_s; }
        QString operator()(const WebIdentity &) const { return u"the web identity token"_s; }
        QString operator()(const LoginSession &) const { return u"the login session"_s; }
        QString operator()(NamedSource source) const { return u"credential_source %1"_s.arg(nameOf(source)); }
    };
    return u"%1 in %2"_s.arg(std::visit(Words{}, plan.base), placeText(plan.baseSource));
}

} // namespace sallyport::aws
