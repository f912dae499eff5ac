// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "providers/azure/entra.h"

namespace sallyport::azure {

//! A token for the identity of the place where this program runs. The environment says which place that is: Service Fabric, App Service,
//! Machine Learning, Arc. Where it says nothing, the machine's metadata service is asked, if `mayProbe`. Errors: NotFound where there is no
//! identity; what the place says otherwise.
//!
//! Service Fabric shows a certificate that nobody issued; the environment says its thumbprint, which is compared before the secret is sent.
//! Arc proves by a file that only some may read who asks. Sources: the same in MSAL for Python 1.39 (managed_identity.py),
//! "How to leverage a Service Fabric application's managed identity to access Azure services",
//! https://learn.microsoft.com/azure/service-fabric/how-to-managed-identity-service-fabric-app-code, "Authenticate against Azure resources
//! with Azure Arc-enabled servers", https://learn.microsoft.com/azure/azure-arc/servers/managed-identity-authentication, "What are managed
//! identities for Azure resources?", https://learn.microsoft.com/entra/identity/managed-identities-azure-resources/overview.
[[nodiscard]] Step<AccessGrant> managedIdentityGrant(const Context &context, const Audience &wanted, bool mayProbe);

} // namespace sallyport::azure
