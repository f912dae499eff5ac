// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "providers/sdk/provider.h"

#include <array>

namespace sallyport {

namespace {

constexpr std::array kSecrets{SecretKindSpec{.id = "azure", .label = "Azure Key Vault"}};

constexpr ProviderDescriptor kProvider{
    .id = "azure",
    .name = "Azure",
    .shortName = "Azure",
    .secrets = kSecrets,
    .available = false,
};

} // namespace

const ProviderDescriptor &azureProvider();
const ProviderDescriptor &azureProvider()
{
    return kProvider;
}

} // namespace sallyport
