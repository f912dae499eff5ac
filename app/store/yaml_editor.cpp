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

qsizetype skipBlanks(const QByteArray &text, qsizetype at)
{
    while (at < text.size() && (text[at] == ' ' || text[at] == '\t'))
        ++at;
    return at;
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
        if (a.start != b.start || a.isRelease != b.isRelease)
            return a.start != b.start ? a.start < b.start : b.isRelease;
        return (a.start == a.end) > (b.start == b.end);
    });
    QByteArray changed;
    changed.reserve(m_text.size() + 256);
    qsizetype copied = 0;
    for (const Splice &one : m_splices) {
        if (one.isRelease && one.start < copied)
            continue;
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
        releaseAliases(node.start, node.end, id);
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

//! The value of what an alias means, as it stands there where that is possible.
QByteArray Editor::released(NodeId target, NodeId alias) const
{
    const Node &node = m_tree[target];
    const qsizetype start = contentStart(target);
    const auto source = QByteArrayView(m_text).sliced(start, node.end - start);
    const bool isQuoted = node.style == Style::SingleQuoted || node.style == Style::DoubleQuoted;
    const auto isFlowIndicator = [](char byte) { return QByteArrayView(",[]{}").contains(byte); };
    const bool isPlain = node.style == Style::Plain && !source.empty() && std::none_of(source.begin(), source.end(), isFlowIndicator);
    const bool isInline = isQuoted || isPlain;
    const bool hasTag = QByteArrayView(m_text).sliced(node.start, start - node.start).contains('!');
    if (node.kind == Kind::Scalar && isInline && !hasTag && !source.contains('\n'))
        return source.toByteArray();
    return m_writer.flow(Wanted::of(m_tree.valueOf(target)), columnOf(m_text, m_tree[alias].start), FlowForm::OneLine);
}

//! Gives the aliases outside of these bytes, of what stands in them or of one node there, the value that they mean.
void Editor::releaseAliases(qsizetype begin, qsizetype end, NodeId only)
{
    if (!m_tree.hasAliases())
        return;
    for (NodeId id = 0; id < m_tree.size(); ++id) {
        const Node &alias = m_tree[id];
        if (alias.kind != Kind::Alias || (alias.start >= begin && alias.end <= end))
            continue;
        const NodeId target = alias.link;
        const bool isConcerned = only == kNoNode ? m_tree[target].start >= begin && m_tree[target].end <= end : target == only;
        if (isConcerned && m_releasedAliases.insert(id).second)
            m_splices.push_back({alias.start, alias.end, released(target, id), true});
    }
}

void Editor::replace(NodeId id, const Wanted &wanted, const Slot &slot)
{
    const Node &node = m_tree[id];
    releaseAliases(node.start, node.end);
    if (slot.context == Context::Flow) {
        const QByteArray text = m_writer.flow(wanted, slot.column, m_writer.flowForm());
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

//! How what comes into a flow collection is written: as what is there.
FlowForm Editor::flowFormOf(const std::vector<Part> &parts) const
{
    for (const Part &part : parts) {
        const Node &value = m_tree[part.value];
        if (m_writer.layout().spreadsFlow && value.link != kNoNode && (value.kind == Kind::List || value.kind == Kind::Map)) {
            const auto text = QByteArrayView(m_text).sliced(value.start, value.end - value.start);
            return text.contains('\n') ? FlowForm::Spread : FlowForm::OneLine;
        }
    }
    return m_writer.flowForm();
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
            texts[j] = isFlow ? m_writer.flowMember(members[j], column, flowFormOf(parts)) : m_writer.blockMember(members[j], column);
            continue;
        }
        const Part &part = parts[static_cast<std::size_t>(plan.oldOf[j])];
        if (m_tree.keyName(part.key) != members[j].first) {
            const Node &key = m_tree[part.key];
            releaseAliases(key.start, key.end);
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
            const auto old = static_cast<std::size_t>(equal);
            const Wanted item = equal < 0                ? items[j]
                              : plan.isRemoved[old] ? Wanted::keep(parts[old].value)
                                                    : Wanted::copy(parts[old].value);
            texts[j] = isFlow ? m_writer.flow(item, column, flowFormOf(parts)) : m_writer.blockItem(item, column);
            continue;
        }
        const Part &part = parts[static_cast<std::size_t>(plan.oldOf[j])];
        change(part.value, items[j], slotOf(id, part));
    }
    insertAndRemove(id, parts, plan, texts);
}

void Editor::insertAndRemove(NodeId id, const std::vector<Part> &parts, const Plan &plan, const std::vector<QByteArray> &texts)
{
    for (std::size_t i = 0; i < parts.size(); ++i) {
        if (plan.isRemoved[i])
            releaseAliases(parts[i].begin, parts[i].end);
    }
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
        if (!plan.isRemoved[i])
            continue;
        qsizetype end = nextLine(m_text, parts[i].end);
        while (m_options.takesBlankLines && end < m_text.size() && skipBlanks(m_text, end) == lineBreak(m_text, end))
            end = nextLine(m_text, end);
        splice(lineStart(m_text, parts[i].begin), end, {});
    }
}

void Editor::insertAndRemoveInFlow(const std::vector<Part> &parts, const Plan &plan, const std::vector<QByteArray> &texts)
{
    const qsizetype first = parts[0].begin;
    const qsizetype line = lineStart(m_text, first);
    const bool isFirstOfLine = skipTrivia(m_text, line) == first;
    const QByteArray between = isFirstOfLine ? m_writer.layout().lineEnding + m_text.mid(line, first - line) : " "_ba;
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
    const bool hasCommentAtEnd = hasComment(m_text, parts[lastKept].end, parts.back().begin);
    for (std::size_t i = 0; i < parts.size(); ++i) {
        if (!plan.isRemoved[i] || (i > lastKept && !hasCommentAtEnd))
            continue;
        const qsizetype next = i + 1 < parts.size() ? parts[i + 1].begin : -1;
        if (next >= 0 && !hasComment(m_text, parts[i].end, next)) {
            splice(parts[i].begin, next, {});
            continue;
        }
        const qsizetype comma = skipTrivia(m_text, parts[i].end); // comments stay, also one before the comma
        splice(parts[i].begin, parts[i].end, {});
        if (comma < m_text.size() && m_text[comma] == ',')
            splice(comma, skipBlanks(m_text, comma + 1), {});
    }
    if (lastKept + 1 < parts.size() && !hasCommentAtEnd)
        splice(parts[lastKept].end, parts.back().end, {});
}

} // namespace sallyport::yaml
