// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/base/async.h"

#include <QString>

#include <functional>

namespace sallyport {

//! A demonstration that runs: a workspace to open and what to do with it first.
struct Demo {
    QString workspacePath;
    QString environment; //!< name of the one to choose
    QString hint;        //!< one sentence: address and token of the demo's vault
};

//! Starts the demonstration; several calls share one.
using StartDemo = std::function<Async<Demo>()>;

} // namespace sallyport
