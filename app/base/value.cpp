// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/base/value.h"

#include "app/base/json.h"

#include <algorithm>

namespace sallyport {

bool Value::toBool(bool fallback) const
{
    const auto *truth = std::get_if<bool>(&m_content);
    return truth ? *truth : fallback;
}

QString Value::toString(const QString &fallback) const
{
    const auto *text = std::get_if<QString>(&m_content);
    return text ? *text : fallback;
}

QString Value::numberText() const
{
    const auto *number = std::get_if<Number>(&m_content);
    return number ? number->text : QString();
}

const Value::List &Value::list() const
{
    static const List kEmpty;
    const auto *items = std::get_if<List>(&m_content);
    return items ? *items : kEmpty;
}

const Value::Map &Value::map() const
{
    static const Map kEmpty;
    const auto *members = std::get_if<Map>(&m_content);
    return members ? *members : kEmpty;
}

Value::List &Value::list()
{
    if (!isList())
        m_content = List();
    return std::get<List>(m_content);
}

Value::Map &Value::map()
{
    if (!isMap())
        m_content = Map();
    return std::get<Map>(m_content);
}

const Value *Value::find(QStringView name) const
{
    const Map &members = map();
    const auto found = std::find_if(members.begin(), members.end(), [name](const Member &m) { return m.first == name; });
    return found == members.end() ? nullptr : &found->second;
}

const Value &Value::operator[](QStringView name) const
{
    static const Value kNull;
    const Value *found = find(name);
    return found ? *found : kNull;
}

void Value::set(const QString &name, Value value)
{
    Map &members = map();
    const auto found = std::find_if(members.begin(), members.end(), [&name](const Member &m) { return m.first == name; });
    if (found == members.end())
        members.emplace_back(name, std::move(value));
    else
        found->second = std::move(value);
}

QString Value::asText() const
{
    if (isNull())
        return {};
    if (isString())
        return toString();
    return QString::fromUtf8(json::write(*this));
}

bool Value::operator==(const Value &other) const
{
    return m_content == other.m_content;
}

} // namespace sallyport
