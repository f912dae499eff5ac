// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "providers/sdk/labels.h"

#include "app/base/value.h"
#include "providers/sdk/plain_text.h"

#include <QCoreApplication>
#include <QDateTime>

using namespace Qt::StringLiterals;

namespace sallyport {

QString labelOf(std::span<const ChoiceSpec> choices, const QString &value)
{
    for (const ChoiceSpec &choice : choices) {
        if (value == QLatin1StringView(choice.value))
            return QCoreApplication::translate("Field", choice.label);
    }
    return value;
}

QString labelFrom(QStringList parts, qsizetype limit)
{
    parts.removeAll(QString());
    return printable(parts.join(u" · "_s), limit);
}

QString timeLabel(const QDateTime &time)
{
    return time.isValid() ? time.toUTC().toString(u"yyyy-MM-dd HH:mm 'UTC'"_s) : QString();
}

QString timeLabel(const Value &text)
{
    return timeLabel(QDateTime::fromString(text.toString(), Qt::ISODateWithMs));
}

} // namespace sallyport
