// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/base/value.h"
#include "providers/sdk/provider.h"

#include <QStringList>

namespace sallyport::aws {

//! An access key and what is known about it: all that a signature needs.
struct Keys {
    QString accessKeyId;
    SecretValue secretAccessKey;
    SecretValue sessionToken{};         //!< empty for long-lived keys
    std::optional<QDateTime> expires{}; //!< UTC; none: never, or unknown
    QString accountId{};                //!< where the source says it
    QString region{};                   //!< the settings' region when these keys were obtained; may be empty
    QStringList origin{};               //!< how we came by this identity, for people, e.g. `profile "prod"`, `role arn:... assumed`
};

//! A pair of keys as a person or file gives it: white space around it is taken off. Errors: InvalidInput where one is missing or
//! holds a character that no key has; `where` completes "... from %1".
[[nodiscard]] Result<Keys> checkedKeys(const QString &accessKeyId, const SecretValue &secret, const SecretValue &token,
                                       const QString &where);

//! Keys as containers, instances and processes give them: `AccessKeyId`, `SecretAccessKey`, the token by its name, `Expiration`,
//! `AccountId`. Errors: Malformed.
[[nodiscard]] Result<Keys> keysFromJson(const Value &object, QStringView tokenName, const QString &where);

//! A grant with these keys. It says when it was issued and ends, nothing about renewal.
[[nodiscard]] AccessGrant grantFrom(const Keys &keys, const QDateTime &now);
//! The keys of a grant. Errors: Unauthenticated where it holds none.
[[nodiscard]] Result<Keys> keysFrom(const AccessGrant &grant);

//! A moment as AWS writes it: ISO 8601 with `Z`, `UTC` or an offset. UTC; none where it is none of these.
[[nodiscard]] std::optional<QDateTime> momentFrom(const QString &text);

} // namespace sallyport::aws
