// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/base/result.h"
#include "providers/sdk/conversation.h"

#include <optional>

namespace sallyport {

//! Reads the query of a redirect (application/x-www-form-urlencoded), decoding it exactly once. Malformed where an escape is
//! broken, the text is not UTF-8 or a name occurs twice (RFC 6749 3.1). The error quotes nothing.
[[nodiscard]] Result<BrowserCallback> parseCallback(QByteArrayView query);

//! The value of the only parameter of that name.
[[nodiscard]] std::optional<QString> parameterOf(const BrowserCallback &callback, QStringView name);

//! An authorization answer has a state and either a code or an error (RFC 6749 4.1.2), none of them empty.
[[nodiscard]] bool isAuthorizationAnswer(const BrowserCallback &callback);

//! Compares the state in a time that depends on its length only. An empty expectation fits nothing.
[[nodiscard]] bool hasState(const BrowserCallback &callback, const QByteArray &expected);

} // namespace sallyport
