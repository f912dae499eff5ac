// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/azure_cloud.h"

#include "app/base/json.h"

using namespace Qt::StringLiterals;

namespace sallyport::test {

AzurePerson::AzurePerson(const QString &authorityHost, const QString &vaultHost, const QString &trustFile)
    : m_authorityHost(authorityHost), m_vaultHost(vaultHost), m_trustFile(trustFile)
{
}

void AzurePerson::become(const char *type, std::initializer_list<std::pair<const char *, QString>> fields)
{
    inputs = {};
    inputs.credential = azureCredential(type);
    inputs.credential.setText("authorityHost"_L1, m_authorityHost);
    inputs.credential.setText("vaultHosts"_L1, m_vaultHost);
    inputs.credential.setText("caFile"_L1, m_trustFile);
    for (const auto &[id, text] : fields)
        inputs.credential.setText(QLatin1StringView(id), text);
}

Result<AccessGrant> AzurePerson::signIn()
{
    inputs.now = desk.clock.wallTime();
    inputs.grant = {};
    auto grant = desk.run(azureProvider().signIn(inputs));
    if (grant)
        inputs.grant = *grant;
    return grant;
}

Result<SecretDocument> AzurePerson::fetch(const QString &path)
{
    if (!inputs.grant.values.hasSecrets()) {
        if (const auto grant = signIn(); !grant)
            return grant.error();
    }
    inputs.reference = azureLink(u"https://%1/%2"_s.arg(m_vaultHost, path));
    inputs.now = desk.clock.wallTime();
    return desk.run(azureProvider().fetch(inputs, azureKind()));
}

QString AzurePerson::textOf(const QString &path)
{
    const auto document = fetch(path);
    return document ? document->content.revealText() : u"error: "_s + document.error().sentence();
}

Result<std::vector<Suggestion>> AzurePerson::suggest(QLatin1StringView field, std::initializer_list<std::pair<const char *, QString>> typed)
{
    inputs.reference = {};
    inputs.reference.setText("addressing"_L1, u"parts"_s);
    inputs.reference.setText("vault"_L1, m_vaultHost);
    for (const auto &[id, text] : typed)
        inputs.reference.setText(QLatin1StringView(id), text);
    inputs.now = desk.clock.wallTime();
    return desk.run(azureProvider().suggest(inputs, azureKind(), field));
}

void AzureCloud::SetUpTestSuite()
{
    if (!missingServers({u"oidcprovider"_s, u"keyvault"_s}).isEmpty())
        return;
    s_entra = startServer(u"oidcprovider"_s);
    s_vault = startServer(u"keyvault"_s, {u"--oidcprovider"_s, QString::fromUtf8(json::write(s_entra->ready()))});
}

void AzureCloud::TearDownTestSuite()
{
    s_vault.reset();
    s_entra.reset();
}

void AzureCloud::SetUp()
{
    SALLYPORT_NEEDS(u"oidcprovider"_s, u"keyvault"_s);
    for (ServerChild *server : {s_entra.get(), s_vault.get()}) {
        ASSERT_EQ(server->ready()[u"event"].toString(), u"ready"_s);
        server->command(u"heal"_s);
        server->command(u"reset-counts"_s);
    }
    m_person = std::make_unique<AzurePerson>(entra("tlsAddress"), vault("vaultHost"), vault("trustFile"));
}

QString AzureCloud::entra(const char *field)
{
    return s_entra->ready()[QString::fromLatin1(field)].toString();
}

QString AzureCloud::vault(const char *field)
{
    return s_vault->ready()[QString::fromLatin1(field)].toString();
}

int AzureCloud::calls(const std::unique_ptr<ServerChild> &server, const QString &operation)
{
    return server->command(u"counts"_s)[u"counts"][operation].numberText().toInt();
}

} // namespace sallyport::test
