// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDateTime>
#include <QObject>

#include <chrono>
#include <functional>

namespace sallyport {

//! Time as a collaborator, so that tests move it instead of sleeping.
class Clock {
public:
    using Duration = std::chrono::milliseconds;
    //! A point on a clock that never jumps; only differences mean something.
    using Instant = std::chrono::steady_clock::time_point;

    Clock() = default;
    virtual ~Clock() = default;
    Q_DISABLE_COPY_MOVE(Clock)

    [[nodiscard]] virtual Instant now() const = 0;
    [[nodiscard]] virtual QDateTime wallTime() const = 0; //!< UTC
    //! Calls `action` once, from the event loop, unless `context` is gone by then.
    virtual void after(Duration delay, QObject *context, std::function<void()> action) = 0;
};

//! The machine's clocks.
class SystemClock final : public Clock {
public:
    [[nodiscard]] Instant now() const override;
    [[nodiscard]] QDateTime wallTime() const override;
    void after(Duration delay, QObject *context, std::function<void()> action) override;
};

} // namespace sallyport
