// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/store/workspace_document.h"

#include "app/store/document_content.h"
#include "app/store/item_writer.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace sallyport {

using yaml::kNoNode;
using yaml::NodeId;
using yaml::Wanted;

namespace {

Error notFound(const QString &what, const QString &id)
{
    return Error{ErrorKind::NotFound, u"the workspace has no %1 with the id %2"_s.arg(what, id), {}};
}

const std::vector<Item> *childrenOf(const Workspace &workspace, const QString &folderId)
{
    if (folderId.isEmpty())
        return &workspace.items;
    const Folder *folder = workspace.findFolder(folderId);
    return folder ? &folder->children : nullptr;
}

bool holds(const std::vector<Item> &items, const QString &id)
{
    return std::any_of(items.begin(), items.end(), [&id](const Item &item) {
        const auto *folder = std::get_if<Folder>(&item.content);
        return item.id() == id || (folder && holds(folder->children, id));
    });
}

//! A map that holds its `id` itself: `meta`, or a row of an environment.
Wanted withNewId(const yaml::Tree &tree, NodeId map)
{
    std::vector<Wanted::Member> members;
    for (const yaml::Entry &entry : tree.effectiveEntries(map)) {
        const QString name = tree.keyName(entry.key);
        const QString id = name == u"id"_s ? tree.textOf(entry.value) : QString();
        members.emplace_back(name, id.isEmpty() ? Wanted::keep(entry.value) : Wanted::of(freshId(id.left(id.lastIndexOf(u'_') + 1))));
    }
    return Wanted::map(std::move(members)).from(map);
}

//! The list with `renew(tree, entry)` for each entry that is a map.
Wanted renewed(const yaml::Tree &tree, NodeId list, Wanted (*renew)(const yaml::Tree &, NodeId))
{
    std::vector<Wanted> entries;
    for (const yaml::Entry &entry : tree.entries(list))
        entries.push_back(tree.isMap(entry.value) ? renew(tree, entry.value) : Wanted::keep(entry.value));
    return Wanted::list(std::move(entries)).from(list);
}

//! The item or environment with other ids, for it and for what is in it.
Wanted withNewIds(const yaml::Tree &tree, NodeId item)
{
    std::vector<Wanted::Member> members;
    for (const yaml::Entry &entry : tree.effectiveEntries(item)) {
        const QString name = tree.keyName(entry.key);
        Wanted value = Wanted::keep(entry.value);
        if (name == u"meta"_s && tree.isMap(entry.value))
            value = withNewId(tree, entry.value);
        else if (name == u"children"_s && tree.isList(entry.value))
            value = renewed(tree, entry.value, withNewIds);
        else if (name == u"kvPairData"_s && tree.isList(entry.value))
            value = renewed(tree, entry.value, withNewId);
        members.emplace_back(name, std::move(value));
    }
    return Wanted::map(std::move(members)).from(item);
}

Wanted named(Wanted item, const QString &name)
{
    const auto known = std::find_if(item.members.begin(), item.members.end(), [](const auto &one) { return one.first == u"name"_s; });
    if (known != item.members.end())
        known->second = Wanted::of(name);
    else
        item.members.emplace_back(u"name"_s, Wanted::of(name));
    return item;
}

} // namespace

WorkspaceDocument::WorkspaceDocument(std::shared_ptr<const Content> content) : m_content(std::move(content)) {}

Result<WorkspaceDocument> WorkspaceDocument::parse(const QByteArray &text, const QString &place)
{
    auto content = Content::read(text, place);
    if (!content)
        return content.error();
    return WorkspaceDocument(*content);
}

WorkspaceDocument WorkspaceDocument::create(const QString &name)
{
    static const QByteArray kTemplate = R"(type: collection.insomnia.rest/5.0
schema_version: "5.1"
name: New Workspace
meta:
  id: %1
  created: %2
  modified: %2
collection: []
cookieJar:
  name: Default Jar
  meta:
    id: %3
    created: %2
    modified: %2
environments:
  name: Base Environment
  meta:
    id: %4
    created: %2
    modified: %2
    isPrivate: false
  data: {}
)"_ba;
    const QString created = freshMeta({})[u"created"].numberText();
    const QString text = QString::fromUtf8(kTemplate).arg(freshId(u"wrk_"_s), created, freshId(u"jar_"_s), freshId(u"env_"_s));
    const auto content = Content::read(text.toUtf8(), u"new workspace"_s);
    WorkspaceDocument document(*content);
    static_cast<void>(document.setName(name)); // a name that cannot be written leaves the template's
    return document;
}

const QByteArray &WorkspaceDocument::text() const
{
    return m_content->tree.text();
}

const Workspace &WorkspaceDocument::workspace() const
{
    return m_content->reading.workspace;
}

