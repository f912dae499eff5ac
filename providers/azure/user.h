// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "providers/azure/entra.h"

//! People: in the browser, with a code, and afterwards silently.
namespace sallyport::azure {

//! A token by the refresh token that an earlier sign-in left. Errors: Unauthenticated where the person has to sign in again.
[[nodiscard]] Step<AccessGrant> silentUserGrant(const Context &context, const Audience &wanted);

//! ProviderDescriptor's functions.
[[nodiscard]] std::span<const SignInWay> signInWays(const FormValues &credential);
[[nodiscard]] Step<AccessGrant> signInWith(const Inputs &inputs, QLatin1StringView wayId);

//! Everything that one sign-in of a person goes by.
struct UserSignIn {
    Context context;
    Endpoints endpoints;
    Audience wanted;

    [[nodiscard]] QString purpose() const;
    //! What tokens are asked for: the vault's, who it is, and a refresh token.
    [[nodiscard]] QString scope() const;
};

//! The grant in an answer of the token endpoint, with the refresh token to keep and the account's name. `nonce` as in IdTokenRules; where
//! one was sent, there must be an ID token.
[[nodiscard]] Result<AccessGrant> userGrantFrom(const UserSignIn &signIn, const TokenCall &call, const TokenReply &reply,
                                                const QByteArray &nonce);

//! Source: "OAuth 2.0 authorization code flow", https://learn.microsoft.com/entra/identity-platform/v2-oauth2-auth-code-flow.
[[nodiscard]] Step<AccessGrant> signInByBrowser(const UserSignIn &signIn);
//! Source: "OAuth 2.0 device authorization grant", https://learn.microsoft.com/entra/identity-platform/v2-oauth2-device-code.
[[nodiscard]] Step<AccessGrant> signInByCode(const UserSignIn &signIn);

} // namespace sallyport::azure
