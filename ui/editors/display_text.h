// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDateTime>
#include <QString>

#include <chrono>

namespace sallyport {

//! Text from elsewhere made harmless for one line: control characters and marks that reorder text become visible
//! signs, line breaks become spaces.
[[nodiscard]] QString harmlessText(QString text);

//! `1.2 KB`, `345 B`.
[[nodiscard]] QString displaySize(qint64 bytes);
//! `184 ms`, `1.84 s`.
[[nodiscard]] QString displayDuration(std::chrono::microseconds time);

} // namespace sallyport
