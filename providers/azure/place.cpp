// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "providers/azure/place.h"

#include "providers/azure/tables.h"
#include "providers/sdk/plain_text.h"

#include <QRegularExpression>

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace sallyport::azure {

namespace {

struct KindName {
    ObjectKind kind;
    QStringView name;
    const char *collection;
};
constexpr std::array kKindNames{
    KindName{ObjectKind::Secret, u"secret", "secrets"},
    KindName{ObjectKind::Key, u"key", "keys"},
    KindName{ObjectKind::Certificate, u"certificate", "certificates"},
};

const KindName &namesOf(ObjectKind kind)
{
    return *std::find_if(kKindNames.begin(), kKindNames.end(), [kind](const KindName &names) { return names.kind == kind; });
}

Error notAnIdentifier(const QString &text)
{
    return {
        ErrorKind::InvalidInput, u"\"%1\" is not the identifier of a secret"_s.arg(printable(text, 200)),
        u"It reads like https://shop.vault.azure.net/secrets/db-password, with a version of 32 characters after another slash or without "
        u"one."_s};
}

Error otherHost(const QString &host, const Settings &settings)
{
    return {
        ErrorKind::InvalidInput,
        u"\"%1\" is not a vault that this credential may be used for, so nothing was sent there"_s.arg(printable(host, 120)),
        u"Vaults of its cloud end in .%1. A vault at another address must be listed in the credential, under Further Vault Hosts."_s.arg(
            settings.cloud->vaultDomain)};
}

//! What could be read as something else by somebody on the way is not read at all.
bool isPlainAscii(const QString &text)
{
    return std::all_of(text.begin(), text.end(), [](QChar c) { return c > u' ' && c < u'\x7f'; });
}

//! `shop`: 3 to 24 letters, digits and single hyphens, a letter first, no hyphen last.
bool isVaultName(const QString &name)
{
    static const QRegularExpression kName(u"\\A[a-z][a-z0-9-]{1,22}[a-z0-9]\\z"_s);
    return kName.match(name).hasMatch() && !name.contains(u"--"_s);
}

//! `host`, with `port` as written.
Result<Vault> vaultAt(const QString &host, const QString &port, const Settings &settings)
{
    const VaultHost asked{host.toLower(), port.isEmpty() ? 443 : port.toInt()};
    if (settings.hosts.contains(asked))
        return Vault{asked, true};
    const QString suffix = u'.' + settings.cloud->vaultDomain;
    if (port.isEmpty() && asked.host.endsWith(suffix) && isVaultName(asked.host.chopped(suffix.size())))
        return Vault{asked, false};
    return otherHost(port.isEmpty() ? host : host + u':' + port, settings);
}

ObjectKind kindFrom(const QString &name)
{
    for (const KindName &names : kKindNames) {
        if (name == names.name)
            return names.kind;
    }
    return ObjectKind::Secret;
}

QString said(const FormValues &reference, QLatin1StringView id)
{
    return answer(kReferenceForm, reference, id);
}

//! The host that a vault field means: `shop`, `shop.vault.azure.net`, `vault.corp.example:8443`, each also with https:// in front.
Result<Vault> vaultFrom(QString text, const Settings &settings)
{
    static const QRegularExpression kHost(u"\\A([A-Za-z0-9.-]+)(?::([0-9]{1,5}))?\\z"_s);
    if (text.startsWith("https://"_L1, Qt::CaseInsensitive))
        text = text.sliced(8);
    if (text.endsWith(u'/'))
        text.chop(1);
    const auto match = kHost.match(text);
    if (text.isEmpty())
        return Error{ErrorKind::InvalidInput, u"the key vault is missing"_s, u"Enter its name in the link."_s};
    if (!match.hasMatch())
        return otherHost(text, settings);
    const bool isName = isVaultName(text.toLower()) && !settings.hosts.contains(VaultHost{text.toLower(), 443});
    return vaultAt(isName ? text + u'.' + settings.cloud->vaultDomain : match.captured(1), match.captured(2), settings);
}

} // namespace

QString nameOf(ObjectKind kind)
{
    return namesOf(kind).name.toString();
}

QByteArray collectionOf(ObjectKind kind)
{
    return namesOf(kind).collection;
}

QUrl Vault::url(const QByteArray &path, const QByteArray &query) const
{
    QUrl url;
    url.setScheme(u"https"_s);
    url.setHost(host.host);
    if (host.port != 443)
        url.setPort(host.port);
    url.setPath(QString::fromLatin1(path), QUrl::StrictMode);
    url.setQuery(QString::fromLatin1(query), QUrl::StrictMode);
    return url;
}

QByteArray Place::path() const
{
    QByteArray path = '/' + collectionOf(kind);
    if (!name.isEmpty())
        path += '/' + name.toLatin1();
    if (!version.isEmpty())
        path += '/' + version.toLatin1();
    return path;
}

Result<Place> parseIdentifier(const QString &identifier, const Settings &settings)
{
    static const QRegularExpression kShape(u"\\Ahttps://([^/]+)/(secret|key|certificate)s/([0-9a-z-]{1,127})(?:/([0-9a-f]{32}))?/?\\z"_s,
                                           QRegularExpression::CaseInsensitiveOption);
    static const QRegularExpression kHost(u"\\A([A-Za-z0-9.-]+)(?::([0-9]{1,5}))?\\z"_s);
    const auto shape = kShape.match(identifier);
    if (!isPlainAscii(identifier) || !shape.hasMatch())
        return notAnIdentifier(identifier);
    const auto host = kHost.match(shape.captured(1));
    if (!host.hasMatch())
        return otherHost(shape.captured(1), settings);
    const auto vault = vaultAt(host.captured(1), host.captured(2), settings);
    if (!vault)
        return vault.error();
    return Place{*vault, kindFrom(shape.captured(2).toLower()), shape.captured(3), shape.captured(4).toLower()};
}

Result<Place> placeOf(const FormValues &reference, const Settings &settings)
{
    if (said(reference, kAddressing) != kByParts)
        return parseIdentifier(said(reference, kSecretIdentifier), settings);
    const auto vault = vaultFrom(said(reference, kVault), settings);
    if (!vault)
        return vault.error();
    QString identifier = u"https://%1/%2s/%3"_s.arg(vault->host.name(), said(reference, kSecretType), said(reference, kSecretName));
    if (const QString version = said(reference, kVersion); !version.isEmpty())
        identifier += u'/' + version;
    return parseIdentifier(identifier, settings);
}

Result<Place> vaultOf(const FormValues &reference, const Settings &settings)
{
    static const QRegularExpression kName(u"\\A[0-9A-Za-z-]{1,127}\\z"_s);
    if (said(reference, kAddressing) != kByParts)
        return parseIdentifier(said(reference, kSecretIdentifier), settings);
    const auto vault = vaultFrom(said(reference, kVault), settings);
    if (!vault)
        return vault.error();
    const QString name = said(reference, kSecretName);
    return Place{*vault, kindFrom(said(reference, kSecretType)), kName.match(name).hasMatch() ? name : QString(), {}};
}

} // namespace sallyport::azure
