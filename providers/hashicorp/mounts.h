// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "providers/hashicorp/exchange.h"

namespace sallyport::hashicorp {

enum class Engine { Unknown, V1, V2 };

//! Where a secret is: checked and without slashes around the paths.
struct KvPlace {
    QString mount;
    QString name;
    QString version; //!< empty: latest
    Engine engine = Engine::Unknown;
    bool detected = false; //!< whether `engine` was found out rather than given
};

//! Errors: InvalidInput, naming what is missing or cannot be.
[[nodiscard]] Result<KvPlace> placeOf(const FormValues &reference);

//! The mount of a key-value engine as Vault tells it.
struct Mount {
    QString path; //!< without slashes around it
    Engine engine = Engine::Unknown;
    QString type; //!< `kv`
    QString description;
};

//! One entry of `sys/internal/ui/mounts`.
[[nodiscard]] Mount mountFrom(const QString &path, const Value &entry);

//! Asks Vault which engine is mounted at the place, as Vault's own command line does. The outcome has Engine::Unknown
//! where this token may not ask. What is written as mount and path is split anew where the mount's real path is another.
//! Errors: InvalidInput where the mount is no key-value engine.
//! Source: https://developer.hashicorp.com/vault/api-docs/system/internal-ui-mounts
[[nodiscard]] Step<KvPlace> detectEngine(const Session &session, const KvPlace &place);

//! Whether a 404 carries the warning by which a version 2 engine answers paths in the manner of version 1.
[[nodiscard]] bool saysVersioned(const VaultReply &reply);

//! `secret/data/prod/shop` for version 2 (with `data`, `metadata` or `subkeys`), `secret/prod/shop` for version 1.
[[nodiscard]] QString pathOf(const KvPlace &place, QLatin1StringView level);

} // namespace sallyport::hashicorp
