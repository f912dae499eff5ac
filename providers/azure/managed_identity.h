// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "providers/azure/entra.h"

namespace sallyport::azure {

//! A token for the identity of the place where this program runs. The environment says which place that is: Service Fabric, App Service,
//! Machine Learning, Arc. Where it says nothing, the machine's metadata service is asked, if `mayProbe`. Errors: NotFound where there is no
//! identity; what the place says otherwise. Source: "What are managed identities for Azure resources?",
//! https://learn.microsoft.com/entra/identity/managed-identities-azure-resources/overview.
[[nodiscard]] Step<AccessGrant> managedIdentityGrant(const Context &context, const Audience &wanted, bool mayProbe);

} // namespace sallyport::azure
