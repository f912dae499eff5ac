// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// Which parts of a list or map stay, change, go and come.
#include "app/store/yaml_editor.h"

#include <algorithm>
#include <array>

namespace sallyport::yaml {

namespace {

//! Indices of a longest increasing subsequence of the entries >= 0.
std::vector<std::size_t> longestIncreasing(const std::vector<int> &sequence)
{
    std::vector<std::size_t> tails;
    std::vector<int> before(sequence.size(), -1);
    for (std::size_t j = 0; j < sequence.size(); ++j) {
        if (sequence[j] < 0)
            continue;
        const auto place = std::lower_bound(tails.begin(), tails.end(), sequence[j],
                                            [&](std::size_t tail, int value) { return sequence[tail] < value; });
        if (place != tails.end() && sequence[*place] == sequence[j])
            continue; // one of the two is a copy: the first stays, so that comments above stay above it
        before[j] = place == tails.begin() ? -1 : static_cast<int>(*std::prev(place));
        if (place == tails.end())
            tails.push_back(j);
        else
            *place = j;
    }
    std::vector<std::size_t> chosen;
    for (int j = tails.empty() ? -1 : static_cast<int>(tails.back()); j >= 0; j = before[static_cast<std::size_t>(j)])
        chosen.push_back(static_cast<std::size_t>(j));
    std::reverse(chosen.begin(), chosen.end());
    return chosen;
}

Plan planFrom(const std::vector<int> &candidates, std::size_t oldCount)
{
    Plan plan{std::vector<int>(candidates.size(), -1), std::vector<bool>(oldCount, true)};
    for (const std::size_t j : longestIncreasing(candidates)) {
        plan.oldOf[j] = candidates[j];
        plan.isRemoved[static_cast<std::size_t>(candidates[j])] = false;
    }
    return plan;
}

void pair(Plan &plan, std::size_t wanted, std::size_t old)
{
    plan.oldOf[wanted] = static_cast<int>(old);
    plan.isRemoved[old] = false;
}

//! Calls `pairUp(wanted, old)` for each run of wanted parts without an old one and the old ones that go there.
template<class PairUp>
void forEachGap(const Plan &plan, PairUp pairUp)
{
    std::size_t old = 0;
    std::vector<std::size_t> wanted;
    const auto close = [&](std::size_t nextOld) {
        std::vector<std::size_t> going;
        for (; old < nextOld; ++old) {
            if (plan.isRemoved[old])
                going.push_back(old);
        }
        if (!wanted.empty() && !going.empty())
            pairUp(wanted, going);
        wanted.clear();
    };
    const std::vector<int> oldOf = plan.oldOf;
    for (std::size_t j = 0; j < oldOf.size(); ++j) {
        if (oldOf[j] < 0) {
            wanted.push_back(j);
            continue;
        }
        close(static_cast<std::size_t>(oldOf[j]));
        old = static_cast<std::size_t>(oldOf[j]) + 1;
    }
    close(plan.isRemoved.size());
}

} // namespace

bool Plan::keepsAny() const
{
    return std::find(isRemoved.begin(), isRemoved.end(), false) != isRemoved.end();
}

Plan Editor::planMap(const std::vector<Part> &parts, const std::vector<Wanted::Member> &members) const
{
    QHash<QString, int> byName;
    for (std::size_t i = 0; i < parts.size(); ++i)
        byName.insert(m_tree.keyName(parts[i].key), static_cast<int>(i));
    std::vector<int> candidates;
    for (const Wanted::Member &member : members)
        candidates.push_back(byName.value(member.first, -1));
    Plan plan = planFrom(candidates, parts.size());
    forEachGap(plan, [&](const std::vector<std::size_t> &wanted, const std::vector<std::size_t> &going) {
        if (wanted.size() != going.size()) // else it may be a new name for the same value
            return;
        for (std::size_t k = 0; k < wanted.size(); ++k) {
            if (!parts[going[k]].isShadow && means(m_tree, parts[going[k]].value, members[wanted[k]].second, m_tree))
                pair(plan, wanted[k], going[k]);
        }
    });
    for (std::size_t i = 0; i < parts.size(); ++i) {
        if (parts[i].isShadow) // stays or goes with the member that hides it
            plan.isRemoved[i] = plan.isRemoved[static_cast<std::size_t>(byName.value(m_tree.keyName(parts[i].key)))];
    }
    return plan;
}

bool Editor::areSimilar(NodeId id, const Wanted &wanted) const
{
    if (!m_tree.isMap(id) || wanted.form != Wanted::Form::Fresh || !wanted.fresh.isMap())
        return false;
    for (const char *key : {"id", "name"}) {
        const NodeId old = m_tree.find(id, key);
        const Value *value = wanted.fresh.find(QString::fromLatin1(key));
        if (old != kNoNode && value)
            return m_tree.means(old, *value);
    }
    return false;
}

Plan Editor::planList(const std::vector<Part> &parts, const std::vector<Wanted> &items) const
{
    QHash<NodeId, int> byNode;
    for (std::size_t i = 0; i < parts.size(); ++i)
        byNode.insert(parts[i].value, static_cast<int>(i));
    std::vector<bool> isTaken(parts.size(), false);
    std::size_t firstFree = 0;
    const auto findEqual = [&](const Wanted &item) {
        if (item.same != kNoNode)
            return byNode.value(item.same, -1);
        while (firstFree < parts.size() && isTaken[firstFree])
            ++firstFree;
        for (std::size_t i = firstFree; i < parts.size(); ++i) {
            if (!isTaken[i] && means(m_tree, parts[i].value, item, m_tree))
                return static_cast<int>(i);
        }
        return -1;
    };
    std::vector<int> candidates;
    for (const Wanted &item : items) {
        candidates.push_back(findEqual(item));
        if (candidates.back() >= 0)
            isTaken[static_cast<std::size_t>(candidates.back())] = true;
    }
    Plan plan = planFrom(candidates, parts.size());
    plan.equalTo = candidates;
    forEachGap(plan, [&](const std::vector<std::size_t> &wanted, const std::vector<std::size_t> &going) {
        std::size_t next = 0;
        bool isAnySimilar = false;
        for (const std::size_t j : wanted) {
            const auto found = std::find_if(going.begin() + static_cast<std::ptrdiff_t>(next), going.end(),
                                            [&](std::size_t i) { return areSimilar(parts[i].value, items[j]); });
            if (found == going.end())
                continue;
            pair(plan, j, *found);
            isAnySimilar = true;
            next = static_cast<std::size_t>(found - going.begin()) + 1;
        }
        const bool isOneForOne = !isAnySimilar && wanted.size() == going.size();
        for (std::size_t k = 0; isOneForOne && k < wanted.size(); ++k) {
            if (items[wanted[k]].form != Wanted::Form::Same)
                pair(plan, wanted[k], going[k]);
        }
    });
    return plan;
}

} // namespace sallyport::yaml
