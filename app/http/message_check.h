// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/base/result.h"
#include "providers/sdk/conversation.h"

namespace sallyport {

//! What this program calls itself to servers: `Sallyport/<version>`.
[[nodiscard]] QByteArray userAgent();

//! `host:port` for sentences; the port is always there. IPv6 addresses stand in brackets.
[[nodiscard]] QString hostAndPort(const QUrl &url);

//! A method or header name, by its characters (RFC 9110 5.6.2).
[[nodiscard]] bool isToken(QByteArrayView text);

//! InvalidInput where a method or header would break out of its line (RFC 9110 5.1, 5.5, 9.1). Values are not quoted.
[[nodiscard]] Result<Done> checkMessage(const QByteArray &method, const QList<HttpHeader> &headers);

//! True where a header of that name is in the list (case does not matter).
[[nodiscard]] bool hasHeader(const QList<HttpHeader> &headers, QByteArrayView name);

} // namespace sallyport
