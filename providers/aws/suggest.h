// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "providers/sdk/provider.h"

namespace sallyport::aws {

//! Secrets or parameters, their versions, stages and labels, names in the secret: what AWS lists to these keys.
[[nodiscard]] Step<std::vector<Suggestion>> suggest(const Inputs &inputs, const SecretKindSpec &kind, QLatin1StringView fieldId);

//! Profiles of the person's AWS files, each with its region; regions, that of the profile first.
[[nodiscard]] Step<std::vector<Suggestion>> suggestSetting(const Inputs &inputs, QLatin1StringView fieldId);

} // namespace sallyport::aws
