// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/secrets/redactor_spelling.h"

#include <QChar>
#include <QtAlgorithms>

#include <array>
#include <cstring>
#include <optional>
#include <utility>

namespace sallyport::redaction {

namespace {

constexpr int kMaxReencoding = 3;        //!< `%252541` is percent-encoded three times
constexpr qsizetype kMaxBackslashes = 8; //!< of JSON inside JSON inside JSON

constexpr std::array kShortEscapes{
    std::pair{'n', U'\n'}, std::pair{'r', U'\r'}, std::pair{'t', U'\t'}, std::pair{'b', U'\b'},
    std::pair{'f', U'\f'}, std::pair{'v', U'\v'}, std::pair{'0', U'\0'},
};

constexpr std::array kEntities{
    std::pair{"lt;", U'<'}, std::pair{"gt;", U'>'}, std::pair{"quot;", U'"'}, std::pair{"apos;", U'\''}, std::pair{"nbsp;", U'\u00a0'},
};

int hexDigit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    const char lower = static_cast<char>(c | 0x20);
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

class Reader {
public:
    Reader(QByteArrayView text, Spellings &found) : m_text(text), m_found(found) {}

    void read(qsizetype position)
    {
        const char c = at(position);
        if (c == '%' || c == '=')
            readEscapedBytes(position, c);
        else if (c == '&')
            readEntity(position + 1);
        if (c == '%' || c == '\\')
            readBackslashes(position);
        // An ampersand may itself be encoded: `\u0026lt;`.
        for (qsizetype i = 0, count = c == '&' ? 0 : m_found.size(); i < count; ++i) {
            if (m_found[i].value == U'&')
                readEntity(m_found[i].end);
        }
    }

private:
    [[nodiscard]] char at(qsizetype position) const { return position < m_text.size() ? m_text[position] : '\0'; }
    void add(char32_t value, qsizetype end) { m_found.append({value, end}); }

    [[nodiscard]] bool standsAt(qsizetype position, const char *word) const
    {
        return m_text.size() > position && m_text.sliced(position).startsWith(QByteArrayView(word));
    }

    //! The value of `digits` hexadecimal digits, or -1.
    [[nodiscard]] int hex(qsizetype position, int digits) const
    {
        if (position + digits > m_text.size())
            return -1;
        int value = 0;
        for (int i = 0; i < digits; ++i) {
            const int digit = hexDigit(m_text[position + i]);
            if (digit < 0)
                return -1;
            value = value * 16 + digit;
        }
        return value;
    }

    //! One escaped byte, with `25` between `%` and its digits as often as it was encoded again.
    [[nodiscard]] std::optional<Spelled> escapedByte(qsizetype position, char introducer, int again) const
    {
        if (at(position) != introducer)
            return std::nullopt;
        qsizetype digits = position + 1;
        for (int i = 0; i < again; ++i, digits += 2) {
            if (!standsAt(digits, "25"))
                return std::nullopt;
        }
        const int byte = hex(digits, 2);
        return byte < 0 ? std::nullopt : std::optional(Spelled{static_cast<char32_t>(byte), digits + 2});
    }

    void readEscapedBytes(qsizetype position, char introducer)
    {
        for (int again = 0; again <= (introducer == '%' ? kMaxReencoding : 0); ++again) {
            const auto first = escapedByte(position, introducer, again);
            if (!first)
                continue;
            add(first->value | kLoneByte, first->end);
            if (first->value < 0x80)
                add(first->value, first->end);
            else
                readEscapedCharacter(*first, introducer, again);
        }
    }

    void readEscapedCharacter(Spelled first, char introducer, int again)
    {
        QVarLengthArray<char, 4> bytes{static_cast<char>(first.value)};
        qsizetype end = first.end;
        for (int i = first.value >= 0xf0 ? 3 : first.value >= 0xe0 ? 2 : 1; i > 0; --i) {
            const auto next = escapedByte(end, introducer, again);
            if (!next)
                return;
            bytes.append(static_cast<char>(next->value));
            end = next->end;
        }
        const Spelled character = characterAt({bytes.data(), bytes.size()}, 0);
        if (character.end == bytes.size())
            add(character.value, end);
    }

    //! Where the backslash (itself perhaps percent-encoded) at `position` ends, or -1.
    [[nodiscard]] qsizetype endOfBackslash(qsizetype position) const
    {
        if (at(position) == '\\')
            return position + 1;
        for (int again = 0; again <= kMaxReencoding; ++again) {
            const auto byte = escapedByte(position, '%', again);
            if (byte && byte->value == U'\\')
                return byte->end;
        }
        return -1;
    }

