// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/manual_clock.h"

#include <chrono>
#include <vector>

namespace sallyport::test {

//! A clock for those who only wait: every pause is over at once, and written down.
class ImpatientClock final : public Clock {
public:
    //! The machine's clock, on which no time has passed then.
    ImpatientClock() = default;
    //! A test's clock, which each pause moves on.
    explicit ImpatientClock(ManualClock &clock) : m_manual(&clock) {}

    [[nodiscard]] Instant now() const override { return real().now(); }
    [[nodiscard]] QDateTime wallTime() const override { return real().wallTime().addMSecs(ahead.count()); }
    void after(Duration delay, QObject *context, std::function<void()> action) override;

    std::vector<Duration> pauses{};
    std::chrono::milliseconds ahead{0}; //!< by how much it is wrong

private:
    [[nodiscard]] const Clock &real() const { return m_manual ? static_cast<const Clock &>(*m_manual) : m_system; }

    SystemClock m_system;
    ManualClock *m_manual = nullptr;
};

} // namespace sallyport::test
