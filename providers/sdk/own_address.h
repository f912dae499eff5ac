// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/base/result.h"

#include <QUrl>

//! Addresses that a person gives in place of a vendor's own.
namespace sallyport {

//! Whether a host name means this machine whatever a name server says: localhost, 127.0.0.0/8, ::1.
[[nodiscard]] bool isThisMachine(const QString &host);

//! Such an address as it will be used: https, or http on this machine; a path stays, without slashes at its end. `what` begins the
//! sentences of the errors, e.g. `the API endpoint (of the credential)`. Errors: InvalidInput.
[[nodiscard]] Result<QUrl> ownAddress(const QString &text, const QString &what);

} // namespace sallyport
