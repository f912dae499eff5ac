// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/secrets/credential.h"

namespace sallyport {

FormValues withoutSecrets(FormValues values)
{
    const QStringList ids = values.secrets().keys();
    for (const QString &id : ids)
        values.remove(QLatin1StringView(id.toLatin1()));
    return values;
}

FormValues withShownSecrets(const FormValues &values, FormSpec form)
{
    FormValues kept = withoutSecrets(values);
    for (const FieldSpec &field : form) {
        const QLatin1StringView id(field.id);
        if (field.kind == FieldKind::Secret && values.isShown(form, field) && !values.secret(id).isEmpty())
            kept.setSecret(id, values.secret(id));
    }
    return kept;
}

} // namespace sallyport
