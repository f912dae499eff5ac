// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/store/item_writer.h"

#include "app/store/item_reader.h"
#include "app/store/property_order.h"
#include "app/store/value_edit.h"
#include "app/store/workspace_reader.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace sallyport {

namespace {

const QStringList &environmentOrder()
{
    static const QStringList kOrder{u"name"_s,  u"meta"_s,            u"data"_s,       u"dataPropertyOrder"_s,
                                    u"color"_s, u"environmentType"_s, u"kvPairData"_s, u"subEnvironments"_s};
    return kOrder;
}

const QStringList &variableOrder()
{
    static const QStringList kOrder{u"id"_s, u"name"_s, u"value"_s, u"type"_s, u"enabled"_s};
    return kOrder;
}

void applyVariable(Value &row, const Variable *before, const Variable &now)
{
    const auto set = [&](const QString &name, bool isSame, Value value) {
        if (!before || !isSame)
            setOrdered(row, name, std::move(value), variableOrder());
    };
    set(u"id"_s, before && before->id == now.id, now.id);
    set(u"name"_s, before && before->name == now.name, now.name);
    set(u"value"_s, before && before->value == now.value, now.value);
    set(u"type"_s, before && before->type == now.type, variableTypeName(now.type));
    set(u"enabled"_s, before && before->enabled == now.enabled, now.enabled);
}

//! The rows that mean `data`, made from the rows there were.
std::vector<Variable> rowsFor(const Value &data, const std::vector<Variable> &before)
{
    std::vector<Variable> rows;
    std::vector<Variable> wanted = rowsOfData(data);
    for (const Variable &row : before) {
        const auto found = std::find_if(wanted.begin(), wanted.end(), [&row](const Variable &one) { return one.name == row.name; });
        if (!row.enabled || row.type == VariableType::Secret) {
            rows.push_back(row);
        } else if (found != wanted.end()) {
            rows.push_back({row.id, row.name, found->value, found->type, true});
            wanted.erase(found);
        }
    }
    std::erase_if(wanted, [](const Variable &row) { return row.name == u"__insomnia_vault"_s; });
    rows.insert(rows.end(), wanted.begin(), wanted.end());
    return rows;
}

//! `data` in the order that the file's data has.
Value inOrderOf(const Value &file, const Value &data)
{
    Value ordered{Value::Map()};
    for (const auto &[name, value] : file.map()) {
        if (const Value *found = data.find(name))
            ordered.set(name, *found);
    }
    for (const auto &[name, value] : data.map())
        ordered.set(name, value);
    return ordered;
}

} // namespace

Environment normalized(Environment environment, const Environment &before)
{
    environment.id = before.id;
    const bool isOtherData = environment.data != before.data;
    const bool areOtherRows = environment.rows != before.rows;
    if (environment.form == Environment::Form::Json) {
        if (!isOtherData && areOtherRows)
            environment.data = dataOfRows(environment.rows);
        if (!environment.data.isMap())
            environment.data = Value::Map();
        environment.rows = rowsOfData(environment.data);
        return environment;
    }
    if (!areOtherRows && isOtherData)
        environment.rows = rowsFor(environment.data, before.rows);
    for (Variable &row : environment.rows) {
        if (row.id.isEmpty() && (areOtherRows || isOtherData || before.form != environment.form))
            row.id = freshId(u"envPair_"_s);
    }
    environment.data = dataOfRows(environment.rows);
    return environment;
}

void applyEnvironment(Value &item, const Environment &before, const Environment &environment)
{
    const Value oldData = item[u"data"];
    const bool isTable = environment.form == Environment::Form::Table;
    const bool isOtherForm = before.form != environment.form;
    applyText(item, u"name"_s, before.name, environment.name, environmentOrder());
    applyOptionalText(item, u"color"_s, before.color, environment.color, environmentOrder());
    if (isOtherForm)
        setOrdered(item, u"environmentType"_s, isTable ? u"kv"_s : u"json"_s, environmentOrder());
    if (isTable && (isOtherForm || before.rows != environment.rows)) {
        const std::vector<Variable> none;
        applyRows(item, u"kvPairData"_s, isOtherForm ? none : before.rows, environment.rows, environmentOrder(), applyVariable);
        if (environment.rows.empty())
            removeMember(item, u"kvPairData"_s);
        setOrdered(item, u"data"_s, inOrderOf(item[u"data"], environment.data), environmentOrder());
    }
    if (!isTable && isOtherForm)
        removeMember(item, u"kvPairData"_s);
    if (!isTable && (isOtherForm || before.data != environment.data))
        setOrdered(item, u"data"_s, environment.data, environmentOrder());
    if (const Value *order = std::as_const(item).find(u"dataPropertyOrder"); order)
        item.set(u"dataPropertyOrder"_s, propertyOrderFor(*order, oldData, item[u"data"]));
}

Value freshEnvironment(const Environment &environment)
{
    Value item = Value::Map{{u"name"_s, Value(environment.name)}, {u"meta"_s, freshMeta(environment.id)}, {u"data"_s, Value(Value::Map())}};
    Environment before;
    before.name = environment.name;
    applyEnvironment(item, before, environment);
    return item;
}

} // namespace sallyport
