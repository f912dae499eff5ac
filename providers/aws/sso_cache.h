// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/base/value.h"
#include "providers/aws/profile_chain.h"

#include <QDateTime>

namespace sallyport::aws {

//! What the AWS CLI keeps of a sign-in to IAM Identity Center, in `~/.aws/sso/cache`. Source: "SSO credential provider", AWS SDKs and Tools
//! Reference Guide, https://docs.aws.amazon.com/sdkref/latest/guide/feature-sso-credentials.html.
struct SsoToken {
    SecretValue accessToken;
    QDateTime expires; //!< UTC
    SecretValue refreshToken{};
    QString clientId{};
    SecretValue clientSecret{};
    std::optional<QDateTime> registrationExpires{}; //!< UTC
    SecretValue document{};                         //!< the whole file, for members that are not ours

    [[nodiscard]] bool canRefresh(const QDateTime &now) const;
};

//! `~/.aws/sso/cache/<sha1>.json`, of the session's name or, without one, of the start URL. Empty where the home folder is unknown.
[[nodiscard]] QString ssoCachePath(const SsoSource &source, const Variables &variables);

//! Errors: Malformed, where the two members that count are missing or the end is no time.
[[nodiscard]] Result<SsoToken> ssoTokenFrom(QByteArrayView text);

//! The file's new text: our members replaced, all others kept.
[[nodiscard]] SecretValue ssoDocument(const SsoToken &token, const SsoSource &source);

//! What tells one registration of this program from another: session, start URL, region, scopes and grant types, hashed.
[[nodiscard]] QString ssoClientName(const SsoSource &source, const QStringList &grantTypes);
//! `~/.aws/sso/cache/<name>.json`. Empty where the home folder is unknown.
[[nodiscard]] QString ssoClientPath(const SsoSource &source, const QStringList &grantTypes, const Variables &variables);
//! The client in such a file: its id, secret and end alone. Errors: Malformed.
[[nodiscard]] Result<SsoToken> ssoClientFrom(QByteArrayView text);
//! The file's text, with the AWS CLI's members.
[[nodiscard]] SecretValue ssoClientDocument(const SsoToken &client, const QStringList &scopes, const QStringList &grantTypes);

//! As a JSON list.
[[nodiscard]] Value listOf(const QStringList &texts);

} // namespace sallyport::aws
