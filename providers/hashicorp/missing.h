// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "providers/hashicorp/mounts.h"

namespace sallyport::hashicorp {

//! Why a read found nothing: a deleted or destroyed version (when, and which versions there are), a version that never
//! was, an engine of the other version, no such engine, or simply no such secret. Never succeeds.
[[nodiscard]] Step<SecretDocument> missing(const Session &session, const KvPlace &place, const VaultReply &reply);

} // namespace sallyport::hashicorp
