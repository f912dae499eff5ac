// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "providers/sdk/provider.h"
#include "tests/support/forms.h"
#include "tests/support/script.h"

//! What tests of the GCP provider start from.
namespace sallyport::test {

[[nodiscard]] const ProviderDescriptor &gcpProvider();
[[nodiscard]] const SecretKindSpec &gcpKind();

inline constexpr char kGcpAccount[] = "reader@shop-prod.iam.gserviceaccount.com";
inline constexpr char kGcpTarget[] = "target@shop-target.iam.gserviceaccount.com"; //!< to go on as
inline constexpr char kGcpKeyPath[] = "/home/me/reader.json";

//! The key file of kGcpAccount in project shop-prod. `changes` are members as JSON; an empty text takes the member away.
[[nodiscard]] QByteArray gcpKeyFile(const QMap<QString, QByteArray> &changes = {}, const SecretValue &key = {});
//! A login of gcloud, and a configuration of workload identity federation, with the same kind of changes.
[[nodiscard]] QByteArray gcpUserFile(const QMap<QString, QByteArray> &changes = {});
[[nodiscard]] QByteArray gcpFederationFile(const QMap<QString, QByteArray> &changes = {});
//! An impersonated account over such a file.
[[nodiscard]] QByteArray gcpImpersonatedFile(const QByteArray &source, const QMap<QString, QByteArray> &changes = {});

//! A credential with that key file, and a grant of it, at 2027-01-15 08:00 UTC.
[[nodiscard]] Inputs gcpInputs();
//! A world in which the key file and gcloud's login lie where they are looked for, and Google's services answer as below.
[[nodiscard]] World gcpWorld(const HttpAnswers &http = {});

[[nodiscard]] HttpReply gcpReply(const QByteArray &json, int status = 200);
//! An error as Google's APIs write it.
[[nodiscard]] HttpReply gcpRefusal(int status, const QByteArray &code, const QByteArray &words, const QByteArray &reason = {},
                                   const QByteArray &metadata = "{}");
//! An error as the token endpoint writes it.
[[nodiscard]] HttpReply oauthRefusal(const QByteArray &code, const QByteArray &words, const QByteArray &subtype = {});
//! A token, living for an hour less a second.
[[nodiscard]] HttpReply gcpTokenReply(const QByteArray &token = "ya29.token");
//! A token of kGcpTarget until 2027-01-15 08:59:59 UTC.
[[nodiscard]] HttpReply gcpImpersonatedReply();
//! `access` of a payload, with its checksum.
[[nodiscard]] HttpReply gcpPayload(const QByteArray &payload, const QByteArray &name = "projects/123/secrets/db/versions/7");

//! A field of a form body, decoded; empty where it is not there.
[[nodiscard]] QByteArray formField(const HttpRequest &request, const QByteArray &name);
//! The claims (1) or the header (0) of a signed token.
[[nodiscard]] Value jwtPart(const QByteArray &token, int part);
[[nodiscard]] QByteArray headerIn(const HttpRequest &request, const QByteArray &name);
} // namespace sallyport::test
