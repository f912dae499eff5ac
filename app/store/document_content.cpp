// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/store/document_content.h"

#include "app/store/yaml_editor.h"

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace sallyport {

using yaml::kNoNode;
using yaml::NodeId;
using yaml::Wanted;

namespace {

struct Attempt {
    yaml::Editor::Options options;
    bool isCautious;
};

//! From the smallest difference to the safest writing.
constexpr std::array kAttempts{
    Attempt{{true, true, false}, false},
    Attempt{{true, true, true}, false}, // blank lines would become part of a block scalar above that keeps them
    Attempt{{false, true, false}, false},
    Attempt{{false, true, true}, true},
    Attempt{{false, false, true}, true},
};

bool stands(const yaml::Node &inner, const yaml::Node &outer)
{
    return outer.start <= inner.start && inner.end <= outer.end;
}

void collectFolders(const std::vector<Item> &items, std::vector<const Folder *> &folders)
{
    for (const Item &item : items) {
        if (const auto *folder = std::get_if<Folder>(&item.content)) {
            folders.push_back(folder);
            collectFolders(folder->children, folders);
        }
    }
}

} // namespace

Result<std::shared_ptr<const WorkspaceDocument::Content>> WorkspaceDocument::Content::read(const QByteArray &text, const QString &place)
{
    auto tree = yaml::Tree::parse(text, place);
    if (!tree)
        return tree.error();
    auto content = std::make_shared<Content>();
    content->tree = std::move(*tree);
    content->place = place;
    auto reading = readWorkspace(content->tree, place);
    if (!reading)
        return reading.error();
    content->reading = std::move(*reading);
    return std::shared_ptr<const Content>(std::move(content));
}

Result<std::shared_ptr<const WorkspaceDocument::Content>> WorkspaceDocument::Content::changed(const DocumentChange &change,
                                                                                              const ModelCheck &check) const
{
    const Wanted wanted = wantedFor(tree.root(), change);
    for (const Attempt &attempt : kAttempts) {
        yaml::Layout layout = yaml::Layout::of(tree);
        layout.isCautious = attempt.isCautious;
        const auto text = yaml::Editor(tree, layout, attempt.options).apply(wanted);
        if (!text) {
            if (!text.error().hint.isEmpty())
                return text.error();
            continue;
        }
        auto next = read(*text, place);
        if (next && yaml::means((*next)->tree, (*next)->tree.root(), wanted, tree) && check((*next)->reading.workspace))
            return next;
    }
    const QString why = tree.hasAliases() ? u"; the file uses YAML anchors, and something else may mean the same value"_s : QString();
    return Error{ErrorKind::Internal, u"the change cannot be written into %1 without touching other parts%2"_s.arg(place, why),
                 u"Nothing was changed. Edit this place in a text editor."_s};
}

Wanted WorkspaceDocument::Content::wantedFor(NodeId id, const DocumentChange &change) const
{
    const auto own = change.find(id);
    if (own != change.end() && own->second.replacement)
        return *own->second.replacement;
    const bool isTouched = std::any_of(change.begin(), change.end(), [&](const auto &one) { return stands(tree[one.first], tree[id]); });
    if (!isTouched || tree[id].kind == yaml::Kind::Scalar || tree[id].kind == yaml::Kind::Alias)
        return Wanted::keep(id);
    return tree[id].kind == yaml::Kind::List ? wantedList(id, change) : wantedMap(id, change);
}

Wanted WorkspaceDocument::Content::wantedList(NodeId id, const DocumentChange &change) const
{
    static const NodeChange kNone;
    const auto found = change.find(id);
    const NodeChange &own = found == change.end() ? kNone : found->second;
    std::vector<Wanted> items;
    for (const yaml::Entry &entry : tree.entries(id)) {
        if (std::find(own.removals.begin(), own.removals.end(), entry.value) == own.removals.end())
            items.push_back(wantedFor(entry.value, change));
    }
    for (const auto &[index, item] : own.insertions) {
        const bool isInside = index >= 0 && static_cast<std::size_t>(index) < items.size();
        items.insert(isInside ? items.begin() + index : items.end(), item);
    }
    return Wanted::list(std::move(items)).from(id);
}

Wanted WorkspaceDocument::Content::wantedMap(NodeId id, const DocumentChange &change) const
{
    static const NodeChange kNone;
    const auto found = change.find(id);
    const NodeChange &own = found == change.end() ? kNone : found->second;
    std::vector<Wanted::Member> members;
    for (const yaml::Entry &entry : tree.effectiveEntries(id))
        members.emplace_back(tree.keyName(entry.key), wantedFor(entry.value, change));
    for (const Wanted::Member &member : own.members) {
        const auto same = std::find_if(members.begin(), members.end(), [&](const auto &one) { return one.first == member.first; });
        if (same != members.end())
            same->second = member.second;
        else
            members.push_back(member);
    }
    return Wanted::map(std::move(members)).from(id);
}

Wanted WorkspaceDocument::Content::withMember(NodeId map, const Value &others, const QString &name) const
{
    const NodeId kept = tree.find(map, name.toUtf8());
    std::vector<Wanted::Member> members;
    for (const auto &[key, value] : others.map())
        members.emplace_back(key, key == name && kept != kNoNode ? Wanted::keep(kept) : Wanted::of(value));
    return Wanted::map(std::move(members)).from(map);
}

NodeId WorkspaceDocument::Content::listAround(NodeId item) const
{
    NodeId around = tree.root();
    for (NodeId inner = around; inner != kNoNode;) {
        around = inner;
        inner = kNoNode;
        for (const yaml::Entry &entry : tree[around].kind == yaml::Kind::Alias ? std::vector<yaml::Entry>() : tree.entries(around)) {
            if (entry.value == item)
                return around;
            const bool isCollection = tree[entry.value].kind == yaml::Kind::List || tree[entry.value].kind == yaml::Kind::Map;
            if (isCollection && stands(tree[item], tree[entry.value]))
                inner = entry.value;
        }
    }
    return around;
}

NodeId WorkspaceDocument::Content::nodeOf(const QString &id) const
{
    const bool isSubEnvironment = reading.environments.contains(id) && id != reading.workspace.baseEnvironment.id;
    return isSubEnvironment ? reading.environments.value(id) : reading.items.value(id, kNoNode);
}

QString WorkspaceDocument::Content::idOf(NodeId node) const
{
    const QString item = reading.items.key(node);
    return item.isEmpty() ? reading.environments.key(node) : item;
}

std::vector<const Folder *> WorkspaceDocument::Content::allFolders() const
{
    std::vector<const Folder *> folders;
    collectFolders(reading.workspace.items, folders);
    return folders;
}

} // namespace sallyport
