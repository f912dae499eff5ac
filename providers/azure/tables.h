// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "providers/sdk/form_answers.h"

//! What a person can say about a way into Azure and a secret in a key vault. Field ids are Insomnia's where it has one.
namespace sallyport::azure {

inline constexpr QLatin1StringView kType{"type"};
inline constexpr QLatin1StringView kCloud{"cloud"};
inline constexpr QLatin1StringView kTenant{"tenant"};                 //!< of a person; may be empty
inline constexpr QLatin1StringView kTenantId{"tenantId"};             //!< of an application
inline constexpr QLatin1StringView kClientId{"clientId"};             //!< of an application that signs in by itself
inline constexpr QLatin1StringView kPublicClientId{"publicClientId"}; //!< of the application a person signs in with
inline constexpr QLatin1StringView kRefreshToken{"refreshToken"};
inline constexpr QLatin1StringView kClientSecret{"clientSecret"};
inline constexpr QLatin1StringView kCertificatePath{"certificatePath"};
inline constexpr QLatin1StringView kCertificatePassword{"certificatePassword"};
inline constexpr QLatin1StringView kFederatedTokenFile{"federatedTokenFile"};
inline constexpr QLatin1StringView kIdentityId{"identityId"};
inline constexpr QLatin1StringView kIdentityIdKind{"identityIdKind"};
inline constexpr QLatin1StringView kAuthorityHost{"authorityHost"};
inline constexpr QLatin1StringView kVaultHosts{"vaultHosts"};
inline constexpr QLatin1StringView kCaFile{"caFile"};

//! Values of kType.
inline constexpr QLatin1StringView kTypeUser{"user"};
inline constexpr QLatin1StringView kTypeClientSecret{"clientSecret"};
inline constexpr QLatin1StringView kTypeCertificate{"certificate"};
inline constexpr QLatin1StringView kTypeFederated{"federated"};
inline constexpr QLatin1StringView kTypeManagedIdentity{"managedIdentity"};
inline constexpr QLatin1StringView kTypeAzureCli{"azureCli"};
inline constexpr QLatin1StringView kTypeDefault{"default"};

inline constexpr QLatin1StringView kAddressing{"addressing"};
inline constexpr QLatin1StringView kSecretIdentifier{"secretIdentifier"};
inline constexpr QLatin1StringView kVault{"vault"};
inline constexpr QLatin1StringView kSecretType{"secretType"};
inline constexpr QLatin1StringView kSecretName{"secretName"};
inline constexpr QLatin1StringView kVersion{"version"};
inline constexpr QLatin1StringView kSecretKey{"secretKey"};

//! Values of kAddressing.
inline constexpr QLatin1StringView kByIdentifier{"identifier"};
inline constexpr QLatin1StringView kByParts{"parts"};

extern const FormSpec kCredentialForm;
extern const FormSpec kReferenceForm;

//! `shop/db-password`, with the kind where it is no secret and the version where one is fixed.
[[nodiscard]] QString summary(const FormValues &reference);
//! `Service Principal (Secret) · contoso.example`.
[[nodiscard]] QString describe(const FormValues &credential);
//! Cloud or sign-in host, tenant and application: where the credential's traffic goes.
[[nodiscard]] QString authority(const FormValues &credential);
//! What the vendor's own tools would find: the surroundings' managed identity, else the Azure CLI.
[[nodiscard]] FormValues ambient();

} // namespace sallyport::azure
