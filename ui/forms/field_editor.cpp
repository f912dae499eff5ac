// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/forms/field_editor.h"

#include "ui/forms/field_editors.h"

#include <QCoreApplication>

namespace sallyport {

QString fieldText(const char *text)
{
    return *text ? QCoreApplication::translate("Field", text) : QString();
}

FieldEditor *FieldEditor::make(const FieldSpec &spec, QWidget *parent)
{
    switch (spec.kind) {
    case FieldKind::Secret:
        return new SecretFieldEditor(spec, parent);
    case FieldKind::FilePath:
        return new FileFieldEditor(spec, parent);
    case FieldKind::Choice:
        return new ChoiceFieldEditor(spec, parent);
    case FieldKind::Toggle:
        return new ToggleFieldEditor(spec, parent);
    case FieldKind::Text:
    case FieldKind::Url:
    case FieldKind::Number:
        break;
    }
    if (spec.suggests)
        return new SuggestionFieldEditor(spec, parent);
    return new TextFieldEditor(spec, parent);
}

} // namespace sallyport
