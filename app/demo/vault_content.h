// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/demo/demo_vault.h"

namespace sallyport::demo {

//! Fills a Vault from a fixture: `{token, policies{name: text}, kv2[{mount, path, versions[{data, state?}]}],
//! kv1[{mount, path, data}], approles[{mount, role, roleId, secretId, policies, tokenTtl, tokenMaxTtl, secretIdUses}]}`.
//! Errors: Malformed.
[[nodiscard]] Result<Done> fillVault(DemoVault &vault, const Value &fixture);

//! What the demonstration's Vault holds, in the same form. Its values are made up and protect nothing.
[[nodiscard]] Value demoFixture();

//! Values of secrets in a fixture's engines, by `mount/path key`: what an echo must not show.
[[nodiscard]] QList<std::pair<QString, QString>> secretsOf(const Value &fixture);

} // namespace sallyport::demo
