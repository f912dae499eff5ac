// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "providers/sdk/form_values.h"

//! How providers read what was answered to their forms. A field that the table does not have has the empty answer.
namespace sallyport {

//! The answer without white space around it, or the table's default.
[[nodiscard]] QString answer(FormSpec form, const FormValues &values, QLatin1StringView id);
//! The same where the field counts for these values; empty where a person does not get to see it.
[[nodiscard]] QString shownAnswer(FormSpec form, const FormValues &values, QLatin1StringView id);
//! Whether a Toggle is on.
[[nodiscard]] bool isOn(FormSpec form, const FormValues &values, QLatin1StringView id);

} // namespace sallyport
