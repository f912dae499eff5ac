// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "providers/gcp/tables.h"

#include "providers/gcp/names.h"
#include "providers/sdk/labels.h"
#include "providers/sdk/plain_text.h"

#include <array>

using namespace Qt::StringLiterals;

namespace sallyport::gcp {

namespace {

constexpr std::array kTypes{
    ChoiceSpec{"keyFile", QT_TRANSLATE_NOOP("Field", "Service Account Key File")},
    ChoiceSpec{"key", QT_TRANSLATE_NOOP("Field", "Service Account Key")},
    ChoiceSpec{"adc", QT_TRANSLATE_NOOP("Field", "Application Default Credentials")},
    ChoiceSpec{"federation", QT_TRANSLATE_NOOP("Field", "Workload Identity Federation")},
};

constexpr std::array kCredentialFields{
    FieldSpec{.id = "type",
              .label = QT_TRANSLATE_NOOP("Field", "Credential Type"),
              .kind = FieldKind::Choice,
              .required = true,
              .defaultValue = "keyFile",
              .help = QT_TRANSLATE_NOOP("Field", "A key as a file or in the keychain, whatever Google's tools would find here, or a "
                                                 "token of another identity provider."),
              .choices = kTypes,
              .environment = "TYPE"},
    FieldSpec{.id = "serviceAccountKeyFilePath",
              .label = QT_TRANSLATE_NOOP("Field", "Service Account Key File Path"),
              .kind = FieldKind::FilePath,
              .required = true,
              .help = QT_TRANSLATE_NOOP("Field", "The JSON file of a service account's key. Only its path is stored."),
              .placeholder = "~/keys/reader.json",
              .shownWhen = {"type", "keyFile"},
              .environment = "SERVICEACCOUNTKEYFILEPATH",
              .suggests = true},
    FieldSpec{.id = "serviceAccountKey",
              .label = QT_TRANSLATE_NOOP("Field", "Service Account Key"),
              .kind = FieldKind::Secret,
              .required = true,
              .help = QT_TRANSLATE_NOOP("Field", "The whole content of such a file, from { to }. The file can be deleted then."),
              .shownWhen = {"type", "key"},
              .environment = "SERVICEACCOUNTKEY"},
    FieldSpec{.id = "federationFilePath",
              .label = QT_TRANSLATE_NOOP("Field", "Credential Configuration File"),
              .kind = FieldKind::FilePath,
              .required = true,
              .help = QT_TRANSLATE_NOOP("Field", "What gcloud iam workload-identity-pools create-cred-config wrote. It holds no "
                                                 "secret."),
              .placeholder = "~/federation.json",
              .shownWhen = {"type", "federation"},
              .environment = "FEDERATIONFILEPATH",
              .suggests = true},
    FieldSpec{.id = "subjectTokenVariable",
              .label = QT_TRANSLATE_NOOP("Field", "Token Variable"),
              .help = QT_TRANSLATE_NOOP("Field", "The environment variable that holds the identity provider's token, in place of the "
                                                 "file's source."),
              .placeholder = "CI_ID_TOKEN",
              .shownWhen = {"type", "federation"},
              .environment = "SUBJECTTOKENVARIABLE"},
    FieldSpec{.id = "subjectTokenHosts",
              .label = QT_TRANSLATE_NOOP("Field", "Token Hosts"),
              .help = QT_TRANSLATE_NOOP("Field", "Further hosts that the file may get the token from, separated by commas. This "
                                                 "machine, metadata servers and GitHub Actions are allowed anyway."),
              .placeholder = "tokens.example.org",
              .shownWhen = {"type", "federation,adc"},
              .environment = "SUBJECTTOKENHOSTS",
              .advanced = true},
    FieldSpec{.id = "allowExecutables",
              .label = QT_TRANSLATE_NOOP("Field", "Allow Executables"),
              .kind = FieldKind::Toggle,
              .defaultValue = "false",
              .help = QT_TRANSLATE_NOOP("Field", "On: a command that the file names may be run for the token, as "
                                                 "GOOGLE_EXTERNAL_ACCOUNT_ALLOW_EXECUTABLES=1 does."),
              .shownWhen = {"type", "federation,adc"},
              .environment = "ALLOWEXECUTABLES",
              .advanced = true},
    FieldSpec{.id = "impersonateServiceAccount",
              .label = QT_TRANSLATE_NOOP("Field", "Impersonate Service Account"),
              .help = QT_TRANSLATE_NOOP("Field", "The e-mail address of a service account to go on as. Empty: none, or the file's."),
              .placeholder = "reader@shop.iam.gserviceaccount.com",
              .environment = "IMPERSONATESERVICEACCOUNT"},
    FieldSpec{.id = "delegates",
              .label = QT_TRANSLATE_NOOP("Field", "Accounts Before It"),
              .help = QT_TRANSLATE_NOOP("Field", "Service accounts to pass through on the way, in their order, separated by commas."),
              .environment = "DELEGATES",
              .advanced = true},
    FieldSpec{.id = "tokenLifetime",
              .label = QT_TRANSLATE_NOOP("Field", "Token Lifetime"),
              .kind = FieldKind::Number,
              .help = QT_TRANSLATE_NOOP("Field", "Of an impersonated account's token, in seconds; above 3600 only where the "
                                                 "organization allows it. Empty: 3600."),
              .placeholder = "3600",
              .environment = "TOKENLIFETIME",
              .advanced = true},
    FieldSpec{.id = "projectId",
              .label = QT_TRANSLATE_NOOP("Field", "Project"),
              .help = QT_TRANSLATE_NOOP("Field", "Where secrets are that a link gives by their plain name. Empty: the key's, else "
                                                 "GOOGLE_CLOUD_PROJECT, gcloud's, or the metadata server's."),
              .placeholder = "shop-production",
              .environment = "PROJECTID"},
    FieldSpec{.id = "quotaProjectId",
              .label = QT_TRANSLATE_NOOP("Field", "Quota Project"),
              .help = QT_TRANSLATE_NOOP("Field", "The project that calls are counted for. Empty: GOOGLE_CLOUD_QUOTA_PROJECT, the "
                                                 "file's, else the secret's own."),
              .environment = "QUOTAPROJECTID",
              .advanced = true},
    FieldSpec{.id = "selfSigned",
              .label = QT_TRANSLATE_NOOP("Field", "Self-Signed Tokens"),
              .kind = FieldKind::Toggle,
              .defaultValue = "false",
              .help = QT_TRANSLATE_NOOP("Field", "On: a token signed with the key is used as it is, which saves the call to the token "
                                                 "endpoint."),
              .shownWhen = {"type", "keyFile,key,adc"},
              .environment = "SELFSIGNED",
              .advanced = true},
    FieldSpec{.id = "universeDomain",
              .label = QT_TRANSLATE_NOOP("Field", "Universe Domain"),
              .defaultValue = "googleapis.com",
              .help = QT_TRANSLATE_NOOP("Field", "Another one only for a Google Cloud run by a partner; files must name the same."),
              .environment = "UNIVERSEDOMAIN",
              .advanced = true},
    FieldSpec{.id = "endpoint",
              .label = QT_TRANSLATE_NOOP("Field", "API Endpoint"),
              .kind = FieldKind::Url,
              .help = QT_TRANSLATE_NOOP("Field", "Of Secret Manager. Empty: CLOUDSDK_API_ENDPOINT_OVERRIDES_SECRETMANAGER, else "
                                                 "Google's."),
              .placeholder = "https://secretmanager.googleapis.com",
              .environment = "ENDPOINT",
              .advanced = true},
    FieldSpec{.id = "tokenEndpoint",
              .label = QT_TRANSLATE_NOOP("Field", "Token Endpoint"),
              .kind = FieldKind::Url,
              .help = QT_TRANSLATE_NOOP("Field", "Where assertions and refresh tokens are sent to. Empty: Google's; what a file says "
                                                 "does not count."),
              .placeholder = "https://oauth2.googleapis.com/token",
              .environment = "TOKENENDPOINT",
              .advanced = true},
    FieldSpec{.id = "iamEndpoint",
              .label = QT_TRANSLATE_NOOP("Field", "IAM Credentials Endpoint"),
              .kind = FieldKind::Url,
              .help = QT_TRANSLATE_NOOP("Field", "For impersonation. Empty: CLOUDSDK_API_ENDPOINT_OVERRIDES_IAMCREDENTIALS, else "
                                                 "Google's."),
              .placeholder = "https://iamcredentials.googleapis.com",
              .environment = "IAMENDPOINT",
              .advanced = true},
    FieldSpec{.id = "stsEndpoint",
              .label = QT_TRANSLATE_NOOP("Field", "STS Endpoint"),
              .kind = FieldKind::Url,
              .help = QT_TRANSLATE_NOOP("Field", "For federation. Empty: CLOUDSDK_API_ENDPOINT_OVERRIDES_STS, else Google's."),
              .placeholder = "https://sts.googleapis.com",
              .shownWhen = {"type", "adc,federation"},
              .environment = "STSENDPOINT",
              .advanced = true},
    FieldSpec{.id = "caFile",
              .label = QT_TRANSLATE_NOOP("Field", "CA File"),
              .kind = FieldKind::FilePath,
              .help = QT_TRANSLATE_NOOP("Field", "PEM file with the authorities to trust. Empty: CLOUDSDK_CORE_CUSTOM_CA_CERTS_FILE, "
                                                 "else those of the system."),
              .environment = "CAFILE",
              .advanced = true},
};
static_assert(isWellFormed(kCredentialFields));

constexpr std::array kPayloadForms{
    ChoiceSpec{"utf8", QT_TRANSLATE_NOOP("Field", "Text (UTF-8)")},
    ChoiceSpec{"base64", QT_TRANSLATE_NOOP("Field", "Base64")},
};

constexpr std::array kReferenceFields{
    FieldSpec{.id = "secretName",
              .label = QT_TRANSLATE_NOOP("Field", "Secret Name"),
              .required = true,
              .help = QT_TRANSLATE_NOOP("Field", "A name in the credential's project, or projects/PROJECT/secrets/NAME; regional "
                                                 "ones: projects/PROJECT/locations/LOCATION/secrets/NAME."),
              .placeholder = "db-password",
              .suggests = true},
    FieldSpec{.id = "version",
              .label = QT_TRANSLATE_NOOP("Field", "Version"),
              .defaultValue = "latest",
              .help = QT_TRANSLATE_NOOP("Field", "A number, an alias, or latest: the one that was added last, even if it is disabled."),
              .placeholder = "latest",
              .suggests = true},
    FieldSpec{.id = "secretKey",
              .label = QT_TRANSLATE_NOOP("Field", "Secret Key"),
              .help = QT_TRANSLATE_NOOP("Field", "A name in the secret, or a JSON Pointer such as /db/password; empty: all of it."),
              .placeholder = "password",
              .role = FieldRole::Selector,
              .suggests = true},
    FieldSpec{.id = "payloadAs",
              .label = QT_TRANSLATE_NOOP("Field", "Payload As"),
              .kind = FieldKind::Choice,
              .defaultValue = "utf8",
              .help = QT_TRANSLATE_NOOP("Field", "How the bytes of the secret become text; Base64 for binary ones."),
              .choices = kPayloadForms,
              .advanced = true},
};
static_assert(isWellFormed(kReferenceFields));

QString shown(const FormValues &credential, QLatin1StringView id)
{
    return shownAnswer(kCredentialForm, credential, id);
}

} // namespace

const FormSpec kCredentialForm{kCredentialFields};
const FormSpec kReferenceForm{kReferenceFields};

QString summary(const FormValues &reference)
{
    const auto place = placeFrom(reference, u"-"_s);
    if (!place)
        return printable(reference.text(kSecretName).trimmed(), 200);
    QStringList parts{place->secret};
    for (const QString &where : {place->project, place->location}) {
        if (!where.isEmpty() && where != "-"_L1)
            parts.append(u"(%1)"_s.arg(where));
    }
    if (place->version != "latest"_L1)
        parts.append(u"(version %1)"_s.arg(place->version));
    return printable(parts.join(u' '), 200);
}

QString describe(const FormValues &credential)
{
    const QString account = answer(kCredentialForm, credential, kImpersonate);
    return labelFrom({labelOf(kTypes, answer(kCredentialForm, credential, kType)), shown(credential, kKeyFile).section(u'/', -1),
                      shown(credential, kFederationFile).section(u'/', -1), account.isEmpty() ? QString() : u"as "_s + account,
                      answer(kCredentialForm, credential, kProject)});
}

QString authority(const FormValues &credential)
{
    QStringList parts;
    for (const QLatin1StringView id : {kType, kKeyFile, kFederationFile, kImpersonate, kProject, kUniverse, kEndpoint})
        parts.append(printable(shown(credential, id), 2048));
    return parts.join(u' ');
}

FormValues ambient()
{
    FormValues values;
    values.setText(kType, kTypeAdc);
    return values;
}

} // namespace sallyport::gcp
