// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/impatient_clock.h"

namespace sallyport::test {

void ImpatientClock::after(Duration delay, QObject *context, std::function<void()> action)
{
    pauses.push_back(delay);
    QMetaObject::invokeMethod(
        context,
        [manual = m_manual, delay, action = std::move(action)] {
            if (manual)
                manual->advance(delay);
            action();
        },
        Qt::QueuedConnection);
}

} // namespace sallyport::test
