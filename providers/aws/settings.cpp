// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "providers/aws/settings.h"

#include "providers/aws/tables.h"
#include "providers/sdk/plain_text.h"

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace sallyport::aws {

namespace {

constexpr int kMostAttempts = 10;

constexpr std::array kPublicVariables{
    "HOME",
    "AWS_PROFILE",
    "AWS_DEFAULT_PROFILE",
    "AWS_REGION",
    "AWS_DEFAULT_REGION",
    "AWS_CONFIG_FILE",
    "AWS_SHARED_CREDENTIALS_FILE",
    "AWS_ACCESS_KEY_ID",
    "AWS_CREDENTIAL_EXPIRATION",
    "AWS_ACCOUNT_ID",
    "AWS_ENDPOINT_URL",
    "AWS_ENDPOINT_URL_SECRETS_MANAGER",
    "AWS_ENDPOINT_URL_SSM",
    "AWS_ENDPOINT_URL_STS",
    "AWS_ENDPOINT_URL_SSO",
    "AWS_ENDPOINT_URL_SSO_OIDC",
    "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS",
    "AWS_CA_BUNDLE",
    "AWS_USE_FIPS_ENDPOINT",
    "AWS_USE_DUALSTACK_ENDPOINT",
    "AWS_STS_REGIONAL_ENDPOINTS",
    "AWS_ROLE_ARN",
    "AWS_WEB_IDENTITY_TOKEN_FILE",
    "AWS_ROLE_SESSION_NAME",
    "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
    "AWS_CONTAINER_CREDENTIALS_FULL_URI",
    "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE",
    "AWS_EC2_METADATA_DISABLED",
    "AWS_EC2_METADATA_SERVICE_ENDPOINT",
    "AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE",
    "AWS_MAX_ATTEMPTS",
    "AWS_LOGIN_CACHE_DIRECTORY",
};
constexpr std::array kSecretVariables{"AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_SECURITY_TOKEN",
                                      "AWS_CONTAINER_AUTHORIZATION_TOKEN"};

ReadEnvironment environmentQuestion()
{
    ReadEnvironment question;
    for (const char *name : kPublicVariables)
        question.names.append(QString::fromLatin1(name));
    for (const char *name : kSecretVariables)
        question.names.append(QString::fromLatin1(name));
    return question;
}

//! The environment taken apart, and where the files are: the credential's own paths go before the environment's.
Settings settingsFrom(const EnvironmentContents &environment, const FormValues &credential, Kind kind)
{
    Settings settings{.kind = kind};
    for (const char *name : kPublicVariables) {
        if (const QString key = QString::fromLatin1(name); environment.has(key))
            settings.variables.insert_or_assign(key, environment.text(key));
    }
    for (const char *name : kSecretVariables) {
        if (const QString key = QString::fromLatin1(name); environment.has(key))
            settings.secrets.values.insert(key, environment.values.value(key));
    }
    Variables paths = settings.variables;
    if (const QString own = answer(kCredentialForm, credential, kConfigFilePath); !own.isEmpty())
        paths.insert_or_assign(u"AWS_CONFIG_FILE"_s, own);
    if (const QString own = answer(kCredentialForm, credential, kFilePath); !own.isEmpty() && kind != Kind::Default)
        paths.insert_or_assign(u"AWS_SHARED_CREDENTIALS_FILE"_s, own);
    settings.locations = configLocations(paths);
    settings.locations.config = expandedHome(settings.locations.config, settings.variables);
    settings.locations.credentials = expandedHome(settings.locations.credentials, settings.variables);
    const bool names = kind == Kind::File || kind == Kind::Sso;
    settings.profile = chosenProfile(names ? answer(kCredentialForm, credential, kSection) : QString(), settings.variables);
    return settings;
}

//! A file that is not there says nothing, unless the credential itself names it.
Step<SharedConfig> readFile(const QString &path, ConfigFileKind kind, bool isNamed)
{
    if (path.isEmpty())
        return SharedConfig{};
    return ask<SharedConfig>(ReadFile{.path = path}, [path, kind, isNamed](const Result<FileContents> &contents) -> Step<SharedConfig> {
        if (contents)
            return parseConfig(contents->bytes, kind, path);
        if (contents.error().kind == ErrorKind::NotFound && !isNamed)
            return SharedConfig{};
        return contents.error();
    });
}

Step<SharedConfig> readFiles(const ConfigLocations &locations, const FormValues &credential)
{
    const bool configNamed = !credential.text(kConfigFilePath).trimmed().isEmpty();
    const bool credentialsNamed = !credential.text(kFilePath).trimmed().isEmpty();
    return chain<SharedConfig>(readFile(locations.config, ConfigFileKind::Config, configNamed),
                               [locations, credentialsNamed](const Result<SharedConfig> &config) -> Step<SharedConfig> {
                                   if (!config)
                                       return config.error();
                                   return chain<SharedConfig>(
                                       readFile(locations.credentials, ConfigFileKind::Credentials, credentialsNamed),
                                       [config = *config](const Result<SharedConfig> &credentials) -> Step<SharedConfig> {
                                           return credentials ? Step<SharedConfig>(merged(config, *credentials)) : credentials.error();
                                       });
                               });
}

QString caFileOf(const Settings &settings, const FormValues &credential)
{
    if (QString own = answer(kCredentialForm, credential, kCaFile); !own.isEmpty())
        return own;
    if (QString named = settings.variable(u"AWS_CA_BUNDLE"_s); !named.isEmpty())
        return named;
    return settings.section() ? settings.section()->text(u"ca_bundle"_s) : QString();
}

int attemptsOf(const Settings &settings)
{
    QString text = settings.variable(u"AWS_MAX_ATTEMPTS"_s);
    if (text.isEmpty() && settings.section())
        text = settings.section()->text(u"max_attempts"_s);
    const int number = text.toInt();
    return number > 0 ? std::min(number, kMostAttempts) : Settings().maxAttempts;
}

//! Everything that depends on the profile too.
Result<Settings> completed(Settings settings, const FormValues &credential)
{
    const ConfigSection *section = settings.section();
    const Setting region = chosenRegion(answer(kCredentialForm, credential, kRegion), settings.variables, section);
    settings.region = region.value;
    settings.regionOrigin = region.origin;
    const auto fips = chosenSwitch(settings.variables, u"AWS_USE_FIPS_ENDPOINT"_s, section, u"use_fips_endpoint"_s);
    const auto dualStack = chosenSwitch(settings.variables, u"AWS_USE_DUALSTACK_ENDPOINT"_s, section, u"use_dualstack_endpoint"_s);
    if (!fips || !dualStack)
        return fips ? dualStack.error() : fips.error();
    settings.fips = isOn(kCredentialForm, credential, kUseFips) || *fips;
    settings.dualStack = isOn(kCredentialForm, credential, kUseDualStack) || *dualStack;
    settings.tls.caFile = caFileOf(settings, credential);
    settings.endpoint = answer(kCredentialForm, credential, kEndpoint);
    settings.maxAttempts = attemptsOf(settings);
    return settings;
}

} // namespace

Result<Kind> kindOf(const FormValues &credential)
{
    const QString type = answer(kCredentialForm, credential, kType);
    if (type == kTypeTemporary)
        return Kind::Temporary;
    if (type == kTypeFile)
        return Kind::File;
    if (type == kTypeSso)
        return Kind::Sso;
    if (type == kTypeDefault)
        return Kind::Default;
    return Error{ErrorKind::InvalidInput, u"there is no AWS credential type \"%1\""_s.arg(printable(type, 40)),
                 u"Choose temporary, file, sso or default."_s};
}

Step<Settings> loadSettings(const Inputs &inputs)
{
    const auto kind = kindOf(inputs.credential);
    if (!kind)
        return kind.error();
    return askOrFail<Settings>(
        environmentQuestion(), [kind = *kind, credential = inputs.credential](const EnvironmentContents &environment) -> Step<Settings> {
            const Settings first = settingsFrom(environment, credential, kind);
            if (kind == Kind::Temporary)
                return completed(first, credential);
            return chain<Settings>(readFiles(first.locations, credential),
                                   [first, credential](const Result<SharedConfig> &config) -> Step<Settings> {
                                       Settings settings = first;
                                       if (config)
                                           settings.config = *config;
                                       else if (settings.kind == Kind::Default && config.error().kind == ErrorKind::Malformed)
                                           settings.configError = config.error();
                                       else
                                           return config.error();
                                       return completed(settings, credential);
                                   });
        });
}

Result<Endpoint> endpointFor(const Settings &settings, Service service, const QString &region)
{
    const EndpointSettings configured{
        .own = settings.endpoint, .variables = settings.variables, .config = &settings.config, .profile = settings.section()};
    const auto custom = configuredEndpoint(QString::fromUtf16(namesOf(service).settingsId), configured);
    if (!custom)
        return custom.error();
    const EndpointQuestion question{.region = region.isEmpty() ? Setting{settings.region, settings.regionOrigin}
                                                               : Setting{region, u"asked for"_s},
                                    .custom = *custom,
                                    .fips = settings.fips,
                                    .dualStack = settings.dualStack,
                                    .globalSts = settings.variable(u"AWS_STS_REGIONAL_ENDPOINTS"_s) == "legacy"_L1};
    return endpointFor(service, question);
}

} // namespace sallyport::aws
