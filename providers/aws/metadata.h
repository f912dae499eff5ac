// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "providers/aws/exchange.h"

//! Keys that the surroundings hand out: containers (ECS, EKS) and EC2 instances. Sources: "Container credential provider" and "IMDS
//! credential provider", AWS SDKs and Tools Reference Guide,
//! https://docs.aws.amazon.com/sdkref/latest/guide/standardized-credentials.html.
namespace sallyport::aws {

//! Whether the environment names a container's address.
[[nodiscard]] bool namesContainer(const Settings &settings);
//! Errors: InvalidInput for an address or token that may not be used, NotFound where none is named.
[[nodiscard]] Step<Keys> containerKeys(const Context &context);

//! By IMDSv2 only; the instance's region where no setting names one. Errors: NotFound where it is switched off
//! or has no role, Network or Timeout where nothing answers.
[[nodiscard]] Step<Keys> instanceKeys(const Context &context);

} // namespace sallyport::aws
