// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "providers/hashicorp/mounts.h"

namespace sallyport::hashicorp {

//! One secret of a key-value engine, version 1 or 2. Where the engine's version was left open it is detected; where the
//! token may not ask for it, the answers to reading tell.
//! Sources: https://developer.hashicorp.com/vault/api-docs/secret/kv/kv-v1 and .../kv-v2
[[nodiscard]] Step<SecretDocument> fetch(const Inputs &inputs, const SecretKindSpec &kind);

//! Whether `data` has the shape of a version 2 answer: content and its metadata.
[[nodiscard]] bool isVersionedData(const Value &data);

} // namespace sallyport::hashicorp
