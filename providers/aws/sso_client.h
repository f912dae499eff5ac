// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "providers/aws/sso.h"

//! This program as a client of the OIDC service: registered once, kept beside the tokens as the AWS CLI keeps its own registration, used
//! until a quarter of an hour before its end. Source: "RegisterClient", OIDC API (see sso.h).
namespace sallyport::aws {

//! For which way to sign in a client is registered: the service allows it no other.
struct SsoClientKind {
    QStringList grantTypes;
    QStringList redirectUris{};
};

//! A client, ready for a sign-in. One whose last sign-in did not succeed is not used again: nobody tells us when a registration has been
//! taken back, a browser least of all. Errors: what the service says.
[[nodiscard]] Step<SsoToken> ssoClient(const Context &context, const SsoSource &source, const SsoClientKind &kind);
//! To be asked after a sign-in that succeeded, before the token is used.
[[nodiscard]] Remember ssoClientProved(const SsoSource &source, const SsoClientKind &kind);

//! `sign in to the SSO session "corp"`.
[[nodiscard]] QString signInPurpose(const SsoSource &source);
//! What the session is to be allowed.
[[nodiscard]] QStringList scopesOf(const SsoSource &source);
//! Sends a call of a sign-in whose refusals all end in their errors.
[[nodiscard]] Step<Reply> demand(const Context &context, const Call &request);
//! The error of a refused sign-in call.
[[nodiscard]] Error refusedSignIn(const Context &context, const Call &request, const Reply &reply);

} // namespace sallyport::aws
