// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/base/result.h"
#include "providers/sdk/conversation.h"

namespace sallyport {

//! Reads a file that the person's configuration names: regular files only, nothing longer than asked for. A path may begin
//! with `~/`. Errors name the file: NotFound, PermissionDenied, InvalidInput.
[[nodiscard]] Result<FileContents> readPersonsFile(const ReadFile &question);

} // namespace sallyport
