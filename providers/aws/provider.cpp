// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "providers/sdk/provider.h"

#include "providers/aws/parameter_store.h"
#include "providers/aws/secrets_manager.h"
#include "providers/aws/sign_in.h"
#include "providers/aws/suggest.h"
#include "providers/aws/tables.h"

#include <array>

using namespace Qt::StringLiterals;

namespace sallyport {

namespace {

Step<SecretDocument> fetch(const Inputs &inputs, const SecretKindSpec &kind)
{
    return QLatin1StringView(kind.id) == "aws_ssm"_L1 ? aws::fetchParameter(inputs) : aws::fetchSecret(inputs);
}

} // namespace

const ProviderDescriptor &awsProvider();
const ProviderDescriptor &awsProvider()
{
    static const std::array kSecrets{
        SecretKindSpec{.id = "aws",
                       .label = "AWS Secrets Manager",
                       .reference = aws::kSecretForm,
                       .summary = aws::secretSummary,
                       .batch = &aws::kSecretBatch},
        SecretKindSpec{.id = "aws_ssm",
                       .label = "AWS Parameter Store",
                       .reference = aws::kParameterForm,
                       .summary = aws::parameterSummary,
                       .batch = &aws::kParameterBatch},
    };
    static const ProviderDescriptor kProvider{
        .id = "aws",
        .name = "AWS",
        .shortName = "AWS",
        .credential = aws::kCredentialForm,
        .secrets = kSecrets,
        .signIn = aws::signIn,
        .renew = aws::renew,
        .identify = aws::identify,
        .fetch = fetch,
        .suggest = aws::suggest,
        .suggestSetting = aws::suggestSetting,
        .signInWays = aws::signInWays,
        .signInWith = aws::signInWith,
        .ambient = aws::ambient,
        .describe = aws::describe,
        .authority = aws::authority,
    };
    return kProvider;
}

} // namespace sallyport
