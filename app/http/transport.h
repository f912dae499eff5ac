// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/base/async.h"
#include "providers/sdk/conversation.h"

namespace sallyport {

//! The one seam to the network for vaults and sign-ins. No redirects, cookies, caches, HTTP/2 or content decoding; own
//! overall deadline and size limit; proxies as told. Any complete answer is a success; errors are Network,
//! Timeout, Malformed (too large) and Cancelled, and name the host.
class Transport {
public:
    Transport() = default;
    virtual ~Transport() = default;
    Q_DISABLE_COPY_MOVE(Transport)

    [[nodiscard]] virtual Async<HttpReply> send(const HttpRequest &request, std::stop_token stop) = 0;
};

} // namespace sallyport
