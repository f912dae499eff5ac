// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/vault_inputs.h"

#include "providers/all_providers.h"

using namespace Qt::StringLiterals;

namespace sallyport::test {

const ProviderDescriptor &vaultProvider()
{
    return *allProviders().find(u"hashicorp");
}

Inputs vaultInputs()
{
    Inputs inputs;
    inputs.credential.setText("serverAddress"_L1, u"https://vault.example:8200"_s);
    inputs.credential.setText("authMethod"_L1, u"token"_s);
    inputs.credential.setSecret("access_token"_L1, SecretValue("hvs.given-token"));
    inputs.grant.values.setSecret("token"_L1, SecretValue("hvs.given-token"));
    inputs.grant.obtained = false;
    inputs.now = QDateTime::fromMSecsSinceEpoch(1'800'000'000'000, Qt::UTC);
    return inputs;
}

Inputs appRoleInputs()
{
    Inputs inputs = vaultInputs();
    inputs.credential.setText("authMethod"_L1, u"appRole"_s);
    inputs.credential.remove("access_token"_L1);
    inputs.credential.setText("role_id"_L1, u"role-1"_s);
    inputs.credential.setSecret("secret_id"_L1, SecretValue("secret-1"));
    inputs.grant = {};
    return inputs;
}

FormValues kvReference(const QString &mount, const QString &name, const QString &kvVersion, const QString &version)
{
    FormValues reference;
    reference.setText("secretEnginePath"_L1, mount);
    reference.setText("secretName"_L1, name);
    if (!kvVersion.isEmpty())
        reference.setText("kvVersion"_L1, kvVersion);
    if (!version.isEmpty())
        reference.setText("version"_L1, version);
    return reference;
}

HttpReply vaultReply(int status, const QByteArray &json, const QList<HttpHeader> &headers)
{
    return {status, headers, json, QDateTime::fromMSecsSinceEpoch(1'800'000'000'500, Qt::UTC)};
}

HttpReply vaultRefusal(int status, const QByteArray &words)
{
    return vaultReply(status, words.isEmpty() ? QByteArray(R"({"errors":[]})") : R"({"errors":[")" + words + R"("]})");
}

QString allTextOf(const Error &error)
{
    return error.message + u'\n' + error.hint + u'\n' + error.context.join(u'\n');
}

} // namespace sallyport::test
