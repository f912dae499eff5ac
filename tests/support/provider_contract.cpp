// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/provider_contract.h"

#include "tests/support/azure_inputs.h"
#include "tests/support/gcp_inputs.h"

#include <QCryptographicHash>

using namespace Qt::StringLiterals;

namespace sallyport::test {

namespace {

//! For fields whose text must have a form of its own.
const QMap<QString, QString> &exampleTexts()
{
    static const QMap<QString, QString> texts{{u"serviceAccountKeyFilePath"_s, QString::fromLatin1(kGcpKeyPath)},
                                              {u"federationFilePath"_s, u"/home/me/federation.json"_s},
                                              {u"subjectTokenVariable"_s, u"CI_ID_TOKEN"_s},
                                              {u"impersonateServiceAccount"_s, QString::fromLatin1(kGcpAccount)},
                                              {u"delegates"_s, QString::fromLatin1(kGcpAccount)},
                                              {u"universeDomain"_s, u"googleapis.com"_s},
                                             {u"certificatePath"_s, u"/home/me/certificate.pem"_s},
                                             {u"federatedTokenFile"_s, u"/home/me/federated"_s},
                                             // in a vault that the credential lists
                                             {u"secretIdentifier"_s, u"https://text-of-vaultHosts/secrets/db-password"_s}};
    return texts;
}

void fill(FormValues &values, const FieldSpec &field)
{
    const QLatin1StringView id(field.id);
    if (exampleTexts().contains(id))
        return values.setText(id, exampleTexts().value(id));
    if (id == "serviceAccountKey"_L1)
        return values.setSecret(id, SecretValue(gcpKeyFile()));
    switch (field.kind) {
    case FieldKind::Secret:
        return values.setSecret(id, SecretValue(secretMarker(id)));
    case FieldKind::Url:
        return values.setText(id, u"https://configured.example:8200"_s);
    case FieldKind::Number:
        return values.setText(id, u"2"_s);
    case FieldKind::Text:
        return values.setText(id, u"text-of-"_s + id);
    case FieldKind::FilePath:
    case FieldKind::Choice:
    case FieldKind::Toggle:
        return;
    }
}

template<class T>
Ending endingOf(const std::string &name, Ending::What what, const FormValues &credential, const Played<T> &played)
{
    Ending ending{
        .name = name, .what = what, .succeeded = played.outcome.has_value(), .requests = played.requests(), .credential = credential};
    ending.ended = played.questions.size() < 50;
    if (!played.outcome)
        ending.error = played.outcome.error();
    return ending;
}

//! A grant that any provider finds what it needs in.
AccessGrant someGrant()
{
    AccessGrant grant;
    grant.values.setSecret("token"_L1, SecretValue(secretMarker("grant"_L1)));
    grant.values.setText("accessKeyId"_L1, u"AKIDOFGRANT"_s);
    grant.values.setSecret("secretAccessKey"_L1, SecretValue(secretMarker("grant"_L1)));
    grant.values.setSecret("sessionToken"_L1, SecretValue(secretMarker("session"_L1)));
    return grant;
}

//! The certificate of an application, a token it trusts, the identity of an app, a person signed in to the Azure CLI.
void addAzure(World &world)
{
    world.files.insert(u"/home/me/certificate.pem"_s, azureCertificatePem());
    world.files.insert(u"/home/me/federated"_s, "MARK-federated-KRAM");
    world.environment.insert(u"IDENTITY_ENDPOINT"_s, u"https://identity.example/token"_s);
    world.environment.insert(u"IDENTITY_HEADER"_s, u"MARK-identity-KRAM"_s);
    world.command = [](const RunCommand &) -> Result<CommandOutput> {
        return CommandOutput{
            .exitCode = 0, .standardOutput = R"({"accessToken":"MARK-cli-KRAM","expires_on":1900000000})", .standardError = {}};
    };
}

//! Keys in the environment and in files, so that credentials which refer to them lead somewhere.
World worldWith(const HttpAnswers &http)
{
    World world = gcpWorld(http);
    world.environment = {{u"HOME"_s, u"/home/me"_s},
                         {u"AWS_EC2_METADATA_DISABLED"_s, u"true"_s},
                         {u"AWS_ACCESS_KEY_ID"_s, u"AKIDOFENVIRONMENT"_s},
                         {u"AWS_SECRET_ACCESS_KEY"_s, u"MARK-environment-KRAM"_s},
                         {u"CI_ID_TOKEN"_s, u"MARK-subject-KRAM"_s}};
    const QByteArray start = "https://start.example/start";
    world.files.insert(u"/home/me/.aws/config"_s, "[profile text-of-section]\nregion = text-of-region\nsso_start_url = " + start +
                                                      "\nsso_region = text-of-region\nsso_account_id = 123456789012\n"
                                                      "sso_role_name = reader\n");
    const QByteArray cacheName = QCryptographicHash::hash(start, QCryptographicHash::Sha1).toHex();
    world.files.insert(u"/home/me/.aws/sso/cache/%1.json"_s.arg(QString::fromLatin1(cacheName)),
                       R"({"startUrl":")" + start + R"(","region":"text-of-region","accessToken":"MARK-sso-KRAM",)" +
                           R"("expiresAt":"2099-01-01T00:00:00Z"})");
    addAzure(world);
    return world;
}

template<class T>
Played<T> playOn(Step<T> step, const HttpAnswers &http)
{
    World world = worldWith(http);
    return play(std::move(step), world);
}

Inputs inputsFor(const FormValues &credential)
{
    Inputs inputs;
    inputs.credential = credential;
    inputs.grant = someGrant();
    inputs.grant.renewable = true;
    inputs.now = QDateTime::fromMSecsSinceEpoch(1'800'000'000'000, Qt::UTC);
    return inputs;
}

void playKind(const ProviderDescriptor &provider, const SecretKindSpec &kind, const std::string &who, const FormValues &credential,
              const HttpAnswers &http, std::vector<Ending> &endings)
{
    Inputs inputs = inputsFor(credential);
    inputs.reference = referenceOf(kind);
    if (provider.fetch)
        endings.push_back(endingOf(who + " fetch " + kind.id, Ending::What::Fetch, credential, playOn(provider.fetch(inputs, kind), http)));
    if (kind.batch) {
        const auto played = playOn(kind.batch->fetch(inputs, {inputs.reference, inputs.reference}), http);
        endings.push_back(endingOf(who + " batch " + kind.id, Ending::What::Batch, credential, played));
        if (played.outcome)
            endings.back().answers = played.outcome->refused ? 2 : played.outcome->documents.size();
    }
    for (const FieldSpec &field : kind.reference) {
        if (provider.suggest && field.suggests) {
            const auto played = playOn(provider.suggest(inputs, kind, QLatin1StringView(field.id)), http);
            endings.push_back(endingOf(who + " suggest " + field.id, Ending::What::Suggest, credential, played));
        }
    }
}

//! What is asked about the credential itself, before there is a grant.
void playSettings(const ProviderDescriptor &provider, const std::string &who, const FormValues &credential, const HttpAnswers &http,
                  std::vector<Ending> &endings)
{
    Inputs inputs = inputsFor(credential);
    inputs.grant = {};
    for (const FieldSpec &field : provider.credential) {
        if (provider.suggestSetting && field.suggests) {
            const auto played = playOn(provider.suggestSetting(inputs, QLatin1StringView(field.id)), http);
            endings.push_back(endingOf(who + " suggestSetting " + field.id, Ending::What::Suggest, credential, played));
        }
    }
    if (!provider.signInWays)
        return;
    for (const SignInWay &way : provider.signInWays(credential)) {
        const auto played = playOn(provider.signInWith(inputs, QLatin1StringView(way.id)), http);
        endings.push_back(endingOf(who + " signInWith " + way.id, Ending::What::SignInWith, credential, played));
    }
}

} // namespace

QByteArray secretMarker(QLatin1StringView id)
{
    return QByteArray("MARK-") + QByteArray(id.data(), id.size()) + "-KRAM";
}

std::vector<FormValues> credentialsOf(const ProviderDescriptor &provider)
{
    std::vector<FormValues> all{FormValues()};
    for (const FieldSpec &field : provider.credential) {
        std::vector<FormValues> next;
        for (FormValues values : all) {
            fill(values, field);
            const bool chooses = field.kind == FieldKind::Choice && values.isShown(provider.credential, field);
            if (!chooses)
                next.push_back(values);
            for (const ChoiceSpec &choice : chooses ? field.choices : std::span<const ChoiceSpec>()) {
                values.setText(QLatin1StringView(field.id), QString::fromUtf8(choice.value));
                next.push_back(values);
            }
        }
        all = std::move(next);
    }
    return all;
}

FormValues referenceOf(const SecretKindSpec &kind)
{
    FormValues values;
    for (const FieldSpec &field : kind.reference)
        fill(values, field);
    return values;
}

std::vector<Ending> playAll(const ProviderDescriptor &provider, const HttpAnswers &http)
{
    std::vector<Ending> endings;
    for (const FormValues &credential : credentialsOf(provider)) {
        std::string who = provider.id;
        for (const FieldSpec &field : provider.credential) {
            if (field.kind == FieldKind::Choice)
                who += " " + credential.text(QLatin1StringView(field.id)).toStdString();
        }
        const Inputs inputs = inputsFor(credential);
        if (provider.signIn)
            endings.push_back(endingOf(who + " signIn", Ending::What::SignIn, credential, playOn(provider.signIn(inputs), http)));
        if (provider.renew)
            endings.push_back(endingOf(who + " renew", Ending::What::Renew, credential, playOn(provider.renew(inputs), http)));
        if (provider.identify)
            endings.push_back(endingOf(who + " identify", Ending::What::Identify, credential, playOn(provider.identify(inputs), http)));
        playSettings(provider, who, credential, http, endings);
        for (const SecretKindSpec &kind : provider.secrets)
            playKind(provider, kind, who, credential, http, endings);
    }
    return endings;
}

} // namespace sallyport::test
