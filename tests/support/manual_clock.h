// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/base/clock.h"

#include <QPointer>

#include <vector>

namespace sallyport::test {

//! A clock that moves when told.
class ManualClock final : public Clock {
public:
    [[nodiscard]] Instant now() const override { return m_now; }
    [[nodiscard]] QDateTime wallTime() const override;
    void after(Duration delay, QObject *context, std::function<void()> action) override;

    //! Moves time on and runs what has become due, in order.
    void advance(Duration step);
    [[nodiscard]] std::size_t pending() const { return m_timers.size(); }

private:
    struct Timer {
        Instant due;
        QPointer<QObject> context;
        std::function<void()> action;
    };
    Instant m_start{};
    Instant m_now{};
    std::vector<Timer> m_timers;
};

} // namespace sallyport::test
