// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/base/utf8.h"

namespace sallyport {

QString textOfUtf8(QByteArrayView bytes)
{
    constexpr QByteArrayView kMark("\xEF\xBB\xBF");
    qsizetype marks = 0;
    while (bytes.sliced(marks * kMark.size()).startsWith(kMark))
        ++marks;
    return QString(marks, QChar(QChar::ByteOrderMark)) + QString::fromUtf8(bytes.sliced(marks * kMark.size()));
}

} // namespace sallyport
