// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/http/curl_client.h"

#include <optional>

namespace sallyport {

//! What to do about a redirect: the next request, or why it is not followed.
struct RedirectDecision {
    std::optional<WireRequest> next{};
    QByteArray note{}; //!< for the timeline
};

//! True for a status that names another place to look (RFC 9110 15.4) in a Location header.
[[nodiscard]] bool isRedirect(int status);

//! Follows http(s) only. A 303, and a 301 or 302 after POST, turns into GET without the body (RFC 9110 15.4). To another
//! origin only harmless headers go (Accept*, Cache-Control, Pragma, User-Agent): any other may hold a key. A body never goes
//! to another origin: such a redirect is not followed. http to https on the same host and the usual ports is the same origin.
//! A user name in the new address is ignored; the person's own stays on the same origin.
[[nodiscard]] RedirectDecision decideRedirect(const WireRequest &request, int status, const QByteArray &location);

} // namespace sallyport
