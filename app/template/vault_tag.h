// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/base/result.h"
#include "app/base/value.h"

#include <QString>

namespace sallyport {

//! A `{% vault %}` tag as it stands in a file: which provider, which credential, which secret.
struct VaultTag {
    QString provider;           //!< first argument, e.g. `hashicorp`
    QString credential;         //!< second: an alias of ours, or Insomnia's `cloudCred_...` / `externalVaultTag_...`; may be empty
    Value config{Value::Map()}; //!< third, decoded: a JSON object
    bool operator==(const VaultTag &) const = default;

    //! Equal exactly for equal tags; for hashes.
    [[nodiscard]] QString key() const;
};

//! Reads the text between `{%` and `%}`, which must begin with `vault`. The third argument may be raw JSON, Base64 of
//! JSON (UTF-8 or Latin-1), or either wrapped as `b64::...::46b`; so may the others be wrapped. Errors: InvalidInput.
[[nodiscard]] Result<VaultTag> parseVaultTag(QStringView insideOfTag);

//! `{% vault 'provider', 'credential', '{"readable":"json"}' %}`, which Insomnia reads too.
[[nodiscard]] QString writeVaultTag(const VaultTag &tag);

//! What the inside of a quoted text means: a backslash makes the next character plain, but `\n`, `\r` and `\t`.
[[nodiscard]] QString unescaped(QStringView text);

} // namespace sallyport
