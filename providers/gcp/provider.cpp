// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "providers/sdk/provider.h"

#include <array>

namespace sallyport {

namespace {

constexpr std::array kSecrets{SecretKindSpec{.id = "gcp", .label = "GCP Secret Manager"}};

constexpr ProviderDescriptor kProvider{
    .id = "gcp",
    .name = "GCP",
    .shortName = "GCP",
    .secrets = kSecrets,
    .available = false,
};

} // namespace

const ProviderDescriptor &gcpProvider();
const ProviderDescriptor &gcpProvider()
{
    return kProvider;
}

} // namespace sallyport
