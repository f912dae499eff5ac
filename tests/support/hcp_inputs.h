// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/vault_inputs.h"

//! A credential and links for HCP Vault Secrets.
namespace sallyport::test {

inline const SecretKindSpec &cloudKind()
{
    return vaultProvider().secrets.back();
}

inline Inputs cloudInputs()
{
    Inputs inputs;
    inputs.credential.setText(QLatin1StringView("type"), QStringLiteral("cloud"));
    inputs.credential.setText(QLatin1StringView("client_id"), QStringLiteral("client-1"));
    inputs.credential.setSecret(QLatin1StringView("client_secret"), SecretValue("s3cret & more"));
    inputs.grant.values.setSecret(QLatin1StringView("token"), SecretValue("eyJ.token"));
    inputs.now = QDateTime::fromMSecsSinceEpoch(1'800'000'000'000, Qt::UTC);
    return inputs;
}

inline FormValues cloudReference(const QString &name, const QString &version = {})
{
    FormValues reference;
    reference.setText(QLatin1StringView("organizationId"), QStringLiteral("11111111-2222-4333-8444-555555555555"));
    reference.setText(QLatin1StringView("projectId"), QStringLiteral("66666666-7777-4888-9999-000000000000"));
    reference.setText(QLatin1StringView("appName"), QStringLiteral("shop"));
    reference.setText(QLatin1StringView("secretName"), name);
    if (!version.isEmpty())
        reference.setText(QLatin1StringView("version"), version);
    return reference;
}

} // namespace sallyport::test
