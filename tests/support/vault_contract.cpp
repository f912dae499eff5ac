// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/vault_contract.h"

using namespace Qt::StringLiterals;

namespace sallyport::test {

HttpAnswers answersOf(demo::DemoVault &vault)
{
    return [&vault](const HttpRequest &request) -> Result<HttpReply> {
        LoopbackRequest received{.method = request.method,
                                 .target = request.url.toEncoded(QUrl::RemoveScheme | QUrl::RemoveAuthority),
                                 .headers = request.headers,
                                 .body = request.body};
        EXPECT_EQ(received.header("X-Vault-Request"), "true") << received.target.toStdString();
        EXPECT_EQ(request.body.isEmpty(), !received.hasHeader("Content-Type"));
        const LoopbackResponse response = vault.handle(received);
        return HttpReply{response.status, response.headers, response.body, QDateTime::fromMSecsSinceEpoch(1'800'000'000'000, Qt::UTC)};
    };
}

ContractVault::ContractVault() : vault([this] { return now; })
{
    const auto filled = demo::fillVault(vault, demo::demoFixture());
    EXPECT_TRUE(filled.has_value());
}

Inputs ContractVault::inputs(const QByteArray &token) const
{
    Inputs inputs = vaultInputs();
    inputs.grant.values.setSecret("token"_L1, SecretValue(token));
    inputs.now = now;
    return inputs;
}

Played<SecretDocument> ContractVault::fetch(const FormValues &reference, const QByteArray &token)
{
    Inputs asked = inputs(token);
    asked.reference = reference;
    return play(vaultProvider().fetch(asked, vaultProvider().secrets.front()), answersOf(vault));
}

} // namespace sallyport::test
