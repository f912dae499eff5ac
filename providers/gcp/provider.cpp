// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "providers/sdk/provider.h"

#include "providers/gcp/chosen_file.h"
#include "providers/gcp/secret_manager.h"
#include "providers/gcp/sign_in.h"
#include "providers/gcp/suggest.h"
#include "providers/gcp/tables.h"

#include <array>

namespace sallyport {

const ProviderDescriptor &gcpProvider();
const ProviderDescriptor &gcpProvider()
{
    static const std::array kSecrets{
        SecretKindSpec{.id = "gcp", .label = "GCP Secret Manager", .reference = gcp::kReferenceForm, .summary = gcp::summary},
    };
    static const ProviderDescriptor kProvider{
        .id = "gcp",
        .name = "GCP",
        .shortName = "GCP",
        .credential = gcp::kCredentialForm,
        .secrets = kSecrets,
        .signIn = gcp::signIn,
        .identify = gcp::identify,
        .fetch = gcp::fetch,
        .suggest = gcp::suggest,
        .suggestSetting = gcp::suggestSetting,
        .ambient = gcp::ambient,
        .describe = gcp::describe,
        .authority = gcp::authority,
    };
    return kProvider;
}

} // namespace sallyport
