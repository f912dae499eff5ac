// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "providers/azure/entra.h"

//! From a credential to a token for key vaults.
namespace sallyport::azure {

//! A token for `wanted` without anybody's help. An empty tenant means the credential's. Errors: Unauthenticated where a person has to sign
//! in.
[[nodiscard]] Step<AccessGrant> grantFor(const Context &context, const Audience &wanted);

//! ProviderDescriptor's functions.
[[nodiscard]] Step<AccessGrant> signIn(const Inputs &inputs);
[[nodiscard]] Step<Identity> identify(const Inputs &inputs);

} // namespace sallyport::azure
