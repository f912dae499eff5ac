// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "providers/sdk/provider.h"

#include "providers/hashicorp/cloud.h"
#include "providers/hashicorp/kv.h"
#include "providers/hashicorp/sign_in.h"
#include "providers/hashicorp/suggest.h"
#include "providers/hashicorp/tables.h"

#include <array>

using namespace Qt::StringLiterals;

namespace sallyport {

namespace {

using hashicorp::isCloud;

bool isForServer(const FormValues &credential)
{
    return !isCloud(credential);
}

//! A link and the credential that it names must speak of the same service.
std::optional<Error> mismatch(const Inputs &inputs, const SecretKindSpec &kind)
{
    if (kind.serves(inputs.credential))
        return std::nullopt;
    return Error{ErrorKind::InvalidInput,
                 kind.serves == isCloud ? u"the link is to HCP Vault Secrets, the credential is one for a Vault server"_s
                                        : u"the link is to a Vault server, the credential is one for HCP Vault Secrets"_s,
                 u"Edit the link: choose another credential, or link to the secret anew."_s};
}

Step<AccessGrant> signIn(const Inputs &inputs)
{
    return isCloud(inputs.credential) ? hashicorp::signInToCloud(inputs) : hashicorp::signIn(inputs);
}

Step<AccessGrant> renew(const Inputs &inputs)
{
    if (isCloud(inputs.credential))
        return Error{ErrorKind::Unauthenticated, u"access to HCP Vault Secrets cannot be renewed"_s, u"Sign in again."_s};
    return hashicorp::renew(inputs);
}

Step<Identity> identify(const Inputs &inputs)
{
    return isCloud(inputs.credential) ? hashicorp::identifyInCloud(inputs) : hashicorp::identify(inputs);
}

Step<SecretDocument> fetch(const Inputs &inputs, const SecretKindSpec &kind)
{
    if (const auto problem = mismatch(inputs, kind))
        return *problem;
    return isCloud(inputs.credential) ? hashicorp::fetchFromCloud(inputs) : hashicorp::fetch(inputs, kind);
}

Step<std::vector<Suggestion>> suggest(const Inputs &inputs, const SecretKindSpec &kind, QLatin1StringView fieldId)
{
    if (const auto problem = mismatch(inputs, kind))
        return *problem;
    return hashicorp::suggest(inputs, kind, fieldId);
}

} // namespace

const ProviderDescriptor &hashicorpProvider();
const ProviderDescriptor &hashicorpProvider()
{
    static const std::array kSecrets{
        SecretKindSpec{.id = "hashicorp",
                       .label = "HashiCorp Vault",
                       .reference = hashicorp::kReferenceForm,
                       .summary = hashicorp::summary,
                       .serves = isForServer},
        SecretKindSpec{.id = "hashicorp_cloud",
                       .label = "HCP Vault Secrets (retired)",
                       .reference = hashicorp::kCloudReferenceForm,
                       .summary = hashicorp::cloudSummary,
                       .sharesTag = true,
                       .serves = isCloud},
    };
    static const ProviderDescriptor kProvider{
        .id = "hashicorp",
        .name = "HashiCorp",
        .shortName = "Vault",
        .credential = hashicorp::kCredentialForm,
        .secrets = kSecrets,
        .signIn = signIn,
        .renew = renew,
        .identify = identify,
        .fetch = fetch,
        .suggest = suggest,
        .describe = hashicorp::describe,
        .authority = hashicorp::authority,
    };
    return kProvider;
}

} // namespace sallyport
