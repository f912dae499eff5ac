// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "providers/aws/exchange.h"

//! From a service's bytes to a Reply.
namespace sallyport::aws {

//! XML as values: an element with elements inside is a map (of repeated names the last counts), any other its text; the root itself is
//! left out. Errors: Malformed for anything that is no well-formed XML, has a DTD or is nested deeper than 20 elements.
[[nodiscard]] Result<Value> xmlValue(const QByteArray &text);

//! `com.amazonaws.ssm#ParameterNotFound:http://...` is `ParameterNotFound`.
[[nodiscard]] QString bareCode(const QString &code);

//! Understands an answer. Errors: Malformed, for a success that is not what the protocol says. `hidden` is cut out of the service's words.
[[nodiscard]] Result<Reply> replyFrom(const Call &call, const HttpReply &answer, const QList<SecretValue> &hidden);

//! What the service's words become in a sentence: one line, without what is hidden.
[[nodiscard]] QString wordsFrom(const QString &message, const QList<SecretValue> &hidden);

//! Whether a code (without `Exception`) asks for a slower pace.
[[nodiscard]] bool isThrottling(const QString &code);
//! Whether a code can mean that our clock is off.
[[nodiscard]] bool isAboutTime(const QString &code);
//! Whether the same call can succeed a moment later.
[[nodiscard]] bool isTransient(const Reply &reply);

} // namespace sallyport::aws
