// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "providers/aws/sso.h"

//! Signing in to IAM Identity Center with the person. Sources: "OIDC API" (see sso.h); RFC 8252 and RFC 7636 for the browser, RFC 8628 for
//! the code.
namespace sallyport::aws {

//! A token and the moment in which it was given: people take their time.
struct SsoSignIn {
    SsoToken token;
    QDateTime now; //!< UTC
};

//! By the person's browser, which returns to a listener on this machine. Errors: Unauthenticated where the person refuses.
[[nodiscard]] Step<SsoSignIn> signInByBrowser(const Context &context, const SsoSource &source);
//! By a code that the person confirms on a page anywhere. Errors: Unauthenticated where the person refuses or the code ends.
[[nodiscard]] Step<SsoSignIn> signInByCode(const Context &context, const SsoSource &source);

} // namespace sallyport::aws
