// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "providers/sdk/provider.h"

#include <array>

namespace sallyport {

namespace {

constexpr std::array kSecrets{SecretKindSpec{.id = "hashicorp", .label = "HashiCorp Vault"}};

constexpr ProviderDescriptor kProvider{
    .id = "hashicorp",
    .name = "HashiCorp",
    .shortName = "Vault",
    .secrets = kSecrets,
    .available = false,
};

} // namespace

const ProviderDescriptor &hashicorpProvider();
const ProviderDescriptor &hashicorpProvider()
{
    return kProvider;
}

} // namespace sallyport
