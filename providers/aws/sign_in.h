// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "providers/sdk/provider.h"

namespace sallyport::aws {

//! Keys without the person: the entered ones, those of a profile, of an SSO session that still lives, or the first that the search order of
//! the AWS SDKs finds; then the credential's own roles. A profile that somebody chose is never replaced by another source.
[[nodiscard]] Step<AccessGrant> signIn(const Inputs &inputs);
//! Reads the files again; the grant stays (`kept`) where they say the same and it does not end soon.
[[nodiscard]] Step<AccessGrant> renew(const Inputs &inputs);
//! STS GetCallerIdentity: ARN, account, where the keys come from, region.
[[nodiscard]] Step<Identity> identify(const Inputs &inputs);

//! Browser and device code for SSO sessions; none for other kinds.
[[nodiscard]] std::span<const SignInWay> signInWays(const FormValues &credential);
//! Signs in to the profile's SSO session, keeps its token where the AWS CLI keeps it, and goes on as signIn.
[[nodiscard]] Step<AccessGrant> signInWith(const Inputs &inputs, QLatin1StringView wayId);

} // namespace sallyport::aws
