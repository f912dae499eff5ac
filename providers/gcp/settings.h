// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "providers/sdk/provider.h"

//! What credential and environment together say.
namespace sallyport::gcp {

//! What the identity of a credential comes from (its `type`).
enum class Kind {
    KeyFile,    //!< a service account's key in a file
    Key,        //!< such a key in the keychain
    Adc,        //!< the search order of Google's own libraries
    Federation, //!< a token of another identity provider
};

//! The person's own addresses in place of Google's; empty: Google's. Each is https, or http on this machine.
struct OwnAddresses {
    QUrl secretManager;
    QUrl token;
    QUrl iamCredentials;
    QUrl sts;
};

struct Settings {
    Kind kind = Kind::KeyFile;
    QMap<QString, QString> variables{}; //!< of the environment; those that are set and hold no secret
    SecretValue subjectToken{};         //!< from the variable that the credential names; empty: the file's source counts
    OwnAddresses own{};
    TlsFiles tls{};
    QString universe{};
    bool mayRunCommands = false;
    bool selfSigned = false;
    QStringList tokenHosts{}; //!< further hosts for subject tokens, in lower case
    QString impersonate{};    //!< the credential's own; may be empty
    QStringList delegates{};
    int lifetimeSeconds = 3600; //!< of impersonated tokens
    QString project{};          //!< the credential's own; may be empty
    QString quotaProject{};     //!< the credential's or the environment's; may be empty

    [[nodiscard]] QString variable(const QString &name) const { return variables.value(name).trimmed(); }
};

//! Asks for the environment. Errors: InvalidInput, naming the field or variable that cannot be used.
[[nodiscard]] Step<Settings> loadSettings(const Inputs &inputs);

//! Google's own address of the token endpoint, which is also the audience of assertions whatever they are sent to.
inline constexpr QLatin1StringView kTokenAddress{"https://oauth2.googleapis.com/token"};
//! What tokens are asked for.
inline constexpr QLatin1StringView kCloudScope{"https://www.googleapis.com/auth/cloud-platform"};
//! What a token is asked for that only serves to impersonate another account.
inline constexpr QLatin1StringView kIamScope{"https://www.googleapis.com/auth/iam"};
inline constexpr QLatin1StringView kDefaultUniverse{"googleapis.com"};

//! Where Secret Manager answers, `/v1/` and what follows it left out. `location` empty: for global secrets.
[[nodiscard]] QUrl secretManagerAddress(const Settings &settings, const QString &location);
[[nodiscard]] QUrl tokenAddress(const Settings &settings);
//! `region` empty: the global address.
[[nodiscard]] QUrl iamAddress(const Settings &settings, const QString &region = {});
[[nodiscard]] QUrl stsAddress(const Settings &settings, const QString &region = {});

} // namespace sallyport::gcp
