// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/base/clock.h"

#include <QTimer>

namespace sallyport {

Clock::Instant SystemClock::now() const
{
    return std::chrono::steady_clock::now();
}

QDateTime SystemClock::wallTime() const
{
    return QDateTime::currentDateTimeUtc();
}

void SystemClock::after(Duration delay, QObject *context, std::function<void()> action)
{
    QTimer::singleShot(delay, context, std::move(action));
}

} // namespace sallyport
