// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "providers/sdk/plain_text.h"

#include <QList>

using namespace Qt::StringLiterals;

namespace sallyport {

namespace {

bool isHarmless(char32_t character)
{
    switch (QChar::category(character)) {
    case QChar::Other_Control:
    case QChar::Other_Format: // includes the bidirectional controls and zero-width characters
    case QChar::Other_Surrogate:
    case QChar::Other_PrivateUse:
    case QChar::Other_NotAssigned:
    case QChar::Separator_Line:
    case QChar::Separator_Paragraph:
        return false;
    default:
        return true;
    }
}

QString shown(char32_t character)
{
    if (isHarmless(character))
        return QString::fromUcs4(&character, 1);
    return u"\\u{%1}"_s.arg(QString::number(static_cast<uint>(character), 16).toUpper());
}

} // namespace

QString printable(QStringView text, qsizetype limit)
{
    QString result;
    const QList<uint> characters = text.toUcs4();
    for (qsizetype i = 0; i < characters.size(); ++i) {
        const QString next = shown(characters[i]);
        const bool isLast = i + 1 == characters.size();
        if (result.size() + next.size() + (isLast ? 0 : 1) > limit)
            return result + u'…';
        result += next;
    }
    return result;
}

} // namespace sallyport
