// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "providers/azure/entra.h"

namespace sallyport::azure {

//! A token for an application that signs in by itself: with its secret, its certificate, or a token that it trusts.
//! Source: "OAuth 2.0 client credentials flow", https://learn.microsoft.com/entra/identity-platform/v2-oauth2-client-creds-grant-flow.
[[nodiscard]] Step<AccessGrant> applicationGrant(const Context &context, const Audience &wanted);

} // namespace sallyport::azure
