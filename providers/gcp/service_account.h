// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "providers/gcp/token.h"

namespace sallyport::gcp {

//! A token for a key: an assertion signed here and traded at the token endpoint (RFC 7523), or, where the credential or another universe
//! asks for it, a signed token used as it is. A clock that is off is corrected once, by the endpoint's own.
//! Source: "Using OAuth 2.0 for Server to Server Applications", https://developers.google.com/identity/protocols/oauth2/service-account;
//! AIP-4111 for self-signed ones, https://google.aip.dev/auth/4111.
[[nodiscard]] Step<Token> serviceAccountToken(const Context &context, const ServiceAccountKey &key, const QString &where,
                                              QLatin1StringView scope);

//! Whether tokens of this key are signed here and not traded.
[[nodiscard]] bool isSelfSigned(const Settings &settings);

//! Notes how far Secret Manager's clock is off after it refused a self-signed token, so that the next one fits; `done` follows.
[[nodiscard]] QString skewNote(const QUrl &address);
inline constexpr qint64 kToleratedSkewMs = 60'000;

} // namespace sallyport::gcp
