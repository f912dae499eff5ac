// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/store/yaml_text.h"

#include <algorithm>
#include <cctype>
#include <cstring>

using namespace Qt::StringLiterals;

namespace sallyport::yaml {

namespace {

bool isContinuation(char byte)
{
    return (static_cast<uchar>(byte) & 0xC0U) == 0x80U;
}

struct Decoded {
    char32_t character = 0;
    int length = 0; //!< 0: not UTF-8
};

//! RFC 3629 section 4: the first byte tells the length and the bounds of the second.
Decoded decodeMultiByte(const char *at, const char *end)
{
    const auto first = static_cast<uchar>(*at);
    const int length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
    if (first < 0xC2 || first > 0xF4 || end - at < length)
        return {};
    char32_t character = first & (0xFFU >> (length + 1));
    for (int i = 1; i < length; ++i) {
        if (!isContinuation(at[i]))
            return {};
        character = (character << 6U) | (static_cast<uchar>(at[i]) & 0x3FU);
    }
    const bool tooLong = (length == 3 && character < 0x800) || (length == 4 && character < 0x10000);
    const bool surrogate = character >= 0xD800 && character <= 0xDFFF;
    if (tooLong || surrogate || character > 0x10FFFF)
        return {};
    return {character, length};
}

QByteArray utf8Of(char32_t character)
{
    return QString::fromUcs4(&character, 1).toUtf8();
}

//! Skips bytes 0x01-0x7E eight at a time.
const char *skipPlainAscii(const char *at, const char *end)
{
    while (end - at >= 8) {
        quint64 block = 0;
        std::memcpy(&block, at, 8);
        const quint64 plusOne = block + 0x0101010101010101ULL; // sets the top bit of 0x7F
        if (((block | plusOne) & 0x8080808080808080ULL) != 0)
            break;
        at += 8;
    }
    return at;
}

struct Foreign {
    qsizetype offset;
    int length;
    bool isSurrogate = false; //!< an escape of one
};

//! `\ud800` to `\udfff` in any case: also where it is no escape but text, which restore() knows.
bool isEscapedSurrogate(QByteArrayView text)
{
    constexpr QByteArrayView kSecond("89abcdefABCDEF");
    const auto isHex = [](char byte) { return std::isxdigit(static_cast<uchar>(byte)) != 0; };
    return text.size() >= 6 && text.startsWith("\\u") && (text[2] == 'd' || text[2] == 'D') && kSecond.contains(text[3])
        && isHex(text[4]) && isHex(text[5]);
}

void findSurrogates(const QByteArray &text, std::vector<Foreign> &found)
{
    for (qsizetype at = text.indexOf("\\u"); at >= 0; at = text.indexOf("\\u", at + 1)) {
        if (isEscapedSurrogate(QByteArrayView(text).sliced(at)))
            found.push_back({at, 6, true});
    }
}

Result<std::vector<Foreign>> findForeign(const QByteArray &text, const QString &place)
{
    std::vector<Foreign> found;
    const char *const begin = text.constData();
    const char *const end = begin + text.size();
    for (const char *at = begin; (at = skipPlainAscii(at, end)) < end;) {
        const auto byte = static_cast<uchar>(*at);
        const Decoded decoded = byte < 0x80 ? Decoded{byte, 1} : decodeMultiByte(at, end);
        if (decoded.length == 0) {
            return errorAt(text, at - begin, place, u"the text is not UTF-8"_s,
                           u"Save the file as UTF-8 and open it again."_s);
        }
        if (isForeignToParser(decoded.character))
            found.push_back({at - begin, decoded.length});
        at += decoded.length;
    }
    findSurrogates(text, found);
    return found;
}

QByteArray escapeOf(char16_t character)
{
    return "\\u" + QByteArray::number(character, 16);
}

char16_t surrogateOf(const QByteArray &escape)
{
    return static_cast<char16_t>(escape.sliced(2).toUInt(nullptr, 16));
}

//! Chooses stand-ins that the text holds neither as they are nor escaped.
class StandIns {
public:
    explicit StandIns(const QByteArray &text) : m_text(text) {}

