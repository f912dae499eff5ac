// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "providers/sdk/form_answers.h"

//! What a person can say about an AWS account and a secret in it. Field ids are Insomnia's where it has one.
namespace sallyport::aws {

inline constexpr QLatin1StringView kType{"type"};
inline constexpr QLatin1StringView kAccessKeyId{"accessKeyId"};
inline constexpr QLatin1StringView kSecretAccessKey{"secretAccessKey"};
inline constexpr QLatin1StringView kSessionToken{"sessionToken"};
inline constexpr QLatin1StringView kSection{"section"};
inline constexpr QLatin1StringView kFilePath{"filePath"};
inline constexpr QLatin1StringView kConfigFilePath{"configFilePath"};
inline constexpr QLatin1StringView kEnableCache{"enableCache"};
inline constexpr QLatin1StringView kRegion{"region"};
inline constexpr QLatin1StringView kAssumeRole{"assumeRole"};
inline constexpr QLatin1StringView kRoleArn{"roleArn"};
inline constexpr QLatin1StringView kRoleChain{"roleChain"};
inline constexpr QLatin1StringView kRoleSessionName{"roleSessionName"};
inline constexpr QLatin1StringView kExternalId{"externalId"};
inline constexpr QLatin1StringView kRoleDuration{"roleDuration"};
inline constexpr QLatin1StringView kMfaSerial{"mfaSerial"};
inline constexpr QLatin1StringView kEndpoint{"endpoint"};
inline constexpr QLatin1StringView kUseFips{"useFips"};
inline constexpr QLatin1StringView kUseDualStack{"useDualStack"};
inline constexpr QLatin1StringView kCaFile{"caFile"};

//! Values of kType.
inline constexpr QLatin1StringView kTypeTemporary{"temporary"};
inline constexpr QLatin1StringView kTypeFile{"file"};
inline constexpr QLatin1StringView kTypeSso{"sso"};
inline constexpr QLatin1StringView kTypeDefault{"default"};

inline constexpr QLatin1StringView kSecretId{"SecretId"};
inline constexpr QLatin1StringView kVersionId{"VersionId"};
inline constexpr QLatin1StringView kVersionStage{"VersionStage"};
inline constexpr QLatin1StringView kSecretType{"SecretType"};
inline constexpr QLatin1StringView kSecretKey{"SecretKey"};
inline constexpr QLatin1StringView kBinaryAs{"BinaryAs"};

inline constexpr QLatin1StringView kName{"Name"};
inline constexpr QLatin1StringView kVersion{"Version"};
inline constexpr QLatin1StringView kWithDecryption{"WithDecryption"};

extern const FormSpec kCredentialForm;
extern const FormSpec kSecretForm;    //!< Secrets Manager
extern const FormSpec kParameterForm; //!< Parameter Store

//! `prod/shop`, the region where an ARN names one, and the version or stage where one is fixed.
[[nodiscard]] QString secretSummary(const FormValues &reference);
//! `/prod/shop/key`, the region where an ARN names one, and the version or label where one is fixed.
[[nodiscard]] QString parameterSummary(const FormValues &reference);
//! `SSO · prod · eu-west-1`.
[[nodiscard]] QString describe(const FormValues &credential);
//! Profile, role, region and endpoint: where the credential's traffic goes.
[[nodiscard]] QString authority(const FormValues &credential);
//! The vendor's own search order: environment, web identity, profile, container, instance.
[[nodiscard]] FormValues ambient();

} // namespace sallyport::aws
