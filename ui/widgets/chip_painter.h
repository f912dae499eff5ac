// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/pill_label.h"

#include <QFont>
#include <QRect>
#include <QSize>
#include <QString>

class QPainter;

namespace sallyport {

//! What a chip says about a linked secret. There is no place for the value, nor for its length.
struct ChipContent {
    QString iconName;          //!< SecretKindSpec::id
    QString providerShortName; //!< `Vault`
    QString credential;        //!< alias: `team-a`
    QString path;              //!< `secret/prod/shop`
    QString key;               //!< may be empty: the whole secret
    QString state;             //!< age or trouble: `4 min`, `expired`; may be empty
    Tone stateTone = Tone::Neutral;
};

//! Paints a chip at the left of `rect`, in its middle. With little room the path gives way first.
void paintChip(QPainter *painter, const QRect &rect, const ChipContent &content, const QFont &font, bool focused = false);
[[nodiscard]] QSize chipSize(const ChipContent &content, const QFont &font);

//! The same in words, for accessible names and tooltips.
[[nodiscard]] QString chipText(const ChipContent &content);

} // namespace sallyport
