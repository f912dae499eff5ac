// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "providers/gcp/exchange.h"

namespace sallyport::gcp {

//! Gets a token for the credential's identity, going on as another account where the credential says so. Nobody is asked for anything;
//! where a login has ended the error says what to run.
[[nodiscard]] Step<AccessGrant> signIn(const Inputs &inputs);

//! Who we are, as the sign-in found out. A self-signed token has not been seen by Google: then the key is tried at the token endpoint.
[[nodiscard]] Step<Identity> identify(const Inputs &inputs);

//! What a grant holds.
inline constexpr QLatin1StringView kToken{"token"};
inline constexpr QLatin1StringView kPrincipal{"principal"};
inline constexpr QLatin1StringView kGrantProject{"project"};
inline constexpr QLatin1StringView kProjectOrigin{"projectOrigin"};
inline constexpr QLatin1StringView kGrantQuotaProject{"quotaProject"};
inline constexpr QLatin1StringView kOrigin{"origin"}; //!< lines

//! What calls after the sign-in start from.
struct SignedIn {
    Context context;
    SecretValue token;
    QString principal; //!< may be empty
    QString project;   //!< of plain names; may be empty
};
//! Errors: InvalidInput; Unauthenticated where the grant holds no token.
[[nodiscard]] Step<SignedIn> openSession(const Inputs &inputs);

} // namespace sallyport::gcp
