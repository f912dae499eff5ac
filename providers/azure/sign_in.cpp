// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "providers/azure/sign_in.h"

#include "providers/azure/application.h"
#include "providers/azure/azure_cli.h"
#include "providers/azure/claims.h"
#include "providers/azure/grant.h"
#include "providers/azure/managed_identity.h"
#include "providers/azure/tables.h"
#include "providers/azure/user.h"
#include "providers/sdk/plain_text.h"

using namespace Qt::StringLiterals;

namespace sallyport::azure {

namespace {

//! What the environment names, else the Azure CLI. Nothing is probed.
Step<AccessGrant> surroundingGrant(const Context &context, const Audience &wanted)
{
    return chain<AccessGrant>(
        managedIdentityGrant(context, wanted, false), [context, wanted](const Result<AccessGrant> &grant) -> Step<AccessGrant> {
            return grant || grant.error().kind != ErrorKind::NotFound ? Step<AccessGrant>(grant) : azureCliGrant(context, wanted);
        });
}

} // namespace

Step<AccessGrant> grantFor(const Context &context, const Audience &wanted)
{
    switch (context.settings.kind) {
    case Kind::ClientSecret:
    case Kind::Certificate:
    case Kind::Federated:
        return applicationGrant(context, wanted);
    case Kind::ManagedIdentity:
        return managedIdentityGrant(context, wanted, true);
    case Kind::AzureCli:
        return azureCliGrant(context, wanted);
    case Kind::Default:
        return surroundingGrant(context, wanted);
    case Kind::User:
        break;
    }
    return silentUserGrant(context, wanted);
}

Step<AccessGrant> signIn(const Inputs &inputs)
{
    const auto context = openContext(inputs);
    if (!context)
        return context.error();
    return withClaims(
        *context, [](const Context &asking) { return grantFor(asking, {.tenant = {}, .resource = asking.settings.cloud->resource()}); });
}

Step<Identity> identify(const Inputs &inputs)
{
    const auto context = openContext(inputs);
    if (!context)
        return context.error();
    const Settings &settings = context->settings;
    const AccessGrant &grant = inputs.grant;
    Identity identity{.name = grant.values.text(kGrantAccount), .expires = grant.expires};
    if (identity.name.isEmpty())
        identity.name = settings.clientId.isEmpty() ? describe(inputs.credential) : u"application %1"_s.arg(settings.clientId);
    const QString tenant = grant.values.text(kGrantTenant);
    if (!tenant.isEmpty())
        identity.details.append(u"tenant %1"_s.arg(printable(tenant, 80)));
    const QString origin = grant.values.text(kGrantOrigin);
    if (!origin.isEmpty())
        identity.details.append(printable(origin, 200));
    identity.details.append(u"tokens for %1"_s.arg(settings.cloud->vaultDomain));
    return identity;
}

} // namespace sallyport::azure
