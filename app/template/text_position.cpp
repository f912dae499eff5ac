// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/template/text_position.h"

namespace sallyport {

SourceLocation positionIn(QStringView text, qsizetype offset, const QString &place)
{
    const QStringView before = text.first(qBound<qsizetype>(0, offset, text.size()));
    const qsizetype column = before.size() - before.lastIndexOf(u'\n');
    const bool hasLines = text.contains(u'\n');
    return {place, hasLines ? static_cast<int>(before.count(u'\n')) + 1 : -1, static_cast<int>(column)};
}

QString excerpt(QStringView text)
{
    constexpr qsizetype kLongest = 60;
    const QString line = text.first(qMin(text.size(), 4 * kLongest)).toString().simplified();
    return line.size() <= kLongest ? line : line.first(kLongest - 1) + QChar(u'\u2026');
}

} // namespace sallyport
