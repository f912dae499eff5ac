// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/base/value.h"
#include "providers/azure/challenge.h"

#include <optional>

//! What a sign-in yields.
namespace sallyport::azure {

// values of a grant
inline constexpr QLatin1StringView kToken{"token"};        //!< secret
inline constexpr QLatin1StringView kGrantTenant{"tenant"}; //!< whose tokens these are; may be empty
inline constexpr QLatin1StringView kGrantResource{"resource"};
inline constexpr QLatin1StringView kGrantAccount{"account"}; //!< who signed in, for people
inline constexpr QLatin1StringView kGrantOrigin{"origin"};   //!< where the token came from, for people

//! A grant that lives `seconds` from `issued` on; without `seconds` an hour.
[[nodiscard]] AccessGrant makeGrant(const SecretValue &token, const Audience &audience, const QDateTime &issued,
                                    std::optional<qint64> seconds);

//! A positive whole number, given as number or text.
[[nodiscard]] std::optional<qint64> secondsIn(const Value &value);

//! The grant's token as a header can carry it. Errors: Unauthenticated where there is none, Malformed where it has characters that no token
//! has.
[[nodiscard]] Result<QByteArray> bearerOf(const AccessGrant &grant);

} // namespace sallyport::azure
