// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/model/workspace.h"

namespace sallyport {

namespace {

const Item *findItem(const std::vector<Item> &items, const QString &id, std::vector<const Folder *> *around)
{
    for (const Item &item : items) {
        if (item.id() == id)
            return &item;
        const auto *folder = std::get_if<Folder>(&item.content);
        if (!folder)
            continue;
        if (around)
            around->push_back(folder);
        if (const Item *found = findItem(folder->children, id, around))
            return found;
        if (around)
            around->pop_back();
    }
    return nullptr;
}

const Environment *findFolderEnvironment(const std::vector<Item> &items, const QString &id)
{
    for (const Item &item : items) {
        const auto *folder = std::get_if<Folder>(&item.content);
        if (!folder)
            continue;
        if (folder->environment && folder->environment->id == id)
            return &*folder->environment;
        if (const Environment *found = findFolderEnvironment(folder->children, id))
            return found;
    }
    return nullptr;
}

void collectRequests(const std::vector<Item> &items, std::vector<const RequestDraft *> &requests)
{
    for (const Item &item : items) {
        if (const auto *request = std::get_if<RequestDraft>(&item.content))
            requests.push_back(request);
        else if (const auto *folder = std::get_if<Folder>(&item.content))
            collectRequests(folder->children, requests);
    }
}

} // namespace

QString Item::id() const
{
    return std::visit([](const auto &entry) { return entry.id; }, content);
}

QString Item::name() const
{
    return std::visit([](const auto &entry) { return entry.name; }, content);
}

Folder Folder::alone() const
{
    Folder own;
    own.id = id;
    own.name = name;
    own.headers = headers;
    own.authentication = authentication;
    own.environment = environment;
    return own;
}

const RequestDraft *Workspace::findRequest(const QString &wantedId) const
{
    const Item *item = findItem(items, wantedId, nullptr);
    return item ? std::get_if<RequestDraft>(&item->content) : nullptr;
}

const Folder *Workspace::findFolder(const QString &wantedId) const
{
    const Item *item = findItem(items, wantedId, nullptr);
    return item ? std::get_if<Folder>(&item->content) : nullptr;
}

const Environment *Workspace::findEnvironment(const QString &wantedId) const
{
    if (baseEnvironment.id == wantedId)
        return &baseEnvironment;
    for (const Environment &environment : subEnvironments) {
        if (environment.id == wantedId)
            return &environment;
    }
    return findFolderEnvironment(items, wantedId);
}

std::vector<const Folder *> Workspace::foldersAround(const QString &wantedId) const
{
    std::vector<const Folder *> around;
    return findItem(items, wantedId, &around) ? around : std::vector<const Folder *>();
}

std::vector<const RequestDraft *> Workspace::allRequests() const
{
    std::vector<const RequestDraft *> requests;
    collectRequests(items, requests);
    return requests;
}

} // namespace sallyport
