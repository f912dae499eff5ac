// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "providers/azure/vault.h"

//! What a key vault holds.
namespace sallyport::azure {

//! A secret's value, a key's public part as JSON Web Key (RFC 7517), a certificate as PEM (RFC 7468).
[[nodiscard]] Step<SecretDocument> fetch(const Inputs &inputs, const SecretKindSpec &kind);

//! Names, versions and JSON keys to choose from.
[[nodiscard]] Step<std::vector<Suggestion>> suggest(const Inputs &inputs, const SecretKindSpec &kind, QLatin1StringView fieldId);

} // namespace sallyport::azure
