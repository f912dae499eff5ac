// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "providers/aws/exchange.h"
#include "providers/aws/sso_cache.h"

//! IAM Identity Center: from a token to the keys of a role. Sources: "AWS IAM Identity Center Portal API" and "OIDC API",
//! https://docs.aws.amazon.com/singlesignon/latest/PortalAPIReference/welcome.html,
//! https://docs.aws.amazon.com/singlesignon/latest/OIDCAPIReference/Welcome.html.
namespace sallyport::aws {

//! The keys of the source's role, by the token that the AWS CLI or we left in the cache. A token that ends within 15 minutes is refreshed
//! first where that can be done, at most once a minute. Where the refresh fails, the old token serves if it lives for 10 minutes more.
//! Errors: Unauthenticated where somebody has to sign in; what kept a refresh away that could not be put off.
[[nodiscard]] Step<Keys> ssoKeys(const Context &context, const SsoSource &source);

//! The keys of the source's role by a token that was just obtained.
[[nodiscard]] Step<Keys> roleCredentials(const Context &context, const SsoSource &source, const SsoToken &token);

//! A call to the OIDC service of the source's region: JSON in and out, unsigned, sent once, its refusals handed over.
[[nodiscard]] Call oidcCall(const SsoSource &source, const QByteArray &path, const Value &body, const QString &purpose);
//! A refusal's code as AWS and RFC 6749 write it, in one spelling: `InvalidGrant`, `AuthorizationPending`.
[[nodiscard]] QString oauthCode(const Reply &reply);
//! The token in the answer of the token endpoint; `client` says whose it is. Errors: Malformed.
[[nodiscard]] Result<SsoToken> tokenFrom(const Reply &reply, const SsoToken &client, const QDateTime &now);

//! `the SSO session "corp"`, or the start page of the older form.
[[nodiscard]] QString sessionText(const SsoSource &source);

} // namespace sallyport::aws
