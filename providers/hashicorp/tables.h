// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "providers/sdk/form_answers.h"

//! What a person can say about a Vault and a secret in it. Field ids are Insomnia's where it has one.
namespace sallyport::hashicorp {

inline constexpr QLatin1StringView kType{"type"};
inline constexpr QLatin1StringView kServerAddress{"serverAddress"};
inline constexpr QLatin1StringView kAuthMethod{"authMethod"};
inline constexpr QLatin1StringView kRoleId{"role_id"};
inline constexpr QLatin1StringView kSecretId{"secret_id"};
inline constexpr QLatin1StringView kAccessToken{"access_token"};
inline constexpr QLatin1StringView kNamespace{"namespace"};
inline constexpr QLatin1StringView kClientId{"client_id"};
inline constexpr QLatin1StringView kClientSecret{"client_secret"};
inline constexpr QLatin1StringView kAuthAddress{"authAddress"};
inline constexpr QLatin1StringView kApiAddress{"apiAddress"};
inline constexpr QLatin1StringView kAppRoleMountPath{"approleMountPath"};
inline constexpr QLatin1StringView kCaFile{"caFile"};
inline constexpr QLatin1StringView kClientCertificate{"clientCertificate"};
inline constexpr QLatin1StringView kClientKey{"clientKey"};

//! The value of kType that is no Vault server: HCP Vault Secrets.
inline constexpr QLatin1StringView kTypeCloud{"cloud"};

inline constexpr QLatin1StringView kKvVersion{"kvVersion"};
inline constexpr QLatin1StringView kSendNamespaceViaHeader{"sendNamespaceViaHeader"};
inline constexpr QLatin1StringView kSecretEnginePath{"secretEnginePath"};
inline constexpr QLatin1StringView kSecretName{"secretName"};
inline constexpr QLatin1StringView kVersion{"version"};
inline constexpr QLatin1StringView kSecretKey{"secretKey"};
inline constexpr QLatin1StringView kOrganizationId{"organizationId"};
inline constexpr QLatin1StringView kProjectId{"projectId"};
inline constexpr QLatin1StringView kAppName{"appName"};

//! The secret field of our grants.
inline constexpr QLatin1StringView kToken{"token"};

extern const FormSpec kCredentialForm;
extern const FormSpec kReferenceForm;      //!< a secret of a key-value engine
extern const FormSpec kCloudReferenceForm; //!< a secret of HCP Vault Secrets

//! `secret/prod/shop`, and the version where one is fixed.
[[nodiscard]] QString summary(const FormValues &reference);
//! `shop/DB_PASSWORD`, and the version where one is fixed.
[[nodiscard]] QString cloudSummary(const FormValues &reference);
//! Whether the credential is one for HCP Vault Secrets.
[[nodiscard]] bool isCloud(const FormValues &credential);
//! `AppRole · vault.example.org`.
[[nodiscard]] QString describe(const FormValues &credential);
//! Origin, base path and namespace: where the credential's traffic goes.
[[nodiscard]] QString authority(const FormValues &credential);

} // namespace sallyport::hashicorp
