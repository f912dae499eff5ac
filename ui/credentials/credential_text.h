// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/secrets/credential.h"
#include "providers/sdk/catalog.h"
#include "ui/widgets/pill_label.h"

#include <functional>

class QMenu;

namespace sallyport {

//! What a provider is called where credentials are made: `HashiCorp Vault`; with several kinds of secrets, its own name.
[[nodiscard]] QString providerTitle(const ProviderDescriptor &provider);
//! `HashiCorp · AppRole · vault.example.org`.
[[nodiscard]] QString signInText(const Credential &credential, const Catalog &catalog);
//! `approle-ci · policies default, shop-read · 20 min`.
[[nodiscard]] QString identityText(const Identity &identity, const QDateTime &now);

//! As much of such a text as a pill of that width has room for, in whole parts.
[[nodiscard]] QString fittingParts(const QString &text, int width, const QFont &font);

//! The ways in which the person can sign in to it, the best first; empty where that needs nobody.
[[nodiscard]] std::span<const SignInWay> signInWays(const Credential &credential, const Catalog &catalog);

//! What stands on a button or in a menu for it; a dialog or a browser follows.
[[nodiscard]] QString signInLabel(const SignInWay &way);

struct StatusBadge {
    Tone tone = Tone::Neutral;
    QString text;
};
[[nodiscard]] StatusBadge badgeOf(const CredentialStatus &status);
[[nodiscard]] CredentialStatus statusFrom(const Result<Identity> &outcome, const QDateTime &now);

//! One entry for each provider; those to come are announced and disabled.
void addProviderActions(QMenu &menu, const Catalog &catalog, const std::function<void(const ProviderDescriptor &)> &chosen);

} // namespace sallyport
