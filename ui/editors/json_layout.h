// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>

namespace sallyport {

//! JSON text on lines indented by two spaces. Only white space between tokens changes, so numbers, escapes and
//! templates (`{{ _.id }}`, also outside of strings) stay as written, and text that is no JSON loses nothing.
[[nodiscard]] QByteArray layOutJson(const QByteArray &text);
[[nodiscard]] QString layOutJson(const QString &text);

} // namespace sallyport
