// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "providers/sdk/provider.h"

//! HCP Vault Secrets, the service that HashiCorp ran until July 2026, as its official client speaks it: an OAuth server that
//! trades client id and secret for a token of an hour, and an API of its own that has nothing in common with Vault's.
//! Source: github.com/hashicorp/hcp-sdk-go, cloud-vault-secrets 2023-11-28.
namespace sallyport::hashicorp {

//! The client credentials grant. Addresses that the credential leaves open come from HCP_AUTH_URL and HCP_API_ADDRESS, else they
//! are HashiCorp's own. Errors: InvalidInput for an address that is neither https nor http on this computer.
[[nodiscard]] Step<AccessGrant> signInToCloud(const Inputs &inputs);

//! The service principal that the token belongs to. A principal that may not ask for that is good nevertheless.
[[nodiscard]] Step<Identity> identifyInCloud(const Inputs &inputs);

//! One secret, opened. A static one is its value; the values of a rotating or dynamic one are a JSON object that may be kept until
//! they expire.
[[nodiscard]] Step<SecretDocument> fetchFromCloud(const Inputs &inputs);

} // namespace sallyport::hashicorp
