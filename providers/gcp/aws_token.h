// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "providers/gcp/credential_file.h"
#include "providers/gcp/exchange.h"

namespace sallyport::gcp {

//! An `environment_id` source. Errors: InvalidInput for addresses that are none of AWS's.
[[nodiscard]] Result<TokenSource> awsSourceFrom(const Value &source);

//! A signed question to AWS who we are, which Google asks in our place. The keys come from the environment, else from the instance's
//! metadata service. Source: "Access resources from AWS", https://cloud.google.com/iam/docs/workload-identity-federation-with-other-clouds.
[[nodiscard]] Step<SecretValue> awsToken(const Context &context, const ExternalAccount &account, const AwsToken &source,
                                         const QString &where);

} // namespace sallyport::gcp
