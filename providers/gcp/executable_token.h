// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "providers/gcp/credential_file.h"
#include "providers/gcp/exchange.h"

namespace sallyport::gcp {

//! The token that a command writes, or wrote before into its output file, if it still lives.
//! Source: AIP-4117, https://google.aip.dev/auth/4117.
[[nodiscard]] Step<SecretValue> executableToken(const Context &context, const ExternalAccount &account, const ExecutableToken &source,
                                                const QString &where);

} // namespace sallyport::gcp
