// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "providers/gcp/token.h"

namespace sallyport::gcp {

//! The token of the machine's own service account, from the metadata server of Compute Engine, Cloud Run, GKE and so on. Errors: NotFound
//! where there is no such server. Source: https://cloud.google.com/compute/docs/metadata/querying-metadata; google-auth's
//! `compute_engine/_metadata.py` for the variables GCE_METADATA_HOST, GCE_METADATA_IP and NO_GCE_CHECK.
[[nodiscard]] Step<Token> metadataToken(const Context &context, QLatin1StringView scope);

} // namespace sallyport::gcp
