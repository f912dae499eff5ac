// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/base/result.h"
#include "providers/sdk/conversation.h"

namespace sallyport {

//! Writes a file of the person's own, `~` understood: atomically, for the user alone (0600), folders that are missing made for the user
//! alone (0700), no copy of the previous content. Errors name the path: InvalidInput (no path), PermissionDenied, Unavailable.
[[nodiscard]] Result<FileWritten> writePersonsFile(const WriteFile &question);

} // namespace sallyport
