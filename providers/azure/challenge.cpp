// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "providers/azure/challenge.h"

#include "app/base/json.h"
#include "providers/sdk/plain_text.h"

#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace sallyport::azure {

namespace {

//! A walk along a header.
class Reader {
public:
    explicit Reader(const QByteArray &text) : m_text(text) {}

    [[nodiscard]] bool atEnd() const { return m_at >= m_text.size(); }
    [[nodiscard]] char peek() const { return atEnd() ? '\0' : m_text.at(m_at); }
    void step() { ++m_at; }

    void skip(QByteArrayView characters)
    {
        while (!atEnd() && characters.contains(peek()))
            step();
    }

    QByteArray until(QByteArrayView characters)
    {
        const qsizetype begin = m_at;
        while (!atEnd() && !characters.contains(peek()))
            step();
        return m_text.sliced(begin, m_at - begin);
    }

    //! After the opening quote; a backslash keeps the next character.
    QByteArray quoted()
    {
        QByteArray value;
        while (!atEnd() && peek() != '"') {
            if (peek() == '\\')
                step();
            if (!atEnd()) {
                value += peek();
                step();
            }
        }
        step();
        return value;
    }

private:
    const QByteArray &m_text;
    qsizetype m_at = 0;
};

QByteArray valueAfterEquals(Reader &reader)
{
    reader.skip(" \t");
    if (reader.peek() != '"')
        return reader.until(" \t,");
    reader.step();
    return reader.quoted();
}

QList<QByteArray> challengeHeaders(const HttpReply &reply)
{
    QList<QByteArray> values;
    for (const HttpHeader &header : reply.headers) {
        if (header.name.compare("WWW-Authenticate", Qt::CaseInsensitive) == 0)
            values.append(header.value);
    }
    return values;
}

//! The bearer challenges of an answer, those of all headers.
std::vector<Challenge> bearerChallenges(const HttpReply &reply)
{
    std::vector<Challenge> found;
    for (const QByteArray &header : challengeHeaders(reply)) {
        for (const Challenge &challenge : parseChallenges(header)) {
            if (challenge.scheme == "bearer")
                found.push_back(challenge);
        }
    }
    return found;
}

QByteArray firstOf(const Challenge &challenge, std::initializer_list<QByteArrayView> names)
{
    for (const QByteArrayView name : names) {
        if (QByteArray value = challenge.value(name); !value.isEmpty())
            return value;
    }
    return {};
}

//! `https://vault.azure.net` of `https://vault.azure.net/.default`; invalid for anything that is no plain https address.
QUrl resourceFrom(const QByteArray &text)
{
    const QUrl url = QUrl::fromEncoded(text, QUrl::StrictMode);
    const bool plain = url.isValid() && url.scheme() == "https"_L1 && !url.host().isEmpty() && url.userInfo().isEmpty() && !url.hasQuery();
    if (!plain)
        return {};
    QUrl resource;
    resource.setScheme(u"https"_s);
    resource.setHost(url.host());
    resource.setPort(url.port());
    return resource;
}

bool mayAskFor(const QUrl &resource, const Vault &vault, const Settings &settings)
{
    const QString &host = vault.host.host;
    const QString parent = host.section(u'.', 1);
    const bool samePort = resource.port(443) == 443 || resource.port() == vault.host.port;
    if (!parent.isEmpty() && resource.host() == parent && samePort)
        return vault.listed || parent == settings.cloud->vaultDomain;
    return vault.listed && resource.host() == settings.cloud->vaultDomain && resource.port() == -1;
}

bool isKnownAuthority(const QUrl &url, const Settings &settings)
{
    const QString host = url.host();
    if (host == settings.authority.host() || (isThisMachine(host) && isThisMachine(settings.authority.host())))
        return url.scheme() == settings.authority.scheme();
    const QStringList known = QString(settings.cloud->challengeHosts).split(u' ') << settings.cloud->loginHost;
    return url.scheme() == "https"_L1 && known.contains(host);
}

Error refused(const Vault &vault, const QString &what)
{
    return {
        ErrorKind::PermissionDenied, u"%1 asks for %2, so it was sent no token"_s.arg(printable(vault.host.name(), 120), what),
        u"Check the address of the vault and the cloud of the credential. If these are right, somebody may be answering in its place."_s};
}

Error nothingAsked(const Vault &vault)
{
    return {ErrorKind::Unauthenticated,
            u"%1 refuses calls without a token and does not say which one it wants"_s.arg(printable(vault.host.name(), 120)),
            u"Check that a key vault answers there."_s};
}

} // namespace

QByteArray Challenge::value(QByteArrayView name) const
{
    for (const auto &[known, value] : parameters) {
        if (known == name)
            return value;
    }
    return {};
}

std::vector<Challenge> parseChallenges(const QByteArray &header)
{
    std::vector<Challenge> found;
    Reader reader(header);
    while (!reader.atEnd()) {
        reader.skip(" \t,");
        const QByteArray word = reader.until(" \t,=").toLower();
        reader.skip(" \t");
        if (reader.peek() != '=') {
            if (!word.isEmpty())
                found.push_back({.scheme = word});
            continue;
        }
        reader.step();
        const QByteArray value = valueAfterEquals(reader);
        if (!found.empty() && !word.isEmpty())
            found.back().parameters.emplace_back(word, value);
    }
    return found;
}

Audience Audience::fromText(const QString &text)
{
    return {.tenant = text.section(u' ', 0, 0), .resource = text.section(u' ', 1)};
}

QByteArray claimsFrom(const HttpReply &reply)
{
    for (const Challenge &challenge : bearerChallenges(reply)) {
        const QByteArray text = challenge.value("claims");
        if (text.isEmpty())
            continue;
        QByteArray plain = text; // both alphabets, with padding or without
        plain.replace('-', '+').replace('_', '/');
        QByteArray claims = QByteArray::fromBase64(plain);
        const auto parsed = json::parse(claims);
        if (parsed && parsed->isMap())
            return claims;
    }
    return {};
}

Result<Audience> audienceFrom(const HttpReply &reply, const Vault &vault, const Settings &settings)
{
    static const QRegularExpression kTenant(u"\\A[A-Za-z0-9.-]+\\z"_s);
    for (const Challenge &challenge : bearerChallenges(reply)) {
        const QByteArray place = firstOf(challenge, {"authorization_uri", "authorization"});
        const QByteArray wanted = firstOf(challenge, {"resource", "scope"});
        if (place.isEmpty() || wanted.isEmpty())
            continue;
        const QUrl resource = resourceFrom(wanted);
        if (!resource.isValid() || !mayAskFor(resource, vault, settings))
            return refused(vault,
                           u"a token for \"%1\", which is not what vaults there take"_s.arg(printable(QString::fromUtf8(wanted), 120)));
        const QUrl authority = QUrl::fromEncoded(place, QUrl::StrictMode);
        if (!authority.isValid() || !isKnownAuthority(authority, settings))
            return refused(
                vault, u"a token of \"%1\", which is not where this credential signs in"_s.arg(printable(QString::fromUtf8(place), 120)));
        const QString tenant = authority.path().section(u'/', 1, 1);
        return Audience{kTenant.match(tenant).hasMatch() ? tenant : QString(), resource.toString(QUrl::FullyEncoded)};
    }
    return nothingAsked(vault);
}

} // namespace sallyport::azure
