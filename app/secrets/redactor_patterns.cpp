// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/secrets/redactor_patterns.h"

#include "app/base/json.h"

#include <QtAlgorithms>

#include <algorithm>
#include <numeric>

namespace sallyport::redaction {

namespace {

using Mode = Pattern::Mode;

constexpr qsizetype kShortest = 4;       //!< characters; shorter values are not hidden
constexpr qsizetype kShortestNumber = 6; //!< digits inside JSON; shorter ones are ports and counts
constexpr std::size_t kMaxReadings = 32; //!< of one text as one pattern at a time

bool isLongEnough(QByteArrayView value)
{
    if (value.size() >= 4 * kShortest)
        return true;
    return value.isValidUtf8() ? QString::fromUtf8(value).toUcs4().size() >= kShortest : value.size() >= kShortest;
}

//! Another single byte that stands for this character, or 0.
char alternative(Mode mode, char32_t value)
{
    if (mode == Mode::Base64)
        return value == U'+' ? '-' : value == U'/' ? '_' : '\0';
    if (mode == Mode::Hex)
        return value >= U'a' ? static_cast<char>(value & ~0x20U) : '\0';
    return value == U' ' && mode != Mode::Literal ? '+' : '\0';
}

bool mayBeEscaped(Mode mode, char32_t value)
{
    return mode == Mode::Text || mode == Mode::Bytes || (mode == Mode::Base64 && (value == U'+' || value == U'/'));
}

//! The pattern's character at `position`.
Spelled unitAt(const Pattern &pattern, qsizetype position)
{
    if (pattern.mode == Mode::Text)
        return characterAt(pattern.text, position);
    const char32_t byte = static_cast<uchar>(pattern.text[position]);
    return {pattern.mode == Mode::Bytes ? byte | kLoneByte : byte, position + 1};
}

bool isBase64(QByteArrayView text, qsizetype position)
{
    if (position < 0 || position >= text.size())
        return false;
    const char c = text[position];
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '+' || c == '/' || c == '-' || c == '_';
}

//! Takes in the character that shares bits with what stands before `position`, and padding.
qsizetype endOfGroup(QByteArrayView text, qsizetype position)
{
    position += isBase64(text, position) ? 1 : 0;
    for (int padding = 0; padding < 2 && position < text.size() && text[position] == '='; ++padding)
        ++position;
    return position;
}

//! A few distinct places in a text.
class Positions {
public:
    //! False where it is known already, or there are too many.
    bool add(qsizetype position)
    {
        if (m_count == kMaxReadings || std::find(begin(), end(), position) != end())
            return false;
        m_all[m_count++] = position;
        return true;
    }
    void clear() { m_count = 0; }
    [[nodiscard]] const qsizetype *begin() const { return m_all.data(); }
    [[nodiscard]] const qsizetype *end() const { return m_all.data() + m_count; }

private:
    std::array<qsizetype, kMaxReadings> m_all; // not set before it is used: most attempts end before
    std::size_t m_count = 0;
};

//! Follows a pattern through a text along all readings at once.
class Matcher {
public:
    Matcher(const Pattern &pattern, QByteArrayView text, SpellingCache &cache) : m_pattern(pattern), m_text(text), m_cache(cache) {}

    //! Where the longest reading that begins at `start` ends, or -1.
    qsizetype match(qsizetype start)
    {
        qsizetype i = plainPrefix(start);
        if (i < 0 || i == m_pattern.text.size())
            return i < 0 ? -1 : start + i;
        add(start + i);
        std::swap(m_now, m_next);
        while (i < m_pattern.text.size()) {
            const Spelled unit = unitAt(m_pattern, i);
            m_next.clear();
            for (const qsizetype position : m_now)
                step(unit.value, m_pattern.text.sliced(i, unit.end - i), position);
            if (m_next.begin() == m_next.end())
                return -1;
            std::swap(m_now, m_next);
            i = unit.end;
        }
        return *std::max_element(m_now.begin(), m_now.end());
    }

private:
    //! How many bytes of the pattern stand there as they are, in whole characters. -1 where what follows cannot be
    //! another spelling of the next one: most tries end here.
    [[nodiscard]] qsizetype plainPrefix(qsizetype start) const
    {
        const qsizetype most = qMin(m_pattern.text.size(), m_text.size() - start);
        qsizetype same = 0;
        while (same < most && m_text[start + same] == m_pattern.text[same] && !isIntroducer(m_text[start + same]))
            ++same;
        if (same == m_pattern.text.size())
            return same;
        if (same == most)
            return -1;
        return canGoOn(m_text[start + same], same, start + same) ? wholeCharacters(same) : -1;
    }

