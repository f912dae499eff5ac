// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "providers/sdk/conversation.h"
#include "providers/sdk/provider.h"

#include <QList>
#include <QUrl>

//! What the fields of a credential mean.
namespace sallyport::azure {

//! One of Azure's separate clouds. Source: "National clouds",
//! https://learn.microsoft.com/entra/identity-platform/authentication-national-cloud.
struct Cloud {
    QLatin1StringView id;
    QLatin1StringView loginHost;
    QLatin1StringView vaultDomain;    //!< `vault.azure.net`; also the host of the resource that tokens are for
    QLatin1StringView challengeHosts; //!< further names of the login host in answers of vaults, separated by blanks

    //! `https://vault.azure.net`.
    [[nodiscard]] QString resource() const { return QStringLiteral("https://") + vaultDomain; }
};

enum class Kind { User, ClientSecret, Certificate, Federated, ManagedIdentity, AzureCli, Default };

//! Where a vault answers; always over https.
struct VaultHost {
    QString host; //!< lower case
    int port = 443;
    bool operator==(const VaultHost &) const = default;

    //! `shop.vault.azure.net`, `127.0.0.1:8443`.
    [[nodiscard]] QString name() const { return port == 443 ? host : host + u':' + QString::number(port); }
};

struct Settings {
    Kind kind = Kind::User;
    const Cloud *cloud = nullptr;
    QUrl authority;            //!< `https://login.microsoftonline.com`, without path
    bool ownAuthority = false; //!< not the cloud's own
    QString tenant;            //!< empty where none is needed
    QString clientId;          //!< empty where none is needed
    QList<VaultHost> hosts{};  //!< further ones that may be sent a token
    TlsFiles tls{};
};

//! Errors: InvalidInput, naming the field that cannot be used.
[[nodiscard]] Result<Settings> settingsFrom(const FormValues &credential);

//! Whether the text is a tenant's id and not its domain or a word such as `organizations`.
[[nodiscard]] bool isGuid(const QString &text);
//! Whether the host is this machine.
[[nodiscard]] bool isThisMachine(const QString &host);

} // namespace sallyport::azure