const std::vector<Error> &WorkspaceDocument::warnings() const
{
    return m_content->reading.warnings;
}

Result<Done> WorkspaceDocument::accept(const DocumentChange &change, const ModelCheck &check)
{
    auto changed = m_content->changed(change, check);
    if (!changed)
        return changed.error();
    m_content = std::move(*changed);
    return Done{};
}

Result<Done> WorkspaceDocument::setRequest(const RequestDraft &request)
{
    const RequestDraft *before = workspace().findRequest(request.id);
    if (!before)
        return notFound(u"request"_s, request.id);
    const RequestDraft now = normalized(request, *before);
    if (now == *before)
        return Done{};
    const NodeId node = m_content->reading.items.value(request.id, kNoNode);
    Value item = m_content->tree.valueOf(node);
    applyRequest(item, *before, now);
    DocumentChange change;
    change[node].replacement = Wanted::of(std::move(item)).from(node);
    return accept(change, [&](const Workspace &workspace) {
        const RequestDraft *read = workspace.findRequest(now.id);
        return read && *read == now;
    });
}

Result<Done> WorkspaceDocument::setFolder(const Folder &folder)
{
    const Folder *before = workspace().findFolder(folder.id);
    if (!before)
        return notFound(u"folder"_s, folder.id);
    const Folder now = normalized(folder, *before);
    if (now == *before)
        return Done{};
    const NodeId node = m_content->reading.items.value(folder.id, kNoNode);
    Value item = m_content->tree.valueWithout(node, "children");
    applyFolder(item, *before, now);
    DocumentChange change;
    change[node].replacement = m_content->withMember(node, item, u"children"_s);
    return accept(change, [&](const Workspace &workspace) {
        const Folder *read = workspace.findFolder(now.id);
        return read && *read == now;
    });
}

Result<Done> WorkspaceDocument::setEnvironment(const Environment &environment)
{
    const auto &reading = m_content->reading;
    const Environment *before = workspace().findEnvironment(environment.id);
    if (!before)
        return notFound(u"environment"_s, environment.id);
    if (reading.folderEnvironments.contains(environment.id)) {
        const auto folders = m_content->allFolders();
        const auto owner = std::find_if(folders.begin(), folders.end(),
                                        [&](const Folder *one) { return one->environment && one->environment->id == environment.id; });
        Folder folder = **owner;
        folder.environment = environment;
        return setFolder(folder);
    }
    const Environment now = normalized(environment, *before);
    if (now == *before)
        return Done{};
    const NodeId node = reading.environments.value(environment.id, kNoNode);
    DocumentChange change;
    if (node == kNoNode)
        return addBaseEnvironment(now);
    Value item = m_content->tree.valueWithout(node, "subEnvironments");
    applyEnvironment(item, *before, now);
    change[node].replacement = m_content->withMember(node, item, u"subEnvironments"_s);
    return accept(change, [&](const Workspace &workspace) {
        const Environment *read = workspace.findEnvironment(now.id);
        return read && *read == now;
    });
}

Result<Done> WorkspaceDocument::addBaseEnvironment(Environment environment)
{
    environment.id = freshId(u"env_"_s);
    DocumentChange change;
    change[m_content->tree.root()].members.emplace_back(u"environments"_s, Wanted::of(freshEnvironment(environment)));
    return accept(change, [&](const Workspace &workspace) { return workspace.baseEnvironment == environment; });
}

Result<Done> WorkspaceDocument::setName(const QString &workspaceName)
{
    if (workspaceName == workspace().name)
        return Done{};
    DocumentChange change;
    change[m_content->tree.root()].members.emplace_back(u"name"_s, Wanted::of(workspaceName));
    return accept(change, [&](const Workspace &workspace) { return workspace.name == workspaceName; });
}

Result<Done> WorkspaceDocument::insert(const QString &folderId, int index, const QString &id, Wanted item, DocumentChange change)
{
    const std::vector<Item> *siblings = childrenOf(workspace(), folderId);
    if (!siblings)
        return notFound(u"folder"_s, folderId);
    const NodeId owner = folderId.isEmpty() ? m_content->tree.root() : m_content->reading.items.value(folderId, kNoNode);
    const QString member = folderId.isEmpty() ? u"collection"_s : u"children"_s;
    const NodeId list = m_content->tree.find(owner, member.toLatin1());
    if (m_content->tree.isList(list))
        change[list].insertions.emplace_back(index, std::move(item));
    else
        change[owner].members.emplace_back(member, Wanted::list({std::move(item)}));
    return accept(change, [&](const Workspace &changed) { return id.isEmpty() || holds(changed.items, id); });
}

