// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "providers/sdk/provider.h"

#include "providers/azure/objects.h"
#include "providers/azure/sign_in.h"
#include "providers/azure/tables.h"
#include "providers/azure/user.h"

#include <array>

namespace sallyport {

const ProviderDescriptor &azureProvider();
const ProviderDescriptor &azureProvider()
{
    static const std::array kSecrets{
        SecretKindSpec{.id = "azure", .label = "Azure Key Vault", .reference = azure::kReferenceForm, .summary = azure::summary},
    };
    static const ProviderDescriptor kProvider{
        .id = "azure",
        .name = "Azure",
        .shortName = "Azure",
        .credential = azure::kCredentialForm,
        .secrets = kSecrets,
        .signIn = azure::signIn,
        .identify = azure::identify,
        .fetch = azure::fetch,
        .suggest = azure::suggest,
        .signInWays = azure::signInWays,
        .signInWith = azure::signInWith,
        .ambient = azure::ambient,
        .describe = azure::describe,
        .authority = azure::authority,
    };
    return kProvider;
}

} // namespace sallyport
