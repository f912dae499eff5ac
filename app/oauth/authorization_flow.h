// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/http/interlocutor.h"

namespace sallyport {

//! Answers AuthorizeWithBrowser with one QOAuth2AuthorizationCodeFlow; for Interlocutor::setAuthorizationHandler. The class makes the
//! address of the page, takes the callback and makes the request for the token. It is given state, PKCE and nonce, gets no listener and no
//! network of its own, and its log is switched off: docs/decisions say why.
[[nodiscard]] Async<BrowserAuthorization> authorizeWithBrowser(const AuthorizeWithBrowser &question, const AuthorizationRoads &roads);

} // namespace sallyport
