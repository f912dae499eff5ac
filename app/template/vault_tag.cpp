// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/template/vault_tag.h"

#include "app/base/json.h"

#include <optional>

using namespace Qt::StringLiterals;

namespace sallyport {

namespace {

constexpr QLatin1StringView kTagName("vault");
constexpr QLatin1StringView kWrapStart("b64::");
constexpr QLatin1StringView kWrapEnd("::46b");
constexpr QLatin1StringView kNothingChosen("n/a");

//! An argument of a tag: what stands between its quotation marks, and what that means.
struct Argument {
    QStringView raw;
    QString text;
};

Error invalid(const QString &message)
{
    return {ErrorKind::InvalidInput, message, u"Edit the link to choose the secret anew."_s};
}

//! Decodes either alphabet of Base64, with or without padding.
std::optional<QByteArray> decodeBase64(QStringView text)
{
    const QByteArray ascii = text.toLatin1().simplified().replace(' ', "");
    for (const auto alphabet : {QByteArray::Base64Encoding, QByteArray::Base64UrlEncoding}) {
        auto decoded = QByteArray::fromBase64Encoding(ascii, alphabet | QByteArray::AbortOnBase64DecodingErrors);
        if (decoded.decodingStatus == QByteArray::Base64DecodingStatus::Ok)
            return std::move(decoded.decoded);
    }
    return std::nullopt;
}

//! The browser's `btoa` writes one byte for each character up to U+00FF, others write UTF-8.
QString textFromBytes(const QByteArray &bytes)
{
    return QByteArrayView(bytes).isValidUtf8() ? QString::fromUtf8(bytes) : QString::fromLatin1(bytes);
}

QString unwrapped(const QString &text)
{
    if (!text.startsWith(kWrapStart) || !text.endsWith(kWrapEnd) || text.size() < kWrapStart.size() + kWrapEnd.size())
        return text;
    const auto bytes = decodeBase64(QStringView(text).sliced(kWrapStart.size()).chopped(kWrapEnd.size()));
    return bytes ? textFromBytes(*bytes) : text;
}

//! Reads `'...'` or `"..."` at the start of `text` and takes it away from there.
std::optional<Argument> takeQuoted(QStringView &text)
{
    const QChar quote = text.front();
    if (quote != u'"' && quote != u'\'')
        return std::nullopt;
    for (qsizetype i = 1; i < text.size(); ++i) {
        if (text.at(i) == u'\\') {
            ++i;
        } else if (text.at(i) == quote) {
            const QStringView raw = text.sliced(1, i - 1);
            text = text.sliced(i + 1).trimmed();
            return Argument{raw, unwrapped(unescaped(raw))};
        }
    }
    return std::nullopt;
}

Result<std::vector<Argument>> readArguments(QStringView text)
{
    std::vector<Argument> arguments;
    text = text.trimmed();
    while (!text.isEmpty()) {
        const auto argument = takeQuoted(text);
        if (!argument)
            return invalid(u"argument %1 of the vault tag is not a text in quotation marks"_s.arg(arguments.size() + 1));
        arguments.push_back(*argument);
        if (text.isEmpty())
            break;
        if (text.front() != u',')
            return invalid(u"a comma is missing after argument %1 of the vault tag"_s.arg(arguments.size()));
        text = text.sliced(1).trimmed();
    }
    return arguments;
}

std::optional<Value> parseObject(const QByteArray &bytes)
{
    const auto value = json::parse(bytes);
    return value && value->isMap() ? std::optional(*value) : std::nullopt;
}

Result<Value> readConfig(const Argument &argument)
{
    const QString text = argument.text.trimmed();
    if (text.isEmpty())
        return Value(Value::Map());
    if (const auto plain = parseObject(text.toUtf8()))
        return *plain;
    if (const auto notDoubled = parseObject(argument.raw.toUtf8())) // backslashes of the JSON were not escaped for the tag
        return *notDoubled;
    if (const auto bytes = decodeBase64(text)) {
        if (const auto encoded = parseObject(*bytes))
            return *encoded;
        if (const auto latin = parseObject(QString::fromLatin1(*bytes).toUtf8()))
            return *latin;
    }
    return invalid(u"the third argument of the vault tag is neither a JSON object nor Base64 of one"_s);
}

//! In quotation marks, so that readers which look for `%}` or know only `\\` and `\'` understand it as well.
QString quoted(const QString &text)
{
    const bool awkward = text.contains("%}"_L1) || text.startsWith(kWrapStart) ||
                         std::any_of(text.begin(), text.end(), [](QChar c) { return c.unicode() < 0x20; });
    QString inner = awkward ? kWrapStart + QString::fromLatin1(text.toUtf8().toBase64()) + kWrapEnd : text;
    inner.replace(u'\\', "\\\\"_L1).replace(u'\'', "\\'"_L1);
    return u'\'' + inner + u'\'';
}

} // namespace

QString unescaped(QStringView text)
{
    QString plain;
    plain.reserve(text.size());
    for (qsizetype i = 0; i < text.size(); ++i) {
        QChar c = text.at(i);
        if (c == u'\\' && i + 1 < text.size()) {
            c = text.at(++i);
            c = c == u'n' ? QChar(u'\n') : c == u't' ? QChar(u'\t') : c == u'r' ? QChar(u'\r') : c;
        }
        plain.append(c);
    }
    return plain;
}

QString VaultTag::key() const
{
    const QString configText = QString::fromUtf8(json::write(config));
    return QString::number(provider.size()) + u':' + provider + QString::number(credential.size()) + u':' + credential + configText;
}

Result<VaultTag> parseVaultTag(QStringView insideOfTag)
{
    const QStringView text = insideOfTag.trimmed();
    const QStringView behind = text.mid(kTagName.size());
    if (!text.startsWith(kTagName) || (!behind.isEmpty() && behind.front().isLetterOrNumber()))
        return invalid(u"this is not a vault tag"_s);
    const auto arguments = readArguments(behind);
    if (!arguments)
        return arguments.error();
    if (arguments->empty() || arguments->front().text.isEmpty())
        return invalid(u"the vault tag does not say which provider"_s);
    if (arguments->size() > 3)
        return invalid(u"the vault tag has %1 arguments, but takes three"_s.arg(arguments->size()));
    VaultTag tag;
    tag.provider = (*arguments)[0].text;
    if (arguments->size() > 1 && (*arguments)[1].text != kNothingChosen)
        tag.credential = (*arguments)[1].text;
    if (arguments->size() > 2) {
        auto config = readConfig((*arguments)[2]);
        if (!config)
            return config.error();
        tag.config = std::move(*config);
    }
    return tag;
}

QString writeVaultTag(const VaultTag &tag)
{
    // `%}` can only stand inside a string of the JSON, where this means the same.
    const QByteArray configText = json::write(tag.config.isMap() ? tag.config : Value(Value::Map())).replace("%}", "%\\u007d");
    return u"{% vault "_s + quoted(tag.provider) + ", "_L1 + quoted(tag.credential) + ", "_L1 + quoted(QString::fromUtf8(configText)) +
           " %}"_L1;
}

} // namespace sallyport
