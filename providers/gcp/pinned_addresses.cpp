// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "providers/gcp/pinned_addresses.h"

#include "providers/gcp/names.h"
#include "providers/sdk/own_address.h"
#include "providers/sdk/plain_text.h"

#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace sallyport::gcp {

namespace {

constexpr QLatin1StringView kRegion{"(?:\\.(?<region>[a-z]+-[a-z]+[0-9]+)\\.rep)?"};

Error foreign(const QString &member, const QString &address, const QString &hint)
{
    const QUrl url(address);
    const QString named = url.host().isEmpty() ? printable(address, 80) : printable(url.host(), 80);
    return {ErrorKind::InvalidInput, u"%1 leads to %2, which is none of Google's addresses"_s.arg(member, named), hint};
}

QRegularExpressionMatch matching(const QString &pattern, const QString &address)
{
    return QRegularExpression(QRegularExpression::anchoredPattern(pattern)).match(address);
}

QString hintForElsewhere()
{
    return u"Nothing was sent there. Have the file made anew by gcloud, and use none of unknown origin."_s;
}

//! Addresses inside a machine or a cloud's own network, which answer over http only.
bool isMetadataHost(const QString &host)
{
    return isThisMachine(host) || host == "169.254.169.254"_L1 || host == "metadata.google.internal"_L1;
}

bool isActionsHost(const QString &host)
{
    return host.endsWith(".actions.githubusercontent.com"_L1);
}

} // namespace

bool isTokenAddress(const QString &address)
{
    static const QStringList known{u"https://oauth2.googleapis.com/token"_s, u"https://accounts.google.com/o/oauth2/token"_s,
                                   u"https://www.googleapis.com/oauth2/v4/token"_s, u"https://www.googleapis.com/oauth2/v3/token"_s};
    return known.contains(address);
}

Result<QString> stsRegion(const QString &address, QLatin1StringView method, const QString &universe)
{
    const auto match = matching(u"https://sts%1\\.%2/v1/%3"_s.arg(kRegion, QRegularExpression::escape(universe), method), address);
    if (!match.hasMatch())
        return foreign(u"its token_url"_s, address, hintForElsewhere());
    return match.captured(u"region"_s);
}

Result<ImpersonationAddress> impersonationAddress(const QString &address, const QString &universe)
{
    const auto match =
        matching(u"https://iamcredentials%1\\.%2/v1/projects/-/serviceAccounts/(?<account>[^/:?#]+):generateAccessToken"_s.arg(
                     kRegion, QRegularExpression::escape(universe)),
                 address);
    if (!match.hasMatch())
        return foreign(u"its service_account_impersonation_url"_s, address, hintForElsewhere());
    const auto account = checkedAccount(match.captured(u"account"_s), u"its service account"_s);
    if (!account)
        return account.error();
    return ImpersonationAddress{*account, match.captured(u"region"_s)};
}

Result<QUrl> subjectTokenAddress(const QString &address, const QStringList &hosts)
{
    const QUrl url(address, QUrl::StrictMode);
    const QString host = url.host().toLower();
    const bool isHttps = url.scheme() == "https"_L1;
    if (!url.isValid() || host.isEmpty() || !url.userInfo().isEmpty() || url.hasFragment() || (!isHttps && url.scheme() != "http"_L1))
        return Error{ErrorKind::InvalidInput, u"the url of its credential_source is no https address"_s, hintForElsewhere()};
    if (isMetadataHost(host) || (isHttps && (isActionsHost(host) || hosts.contains(host))))
        return url;
    if (!isHttps)
        return Error{ErrorKind::InvalidInput, u"the url of its credential_source asks %1 without encryption"_s.arg(printable(host, 80)),
                     u"Use https; http is for this machine and metadata servers only."_s};
    return Error{ErrorKind::InvalidInput, u"the file gets its token from %1, which is not allowed"_s.arg(printable(host, 80)),
                 u"If you know that host, enter it under Token Hosts in the credential."_s};
}

} // namespace sallyport::gcp
