// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// How a scalar's bytes change, in the style they have.
#include "app/store/yaml_common_parts.h"
#include "app/store/yaml_editor.h"
#include "app/store/yaml_source_map.h"

#include <algorithm>

namespace sallyport::yaml {

namespace {

bool isBlockStyle(Style style)
{
    return style == Style::Literal || style == Style::Folded;
}

bool fitsLiteral(const QString &text)
{
    return canBeLiteral(text) || (!text.contains(u'\n') && canBeLiteral(text + u'\n'));
}

qsizetype lineBreaksAtEnd(const QString &text)
{
    return std::find_if_not(text.rbegin(), text.rend(), [](QChar c) { return c == u'\n'; }) - text.rbegin();
}

//! Whether the text can be cut before byte `at`: between characters, and not inside an escape or fold.
bool canCut(const SourceMap &map, qsizetype at)
{
    if (at <= 0 || at >= map.text.size())
        return true;
    const bool isContinuation = (static_cast<uchar>(map.text[at]) & 0xC0U) == 0x80U;
    const auto index = static_cast<std::size_t>(at);
    return !isContinuation && map.origin[index] != map.origin[index - 1];
}

//! How the inside of a scalar is written in its style; nothing where the style cannot hold it.
std::optional<QByteArray> encoded(const QString &text, Style style, const SourceMap &map, const QByteArray &lineEnding)
{
    if (style == Style::DoubleQuoted)
        return escaped(text);
    if (style == Style::Folded)
        return text.toUtf8().replace('\n', lineEnding + lineEnding + spaces(map.indentation));
    if (text.contains(u'\n'))
        return std::nullopt;
    return style == Style::SingleQuoted ? text.toUtf8().replace("'", "''") : text.toUtf8();
}

bool fitsStyle(const QString &text, Style style, Context context)
{
    switch (style) {
    case Style::Plain:
        return canBePlain(QString(text).replace(u'\n', u' '), context);
    case Style::SingleQuoted:
        return canBeSingleQuoted(text);
    case Style::Folded:
        return !text.contains(u'\t') && fitsLiteral(text);
    default:
        return style == Style::DoubleQuoted;
    }
}

} // namespace

qsizetype Editor::contentStart(NodeId id) const
{
    return std::min<qsizetype>(skipProperties(m_text, m_tree[id].start), m_tree[id].end);
}

QByteArray Editor::restyled(const Value &value, Style style, Context context) const
{
    if (!value.isString())
        return wordOf(value);
    const QString text = value.toString();
    if (style == Style::DoubleQuoted || (context == Context::Flow && m_writer.layout().quotesKeys))
        return doubleQuoted(text);
    if (style == Style::SingleQuoted && canBeSingleQuoted(text))
        return singleQuoted(text);
    return inlineScalar(value, context);
}

void Editor::changeScalar(NodeId id, const Value &value, const Slot &slot)
{
    const Node &node = m_tree[id];
    const qsizetype start = contentStart(id);
    const bool isInBlock = isBlockStyle(node.style);
    bool hasTag = QByteArrayView(m_text).sliced(node.start, start - node.start).contains('!');
    const QString text = value.toString();
    if (hasTag && isInBlock) {
        splice(node.start, start, {});
        hasTag = false;
    }
    const bool isText = value.isString() && !hasTag && start < node.end;
    if (isText && m_options.keepsInsideOfScalars && changeInside(id, text, slot))
        return;
    const bool staysLiteral = isInBlock && isText && fitsLiteral(text) && !m_writer.layout().isCautious;
    if (staysLiteral)
        return changeLiteral(id, text, slot);
    const QByteArray written = restyled(value, node.style, slot.context);
    if (isInBlock)
        return literalToInline(id, written);
    const bool isBare = node.style == Style::Plain || node.style == Style::SingleQuoted;
    if (slot.context == Context::Block && isBare && !hasTag && m_writer.prefersLiteral(value))
        return inlineToLiteral(id, text, slot);
    if (start == node.end && !hasTag && node.start == node.end)
        return replace(id, Wanted::of(value), slot);
    splice(hasTag ? node.start : start, node.end, start == node.end && !hasTag ? ' ' + written : written);
}

bool Editor::changeInside(NodeId id, const QString &text, const Slot &slot)
{
    const Node &node = m_tree[id];
    const QString old = textOfUtf8(m_tree.scalar(id));
    if (!fitsStyle(text, node.style, slot.context) || (!node.isText && !isPlainText(old.toUtf8())))
        return false;
    const bool isFolded = node.style == Style::Folded;
    if (isFolded && lineBreaksAtEnd(old) != lineBreaksAtEnd(text))
        return false;
    const auto map = mapScalar(m_tree, id);
    if (!map)
        return false;
    const QByteArray wanted = (isFolded ? text.chopped(lineBreaksAtEnd(text)) : text).toUtf8();
    Common common = commonOf(map->text, wanted);
    while (!canCut(*map, common.front))
        --common.front;
    while (!canCut(*map, map->text.size() - common.back))
        --common.back;
    const QByteArray middle = wanted.mid(common.front, wanted.size() - common.back - common.front);
    const auto bytes = encoded(textOfUtf8(middle), node.style, *map, m_writer.layout().lineEnding);
    if (!bytes)
        return false;
    splice(map->origin[static_cast<std::size_t>(common.front)],
           map->origin[static_cast<std::size_t>(map->text.size() - common.back)], *bytes);
    return true;
}

void Editor::inlineToLiteral(NodeId id, const QString &text, const Slot &slot)
{
    const Node &node = m_tree[id];
    const int step = std::clamp(m_writer.layout().mapStep, 1, 9);
    const LiteralText block = Writer::literal(text, step);
    QByteArray body;
    for (const QByteArray &line : block.lines)
        body += m_writer.layout().lineEnding + (line.isEmpty() ? QByteArray() : spaces(slot.column + step) + line);
    const qsizetype start = contentStart(id);
    const bool isEmpty = start == node.end;
    splice(start, node.end, (isEmpty ? " " : "") + block.header);
    const qsizetype endOfLine = lineBreak(m_text, node.end); // a comment stays behind the header
    splice(endOfLine, endOfLine, body);
}

} // namespace sallyport::yaml
