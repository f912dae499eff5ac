// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "providers/sdk/provider.h"

namespace sallyport::hashicorp {

//! AppRole: one login, never sent twice, because a secret id may be good for one use. A given token is taken as it is,
//! without a call: it costs nothing until it is used.
[[nodiscard]] Step<AccessGrant> signIn(const Inputs &inputs);
//! renew-self. Fails with Unauthenticated where Vault no longer extends the token.
[[nodiscard]] Step<AccessGrant> renew(const Inputs &inputs);
//! lookup-self: display name, policies, time to live. What stands in the way is named (see refusals.h).
[[nodiscard]] Step<Identity> identify(const Inputs &inputs);

} // namespace sallyport::hashicorp
