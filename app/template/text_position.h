// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/base/error.h"

#include <QString>
#include <QStringView>

namespace sallyport {

//! Where an offset (UTF-16) of a text is, for people: line and column, both from 1; a text of one line has no line.
[[nodiscard]] SourceLocation positionIn(QStringView text, qsizetype offset, const QString &place = {});

//! Text from a file for an error message: one line, not long.
[[nodiscard]] QString excerpt(QStringView text);

} // namespace sallyport
