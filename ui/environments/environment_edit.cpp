// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/environments/environment_edit.h"

#include "app/base/json.h"

#include <QCoreApplication>

#include <algorithm>

namespace sallyport {

using namespace Qt::StringLiterals;

namespace {

bool fitsJson(const std::vector<Variable> &rows)
{
    const bool plain = std::all_of(rows.begin(), rows.end(), [](const Variable &row) {
        return row.enabled && row.type != VariableType::Secret && jsonFault(row).isEmpty();
    });
    return plain && repeatedNames(rows).isEmpty();
}

const Variable *findRow(const std::vector<Variable> &rows, const QString &name)
{
    const auto found = std::find_if(rows.begin(), rows.end(), [&name](const Variable &row) { return row.name == name; });
    return found == rows.end() ? nullptr : &*found;
}

Value valueOf(const Variable &row)
{
    if (row.type != VariableType::Json)
        return row.value;
    auto parsed = json::parse(row.value.toUtf8());
    return parsed ? std::move(parsed).value() : Value(row.value);
}

Variable rowOf(const QString &name, const Value &value)
{
    Variable row;
    row.name = name;
    row.type = value.isString() ? VariableType::Text : VariableType::Json;
    row.value = value.isString() ? value.toString() : QString::fromUtf8(json::write(value));
    return row;
}

} // namespace

Environment withRows(const Environment &environment, const std::vector<Variable> &rows)
{
    Environment changed = environment;
    changed.rows = rows;
    if (!fitsJson(rows))
        changed.form = Environment::Form::Table;
    Value::Map members;
    for (const Variable &row : rows) {
        if (!row.enabled || row.name.isEmpty())
            continue;
        const Variable *before = findRow(environment.rows, row.name);
        const Value *known = environment.data.find(row.name);
        const bool same = before && known && before->value == row.value && before->type == row.type && before->enabled;
        const auto place = std::find_if(members.begin(), members.end(), [&row](const auto &member) { return member.first == row.name; });
        Value value = same ? *known : valueOf(row);
        if (place != members.end())
            place->second = std::move(value);
        else
            members.emplace_back(row.name, std::move(value));
    }
    changed.data = members;
    return changed;
}

bool areRowsOf(const Environment &environment, const std::vector<Variable> &rows)
{
    const bool plain =
        std::all_of(rows.begin(), rows.end(), [](const Variable &row) { return row.enabled && row.type != VariableType::Secret; });
    return plain && environment.form == Environment::Form::Json && withRows(environment, rows).data == environment.data;
}

Environment withData(const Environment &environment, const Value &data)
{
    Environment changed = environment;
    changed.data = data;
    changed.rows.clear();
    for (const Variable &row : environment.rows) {
        const Value *kept = data.find(row.name);
        if (!row.enabled)
            changed.rows.push_back(row);
        if (!row.enabled || !kept)
            continue;
        Variable next = row;
        if (valueOf(row) != *kept) {
            const Variable fresh = rowOf(row.name, *kept);
            next.value = fresh.value;
            next.type = row.type == VariableType::Secret && kept->isString() ? row.type : fresh.type;
        }
        if (!findRow(changed.rows, next.name))
            changed.rows.push_back(next);
    }
    for (const auto &[name, value] : data.map()) {
        const Variable *known = findRow(changed.rows, name);
        if (!known || !known->enabled)
            changed.rows.push_back(rowOf(name, value));
    }
    return changed;
}

QString jsonText(const Environment &environment)
{
    return QString::fromUtf8(json::writeIndented(environment.data));
}

Result<Value> dataFromJson(const QString &text)
{
    auto parsed = json::parse(text.trimmed().isEmpty() ? QByteArray("{}") : text.toUtf8());
    if (!parsed)
        return parsed.error();
    if (!parsed->isMap()) {
        return Error{ErrorKind::InvalidInput, QCoreApplication::translate("Environment", "an environment is one JSON object"),
                     QCoreApplication::translate("Environment", "Put the variables between { and }."),
                     {}, SourceLocation{QCoreApplication::translate("Environment", "JSON"), 1, 1}};
    }
    return parsed;
}

QString jsonFault(const Variable &row)
{
    if (row.type != VariableType::Json)
        return {};
    const auto parsed = json::parse(row.value.toUtf8());
    return parsed ? QString() : parsed.error().message;
}

QSet<QString> repeatedNames(const std::vector<Variable> &rows)
{
    QSet<QString> seen;
    QSet<QString> repeated;
    for (const Variable &row : rows) {
        if (!row.enabled || row.name.isEmpty())
            continue;
        if (seen.contains(row.name))
            repeated.insert(row.name);
        seen.insert(row.name);
    }
    return repeated;
}

QString freeName(const QString &name, const QStringList &taken)
{
    QString candidate = name;
    for (int number = 2; taken.contains(candidate); ++number)
        candidate = u"%1 %2"_s.arg(name).arg(number);
    return candidate;
}

} // namespace sallyport
