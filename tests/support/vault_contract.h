// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/demo/vault_content.h"
#include "tests/support/script.h"
#include "tests/support/vault_inputs.h"

namespace sallyport::test {

//! The contract server's answers without a network: conversations are played straight against it. Its equality with a
//! real Vault is shown by tests/servers/hvac/certify.py. A request that no Vault client may send fails the test.
[[nodiscard]] HttpAnswers answersOf(demo::DemoVault &vault);

//! A Vault at a time of the test's own, filled with the demonstration's secrets.
struct ContractVault {
    ContractVault();
    QDateTime now = QDateTime::fromMSecsSinceEpoch(1'800'000'000'000, Qt::UTC);
    demo::DemoVault vault;

    //! Inputs with a grant for that token.
    [[nodiscard]] Inputs inputs(const QByteArray &token = "demo-token") const;
    //! Fetches one secret with the token.
    [[nodiscard]] Played<SecretDocument> fetch(const FormValues &reference, const QByteArray &token = "demo-token");
};

} // namespace sallyport::test
