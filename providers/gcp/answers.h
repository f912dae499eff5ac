// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "providers/gcp/exchange.h"

//! From a service's bytes to a Reply, and from refusals to errors that a person can act on.
namespace sallyport::gcp {

//! Understands an answer. Errors: Malformed, for a success that is no JSON object. `hidden` is cut out of the service's words.
[[nodiscard]] Result<Reply> replyFrom(const HttpReply &answer, const QList<SecretValue> &hidden);

//! Whether the words of a token endpoint say that the same can succeed a moment later.
[[nodiscard]] bool saysTransient(const Reply &reply);

//! `oauth2.googleapis.com`, with its port where it has one; fit for sentences.
[[nodiscard]] QString hostOf(const QUrl &url);

//! The service's words on one line, without what is hidden.
[[nodiscard]] QString wordsFrom(const QString &message, const QList<SecretValue> &hidden);

//! `could not <purpose>: <code>: <words>`.
[[nodiscard]] QString couldNot(const Call &call, const Reply &reply);

//! The error that status and reason alone amount to: quota, API disabled, billing, scopes, outages.
[[nodiscard]] Error refusal(const Call &call, const Reply &reply);

//! The token in an answer of OAuth 2.0 (`access_token`), fit for a header. Errors: Malformed.
[[nodiscard]] Result<SecretValue> tokenIn(const Value &token, const QString &purpose);

//! The token's life in seconds: a number, or a number in a text; none where nothing is said. Errors: Malformed.
[[nodiscard]] Result<std::optional<qint64>> lifeIn(const Value &expiresIn, const QString &purpose);

} // namespace sallyport::gcp