    //! Each time a text is put into a string literal its backslashes double: `\` -> `\\` -> `\\\\`, `"` -> `\"` -> `\\\"`.
    void readBackslashes(qsizetype position)
    {
        qsizetype end = position;
        for (qsizetype count = 1; count <= kMaxBackslashes; ++count) {
            const qsizetype next = endOfBackslash(end);
            if (next < 0)
                break;
            end = next;
            if (count >= 2 && qPopulationCount(static_cast<quint32>(count)) == 1)
                add(U'\\', end);
        }
        if (end > position)
            readEscapedLetter(end);
    }

    void readEscapedLetter(qsizetype position)
    {
        const char c = at(position);
        for (const auto &[letter, value] : kShortEscapes) {
            if (c == letter)
                add(value, position + 1);
        }
        if (c == 'u')
            readUnicodeEscape(position + 1);
        else if (c == 'x' && hex(position + 1, 2) >= 0)
            add(static_cast<char32_t>(hex(position + 1, 2)), position + 3);
        else if (isPunctuation(static_cast<uchar>(c)) && c != '\\')
            add(static_cast<uchar>(c), position + 1);
        if (const auto byte = escapedByte(position, '%', 0); byte && isPunctuation(byte->value))
            add(byte->value, byte->end);
    }

    //! `0041` or `d83d\ude00` behind `\u`.
    void readUnicodeEscape(qsizetype position)
    {
        const int unit = hex(position, 4);
        if (unit < 0)
            return;
        add(static_cast<char32_t>(unit), position + 4);
        if (!QChar::isHighSurrogate(static_cast<char32_t>(unit)))
            return;
        qsizetype second = position + 4;
        while (at(second) == '\\' && second < position + 4 + kMaxBackslashes)
            ++second;
        const int low = at(second) == 'u' ? hex(second + 1, 4) : -1;
        if (low >= 0 && QChar::isLowSurrogate(static_cast<char32_t>(low)))
            add(QChar::surrogateToUcs4(static_cast<char16_t>(unit), static_cast<char16_t>(low)), second + 5);
    }

    //! What follows an ampersand.
    void readEntity(qsizetype position)
    {
        for (int again = 0; again < kMaxReencoding && standsAt(position, "amp;"); ++again) {
            position += static_cast<qsizetype>(std::strlen("amp;"));
            add(U'&', position);
        }
        for (const auto &[name, value] : kEntities) {
            if (standsAt(position, name))
                add(value, position + static_cast<qsizetype>(std::strlen(name)));
        }
        if (at(position) == '#')
            readNumericEntity(position + 1);
    }

    void readNumericEntity(qsizetype position)
    {
        const bool isHex = at(position) == 'x' || at(position) == 'X';
        const char32_t base = isHex ? 16 : 10;
        const qsizetype digits = position + (isHex ? 1 : 0);
        char32_t value = 0;
        qsizetype end = digits;
        for (; end < digits + 8; ++end) {
            const int digit = hexDigit(at(end));
            if (digit < 0 || digit >= static_cast<int>(base))
                break;
            value = value * base + static_cast<char32_t>(digit);
        }
        if (end > digits && at(end) == ';' && value <= QChar::LastValidCodePoint)
            add(value, end + 1);
    }

    QByteArrayView m_text;
    Spellings &m_found;
};

} // namespace

void appendSpellings(QByteArrayView text, qsizetype position, Spellings &spellings)
{
    Reader(text, spellings).read(position);
}

Spelled characterAt(QByteArrayView text, qsizetype position)
{
    const auto byte = [&](qsizetype i) { return i < text.size() ? static_cast<uchar>(text[i]) : uchar(0); };
    const char32_t first = byte(position);
    if (first < 0x80)
        return {first, position + 1};
    const int more = first >= 0xf0 ? 3 : first >= 0xe0 ? 2 : first >= 0xc0 ? 1 : 0;
    char32_t value = first & (0x3fU >> more);
    for (int i = 1; i <= more; ++i) {
        const char32_t next = byte(position + i);
        if ((next & 0xc0) != 0x80)
            return {first | kLoneByte, position + 1};
        value = value << 6 | (next & 0x3f);
    }
    return more > 0 ? Spelled{value, position + more + 1} : Spelled{first | kLoneByte, position + 1};
}

char shortEscape(char32_t value)
{
    for (const auto &[letter, meaning] : kShortEscapes) {
        if (value == meaning)
            return letter;
    }
    return 0;
}

bool isPunctuation(char32_t value)
{
    const bool isDigitOrLetter = (value >= U'0' && value <= U'9') || ((value | 0x20) >= U'a' && (value | 0x20) <= U'z');
    return value >= 0x20 && value < 0x7f && !isDigitOrLetter;
}

} // namespace sallyport::redaction
