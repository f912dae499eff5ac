// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/main/collection_commands.h"

#include "ui/environments/environment_edit.h"
#include "ui/main/workspace_controller.h"

#include <algorithm>

namespace sallyport {

namespace {

const std::vector<Item> &childrenOf(const Workspace &workspace, const QString &folderId)
{
    const Folder *folder = workspace.findFolder(folderId);
    return folder ? folder->children : workspace.items;
}

QStringList namesOf(const std::vector<Item> &items)
{
    QStringList names;
    for (const Item &item : items)
        names.push_back(item.name());
    return names;
}

//! Runs an edit whose answer is an id.
Result<QString> editForId(WorkspaceController &controller, const QString &title,
                          const std::function<Result<QString>(WorkspaceDocument &)> &change)
{
    QString id;
    const auto edited = controller.edit(title, [&](WorkspaceDocument &document) -> Result<Done> {
        auto made = change(document);
        if (!made)
            return made.error();
        id = *made;
        return Done{};
    });
    return edited ? Result<QString>(id) : Result<QString>(edited.error());
}

} // namespace

CollectionCommands::Place CollectionCommands::placeOf(const QString &id) const
{
    const Workspace &workspace = m_controller.workspace();
    const auto around = workspace.foldersAround(id);
    const QString folderId = around.empty() ? QString() : around.back()->id;
    const auto &siblings = childrenOf(workspace, folderId);
    const auto found = std::find_if(siblings.begin(), siblings.end(), [&id](const Item &item) { return item.id() == id; });
    return {folderId, found == siblings.end() ? -1 : int(found - siblings.begin())};
}

Result<QString> CollectionCommands::addRequest(const QString &folderId, int index)
{
    RequestDraft fresh;
    fresh.name = freeName(tr("New Request"), namesOf(childrenOf(m_controller.workspace(), folderId)));
    return editForId(m_controller, tr("New Request"),
                     [&](WorkspaceDocument &document) { return document.addRequest(folderId, index, fresh); });
}

Result<QString> CollectionCommands::addFolder(const QString &folderId, int index)
{
    Folder fresh;
    fresh.name = freeName(tr("New Folder"), namesOf(childrenOf(m_controller.workspace(), folderId)));
    return editForId(m_controller, tr("New Folder"),
                     [&](WorkspaceDocument &document) { return document.addFolder(folderId, index, fresh); });
}

Result<QString> CollectionCommands::duplicate(const QString &id)
{
    const Place place = placeOf(id);
    if (place.index < 0)
        return Error{ErrorKind::NotFound, tr("there is no such entry"), {}};
    const auto &siblings = childrenOf(m_controller.workspace(), place.folderId);
    const QString name = siblings[std::size_t(place.index)].name();
    const QString copyName = freeName(tr("%1 copy").arg(name), namesOf(siblings));
    return editForId(m_controller, tr("Duplicate “%1”").arg(name),
                     [&](WorkspaceDocument &document) { return document.duplicate(id, copyName); });
}

Result<Done> CollectionCommands::remove(const QString &id)
{
    const Place place = placeOf(id);
    if (place.index < 0)
        return Error{ErrorKind::NotFound, tr("there is no such entry"), {}};
    const QString name = childrenOf(m_controller.workspace(), place.folderId)[std::size_t(place.index)].name();
    return m_controller.edit(tr("Delete “%1”").arg(name), [&id](WorkspaceDocument &document) { return document.remove(id); });
}

Result<Done> CollectionCommands::rename(const QString &id, const QString &name)
{
    if (const RequestDraft *request = m_controller.workspace().findRequest(id)) {
        RequestDraft renamed = *request;
        renamed.name = name;
        return m_controller.edit(tr("Rename “%1”").arg(request->name),
                                 [&renamed](WorkspaceDocument &document) { return document.setRequest(renamed); });
    }
    const Folder *folder = m_controller.workspace().findFolder(id);
    if (!folder)
        return Error{ErrorKind::InvalidInput, tr("this entry cannot be renamed here"), {}};
    Folder renamed = *folder;
    renamed.name = name;
    return m_controller.edit(tr("Rename “%1”").arg(folder->name),
                             [&renamed](WorkspaceDocument &document) { return document.setFolder(renamed); });
}

Result<Done> CollectionCommands::move(const QString &id, const QString &folderId, int index)
{
    const Place from = placeOf(id);
    // The document counts without the entry that moves.
    const int target = index >= 0 && from.folderId == folderId && from.index < index ? index - 1 : index;
    if (from.folderId == folderId && (target == from.index))
        return Done{};
    return m_controller.edit(tr("Move"), [&](WorkspaceDocument &document) { return document.move(id, folderId, target); });
}

} // namespace sallyport
