// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "providers/hashicorp/tables.h"

#include "providers/hashicorp/session.h"
#include "providers/sdk/labels.h"
#include "providers/sdk/plain_text.h"

#include <array>

using namespace Qt::StringLiterals;

namespace sallyport::hashicorp {

namespace {

constexpr std::array kTypes{
    ChoiceSpec{"onPrem", QT_TRANSLATE_NOOP("Field", "On-Premises")},
    ChoiceSpec{"cloudVaultDedicated", QT_TRANSLATE_NOOP("Field", "Vault Dedicated")},
    ChoiceSpec{"cloud", QT_TRANSLATE_NOOP("Field", "Vault Secrets (retired)")},
};

//! The types that are a Vault server, and the one that is not.
constexpr Condition kOnVault{"type", "onPrem,cloudVaultDedicated"};
constexpr Condition kOnCloud{"type", "cloud"};

constexpr std::array kAuthMethods{
    ChoiceSpec{"appRole", QT_TRANSLATE_NOOP("Field", "AppRole")},
    ChoiceSpec{"token", QT_TRANSLATE_NOOP("Field", "Token")},
};

constexpr std::array kCredentialFields{
    FieldSpec{.id = "type",
              .label = QT_TRANSLATE_NOOP("Field", "System Type"),
              .kind = FieldKind::Choice,
              .required = true,
              .defaultValue = "onPrem",
              .help = QT_TRANSLATE_NOOP("Field", "A Vault server of your own, or one that HashiCorp runs for you. HCP Vault Secrets ended "
                                                 "in July 2026: Vault Dedicated takes its place."),
              .choices = kTypes,
              .environment = "TYPE"},
    FieldSpec{.id = "serverAddress",
              .label = QT_TRANSLATE_NOOP("Field", "Server Address"),
              .kind = FieldKind::Url,
              .required = true,
              .help = QT_TRANSLATE_NOOP("Field", "Where Vault answers, with its port; the same as VAULT_ADDR."),
              .placeholder = "https://vault.example.org:8200",
              .shownWhen = kOnVault,
              .environment = "SERVERADDRESS",
              .vendorEnvironment = "VAULT_ADDR"},
    FieldSpec{.id = "authMethod",
              .label = QT_TRANSLATE_NOOP("Field", "Auth Method"),
              .kind = FieldKind::Choice,
              .required = true,
              .defaultValue = "appRole",
              .help = QT_TRANSLATE_NOOP("Field", "AppRole signs in anew when its token ends; a token of your own is used as it is."),
              .choices = kAuthMethods,
              .shownWhen = kOnVault,
              .environment = "AUTHMETHOD"},
    FieldSpec{.id = "role_id",
              .label = QT_TRANSLATE_NOOP("Field", "Role Id"),
              .required = true,
              .help = QT_TRANSLATE_NOOP("Field", "vault read auth/approle/role/ROLE/role-id tells it."),
              .shownWhen = {"authMethod", "appRole"},
              .environment = "ROLE_ID"},
    FieldSpec{.id = "secret_id",
              .label = QT_TRANSLATE_NOOP("Field", "Secret Id"),
              .kind = FieldKind::Secret,
              .required = true,
              .help = QT_TRANSLATE_NOOP("Field", "vault write -f auth/approle/role/ROLE/secret-id makes one."),
              .shownWhen = {"authMethod", "appRole"},
              .environment = "SECRET_ID"},
    FieldSpec{.id = "access_token",
              .label = QT_TRANSLATE_NOOP("Field", "Authentication Token"),
              .kind = FieldKind::Secret,
              .required = true,
              .help = QT_TRANSLATE_NOOP("Field", "A Vault token, the same as VAULT_TOKEN."),
              .shownWhen = {"authMethod", "token"},
              .environment = "ACCESS_TOKEN",
              .vendorEnvironment = "VAULT_TOKEN"},
    FieldSpec{.id = "namespace",
              .label = QT_TRANSLATE_NOOP("Field", "Namespace"),
              .help = QT_TRANSLATE_NOOP("Field", "On Vault Dedicated the top one is usually admin; empty on servers without namespaces."),
              .placeholder = "admin/team",
              .shownWhen = kOnVault,
              .environment = "NAMESPACE",
              .vendorEnvironment = "VAULT_NAMESPACE"},
    FieldSpec{.id = "client_id",
              .label = QT_TRANSLATE_NOOP("Field", "Client Id"),
              .required = true,
              .help = QT_TRANSLATE_NOOP("Field", "Of a service principal. HashiCorp ended HCP Vault Secrets in July 2026; what was in it "
                                                 "can move to Vault Dedicated. This form is for what still answers in its place."),
              .shownWhen = kOnCloud,
              .environment = "CLIENT_ID"},
    FieldSpec{.id = "client_secret",
              .label = QT_TRANSLATE_NOOP("Field", "Client Secret"),
              .kind = FieldKind::Secret,
              .required = true,
              .help = QT_TRANSLATE_NOOP("Field", "Was shown once, when the service principal's key was made."),
              .shownWhen = kOnCloud,
              .environment = "CLIENT_SECRET"},
    FieldSpec{.id = "authAddress",
              .label = QT_TRANSLATE_NOOP("Field", "Sign-In Address"),
              .kind = FieldKind::Url,
              .help = QT_TRANSLATE_NOOP("Field", "https, or http on this computer. Empty: HCP_AUTH_URL, else HashiCorp's own."),
              .placeholder = "https://auth.idp.hashicorp.com",
              .shownWhen = kOnCloud,
              .environment = "AUTHADDRESS",
              .advanced = true},
    FieldSpec{.id = "apiAddress",
              .label = QT_TRANSLATE_NOOP("Field", "API Address"),
              .kind = FieldKind::Url,
              .help = QT_TRANSLATE_NOOP("Field", "https, or http on this computer. Empty: HCP_API_ADDRESS, else HashiCorp's own."),
              .placeholder = "https://api.cloud.hashicorp.com",
              .shownWhen = kOnCloud,
              .environment = "APIADDRESS",
              .advanced = true},
    FieldSpec{.id = "approleMountPath",
              .label = QT_TRANSLATE_NOOP("Field", "AppRole Mount Path"),
              .defaultValue = "approle",
              .help = QT_TRANSLATE_NOOP("Field", "Where the AppRole method is enabled."),
              .shownWhen = {"authMethod", "appRole"},
              .environment = "APPROLEMOUNTPATH",
              .advanced = true},
    FieldSpec{.id = "caFile",
              .label = QT_TRANSLATE_NOOP("Field", "CA File"),
              .kind = FieldKind::FilePath,
              .help = QT_TRANSLATE_NOOP("Field", "PEM file with the authority of the server's certificate; empty: those of the system."),
              .environment = "CAFILE",
              .vendorEnvironment = "VAULT_CACERT",
              .advanced = true},
    FieldSpec{.id = "clientCertificate",
              .label = QT_TRANSLATE_NOOP("Field", "Client Certificate"),
              .kind = FieldKind::FilePath,
              .help = QT_TRANSLATE_NOOP("Field", "PEM file, where the server asks for one; needs the key as well."),
              .shownWhen = kOnVault,
              .environment = "CLIENTCERTIFICATE",
              .vendorEnvironment = "VAULT_CLIENT_CERT",
              .advanced = true},
    FieldSpec{.id = "clientKey",
              .label = QT_TRANSLATE_NOOP("Field", "Client Key"),
              .kind = FieldKind::FilePath,
              .help = QT_TRANSLATE_NOOP("Field", "PEM file with the private key of the client certificate."),
              .shownWhen = kOnVault,
              .environment = "CLIENTKEY",
              .vendorEnvironment = "VAULT_CLIENT_KEY",
              .advanced = true},
};
static_assert(isWellFormed(kCredentialFields));

constexpr std::array kKvVersions{
    ChoiceSpec{"detect", QT_TRANSLATE_NOOP("Field", "Detect")},
    ChoiceSpec{"v1", QT_TRANSLATE_NOOP("Field", "Version 1")},
    ChoiceSpec{"v2", QT_TRANSLATE_NOOP("Field", "Version 2")},
};

//! Insomnia implies it everywhere, and may have written it.
constexpr std::array kCloudTypes{ChoiceSpec{"static", QT_TRANSLATE_NOOP("Field", "As Stored")}};

constexpr std::array kReferenceFields{
    FieldSpec{.id = "kvVersion",
              .label = QT_TRANSLATE_NOOP("Field", "KV Secret Engine Version"),
              .kind = FieldKind::Choice,
              .defaultValue = "detect",
              .help = QT_TRANSLATE_NOOP("Field", "Detect asks the server once and writes what it found into the link."),
              .choices = kKvVersions},
    FieldSpec{.id = "sendNamespaceViaHeader",
              .label = QT_TRANSLATE_NOOP("Field", "Send Namespace Via Header"),
              .kind = FieldKind::Toggle,
              .defaultValue = "true",
              .help = QT_TRANSLATE_NOOP("Field", "Off: the credential's namespace becomes part of the path."),
              .advanced = true},
    FieldSpec{.id = "secretEnginePath",
              .label = QT_TRANSLATE_NOOP("Field", "Secret Mount Path"),
              .required = true,
              .help = QT_TRANSLATE_NOOP("Field", "Where the key-value engine is mounted."),
              .placeholder = "secret",
              .suggests = true},
    FieldSpec{.id = "secretName",
              .label = QT_TRANSLATE_NOOP("Field", "Secret Path"),
              .required = true,
              .help = QT_TRANSLATE_NOOP("Field", "The path below the mount, without data/ or metadata/."),
              .placeholder = "prod/shop",
              .suggests = true},
    FieldSpec{.id = "version",
              .label = QT_TRANSLATE_NOOP("Field", "Version"),
              .kind = FieldKind::Number,
              .help = QT_TRANSLATE_NOOP("Field", "Empty: always the latest one."),
              .placeholder = QT_TRANSLATE_NOOP("Field", "latest"),
              .shownWhen = {"kvVersion", "detect,v2"},
              .suggests = true},
    FieldSpec{.id = "secretKey",
              .label = QT_TRANSLATE_NOOP("Field", "Secret Key"),
              .help = QT_TRANSLATE_NOOP("Field", "A name in the secret, or a JSON Pointer such as /db/password; empty: all of it as JSON."),
              .placeholder = "password",
              .role = FieldRole::Selector,
              .suggests = true},
};
static_assert(isWellFormed(kReferenceFields));

constexpr std::array kCloudReferenceFields{
    FieldSpec{.id = "secretName",
              .label = QT_TRANSLATE_NOOP("Field", "Secret Name"),
              .required = true,
              .help = QT_TRANSLATE_NOOP("Field", "HashiCorp ended HCP Vault Secrets in July 2026: link to Vault Dedicated (HashiCorp "
                                                 "Vault) where you can."),
              .placeholder = "DB_PASSWORD"},
    FieldSpec{.id = "organizationId",
              .label = QT_TRANSLATE_NOOP("Field", "Organization Id"),
              .required = true,
              .help = QT_TRANSLATE_NOOP("Field", "The organization's UUID.")},
    FieldSpec{.id = "projectId",
              .label = QT_TRANSLATE_NOOP("Field", "Project Id"),
              .required = true,
              .help = QT_TRANSLATE_NOOP("Field", "The project's UUID.")},
    FieldSpec{.id = "appName",
              .label = QT_TRANSLATE_NOOP("Field", "App Name"),
              .required = true,
              .help = QT_TRANSLATE_NOOP("Field", "The app that the secret is in."),
              .placeholder = "shop"},
    FieldSpec{.id = "version",
              .label = QT_TRANSLATE_NOOP("Field", "Version"),
              .kind = FieldKind::Number,
              .help = QT_TRANSLATE_NOOP("Field", "Empty: always the latest one. Dynamic secrets have no versions."),
              .placeholder = QT_TRANSLATE_NOOP("Field", "latest")},
    FieldSpec{.id = "secretKey",
              .label = QT_TRANSLATE_NOOP("Field", "Secret Key"),
              .help = QT_TRANSLATE_NOOP("Field", "Of a rotating or dynamic secret: a name among its values; empty: all of them as JSON."),
              .placeholder = "password",
              .role = FieldRole::Selector},
    FieldSpec{.id = "type",
              .label = QT_TRANSLATE_NOOP("Field", "Secret Type"),
              .kind = FieldKind::Choice,
              .defaultValue = "static",
              .help = QT_TRANSLATE_NOOP("Field", "What Insomnia writes into its links; the service itself says which type a secret has."),
              .choices = kCloudTypes,
              .advanced = true,
              .role = FieldRole::Selector},
};
static_assert(isWellFormed(kCloudReferenceFields));

QString bare(QString path)
{
    while (path.startsWith(u'/'))
        path.remove(0, 1);
    while (path.endsWith(u'/'))
        path.chop(1);
    return path;
}

} // namespace

const FormSpec kCredentialForm{kCredentialFields};
const FormSpec kReferenceForm{kReferenceFields};
const FormSpec kCloudReferenceForm{kCloudReferenceFields};

QString summary(const FormValues &reference)
{
    const QString path = bare(reference.text(kSecretEnginePath)) + u'/' + bare(reference.text(kSecretName));
    const QString version = reference.text(kVersion).trimmed();
    return version.isEmpty() || version == "0"_L1 ? path : u"%1 (version %2)"_s.arg(path, version);
}

bool isCloud(const FormValues &credential)
{
    return answer(kCredentialForm, credential, kType) == kTypeCloud;
}

QString cloudSummary(const FormValues &reference)
{
    const QString path = reference.text(kAppName).trimmed() + u'/' + reference.text(kSecretName).trimmed();
    const QString version = reference.text(kVersion).trimmed();
    return version.isEmpty() || version == "0"_L1 ? path : u"%1 (version %2)"_s.arg(path, version);
}

QString describe(const FormValues &credential)
{
    if (isCloud(credential))
        return u"Vault Secrets · %1"_s.arg(printable(answer(kCredentialForm, credential, kClientId), 80));
    const QUrl address = addressOf(credential).value_or(QUrl());
    const QString method = labelOf(kAuthMethods, answer(kCredentialForm, credential, kAuthMethod));
    const QString space = bare(answer(kCredentialForm, credential, kNamespace));
    QStringList parts{method, address.isEmpty() ? u"?"_s : hostOf(address)};
    if (!space.isEmpty())
        parts.append(u"namespace "_s + printable(space, 80));
    return parts.join(u" · "_s);
}

QString authority(const FormValues &credential)
{
    if (isCloud(credential)) {
        const QString api = answer(kCredentialForm, credential, kApiAddress);
        const QString auth = answer(kCredentialForm, credential, kAuthAddress);
        return u"%1 %2"_s.arg(printable(api.isEmpty() ? u"HCP Vault Secrets"_s : api), printable(auth));
    }
    const auto address = addressOf(credential);
    const QString server = address ? QString::fromLatin1(address->toEncoded()) : printable(credential.text(kServerAddress));
    return u"%1 %2"_s.arg(server, bare(answer(kCredentialForm, credential, kNamespace)));
}

} // namespace sallyport::hashicorp
