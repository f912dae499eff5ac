// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/base/result.h"
#include "app/model/workspace.h"

#include <QCoreApplication>
#include <QString>

namespace sallyport {

class WorkspaceController;

//! What a person can do to the entries of a collection; each is one step of undo. No windows.
class CollectionCommands {
    Q_DECLARE_TR_FUNCTIONS(CollectionCommands)
public:
    explicit CollectionCommands(WorkspaceController &controller) : m_controller(controller) {}

    //! Among the children of the folder (empty: top level), at `index` (-1: at the end). Answer the new id.
    Result<QString> addRequest(const QString &folderId, int index);
    Result<QString> addFolder(const QString &folderId, int index);
    //! A copy right after the original, with all that is in it.
    Result<QString> duplicate(const QString &id);
    Result<Done> remove(const QString &id);
    Result<Done> rename(const QString &id, const QString &name);
    //! So that it stands before what is at `index` now; -1: at the end.
    Result<Done> move(const QString &id, const QString &folderId, int index);

private:
    struct Place {
        QString folderId;
        int index = -1;
    };
    [[nodiscard]] Place placeOf(const QString &id) const;

    WorkspaceController &m_controller;
};

} // namespace sallyport
