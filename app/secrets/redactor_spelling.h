// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArrayView>
#include <QVarLengthArray>

//! How characters are spelled in encoded text; a part of Redactor.
namespace sallyport::redaction {

//! Marks a value that is a single byte of no known character.
constexpr char32_t kLoneByte = 0x8000'0000;

//! A character that an escape sequence stands for, and where the sequence ends.
struct Spelled {
    char32_t value = 0;
    qsizetype end = 0;
};
using Spellings = QVarLengthArray<Spelled, 8>;

//! Whether an escape sequence can begin with this byte.
[[nodiscard]] constexpr bool isIntroducer(char c)
{
    return c == '%' || c == '\\' || c == '&' || c == '=';
}

//! Appends every reading of the escape sequence at `position`: percent-encoding (RFC 3986), quoted-printable
//! (RFC 2045), backslash escapes of JSON and its kin, XML and HTML entities; each also encoded again up to some depth.
void appendSpellings(QByteArrayView text, qsizetype position, Spellings &spellings);

//! Remembers the readings at the last place, because many patterns are tried at each.
class SpellingCache {
public:
    explicit SpellingCache(QByteArrayView text) : m_text(text) {}

    const Spellings &at(qsizetype position)
    {
        if (position != m_position) {
            m_position = position;
            m_spellings.clear();
            appendSpellings(m_text, position, m_spellings);
        }
        return m_spellings;
    }

private:
    QByteArrayView m_text;
    qsizetype m_position = -1;
    Spellings m_spellings;
};

//! A character of UTF-8 text; invalid bytes are lone.
[[nodiscard]] Spelled characterAt(QByteArrayView text, qsizetype position);

//! The letter behind the backslash where a control character has one (`n` for a line feed), else 0.
[[nodiscard]] char shortEscape(char32_t value);

//! Characters that may stand behind a backslash and mean themselves.
[[nodiscard]] bool isPunctuation(char32_t value);

} // namespace sallyport::redaction
