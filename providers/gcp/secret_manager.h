// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "providers/gcp/names.h"
#include "providers/gcp/sign_in.h"

namespace sallyport::gcp {

//! One version of a secret. Its checksum is checked; where it does not fit the secret is read once more.
//! Source: projects.secrets.versions.access, https://cloud.google.com/secret-manager/docs/reference/rest.
[[nodiscard]] Step<SecretDocument> fetch(const Inputs &inputs, const SecretKindSpec &kind);

//! A call below `/v1/` of the Secret Manager that is responsible for the place. `query` is encoded.
[[nodiscard]] Call secretCall(const SignedIn &session, const SecretPlace &place, const QString &path, const QString &purpose,
                              const QByteArray &query = {});

//! The error of a refused call about a place: what is missing, for whom and where.
[[nodiscard]] Error secretRefusal(const SignedIn &session, const Call &call, const Reply &reply, const SecretPlace &place);

} // namespace sallyport::gcp
