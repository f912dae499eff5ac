// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/store/yaml_tree.h"

#include "app/store/yaml_scalar.h"
#include "app/store/yaml_text.h"
#include "app/store/yaml_tree_builder.h"

#include <QSet>

#include <algorithm>
#include <cstring>

namespace sallyport::yaml {

Result<Tree> Tree::parse(const QByteArray &text, const QString &place)
{
    return TreeBuilder(text, place).build();
}

NodeId Tree::resolved(NodeId id) const
{
    return m_nodes[id].kind == Kind::Alias ? m_nodes[id].link : id;
}

QByteArrayView Tree::scalar(NodeId id) const
{
    if (id == kNoNode || node(resolved(id)).kind != Kind::Scalar)
        return {};
    const Node &one = node(resolved(id));
    if (!one.isDecoded)
        return QByteArrayView(m_text).sliced(one.start, one.end - one.start);
    quint32 length = 0;
    std::memcpy(&length, m_store.constData() + one.link, sizeof length);
    return QByteArrayView(m_store).sliced(one.link + sizeof length, length);
}

std::vector<Entry> Tree::entries(NodeId id) const
{
    std::vector<Entry> found;
    if (id == kNoNode)
        return found;
    const Node &one = node(resolved(id));
    if (one.kind != Kind::List && one.kind != Kind::Map)
        return found;
    for (NodeId child = one.link; child != kNoNode; child = node(child).next) {
        const NodeId key = one.kind == Kind::Map ? child : kNoNode;
        if (one.kind == Kind::Map)
            child = node(child).next;
        found.push_back({key, child});
    }
    return found;
}

NodeId Tree::find(NodeId map, QByteArrayView key) const
{
    NodeId found = kNoNode;
    if (!isMap(map))
        return found;
    for (NodeId child = node(resolved(map)).link; child != kNoNode; child = node(child).next) {
        const NodeId value = node(child).next;
        if (scalar(child) == key && node(resolved(child)).kind == Kind::Scalar)
            found = value;
        child = value;
    }
    return found;
}

QString Tree::keyName(NodeId key) const
{
    const Node &one = node(resolved(key));
    if (one.kind == Kind::Scalar)
        return textOfUtf8(scalar(key));
    return textOfUtf8(QByteArrayView(m_text).sliced(one.start, one.end - one.start));
}

std::vector<Entry> Tree::effectiveEntries(NodeId map) const
{
    std::vector<Entry> all = entries(map);
    if (m_repeatedKeys.empty())
        return all;
    QSet<QString> seen;
    std::vector<Entry> kept;
    for (auto entry = all.rbegin(); entry != all.rend(); ++entry) {
        const QString name = keyName(entry->key);
        if (!seen.contains(name))
            kept.push_back(*entry);
        seen.insert(name);
    }
    std::reverse(kept.begin(), kept.end());
    return kept;
}

Value Tree::scalarValue(NodeId id) const
{
    const QByteArrayView text = scalar(id);
    return node(resolved(id)).isText ? Value(textOfUtf8(text)) : plainValue(text);
}

QString Tree::textOf(NodeId id) const
{
    if (id == kNoNode)
        return {};
    const Node &one = node(resolved(id));
    if (one.kind != Kind::Scalar)
        return valueOf(id).asText();
    const QByteArrayView text = scalar(id);
    if (!one.isText && plainValue(text).isNull())
        return {};
    return textOfUtf8(text);
}

Value Tree::valueOf(NodeId id) const
{
    if (id == kNoNode)
        return {};
    const Node &one = node(resolved(id));
    if (one.kind == Kind::Scalar)
        return scalarValue(id);
    if (one.kind == Kind::List) {
        Value::List items;
        for (const Entry &entry : entries(id))
            items.push_back(valueOf(entry.value));
        return items;
    }
    Value::Map members;
    for (const Entry &entry : effectiveEntries(id))
        members.emplace_back(keyName(entry.key), valueOf(entry.value));
    return members;
}

Value Tree::valueWithout(NodeId map, QByteArrayView key) const
{
    Value::Map members;
    for (const Entry &entry : effectiveEntries(map)) {
        const QString name = keyName(entry.key);
        members.emplace_back(name, name.toUtf8() == key ? Value() : valueOf(entry.value));
    }
    return members;
}

bool Tree::means(NodeId id, const Value &value) const
{
    const Node &one = node(resolved(id));
    if (one.kind == Kind::Scalar)
        return !value.isList() && !value.isMap() && scalarValue(id) == value;
    const auto found = one.kind == Kind::List ? entries(id) : effectiveEntries(id);
    if (one.kind == Kind::List) {
        return value.isList() && found.size() == value.list().size()
            && std::equal(found.begin(), found.end(), value.list().begin(),
                          [this](const Entry &entry, const Value &item) { return means(entry.value, item); });
    }
    return value.isMap() && found.size() == value.map().size()
        && std::equal(found.begin(), found.end(), value.map().begin(), [this](const Entry &entry, const Value::Member &member) {
               return keyName(entry.key) == member.first && means(entry.value, member.second);
           });
}

bool Tree::meansSame(NodeId id, const Tree &other, NodeId otherId) const
{
    const Node &one = node(resolved(id));
    const Node &two = other.node(other.resolved(otherId));
    if (one.kind != two.kind)
        return false;
    if (one.kind == Kind::Scalar) {
        const bool isSameText = scalar(id) == other.scalar(otherId);
        return isSameText && one.isText == two.isText ? true : scalarValue(id) == other.scalarValue(otherId);
    }
    NodeId left = one.link;
    NodeId right = two.link;
    for (; left != kNoNode && right != kNoNode; left = node(left).next, right = other.node(right).next) {
        if (!meansSame(left, other, right))
            return false;
    }
    return left == right;
}

void Tree::findRepeatedKeys()
{
    constexpr std::size_t kFew = 16;
    std::vector<QByteArrayView> few;
    for (NodeId id = 0; id < m_nodes.size(); ++id) {
        if (m_nodes[id].kind != Kind::Map)
            continue;
        QSet<QByteArrayView> many; // only where a map is large
        few.clear();
        for (NodeId key = m_nodes[id].link; key != kNoNode; key = m_nodes[m_nodes[key].next].next) {
            if (m_nodes[resolved(key)].kind != Kind::Scalar)
                continue;
            const QByteArrayView name = scalar(key);
            const bool isRepeated = many.isEmpty() ? std::find(few.begin(), few.end(), name) != few.end() : many.contains(name);
            if (isRepeated)
                m_repeatedKeys.push_back(key);
            if (few.size() < kFew)
                few.push_back(name);
            else if (many.isEmpty())
                many = QSet<QByteArrayView>(few.begin(), few.end());
            if (!many.isEmpty())
                many.insert(name);
        }
    }
}

} // namespace sallyport::yaml
