// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "providers/sdk/provider.h"

#include "providers/hashicorp/kv.h"
#include "providers/hashicorp/sign_in.h"
#include "providers/hashicorp/suggest.h"
#include "providers/hashicorp/tables.h"

#include <array>

namespace sallyport {

const ProviderDescriptor &hashicorpProvider();
const ProviderDescriptor &hashicorpProvider()
{
    static const std::array kSecrets{
        SecretKindSpec{
            .id = "hashicorp", .label = "HashiCorp Vault", .reference = hashicorp::kReferenceForm, .summary = hashicorp::summary},
    };
    static const ProviderDescriptor kProvider{
        .id = "hashicorp",
        .name = "HashiCorp",
        .shortName = "Vault",
        .credential = hashicorp::kCredentialForm,
        .secrets = kSecrets,
        .signIn = hashicorp::signIn,
        .renew = hashicorp::renew,
        .identify = hashicorp::identify,
        .fetch = hashicorp::fetch,
        .suggest = hashicorp::suggest,
        .describe = hashicorp::describe,
        .authority = hashicorp::authority,
    };
    return kProvider;
}

} // namespace sallyport
