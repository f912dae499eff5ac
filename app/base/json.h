// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/base/result.h"
#include "app/base/value.h"

#include <QByteArrayView>

//! Strict JSON (RFC 8259) to and from Value. Parsing is RapidJSON's; numbers keep their source text.
namespace sallyport::json {

//! Parses one complete document. Refuses trailing text, invalid UTF-8 and nesting deeper than 200 levels.
//! Of repeated names the last counts. The error says line and column and quotes nothing of the input.
[[nodiscard]] Result<Value> parse(QByteArrayView text);

//! Compact text; non-ASCII characters are written as they are.
[[nodiscard]] QByteArray write(const Value &value);
//! Text indented by two spaces.
[[nodiscard]] QByteArray writeIndented(const Value &value);

//! The value at a JSON Pointer (RFC 6901), or nullptr. `pointer` starts with `/` or is empty (the whole).
[[nodiscard]] const Value *at(const Value &root, const QString &pointer);

} // namespace sallyport::json
