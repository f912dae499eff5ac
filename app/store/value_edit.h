// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/base/value.h"
#include "app/model/workspace.h"

#include <QStringList>

#include <vector>

namespace sallyport {

//! Sets a member; a new one is put before the first of those that `order` names behind it.
void setOrdered(Value &map, const QString &name, Value value, const QStringList &order);
void removeMember(Value &map, const QString &name);
//! Sets the text if it changed; an empty one is removed.
void applyOptionalText(Value &map, const QString &name, const QString &before, const QString &now, const QStringList &order);
//! Sets the text if it changed, also to an empty one.
void applyText(Value &map, const QString &name, const QString &before, const QString &now, const QStringList &order);

//! For each new row the old row that it comes from, or -1: equal ones first, then those of the same id, of the same
//! name, in the same place. Each old row is used once.
template<class Row>
std::vector<int> matchRows(const std::vector<Row> &before, const std::vector<Row> &now)
{
    std::vector<int> matches(now.size(), -1);
    std::vector<bool> isUsed(before.size(), false);
    const auto matchBy = [&](const auto &areSame) {
        std::size_t firstFree = 0;
        for (std::size_t j = 0; j < now.size(); ++j) {
            while (firstFree < before.size() && isUsed[firstFree])
                ++firstFree;
            for (std::size_t i = firstFree; matches[j] < 0 && i < before.size(); ++i) {
                if (!isUsed[i] && areSame(i, j)) {
                    matches[j] = static_cast<int>(i);
                    isUsed[i] = true;
                }
            }
        }
    };
    const auto idsAllow = [&](std::size_t i, std::size_t j) {
        return before[i].id.isEmpty() || now[j].id.isEmpty() || before[i].id == now[j].id;
    };
    matchBy([&](std::size_t i, std::size_t j) { return before[i] == now[j]; });
    matchBy([&](std::size_t i, std::size_t j) { return !now[j].id.isEmpty() && before[i].id == now[j].id; });
    matchBy([&](std::size_t i, std::size_t j) { return idsAllow(i, j) && before[i].name == now[j].name; });
    matchBy([&](std::size_t i, std::size_t j) { return idsAllow(i, j) && i == j; });
    return matches;
}

//! Brings changed rows into the list `name` of a map. `applyRow(Value &row, const Row *before, const Row &now)`.
template<class Row, class ApplyRow>
void applyRows(Value &map, const QString &name, const std::vector<Row> &before, const std::vector<Row> &now, const QStringList &order,
               const ApplyRow &applyRow)
{
    if (before == now)
        return;
    if (now.empty())
        return removeMember(map, name);
    const Value::List old = map[name].list();
    const std::vector<int> matches = matchRows(before, now);
    Value::List rows;
    for (std::size_t j = 0; j < now.size(); ++j) {
        const auto match = static_cast<std::size_t>(matches[j]);
        const bool isKnown = matches[j] >= 0 && match < old.size();
        Value row = isKnown ? old[match] : Value(Value::Map());
        if (!isKnown || before[match] != now[j])
            applyRow(row, isKnown ? &before[match] : nullptr, now[j]);
        rows.push_back(std::move(row));
    }
    setOrdered(map, name, std::move(rows), order);
}

} // namespace sallyport
