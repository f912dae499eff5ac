// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/store/yaml_writer.h"

#include "app/store/yaml_text.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace sallyport::yaml {

namespace {

bool isCollection(const Node &node)
{
    return node.kind == Kind::List || node.kind == Kind::Map;
}

//! The block collection's own column: that of its first dash or key.
int innerColumn(const Tree &tree, NodeId id)
{
    return columnOf(tree.text(), std::min<qsizetype>(skipProperties(tree.text(), tree[id].start), tree[id].end));
}

//! Where the line's dash ends, if it has nothing but dashes and perhaps a comment; -1 otherwise.
qsizetype endOfLoneDash(const QByteArray &text, qsizetype lineStart)
{
    qsizetype dash = -1;
    for (qsizetype at = lineStart; at < text.size(); ++at) {
        const char byte = text[at];
        if (byte == '-')
            dash = at;
        else if (byte == '#' || byte == '\n' || byte == '\r')
            return dash < 0 ? -1 : dash + 1;
        else if (byte != ' ' && byte != '\t')
            return -1;
    }
    return -1;
}

constexpr int kUsual = 2; // `- name`
constexpr int kWidest = 9;

//! How far behind its dash the item stands, where it begins in the dash's line.
int gapBehindDash(const QByteArray &text, qsizetype item)
{
    int gap = 1;
    while (gap < kWidest && item >= gap && text[item - gap] == ' ')
        ++gap;
    return item >= gap && text[item - gap] == '-' ? std::max(gap, kUsual) : kUsual;
}

//! The offset behind the dash of a list's item where comments stand between the two; else the item's own start.
qsizetype startWithComments(const QByteArray &text, qsizetype item)
{
    qsizetype line = lineStart(text, item);
    if (!beginsLine(text, item))
        return item;
    while (line > 0) {
        line = lineStart(text, line - 1);
        if (const qsizetype dash = endOfLoneDash(text, line); dash >= 0)
            return dash;
        const qsizetype content = skipTrivia(text, line);
        if (content < item)
            return item;
    }
    return item;
}

} // namespace

Wanted Wanted::expanded() const
{
    if (form != Form::Fresh)
        return *this;
    if (fresh.isList()) {
        std::vector<Wanted> parts;
        for (const Value &item : fresh.list())
            parts.push_back(of(item));
        return list(std::move(parts)).from(same);
    }
    if (!fresh.isMap())
        return *this;
    std::vector<Member> parts;
    for (const Value::Member &member : fresh.map())
        parts.emplace_back(member.first, of(member.second));
    return map(std::move(parts)).from(same);
}

bool Wanted::isEmptyCollection() const
{
    if (form == Form::Fresh)
        return (fresh.isList() && fresh.list().empty()) || (fresh.isMap() && fresh.map().empty());
    return (form == Form::List && items.empty()) || (form == Form::Map && members.empty());
}

bool means(const Tree &tree, NodeId id, const Wanted &wanted, const Tree &old)
{
    switch (wanted.form) {
    case Wanted::Form::Same:
        return &tree == &old && tree.resolved(id) == tree.resolved(wanted.same) ? true : tree.meansSame(id, old, wanted.same);
    case Wanted::Form::Fresh:
        return tree.means(id, wanted.fresh);
    case Wanted::Form::List: {
        const auto entries = tree.entries(id);
        return tree.isList(id) && std::equal(entries.begin(), entries.end(), wanted.items.begin(), wanted.items.end(),
                                             [&](const Entry &entry, const Wanted &item) { return means(tree, entry.value, item, old); });
    }
    case Wanted::Form::Map: {
        const auto entries = tree.effectiveEntries(id);
        return tree.isMap(id)
            && std::equal(entries.begin(), entries.end(), wanted.members.begin(), wanted.members.end(),
                          [&](const Entry &entry, const Wanted::Member &member) {
                              return tree.keyName(entry.key) == member.first && means(tree, entry.value, member.second, old);
                          });
    }
    }
    return false;
}

