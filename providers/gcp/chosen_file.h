// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "providers/sdk/provider.h"

namespace sallyport::gcp {

//! One line about the file that a field of the credential names: whose key it is, and what is worth a warning. Nothing where none is chosen
//! yet. Errors: what is wrong with the file.
[[nodiscard]] Step<std::vector<Suggestion>> suggestSetting(const Inputs &inputs, QLatin1StringView fieldId);

} // namespace sallyport::gcp
