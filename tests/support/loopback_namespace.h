// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGlobal>

#include <functional>

namespace sallyport::test {

enum class Loopback { IPv4Only, IPv6Only };

//! Runs `action` in a thread whose network has that loopback address and nothing else. False, without running it, where this
//! process may not make such a network (CAP_SYS_ADMIN) or the machine lacks the address.
[[nodiscard]] bool withLoopback(Loopback present, const std::function<void()> &action);

//! Whether somebody listens there, in the calling thread's network.
[[nodiscard]] bool acceptsConnections(Loopback family, quint16 port);

} // namespace sallyport::test
