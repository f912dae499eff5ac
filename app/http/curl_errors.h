// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/http/curl_client.h"

#include <curl/curl.h>

namespace sallyport {

//! A failed transfer in this program's terms. `words`: libcurl's own, may be empty.
[[nodiscard]] Error curlError(CURLcode code, const QByteArray &words, const WireRequest &request);

//! `host:port` of an address as people write it, with or without a scheme.
[[nodiscard]] QString hostOf(const QByteArray &url);

//! InvalidInput where a request must not be sent: line breaks in the URL, method or headers, a CA file that is not there.
[[nodiscard]] Result<Done> checkWireRequest(const WireRequest &request);

} // namespace sallyport
