// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace sallyport {

//! Text that others chose (a server's words, a secret's name) made fit for a sentence: control, bidirectional and
//! invisible characters are written as `\u{202E}`, and what is longer than `limit` characters ends in `…`.
[[nodiscard]] QString printable(QStringView text, qsizetype limit = 500);

} // namespace sallyport
