// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "providers/hashicorp/exchange.h"

//! From Vault's refusals to errors that a person can act on.
namespace sallyport::hashicorp {

//! Vault's own words, on one line, at most 500 characters, without anything from the credential; never empty.
[[nodiscard]] QString wordsOf(const Session &session, const VaultReply &reply);
//! A server's words made fit for a sentence, without anything from the credential; empty where there are none.
[[nodiscard]] QString fitWords(const Session &session, QString words);
//! Whether Vault says that the token itself is bad. (Vault before 1.18 says "permission denied" only.)
[[nodiscard]] bool saysInvalidToken(const VaultReply &reply);

//! The error that a status alone amounts to.
[[nodiscard]] Error refusal(const Session &session, const Call &call, const VaultReply &reply);
//! The error of a call without an answer: the transport's own words, and what to look at.
[[nodiscard]] Error unreached(const Session &session, const Call &call, const Error &error);

//! As refusal, but for server errors the server is asked how it is (sealed, not initialised, standby). Never succeeds.
[[nodiscard]] Step<VaultReply> explained(const Session &session, const Call &call, const VaultReply &reply);

//! After a 403 on `call`: one lookup-self tells whether the token is no longer good (Unauthenticated) or lacks a right
//! (PermissionDenied, naming who, where and which policies). Never succeeds.
[[nodiscard]] Step<VaultReply> denied(const Session &session, const Call &call, const VaultReply &reply);

//! `auth/token/lookup-self`, refusals by 403 passed.
[[nodiscard]] Call lookupSelf();
//! `display name (policies a, b)` from the answer to lookup-self.
[[nodiscard]] QString nameFrom(const VaultReply &lookup);
[[nodiscard]] QStringList policiesFrom(const VaultReply &lookup);

} // namespace sallyport::hashicorp
