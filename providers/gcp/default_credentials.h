// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "providers/gcp/token.h"

namespace sallyport::gcp {

//! Application Default Credentials: the file of GOOGLE_APPLICATION_CREDENTIALS (one that is broken or missing ends the search), the file
//! that gcloud writes, the metadata server. Source: "How Application Default Credentials works",
//! https://cloud.google.com/docs/authentication/application-default-credentials.
[[nodiscard]] Step<Token> defaultToken(const Context &context, QLatin1StringView scope);

//! The project of gcloud's own active configuration; empty where there is none.
[[nodiscard]] Step<QString> gcloudProject(const Settings &settings);

//! The value of a key in a section of gcloud's configuration, an INI file; empty where it is not there.
[[nodiscard]] QString valueInConfiguration(QByteArrayView text, QByteArrayView section, QByteArrayView key);

//! Reads a file of credentials. Whether others may read it is noted.
[[nodiscard]] Step<CredentialFile> readCredentialFile(const Settings &settings, const QString &path, const QString &what, Allowed allowed);

} // namespace sallyport::gcp
