// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "providers/aws/profile_base.h"

#include "providers/sdk/plain_text.h"

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace sallyport::aws {

namespace {

struct NamedRow {
    NamedSource source;
    const char16_t *name;
};
constexpr std::array kNamed{
    NamedRow{NamedSource::Environment, u"Environment"},
    NamedRow{NamedSource::Ec2InstanceMetadata, u"Ec2InstanceMetadata"},
    NamedRow{NamedSource::EcsContainer, u"EcsContainer"},
};

constexpr std::array kSsoKeys{u"sso_session", u"sso_start_url", u"sso_region", u"sso_account_id", u"sso_role_name"};

Result<FoundBase> namedSourceOf(const ConfigSection &profile)
{
    const QString key = u"credential_source"_s;
    const QString value = profile.text(key);
    for (const NamedRow &row : kNamed) {
        if (value == QStringView(row.name))
            return FoundBase{row.source, profile.find(key)->source};
    }
    return profileError(profile, key, u"credential_source \"%1\" is not known"_s.arg(printable(value, 60)),
                        u"Use Environment, Ec2InstanceMetadata or EcsContainer."_s);
}

Result<FoundBase> webIdentityOf(const ConfigSection &profile)
{
    const QString key = u"web_identity_token_file"_s;
    if (!has(profile, u"role_arn"_s))
        return profileError(profile, key, u"it has web_identity_token_file, but role_arn is missing"_s,
                            u"Add role_arn = <role to assume with the token>."_s);
    return FoundBase{WebIdentity{profile.text(key), profile.text(u"role_arn"_s), profile.text(u"role_session_name"_s)},
                     profile.find(key)->source};
}

bool mentionsSso(const ConfigSection &profile)
{
    return std::any_of(kSsoKeys.begin(), kSsoKeys.end(), [&](const char16_t *key) { return has(profile, QString::fromUtf16(key)); });
}

//! A key that belongs to the session may be repeated in the profile where it says the same.
std::optional<Error> contradiction(const ConfigSection &profile, const ConfigSection &session, const QString &key)
{
    if (!has(profile, key) || profile.text(key) == session.text(key))
        return {};
    const QString where = has(session, key)
                              ? u"differs from the one of [sso-session %1] at %2"_s.arg(session.name, placeText(session.find(key)->source))
                              : u"can only be given in [sso-session %1] at %2"_s.arg(session.name, placeText(session.source));
    return profileError(profile, key, u"%1 %2"_s.arg(key, where), u"Remove %1 from the profile or from sso_session's section."_s.arg(key));
}

Result<const ConfigSection *> ssoHome(const SharedConfig &config, const ConfigSection &profile)
{
    const QString name = profile.text(u"sso_session"_s);
    if (name.isEmpty())
        return &profile;
    const ConfigSection *session = config.ssoSession(name);
    if (!session)
        return profileError(profile, u"sso_session"_s, u"the sso-session \"%1\" was not found"_s.arg(printable(name, 80)),
                            u"Add a section [sso-session %1] with sso_start_url and sso_region."_s.arg(printable(name, 80)));
    for (const QString &key : {u"sso_start_url"_s, u"sso_region"_s}) {
        if (auto error = contradiction(profile, *session, key))
            return *error;
    }
    return session;
}

std::optional<Error> halfOfSso(const ConfigSection &profile)
{
    const QString account = u"sso_account_id"_s;
    const QString role = u"sso_role_name"_s;
    if (has(profile, account) == has(profile, role))
        return {};
    const QString given = has(profile, account) ? account : role;
    const QString missing = has(profile, account) ? role : account;
    return profileError(profile, given, u"%1 is set, but %2 is not"_s.arg(given, missing), u"Add %1, or remove %2."_s.arg(missing, given));
}

QStringList scopesOf(const ConfigSection &home)
{
    QStringList scopes;
    for (const QString &scope : home.text(u"sso_registration_scopes"_s).split(u',')) {
        if (!scope.trimmed().isEmpty())
            scopes.append(scope.trimmed());
    }
    return scopes;
}

Result<FoundBase> ssoOf(const SharedConfig &config, const ConfigSection &profile)
{
    const auto home = ssoHome(config, profile);
    if (!home)
        return home.error();
    if (const auto error = halfOfSso(profile))
        return *error;
    for (const QString &key : {u"sso_region"_s, u"sso_start_url"_s}) {
        if (!has(**home, key))
            return profileError(profile, u"sso_session"_s, u"%1 is missing at %2"_s.arg(key, placeText((*home)->source)),
                                u"Add %1 there."_s.arg(key));
    }
    const auto decisive =
        std::find_if(kSsoKeys.begin(), kSsoKeys.end(), [&](const char16_t *key) { return has(profile, QString::fromUtf16(key)); });
    return FoundBase{SsoSource{.sessionName = profile.text(u"sso_session"_s),
                               .startUrl = (*home)->text(u"sso_start_url"_s),
                               .region = (*home)->text(u"sso_region"_s),
                               .accountId = profile.text(u"sso_account_id"_s),
                               .roleName = profile.text(u"sso_role_name"_s),
                               .scopes = scopesOf(**home)},
                     profile.find(QString::fromUtf16(*decisive))->source};
}

Error withoutCredentials(const ConfigSection &profile)
{
    Error error = profileError(profile, {}, u"it says nothing about credentials"_s,
                               u"Add an access key, sso_session, role_arn or credential_process to it."_s);
    error.kind = ErrorKind::NotFound;
    return error;
}

SecretValue sessionTokenOf(const ConfigSection &profile)
{
    for (const QString &key : {u"aws_session_token"_s, u"aws_security_token"_s}) {
        if (has(profile, key))
            return profile.find(key)->secret;
    }
    return {};
}

} // namespace

bool has(const ConfigSection &section, const QString &key)
{
    const Property *property = section.find(key);
    return property && (!property->value.isEmpty() || !property->secret.isEmpty());
}

QString nameOf(NamedSource source)
{
    const auto row = std::find_if(kNamed.begin(), kNamed.end(), [source](const NamedRow &named) { return named.source == source; });
    return QString::fromUtf16(row->name);
}

Error profileError(const ConfigSection &profile, const QString &key, const QString &what, const QString &hint)
{
    const Property *property = profile.find(key);
    const SourceLocation source = property ? property->source : profile.source;
    return Error{ErrorKind::InvalidInput, u"profile \"%1\" (%2): %3"_s.arg(profile.name, placeText(source), what), hint}.at(source);
}

Result<FoundBase> staticKeysOf(const ConfigSection &profile)
{
    const QString idKey = u"aws_access_key_id"_s;
    const QString secretKey = u"aws_secret_access_key"_s;
    const bool hasToken = has(profile, u"aws_session_token"_s) || has(profile, u"aws_security_token"_s);
    if (!has(profile, idKey) && !has(profile, secretKey) && !hasToken)
        return withoutCredentials(profile);
    for (const QString &key : {idKey, secretKey}) {
        if (!has(profile, key))
            return profileError(profile, key == idKey ? secretKey : idKey, u"%1 is missing"_s.arg(key),
                                u"An access key is a pair: add %1."_s.arg(key));
    }
    return FoundBase{StaticKeys{.accessKeyId = profile.text(idKey),
                                .secretAccessKey = profile.find(secretKey)->secret,
                                .sessionToken = sessionTokenOf(profile),
                                .accountId = profile.text(u"aws_account_id"_s)},
                     profile.find(idKey)->source};
}

Result<FoundBase> baseOf(const SharedConfig &config, const ConfigSection &profile)
{
    if (has(profile, u"credential_source"_s))
        return namedSourceOf(profile);
    if (has(profile, u"web_identity_token_file"_s))
        return webIdentityOf(profile);
    if (mentionsSso(profile))
        return ssoOf(config, profile);
    for (const QString &key : {u"login_session"_s, u"credential_process"_s}) {
        if (!has(profile, key))
            continue;
        const Property &property = *profile.find(key);
        if (key == "login_session"_L1)
            return FoundBase{LoginSession{property.value}, property.source};
        return FoundBase{CredentialProcess{property.value, profile.text(u"aws_account_id"_s)}, property.source};
    }
    return staticKeysOf(profile);
}

} // namespace sallyport::aws
