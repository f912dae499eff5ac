// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>

namespace sallyport::demo {

//! The demonstration's workspace as Insomnia v5 YAML: requests in folders, two environments, one variable that is linked
//! to a secret and one, `api_key`, that waits for it. `echo` is the address of the echo server.
[[nodiscard]] QByteArray demoWorkspace(const QString &echo);

} // namespace sallyport::demo
