// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "providers/sdk/provider.h"

namespace sallyport::gcp {

//! Secrets of the project, versions and aliases of a secret, keys in it.
[[nodiscard]] Step<std::vector<Suggestion>> suggest(const Inputs &inputs, const SecretKindSpec &kind, QLatin1StringView fieldId);

} // namespace sallyport::gcp
