// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/base/result.h"
#include "app/cli/arguments.h"
#include "app/run/collection_runner.h"
#include "app/store/workspace_document.h"

namespace sallyport {

//! The workspace that `-w` and the identifier mean. Errors name the candidates.
[[nodiscard]] Result<WorkspaceDocument> selectWorkspace(const RunArguments &arguments);

//! Id of the environment that `-e` means: of a sub environment, or empty for the base. Two environments of one name are
//! an error that names both ids.
[[nodiscard]] Result<QString> selectEnvironment(const Workspace &workspace, const RunArguments &arguments);

//! Ids of the requests to run, in order. Errors: an unknown item, a bad pattern, nothing left to run.
[[nodiscard]] Result<std::vector<QString>> selectRequests(const Workspace &workspace, const RunArguments &arguments);

//! All of it together.
[[nodiscard]] Result<RunPlan> makePlan(const WorkspaceDocument &document, const RunArguments &arguments);

} // namespace sallyport
