// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/model/workspace.h"
#include "app/store/yaml_tree.h"

#include <QHash>

#include <vector>

namespace sallyport {

//! What a file means and where in the file each thing is.
struct WorkspaceReading {
    Workspace workspace;
    QHash<QString, yaml::NodeId> items;        //!< requests, folders and other items
    QHash<QString, yaml::NodeId> environments; //!< base and sub; kNoNode where the file has none
    QHash<QString, yaml::NodeId> folderEnvironments; //!< to the folder's node
    std::vector<Error> warnings;
};

//! Id of the base environment of a file that names none.
[[nodiscard]] QString syntheticBaseId();
//! The id by which a folder's environment is known; files give it none.
[[nodiscard]] QString folderEnvironmentId(const QString &folderId);

//! Reads what the model knows. Errors: Malformed where the file is no Insomnia v5 workspace; says what it is instead.
[[nodiscard]] Result<WorkspaceReading> readWorkspace(const yaml::Tree &tree, const QString &place);

//! What the rows of a table mean, as Insomnia computes it: enabled rows only, the last of a name counts, JSON rows
//! parsed, secret rows below `__insomnia_vault`.
[[nodiscard]] Value dataOfRows(const std::vector<Variable> &rows);
//! The top-level members of JSON data as rows.
[[nodiscard]] std::vector<Variable> rowsOfData(const Value &data);

} // namespace sallyport
