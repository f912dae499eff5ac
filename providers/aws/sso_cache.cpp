// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "providers/aws/sso_cache.h"

#include "app/base/json.h"
#include "providers/aws/keys.h"

#include <QCryptographicHash>

using namespace Qt::StringLiterals;

namespace sallyport::aws {

namespace {

QString momentText(const QDateTime &moment)
{
    return moment.toUTC().toString(u"yyyy-MM-ddTHH:mm:ss'Z'"_s);
}

SecretValue secretAt(const Value &document, QStringView name)
{
    return SecretValue::fromString(document[name].toString());
}

QString fileIn(const Variables &variables, const QString &name)
{
    const QString home = variable(variables, u"HOME"_s);
    return home.isEmpty() ? QString() : u"%1/.aws/sso/cache/%2.json"_s.arg(home, name);
}

QString hashed(const QString &text)
{
    return QString::fromLatin1(QCryptographicHash::hash(text.toUtf8(), QCryptographicHash::Sha1).toHex());
}

SecretValue writtenOut(const Value &document)
{
    QByteArray text = json::write(document);
    SecretValue written{QByteArrayView(text)};
    wipe(text);
    return written;
}

} // namespace

bool SsoToken::canRefresh(const QDateTime &now) const
{
    const bool complete = !refreshToken.isEmpty() && !clientId.isEmpty() && !clientSecret.isEmpty();
    return complete && registrationExpires && now < *registrationExpires;
}

QString ssoCachePath(const SsoSource &source, const Variables &variables)
{
    return fileIn(variables, hashed(source.sessionName.isEmpty() ? source.startUrl : source.sessionName));
}

Result<SsoToken> ssoTokenFrom(QByteArrayView text)
{
    const auto document = json::parse(text);
    const auto expires = document ? momentFrom((*document)[u"expiresAt"].toString()) : std::nullopt;
    if (!document || !document->isMap() || (*document)[u"accessToken"].toString().isEmpty() || !expires)
        return Error{ErrorKind::Malformed, u"the cached token of the SSO session cannot be understood"_s, u"Sign in again."_s};
    return SsoToken{.accessToken = secretAt(*document, u"accessToken"),
                    .expires = *expires,
                    .refreshToken = secretAt(*document, u"refreshToken"),
                    .clientId = (*document)[u"clientId"].toString(),
                    .clientSecret = secretAt(*document, u"clientSecret"),
                    .registrationExpires = momentFrom((*document)[u"registrationExpiresAt"].toString()),
                    .document = SecretValue(text)};
}

SecretValue ssoDocument(const SsoToken &token, const SsoSource &source)
{
    const auto known = token.document.isEmpty() ? Result<Value>(Value(Value::Map())) : json::parse(token.document.reveal());
    Value document = known && known->isMap() ? *known : Value(Value::Map());
    document.set(u"startUrl"_s, source.startUrl);
    document.set(u"region"_s, source.region);
    document.set(u"accessToken"_s, token.accessToken.revealText());
    document.set(u"expiresAt"_s, momentText(token.expires));
    document.set(u"clientId"_s, token.clientId);
    document.set(u"clientSecret"_s, token.clientSecret.revealText());
    if (token.registrationExpires)
        document.set(u"registrationExpiresAt"_s, momentText(*token.registrationExpires));
    if (!token.refreshToken.isEmpty())
        document.set(u"refreshToken"_s, token.refreshToken.revealText());
    return writtenOut(document);
}

QString ssoClientName(const SsoSource &source, const QStringList &grantTypes)
{
    const QStringList parts{u"sallyport"_s, source.sessionName,       source.startUrl,
                            source.region,  source.scopes.join(u' '), grantTypes.join(u' ')};
    return hashed(parts.join(u'\n'));
}

QString ssoClientPath(const SsoSource &source, const QStringList &grantTypes, const Variables &variables)
{
    return fileIn(variables, ssoClientName(source, grantTypes));
}

Result<SsoToken> ssoClientFrom(QByteArrayView text)
{
    const auto document = json::parse(text);
    SsoToken client;
    if (document && document->isMap())
        client = {.clientId = (*document)[u"clientId"].toString(),
                  .clientSecret = secretAt(*document, u"clientSecret"),
                  .registrationExpires = momentFrom((*document)[u"expiresAt"].toString())};
    if (client.clientId.isEmpty() || client.clientSecret.isEmpty() || !client.registrationExpires)
        return Error{ErrorKind::Malformed, u"the cached registration of this program cannot be understood"_s, u"Sign in again."_s};
    return client;
}

SecretValue ssoClientDocument(const SsoToken &client, const QStringList &scopes, const QStringList &grantTypes)
{
    Value document{Value::Map()};
    document.set(u"clientId"_s, client.clientId);
    document.set(u"clientSecret"_s, client.clientSecret.revealText());
    if (client.registrationExpires)
        document.set(u"expiresAt"_s, momentText(*client.registrationExpires));
    document.set(u"scopes"_s, listOf(scopes));
    document.set(u"grantTypes"_s, listOf(grantTypes));
    return writtenOut(document);
}

Value listOf(const QStringList &texts)
{
    Value::List list;
    for (const QString &text : texts)
        list.emplace_back(text);
    return list;
}

} // namespace sallyport::aws
