// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "providers/aws/profile_chain.h"
#include "providers/aws/settings.h"

namespace sallyport::aws {

//! A text that changes when anything changes that the files say about the profiles, sessions and roles of a plan. It holds
//! no secret: secrets are in it as part of a SHA-256.
[[nodiscard]] QString fingerprintOf(const Settings &settings, const ProfilePlan &plan);

} // namespace sallyport::aws
