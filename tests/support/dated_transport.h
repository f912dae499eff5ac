// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/base/clock.h"
#include "app/http/qt_transport.h"

#include <chrono>

namespace sallyport::test {

//! The product's own transport. What it receives is dated by a test's clock, and a test can shorten its deadline.
class DatedTransport final : public QObject, public Transport {
public:
    explicit DatedTransport(const Clock &clock) : m_clock(clock) {}
    [[nodiscard]] Async<HttpReply> send(const HttpRequest &request, std::stop_token stop) override;

    std::chrono::milliseconds longest = std::chrono::hours(1); //!< no answer may take longer

private:
    const Clock &m_clock;
    QtTransport m_real{{ProxyPolicy::Mode::None, {}}};
};

} // namespace sallyport::test
