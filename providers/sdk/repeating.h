// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "providers/sdk/conversation.h"

namespace sallyport {

//! Waits and goes on with `attempt`, which then counts one more (`number`) and knows the time (`now`). `known` is the outcome where waiting
//! is not allowed any more, because too much has been repeated already.
template<class T, class Attempt, class Perform>
[[nodiscard]] Step<T> repeatAfter(const Wait &wait, const Attempt &attempt, const Result<T> &known, Perform perform)
{
    return ask<T>(wait, [attempt, known, perform](const Result<Waited> &waited) -> Step<T> {
        if (!waited)
            return waited.error().kind == ErrorKind::Cancelled ? Step<T>(waited.error()) : Step<T>(known);
        Attempt next = attempt;
        ++next.number;
        if (waited->now.isValid())
            next.now = waited->now;
        return perform(next);
    });
}

} // namespace sallyport
