// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/base/value.h"
#include "providers/gcp/settings.h"

#include <memory>
#include <variant>

//! The JSON files in which Google's tools keep identities. A file from elsewhere can name hostile addresses: every address in it is
//! held against Google's own, and none is used as it stands. Source: "Validate credential configurations from external sources",
//! https://cloud.google.com/docs/authentication/external/externally-sourced-credentials; members as google-auth reads them.
namespace sallyport::gcp {

//! `service_account`.
struct ServiceAccountKey {
    QString email;
    QString keyId;
    SecretValue privateKey; //!< PEM; checked to be usable
    QString project{};
};

//! `authorized_user`: what `gcloud auth application-default login` writes.
struct AuthorizedUser {
    QString clientId;
    SecretValue clientSecret;
    SecretValue refreshToken;
    QString account{}; //!< an e-mail address; mostly empty
};

//! `external_account_authorized_user`: a person of a workforce pool.
struct ExternalUser {
    QString clientId;
    SecretValue clientSecret;
    SecretValue refreshToken;
    QString region{}; //!< of the token address; empty: global
};

//! How a subject token stands in what a source gives: as a text, or as a member of a JSON object.
struct TokenFormat {
    QString member{}; //!< empty: the whole text
};
struct FileToken {
    QString path;
    TokenFormat format{};
};
struct UrlToken {
    QUrl url; //!< checked against the allowed hosts
    QList<HttpHeader> headers{};
    TokenFormat format{};
};
struct ExecutableToken {
    QString commandLine;
    int timeoutMs = 30'000;
    QString outputFile{}; //!< may be empty
};
//! A signed question to AWS; the addresses are the metadata service's and may be empty.
struct AwsToken {
    QString verificationUrl; //!< with `{region}` in it
    QUrl regionUrl{};
    QUrl keysUrl{};
    QUrl sessionUrl{};
};
//! The variable that the credential names holds it.
struct VariableToken {};
using TokenSource = std::variant<FileToken, UrlToken, ExecutableToken, AwsToken, VariableToken>;

//! An account to go on as.
struct Impersonation {
    QString account;
    QStringList delegates{};
    int lifetimeSeconds = 3600;
    QString region{}; //!< of the address; empty: global
};

//! `external_account`: a token of another identity provider, exchanged for one of Google.
struct ExternalAccount {
    QString audience;
    QString tokenType;
    TokenSource source;
    QString region{}; //!< of the token address; empty: global
    std::optional<Impersonation> impersonation{};
    QString clientId{}; //!< may be empty
    SecretValue clientSecret{};
    QString userProject{}; //!< of a workforce pool; may be empty
};

struct CredentialFile;
//! `impersonated_service_account`.
struct ImpersonatedAccount {
    std::shared_ptr<const CredentialFile> source;
    Impersonation impersonation;
};

struct CredentialFile {
    std::variant<ServiceAccountKey, AuthorizedUser, ExternalUser, ExternalAccount, ImpersonatedAccount> content;
    QString quotaProject{}; //!< may be empty
    QString where;          //!< for sentences, e.g. `the key file ~/reader.json`
    bool isWide = false;    //!< others on this machine may read it
};

//! What a file may be.
enum class Allowed { KeyOnly, FederationOnly, Anything };

//! Understands such a file. A byte order mark is passed over. Errors: InvalidInput, naming the member; they quote nothing but names of
//! members, hosts and types.
[[nodiscard]] Result<CredentialFile> credentialFrom(QByteArrayView bytes, const QString &where, Allowed allowed, const Settings &settings);

} // namespace sallyport::gcp
