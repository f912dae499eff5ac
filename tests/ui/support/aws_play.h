// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/secrets/credential.h"
#include "providers/sdk/conversation.h"

namespace sallyport::test {

//! The few answers of AWS that forms and links ask for: who is it, one secret, one parameter, keys of a role for an hour from `now` on.
[[nodiscard]] HttpReply awsAnswer(const HttpRequest &request, const QDateTime &now = {});

//! A person's keys in eu-west-1, named `prod`.
[[nodiscard]] Credential awsKeys();

} // namespace sallyport::test
