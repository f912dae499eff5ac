// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/secrets/environment_credentials.h"

#include <algorithm>
#include <optional>

using namespace Qt::StringLiterals;

namespace sallyport {

namespace {

//! Which of a field's two variables is meant: ours or the vendor's.
using Naming = QString (*)(const ProviderDescriptor &, const FieldSpec &);

QString ourName(const ProviderDescriptor &provider, const FieldSpec &field)
{
    return QLatin1StringView(field.environment).isEmpty() ? QString() : EnvironmentCredentials::variableName(provider, field);
}

QString vendorName(const ProviderDescriptor &, const FieldSpec &field)
{
    return QLatin1StringView(field.vendorEnvironment);
}

//! For messages: the variable to set, in the naming that was used where it has one.
QString nameFor(const ProviderDescriptor &provider, const FieldSpec &field, Naming naming)
{
    const QString name = naming(provider, field);
    return name.isEmpty() ? ourName(provider, field) : name;
}

QString quotedList(const QStringList &words)
{
    return words.join(u", "_s);
}

void put(FormValues &values, const FieldSpec &field, const QString &text)
{
    const QLatin1StringView id(field.id);
    if (field.kind == FieldKind::Secret)
        values.setSecret(id, SecretValue::fromString(text));
    else
        values.setText(id, text);
}

//! `approle` is understood as `appRole`.
QString spelledLikeChoice(const FieldSpec &field, const QString &text)
{
    for (const ChoiceSpec &choice : field.choices) {
        if (text.compare(QLatin1StringView(choice.value), Qt::CaseInsensitive) == 0)
            return QLatin1StringView(choice.value);
    }
    return text;
}

FormValues given(const ProviderDescriptor &provider, const QProcessEnvironment &environment, Naming naming)
{
    FormValues values;
    for (const FieldSpec &field : provider.credential) {
        const QString name = naming(provider, field);
        const QString text = name.isEmpty() ? QString() : environment.value(name).trimmed();
        if (!text.isEmpty())
            put(values, field, field.kind == FieldKind::Choice ? spelledLikeChoice(field, text) : text);
    }
    return values;
}

bool isEmpty(const FormValues &values, FormSpec form)
{
    return std::none_of(form.begin(), form.end(), [&values](const FieldSpec &f) { return values.contains(QLatin1StringView(f.id)); });
}

//! Advanced fields (a CA file, another address) say how to get there, all others who goes.
bool saysWho(const FormValues &values, FormSpec form)
{
    return std::any_of(form.begin(), form.end(),
                       [&values](const FieldSpec &f) { return !f.advanced && values.contains(QLatin1StringView(f.id)); });
}

void addAdvanced(FormValues &values, const FormValues &others, FormSpec form)
{
    for (const FieldSpec &field : form) {
        const QLatin1StringView id(field.id);
        if (!field.advanced || values.contains(id) || !others.contains(id))
            continue;
        if (field.kind == FieldKind::Secret)
            values.setSecret(id, others.secret(id));
        else
            values.setText(id, others.text(id));
    }
}

//! How well a set of answers hangs together; larger is better.
struct Fit {
    int used = 0;        //!< given answers that would count
    int unreachable = 0; //!< required answers for which this naming has no variable
    [[nodiscard]] auto rank() const { return std::pair(used, -unreachable); }
};

Fit fitOf(const FormValues &values, const ProviderDescriptor &provider, Naming naming)
{
    Fit fit;
    for (const FieldSpec &field : provider.credential) {
        if (!values.isShown(provider.credential, field))
            continue;
        const bool isGiven = values.contains(QLatin1StringView(field.id));
        fit.used += isGiven ? 1 : 0;
        const bool needed = field.required && !isGiven && QLatin1StringView(field.defaultValue).isEmpty();
        fit.unreachable += needed && naming(provider, field).isEmpty() ? 1 : 0;
    }
    return fit;
}

//! A choice that nobody made follows from what was given: VAULT_TOKEN alone means signing in by token. Taken is the choice
//! under which most given answers count; among equals the table's default, then the table's order.
void inferChoices(FormValues &values, const ProviderDescriptor &provider, Naming naming)
{
    for (const FieldSpec &field : provider.credential) {
        const QLatin1StringView id(field.id);
        if (field.kind != FieldKind::Choice || values.contains(id) || !values.isShown(provider.credential, field))
            continue;
        QString best = QLatin1StringView(field.defaultValue);
        auto bestRank = fitOf(values, provider, naming).rank();
        for (const ChoiceSpec &choice : field.choices) {
            FormValues trial = values;
            trial.setText(id, QLatin1StringView(choice.value));
            Fit fit = fitOf(trial, provider, naming);
            --fit.used; // the choice itself was not given
            if (fit.rank() > bestRank) {
                bestRank = fit.rank();
                best = QLatin1StringView(choice.value);
            }
        }
        if (best != QLatin1StringView(field.defaultValue))
            values.setText(id, best);
    }
}

//! What was given as settings of the vendor's own search order, where it says nothing against that: INSOMNIA_AWS_REGION alone is the
//! region of whatever the AWS tools would use.
std::optional<FormValues> asAmbient(const FormValues &values, const ProviderDescriptor &provider)
{
    if (!provider.ambient)
        return std::nullopt;
    FormValues merged = provider.ambient();
    for (const FieldSpec &field : provider.credential) {
        const QLatin1StringView id(field.id);
        if (!values.contains(id))
            continue;
        if (merged.contains(id) || field.kind == FieldKind::Secret)
            return std::nullopt;
        merged.setText(id, values.text(id));
    }
    const bool allCount = std::all_of(provider.credential.begin(), provider.credential.end(), [&](const FieldSpec &field) {
        return !merged.contains(QLatin1StringView(field.id)) || merged.isShown(provider.credential, field);
    });
    return allCount ? std::optional(merged) : std::nullopt;
}

QString choicesOf(const FieldSpec &field)
{
    QStringList words;
    for (const ChoiceSpec &choice : field.choices)
        words.append(QLatin1StringView(choice.value));
    return quotedList(words);
}

//! Names the variable; never quotes what it holds, because a secret may have been put into the wrong one.
Error problemWith(const ProviderDescriptor &provider, const FieldSpec &field, const FormValues &values, Naming naming)
{
    const QString name = nameFor(provider, field, naming);
    if (!values.contains(QLatin1StringView(field.id))) {
        const QString other = nameFor(provider, field, ourName);
        const QString alternative = other == name ? QString() : u" (or use the %1... variables)"_s.arg(other.section(u'_', 0, 1) + u'_');
        return Error{ErrorKind::InvalidInput, u"the environment variable %1 is not set"_s.arg(name),
                     u"Set %1: it is needed together with the variables that are set%2."_s.arg(name, alternative)};
    }
    if (field.kind == FieldKind::Choice)
        return Error{ErrorKind::InvalidInput, u"the environment variable %1 has an unknown value"_s.arg(name),
                     u"Use one of: %1."_s.arg(choicesOf(field))};
    const QString expected = field.kind == FieldKind::Url ? u"a URL such as https://host.example:8200"_s : u"a whole number"_s;
    return Error{ErrorKind::InvalidInput, u"the environment variable %1 is not %2"_s.arg(name, expected), u"Correct %1."_s.arg(name)};
}

Error nothingSet(const ProviderDescriptor &provider)
{
    QStringList ours, vendors;
    for (const FieldSpec &field : provider.credential) {
        ours.append(ourName(provider, field));
        vendors.append(vendorName(provider, field));
    }
    ours.removeAll(QString());
    vendors.removeAll(QString());
    QString hint = u"Set those that apply of %1"_s.arg(quotedList(ours));
    if (!vendors.isEmpty())
        hint += u"; or %1"_s.arg(quotedList(vendors));
    return Error{ErrorKind::NotFound, u"no credential for %1 in the environment"_s.arg(QString::fromUtf8(provider.name)), hint + u'.'};
}

} // namespace

EnvironmentCredentials::EnvironmentCredentials(const Catalog &catalog, const QProcessEnvironment &environment) :
    m_catalog(catalog), m_environment(environment)
{
}

Async<Credential> EnvironmentCredentials::find(const QString &providerId, const QString &, const QString &, std::stop_token)
{
    const ProviderDescriptor *provider = m_catalog.find(providerId);
    if (!provider)
        return answered<Credential>(Error{ErrorKind::InvalidInput, u"unknown vault provider \"%1\""_s.arg(providerId.left(60)), {}});
    return answered(read(*provider));
}

Result<Credential> EnvironmentCredentials::read(const ProviderDescriptor &provider) const
{
    const FormSpec form = provider.credential;
    const FormValues ours = given(provider, m_environment, ourName);
    const FormValues vendors = given(provider, m_environment, vendorName);
    const Naming naming = saysWho(ours, form) || (!saysWho(vendors, form) && !isEmpty(ours, form)) ? ourName : vendorName;
    FormValues values = naming == Naming(ourName) ? ours : vendors;
    addAdvanced(values, ours, form);
    addAdvanced(values, vendors, form);
    const QString name = isEmpty(values, form) ? u"environment"_s : u"environment variables"_s;
    if (isEmpty(values, form) && !provider.ambient)
        return nothingSet(provider);
    if (const auto ambient = asAmbient(values, provider))
        values = *ambient;
    else
        inferChoices(values, provider, naming);
    if (const auto problems = values.validate(form); !problems.empty())
        return problemWith(provider, *findField(form, problems.front().fieldId.toStdString()), values, naming);
    return Credential{u"env_"_s + QLatin1StringView(provider.id), name, QLatin1StringView(provider.id), std::move(values), 1, true};
}

QStringList EnvironmentCredentials::secretVariables() const
{
    QStringList names;
    for (const ProviderDescriptor *provider : m_catalog.providers()) {
        for (const FieldSpec &field : provider->credential) {
            if (field.kind == FieldKind::Secret)
                names << ourName(*provider, field) << vendorName(*provider, field);
        }
    }
    names.removeAll(QString());
    names.removeDuplicates();
    return names;
}

QString EnvironmentCredentials::variableName(const ProviderDescriptor &provider, const FieldSpec &field)
{
    const QString providerPart = QString::fromLatin1(provider.id).toUpper();
    return u"INSOMNIA_%1_%2"_s.arg(providerPart, QLatin1StringView(field.environment));
}

} // namespace sallyport
