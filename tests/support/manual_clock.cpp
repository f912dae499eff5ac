// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/manual_clock.h"

#include <algorithm>

namespace sallyport::test {

QDateTime ManualClock::wallTime() const
{
    const auto passed = std::chrono::duration_cast<std::chrono::milliseconds>(m_now - m_start);
    return QDateTime::fromMSecsSinceEpoch(1'800'000'000'000 + passed.count(), Qt::UTC);
}

void ManualClock::after(Duration delay, QObject *context, std::function<void()> action)
{
    m_timers.push_back({m_now + delay, context, std::move(action)});
}

void ManualClock::advance(Duration step)
{
    const Instant target = m_now + step;
    for (;;) {
        const auto next = std::min_element(m_timers.begin(), m_timers.end(), [](const Timer &a, const Timer &b) { return a.due < b.due; });
        if (next == m_timers.end() || next->due > target)
            break;
        Timer timer = std::move(*next);
        m_timers.erase(next);
        m_now = std::max(m_now, timer.due);
        if (timer.context)
            timer.action();
    }
    m_now = target;
}

} // namespace sallyport::test
