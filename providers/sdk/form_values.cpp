// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "providers/sdk/form_values.h"

#include "app/base/json.h"

#include <QCoreApplication>
#include <QUrl>

using namespace Qt::StringLiterals;

namespace sallyport {

namespace {

QString translated(const char *text)
{
    return QCoreApplication::translate("Field", text);
}

QString problemOf(const FieldSpec &field, const QString &text)
{
    const QString label = translated(field.label);
    if (text.isEmpty())
        return field.required ? u"%1 is required"_s.arg(label) : QString();
    if (field.kind == FieldKind::Url) {
        const QUrl url(text, QUrl::StrictMode);
        const bool isHttp = url.scheme() == "http"_L1 || url.scheme() == "https"_L1;
        if (!url.isValid() || !isHttp || url.host().isEmpty())
            return u"%1 must be a URL such as https://host.example:8200"_s.arg(label);
    }
    if (field.kind == FieldKind::Number) {
        bool isNumber = false;
        text.toUInt(&isNumber);
        if (!isNumber)
            return u"%1 must be a whole number"_s.arg(label);
    }
    if (field.kind == FieldKind::Choice && !schema_detail::hasChoice(field, text.toStdString()))
        return u"%1 cannot be \"%2\""_s.arg(label, text);
    return {};
}

//! How a stored JSON value reads as the text of a field; nothing where its type does not fit.
std::optional<QString> textOf(const FieldSpec &field, const Value &value)
{
    if (value.isString())
        return value.toString();
    if (field.kind == FieldKind::Toggle && value.isBool())
        return value.asText();
    if (field.kind == FieldKind::Number && value.isNumber())
        return value.numberText();
    return value.isNull() ? std::optional(QString()) : std::nullopt;
}

} // namespace

QString FormValues::text(QLatin1StringView id) const
{
    return m_texts.value(id);
}

SecretValue FormValues::secret(QLatin1StringView id) const
{
    return m_secrets.value(id);
}

bool FormValues::contains(QLatin1StringView id) const
{
    return m_texts.contains(id) || m_secrets.contains(id);
}

void FormValues::setText(QLatin1StringView id, const QString &value)
{
    m_texts.insert(id, value);
}

void FormValues::setSecret(QLatin1StringView id, const SecretValue &value)
{
    m_secrets.insert(id, value);
}

void FormValues::remove(QLatin1StringView id)
{
    m_texts.remove(id);
    m_secrets.remove(id);
}

QString FormValues::textOr(const FieldSpec &field) const
{
    const QString stored = m_texts.value(QLatin1StringView(field.id));
    return stored.isEmpty() ? QString::fromUtf8(field.defaultValue) : stored;
}

bool FormValues::isShown(FormSpec form, const FieldSpec &field) const
{
    if (field.shownWhen.id.empty())
        return true;
    const FieldSpec *other = findField(form, field.shownWhen.id);
    if (!other || !isShown(form, *other))
        return false;
    const QString wanted = QString::fromUtf8(field.shownWhen.values.data(), static_cast<qsizetype>(field.shownWhen.values.size()));
    return wanted.split(u',').contains(textOr(*other));
}

std::vector<FieldError> FormValues::validate(FormSpec form) const
{
    std::vector<FieldError> errors;
    for (const FieldSpec &field : form) {
        if (!isShown(form, field))
            continue;
        const QLatin1StringView id(field.id);
        QString problem;
        if (field.kind != FieldKind::Secret)
            problem = problemOf(field, textOr(field));
        else if (field.required && secret(id).isEmpty())
            problem = u"%1 is required"_s.arg(translated(field.label));
        if (!problem.isEmpty())
            errors.push_back({id, problem});
    }
    return errors;
}

Value FormValues::toJson(FormSpec form) const
{
    Value object{Value::Map()};
    for (const FieldSpec &field : form) {
        const QString id = QLatin1StringView(field.id);
        const auto stored = m_texts.constFind(id);
        const bool worthWriting = stored != m_texts.cend() && !stored->isEmpty() && *stored != QLatin1StringView(field.defaultValue);
        if (field.kind == FieldKind::Secret || !worthWriting || !isShown(form, field))
            continue;
        object.set(id, field.kind == FieldKind::Toggle ? Value(*stored == "true"_L1) : Value(*stored));
    }
    return object;
}

Result<FormValues> FormValues::fromJson(FormSpec form, const Value &object)
{
    if (!object.isMap())
        return Error{ErrorKind::InvalidInput, u"the configuration is not a JSON object"_s, {}};
    FormValues values;
    for (const auto &[name, member] : object.map()) {
        const QByteArray id = name.toUtf8();
        const FieldSpec *field = findField(form, {id.constData(), static_cast<std::size_t>(id.size())});
        if (!field || field->kind == FieldKind::Secret)
            return Error{ErrorKind::InvalidInput, u"unknown setting \"%1\""_s.arg(name.left(60)),
                         u"Remove it, or edit the link to choose the secret anew."_s};
        const auto text = textOf(*field, member);
        if (!text)
            return Error{ErrorKind::InvalidInput, u"setting \"%1\" has a value of the wrong type"_s.arg(name), u"Edit the link."_s};
        values.m_texts.insert(name, *text);
    }
    return values;
}

Value FormValues::secretsToJson() const
{
    Value object{Value::Map()};
    for (auto it = m_secrets.cbegin(); it != m_secrets.cend(); ++it)
        object.set(it.key(), it.value().revealText());
    return object;
}

void FormValues::addSecretsFromJson(const Value &object)
{
    for (const auto &[name, member] : object.map())
        m_secrets.insert(name, SecretValue::fromString(member.toString()));
}

QString FormValues::canonical(FormSpec form, FieldRole role) const
{
    Value parts{Value::Map()};
    for (const FieldSpec &field : form) {
        if (field.role == role && field.kind != FieldKind::Secret && isShown(form, field))
            parts.set(QLatin1StringView(field.id), textOr(field));
    }
    return QString::fromUtf8(json::write(parts));
}

} // namespace sallyport
