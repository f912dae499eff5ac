// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "providers/sdk/provider.h"
#include "tests/support/forms.h"

//! What tests of the AWS provider start from.
namespace sallyport::test {

[[nodiscard]] const ProviderDescriptor &awsProvider();
//! `aws` or `aws_ssm`.
[[nodiscard]] const SecretKindSpec &awsKind(QLatin1StringView id);

//! Keys of a person in eu-west-1, and the grant that they become.
[[nodiscard]] Inputs awsInputs();

//! A JSON answer of AWS.
[[nodiscard]] HttpReply awsReply(const QByteArray &json, int status = 200);
//! A refusal as Secrets Manager and SSM write it: status 400, a code with its namespace.
[[nodiscard]] HttpReply awsRefusal(const QByteArray &code, const QByteArray &words = {});

//! The operation that a request asks for, e.g. `secretsmanager.GetSecretValue`.
[[nodiscard]] QByteArray targetOf(const HttpRequest &request);

} // namespace sallyport::test
