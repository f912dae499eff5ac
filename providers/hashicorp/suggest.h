// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "providers/sdk/provider.h"

namespace sallyport::hashicorp {

//! Mounts of key-value engines, secrets and folders below what is typed, versions, names in the secret: what Vault
//! lists to this token. Values of secrets are never among them.
[[nodiscard]] Step<std::vector<Suggestion>> suggest(const Inputs &inputs, const SecretKindSpec &kind, QLatin1StringView fieldId);

} // namespace sallyport::hashicorp
