// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "providers/sdk/form_answers.h"

using namespace Qt::StringLiterals;

namespace sallyport {

namespace {

const FieldSpec *fieldOf(FormSpec form, QLatin1StringView id)
{
    return findField(form, {id.data(), static_cast<std::size_t>(id.size())});
}

} // namespace

QString answer(FormSpec form, const FormValues &values, QLatin1StringView id)
{
    const FieldSpec *field = fieldOf(form, id);
    return field ? values.textOr(*field).trimmed() : QString();
}

QString shownAnswer(FormSpec form, const FormValues &values, QLatin1StringView id)
{
    const FieldSpec *field = fieldOf(form, id);
    return field && values.isShown(form, *field) ? values.textOr(*field).trimmed() : QString();
}

bool isOn(FormSpec form, const FormValues &values, QLatin1StringView id)
{
    return answer(form, values, id) == "true"_L1;
}

} // namespace sallyport
