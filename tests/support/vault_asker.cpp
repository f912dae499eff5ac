// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/vault_asker.h"

using namespace Qt::StringLiterals;

namespace sallyport::test {

FormValues tokenCredential(const QString &address, const QByteArray &token)
{
    FormValues values;
    values.setText("serverAddress"_L1, address);
    values.setText("authMethod"_L1, u"token"_s);
    values.setSecret("access_token"_L1, SecretValue(token));
    return values;
}

FormValues appRoleCredential(const QString &address, const std::pair<QString, QByteArray> &role)
{
    FormValues values;
    values.setText("serverAddress"_L1, address);
    values.setText("authMethod"_L1, u"appRole"_s);
    values.setText("role_id"_L1, role.first);
    values.setSecret("secret_id"_L1, SecretValue(role.second));
    return values;
}

Async<HttpReply> FilteringTransport::send(const HttpRequest &request, std::stop_token stop)
{
    for (const QString &prefix : m_refused) {
        if (request.url.path().startsWith(prefix))
            return answered<HttpReply>(HttpReply{403, {}, R"({"errors":["permission denied"]})", QDateTime::currentDateTimeUtc()});
    }
    return m_real.send(request, std::move(stop));
}

VaultAsker::VaultAsker(FormValues credential)
{
    m_inputs.credential = std::move(credential);
}

Inputs VaultAsker::inputs(const FormValues &reference)
{
    m_inputs.reference = reference;
    m_inputs.now = m_clock.wallTime();
    return m_inputs;
}

Result<AccessGrant> VaultAsker::signIn()
{
    const auto grant = run(vaultProvider().signIn(inputs()));
    if (grant)
        m_inputs.grant = *grant;
    return grant;
}

Result<AccessGrant> VaultAsker::renew()
{
    return run(vaultProvider().renew(inputs()));
}

Result<Identity> VaultAsker::identify()
{
    return run(vaultProvider().identify(inputs()));
}

Result<SecretDocument> VaultAsker::fetch(const FormValues &reference, std::stop_token stop)
{
    return run(vaultProvider().fetch(inputs(reference), vaultProvider().secrets.front()), std::move(stop));
}

Result<QByteArray> VaultAsker::content(const FormValues &reference)
{
    return fetch(reference).transform([](const SecretDocument &document) { return document.content.reveal().toByteArray(); });
}

Result<QStringList> VaultAsker::suggest(QLatin1StringView field, const FormValues &reference)
{
    const auto found = run(vaultProvider().suggest(inputs(reference), vaultProvider().secrets.front(), field));
    return found.transform([](const std::vector<Suggestion> &suggestions) {
        QStringList values;
        for (const Suggestion &suggestion : suggestions)
            values.append(suggestion.value);
        return values;
    });
}

} // namespace sallyport::test
