// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "providers/sdk/provider.h"

#include <array>

namespace sallyport {

namespace {

constexpr std::array kSecrets{
    SecretKindSpec{.id = "aws", .label = "AWS Secrets Manager"},
    SecretKindSpec{.id = "aws_ssm", .label = "AWS Parameter Store"},
};

constexpr ProviderDescriptor kProvider{
    .id = "aws",
    .name = "AWS",
    .shortName = "AWS",
    .secrets = kSecrets,
    .available = false,
};

} // namespace

const ProviderDescriptor &awsProvider();
const ProviderDescriptor &awsProvider()
{
    return kProvider;
}

} // namespace sallyport
