// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editors/display_text.h"

#include <QLocale>

namespace sallyport {

using namespace Qt::StringLiterals;

namespace {

bool reordersText(char16_t c)
{
    return (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069) || c == 0x200E || c == 0x200F || c == 0x061C;
}

} // namespace

QString harmlessText(QString text)
{
    for (QChar &c : text) {
        const char16_t code = c.unicode();
        if (code == u'\t' || code == u'\n' || code == u'\r' || code == 0x2028 || code == 0x2029)
            c = u' ';
        else if (code < 0x20)
            c = QChar(char16_t(0x2400 + code)); // the pictures of control characters
        else if ((code >= 0x7F && code < 0xA0) || reordersText(code))
            c = QChar(QChar::ReplacementCharacter);
    }
    return text;
}

QString displaySize(qint64 bytes)
{
    const QLocale locale = QLocale::c();
    if (bytes < 1000)
        return u"%1 B"_s.arg(bytes);
    double amount = double(bytes) / 1000;
    for (const QLatin1StringView unit : {"KB"_L1, "MB"_L1}) {
        if (amount < 1000)
            return locale.toString(amount, 'f', amount < 100 ? 1 : 0) + u' ' + unit;
        amount /= 1000;
    }
    return locale.toString(amount, 'f', 1) + u" GB"_s;
}

QString displayDuration(std::chrono::microseconds time)
{
    const double milliseconds = double(time.count()) / 1000;
    if (milliseconds < 10)
        return u"%1 ms"_s.arg(QLocale::c().toString(milliseconds, 'f', 1));
    if (milliseconds < 1000)
        return u"%1 ms"_s.arg(qRound(milliseconds));
    return u"%1 s"_s.arg(QLocale::c().toString(milliseconds / 1000, 'f', 2));
}

} // namespace sallyport
