// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/http/proxy_choice.h"

#include <QHostAddress>
#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace sallyport {

namespace {

constexpr quint16 kUsualProxyPort = 1080; // what curl takes where none is written

QString firstSet(const EnvironmentReader &environment, std::initializer_list<const char *> names, QString *which = nullptr)
{
    for (const char *name : names) {
        const QString value = environment(name).trimmed();
        if (value.isEmpty())
            continue;
        if (which)
            *which = QString::fromLatin1(name);
        return value;
    }
    return {};
}

Error unusable(const QString &where)
{
    return Error{ErrorKind::InvalidInput, u"the proxy address in %1 cannot be used"_s.arg(where),
                 u"Write it as http://host:port or socks5://host:port."_s};
}

Result<QNetworkProxy> proxyFrom(QUrl address, const QUrl &target, const QString &where)
{
    const QString scheme = address.scheme();
    QNetworkProxy::ProxyType type = QNetworkProxy::NoProxy;
    if (scheme == "http"_L1) // plain http is asked of the proxy itself, https goes through a tunnel
        type = target.scheme() == "https"_L1 ? QNetworkProxy::HttpProxy : QNetworkProxy::HttpCachingProxy;
    else if (scheme == "socks5"_L1 || scheme == "socks5h"_L1)
        type = QNetworkProxy::Socks5Proxy;
    if (type == QNetworkProxy::NoProxy || !address.isValid() || address.host().isEmpty())
        return unusable(where);
    return QNetworkProxy(type, address.host(), static_cast<quint16>(address.port(kUsualProxyPort)), address.userName(QUrl::FullyDecoded),
                         address.password(QUrl::FullyDecoded));
}

Result<QNetworkProxy> fromEnvironment(const QUrl &url, const EnvironmentReader &environment)
{
    QString which;
    const QString written = url.scheme() == "https"_L1
        ? firstSet(environment, {"https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"}, &which)
        : firstSet(environment, {"http_proxy", "all_proxy", "ALL_PROXY"}, &which);
    if (written.isEmpty() || isExcepted(url.host(), firstSet(environment, {"no_proxy", "NO_PROXY"})))
        return QNetworkProxy(QNetworkProxy::NoProxy);
    return proxyFrom(QUrl(written.contains("://"_L1) ? written : "http://"_L1 + written), url, which);
}

} // namespace

QString readEnvironment(const char *name)
{
    return qEnvironmentVariable(name);
}

bool isNeverProxied(const QString &host)
{
    QString name = host.toLower();
    if (name.endsWith(u'.'))
        name.chop(1);
    if (name == "localhost"_L1 || name.endsWith(".localhost"_L1) || name == "metadata.google.internal"_L1 || name == "metadata"_L1)
        return true;
    const QHostAddress address(name);
    if (address.isNull())
        return false;
    static const QHostAddress kMetadataV6(u"fd00:ec2::"_s); // of instances (::254) and containers (::23)
    return address.isLoopback() || address.isLinkLocal() || address.isInSubnet(kMetadataV6, 112);
}

bool isExcepted(const QString &host, const QString &exceptions)
{
    static const QRegularExpression kSeparators(u"[,\\s]+"_s);
    const QHostAddress address(host);
    for (QString entry : exceptions.toLower().split(kSeparators, Qt::SkipEmptyParts)) {
        if (entry == "*"_L1)
            return true;
        while (entry.startsWith(u'.'))
            entry.remove(0, 1);
        if (address.isNull()) {
            const QString name = host.toLower();
            if (name == entry || (!entry.isEmpty() && name.endsWith(u'.' + entry)))
                return true;
        } else if (const auto subnet = QHostAddress::parseSubnet(entry); subnet.second >= 0 && address.isInSubnet(subnet)) {
            return true;
        }
    }
    return false;
}

Result<QNetworkProxy> chooseProxy(const ProxyPolicy &policy, const QUrl &url, const EnvironmentReader &environment)
{
    if (policy.mode == ProxyPolicy::Mode::None || isNeverProxied(url.host()))
        return QNetworkProxy(QNetworkProxy::NoProxy);
    if (policy.mode == ProxyPolicy::Mode::Manual)
        return proxyFrom(policy.manual, url, u"the preferences"_s);
    return fromEnvironment(url, environment);
}

} // namespace sallyport
