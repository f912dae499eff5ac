// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "providers/azure/id_token.h"

#include "app/base/json.h"
#include "app/base/secret_value.h"
#include "providers/azure/settings.h"
#include "providers/sdk/plain_text.h"

#include <QRegularExpression>

#include <optional>

using namespace Qt::StringLiterals;

namespace sallyport::azure {

namespace {

constexpr qint64 kToleratedSkewS = 120;

Error unreadable()
{
    return {ErrorKind::Malformed, u"the sign-in service sent no readable ID token"_s, u"Check the authority host of the credential."_s};
}

Error misfit(const QString &what)
{
    return {ErrorKind::Unauthenticated, u"the ID token of this sign-in %1, so it was not accepted"_s.arg(what), u"Sign in again."_s};
}

Value decoded(const QString &part)
{
    return json::parse(QByteArray::fromBase64(part.toLatin1(), QByteArray::Base64UrlEncoding)).value_or(Value());
}

//! The claims. The signature is not looked at, see the header, but there must be one: nobody has asked for tokens without (OpenID Connect
//! Core 2).
std::optional<Value> claimsIn(const QString &idToken)
{
    static const QRegularExpression kShape(u"\\A([A-Za-z0-9_-]+)\\.([A-Za-z0-9_-]+)\\.[A-Za-z0-9_-]+\\z"_s);
    const auto match = kShape.match(idToken);
    if (!match.hasMatch())
        return std::nullopt;
    const QString algorithm = decoded(match.captured(1))[u"alg"].toString();
    const Value claims = decoded(match.captured(2));
    const bool isSigned = !algorithm.isEmpty() && algorithm.compare("none"_L1, Qt::CaseInsensitive) != 0;
    return isSigned && claims.isMap() ? std::optional(claims) : std::nullopt;
}

//! A single audience, as text or as a list of one.
bool isFor(const Value &audience, const QString &clientId)
{
    if (audience.isList())
        return audience.list().size() == 1 && audience.list().front().toString() == clientId;
    return audience.toString() == clientId;
}

std::optional<qint64> moment(const Value &claim)
{
    bool isNumber = false;
    const qint64 seconds = static_cast<qint64>(claim.numberText().toDouble(&isNumber));
    return isNumber ? std::optional(seconds) : std::nullopt;
}

Result<Done> checkTime(const Value &claims, const QDateTime &now)
{
    const qint64 seconds = now.toSecsSinceEpoch();
    const auto end = moment(claims[u"exp"]);
    if (!end || *end + kToleratedSkewS < seconds)
        return misfit(u"has ended"_s);
    const auto begin = moment(claims[u"nbf"]);
    if (begin && *begin - kToleratedSkewS > seconds)
        return misfit(u"is not valid yet: this computer's clock may be wrong"_s);
    return Done{};
}

Result<Done> checkIssuer(const Value &claims, const IdTokenRules &rules)
{
    const QString tenant = claims[u"tid"].toString();
    if (rules.issuer.contains(u"{tenantid}"_s) && !isGuid(tenant))
        return misfit(u"names no tenant"_s);
    if (isGuid(rules.tenant) && !tenant.isEmpty() && tenant.compare(rules.tenant, Qt::CaseInsensitive) != 0)
        return misfit(u"is one of another tenant (%1)"_s.arg(printable(tenant, 60)));
    QString expected = rules.issuer;
    expected.replace(u"{tenantid}"_s, tenant);
    if (claims[u"iss"].toString() != expected)
        return misfit(u"was issued by \"%1\""_s.arg(printable(claims[u"iss"].toString(), 120)));
    return Done{};
}

Result<Done> check(const Value &claims, const IdTokenRules &rules)
{
    if (!isFor(claims[u"aud"], rules.clientId))
        return misfit(u"is meant for another application"_s);
    if (auto good = checkIssuer(claims, rules); !good)
        return good;
    if (auto good = checkTime(claims, rules.now); !good)
        return good;
    const SecretValue nonce = SecretValue::fromString(claims[u"nonce"].toString());
    if (!rules.nonce.isEmpty() && !nonce.sameAs(SecretValue(rules.nonce)))
        return misfit(u"belongs to another sign-in"_s);
    if (claims[u"oid"].toString().isEmpty() && claims[u"sub"].toString().isEmpty())
        return misfit(u"does not say who signed in"_s);
    return Done{};
}

QString nameIn(const Value &claims)
{
    for (const QStringView name : {QStringView(u"preferred_username"), QStringView(u"upn"), QStringView(u"email"), QStringView(u"name"),
                                   QStringView(u"oid"), QStringView(u"sub")}) {
        if (const QString text = claims[name].toString().trimmed(); !text.isEmpty())
            return printable(text, 100);
    }
    return {};
}

} // namespace

Result<Account> accountFrom(const QString &idToken, const IdTokenRules &rules)
{
    const auto claims = claimsIn(idToken);
    if (!claims)
        return unreadable();
    if (const auto good = check(*claims, rules); !good)
        return good.error();
    const QString object = (*claims)[u"oid"].toString();
    return Account{nameIn(*claims), (*claims)[u"tid"].toString(), object.isEmpty() ? (*claims)[u"sub"].toString() : object};
}

} // namespace sallyport::azure
