// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/base/result.h"
#include "app/base/secret_value.h"
#include "app/base/value.h"
#include "providers/sdk/schema.h"

#include <QMap>
#include <QString>

namespace sallyport {

//! What is wrong with one field, in a sentence for the line under it.
struct FieldError {
    QString fieldId;
    QString message;
    bool operator==(const FieldError &) const = default;
};

//! The answers to a form: the only shape in which a person's input reaches a provider. Values of Secret fields are
//! SecretValues, all others text. A field that was not answered has its table's default.
class FormValues {
public:
    [[nodiscard]] QString text(QLatin1StringView id) const;
    [[nodiscard]] SecretValue secret(QLatin1StringView id) const;
    [[nodiscard]] bool contains(QLatin1StringView id) const;

    void setText(QLatin1StringView id, const QString &value);
    void setSecret(QLatin1StringView id, const SecretValue &value);
    void remove(QLatin1StringView id);

    //! The text as stored, or the field's default where there is none.
    [[nodiscard]] QString textOr(const FieldSpec &field) const;

    //! Whether a condition holds for these values, defaults included.
    [[nodiscard]] bool isShown(FormSpec form, const FieldSpec &field) const;

    //! All that a person must mend before these values can be used; hidden fields are not looked at.
    [[nodiscard]] std::vector<FieldError> validate(FormSpec form) const;

    //! The non-secret answers as a JSON object in table order; defaults and hidden fields are left out.
    [[nodiscard]] Value toJson(FormSpec form) const;

    //! Reads such an object. A name that the table does not have, or a value of the wrong type, is an InvalidInput
    //! error that names it: a shared file must not be able to smuggle in a setting.
    static Result<FormValues> fromJson(FormSpec form, const Value &object);

    //! The secret answers as an object for the keychain, and back.
    [[nodiscard]] Value secretsToJson() const;
    void addSecretsFromJson(const Value &object);
    //! Takes over all secret answers of others.
    void addSecrets(const FormValues &others) { m_secrets.insert(others.m_secrets); }
    [[nodiscard]] bool hasSecrets() const { return !m_secrets.isEmpty(); }
    [[nodiscard]] const QMap<QString, SecretValue> &secrets() const { return m_secrets; }

    //! Canonical text of the fields with that role, equal exactly when they mean the same; part of cache keys.
    [[nodiscard]] QString canonical(FormSpec form, FieldRole role) const;

private:
    QMap<QString, QString> m_texts;
    QMap<QString, SecretValue> m_secrets;
};

} // namespace sallyport
