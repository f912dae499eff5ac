// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/relative_time.h"

#include <QCoreApplication>
#include <QLocale>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace sallyport {

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("RelativeTime", text);
}

QString roughly(std::chrono::milliseconds span)
{
    if (span < 1h)
        return tr("%1 min").arg(std::chrono::duration_cast<std::chrono::minutes>(span).count());
    const auto hours = std::chrono::duration_cast<std::chrono::hours>(span).count();
    return hours < 48 ? tr("%1 h").arg(hours) : tr("%1 days").arg(hours / 24);
}

} // namespace

QString relativeTime(const QDateTime &when, const QDateTime &now)
{
    if (!when.isValid())
        return tr("never");
    const std::chrono::milliseconds passed(when.msecsTo(now));
    if (passed < 1min)
        return tr("just now");
    const qint64 days = when.toLocalTime().date().daysTo(now.toLocalTime().date());
    if (passed < 24h && (days == 0 || passed < 6h))
        return tr("%1 ago").arg(roughly(passed));
    if (days <= 1)
        return tr("yesterday");
    if (days < 7)
        return tr("%1 days ago").arg(days);
    return QLocale().toString(when.toLocalTime().date(), when.date().year() == now.date().year() ? u"d MMM"_s : u"d MMM yyyy"_s);
}

QString remainingTime(const QDateTime &then, const QDateTime &now)
{
    const std::chrono::milliseconds left(now.msecsTo(then));
    if (left <= 0ms)
        return tr("expired");
    return left < 1min ? tr("%1 s").arg(std::chrono::ceil<std::chrono::seconds>(left).count()) : roughly(left);
}

QString ageText(std::chrono::milliseconds age)
{
    return age < 1min ? tr("now") : roughly(age);
}

QString exactTime(const QDateTime &when)
{
    return when.isValid() ? QLocale().toString(when.toLocalTime(), QLocale::LongFormat) : tr("never");
}

} // namespace sallyport
