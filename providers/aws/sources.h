// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "providers/aws/exchange.h"
#include "providers/aws/profile_chain.h"

namespace sallyport::aws {

//! The keys that a profile's plan leads to, its roles included. Errors: Unauthenticated where somebody has to sign in first.
[[nodiscard]] Step<Keys> keysOfPlan(const Context &context, const ProfilePlan &plan);

//! One role after the other, each with the keys of the one before; `keys` itself where there is none.
[[nodiscard]] Step<Keys> assumeRoles(const Context &context, const Keys &keys, std::vector<RoleStep> roles);

//! The first keys that are found: environment, web identity, profile, container, instance. A source that is named and does not work ends
//! the search. Source: "Understand the credential provider chain", AWS SDKs and Tools Reference Guide,
//! https://docs.aws.amazon.com/sdkref/latest/guide/standardized-credentials.html.
[[nodiscard]] Step<Keys> defaultKeys(const Context &context);

} // namespace sallyport::aws
