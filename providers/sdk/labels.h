// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "providers/sdk/schema.h"

#include <QStringList>

class QDateTime;

//! Texts of lists and descriptions.
namespace sallyport {

class Value;

//! What a choice is called, translated; the value itself where there is no such choice.
[[nodiscard]] QString labelOf(std::span<const ChoiceSpec> choices, const QString &value);
//! The parts that are not empty in one line: `shop · 2026-11-25 12:00 UTC`. Others chose them: it is made printable.
[[nodiscard]] QString labelFrom(QStringList parts, qsizetype limit = 200);

//! `2026-11-25 12:00 UTC`; empty where it is no time.
[[nodiscard]] QString timeLabel(const QDateTime &time);
//! The same of a text as in RFC 3339.
[[nodiscard]] QString timeLabel(const Value &text);

} // namespace sallyport
