// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "providers/aws/tables.h"

#include "providers/sdk/labels.h"
#include "providers/sdk/plain_text.h"

#include <QCoreApplication>

#include <array>

using namespace Qt::StringLiterals;

namespace sallyport::aws {

namespace {

constexpr std::array kTypes{
    ChoiceSpec{"temporary", QT_TRANSLATE_NOOP("Field", "Temporary Credential")},
    ChoiceSpec{"file", QT_TRANSLATE_NOOP("Field", "Credential File")},
    ChoiceSpec{"sso", QT_TRANSLATE_NOOP("Field", "SSO Credential")},
    ChoiceSpec{"default", QT_TRANSLATE_NOOP("Field", "Default Chain")},
};

constexpr std::array kCredentialFields{
    FieldSpec{.id = "type",
              .label = QT_TRANSLATE_NOOP("Field", "Credential Type"),
              .kind = FieldKind::Choice,
              .required = true,
              .defaultValue = "temporary",
              .help = QT_TRANSLATE_NOOP("Field", "Keys of your own, a profile of your AWS configuration, a profile with IAM "
                                                 "Identity Center, "
                                                 "or whatever the AWS tools would find here."),
              .choices = kTypes,
              .environment = "TYPE"},
    FieldSpec{.id = "accessKeyId",
              .label = QT_TRANSLATE_NOOP("Field", "Access Key Id"),
              .kind = FieldKind::Secret,
              .required = true,
              .help = QT_TRANSLATE_NOOP("Field", "Begins with AKIA (lasting) or ASIA (temporary)."),
              .shownWhen = {"type", "temporary"},
              .environment = "ACCESSKEYID"},
    FieldSpec{.id = "secretAccessKey",
              .label = QT_TRANSLATE_NOOP("Field", "Secret Access Key"),
              .kind = FieldKind::Secret,
              .required = true,
              .help = QT_TRANSLATE_NOOP("Field", "Signs each request here; it is never sent."),
              .shownWhen = {"type", "temporary"},
              .environment = "SECRETACCESSKEY"},
    FieldSpec{.id = "sessionToken",
              .label = QT_TRANSLATE_NOOP("Field", "Session Token"),
              .kind = FieldKind::Secret,
              .help = QT_TRANSLATE_NOOP("Field", "Belongs to temporary keys (ASIA...); empty for lasting ones."),
              .placeholder = QT_TRANSLATE_NOOP("Field", "only with temporary keys"),
              .shownWhen = {"type", "temporary"},
              .environment = "SESSIONTOKEN"},
    FieldSpec{.id = "section",
              .label = QT_TRANSLATE_NOOP("Field", "Profile"),
              .required = true,
              .help = QT_TRANSLATE_NOOP("Field", "A profile of ~/.aws/config or ~/.aws/credentials, e.g. default."),
              .placeholder = "default",
              .shownWhen = {"type", "file,sso"},
              .environment = "SECTION",
              .suggests = true},
    FieldSpec{.id = "configFilePath",
              .label = QT_TRANSLATE_NOOP("Field", "Config File Path"),
              .kind = FieldKind::FilePath,
              .help = QT_TRANSLATE_NOOP("Field", "Empty: AWS_CONFIG_FILE, else ~/.aws/config."),
              .placeholder = "~/.aws/config",
              .shownWhen = {"type", "file,sso,default"},
              .environment = "CONFIGFILEPATH",
              .advanced = true},
    FieldSpec{.id = "filePath",
              .label = QT_TRANSLATE_NOOP("Field", "Credential File Path"),
              .kind = FieldKind::FilePath,
              .help = QT_TRANSLATE_NOOP("Field", "Empty: AWS_SHARED_CREDENTIALS_FILE, else ~/.aws/credentials."),
              .placeholder = "~/.aws/credentials",
              .shownWhen = {"type", "file,sso"},
              .environment = "FILEPATH",
              .advanced = true},
    FieldSpec{.id = "enableCache",
              .label = QT_TRANSLATE_NOOP("Field", "Enable Credential Cache"),
              .kind = FieldKind::Toggle,
              .defaultValue = "false",
              .help = QT_TRANSLATE_NOOP("Field", "On: what the files said is kept until it expires. Off: they are looked at before "
                                                 "each use."),
              .shownWhen = {"type", "file,sso"},
              .environment = "ENABLECACHE",
              .advanced = true},
    FieldSpec{.id = "region",
              .label = QT_TRANSLATE_NOOP("Field", "Region"),
              .help = QT_TRANSLATE_NOOP("Field", "Where the secrets are; a secret's ARN may name another. Empty: AWS_REGION, else "
                                                 "the profile's."),
              .placeholder = QT_TRANSLATE_NOOP("Field", "e.g. eu-west-1"),
              .environment = "REGION",
              .suggests = true},
    FieldSpec{.id = "assumeRole",
              .label = QT_TRANSLATE_NOOP("Field", "Assume a Role"),
              .kind = FieldKind::Toggle,
              .defaultValue = "false",
              .help = QT_TRANSLATE_NOOP("Field", "Goes on as a role, e.g. of another account. Roles that the profile names are "
                                                 "assumed anyway."),
              .environment = "ASSUMEROLE"},
    FieldSpec{.id = "roleArn",
              .label = QT_TRANSLATE_NOOP("Field", "Role ARN"),
              .required = true,
              .help = QT_TRANSLATE_NOOP("Field", "The role whose rights are needed."),
              .placeholder = "arn:aws:iam::123456789012:role/secrets-reader",
              .shownWhen = {"assumeRole", "true"},
              .environment = "ROLEARN"},
    FieldSpec{.id = "roleChain",
              .label = QT_TRANSLATE_NOOP("Field", "Roles Before It"),
              .help = QT_TRANSLATE_NOOP("Field", "ARNs of roles to pass through on the way, in their order, separated by commas."),
              .shownWhen = {"assumeRole", "true"},
              .environment = "ROLECHAIN",
              .advanced = true},
    FieldSpec{.id = "roleSessionName",
              .label = QT_TRANSLATE_NOOP("Field", "Session Name"),
              .help = QT_TRANSLATE_NOOP("Field", "Appears in the account's audit log."),
              .placeholder = "sallyport",
              .shownWhen = {"assumeRole", "true"},
              .environment = "ROLESESSIONNAME",
              .advanced = true},
    FieldSpec{.id = "externalId",
              .label = QT_TRANSLATE_NOOP("Field", "External Id"),
              .help = QT_TRANSLATE_NOOP("Field", "Where the role's trust policy asks for one."),
              .shownWhen = {"assumeRole", "true"},
              .environment = "EXTERNALID"},
    FieldSpec{.id = "roleDuration",
              .label = QT_TRANSLATE_NOOP("Field", "Session Duration"),
              .kind = FieldKind::Number,
              .help = QT_TRANSLATE_NOOP("Field", "In seconds, 900 to 43200 as the role allows; at most 3600 behind another role. "
                                                 "Empty: 3600."),
              .placeholder = "3600",
              .shownWhen = {"assumeRole", "true"},
              .environment = "ROLEDURATION",
              .advanced = true},
    FieldSpec{.id = "mfaSerial",
              .label = QT_TRANSLATE_NOOP("Field", "MFA Device"),
              .help = QT_TRANSLATE_NOOP("Field", "ARN or serial number of the device; its code is then asked for."),
              .placeholder = "arn:aws:iam::123456789012:mfa/phone",
              .shownWhen = {"assumeRole", "true"},
              .environment = "MFASERIAL"},
    FieldSpec{.id = "endpoint",
              .label = QT_TRANSLATE_NOOP("Field", "Custom Endpoint"),
              .kind = FieldKind::Url,
              .help = QT_TRANSLATE_NOOP("Field", "For all services, e.g. an interface endpoint or a local server. Empty: "
                                                 "AWS_ENDPOINT_URL, the "
                                                 "profile's, else the region's."),
              .placeholder = QT_TRANSLATE_NOOP("Field", "e.g. http://127.0.0.1:4566"),
              .environment = "ENDPOINT",
              .advanced = true},
    FieldSpec{.id = "useFips",
              .label = QT_TRANSLATE_NOOP("Field", "FIPS Endpoints"),
              .kind = FieldKind::Toggle,
              .defaultValue = "false",
              .help = QT_TRANSLATE_NOOP("Field", "Endpoints with validated cryptography, in the regions that have them."),
              .environment = "USEFIPS",
              .advanced = true},
    FieldSpec{.id = "useDualStack",
              .label = QT_TRANSLATE_NOOP("Field", "Dual-Stack Endpoints"),
              .kind = FieldKind::Toggle,
              .defaultValue = "false",
              .help = QT_TRANSLATE_NOOP("Field", "Endpoints that can also be reached over IPv6."),
              .environment = "USEDUALSTACK",
              .advanced = true},
    FieldSpec{.id = "caFile",
              .label = QT_TRANSLATE_NOOP("Field", "CA File"),
              .kind = FieldKind::FilePath,
              .help = QT_TRANSLATE_NOOP("Field", "PEM file with the authorities to trust. Empty: AWS_CA_BUNDLE, the profile's, else "
                                                 "those of the system."),
              .environment = "CAFILE",
              .advanced = true},
};
static_assert(isWellFormed(kCredentialFields));

constexpr std::array kSecretTypes{
    ChoiceSpec{"plaintext", QT_TRANSLATE_NOOP("Field", "Plaintext")},
    ChoiceSpec{"kv", QT_TRANSLATE_NOOP("Field", "Key/Value")},
};

constexpr std::array kBinaryForms{
    ChoiceSpec{"base64", QT_TRANSLATE_NOOP("Field", "Base64")},
    ChoiceSpec{"utf8", QT_TRANSLATE_NOOP("Field", "Text (UTF-8)")},
};

constexpr FieldSpec kSecretTypeField{
    .id = "SecretType",
    .label = QT_TRANSLATE_NOOP("Field", "Secret Type"),
    .kind = FieldKind::Choice,
    .defaultValue = "plaintext",
    .help = QT_TRANSLATE_NOOP("Field", "Plaintext: all of it as it is. Key/Value: a JSON object, of which one key is used."),
    .choices = kSecretTypes,
    .role = FieldRole::Selector};

constexpr FieldSpec kSecretKeyField{
    .id = "SecretKey",
    .label = QT_TRANSLATE_NOOP("Field", "Secret Key"),
    .help = QT_TRANSLATE_NOOP("Field", "A name in the secret, or a JSON Pointer such as /db/password; empty: all of it."),
    .placeholder = "password",
    .shownWhen = {"SecretType", "kv"},
    .role = FieldRole::Selector,
    .suggests = true};

constexpr std::array kSecretFields{
    FieldSpec{.id = "SecretId",
              .label = QT_TRANSLATE_NOOP("Field", "Secret Name Or ARN"),
              .required = true,
              .help = QT_TRANSLATE_NOOP("Field", "The ARN for secrets of other accounts; the region in it decides."),
              .placeholder = "prod/shop",
              .suggests = true},
    FieldSpec{.id = "VersionId",
              .label = QT_TRANSLATE_NOOP("Field", "Version Id"),
              .help = QT_TRANSLATE_NOOP("Field", "Empty: the version of the stage."),
              .suggests = true},
    FieldSpec{.id = "VersionStage",
              .label = QT_TRANSLATE_NOOP("Field", "Version Stage"),
              .help = QT_TRANSLATE_NOOP("Field", "Empty: AWSCURRENT. AWSPREVIOUS is the one before it."),
              .placeholder = "AWSCURRENT",
              .suggests = true},
    kSecretTypeField,
    kSecretKeyField,
    FieldSpec{.id = "BinaryAs",
              .label = QT_TRANSLATE_NOOP("Field", "Binary Secrets As"),
              .kind = FieldKind::Choice,
              .defaultValue = "base64",
              .help = QT_TRANSLATE_NOOP("Field", "How a secret that is stored as bytes becomes text."),
              .choices = kBinaryForms,
              .advanced = true},
};
static_assert(isWellFormed(kSecretFields));

constexpr std::array kParameterFields{
    FieldSpec{.id = "Name",
              .label = QT_TRANSLATE_NOOP("Field", "Parameter Name Or ARN"),
              .required = true,
              .help = QT_TRANSLATE_NOOP("Field", "The ARN for shared parameters of other accounts; the region in it decides."),
              .placeholder = "/prod/shop/password",
              .suggests = true},
    FieldSpec{.id = "Version",
              .label = QT_TRANSLATE_NOOP("Field", "Version"),
              .help = QT_TRANSLATE_NOOP("Field", "A version's number or a label. Empty: the latest one."),
              .placeholder = QT_TRANSLATE_NOOP("Field", "latest"),
              .suggests = true},
    FieldSpec{.id = "WithDecryption",
              .label = QT_TRANSLATE_NOOP("Field", "Decrypt"),
              .kind = FieldKind::Toggle,
              .defaultValue = "true",
              .help = QT_TRANSLATE_NOOP("Field", "Off: a SecureString arrives as it is stored, encrypted."),
              .advanced = true},
    kSecretTypeField,
    kSecretKeyField,
};
static_assert(isWellFormed(kParameterFields));

QString typeName(const QString &type)
{
    if (type == kTypeFile)
        return QCoreApplication::translate("Field", QT_TRANSLATE_NOOP("Field", "Profile"));
    if (type == kTypeSso)
        return u"SSO"_s;
    return type == kTypeDefault ? QCoreApplication::translate("Field", QT_TRANSLATE_NOOP("Field", "Default chain"))
                                : QCoreApplication::translate("Field", QT_TRANSLATE_NOOP("Field", "Access key"));
}

QString shown(const FormValues &credential, QLatin1StringView id)
{
    return shownAnswer(kCredentialForm, credential, id);
}

//! `prod/shop (eu-west-1)` from an ARN whose resource begins with `kind`; other names as they are.
QString shortName(const QString &name, const QString &kind)
{
    const QStringList parts = name.split(u':');
    if (parts.size() < 6 || parts.front() != "arn"_L1)
        return name;
    QString resource = parts.mid(5).join(u':');
    if (resource.startsWith(kind))
        resource.remove(0, kind.size());
    return u"%1 (%2)"_s.arg(resource, parts[3]);
}

QString withVersion(const QString &name, const QStringList &versions)
{
    QStringList given = versions;
    given.removeAll(QString());
    return given.isEmpty() ? name : u"%1 (%2)"_s.arg(name, given.join(u", "_s));
}

} // namespace

const FormSpec kCredentialForm{kCredentialFields};
const FormSpec kSecretForm{kSecretFields};
const FormSpec kParameterForm{kParameterFields};

QString secretSummary(const FormValues &reference)
{
    const QString stage = reference.text(kVersionStage).trimmed();
    return withVersion(shortName(reference.text(kSecretId).trimmed(), u"secret:"_s),
                       {reference.text(kVersionId).trimmed(), stage == "AWSCURRENT"_L1 ? QString() : stage});
}

QString parameterSummary(const FormValues &reference)
{
    const QString version = reference.text(kVersion).trimmed();
    const QString name = shortName(reference.text(kName).trimmed(), u"parameter"_s);
    return version.isEmpty() ? name : u"%1 (version %2)"_s.arg(name, version);
}

QString describe(const FormValues &credential)
{
    return labelFrom({typeName(answer(kCredentialForm, credential, kType)), shown(credential, kSection),
                      shown(credential, kRoleArn).section(u'/', -1), answer(kCredentialForm, credential, kRegion)});
}

QString authority(const FormValues &credential)
{
    const QString type = answer(kCredentialForm, credential, kType);
    QStringList parts{u"AWS %1"_s.arg(printable(answer(kCredentialForm, credential, kRegion), 200)).trimmed()};
    if (type == kTypeDefault)
        parts.append(u"default chain"_s);
    const auto add = [&](QLatin1StringView id, const QString &words) {
        if (const QString said = printable(shown(credential, id), 2048); !said.isEmpty())
            parts.append(words.arg(said));
    };
    add(kSection, type == kTypeSso ? u"SSO profile \"%1\""_s : u"profile \"%1\""_s);
    add(kConfigFilePath, u"config %1"_s);
    add(kFilePath, u"credentials %1"_s);
    add(kRoleArn, u"role %1"_s);
    add(kEndpoint, u"%1"_s);
    return parts.join(u", "_s);
}

FormValues ambient()
{
    FormValues values;
    values.setText(kType, kTypeDefault);
    return values;
}

} // namespace sallyport::aws
