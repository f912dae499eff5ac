// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArrayView>
#include <QString>

namespace sallyport {

//! The text as it is: QString::fromUtf8 would drop a byte order mark at its start.
[[nodiscard]] QString textOfUtf8(QByteArrayView bytes);

} // namespace sallyport
