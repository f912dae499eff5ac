// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/base/result.h"

#include <QByteArray>
#include <QDateTime>
#include <QString>

namespace sallyport::azure {

//! What an ID token must say to be ours.
struct IdTokenRules {
    QString clientId;
    QString issuer;   //!< with `{tenantid}` in place of the tenant
    QString tenant;   //!< as the credential names it; compared where it is an id
    QByteArray nonce; //!< of this sign-in; empty: none was sent
    QDateTime now;    //!< UTC
};

//! Who signed in.
struct Account {
    QString name;   //!< for people only; it can change
    QString tenant; //!< id
    QString object; //!< id within the tenant
};

//! Reads an ID token that came from the token endpoint itself (OpenID Connect Core 3.1.3.7, where TLS stands for its signature). Two
//! minutes of skew are allowed. Errors: Malformed for what is no such token, Unauthenticated naming the claim that does not fit; they quote
//! nothing secret. Source: "ID token claims reference", https://learn.microsoft.com/entra/identity-platform/id-token-claims-reference.
[[nodiscard]] Result<Account> accountFrom(const QString &idToken, const IdTokenRules &rules);

} // namespace sallyport::azure
