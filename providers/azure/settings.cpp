// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "providers/azure/settings.h"

#include "providers/azure/tables.h"
#include "providers/sdk/plain_text.h"

#include <QRegularExpression>

#include <array>

using namespace Qt::StringLiterals;

namespace sallyport::azure {

namespace {

constexpr std::array kClouds{
    Cloud{.id = "public"_L1,
          .loginHost = "login.microsoftonline.com"_L1,
          .vaultDomain = "vault.azure.net"_L1,
          .challengeHosts = "login.windows.net login.microsoft.com sts.windows.net"_L1},
    Cloud{.id = "usGovernment"_L1,
          .loginHost = "login.microsoftonline.us"_L1,
          .vaultDomain = "vault.usgovcloudapi.net"_L1,
          .challengeHosts = "login-us.microsoftonline.com"_L1},
    Cloud{.id = "china"_L1,
          .loginHost = "login.partner.microsoftonline.cn"_L1,
          .vaultDomain = "vault.azure.cn"_L1,
          .challengeHosts = "login.chinacloudapi.cn"_L1},
};

constexpr std::array kKinds{
    std::pair{kTypeUser, Kind::User},
    std::pair{kTypeClientSecret, Kind::ClientSecret},
    std::pair{kTypeCertificate, Kind::Certificate},
    std::pair{kTypeFederated, Kind::Federated},
    std::pair{kTypeManagedIdentity, Kind::ManagedIdentity},
    std::pair{kTypeAzureCli, Kind::AzureCli},
    std::pair{kTypeDefault, Kind::Default},
};

Error unusable(const QString &what, const QString &hint)
{
    return {ErrorKind::InvalidInput, what, hint};
}

const QString &correctIt()
{
    static const QString text = u"Correct it in the credential."_s;
    return text;
}

Result<Kind> kindFrom(const QString &text)
{
    for (const auto &[name, kind] : kKinds) {
        if (text == name)
            return kind;
    }
    return unusable(u"there is no credential type \"%1\" for Azure"_s.arg(printable(text, 40)), correctIt());
}

Result<const Cloud *> cloudFrom(const QString &text)
{
    for (const Cloud &cloud : kClouds) {
        if (text == cloud.id)
            return &cloud;
    }
    return unusable(u"there is no Azure cloud \"%1\""_s.arg(printable(text, 40)), correctIt());
}

//! `login.example` is understood as `https://login.example`, as the vendor's SDKs do.
Result<QUrl> authorityFrom(const QString &text)
{
    const QUrl url(text.contains(u"://"_s) ? text : u"https://"_s + text, QUrl::StrictMode);
    const bool bare = url.userInfo().isEmpty() && !url.hasQuery() && !url.hasFragment() && (url.path().isEmpty() || url.path() == "/"_L1);
    const bool safe = url.scheme() == "https"_L1 || (url.scheme() == "http"_L1 && isThisMachine(url.host()));
    if (!url.isValid() || url.host().isEmpty() || !bare)
        return unusable(u"the authority host \"%1\" is not an address such as https://login.example:8443"_s.arg(printable(text, 100)),
                        correctIt());
    if (!safe)
        return unusable(u"the authority host \"%1\" is not an https address"_s.arg(printable(text, 100)),
                        u"Sign-ins go over https; only on this machine may it be http."_s);
    QUrl authority;
    authority.setScheme(url.scheme());
    authority.setHost(url.host());
    authority.setPort(url.port());
    return authority;
}

Result<QList<VaultHost>> hostsFrom(const QString &text)
{
    static const QRegularExpression kSeparators(u"[,;\\s]+"_s);
    static const QRegularExpression kHost(u"\\A([A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?)(?::([0-9]{1,5}))?\\z"_s);
    QList<VaultHost> hosts;
    for (const QString &word : text.split(kSeparators, Qt::SkipEmptyParts)) {
        const auto match = kHost.match(word);
        const int port = match.captured(2).isEmpty() ? 443 : match.captured(2).toInt();
        if (!match.hasMatch() || match.captured(1).contains(u".."_s) || port < 1 || port > 65535)
            return unusable(u"\"%1\" among the further vault hosts is not a host or host:port"_s.arg(printable(word, 80)),
                            u"Write it as vault.corp.example or vault.corp.example:8443, without https:// in front."_s);
        hosts.append({match.captured(1).toLower(), port});
    }
    return hosts;
}

Result<Done> checkName(const QString &text, const QString &label)
{
    static const QRegularExpression kName(u"\\A[A-Za-z0-9][A-Za-z0-9._-]*\\z"_s);
    if (text.isEmpty())
        return unusable(u"the %1 is missing"_s.arg(label), u"Enter it in the credential."_s);
    if (!kName.match(text).hasMatch() || text.size() > 255)
        return unusable(u"the %1 \"%2\" is neither an id nor a name"_s.arg(label, printable(text, 80)), correctIt());
    return Done{};
}

bool isApplication(Kind kind)
{
    return kind == Kind::ClientSecret || kind == Kind::Certificate || kind == Kind::Federated;
}

//! The fields that say who signs in where.
Result<Settings> withIdentity(Settings settings, const FormValues &credential)
{
    const auto said = [&credential](QLatin1StringView id) { return answer(kCredentialForm, credential, id); };
    if (isApplication(settings.kind)) {
        settings.tenant = said(kTenantId);
        settings.clientId = said(kClientId);
    } else if (settings.kind == Kind::User) {
        settings.tenant = said(kTenant).isEmpty() ? u"organizations"_s : said(kTenant);
        settings.clientId = said(kPublicClientId);
    } else {
        settings.tenant = settings.kind == Kind::AzureCli ? said(kTenant) : QString();
    }
    const bool asks = isApplication(settings.kind) || settings.kind == Kind::User;
    if (asks || !settings.tenant.isEmpty()) {
        if (const auto good = checkName(settings.tenant, u"tenant"_s); !good)
            return good.error();
    }
    if (asks) {
        if (const auto good = checkName(settings.clientId, u"client id"_s); !good)
            return good.error();
    }
    return settings;
}

} // namespace

bool isGuid(const QString &text)
{
    static const QRegularExpression kGuid(u"\\A[0-9A-Fa-f]{8}-([0-9A-Fa-f]{4}-){3}[0-9A-Fa-f]{12}\\z"_s);
    return kGuid.match(text).hasMatch();
}

bool isThisMachine(const QString &host)
{
    static const QRegularExpression kLoopback(u"\\A127(\\.[0-9]{1,3}){3}\\z"_s);
    return host == "localhost"_L1 || host == "::1"_L1 || kLoopback.match(host).hasMatch();
}

Result<Settings> settingsFrom(const FormValues &credential)
{
    const auto said = [&credential](QLatin1StringView id) { return answer(kCredentialForm, credential, id); };
    const auto kind = kindFrom(said(kType));
    if (!kind)
        return kind.error();
    const auto cloud = cloudFrom(said(kCloud));
    if (!cloud)
        return cloud.error();
    const QString own = said(kAuthorityHost);
    const auto authority = authorityFrom(own.isEmpty() ? QString((*cloud)->loginHost) : own);
    if (!authority)
        return authority.error();
    const auto hosts = hostsFrom(said(kVaultHosts));
    if (!hosts)
        return hosts.error();
    Settings settings{.kind = *kind, .cloud = *cloud, .authority = *authority};
    settings.ownAuthority = authority->host() != (*cloud)->loginHost;
    settings.hosts = *hosts;
    settings.tls.caFile = said(kCaFile);
    return withIdentity(settings, credential);
}

} // namespace sallyport::azure
