// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/arguments.h"
#include "app/run/collection_runner.h"

#include <QTextStream>

#include <stop_token>

namespace sallyport {

//! `sallyport-cli run collection`: selects, runs, reports. Answers the exit code.
[[nodiscard]] Async<int> runCollection(const RunArguments &arguments, RequestRunner &runner, QTextStream &out, QTextStream &err,
                                       std::stop_token stop);

} // namespace sallyport
