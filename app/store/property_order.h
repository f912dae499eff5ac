// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/base/value.h"

namespace sallyport {

//! Brings `dataPropertyOrder` or `environmentPropertyOrder` into step with changed data. These name the members of an
//! environment in the order in which Insomnia shows them: `&` its own, `&~|a~|0` those of the first entry of the list `a`.
//! What such an order does not name Insomnia takes for absent, so a new variable has to be in it. What is no such order
//! (null, an empty map) stays as it is: then the data's own order counts.
[[nodiscard]] Value propertyOrderFor(const Value &order, const Value &before, const Value &now);

} // namespace sallyport
