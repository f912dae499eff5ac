// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "providers/azure/grant.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace sallyport::azure {

namespace {

constexpr qint64 kUsualLifeS = 3600;

} // namespace

AccessGrant makeGrant(const SecretValue &token, const Audience &audience, const QDateTime &issued, std::optional<qint64> seconds)
{
    AccessGrant grant;
    grant.values.setSecret(kToken, token);
    grant.values.setText(kGrantTenant, audience.tenant);
    grant.values.setText(kGrantResource, audience.resource);
    grant.issued = issued;
    grant.expires = issued.addSecs(seconds.value_or(kUsualLifeS));
    return grant;
}

std::optional<qint64> secondsIn(const Value &value)
{
    bool isNumber = false;
    const qint64 seconds = (value.isNumber() ? value.numberText() : value.toString()).toLongLong(&isNumber);
    return isNumber && seconds > 0 ? std::optional(seconds) : std::nullopt;
}

Result<QByteArray> bearerOf(const AccessGrant &grant)
{
    const SecretValue token = grant.values.secret(kToken);
    if (token.isEmpty())
        return Error{ErrorKind::Unauthenticated, u"there is no token yet"_s, u"Sign in again."_s};
    const QByteArrayView bytes = token.reveal();
    if (std::any_of(bytes.begin(), bytes.end(), [](char c) { return c <= ' ' || c >= '\x7f'; }))
        return Error{ErrorKind::Malformed, u"the token holds a character that no token has"_s, u"Sign in again."_s};
    return "Bearer " + bytes.toByteArray();
}

} // namespace sallyport::azure
