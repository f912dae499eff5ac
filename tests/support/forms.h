// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "providers/sdk/form_values.h"

#include <initializer_list>
#include <utility>

//! What tests of all providers say about forms and errors.
namespace sallyport::test {

using Fields = std::initializer_list<std::pair<const char *, const char *>>;
[[nodiscard]] FormValues formOf(Fields fields);

//! Message, hint and context of an error, for searching.
[[nodiscard]] QString wordsOf(const Error &error);

} // namespace sallyport::test
