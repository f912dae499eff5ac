// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/base/result.h"
#include "app/base/utf8.h"

#include <QByteArray>

#include <utility>
#include <vector>

//! The bytes below a YAML tree: positions, lines, and what stands between values.
namespace sallyport::yaml {

//! 1-based line and column (in characters) of a byte.
[[nodiscard]] SourceLocation locationOf(QByteArrayView text, qsizetype offset, const QString &place);
//! A Malformed error that says line and column of `offset`.
[[nodiscard]] Error errorAt(QByteArrayView text, qsizetype offset, const QString &place, const QString &problem,
                            const QString &hint = {});

//! Length of a byte order mark at the start.
[[nodiscard]] qsizetype bomLength(QByteArrayView text);
//! First byte of the line (behind a byte order mark).
[[nodiscard]] qsizetype lineStart(QByteArrayView text, qsizetype offset);
//! The line break that ends the line, or the end of the text.
[[nodiscard]] qsizetype lineBreak(QByteArrayView text, qsizetype offset);
//! First byte behind the line break that ends the line.
[[nodiscard]] qsizetype nextLine(QByteArrayView text, qsizetype offset);
//! Bytes between the line's start and the offset.
[[nodiscard]] int columnOf(QByteArrayView text, qsizetype offset);
//! Skips blanks, line breaks and comments.
[[nodiscard]] qsizetype skipTrivia(QByteArrayView text, qsizetype offset);
//! Skips anchors and tags (and the trivia behind them).
[[nodiscard]] qsizetype skipProperties(QByteArrayView text, qsizetype offset);
//! Whether there is nothing but spaces before the offset in its line.
[[nodiscard]] bool beginsLine(QByteArrayView text, qsizetype offset);
[[nodiscard]] inline QByteArray spaces(int count) { return QByteArray(count > 0 ? count : 0, ' '); }
//! The line break that the text uses: that of its first line.
[[nodiscard]] QByteArray lineEnding(QByteArrayView text);


//! A character that may stand in a quoted YAML 1.2 scalar or counts as an ordinary character there, but that libyaml
//! refuses or takes for a line break (YAML 1.1): U+007F-U+009F, U+2028, U+2029, U+FEFF, U+FFFE, U+FFFF.
[[nodiscard]] bool isForeignToParser(char32_t character);

//! Text as libyaml can read it: each foreign character is exchanged for a private one that the text does not use, one
//! for one, so that positions counted in characters stay the same. So are escapes of surrogates (`\ud83d`), which JSON's
//! writers use in pairs and libyaml refuses.
struct ParserText {
    QByteArray text;
    std::vector<std::pair<QByteArray, QByteArray>> exchanged; //!< stand-in and original, UTF-8
    std::vector<std::pair<char16_t, QByteArray>> surrogates;  //!< stand-in and the escape as it was

    //! Puts the originals back into a scalar. A surrogate without its other half becomes U+FFFD.
    void restore(QByteArray &scalar) const;
    [[nodiscard]] bool isAsItWas() const { return exchanged.empty() && surrogates.empty(); }
};

//! Checks that `text` (without byte order mark) is UTF-8 (RFC 3629). `contentTabs` are offsets of tabs to exchange as well.
//! Errors: Malformed with the position.
[[nodiscard]] Result<ParserText> prepareForParser(const QByteArray &text, const QString &place,
                                                  const std::vector<qsizetype> &contentTabs = {});

} // namespace sallyport::yaml
