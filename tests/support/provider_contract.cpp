// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/provider_contract.h"

using namespace Qt::StringLiterals;

namespace sallyport::test {

namespace {

void fill(FormValues &values, const FieldSpec &field)
{
    const QLatin1StringView id(field.id);
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

Inputs inputsFor(const FormValues &credential)
{
    Inputs inputs;
    inputs.credential = credential;
    inputs.grant.values.setSecret("token"_L1, SecretValue(secretMarker("grant"_L1)));
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
        endings.push_back(endingOf(who + " fetch " + kind.id, Ending::What::Fetch, credential, play(provider.fetch(inputs, kind), http)));
    for (const FieldSpec &field : kind.reference) {
        if (provider.suggest && field.suggests) {
            const auto played = play(provider.suggest(inputs, kind, QLatin1StringView(field.id)), http);
            endings.push_back(endingOf(who + " suggest " + field.id, Ending::What::Suggest, credential, played));
        }
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
            if (field.kind != FieldKind::Choice)
                next.push_back(values);
            for (const ChoiceSpec &choice : field.choices) {
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
            endings.push_back(endingOf(who + " signIn", Ending::What::SignIn, credential, play(provider.signIn(inputs), http)));
        if (provider.renew)
            endings.push_back(endingOf(who + " renew", Ending::What::Renew, credential, play(provider.renew(inputs), http)));
        if (provider.identify)
            endings.push_back(endingOf(who + " identify", Ending::What::Identify, credential, play(provider.identify(inputs), http)));
        for (const SecretKindSpec &kind : provider.secrets)
            playKind(provider, kind, who, credential, http, endings);
    }
    return endings;
}

} // namespace sallyport::test
