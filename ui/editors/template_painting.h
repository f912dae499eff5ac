// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/template/template.h"
#include "ui/widgets/chip_painter.h"

#include <QColor>
#include <QFont>
#include <QRect>
#include <QString>

#include <optional>
#include <vector>

class QPainter;

namespace sallyport {

class TemplateContext;

//! A text with templates as it is shown when nobody edits it.
struct TemplatePiece {
    enum class Kind { Text, Variable, Secret, Comment, Fault };
    Kind kind = Kind::Text;
    QString text;                //!< what is written; for a variable its name
    std::optional<VaultTag> tag; //!< Secret
};
//! Text that cannot be parsed is one piece of kind Fault.
[[nodiscard]] std::vector<TemplatePiece> templatePieces(const QString &text);

struct TemplateLook {
    QFont font;
    QColor colour;       //!< of plain text
    bool masked = false; //!< plain text is shown as dots
};
//! Paints into `rect`, from its left, in its middle; what does not fit is cut off softly.
void paintTemplate(QPainter *painter, const QRect &rect, const QString &text, const TemplateContext &context, const TemplateLook &look);

//! What the chip of a linked secret says here and now.
[[nodiscard]] ChipContent chipContent(const VaultTag &tag, const TemplateContext &context);
//! The text in words, chips spelled out; for tooltips and assistive technology.
[[nodiscard]] QString spokenTemplate(const QString &text, const TemplateContext &context);

//! The tag where the whole text is one.
[[nodiscard]] std::optional<VaultTag> linkedSecret(const QString &text);

} // namespace sallyport
