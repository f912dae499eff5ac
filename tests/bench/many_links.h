// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/main/core_composition.h"
#include "app/model/workspace.h"

#include <functional>

namespace sallyport::bench {

//! Variables v0, v1 ... with the text that `tag` gives for each, and two requests to `url`: `req_all` uses all of them in its body,
//! `req_none` none.
[[nodiscard]] Workspace manyLinks(int count, const QString &url, const std::function<QString(int)> &tag);

//! Prepares and sends one request; milliseconds until its answer was there. Ends the program when that fails.
double sendOnce(CoreComposition &core, const Workspace &workspace, const QString &requestId);

} // namespace sallyport::bench
