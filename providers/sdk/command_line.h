// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/base/result.h"

#include <QStringList>

namespace sallyport {

//! The words of a command line as a POSIX shell splits them: blanks separate, '...' keeps all, "..." keeps all but
//! \" \\ \$ \`, a backslash keeps the next character. No shell will see them, so whatever only a shell can do (pipes, redirections,
//! lists of commands, variables, substitutions, assignments, `~`) is refused. Errors: InvalidInput; they quote nothing
//! of the line, which may hold a secret.
[[nodiscard]] Result<QStringList> splitCommandLine(const QString &line);

} // namespace sallyport
