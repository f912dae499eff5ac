// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/base/value.h"

#include <QByteArray>

//! YAML 1.2 core schema scalars: what a plain one means and how to write one. It is what the `yaml` package of
//! JavaScript does by default, and so what Insomnia reads: `yes` and `on` are text.
namespace sallyport::yaml {

//! What a plain scalar means (YAML 1.2.2, section 10.3.2). Numbers keep their source text unless JSON has no such
//! form; then they are written as JSON would (`0x1F` is 31, `.5` is 0.5). Infinities and `.nan` stay text.
[[nodiscard]] Value plainValue(QByteArrayView text);
//! Whether a plain scalar of this text is just this text.
[[nodiscard]] bool isPlainText(QByteArrayView text);

//! Where a scalar stands decides what it may hold.
enum class Context { Block, Flow };

//! Whether the text can be written plain, on one line, and is read back as this very text, also by readers of YAML 1.1.
[[nodiscard]] bool canBePlain(const QString &text, Context context);
[[nodiscard]] bool canBeSingleQuoted(const QString &text);
//! Whether the text can be the lines of a literal block (`|`).
[[nodiscard]] bool canBeLiteral(const QString &text);
//! Whether the lines of a literal block need an indentation indicator.
[[nodiscard]] bool needsIndentationIndicator(const QString &text);

[[nodiscard]] QByteArray singleQuoted(const QString &text);
//! Double quoted; also valid JSON.
[[nodiscard]] QByteArray doubleQuoted(const QString &text);
//! The inside of a double-quoted scalar.
[[nodiscard]] QByteArray escaped(const QString &text);

//! A scalar on one line, in the plainest style that keeps its meaning.
[[nodiscard]] QByteArray inlineScalar(const Value &value, Context context);
//! How a null, truth or number is written; empty for text.
[[nodiscard]] QByteArray wordOf(const Value &value);

} // namespace sallyport::yaml