Layout Layout::of(const Tree &tree)
{
    Layout layout;
    const QByteArray &text = tree.text();
    layout.lineEnding = yaml::lineEnding(text);
    const Node &root = tree[tree.root()];
    const auto entries = tree.entries(tree.root());
    layout.quotesKeys = root.style == Style::Flow && !entries.empty() && entries[0].key != kNoNode
        && tree[entries[0].key].style == Style::DoubleQuoted;
    layout.spreadsFlow = root.style == Style::Flow && QByteArrayView(text).sliced(root.start).contains('\n');
    if (layout.spreadsFlow && !entries.empty() && entries[0].key != kNoNode) {
        const qsizetype first = tree[entries[0].key].start;
        const int step = columnOf(text, first) - columnOf(text, root.start);
        layout.hasTabs = text[lineStart(text, first)] == '\t';
        if (lineStart(text, first) > root.start && step >= 1 && step <= 8)
            layout.mapStep = step;
    }
    bool hasMap = false;
    bool hasList = false;
    for (const Entry &entry : entries) {
        const Node &value = tree[entry.value];
        if (value.style != Style::Block || !isCollection(value) || entry.key == kNoNode)
            continue;
        const int step = innerColumn(tree, entry.value) - columnOf(text, tree[entry.key].start);
        if (value.kind == Kind::Map && !hasMap && step >= 1 && step <= 8)
            layout.mapStep = step;
        if (value.kind == Kind::List && !hasList && step >= 0 && step <= 8)
            layout.listStep = step;
        hasMap = hasMap || value.kind == Kind::Map;
        hasList = hasList || value.kind == Kind::List;
    }
    return layout;
}

Wanted Writer::unfolded(const Wanted &wanted) const
{
    if (wanted.form == Wanted::Form::Same)
        return Wanted::of(m_tree.valueOf(wanted.same)).expanded();
    return wanted.expanded();
}

bool Writer::canRelocate(const Wanted &wanted) const
{
    return wanted.form == Wanted::Form::Same && !m_layout.isCautious && isCollection(m_tree[wanted.same]);
}

//! The text of a node between two offsets; of a copy without anchors, which can be given once only.
QByteArray Writer::sourceOf(const Wanted &wanted, qsizetype from, qsizetype end) const
{
    constexpr QByteArrayView kEnds(" \t\r\n,[]{}");
    const QByteArray &text = m_tree.text();
    QByteArray source;
    qsizetype copied = from;
    for (NodeId id = wanted.same; wanted.isCopy && id < m_tree.size() && m_tree[id].start < end; ++id) {
        if (!m_tree[id].hasAnchor)
            continue;
        const qsizetype anchor = text.indexOf('&', m_tree[id].start); // a tag before it has none (its characters: 6.8.2)
        qsizetype behind = anchor;
        while (behind < end && !kEnds.contains(text[behind]))
            ++behind;
        while (behind < end && text[behind] == ' ')
            ++behind;
        source += QByteArrayView(text).sliced(copied, anchor - copied);
        copied = behind;
    }
    source += QByteArrayView(text).sliced(copied, end - copied);
    return source;
}

QByteArray Writer::relocated(const Wanted &wanted, int column, qsizetype from) const
{
    const NodeId id = wanted.same;
    const Node &node = m_tree[id];
    const QByteArray &text = m_tree.text();
    const int shift = column - innerColumn(m_tree, id);
    const qsizetype end = node.style == Style::Block ? lineBreak(text, node.end) : qsizetype(node.end);
    const auto lines = sourceOf(wanted, from, end).split('\n');
    QByteArray moved = lines.front();
    for (qsizetype i = 1; i < lines.size(); ++i) {
        const QByteArray &line = lines[i];
        const auto isSpace = [](char byte) { return byte == ' '; };
        const auto leading = std::find_if_not(line.begin(), line.end(), isSpace) - line.begin();
        const bool isEmpty = line.isEmpty() || line == "\r";
        moved += '\n';
        if (isEmpty)
            moved += line;
        else if (node.style == Style::Flow) // its lines need only stand further in than what they belong to
            moved += spaces(column - static_cast<int>(leading)) + line;
        else if (shift == 0)
            moved += line;
        else if (shift > 0)
            moved += spaces(shift) + line;
        else
            moved += line.mid(std::min<qsizetype>(leading, -shift));
    }
    return moved;
}

QByteArray Writer::behindKey(const Wanted &wanted, int column) const
{
    if (canRelocate(wanted) && m_tree[wanted.same].style == Style::Block) {
        const int inner = column + (m_tree[wanted.same].kind == Kind::Map ? m_layout.mapStep : m_layout.listStep);
        return m_layout.lineEnding + spaces(inner) + relocated(wanted, inner, m_tree[wanted.same].start);
    }
    const Wanted parts = unfolded(wanted);
    if (parts.isEmptyCollection())
        return ' ' + flow(parts, column, FlowForm::OneLine);
    if (parts.form == Wanted::Form::Map)
        return m_layout.lineEnding + spaces(column + m_layout.mapStep) + blockMap(parts.members, column + m_layout.mapStep);
    if (parts.form == Wanted::Form::List)
        return m_layout.lineEnding + spaces(column + m_layout.listStep) + blockList(parts.items, column + m_layout.listStep);
    return ' ' + blockScalar(parts.fresh, column);
}

