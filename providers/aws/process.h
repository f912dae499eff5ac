// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "providers/aws/exchange.h"
#include "providers/aws/profile_chain.h"

namespace sallyport::aws {

//! Runs a `credential_process`, without a shell, at most 60 s and 64 KiB. `where` names it for people. Errors: InvalidInput for a line
//! that cannot be run, Unauthenticated where the command fails, Malformed for anything but keys of version 1. Source: "Process credential
//! provider", AWS SDKs and Tools Reference Guide, https://docs.aws.amazon.com/sdkref/latest/guide/feature-process-credentials.html.
[[nodiscard]] Step<Keys> processKeys(const Context &context, const CredentialProcess &process, const QString &where);

} // namespace sallyport::aws
