// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "providers/azure/settings.h"
#include "providers/sdk/provider.h"
#include "tests/support/script.h"

#include <initializer_list>

//! What tests of the Azure provider start from.
namespace sallyport::test {

inline constexpr QLatin1StringView kTestTenant{"11111111-2222-3333-4444-555555555555"};

[[nodiscard]] const ProviderDescriptor &azureProvider();
[[nodiscard]] const SecretKindSpec &azureKind();

//! An application with a secret, signed in to kTestTenant with the token `token-1`.
[[nodiscard]] Inputs azureInputs();
//! The link to an identifier.
[[nodiscard]] FormValues azureLink(const QString &identifier);
//! A credential of that type; text fields as given.
[[nodiscard]] FormValues azureCredential(const char *type, std::initializer_list<std::pair<const char *, const char *>> fields = {});
[[nodiscard]] azure::Settings azureSettings(const FormValues &credential);

[[nodiscard]] HttpReply azureReply(const QByteArray &json, int status = 200, const QList<HttpHeader> &headers = {});
//! A token of Entra: `token-2` for an hour.
[[nodiscard]] HttpReply entraToken(const QByteArray &more = {});
[[nodiscard]] HttpReply entraRefusalReply(const QByteArray &error, int code, const QByteArray &words, int status = 400);
//! A vault that asks for a token of kTestTenant.
[[nodiscard]] HttpReply vaultChallenge(const QByteArray &header = {});
[[nodiscard]] HttpReply vaultRefusalReply(int status, const QByteArray &code, const QByteArray &inner = {},
                                          const QByteArray &words = "words");

//! What a form holds; empty where it has no such field.
[[nodiscard]] QString formField(const HttpRequest &request, const QString &name);
[[nodiscard]] QByteArray authorizationOf(const HttpRequest &request);

//! A self-signed certificate with its RSA key, made once; PEM.
[[nodiscard]] QByteArray azureCertificatePem();

} // namespace sallyport::test
