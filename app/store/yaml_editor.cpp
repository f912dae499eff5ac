// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/store/yaml_editor.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace sallyport::yaml {

namespace {

bool hasComment(const QByteArray &text, qsizetype from, qsizetype to)
{
    return QByteArrayView(text).sliced(from, std::max<qsizetype>(0, to - from)).contains('#');
}

} // namespace

Editor::Editor(const Tree &tree, Layout layout, Options options)
    : m_tree(tree), m_text(tree.text()), m_writer(tree, std::move(layout)), m_options(options)
{}

Result<QByteArray> Editor::apply(const Wanted &root)
{
    change(m_tree.root(), root, {});
    if (m_refusal)
        return *m_refusal;
    return spliced();
}

void Editor::splice(qsizetype start, qsizetype end, QByteArray text)
{
    if (start != end || !text.isEmpty())
        m_splices.push_back({start, end, std::move(text)});
}

void Editor::refuse(NodeId id, const QString &problem)
{
    if (m_refusal)
        return;
    const int line = locationOf(m_text, m_tree[id].start, {}).line;
    m_refusal = Error{ErrorKind::Internal, u"the value at line %1 cannot be changed here: %2"_s.arg(QString::number(line), problem),
                      u"Change it in a text editor."_s};
}

Result<QByteArray> Editor::spliced()
{
    std::stable_sort(m_splices.begin(), m_splices.end(), [](const Splice &a, const Splice &b) {
        return a.start != b.start ? a.start < b.start : (a.start == a.end) > (b.start == b.end);
    });
    QByteArray changed;
    changed.reserve(m_text.size() + 256);
    qsizetype copied = 0;
    for (const Splice &one : m_splices) {
        if (one.start < copied)
            return Error{ErrorKind::Internal, u"two changes of the file touch each other"_s, {}};
        changed += QByteArrayView(m_text).sliced(copied, one.start - copied);
        changed += one.text;
        copied = one.end;
    }
    changed += QByteArrayView(m_text).sliced(copied);
    if (m_options.keepsMissingLineEnd && !m_text.endsWith('\n') && changed.endsWith('\n'))
        changed.chop(changed.endsWith("\r\n") ? 2 : 1);
    return changed;
}

void Editor::change(NodeId id, const Wanted &wanted, const Slot &slot)
{
    if (m_refusal || means(m_tree, id, wanted, m_tree))
        return;
    const Node &node = m_tree[id];
    if (node.isReferenced)
        return refuse(id, u"it has a YAML anchor that other places of the file use"_s);
    const Wanted parts = wanted.expanded();
    const bool isBracketed = node.style != Style::Flow || m_text[contentStart(id)] == '{' || m_text[contentStart(id)] == '[';
    const bool hasParts = node.link != kNoNode && !parts.isEmptyCollection() && isBracketed;
    if (node.kind == Kind::Scalar && parts.form == Wanted::Form::Fresh)
        changeScalar(id, parts.fresh, slot);
    else if (node.kind == Kind::Map && parts.form == Wanted::Form::Map && hasParts)
        changeMap(id, parts.members, slot);
    else if (node.kind == Kind::List && parts.form == Wanted::Form::List && hasParts)
        changeList(id, parts.items, slot);
    else
        replace(id, parts, slot);
}

void Editor::replace(NodeId id, const Wanted &wanted, const Slot &slot)
{
    const Node &node = m_tree[id];
    if (slot.context == Context::Flow) {
        const QByteArray text = m_writer.flow(wanted, slot.column);
        const bool isEmpty = node.start == node.end;
        const bool isBehindColon = isEmpty && m_text[node.start - 1] == ':';
        const bool lacksColon = isEmpty && !isBehindColon && slot.indicatorEnd < 0;
        return splice(node.start, node.end, (isBehindColon ? " " : lacksColon ? ": " : "") + text);
    }
    if (slot.indicatorEnd < 0)
        return refuse(id, u"it is the whole file"_s);
    const QByteArray text = slot.isBehindDash ? m_writer.behindDash(wanted, slot.column) : m_writer.behindKey(wanted, slot.column);
    if (!hasComment(m_text, slot.indicatorEnd, node.start))
        return splice(slot.indicatorEnd, node.end, text);
    const qsizetype endOfLine = lineBreak(m_text, slot.indicatorEnd);
    if (text.startsWith(m_writer.layout().lineEnding))
        return splice(endOfLine, node.end, text);
    splice(slot.indicatorEnd, slot.indicatorEnd, text);
    splice(endOfLine, node.end, {});
}

