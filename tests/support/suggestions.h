// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "providers/sdk/provider.h"

#include <QStringList>

namespace sallyport::test {

//! What can be picked, in its order; nothing where asking failed.
[[nodiscard]] inline QStringList valuesOf(const Result<std::vector<Suggestion>> &found)
{
    QStringList values;
    for (const Suggestion &suggestion : found.value_or(std::vector<Suggestion>()))
        values.append(suggestion.value);
    return values;
}

} // namespace sallyport::test
