// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "providers/azure/place.h"

#include <optional>
#include <vector>

//! What a vault answers to a call without a token (RFC 9110 11.6.1, RFC 6750 3).
namespace sallyport::azure {

//! One challenge: a scheme and its parameters. Names are lower case.
struct Challenge {
    QByteArray scheme;
    std::vector<std::pair<QByteArray, QByteArray>> parameters{};

    //! The first parameter of that name, or empty.
    [[nodiscard]] QByteArray value(QByteArrayView name) const;
};

//! Reads a header in every spelling that vaults have used: parameters separated by commas or blanks, values quoted or not, several
//! challenges in one header. What cannot be understood is left out.
[[nodiscard]] std::vector<Challenge> parseChallenges(const QByteArray &header);

//! What tokens for a vault must say.
struct Audience {
    QString tenant{};   //!< may be empty: as the credential says
    QString resource{}; //!< `https://vault.azure.net`

    //! For notes.
    [[nodiscard]] QString text() const { return tenant + u' ' + resource; }
    [[nodiscard]] static Audience fromText(const QString &text);
};

//! The claims that a new token must satisfy (Continuous Access Evaluation), as JSON; empty where none are asked for.
//! Source: "How to use Continuous Access Evaluation enabled APIs",
//! https://learn.microsoft.com/entra/identity-platform/app-resilience-continuous-access-evaluation.
[[nodiscard]] QByteArray claimsFrom(const HttpReply &reply);

//! Which tokens the vault asks for, if it may ask for them: the resource must be the domain right above the vault's host, or for a listed
//! host the resource of the credential's cloud; the place to sign in must be Microsoft's or the credential's own. Errors:
//! Unauthenticated where nothing is asked for, PermissionDenied where the wrong thing is.
[[nodiscard]] Result<Audience> audienceFrom(const HttpReply &reply, const Vault &vault, const Settings &settings);

} // namespace sallyport::azure
