// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// How the lines of a literal block change.
#include "app/store/yaml_common_parts.h"
#include "app/store/yaml_editor.h"

#include <algorithm>

namespace sallyport::yaml {

namespace {

std::vector<SourceLine> linesBetween(const QByteArray &text, qsizetype from, qsizetype to)
{
    std::vector<SourceLine> lines;
    for (qsizetype at = from; at <= to && at < text.size();) {
        lines.push_back({at, std::min(lineBreak(text, at), to)});
        const qsizetype next = nextLine(text, at);
        if (next == text.size() && !text.endsWith('\n'))
            break;
        at = next;
    }
    return lines;
}

//! The spaces before each line of the block; -1 where no line tells.
int indentationOf(const std::vector<SourceLine> &source, const QByteArrayList &lines)
{
    for (std::size_t i = 0; i < source.size(); ++i) {
        const QByteArray &line = lines[static_cast<qsizetype>(i)];
        if (!line.isEmpty())
            return static_cast<int>(source[i].end - source[i].start - line.size());
    }
    return -1;
}

QByteArray joined(const QByteArrayList &lines, int indentation, const QByteArray &lineEnding)
{
    QByteArrayList indented;
    for (const QByteArray &line : lines)
        indented.append(line.isEmpty() ? line : spaces(indentation) + line);
    return indented.join(lineEnding);
}

} // namespace

qsizetype Editor::headerEnd(qsizetype start) const
{
    constexpr QByteArrayView kEnds(" \t\r\n");
    while (start < m_text.size() && !kEnds.contains(m_text[start]))
        ++start;
    return start;
}

void Editor::literalToInline(NodeId id, const QByteArray &text)
{
    const qsizetype start = contentStart(id);
    splice(start, headerEnd(start), text);
    const qsizetype endOfLine = lineBreak(m_text, start); // a comment behind the header stays
    splice(endOfLine, std::max<qsizetype>(endOfLine, m_tree[id].end), {});
}

void Editor::changeLiteralHeader(qsizetype start, const QString &text, int indicator)
{
    const qsizetype end = headerEnd(start);
    const auto header = QByteArrayView(m_text).sliced(start, end - start);
    const auto digit = std::find_if(header.begin(), header.end(), [](char byte) { return byte >= '1' && byte <= '9'; });
    QByteArray needed = Writer::literal(text, indicator).header;
    const bool hasDigit = digit != header.end();
    const bool needsDigit = needsIndentationIndicator(text);
    const bool isSameChomping = header.contains('-') == needed.contains('-') && header.contains('+') == needed.contains('+');
    if (header.front() == '|' && isSameChomping && (hasDigit || !needsDigit))
        return;
    if (hasDigit && !needsDigit)
        needed.insert(1, *digit);
    splice(start, end, needed);
}

void Editor::rewriteLiteral(NodeId id, const QString &text, const Slot &slot)
{
    const int step = std::clamp(m_writer.layout().mapStep, 1, 9);
    const LiteralText block = Writer::literal(text, step);
    const QByteArray &lineEnding = m_writer.layout().lineEnding;
    literalToInline(id, block.header);
    const qsizetype end = std::max<qsizetype>(lineBreak(m_text, contentStart(id)), m_tree[id].end);
    splice(end, end, lineEnding + joined(block.lines, slot.column + step, lineEnding));
}

void Editor::changeLiteral(NodeId id, const QString &text, const Slot &slot)
{
    const Node &node = m_tree[id];
    const qsizetype start = contentStart(id);
    const QByteArrayList old = Writer::literal(textOfUtf8(m_tree.scalar(id)), 0).lines;
    const QByteArrayList wanted = Writer::literal(text, 0).lines;
    const auto source = linesBetween(m_text, nextLine(m_text, start), node.end);
    const bool isMatching = node.style == Style::Literal && static_cast<qsizetype>(source.size()) == old.size();
    const int indentation = isMatching ? indentationOf(source, old) : -1;
    const int indicator = indentation - slot.column;
    if (indentation < 0 || (needsIndentationIndicator(text) && (indicator < 1 || indicator > 9)))
        return rewriteLiteral(id, text, slot);
    changeLiteralHeader(start, text, indicator);
    changeLines(source, old, wanted, indentation);
}

void Editor::changeLines(const std::vector<SourceLine> &source, const QByteArrayList &old, const QByteArrayList &wanted, int indentation)
{
    const Common common = commonOf(old, wanted);
    const auto goingEnd = static_cast<std::size_t>(old.size() - common.back);
    const auto front = static_cast<std::size_t>(common.front);
    const QByteArray &lineEnding = m_writer.layout().lineEnding;
    const QByteArrayList coming = wanted.mid(common.front, wanted.size() - common.back - common.front);
    const QByteArray text = joined(coming, indentation, lineEnding);
    const bool isGoing = goingEnd > front;
    if (isGoing && !coming.isEmpty())
        splice(source[front].start, source[goingEnd - 1].end, text);
    else if (isGoing && front > 0)
        splice(source[front - 1].end, source[goingEnd - 1].end, {});
    else if (isGoing)
        splice(source[0].start, source[goingEnd].start, {});
    else if (!coming.isEmpty() && front > 0)
        splice(source[front - 1].end, source[front - 1].end, lineEnding + text);
    else if (!coming.isEmpty())
        splice(source[0].start, source[0].start, text + lineEnding);
}

} // namespace sallyport::yaml
