// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/base/result.h"
#include "app/model/workspace.h"

#include <QByteArray>

#include <functional>
#include <memory>

namespace sallyport {

class DocumentChange;
namespace yaml {
struct Wanted;
}

//! A workspace file in memory: its exact bytes and what they mean. Edits replace only the bytes of what changed, in the
//! style those bytes had; everything else, known or not, stays as it was. An untouched document's text equals the
//! bytes it was read from. After each edit the new text is parsed again and compared with the intended model; if
//! they differ the edit is refused (Internal) and the document stays as it was.
//! Cheap to copy (shared, immutable content), so undo keeps whole documents.
class WorkspaceDocument {
public:
    //! Reads `collection.insomnia.rest/5.x` (also spec, environment, mock as far as the model goes).
    //! Errors: Malformed with line and column for YAML mistakes, for other kinds of file, for aliases that expand
    //! beyond a limit, for bytes that are not UTF-8. `place` names the file in errors.
    static Result<WorkspaceDocument> parse(const QByteArray &text, const QString &place);
    //! A new empty workspace.
    static WorkspaceDocument create(const QString &name);

    [[nodiscard]] const QByteArray &text() const;
    [[nodiscard]] const Workspace &workspace() const;
    //! Things worth telling that are no errors, e.g. two variables of one name, two environments of one name.
    [[nodiscard]] const std::vector<Error> &warnings() const;

    //! Replace what the model knows of the item with that id. NotFound where there is none.
    Result<Done> setRequest(const RequestDraft &request);
    Result<Done> setFolder(const Folder &folder); //!< its own fields; children are not looked at
    Result<Done> setEnvironment(const Environment &environment);
    Result<Done> setName(const QString &workspaceName);

    //! Insert at `index` among the children of the folder (empty id: top level; -1: at the end). An empty `id` gets a
    //! new one; the id is returned.
    Result<QString> addRequest(const QString &folderId, int index, RequestDraft request);
    Result<QString> addFolder(const QString &folderId, int index, Folder folder);
    Result<QString> addSubEnvironment(Environment environment);
    //! Adds a copy right behind an item or sub environment, with all that is in it and that the model does not know, written as the
    //! original is. Only the name and the ids (of it, its rows, what is in a folder) are new. Answers the copy's id.
    Result<QString> duplicate(const QString &id, const QString &name);
    Result<Done> remove(const QString &id); //!< request, folder, other item or sub environment
    //! `index` counts without the moved item. InvalidInput where a folder would come into itself.
    Result<Done> move(const QString &id, const QString &folderId, int index);

private:
    struct Content;
    using ModelCheck = std::function<bool(const Workspace &)>;
    explicit WorkspaceDocument(std::shared_ptr<const Content> content);
    Result<Done> accept(const DocumentChange &change, const ModelCheck &check);
    Result<Done> addBaseEnvironment(Environment environment);
    Result<Done> insert(const QString &folderId, int index, const QString &id, yaml::Wanted item, DocumentChange change);
    std::shared_ptr<const Content> m_content;
};

} // namespace sallyport