    //! Whether `c` can begin another spelling of the pattern's byte at `offset`, or a line break before it.
    [[nodiscard]] bool canGoOn(char c, qsizetype offset, qsizetype position) const
    {
        const Mode mode = m_pattern.mode;
        const char raw = m_pattern.text[offset];
        if (mode == Mode::Base64 && isLineBreak(position))
            return true;
        if (c == alternative(mode, static_cast<uchar>(raw)) || (isIntroducer(c) && c == raw))
            return true;
        const char32_t value = unitAt(m_pattern, offset).value;
        if (!isIntroducer(c) || !mayBeEscaped(mode, value))
            return false;
        const Spellings &spellings = m_cache.at(position);
        return std::any_of(spellings.cbegin(), spellings.cend(), [value](const Spelled &s) { return s.value == value; });
    }

    [[nodiscard]] qsizetype wholeCharacters(qsizetype bytes) const
    {
        while (m_pattern.mode == Mode::Text && bytes > 0 && (m_pattern.text[bytes] & 0xc0) == 0x80)
            --bytes;
        return bytes;
    }

    void step(char32_t value, QByteArrayView raw, qsizetype position)
    {
        if (position >= m_text.size())
            return;
        const char c = m_text[position];
        const char other = alternative(m_pattern.mode, value & ~kLoneByte);
        if ((other && c == other) || (c == raw.front() && m_text.sliced(position).startsWith(raw)))
            add(position + (other && c == other ? 1 : raw.size()));
        if (!isIntroducer(c) || !mayBeEscaped(m_pattern.mode, value))
            return;
        for (const Spelled &spelled : m_cache.at(position)) {
            if (spelled.value == value)
                add(spelled.end);
        }
    }

    void add(qsizetype position)
    {
        if (m_next.add(position) && m_pattern.mode == Mode::Base64)
            addBehindLineBreak(position);
    }

    //! A line break as it is or escaped.
    [[nodiscard]] bool isLineBreak(qsizetype position) const
    {
        const char c = m_text[position];
        const char next = c == '\\' && position + 1 < m_text.size() ? m_text[position + 1] : '\0';
        return c == '\n' || c == '\r' || next == 'n' || next == 'r';
    }

    void addBehindLineBreak(qsizetype position)
    {
        if (position >= m_text.size() || !isLineBreak(position))
            return;
        const QByteArrayView rest = m_text.sliced(position, qMin<qsizetype>(4, m_text.size() - position));
        for (const QByteArrayView lineBreak : {"\n", "\r\n", "\\n", "\\r\\n"}) {
            if (rest.startsWith(lineBreak))
                m_next.add(position + lineBreak.size());
        }
    }

