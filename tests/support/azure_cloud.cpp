// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/azure_cloud.h"

using namespace Qt::StringLiterals;

namespace sallyport::test {

std::unique_ptr<ServerChild> startServer(const QString &name, const QStringList &options)
{
    return std::make_unique<ServerChild>(qEnvironmentVariable("SALLYPORT_PYTHON", u"python3"_s),
                                         QStringList{qEnvironmentVariable("SALLYPORT_SERVERS_RUN"), u"start"_s, name} + options);
}

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

} // namespace sallyport::test