QByteArray Writer::behindDash(const Wanted &wanted, int column) const
{
    if (canRelocate(wanted)) {
        const qsizetype start = m_tree[wanted.same].start;
        const qsizetype from = startWithComments(m_tree.text(), start);
        int gap = m_tree[wanted.same].hasProperties ? kUsual : gapBehindDash(m_tree.text(), start);
        if (from != start) // the dash has a line of its own
            gap = std::clamp(innerColumn(m_tree, wanted.same) - columnOf(m_tree.text(), from - 1), 1, kWidest);
        return spaces(from == start ? gap - 1 : 0) + relocated(wanted, column + gap, from);
    }
    const Wanted parts = unfolded(wanted);
    if (parts.isEmptyCollection())
        return ' ' + flow(parts, column, FlowForm::OneLine);
    if (parts.form == Wanted::Form::Map)
        return ' ' + blockMap(parts.members, column + 2);
    if (parts.form == Wanted::Form::List)
        return ' ' + blockList(parts.items, column + 2);
    return ' ' + blockScalar(parts.fresh, column);
}

QByteArray Writer::blockMember(const Wanted::Member &member, int column) const
{
    return key(member.first, Context::Block, false) + ':' + behindKey(member.second, column);
}

QByteArray Writer::blockMap(const std::vector<Wanted::Member> &members, int column) const
{
    QByteArrayList lines;
    for (const Wanted::Member &member : members)
        lines.append(blockMember(member, column));
    return lines.join(m_layout.lineEnding + spaces(column));
}

QByteArray Writer::blockList(const std::vector<Wanted> &items, int column) const
{
    QByteArrayList lines;
    for (const Wanted &item : items)
        lines.append(blockItem(item, column));
    return lines.join(m_layout.lineEnding + spaces(column));
}

QByteArray Writer::key(const QString &name, Context context, bool quoted) const
{
    return quoted ? doubleQuoted(name) : inlineScalar(Value(name), context);
}

bool Writer::prefersLiteral(const Value &value) const
{
    return !m_layout.isCautious && value.isString() && canBeLiteral(value.toString());
}

LiteralText Writer::literal(const QString &text, int indicator)
{
    const bool isStripped = !text.endsWith(u'\n');
    const bool isKept = text.endsWith("\n\n"_L1);
    LiteralText block{"|"_ba, {}};
    if (needsIndentationIndicator(text) && indicator > 0)
        block.header += QByteArray::number(indicator);
    if (isStripped || isKept)
        block.header += isStripped ? '-' : '+';
    block.lines = (isStripped ? text : text.chopped(1)).toUtf8().split('\n');
    return block;
}

QByteArray Writer::blockScalar(const Value &value, int column) const
{
    const int step = std::max(m_layout.mapStep, 1);
    if (!prefersLiteral(value) || step > 9)
        return inlineScalar(value, Context::Block);
    const LiteralText block = literal(value.toString(), step);
    QByteArray text = block.header;
    for (const QByteArray &line : block.lines)
        text += m_layout.lineEnding + (line.isEmpty() ? QByteArray() : spaces(column + step) + line);
    return text;
}

QByteArray Writer::flowMember(const Wanted::Member &member, int column, FlowForm form) const
{
    return key(member.first, Context::Flow, m_layout.quotesKeys) + ": " + flow(member.second, column, form);
}

QByteArray Writer::flow(const Wanted &wanted, int column, FlowForm form) const
{
    if (canRelocate(wanted) && m_tree[wanted.same].style == Style::Flow)
        return relocated(wanted, column + 1, m_tree[wanted.same].start);
    const Wanted parts = unfolded(wanted);
    if (parts.form == Wanted::Form::Fresh) {
        const bool isQuoted = m_layout.quotesKeys && parts.fresh.isString();
        return isQuoted ? doubleQuoted(parts.fresh.toString()) : inlineScalar(parts.fresh, Context::Flow);
    }
    const bool isMap = parts.form == Wanted::Form::Map;
    if (parts.isEmptyCollection())
        return isMap ? "{}"_ba : "[]"_ba;
    const int inner = column + m_layout.mapStep;
    QByteArrayList texts;
    for (const Wanted &item : parts.items)
        texts.append(flow(item, inner, form));
    for (const Wanted::Member &member : parts.members)
        texts.append(flowMember(member, inner, form));
    const bool isSpread = form == FlowForm::Spread;
    const QByteArray padding = isMap && !m_layout.quotesKeys ? " "_ba : QByteArray();
    const auto line = [this](int tabsOrSpaces) { return m_layout.lineEnding + QByteArray(tabsOrSpaces, m_layout.hasTabs ? '\t' : ' '); };
    const QByteArray open = isSpread ? line(inner) : padding;
    const QByteArray close = isSpread ? line(column) : padding;
    return (isMap ? '{' : '[') + open + texts.join(isSpread ? ',' + open : ", "_ba) + close + (isMap ? '}' : ']');
}

} // namespace sallyport::yaml
