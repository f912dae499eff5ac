// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/base/result.h"
#include "app/template/vault_tag.h"
#include "providers/sdk/catalog.h"

namespace sallyport {

//! Which credential a tag names: the id of its provider (of an unknown one what stands in the tag), and an alias, an id, or nothing where
//! none was chosen.
struct CredentialName {
    QString providerId;
    QString reference;
    bool operator==(const CredentialName &) const = default;
};
[[nodiscard]] CredentialName credentialNamed(const VaultTag &tag, const Catalog &catalog);

//! A vault tag understood: the kind of secret, which credential it names, and the checked answers of its form.
struct SecretLink {
    QString kindId;     //!< SecretKindSpec::id
    QString providerId;
    QString credential; //!< the tag's second argument
    FormValues reference;

    //! Errors: InvalidInput for an unknown provider, unknown settings, missing required fields.
    static Result<SecretLink> fromTag(const VaultTag &tag, const Catalog &catalog);
    [[nodiscard]] VaultTag toTag(const Catalog &catalog) const;

    //! `secret/prod/shop`, from the kind's table.
    [[nodiscard]] QString summary(const Catalog &catalog) const;
    //! The key picked out of the secret; empty: all of it.
    [[nodiscard]] QString selector(const Catalog &catalog) const;
};

} // namespace sallyport
