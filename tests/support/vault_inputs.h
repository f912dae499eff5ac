// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "providers/sdk/provider.h"

//! What tests of the Vault provider start from.
namespace sallyport::test {

[[nodiscard]] const ProviderDescriptor &vaultProvider();

//! Inputs with a token grant, for `https://vault.example:8200`.
[[nodiscard]] Inputs vaultInputs();
//! Inputs for a sign-in by AppRole.
[[nodiscard]] Inputs appRoleInputs();
//! The reference of a link; empty arguments are left out.
[[nodiscard]] FormValues kvReference(const QString &mount, const QString &name, const QString &kvVersion = {}, const QString &version = {});

//! An answer of Vault.
[[nodiscard]] HttpReply vaultReply(int status, const QByteArray &json, const QList<HttpHeader> &headers = {});
//! `{"errors":["..."]}`.
[[nodiscard]] HttpReply vaultRefusal(int status, const QByteArray &words = {});

//! Everything an error says, for "does not contain".
[[nodiscard]] QString allTextOf(const Error &error);

} // namespace sallyport::test
