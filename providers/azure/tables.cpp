// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "providers/azure/tables.h"

#include "providers/sdk/labels.h"
#include "providers/sdk/plain_text.h"

#include <array>

using namespace Qt::StringLiterals;

namespace sallyport::azure {

namespace {

// The order matters where a choice follows from the variables that are set: AZURE_CLIENT_ID alone means a managed identity.
constexpr std::array kTypes{
    ChoiceSpec{"user", QT_TRANSLATE_NOOP("Field", "Microsoft Account")},
    ChoiceSpec{"azureCli", QT_TRANSLATE_NOOP("Field", "Azure CLI")},
    ChoiceSpec{"managedIdentity", QT_TRANSLATE_NOOP("Field", "Managed Identity")},
    ChoiceSpec{"clientSecret", QT_TRANSLATE_NOOP("Field", "Service Principal (Secret)")},
    ChoiceSpec{"certificate", QT_TRANSLATE_NOOP("Field", "Service Principal (Certificate)")},
    ChoiceSpec{"federated", QT_TRANSLATE_NOOP("Field", "Service Principal (Federated Token)")},
    ChoiceSpec{"default", QT_TRANSLATE_NOOP("Field", "Default Chain")},
};

constexpr std::array kClouds{
    ChoiceSpec{"public", QT_TRANSLATE_NOOP("Field", "Public")},
    ChoiceSpec{"usGovernment", QT_TRANSLATE_NOOP("Field", "US Government")},
    ChoiceSpec{"china", QT_TRANSLATE_NOOP("Field", "China")},
};

constexpr std::array kIdentityIdKinds{
    ChoiceSpec{"clientId", QT_TRANSLATE_NOOP("Field", "Client Id")},
    ChoiceSpec{"objectId", QT_TRANSLATE_NOOP("Field", "Object Id")},
    ChoiceSpec{"resourceId", QT_TRANSLATE_NOOP("Field", "Resource Id")},
};

constexpr std::array kCredentialFields{
    FieldSpec{.id = "type",
              .label = QT_TRANSLATE_NOOP("Field", "Credential Type"),
              .kind = FieldKind::Choice,
              .required = true,
              .defaultValue = "user",
              .help = QT_TRANSLATE_NOOP("Field", "Your own account, an application's, the identity of the machine this runs on, or "
                                                 "whoever is signed in to the Azure CLI."),
              .choices = kTypes,
              .environment = "TYPE"},
    FieldSpec{.id = "tenant",
              .label = QT_TRANSLATE_NOOP("Field", "Tenant"),
              .help = QT_TRANSLATE_NOOP("Field", "Id or domain of the directory that holds the vault. Empty: the one your account "
                                                 "belongs to."),
              .placeholder = "organizations",
              .shownWhen = {"type", "user,azureCli"},
              .environment = "TENANT"},
    FieldSpec{.id = "tenantId",
              .label = QT_TRANSLATE_NOOP("Field", "Tenant Id"),
              .required = true,
              .help = QT_TRANSLATE_NOOP("Field", "Id or domain of the directory the application is registered in; the same as "
                                                 "AZURE_TENANT_ID."),
              .placeholder = "00000000-0000-0000-0000-000000000000",
              .shownWhen = {"type", "clientSecret,certificate,federated"},
              .environment = "TENANTID",
              .vendorEnvironment = "AZURE_TENANT_ID"},
    FieldSpec{.id = "clientId",
              .label = QT_TRANSLATE_NOOP("Field", "Client Id"),
              .required = true,
              .help = QT_TRANSLATE_NOOP("Field", "The application's id, the same as AZURE_CLIENT_ID."),
              .placeholder = "00000000-0000-0000-0000-000000000000",
              .shownWhen = {"type", "clientSecret,certificate,federated"},
              .environment = "CLIENTID",
              .vendorEnvironment = "AZURE_CLIENT_ID"},
    FieldSpec{.id = "clientSecret",
              .label = QT_TRANSLATE_NOOP("Field", "Client Secret"),
              .kind = FieldKind::Secret,
              .required = true,
              .help = QT_TRANSLATE_NOOP("Field", "The secret's value, not its id; the same as AZURE_CLIENT_SECRET."),
              .shownWhen = {"type", "clientSecret"},
              .environment = "CLIENTSECRET",
              .vendorEnvironment = "AZURE_CLIENT_SECRET"},
    FieldSpec{.id = "certificatePath",
              .label = QT_TRANSLATE_NOOP("Field", "Certificate File"),
              .kind = FieldKind::FilePath,
              .required = true,
              .help = QT_TRANSLATE_NOOP("Field", "PEM or PFX with the certificate and its private key."),
              .placeholder = "~/azure/shop.pem",
              .shownWhen = {"type", "certificate"},
              .environment = "CERTIFICATEPATH",
              .vendorEnvironment = "AZURE_CLIENT_CERTIFICATE_PATH"},
    FieldSpec{.id = "certificatePassword",
              .label = QT_TRANSLATE_NOOP("Field", "Certificate Password"),
              .kind = FieldKind::Secret,
              .help = QT_TRANSLATE_NOOP("Field", "Where the file is protected by one."),
              .shownWhen = {"type", "certificate"},
              .environment = "CERTIFICATEPASSWORD",
              .vendorEnvironment = "AZURE_CLIENT_CERTIFICATE_PASSWORD"},
    FieldSpec{.id = "federatedTokenFile",
              .label = QT_TRANSLATE_NOOP("Field", "Token File"),
              .kind = FieldKind::FilePath,
              .required = true,
              .help = QT_TRANSLATE_NOOP("Field", "A token of another service that the application trusts (workload identity), read "
                                                 "anew for each sign-in."),
              .shownWhen = {"type", "federated"},
              .environment = "FEDERATEDTOKENFILE",
              .vendorEnvironment = "AZURE_FEDERATED_TOKEN_FILE"},
    FieldSpec{.id = "identityId",
              .label = QT_TRANSLATE_NOOP("Field", "Identity"),
              .help = QT_TRANSLATE_NOOP("Field", "Which user-assigned identity. Empty: the machine's own."),
              .placeholder = QT_TRANSLATE_NOOP("Field", "system-assigned"),
              .shownWhen = {"type", "managedIdentity,default"},
              .environment = "IDENTITYID",
              .vendorEnvironment = "AZURE_CLIENT_ID"},
    FieldSpec{.id = "identityIdKind",
              .label = QT_TRANSLATE_NOOP("Field", "Identity Is Named By"),
              .kind = FieldKind::Choice,
              .defaultValue = "clientId",
              .help = QT_TRANSLATE_NOOP("Field", "What is written in Identity."),
              .choices = kIdentityIdKinds,
              .shownWhen = {"type", "managedIdentity,default"},
              .environment = "IDENTITYIDKIND",
              .advanced = true},
    FieldSpec{.id = "cloud",
              .label = QT_TRANSLATE_NOOP("Field", "Cloud"),
              .kind = FieldKind::Choice,
              .defaultValue = "public",
              .help = QT_TRANSLATE_NOOP("Field", "Decides where to sign in and which vault addresses are right."),
              .choices = kClouds,
              .environment = "CLOUD",
              .advanced = true},
    FieldSpec{.id = "publicClientId",
              .label = QT_TRANSLATE_NOOP("Field", "Application Id"),
              .defaultValue = "04b07795-8ddb-461a-bbee-02f9e1bf7b46",
              .help = QT_TRANSLATE_NOOP("Field", "The application you sign in with; the usual one is Microsoft's for developers. One of "
                                                 "your own needs the redirect address http://localhost for mobile and desktop."),
              .shownWhen = {"type", "user"},
              .environment = "PUBLICCLIENTID",
              .advanced = true},
    FieldSpec{.id = "refreshToken",
              .label = QT_TRANSLATE_NOOP("Field", "Refresh Token"),
              .kind = FieldKind::Secret,
              .help = QT_TRANSLATE_NOOP("Field", "Filled in when you sign in, and renewed by itself; empty it to sign out here."),
              .shownWhen = {"type", "user"},
              .environment = "REFRESHTOKEN",
              .advanced = true,
              .kept = true},
    FieldSpec{.id = "authorityHost",
              .label = QT_TRANSLATE_NOOP("Field", "Authority Host"),
              .help = QT_TRANSLATE_NOOP("Field", "Where to sign in, in place of the cloud's own host: https, or http on this machine. The "
                                                 "same as AZURE_AUTHORITY_HOST."),
              .placeholder = "https://login.microsoftonline.com",
              .environment = "AUTHORITYHOST",
              .vendorEnvironment = "AZURE_AUTHORITY_HOST",
              .advanced = true},
    FieldSpec{.id = "vaultHosts",
              .label = QT_TRANSLATE_NOOP("Field", "Further Vault Hosts"),
              .help = QT_TRANSLATE_NOOP("Field", "Hosts besides the cloud's own that may be sent a token, as host:port, separated by "
                                                 "commas; always over https."),
              .placeholder = "vault.corp.example:8443",
              .environment = "VAULTHOSTS",
              .advanced = true},
    FieldSpec{.id = "caFile",
              .label = QT_TRANSLATE_NOOP("Field", "CA File"),
              .kind = FieldKind::FilePath,
              .help = QT_TRANSLATE_NOOP("Field", "PEM file with the authorities to trust. Empty: those of the system."),
              .environment = "CAFILE",
              .advanced = true},
};
static_assert(isWellFormed(kCredentialFields));

constexpr std::array kAddressings{
    ChoiceSpec{"identifier", QT_TRANSLATE_NOOP("Field", "Identifier")},
    ChoiceSpec{"parts", QT_TRANSLATE_NOOP("Field", "Vault and Name")},
};

constexpr std::array kSecretTypes{
    ChoiceSpec{"secret", QT_TRANSLATE_NOOP("Field", "Secret")},
    ChoiceSpec{"key", QT_TRANSLATE_NOOP("Field", "Key (public part)")},
    ChoiceSpec{"certificate", QT_TRANSLATE_NOOP("Field", "Certificate")},
};

constexpr std::array kReferenceFields{
    FieldSpec{.id = "addressing",
              .label = QT_TRANSLATE_NOOP("Field", "Address By"),
              .kind = FieldKind::Choice,
              .defaultValue = "identifier",
              .help = QT_TRANSLATE_NOOP("Field", "The identifier as the portal shows it, or vault and name with lists to choose from."),
              .choices = kAddressings},
    FieldSpec{.id = "secretIdentifier",
              .label = QT_TRANSLATE_NOOP("Field", "Secret Identifier"),
              .required = true,
              .help = QT_TRANSLATE_NOOP("Field", "The whole address, also of a key or certificate; without a version always the latest."),
              .placeholder = "https://shop.vault.azure.net/secrets/db-password",
              .shownWhen = {"addressing", "identifier"}},
    FieldSpec{.id = "vault",
              .label = QT_TRANSLATE_NOOP("Field", "Key Vault"),
              .required = true,
              .help = QT_TRANSLATE_NOOP("Field", "The vault's name, or its host."),
              .placeholder = "shop",
              .shownWhen = {"addressing", "parts"}},
    FieldSpec{.id = "secretType",
              .label = QT_TRANSLATE_NOOP("Field", "Kind"),
              .kind = FieldKind::Choice,
              .defaultValue = "secret",
              .help = QT_TRANSLATE_NOOP("Field", "A certificate comes as PEM, a key as JSON Web Key; private keys never leave this way."),
              .choices = kSecretTypes,
              .shownWhen = {"addressing", "parts"}},
    FieldSpec{.id = "secretName",
              .label = QT_TRANSLATE_NOOP("Field", "Name"),
              .required = true,
              .help = QT_TRANSLATE_NOOP("Field", "The name in the vault."),
              .placeholder = "db-password",
              .shownWhen = {"addressing", "parts"},
              .suggests = true},
    FieldSpec{.id = "version",
              .label = QT_TRANSLATE_NOOP("Field", "Version"),
              .help = QT_TRANSLATE_NOOP("Field", "32 characters. Empty: always the latest one."),
              .placeholder = QT_TRANSLATE_NOOP("Field", "latest"),
              .shownWhen = {"addressing", "parts"},
              .suggests = true},
    FieldSpec{.id = "secretKey",
              .label = QT_TRANSLATE_NOOP("Field", "JSON Key"),
              .help =
                  QT_TRANSLATE_NOOP("Field", "For a secret that holds JSON: a name in it, or a JSON Pointer such as /db/password; empty: "
                                             "all of it."),
              .placeholder = "password",
              .role = FieldRole::Selector,
              .suggests = true},
};
static_assert(isWellFormed(kReferenceFields));

//! `https://shop.vault.azure.net/secrets/db/0123...`: vault, kind, name, version.
QStringList partsOf(const FormValues &reference)
{
    if (answer(kReferenceForm, reference, kAddressing) == kByParts) {
        return {answer(kReferenceForm, reference, kVault), answer(kReferenceForm, reference, kSecretType) + u's',
                answer(kReferenceForm, reference, kSecretName), answer(kReferenceForm, reference, kVersion)};
    }
    const QString identifier = answer(kReferenceForm, reference, kSecretIdentifier);
    QStringList parts = identifier.section(u"://"_s, 1).split(u'/', Qt::SkipEmptyParts);
    if (parts.size() < 3)
        return {identifier};
    parts.resize(4);
    return parts;
}

QString whoOf(const FormValues &credential)
{
    for (const QLatin1StringView id : {kTenantId, kTenant, kIdentityId}) {
        if (QString text = shownAnswer(kCredentialForm, credential, id); !text.isEmpty())
            return text;
    }
    return {};
}

} // namespace

const FormSpec kCredentialForm{kCredentialFields};
const FormSpec kReferenceForm{kReferenceFields};

QString summary(const FormValues &reference)
{
    const QStringList parts = partsOf(reference);
    if (parts.size() < 4)
        return printable(parts.value(0), 200);
    const QString vault = parts[0].section(u'.', 0, 0);
    QString text = vault + u'/' + parts[2];
    if (!parts[1].startsWith("secret"_L1))
        text += u" (%1)"_s.arg(parts[1].chopped(1));
    if (!parts[3].isEmpty())
        text += u" (version %1)"_s.arg(parts[3].left(8));
    return printable(text, 200);
}

QString describe(const FormValues &credential)
{
    QStringList parts{labelOf(kTypes, answer(kCredentialForm, credential, kType)), printable(whoOf(credential), 80)};
    if (const QString cloud = answer(kCredentialForm, credential, kCloud); cloud != "public"_L1)
        parts.append(labelOf(kClouds, cloud));
    parts.append(printable(answer(kCredentialForm, credential, kAuthorityHost), 80));
    return labelFrom(parts, 300);
}

QString authority(const FormValues &credential)
{
    QStringList parts;
    for (const QLatin1StringView id : {kType, kCloud, kAuthorityHost, kTenantId, kTenant, kClientId, kPublicClientId, kIdentityId})
        parts.append(printable(answer(kCredentialForm, credential, id), 200));
    return parts.join(u' ');
}

FormValues ambient()
{
    FormValues values;
    values.setText(kType, kTypeDefault);
    return values;
}

} // namespace sallyport::azure
