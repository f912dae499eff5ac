// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "providers/aws/names.h"

//! AWS Secrets Manager. Source: https://docs.aws.amazon.com/secretsmanager/latest/apireference/Welcome.html.
namespace sallyport::aws {

//! GetSecretValue. The region of an ARN decides over the credential's. A secret that is bytes comes as its link says: base64, or as text.
[[nodiscard]] Step<SecretDocument> fetchSecret(const Inputs &inputs);

//! BatchGetSecretValue: up to 20 current versions of one region in a call. What becomes of one secret does not touch the others; where the
//! call itself is refused, each is to be fetched alone.
extern const BatchSpec kSecretBatch;

//! Names below the folder that is typed (ListSecrets).
[[nodiscard]] Step<std::vector<Suggestion>> listSecrets(const Context &context, const FormValues &reference);
//! The versions that the service still keeps, newest first (ListSecretVersionIds).
[[nodiscard]] Step<std::vector<Suggestion>> listSecretVersions(const Context &context, const FormValues &reference);
//! The stages that stand at versions.
[[nodiscard]] Step<std::vector<Suggestion>> listSecretStages(const Context &context, const FormValues &reference);

} // namespace sallyport::aws