    const Pattern &m_pattern;
    QByteArrayView m_text;
    SpellingCache &m_cache;
    Positions m_now;
    Positions m_next;
};

//! Texts and long numbers inside a JSON value, at any depth.
void collectTexts(const Value &value, QList<QByteArray> &texts)
{
    if (value.isString() || value.numberText().size() >= kShortestNumber)
        texts.append(value.asText().toUtf8());
    for (const Value &entry : value.list())
        collectTexts(entry, texts);
    for (const auto &[name, member] : value.map())
        collectTexts(member, texts);
}

//! Parts of a value that must be hidden by themselves: its lines, and what a JSON object or list holds.
QList<QByteArray> partsOf(QByteArrayView value)
{
    QList<QByteArray> parts;
    const QByteArray trimmed = value.trimmed().toByteArray();
    if (trimmed.contains('\n') || trimmed.size() != value.size()) {
        for (const QByteArray &line : trimmed.split('\n'))
            parts.append(line.trimmed());
    }
    if (trimmed.startsWith('{') || trimmed.startsWith('[')) {
        if (const auto parsed = json::parse(trimmed))
            collectTexts(*parsed, parts);
    }
    return parts;
}

} // namespace

PatternSet::PatternSet(const QList<SecretValue> &secrets)
{
    for (int i = 0; i < secrets.size(); ++i) {
        const QByteArrayView value = secrets[i].reveal();
        if (!isLongEnough(value)) {
            m_ignored += value.isEmpty() ? 0 : 1;
            continue;
        }
        addForms(value, i);
        for (QByteArray &part : partsOf(value)) {
            if (isLongEnough(part) && part != value)
                addForms(part, i);
            wipe(part);
        }
    }
    finishIndex();
}

PatternSet::~PatternSet()
{
    for (QByteArray &text : m_storage)
        wipe(text);
}

void PatternSet::addForms(QByteArrayView value, int secret)
{
    const bool isText = value.isValidUtf8();
    addPattern(isText ? Mode::Text : Mode::Bytes, value.toByteArray(), {.value = secret});
    addEncodings(value, secret);
    if (!isText)
        return;
    QString text = QString::fromUtf8(value);
    // UTF-16, of which the last zero byte does not matter and which for ASCII then covers both byte orders.
    QByteArray wide(reinterpret_cast<const char *>(text.utf16()), text.size() * 2);
    addPattern(Mode::Literal, wide.endsWith('\0') ? wide.chopped(1) : wide, {.value = secret});
    QByteArray quoted = json::write(Value(text));
    const QByteArrayView inner = QByteArrayView(quoted).sliced(1).chopped(1);
    if (inner != value)
        addEncodings(inner, secret);
    wipe(wide);
    wipe(quoted);
    wipe(text);
}

void PatternSet::addEncodings(QByteArrayView value, int secret)
{
    addBase64(value, secret);
    addPattern(Mode::Hex, value.toByteArray().toHex(), {.value = secret});
}

//! Of the three ways a value can lie in groups of three bytes, the characters that depend on nothing else.
void PatternSet::addBase64(QByteArrayView value, int secret)
{
    for (qsizetype before = 0; before < 3; ++before) {
        QByteArray padded = QByteArray(before, '\0').append(value);
        QByteArray encoded = padded.toBase64(QByteArray::OmitTrailingEquals);
        const qsizetype bits = 8 * padded.size();
        const qsizetype first = (8 * before + 5) / 6;
        addPattern(Mode::Base64, encoded.sliced(first, bits / 6 - first),
                   {.value = secret, .sharesFirst = before != 0, .sharesLast = bits % 6 != 0});
        wipe(padded);
        wipe(encoded);
    }
}

void PatternSet::addPattern(Mode mode, QByteArray text, Pattern about)
{
    QSet<QByteArray> &known = m_known[static_cast<std::size_t>(mode)];
    if (known.contains(text))
        return;
    text.detach();
    known.insert(text);
    m_storage.push_back(std::move(text));
    about.mode = mode;
    about.text = m_storage.back();
    m_patterns.push_back(about);
    indexPattern(static_cast<int>(m_patterns.size()) - 1);
}

void PatternSet::mark(char first, char second)
{
    const auto pair = static_cast<unsigned>(static_cast<uchar>(first) << 8 | static_cast<uchar>(second));
    m_pairs[pair >> 6] |= quint64(1) << (pair & 63);
}

void PatternSet::addPair(char first, char second, int index)
{
    mark(first, second);
    const Pattern &pattern = m_patterns[static_cast<std::size_t>(index)];
    const char third = pattern.text.size() > 2 ? pattern.text[2] : '\0';
    const bool isFixed = !isIntroducer(second) && second != '\r' && second != '\n' && static_cast<uchar>(third) < 0x80;
    const char other = isFixed ? alternative(pattern.mode, static_cast<uchar>(third)) : '\0';
    m_entries.push_back({static_cast<quint16>(static_cast<uchar>(first) << 8 | static_cast<uchar>(second)), isFixed, third, other, index});
}

//! Notes the two bytes with which a text in this form can begin.
void PatternSet::indexPattern(int index)
{
    const Pattern &pattern = m_patterns[static_cast<std::size_t>(index)];
    const Spelled first = unitAt(pattern, 0);
    if (mayBeEscaped(pattern.mode, first.value))
        indexEscapes(index, first);
    if (first.end > 1) {
        addPair(pattern.text[0], pattern.text[1], index);
        return;
    }
    const char32_t second = unitAt(pattern, 1).value;
    QByteArray seconds(1, pattern.text[1]);
    if (const char other = alternative(pattern.mode, second & ~kLoneByte))
        seconds += other;
    if (mayBeEscaped(pattern.mode, second))
        seconds += "%\\&=";
    if (pattern.mode == Mode::Base64)
        seconds += "\r\n\\";
    const char other = alternative(pattern.mode, first.value & ~kLoneByte);
    for (const char c : seconds) {
        addPair(pattern.text[0], c, index);
        if (other)
            addPair(other, c, index);
    }
}

void PatternSet::indexEscapes(int index, Spelled first)
{
    m_byEscape[first.value].push_back(index);
    const QByteArray digits = QByteArray(1, m_patterns[static_cast<std::size_t>(index)].text[0]).toHex();
    for (const char digit : {digits[0], digits.toUpper()[0]}) {
        mark('%', digit);
        mark('=', digit);
    }
    for (const char nested : {'2', '5'}) // `%25..`, `%26..;` and `%5C..`
        mark('%', nested);
    for (const char c : {'u', 'x', '\\', '%', shortEscape(first.value)})
        mark('\\', c);
    if (isPunctuation(first.value))
        mark('\\', static_cast<char>(first.value));
    for (const char c : {'#', 'a', 'l', 'g', 'q', 'n'})
        mark('&', c);
}

void PatternSet::finishIndex()
{
    m_known = {}; // shares what will be wiped
    std::sort(m_entries.begin(), m_entries.end(), [](const Entry &a, const Entry &b) { return a.pair < b.pair; });
    std::size_t pairs = 0;
    for (std::size_t word = 0; word < m_pairs.size(); ++word) {
        m_before[word] = static_cast<quint16>(pairs);
        pairs += qPopulationCount(m_pairs[word]);
    }
    m_begins.assign(pairs + 1, 0);
    for (const Entry &entry : m_entries)
        ++m_begins[rankOf(entry.pair) + 1];
    std::partial_sum(m_begins.cbegin(), m_begins.cend(), m_begins.begin());
}

//! How many smaller pairs are marked.
std::size_t PatternSet::rankOf(unsigned pair) const
{
    const quint64 smaller = (quint64(1) << (pair & 63)) - 1;
    return m_before[pair >> 6] + qPopulationCount(m_pairs[pair >> 6] & smaller);
}

void PatternSet::search(QByteArrayView text, const Found &found) const
{
    const auto *bytes = reinterpret_cast<const uchar *>(text.data());
    SpellingCache cache(text);
    unsigned pair = text.isEmpty() ? 0 : bytes[0];
    for (qsizetype i = 1; i < text.size(); ++i) {
        pair = (pair << 8 | bytes[i]) & 0xffff;
        if (m_pairs[pair >> 6] >> (pair & 63) & 1)
            tryAt(text, i - 1, cache, found);
    }
}

void PatternSet::tryAt(QByteArrayView text, qsizetype start, SpellingCache &cache, const Found &found) const
{
    const auto tryPattern = [&](int index) {
        const Pattern &pattern = m_patterns[static_cast<std::size_t>(index)];
        const qsizetype end = Matcher(pattern, text, cache).match(start);
        if (end < 0)
            return;
        const bool left = pattern.sharesFirst && isBase64(text, start - 1);
        found(pattern, {start - (left ? 1 : 0), pattern.sharesLast ? endOfGroup(text, end) : end});
    };
    const auto firsts = possibleFirsts(text, start, cache);
    for (const char32_t first : firsts) {
        const auto known = m_byEscape.constFind(first);
        std::for_each(known->begin(), known->end(), tryPattern);
    }
    const std::size_t rank = rankOf(static_cast<uchar>(text[start]) << 8 | static_cast<uchar>(text[start + 1]));
    const char third = start + 2 < text.size() ? text[start + 2] : '\0';
    const bool isSpecial = isIntroducer(third) || third == '\r' || third == '\n';
    for (quint32 i = m_begins[rank]; i < m_begins[rank + 1]; ++i) {
        const Entry &entry = m_entries[i];
        const bool fits = isSpecial || !entry.isThirdFixed || third == entry.third || third == entry.otherThird;
        if (fits && !wasTried(m_patterns[static_cast<std::size_t>(entry.pattern)], firsts))
            tryPattern(entry.pattern);
    }
}

//! First characters of patterns for which an escape sequence may stand here.
PatternSet::Characters PatternSet::possibleFirsts(QByteArrayView text, qsizetype start, SpellingCache &cache) const
{
    Characters firsts;
    // Deep inside a row of backslashes nothing but a backslash can begin.
    static constexpr QByteArrayView kManyBackslashes("\\\\\\\\\\\\\\\\\\");
    const bool isDeep = text.sliced(start).startsWith(kManyBackslashes) && !m_byEscape.contains(U'\\');
    if (!isIntroducer(text[start]) || isDeep)
        return firsts;
    for (const Spelled &spelled : cache.at(start)) {
        if (m_byEscape.contains(spelled.value) && !firsts.contains(spelled.value))
            firsts.append(spelled.value);
    }
    return firsts;
}

bool PatternSet::wasTried(const Pattern &pattern, const Characters &firsts)
{
    if (firsts.isEmpty())
        return false;
    const char32_t first = unitAt(pattern, 0).value;
    return mayBeEscaped(pattern.mode, first) && firsts.contains(first);
}

} // namespace sallyport::redaction
