// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "providers/azure/entra.h"

#include <functional>

//! Claims travel as a note between the vault that asks for them and the sign-in that satisfies them.
namespace sallyport::azure {

//! Notes what the next token must satisfy (JSON).
[[nodiscard]] Remember claimsNoted(const Settings &settings, const QByteArray &claims);

//! Goes on with `signIn` for what was noted; a sign-in that succeeds settles the note.
[[nodiscard]] Step<AccessGrant> withClaims(const Context &context, const std::function<Step<AccessGrant>(const Context &)> &signIn);

//! `claims` for a request: these, and that we understand such demands (`cp1`).
//! Source: "Claims challenges, claims requests and client capabilities",
//! https://learn.microsoft.com/entra/identity-platform/claims-challenge.
[[nodiscard]] QString claimsParameter(const QByteArray &claims);

} // namespace sallyport::azure