std::vector<Part> Editor::partsOf(NodeId id) const
{
    const Node &node = m_tree[id];
    const bool isFlow = node.style == Style::Flow;
    std::vector<Part> parts;
    qsizetype at = contentStart(id) + (isFlow ? 1 : 0);
    for (const Entry &entry : m_tree.entries(id)) {
        Part part{entry.key, entry.value};
        at = skipTrivia(m_text, at);
        if (isFlow && !parts.empty() && at < m_text.size() && m_text[at] == ',')
            at = skipTrivia(m_text, at + 1);
        part.begin = at;
        part.end = m_tree[entry.value].end;
        if (entry.key != kNoNode) {
            const qsizetype colon = skipTrivia(m_text, m_tree[entry.key].end);
            part.indicatorEnd = colon < m_text.size() && m_text[colon] == ':' ? colon + 1 : -1;
        } else if (!isFlow) {
            part.indicatorEnd = at + 1;
        }
        at = std::max(part.end, part.indicatorEnd);
        part.end = at;
        parts.push_back(part);
    }
    return parts;
}

Slot Editor::slotOf(NodeId collection, const Part &part) const
{
    const bool isFlow = m_tree[collection].style == Style::Flow;
    Slot slot{isFlow ? Context::Flow : Context::Block, columnOf(m_text, part.begin), part.indicatorEnd, part.key == kNoNode};
    if (isFlow) {
        const qsizetype start = lineStart(m_text, part.begin);
        slot.column = static_cast<int>(skipTrivia(m_text, start) - start);
    }
    return slot;
}

void Editor::changeMap(NodeId id, const std::vector<Wanted::Member> &members, const Slot &slot)
{
    std::vector<Part> parts = partsOf(id);
    QHash<QString, std::size_t> last;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        const QString name = m_tree.keyName(parts[i].key);
        if (last.contains(name))
            parts[last[name]].isShadow = true;
        last.insert(name, i);
    }
    const Plan plan = planMap(parts, members);
    if (!plan.keepsAny())
        return replace(id, Wanted::map(members), slot);
    const bool isFlow = m_tree[id].style == Style::Flow;
    const bool isQuoted = m_tree[parts[0].key].style == Style::DoubleQuoted;
    std::vector<QByteArray> texts(members.size());
    for (std::size_t j = 0; j < members.size(); ++j) {
        if (plan.oldOf[j] < 0) {
            const int column = slotOf(id, parts[0]).column;
            texts[j] = isFlow ? m_writer.flowMember(members[j], column) : m_writer.blockMember(members[j], column);
            continue;
        }
        const Part &part = parts[static_cast<std::size_t>(plan.oldOf[j])];
        if (m_tree.keyName(part.key) != members[j].first) {
            const Node &key = m_tree[part.key];
            splice(key.start, key.end, m_writer.key(members[j].first, isFlow ? Context::Flow : Context::Block, isQuoted));
        }
        change(part.value, members[j].second, slotOf(id, part));
    }
    insertAndRemove(id, parts, plan, texts);
}

void Editor::changeList(NodeId id, const std::vector<Wanted> &items, const Slot &slot)
{
    const std::vector<Part> parts = partsOf(id);
    const Plan plan = planList(parts, items);
    if (!plan.keepsAny())
        return replace(id, Wanted::list(items), slot);
    const bool isFlow = m_tree[id].style == Style::Flow;
    std::vector<QByteArray> texts(items.size());
    for (std::size_t j = 0; j < items.size(); ++j) {
        if (plan.oldOf[j] < 0) {
            const int column = slotOf(id, parts[0]).column;
            // What moves keeps the way it is written.
            const int equal = plan.equalTo[j];
            const Wanted item = equal < 0 ? items[j] : Wanted::keep(parts[static_cast<std::size_t>(equal)].value);
            texts[j] = isFlow ? m_writer.flow(item, column) : m_writer.blockItem(item, column);
            continue;
        }
        const Part &part = parts[static_cast<std::size_t>(plan.oldOf[j])];
        change(part.value, items[j], slotOf(id, part));
    }
    insertAndRemove(id, parts, plan, texts);
}

