// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/http/conversation_driver.h"
#include "app/http/interlocutor.h"
#include "tests/support/async.h"
#include "tests/support/dated_transport.h"

namespace sallyport::test {

//! The program's own road from a question to its answer, without a window.
template<class ClockType>
struct DeskWith {
    ClockType clock{};
    DatedTransport transport{clock};
    Interlocutor interlocutor{transport, clock};

    template<class T>
    Result<T> run(const Step<T> &step)
    {
        return await(converse(step, interlocutor, {}), std::chrono::seconds(40));
    }
};
using Desk = DeskWith<SystemClock>;

} // namespace sallyport::test
