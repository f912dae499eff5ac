// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "providers/sdk/catalog.h"

#include <QString>

namespace sallyport {

//! Markdown about every provider: fields, environment variables, what can be linked. docs/providers.md is this text.
[[nodiscard]] QString describeProviders(const Catalog &catalog);

} // namespace sallyport
