// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/base/result.h"
#include "providers/sdk/form_values.h"

//! Names of secrets and their versions, of projects, locations and accounts.
namespace sallyport::gcp {

//! One version of one secret. Every part is checked, so that it can be put into an address as it stands.
//! Source: resource names of Secret Manager, https://cloud.google.com/secret-manager/docs/reference/rest.
struct SecretPlace {
    QString project;    //!< id or number; never empty
    QString location{}; //!< of a regional secret, else empty
    QString secret{};
    QString version{}; //!< `latest`, a number or an alias

    //! `projects/p`, or `projects/p/locations/l`.
    [[nodiscard]] QString parent() const;
    //! `projects/p/secrets/s`.
    [[nodiscard]] QString secretPath() const;
    //! `projects/p/secrets/s/versions/v`.
    [[nodiscard]] QString versionPath() const;
};

//! What a link names; a plain name is one of `project`. Errors: InvalidInput for what cannot be a name, for a plain name without a project,
//! for a version that is given twice and differently.
[[nodiscard]] Result<SecretPlace> placeFrom(const FormValues &reference, const QString &project);

//! Where to list secrets for what is typed so far: the project (and location) that the text begins with, else `project`.
[[nodiscard]] Result<SecretPlace> listingFrom(const QString &typed, const QString &project);

//! An e-mail address or unique id of a service account, fit for an address. Errors: InvalidInput, naming `label`.
[[nodiscard]] Result<QString> checkedAccount(const QString &text, const QString &label);

//! Errors: InvalidInput. An empty project is good.
[[nodiscard]] Result<Done> checkProject(const QString &project);

//! `shop` from `reader@shop.iam.gserviceaccount.com`; empty for addresses of other forms.
[[nodiscard]] QString projectOfAccount(const QString &account);

} // namespace sallyport::gcp
