// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "providers/sdk/form_answers.h"

//! What a person can say about an identity of Google Cloud and a secret it may read. Field ids are Insomnia's where it has one.
namespace sallyport::gcp {

inline constexpr QLatin1StringView kType{"type"};
inline constexpr QLatin1StringView kKeyFile{"serviceAccountKeyFilePath"};
inline constexpr QLatin1StringView kKey{"serviceAccountKey"};
inline constexpr QLatin1StringView kFederationFile{"federationFilePath"};
inline constexpr QLatin1StringView kTokenVariable{"subjectTokenVariable"};
inline constexpr QLatin1StringView kTokenHosts{"subjectTokenHosts"};
inline constexpr QLatin1StringView kAllowExecutables{"allowExecutables"};
inline constexpr QLatin1StringView kImpersonate{"impersonateServiceAccount"};
inline constexpr QLatin1StringView kDelegates{"delegates"};
inline constexpr QLatin1StringView kTokenLifetime{"tokenLifetime"};
inline constexpr QLatin1StringView kProject{"projectId"};
inline constexpr QLatin1StringView kQuotaProject{"quotaProjectId"};
inline constexpr QLatin1StringView kSelfSigned{"selfSigned"};
inline constexpr QLatin1StringView kUniverse{"universeDomain"};
inline constexpr QLatin1StringView kEndpoint{"endpoint"};
inline constexpr QLatin1StringView kTokenEndpoint{"tokenEndpoint"};
inline constexpr QLatin1StringView kIamEndpoint{"iamEndpoint"};
inline constexpr QLatin1StringView kStsEndpoint{"stsEndpoint"};
inline constexpr QLatin1StringView kCaFile{"caFile"};

//! Values of kType.
inline constexpr QLatin1StringView kTypeKeyFile{"keyFile"};
inline constexpr QLatin1StringView kTypeKey{"key"};
inline constexpr QLatin1StringView kTypeAdc{"adc"};
inline constexpr QLatin1StringView kTypeFederation{"federation"};

inline constexpr QLatin1StringView kSecretName{"secretName"};
inline constexpr QLatin1StringView kVersion{"version"};
inline constexpr QLatin1StringView kSecretKey{"secretKey"};
inline constexpr QLatin1StringView kPayloadAs{"payloadAs"};

extern const FormSpec kCredentialForm;
extern const FormSpec kReferenceForm;

//! `db-password`, project and location where the link names them, and the version where one is fixed.
[[nodiscard]] QString summary(const FormValues &reference);
//! `Service Account Key File · shop-reader.json · as reader@shop.iam.gserviceaccount.com`.
[[nodiscard]] QString describe(const FormValues &credential);
//! Identity, project and endpoint: where the credential's traffic goes.
[[nodiscard]] QString authority(const FormValues &credential);
//! The vendor's own search order: Application Default Credentials.
[[nodiscard]] FormValues ambient();

} // namespace sallyport::gcp
