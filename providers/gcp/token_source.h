// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "providers/gcp/credential_file.h"
#include "providers/gcp/exchange.h"

//! Where the token of the other identity provider comes from.
namespace sallyport::gcp {

//! The `credential_source` of an external account. Errors: InvalidInput for what is missing, ambiguous, not allowed or not supported.
[[nodiscard]] Result<TokenSource> tokenSourceFrom(const Value &file, const Settings &settings);

//! Gets the subject token. Errors: what stands in its way; Unauthenticated where the source itself refuses.
[[nodiscard]] Step<SecretValue> subjectToken(const Context &context, const ExternalAccount &account, const QString &where);

} // namespace sallyport::gcp
