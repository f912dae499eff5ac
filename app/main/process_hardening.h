// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>

namespace sallyport {

//! First thing in `main`: no core files, not readable by other processes of the same user, so that secrets in memory do
//! not end up in a file. In debug builds only core files are switched off, so that a debugger can attach.
void hardenProcess();

//! Takes these variables out of the environment of this process and overwrites the values where the kernel put them at
//! the start, so that neither a child nor a reader of `/proc/<pid>/environ` finds them. Names that are not set are
//! passed over. Only while no other thread reads the environment.
void forgetEnvironment(const QStringList &names);

} // namespace sallyport
