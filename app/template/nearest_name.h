// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>

namespace sallyport {

//! The known name that `wanted` was most likely meant to be, or nothing where none is near: case ignored, a letter in
//! three may be wrong, missing, too many or exchanged with its neighbour.
[[nodiscard]] QString nearestName(const QString &wanted, const QStringList &known);

} // namespace sallyport