void Editor::insertAndRemove(NodeId id, const std::vector<Part> &parts, const Plan &plan, const std::vector<QByteArray> &texts)
{
    if (m_tree[id].style == Style::Flow)
        insertAndRemoveInFlow(parts, plan, texts);
    else
        insertAndRemoveLines(id, parts, plan, texts);
}

qsizetype Editor::startOfComments(qsizetype offset, int column) const
{
    qsizetype start = lineStart(m_text, offset);
    while (start > 0) {
        const qsizetype above = lineStart(m_text, start - 1);
        const qsizetype content = above + column;
        if (above == 0 || content >= start || m_text[content] != '#' || !beginsLine(m_text, content))
            break;
        start = above;
    }
    return start;
}

void Editor::insertAndRemoveLines(NodeId id, const std::vector<Part> &parts, const Plan &plan, const std::vector<QByteArray> &texts)
{
    const QByteArray &lineEnding = m_writer.layout().lineEnding;
    const int column = columnOf(m_text, parts[0].begin);
    const bool isFirstOfLine = beginsLine(m_text, parts[0].begin);
    const bool isList = m_tree[id].kind == Kind::List;
    int previous = -1;
    for (std::size_t j = 0; j < texts.size(); ++j) {
        if (plan.oldOf[j] >= 0) {
            previous = plan.oldOf[j];
            continue;
        }
        if (previous < 0 && !isFirstOfLine) {
            splice(parts[0].begin, parts[0].begin, texts[j] + lineEnding + spaces(column));
        } else if (previous < 0) {
            const qsizetype start = isList ? startOfComments(parts[0].begin, column) : lineStart(m_text, parts[0].begin);
            splice(start, start, spaces(column) + texts[j] + lineEnding);
        } else {
            const qsizetype behind = nextLine(m_text, parts[static_cast<std::size_t>(previous)].end);
            const bool isUnended = behind == m_text.size() && !m_text.endsWith('\n');
            const QByteArray line = spaces(column) + texts[j];
            splice(behind, behind, isUnended ? lineEnding + line : line + lineEnding);
        }
    }
    removeLines(parts, plan);
}

void Editor::removeLines(const std::vector<Part> &parts, const Plan &plan)
{
    std::size_t i = 0;
    if (plan.isRemoved[0] && !beginsLine(m_text, parts[0].begin)) {
        // The first stands behind a dash: what follows moves up to it.
        while (i < parts.size() && plan.isRemoved[i])
            ++i;
        if (hasComment(m_text, parts[0].begin, parts[i].begin)) {
            i = 1;
            splice(parts[0].begin, parts[0].end, {});
        } else {
            splice(parts[0].begin, parts[i].begin, {});
        }
    }
    for (; i < parts.size(); ++i) {
        if (plan.isRemoved[i])
            splice(lineStart(m_text, parts[i].begin), nextLine(m_text, parts[i].end), {});
    }
}

void Editor::insertAndRemoveInFlow(const std::vector<Part> &parts, const Plan &plan, const std::vector<QByteArray> &texts)
{
    const qsizetype first = parts[0].begin;
    const QByteArray between = beginsLine(m_text, first)
        ? m_writer.layout().lineEnding + spaces(columnOf(m_text, first))
        : " "_ba;
    int previous = -1;
    for (std::size_t j = 0; j < texts.size(); ++j) {
        if (plan.oldOf[j] >= 0) {
            previous = plan.oldOf[j];
        } else if (previous < 0) {
            splice(first, first, texts[j] + ',' + between);
        } else {
            const qsizetype behind = parts[static_cast<std::size_t>(previous)].end;
            splice(behind, behind, ',' + between + texts[j]);
        }
    }
    removeInFlow(parts, plan);
}

void Editor::removeInFlow(const std::vector<Part> &parts, const Plan &plan)
{
    std::size_t lastKept = 0;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        if (!plan.isRemoved[i])
            lastKept = i;
    }
    for (std::size_t i = 0; i < lastKept; ++i) {
        if (plan.isRemoved[i])
            splice(parts[i].begin, parts[i + 1].begin, {});
    }
    if (lastKept + 1 < parts.size())
        splice(parts[lastKept].end, parts.back().end, {});
}

} // namespace sallyport::yaml
