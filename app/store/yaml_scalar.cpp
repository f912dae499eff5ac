// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/store/yaml_scalar.h"

#include "app/store/yaml_text.h"

#include <QRegularExpression>

#include <algorithm>
#include <array>
#include <optional>

using namespace Qt::StringLiterals;

namespace sallyport::yaml {

namespace {

bool isDigit(char byte)
{
    return byte >= '0' && byte <= '9';
}

template<std::size_t N>
bool isOneOf(QByteArrayView text, const std::array<QByteArrayView, N> &words)
{
    return std::find(words.begin(), words.end(), text) != words.end();
}

constexpr std::array<QByteArrayView, 5> kNulls{"", "~", "null", "Null", "NULL"};
constexpr std::array<QByteArrayView, 3> kTrue{"true", "True", "TRUE"};
constexpr std::array<QByteArrayView, 3> kFalse{"false", "False", "FALSE"};
qsizetype digitsFrom(QByteArrayView text, qsizetype at)
{
    while (at < text.size() && isDigit(text[at]))
        ++at;
    return at;
}

//! The parts of `[-+]? digits? (. digits?)? ([eE][-+]?digits)?`.
struct Decimal {
    bool negative = false;
    QByteArrayView whole;
    QByteArrayView fraction;
    bool hasPoint = false;
    QByteArrayView exponent; //!< with its letter and sign
};

std::optional<Decimal> splitDecimal(QByteArrayView text)
{
    Decimal parts;
    qsizetype at = 0;
    if (!text.empty() && (text[0] == '-' || text[0] == '+')) {
        parts.negative = text[0] == '-';
        at = 1;
    }
    qsizetype end = digitsFrom(text, at);
    parts.whole = text.sliced(at, end - at);
    if (end < text.size() && text[end] == '.') {
        parts.hasPoint = true;
        at = end + 1;
        end = digitsFrom(text, at);
        parts.fraction = text.sliced(at, end - at);
    }
    if (parts.whole.empty() && parts.fraction.empty())
        return std::nullopt;
    if (end < text.size() && (text[end] == 'e' || text[end] == 'E')) {
        at = end + 1;
        if (at < text.size() && (text[at] == '-' || text[at] == '+'))
            ++at;
        const qsizetype last = digitsFrom(text, at);
        if (last == at)
            return std::nullopt;
        parts.exponent = text.sliced(end, last - end);
        end = last;
    }
    if (end != text.size())
        return std::nullopt;
    return parts;
}

//! The same number as RFC 8259 writes it.
QByteArray jsonNumber(const Decimal &parts)
{
    qsizetype zeros = 0;
    while (zeros + 1 < parts.whole.size() && parts.whole[zeros] == '0')
        ++zeros;
    QByteArray text = parts.negative ? "-"_ba : QByteArray();
    text += parts.whole.empty() ? QByteArrayView("0") : parts.whole.sliced(zeros);
    if (!parts.fraction.empty()) {
        text += '.';
        text += parts.fraction;
    }
    return text + parts.exponent.toByteArray();
}

std::optional<QByteArray> otherBase(QByteArrayView text)
{
    if (text.size() < 3 || text[0] != '0' || (text[1] != 'x' && text[1] != 'o'))
        return std::nullopt;
    const int base = text[1] == 'x' ? 16 : 8;
    const QByteArrayView digits = text.sliced(2);
    const auto isFit = [base](char byte) {
        const bool letter = (byte >= 'a' && byte <= 'f') || (byte >= 'A' && byte <= 'F');
        return base == 16 ? isDigit(byte) || letter : byte >= '0' && byte <= '7';
    };
    if (!std::all_of(digits.begin(), digits.end(), isFit))
        return std::nullopt;
    bool fits = false;
    const qulonglong number = digits.toByteArray().toULongLong(&fits, base);
    return fits ? std::optional(QByteArray::number(number)) : std::nullopt;
}

std::optional<QByteArray> numberOf(QByteArrayView text)
{
    const char first = text[0];
    if (!isDigit(first) && first != '-' && first != '+' && first != '.')
        return std::nullopt;
    if (auto other = otherBase(text))
        return other;
    const auto parts = splitDecimal(text);
    return parts ? std::optional(jsonNumber(*parts)) : std::nullopt;
}

//! What other readers than Insomnia's take for something else than text: truths, numbers with other bases, underscores or
//! in base 60, dates, merge key and default key of YAML 1.1 (yaml.org/type; hardly any reader takes y and n for truths),
//! infinities of any version, and integers of any length in other bases (YAML 1.2).
bool isWordElsewhere(const QString &text)
{
    static const QRegularExpression kTruth(u"^(yes|no|on|off)$"_s, QRegularExpression::CaseInsensitiveOption);
    static const QRegularExpression kFloat(u"^[-+]?\\.(inf|nan)$|^[-+]?([0-9][0-9_]*)?\\.[0-9_]*([eE][-+]?[0-9]+)?$"_s,
                                           QRegularExpression::CaseInsensitiveOption);
    static const QRegularExpression kInteger(u"^[-+]?(0b[01_]+|0o?[0-7_]+|[0-9][0-9_]*|0x[0-9a-fA-F_]+)$"_s);
    static const QRegularExpression kBase60(u"^[-+]?[0-9][0-9_]*(:[0-5]?[0-9])+(\\.[0-9_]*)?$"_s);
    static const QRegularExpression kDate(u"^[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}([Tt \\t].*)?$"_s);
    if (text == "<<"_L1 || text == "="_L1)
        return true;
    const auto kinds = {kTruth, kFloat, kInteger, kBase60, kDate};
    return std::any_of(kinds.begin(), kinds.end(), [&text](const QRegularExpression &kind) { return kind.match(text).hasMatch(); });
}

bool isPrintable(char32_t character)
{
    return character >= 0x20 && !isForeignToParser(character) && (character < 0xD800 || character > 0xDFFF);
}

//! Whether every character may stand unescaped in a scalar of one line.
bool isPrintableLine(const QString &text)
{
    const auto characters = text.toUcs4();
    return std::all_of(characters.begin(), characters.end(), [](char32_t one) { return isPrintable(one); });
}

bool mayStartPlain(const QString &text)
{
    constexpr auto kIndicators = QLatin1StringView("?:,[]{}#&*!|>'\"%@`");
    const QChar first = text[0];
    if (first == u'-')
        return text.size() > 1 && !text[1].isSpace() && text != "---"_L1 && text != "..."_L1;
    return !kIndicators.contains(first);
}

} // namespace

bool isPlainText(QByteArrayView text)
{
    if (text.empty())
        return false;
    const char first = text[0];
    const bool maybeWord = first == '~' || first == 'n' || first == 'N' || first == 't' || first == 'T' || first == 'f' || first == 'F';
    if (maybeWord && (isOneOf(text, kNulls) || isOneOf(text, kTrue) || isOneOf(text, kFalse)))
        return false;
    return !numberOf(text);
}

Value plainValue(QByteArrayView text)
{
    if (isOneOf(text, kNulls))
        return {};
    if (isOneOf(text, kTrue))
        return Value(true);
    if (isOneOf(text, kFalse))
        return Value(false);
    if (const auto number = numberOf(text))
        return Value(Value::Number{QString::fromLatin1(*number)});
    return Value(textOfUtf8(text));
}

bool canBePlain(const QString &text, Context context)
{
    if (text.isEmpty() || text.front().isSpace() || text.back().isSpace() || !mayStartPlain(text) || !isPrintableLine(text))
        return false;
    if (text.contains(": "_L1) || text.contains(" #"_L1) || text.endsWith(u':'))
        return false;
    if (context == Context::Flow && std::any_of(text.begin(), text.end(), [](QChar c) { return u",[]{}:?"_s.contains(c); }))
        return false;
    return isPlainText(text.toUtf8()) && !isWordElsewhere(text);
}

bool canBeSingleQuoted(const QString &text)
{
    return isPrintableLine(text);
}

bool canBeLiteral(const QString &text)
{
    QString rest = text;
    rest.remove(u'\n').remove(u'\t');
    return text.contains(u'\n') && !rest.trimmed().isEmpty() && isPrintableLine(rest);
}

bool needsIndentationIndicator(const QString &text)
{
    const auto lines = QStringView(text).split(u'\n');
    for (const QStringView line : lines) {
        if (!line.isEmpty())
            return line.front() == u' ' || line.front() == u'\t';
    }
    return false;
}

QByteArray singleQuoted(const QString &text)
{
    return '\'' + QString(text).replace(u'\'', "''"_L1).toUtf8() + '\'';
}

QByteArray escaped(const QString &text)
{
    QString inside;
    inside.reserve(text.size() + 8);
    for (const QChar c : text) {
        if (c == u'"' || c == u'\\')
            inside += u'\\' + QString(c);
        else if (c == u'\n')
            inside += "\\n"_L1;
        else if (c == u'\t')
            inside += "\\t"_L1;
        else if (c == u'\r')
            inside += "\\r"_L1;
        else if (c.isSurrogate() || isPrintable(c.unicode()))
            inside += c;
        else
            inside += u"\\u%1"_s.arg(static_cast<int>(c.unicode()), 4, 16, QChar(u'0'));
    }
    return inside.toUtf8();
}

QByteArray doubleQuoted(const QString &text)
{
    return '"' + escaped(text) + '"';
}

QByteArray wordOf(const Value &value)
{
    if (value.isNull())
        return "null"_ba;
    if (value.isBool())
        return value.toBool() ? "true"_ba : "false"_ba;
    return value.numberText().toLatin1();
}

QByteArray inlineScalar(const Value &value, Context context)
{
    if (!value.isString())
        return wordOf(value);
    const QString text = value.toString();
    if (canBePlain(text, context))
        return text.toUtf8();
    if (text.contains(u'"') && !text.contains(u'\'') && canBeSingleQuoted(text))
        return singleQuoted(text);
    return doubleQuoted(text);
}

} // namespace sallyport::yaml