Result<QString> WorkspaceDocument::addRequest(const QString &folderId, int index, RequestDraft request)
{
    if (request.id.isEmpty() || m_content->reading.items.contains(request.id))
        request.id = freshId(u"req_"_s);
    RequestDraft before;
    before.id = request.id;
    const Value item = freshRequest(normalized(std::move(request), before));
    return insert(folderId, index, before.id, Wanted::of(item), {}).transform([&before](Done) { return before.id; });
}

Result<QString> WorkspaceDocument::addFolder(const QString &folderId, int index, Folder folder)
{
    if (folder.id.isEmpty() || m_content->reading.items.contains(folder.id))
        folder.id = freshId(u"fld_"_s);
    Folder before;
    before.id = folder.id;
    const Value item = freshFolder(normalized(std::move(folder), before));
    return insert(folderId, index, before.id, Wanted::of(item), {}).transform([&before](Done) { return before.id; });
}

Result<QString> WorkspaceDocument::addSubEnvironment(Environment environment)
{
    const auto &reading = m_content->reading;
    const NodeId base = reading.environments.value(workspace().baseEnvironment.id, kNoNode);
    if (base == kNoNode) {
        const auto added = addBaseEnvironment(workspace().baseEnvironment);
        return added ? addSubEnvironment(std::move(environment)) : Result<QString>(added.error());
    }
    Environment before;
    before.id = environment.id.isEmpty() || reading.environments.contains(environment.id) ? freshId(u"env_"_s) : environment.id;
    const Environment now = normalized(std::move(environment), before);
    const NodeId list = m_content->tree.find(base, "subEnvironments");
    DocumentChange change;
    Wanted item = Wanted::of(freshEnvironment(now));
    if (m_content->tree.isList(list))
        change[list].insertions.emplace_back(-1, std::move(item));
    else
        change[base].members.emplace_back(u"subEnvironments"_s, Wanted::list({std::move(item)}));
    return accept(change, [&](const Workspace &workspace) {
               return !workspace.subEnvironments.empty() && workspace.subEnvironments.back() == now;
           }).transform([&now](Done) { return now.id; });
}

Result<QString> WorkspaceDocument::duplicate(const QString &id, const QString &name)
{
    const NodeId node = m_content->nodeOf(id);
    if (node == kNoNode || !m_content->tree.isMap(node))
        return notFound(u"entry"_s, id);
    const auto siblings = m_content->tree.entries(m_content->listAround(node));
    const auto original = std::find_if(siblings.begin(), siblings.end(), [node](const yaml::Entry &one) { return one.value == node; });
    const std::ptrdiff_t index = original - siblings.begin() + 1;
    // First the same text once more, then what has to differ: so everything else stays written as it is.
    WorkspaceDocument copy = *this;
    DocumentChange addition;
    addition[m_content->listAround(node)].insertions.emplace_back(static_cast<int>(index), Wanted::copy(node));
    if (auto added = copy.accept(addition, [](const Workspace &) { return true; }); !added)
        return added.error();
    const auto twin = [&copy, &id, index] {
        const Content &content = *copy.m_content;
        return content.tree.entries(content.listAround(content.nodeOf(id)))[static_cast<std::size_t>(index)].value;
    };
    DocumentChange difference;
    difference[twin()].replacement = named(withNewIds(copy.m_content->tree, twin()), name);
    if (auto changed = copy.accept(difference, [](const Workspace &) { return true; }); !changed)
        return changed.error();
    const QString newId = copy.m_content->idOf(twin());
    if (newId.isEmpty() || newId == id)
        return Error{ErrorKind::Internal, u"the copy of “%1” cannot be told from it"_s.arg(name), {}};
    *this = std::move(copy);
    return newId;
}

Result<Done> WorkspaceDocument::remove(const QString &id)
{
    const NodeId node = m_content->nodeOf(id);
    if (node == kNoNode)
        return notFound(u"entry"_s, id);
    DocumentChange change;
    change[m_content->listAround(node)].removals.push_back(node);
    return accept(change, [](const Workspace &) { return true; });
}

Result<Done> WorkspaceDocument::move(const QString &id, const QString &folderId, int index)
{
    const NodeId node = m_content->reading.items.value(id, kNoNode);
    if (node == kNoNode)
        return notFound(u"entry"_s, id);
    const auto around = workspace().foldersAround(folderId);
    if (id == folderId || std::any_of(around.begin(), around.end(), [&id](const Folder *folder) { return folder->id == id; }))
        return Error{ErrorKind::InvalidInput, u"a folder cannot be moved into itself"_s, {}};
    DocumentChange change;
    change[m_content->listAround(node)].removals.push_back(node);
    const bool hasOwnId = !id.startsWith(u"path:"_s); // ids made of positions change
    return insert(folderId, index, hasOwnId ? id : QString(), Wanted::keep(node), std::move(change));
}

} // namespace sallyport
