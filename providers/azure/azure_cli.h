// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "providers/azure/entra.h"

namespace sallyport::azure {

//! A token of whoever is signed in to the Azure CLI (`az account get-access-token`). Errors: Unauthenticated where nobody is; NotFound
//! where there is no such program. Source: https://learn.microsoft.com/cli/azure/account#az-account-get-access-token.
[[nodiscard]] Step<AccessGrant> azureCliGrant(const Context &context, const Audience &wanted);

//! Whether that grant came from there.
[[nodiscard]] bool isOfAzureCli(const AccessGrant &grant);
//! What to do where a vault wants a token with certain claims (JSON): the program that gives tokens cannot be told, only the sign-in
//! before. Source: https://learn.microsoft.com/cli/azure/reference-index#az-login, as in azure-identity for Python 1.27.
[[nodiscard]] QString azureCliLoginFor(const Context &context, const QByteArray &claims);

} // namespace sallyport::azure
