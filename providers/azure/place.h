// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "providers/azure/settings.h"

//! Which object of which vault, and whether that vault may be sent a token at all.
namespace sallyport::azure {

enum class ObjectKind { Secret, Key, Certificate };

//! `secret`, and the word for it in addresses: `secrets`.
[[nodiscard]] QString nameOf(ObjectKind kind);
[[nodiscard]] QByteArray collectionOf(ObjectKind kind);

//! A vault that may be sent a token: one of the credential's cloud, or one that the credential itself lists.
struct Vault {
    VaultHost host;
    bool listed = false; //!< by the credential

    //! An address in this vault; `path` and `query` encoded. The only place where such addresses are made.
    [[nodiscard]] QUrl url(const QByteArray &path, const QByteArray &query) const;
};

struct Place {
    Vault vault;
    ObjectKind kind = ObjectKind::Secret;
    QString name;    //!< empty: the vault as such
    QString version; //!< empty: the latest

    //! `/secrets/db-password/0123...`.
    [[nodiscard]] QByteArray path() const;
};

//! Reads an identifier by a grammar that leaves nothing to interpretation: ASCII only, https only, no user, query, fragment or escapes,
//! no port except that of a listed host. Errors: InvalidInput, naming what does not fit.
//! Source: "Vault name and object name", https://learn.microsoft.com/azure/key-vault/general/about-keys-secrets-certificates.
[[nodiscard]] Result<Place> parseIdentifier(const QString &identifier, const Settings &settings);

//! The object that a link means. Errors: as parseIdentifier.
[[nodiscard]] Result<Place> placeOf(const FormValues &reference, const Settings &settings);

//! For lists: the vault that a half-filled link means, with kind and name where these are known already. Errors: as parseIdentifier.
[[nodiscard]] Result<Place> vaultOf(const FormValues &reference, const Settings &settings);

} // namespace sallyport::azure
