// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace sallyport {

//! First thing in `main`: no core files, not readable by other processes of the same user, so that secrets in memory do
//! not end up in a file. In debug builds only core files are switched off, so that a debugger can attach.
void hardenProcess();

} // namespace sallyport
