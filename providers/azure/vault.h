// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "providers/azure/entra.h"

//! Calls to a key vault.
namespace sallyport::azure {

//! Reads something of a vault. There is nothing else that this program does to one.
struct VaultCall {
    Vault vault;
    QByteArray path;  //!< encoded
    QByteArray query; //!< encoded, with `api-version`
    QString purpose;  //!< completes "could not ...", e.g. `read the secret "db" of shop.vault.azure.net`
    QString right{};  //!< what the identity needs, e.g. `Get`

    [[nodiscard]] QUrl url() const { return vault.url(path, query); }
};

//! Asks the vault first, without a token, which one it wants; sends one only where that is as it must be (see audienceFrom), and only to
//! that vault. What a vault wants is noted for later calls. A vault of another tenant gets a token of that tenant. Errors: what kept the
//! answer away; refusals; Unauthenticated where the token is no longer good, with the claims that the next one must satisfy noted. An
//! application whose token is fresh gets the next one at once. Sources:
//! "Authentication, requests and responses", https://learn.microsoft.com/azure/key-vault/general/authentication-requests-and-responses.
[[nodiscard]] Step<Value> callVault(const Context &context, const VaultCall &call);

//! The error that a refusal amounts to.
//! Source: "Azure Key Vault REST API error codes", https://learn.microsoft.com/azure/key-vault/general/rest-error-codes.
[[nodiscard]] Error vaultRefusal(const Context &context, const VaultCall &call, const HttpReply &reply);

//! `api-version=7.4`, the oldest version that has all we need.
inline const QByteArray kApiVersion = QByteArrayLiteral("api-version=7.4");

} // namespace sallyport::azure
