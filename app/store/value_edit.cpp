// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/store/value_edit.h"

#include <algorithm>

namespace sallyport {

void setOrdered(Value &map, const QString &name, Value value, const QStringList &order)
{
    if (map.find(name)) {
        map.set(name, std::move(value));
        return;
    }
    const auto rank = order.indexOf(name);
    Value::Map &members = map.map();
    const auto place = std::find_if(members.begin(), members.end(),
                                    [&](const Value::Member &member) { return order.indexOf(member.first) > rank; });
    members.emplace(rank < 0 ? members.end() : place, name, std::move(value));
}

void removeMember(Value &map, const QString &name)
{
    if (map.find(name))
        std::erase_if(map.map(), [&name](const Value::Member &member) { return member.first == name; });
}

void applyOptionalText(Value &map, const QString &name, const QString &before, const QString &now, const QStringList &order)
{
    if (before == now)
        return;
    if (now.isEmpty())
        removeMember(map, name);
    else
        setOrdered(map, name, now, order);
}

void applyText(Value &map, const QString &name, const QString &before, const QString &now, const QStringList &order)
{
    if (before != now)
        setOrdered(map, name, now, order);
}

} // namespace sallyport
