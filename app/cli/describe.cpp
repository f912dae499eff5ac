// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/describe.h"

#include "app/secrets/environment_credentials.h"

using namespace Qt::StringLiterals;

namespace sallyport {

namespace {

QString code(const QString &text)
{
    return u"`%1`"_s.arg(text);
}

QString choicesOf(const FieldSpec &field)
{
    QStringList values;
    for (const ChoiceSpec &choice : field.choices)
        values.append(code(QString::fromUtf8(choice.value)));
    return values.join(u" "_s);
}

QString kindOf(const FieldSpec &field)
{
    switch (field.kind) {
    case FieldKind::Text: return u"text"_s;
    case FieldKind::Secret: return u"secret"_s;
    case FieldKind::Url: return u"URL"_s;
    case FieldKind::FilePath: return u"file"_s;
    case FieldKind::Number: return u"number"_s;
    case FieldKind::Toggle: return u"yes/no"_s;
    case FieldKind::Choice: return choicesOf(field);
    }
    return {};
}

QString variableOf(const ProviderDescriptor &provider, const FieldSpec &field)
{
    QStringList names;
    if (*field.environment != '\0')
        names.append(code(EnvironmentCredentials::variableName(provider, field)));
    if (*field.vendorEnvironment != '\0')
        names.append(u"or "_s + code(QString::fromUtf8(field.vendorEnvironment)));
    return names.join(u" "_s);
}

QString remarkOn(const FieldSpec &field)
{
    QStringList parts;
    if (*field.help != '\0')
        parts.append(QString::fromUtf8(field.help));
    if (!field.shownWhen.id.empty()) {
        parts.append(u"(with %1 = %2)"_s.arg(QString::fromStdString(std::string(field.shownWhen.id)),
                                           QString::fromStdString(std::string(field.shownWhen.values))));
    }
    return parts.join(u" "_s);
}

QString table(const ProviderDescriptor &provider, FormSpec form, bool withVariable)
{
    QStringList heads{u"Field"_s, u"Key"_s, u"Value"_s, u"Required"_s};
    if (withVariable)
        heads.append(u"Environment variable"_s);
    heads.append(u"Remark"_s);
    QString text = u"| "_s + heads.join(u" | "_s) + u" |\n|"_s + u" --- |"_s.repeated(heads.size()) + u'\n';
    for (const FieldSpec &field : form) {
        QStringList cells{QString::fromUtf8(field.label), code(QString::fromUtf8(field.id)), kindOf(field),
                          field.required ? u"yes"_s : u"no"_s};
        if (withVariable)
            cells.append(variableOf(provider, field));
        cells.append(remarkOn(field));
        text += u"| "_s + cells.join(u" | "_s) + u" |\n"_s;
    }
    return text;
}

} // namespace

QString describeProviders(const Catalog &catalog)
{
    QString text = u"<!-- SPDX-FileCopyrightText: 2026 Sallyport contributors -->\n<!-- SPDX-License-Identifier: GPL-3.0-or-later -->\n"
                   "# Providers\n\nMade by `sallyport-cli providers` from the field tables in `providers/`.\n"_s;
    for (const ProviderDescriptor *provider : catalog.providers()) {
        text += u"\n## %1\n\n"_s.arg(QString::fromUtf8(provider->name));
        if (!provider->available) {
            text += u"Announced; not usable yet.\n"_s;
            continue;
        }
        text += u"### Credential\n\n"_s + table(*provider, provider->credential, true);
        for (const SecretKindSpec &kind : provider->secrets)
            text += u"\n### Secret: %1\n\n"_s.arg(QString::fromUtf8(kind.label)) + table(*provider, kind.reference, false);
    }
    return text;
}

} // namespace sallyport