    //! 0 where all are in use.
    char16_t next()
    {
        while (m_candidate <= 0xF8FF) {
            const char16_t one = m_candidate++;
            const QByteArray escape = escapeOf(one);
            const bool isUsed = m_text.contains(utf8Of(one)) || m_text.contains(escape)
                || m_text.contains("\\u" + escape.sliced(2).toUpper());
            if (!isUsed)
                return one;
        }
        return 0;
    }

private:
    const QByteArray &m_text;
    char16_t m_candidate = 0xE000;
};

//! The stand-in of an original; an unused one where it has none yet.
template<class Pairs, class Make>
auto standInOf(const QByteArray &original, Pairs &pairs, const Make &make)
{
    auto known = std::find_if(pairs.begin(), pairs.end(), [&original](const auto &pair) { return pair.second == original; });
    if (known == pairs.end())
        known = pairs.insert(pairs.end(), {make(), original});
    return known->first;
}

} // namespace

SourceLocation locationOf(QByteArrayView text, qsizetype offset, const QString &place)
{
    const qsizetype end = std::clamp<qsizetype>(offset, 0, text.size());
    const auto lines = std::count(text.begin(), text.begin() + end, '\n');
    const qsizetype start = lineStart(text, end);
    const auto characters = std::count_if(text.begin() + start, text.begin() + std::max(start, end),
                                          [](char byte) { return !isContinuation(byte); });
    return {place, static_cast<int>(lines) + 1, static_cast<int>(characters) + 1};
}

Error errorAt(QByteArrayView text, qsizetype offset, const QString &place, const QString &problem, const QString &hint)
{
    const SourceLocation location = locationOf(text, offset, place);
    const QString message =
        u"cannot read %1, line %2, column %3: %4"_s.arg(place, QString::number(location.line), QString::number(location.column), problem);
    return Error{ErrorKind::Malformed, message, hint, {}, location};
}

qsizetype bomLength(QByteArrayView text)
{
    return text.startsWith("\xEF\xBB\xBF") ? 3 : 0;
}

qsizetype lineStart(QByteArrayView text, qsizetype offset)
{
    qsizetype at = offset;
    while (at > 0 && text[at - 1] != '\n')
        --at;
    return at == 0 ? std::min(bomLength(text), offset) : at;
}

qsizetype lineBreak(QByteArrayView text, qsizetype offset)
{
    qsizetype at = offset;
    while (at < text.size() && text[at] != '\n')
        ++at;
    return at > offset && at < text.size() && text[at - 1] == '\r' ? at - 1 : at;
}

qsizetype nextLine(QByteArrayView text, qsizetype offset)
{
    const qsizetype found = text.indexOf('\n', offset);
    return found < 0 ? text.size() : found + 1;
}

int columnOf(QByteArrayView text, qsizetype offset)
{
    return static_cast<int>(offset - lineStart(text, offset));
}

qsizetype skipTrivia(QByteArrayView text, qsizetype offset)
{
    qsizetype at = std::max(offset, offset == 0 ? bomLength(text) : 0);
    while (at < text.size()) {
        const char byte = text[at];
        if (byte == '#')
            at = lineBreak(text, at);
        else if (byte == ' ' || byte == '\t' || byte == '\n' || byte == '\r')
            ++at;
        else
            break;
    }
    return at;
}

qsizetype skipProperties(QByteArrayView text, qsizetype offset)
{
    constexpr QByteArrayView kEnds(" \t\r\n");
    qsizetype at = offset;
    while (at < text.size() && (text[at] == '&' || text[at] == '!')) {
        while (at < text.size() && !kEnds.contains(text[at]))
            ++at;
        at = skipTrivia(text, at);
    }
    return at;
}

bool beginsLine(QByteArrayView text, qsizetype offset)
{
    const qsizetype start = lineStart(text, offset);
    return std::all_of(text.begin() + start, text.begin() + offset, [](char byte) { return byte == ' '; });
}

QByteArray lineEnding(QByteArrayView text)
{
    const qsizetype first = text.indexOf('\n');
    return first > 0 && text[first - 1] == '\r' ? "\r\n"_ba : "\n"_ba;
}

bool isForeignToParser(char32_t character)
{
    return (character >= 0x7F && character <= 0x9F) || character == 0x2028 || character == 0x2029 || character == 0xFEFF
        || character == 0xFFFE || character == 0xFFFF;
}

void ParserText::restore(QByteArray &scalar) const
{
    for (const auto &[standIn, original] : exchanged)
        scalar.replace(standIn, original);
    if (surrogates.empty() || (!scalar.contains('\\') && !scalar.contains('\xEE') && !scalar.contains('\xEF')))
        return;
    QString restored = textOfUtf8(scalar);
    for (const auto &[standIn, original] : surrogates) {
        restored.replace(QChar(standIn), QChar(surrogateOf(original)));
        restored.replace(QString::fromLatin1(escapeOf(standIn)), QString::fromLatin1(original));
    }
    for (qsizetype i = 0; i < restored.size(); ++i) {
        if (restored[i].isHighSurrogate() && i + 1 < restored.size() && restored[i + 1].isLowSurrogate())
            ++i;
        else if (restored[i].isSurrogate())
            restored[i] = QChar::ReplacementCharacter;
    }
    scalar = restored.toUtf8();
}

Result<ParserText> prepareForParser(const QByteArray &text, const QString &place, const std::vector<qsizetype> &contentTabs)
{
    auto foreign = findForeign(text, place);
    if (!foreign)
        return foreign.error();
    for (const qsizetype tab : contentTabs)
        foreign->push_back({tab, 1});
    std::sort(foreign->begin(), foreign->end(), [](const Foreign &a, const Foreign &b) { return a.offset < b.offset; });
    ParserText prepared{text, {}, {}};
    if (foreign->empty())
        return prepared;
    StandIns standIns(text);
    qsizetype copied = 0;
    QByteArray changed;
    for (const Foreign &one : *foreign) {
        const QByteArray original = text.mid(one.offset, one.length);
        QByteArray standIn;
        if (one.isSurrogate) {
            standIn = escapeOf(standInOf(original, prepared.surrogates, [&] { return standIns.next(); }));
        } else {
            standIn = standInOf(original, prepared.exchanged, [&] { return utf8Of(standIns.next()); });
        }
        if (standIn == utf8Of(0) || standIn == escapeOf(0))
            return errorAt(text, one.offset, place, u"a control character that cannot be read"_s);
        changed += QByteArrayView(text).sliced(copied, one.offset - copied);
        changed += standIn;
        copied = one.offset + one.length;
    }
    prepared.text = changed + text.mid(copied);
    return prepared;
}

} // namespace sallyport::yaml
