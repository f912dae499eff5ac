// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "providers/gcp/credential_file.h"
#include "providers/gcp/exchange.h"

//! Access tokens, and who they stand for.
namespace sallyport::gcp {

struct Token {
    SecretValue value;
    QDateTime issued;                   //!< UTC, by our own clock
    std::optional<QDateTime> expires{}; //!< UTC, by our own clock; none where nobody said
    QString principal{};                //!< an e-mail address; may be empty
    QString project{};                  //!< that comes with the identity; may be empty
    QString quotaProject{};             //!< may be empty
    QStringList origin{};               //!< where it came from, for people, a line for each step
};

//! A token for what a file holds; `scope` as kCloudScope or kIamScope.
[[nodiscard]] Step<Token> tokenOf(const Context &context, const CredentialFile &file, QLatin1StringView scope);

//! Goes on as another account. `source` serves for this only. Source: projects.serviceAccounts.generateAccessToken,
//! https://cloud.google.com/iam/docs/reference/credentials/rest.
[[nodiscard]] Step<Token> impersonated(const Context &context, const Token &source, const Impersonation &impersonation);

//! The person's login, renewed (RFC 6749 6).
[[nodiscard]] Step<Token> userToken(const Context &context, const AuthorizedUser &user, const QString &where);
[[nodiscard]] Step<Token> externalUserToken(const Context &context, const ExternalUser &user, const QString &where);

//! Trades a token of another identity provider for one of Google's, without impersonation. Source: RFC 8693;
//! https://cloud.google.com/iam/docs/reference/sts/rest.
[[nodiscard]] Step<Token> exchangedToken(const Context &context, const ExternalAccount &account, const QString &where,
                                         QLatin1StringView scope);

//! The error of a refusal by the token endpoint or the security token service; `where` names the file the identity comes from.
[[nodiscard]] Error tokenRefusal(const Call &call, const Reply &reply, const QString &where);

//! A token from an answer of OAuth 2.0. Errors: Malformed.
[[nodiscard]] Result<Token> tokenFrom(const Context &context, const Call &call, const Reply &reply);

//! `Authorization: Basic` of an OAuth client (RFC 6749 2.3.1).
[[nodiscard]] HttpHeader clientHeader(const QString &id, const SecretValue &secret);

} // namespace sallyport::gcp
