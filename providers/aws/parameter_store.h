// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "providers/aws/names.h"

//! AWS Systems Manager Parameter Store. Source: https://docs.aws.amazon.com/systems-manager/latest/APIReference/Welcome.html.
namespace sallyport::aws {

//! GetParameter, of a version or label where the link fixes one (`Version`, or `name:version` in the name itself).
[[nodiscard]] Step<SecretDocument> fetchParameter(const Inputs &inputs);

//! GetParameters: up to 10 latest versions of one region in a call.
extern const BatchSpec kParameterBatch;

//! Names below the folder that is typed (DescribeParameters).
[[nodiscard]] Step<std::vector<Suggestion>> listParameters(const Context &context, const FormValues &reference);
//! Labels, then version numbers, newest first (GetParameterHistory).
[[nodiscard]] Step<std::vector<Suggestion>> listParameterVersions(const Context &context, const FormValues &reference);

} // namespace sallyport::aws
