// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "providers/gcp/settings.h"

#include "providers/gcp/names.h"
#include "providers/gcp/tables.h"
#include "providers/sdk/own_address.h"
#include "providers/sdk/plain_text.h"

#include <QRegularExpression>

#include <array>

using namespace Qt::StringLiterals;

namespace sallyport::gcp {

namespace {

constexpr int kLongestLifetimeS = 43'200;

constexpr std::array kVariables{
    "GOOGLE_APPLICATION_CREDENTIALS",
    "GOOGLE_CLOUD_PROJECT",
    "GCLOUD_PROJECT",
    "GOOGLE_CLOUD_QUOTA_PROJECT",
    "GOOGLE_EXTERNAL_ACCOUNT_ALLOW_EXECUTABLES",
    "CLOUDSDK_CONFIG",
    "CLOUDSDK_ACTIVE_CONFIG_NAME",
    "CLOUDSDK_CORE_PROJECT",
    "CLOUDSDK_CORE_CUSTOM_CA_CERTS_FILE",
    "CLOUDSDK_API_ENDPOINT_OVERRIDES_SECRETMANAGER",
    "CLOUDSDK_API_ENDPOINT_OVERRIDES_IAMCREDENTIALS",
    "CLOUDSDK_API_ENDPOINT_OVERRIDES_STS",
    "INSOMNIA_GCP_TOKENENDPOINT",
    "GCE_METADATA_HOST",
    "GCE_METADATA_ROOT",
    "GCE_METADATA_IP",
    "NO_GCE_CHECK",
};

Error invalid(const QString &message, const QString &hint)
{
    return Error{ErrorKind::InvalidInput, message, hint};
}

QString said(const FormValues &credential, QLatin1StringView id)
{
    return shownAnswer(kCredentialForm, credential, id);
}

QStringList listOf(const QString &text)
{
    static const QRegularExpression separators(u"[,\\s]+"_s);
    return text.split(separators, Qt::SkipEmptyParts);
}

Result<Kind> kindOf(const FormValues &credential)
{
    const QString type = answer(kCredentialForm, credential, kType);
    if (type == kTypeKeyFile)
        return Kind::KeyFile;
    if (type == kTypeKey)
        return Kind::Key;
    if (type == kTypeAdc)
        return Kind::Adc;
    if (type == kTypeFederation)
        return Kind::Federation;
    return invalid(u"there is no GCP credential type \"%1\""_s.arg(printable(type, 40)), u"Choose keyFile, key, adc or federation."_s);
}

//! The credential's own address, else the variable's, else none.
Result<QUrl> chosenAddress(const Settings &settings, const FormValues &credential, QLatin1StringView field, const QString &variable,
                           const QString &what)
{
    if (const QString own = said(credential, field); !own.isEmpty())
        return ownAddress(own, u"the %1 of the credential"_s.arg(what));
    const QString text = settings.variable(variable);
    return text.isEmpty() ? QUrl() : ownAddress(text, u"the %1 (%2)"_s.arg(what, variable));
}

Result<OwnAddresses> addressesOf(const Settings &settings, const FormValues &credential)
{
    struct Row {
        QUrl OwnAddresses::*member;
        QLatin1StringView field;
        QString variable;
        QString what;
    };
    const Row rows[] = {
        {&OwnAddresses::secretManager, kEndpoint, u"CLOUDSDK_API_ENDPOINT_OVERRIDES_SECRETMANAGER"_s, u"API endpoint"_s},
        {&OwnAddresses::token, kTokenEndpoint, u"INSOMNIA_GCP_TOKENENDPOINT"_s, u"token endpoint"_s},
        {&OwnAddresses::iamCredentials, kIamEndpoint, u"CLOUDSDK_API_ENDPOINT_OVERRIDES_IAMCREDENTIALS"_s, u"IAM credentials endpoint"_s},
        {&OwnAddresses::sts, kStsEndpoint, u"CLOUDSDK_API_ENDPOINT_OVERRIDES_STS"_s, u"STS endpoint"_s},
    };
    OwnAddresses own;
    for (const Row &row : rows) {
        const auto address = chosenAddress(settings, credential, row.field, row.variable, row.what);
        if (!address)
            return address.error();
        own.*row.member = *address;
    }
    return own;
}

Result<QString> universeOf(const FormValues &credential)
{
    static const QRegularExpression domain(u"^[a-z0-9-]+(\\.[a-z0-9-]+)+$"_s);
    const QString universe = answer(kCredentialForm, credential, kUniverse).toLower();
    if (domain.match(universe).hasMatch())
        return universe;
    return invalid(u"the universe domain \"%1\" is no domain"_s.arg(printable(universe, 80)),
                   u"Edit the credential; for Google's own cloud it is googleapis.com."_s);
}

Result<Settings> withImpersonation(Settings settings, const FormValues &credential)
{
    if (const QString account = said(credential, kImpersonate); !account.isEmpty()) {
        const auto checked = checkedAccount(account, u"the account to impersonate"_s);
        if (!checked)
            return checked.error();
        settings.impersonate = *checked;
    }
    for (const QString &account : listOf(said(credential, kDelegates))) {
        const auto checked = checkedAccount(account, u"the account before it"_s);
        if (!checked)
            return checked.error();
        settings.delegates.append(*checked);
    }
    const QString lifetime = said(credential, kTokenLifetime);
    settings.lifetimeSeconds = lifetime.isEmpty() ? 3600 : lifetime.toInt();
    if (settings.lifetimeSeconds < 1 || settings.lifetimeSeconds > kLongestLifetimeS)
        return invalid(u"the token lifetime is not between 1 and %1 seconds"_s.arg(kLongestLifetimeS), u"Edit the credential."_s);
    return settings;
}

Result<Settings> withProjects(Settings settings, const FormValues &credential)
{
    settings.project = said(credential, kProject);
    settings.quotaProject = said(credential, kQuotaProject);
    if (settings.quotaProject.isEmpty())
        settings.quotaProject = settings.variable(u"GOOGLE_CLOUD_QUOTA_PROJECT"_s);
    for (const QString &project : {settings.project, settings.quotaProject}) {
        if (const auto good = checkProject(project); !good)
            return good.error();
    }
    return settings;
}

//! The token of the variable that the credential names. Errors: the variable holds none.
Result<SecretValue> subjectTokenOf(const EnvironmentContents &environment, const QString &name)
{
    if (name.isEmpty() || environment.has(name))
        return environment.values.value(name);
    return invalid(u"the environment variable %1, which should hold the identity provider's token, is not set"_s.arg(printable(name, 80)),
                   u"Set it where this program is started, or correct its name in the credential."_s);
}

Result<Settings> settingsFrom(const EnvironmentContents &environment, const FormValues &credential, Kind kind)
{
    Settings settings{.kind = kind};
    for (const char *name : kVariables) {
        if (const QString key = QString::fromLatin1(name); environment.has(key))
            settings.variables.insert(key, environment.text(key));
    }
    const auto token = subjectTokenOf(environment, said(credential, kTokenVariable));
    const auto own = addressesOf(settings, credential);
    const auto universe = universeOf(credential);
    for (const Error *error : {token ? nullptr : &token.error(), own ? nullptr : &own.error(), universe ? nullptr : &universe.error()}) {
        if (error)
            return *error;
    }
    settings.subjectToken = *token;
    settings.own = *own;
    settings.universe = *universe;
    settings.tls.caFile = said(credential, kCaFile);
    if (settings.tls.caFile.isEmpty())
        settings.tls.caFile = settings.variable(u"CLOUDSDK_CORE_CUSTOM_CA_CERTS_FILE"_s);
    settings.mayRunCommands =
        said(credential, kAllowExecutables) == "true"_L1 || settings.variable(u"GOOGLE_EXTERNAL_ACCOUNT_ALLOW_EXECUTABLES"_s) == "1"_L1;
    settings.selfSigned = said(credential, kSelfSigned) == "true"_L1;
    settings.tokenHosts = listOf(said(credential, kTokenHosts).toLower());
    return withImpersonation(settings, credential).and_then([&](const Settings &next) { return withProjects(next, credential); });
}

QUrl googles(const Settings &settings, const QString &service, const QString &region)
{
    const QString where = region.isEmpty() ? service : u"%1.%2.rep"_s.arg(service, region);
    return QUrl(u"https://%1.%2"_s.arg(where, settings.universe));
}

} // namespace

Step<Settings> loadSettings(const Inputs &inputs)
{
    const auto kind = kindOf(inputs.credential);
    if (!kind)
        return kind.error();
    ReadEnvironment question;
    for (const char *name : kVariables)
        question.names.append(QString::fromLatin1(name));
    if (const QString variable = said(inputs.credential, kTokenVariable); !variable.isEmpty())
        question.names.append(variable);
    return askOrFail<Settings>(question,
                               [kind = *kind, credential = inputs.credential](const EnvironmentContents &environment) -> Step<Settings> {
                                   return settingsFrom(environment, credential, kind);
                               });
}

QUrl secretManagerAddress(const Settings &settings, const QString &location)
{
    return settings.own.secretManager.isEmpty() ? googles(settings, u"secretmanager"_s, location) : settings.own.secretManager;
}

QUrl tokenAddress(const Settings &settings)
{
    return settings.own.token.isEmpty() ? QUrl(QString(kTokenAddress)) : settings.own.token;
}

QUrl iamAddress(const Settings &settings, const QString &region)
{
    return settings.own.iamCredentials.isEmpty() ? googles(settings, u"iamcredentials"_s, region) : settings.own.iamCredentials;
}

QUrl stsAddress(const Settings &settings, const QString &region)
{
    return settings.own.sts.isEmpty() ? googles(settings, u"sts"_s, region) : settings.own.sts;
}

} // namespace sallyport::gcp
