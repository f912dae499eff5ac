// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editors/field_message.h"

#include "ui/editors/display_text.h"
#include "ui/theme/theme.h"
#include "ui/widgets/error_text.h"

namespace sallyport {

using namespace Qt::StringLiterals;

FieldMessage::FieldMessage(QWidget *parent) : QLabel(parent)
{
    setBad(this);
    setFont(smallFont());
    setWordWrap(true);
    setContentsMargins(0, 0, 0, 0);
    setTextFormat(Qt::PlainText);
    setTextInteractionFlags(Qt::TextSelectableByMouse);
    hide();
}

void FieldMessage::setError(const std::optional<Error> &error, bool withPlace)
{
    setVisible(error.has_value());
    if (!error)
        return setText({});
    const bool placed = withPlace && error->location && !error->location->place.isEmpty();
    const QString text = placed ? tr("%1: %2").arg(error->location->place, errorText(*error)) : errorText(*error);
    setText(harmlessText(text));
    setAccessibleName(text);
}

} // namespace sallyport
