// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/base/result.h"
#include "app/base/value.h"

#include <QByteArray>
#include <QHash>

#include <vector>

//! YAML as a tree over its text: what each value is and which bytes it takes. libyaml's events build it.
namespace sallyport::yaml {

using NodeId = quint32;
constexpr NodeId kNoNode = 0xFFFFFFFF;

enum class Kind : quint8 { Scalar, List, Map, Alias };
enum class Style : quint8 { Plain, SingleQuoted, DoubleQuoted, Literal, Folded, Block, Flow };

//! 20 bytes, for files of 10,000 requests have half a million of them.
struct Node {
    quint32 start = 0;      //!< first byte: of the anchor or tag where there is one
    quint32 end = 0;        //!< behind the last byte of content: no line break, no comment
    NodeId next = kNoNode;  //!< the next in the same list or map; in a map keys and values alternate
    quint32 link = kNoNode; //!< first child; an alias's target; a decoded scalar's place in the tree's store
    Kind kind = Kind::Scalar;
    Style style = Style::Plain;
    bool hasProperties : 1 = false; //!< an anchor or a tag stands before it
    bool hasAnchor : 1 = false;
    bool isReferenced : 1 = false;  //!< an alias means it
    bool isDecoded : 1 = false;     //!< the text differs from the bytes in the file
    bool isText : 1 = false;        //!< a scalar that is text whatever it looks like: quoted, block, `!!str`
};

struct Entry {
    NodeId key = kNoNode; //!< none in a list
    NodeId value = kNoNode;
};

//! One parsed document. Immutable. Functions that take a node take kNoNode too and then find nothing.
class Tree {
public:
    Tree() = default;
    //! Errors: Malformed with line and column: not UTF-8, not YAML, empty, more than one document, deeper than 200
    //! levels, or aliases that stand for more than a million values.
    static Result<Tree> parse(const QByteArray &text, const QString &place);

    [[nodiscard]] const QByteArray &text() const { return m_text; }
    [[nodiscard]] NodeId root() const { return 0; }
    [[nodiscard]] std::size_t size() const { return m_nodes.size(); }
    [[nodiscard]] const Node &operator[](NodeId id) const { return m_nodes[id]; }
    [[nodiscard]] const Node &node(NodeId id) const { return m_nodes[id]; }
    //! The node itself, or what the alias means.
    [[nodiscard]] NodeId resolved(NodeId id) const;
    [[nodiscard]] bool isMap(NodeId id) const { return id != kNoNode && node(resolved(id)).kind == Kind::Map; }
    [[nodiscard]] bool isList(NodeId id) const { return id != kNoNode && node(resolved(id)).kind == Kind::List; }

    //! A scalar's text, escapes and folds undone.
    [[nodiscard]] QByteArrayView scalar(NodeId id) const;
    //! Children of a list, or of a map with keys; of what the alias means. Includes keys that a later one overrides.
    [[nodiscard]] std::vector<Entry> entries(NodeId id) const;
    //! The value of the last member of that name, or kNoNode.
    [[nodiscard]] NodeId find(NodeId map, QByteArrayView key) const;
    //! How a key reads as a name. Of keys that are no scalars: their source.
    [[nodiscard]] QString keyName(NodeId key) const;
    //! The entries whose key no later one repeats.
    [[nodiscard]] std::vector<Entry> effectiveEntries(NodeId map) const;

    //! A scalar as text: null is empty, numbers and truths are as written. Lists and maps: compact JSON.
    [[nodiscard]] QString textOf(NodeId id) const;
    [[nodiscard]] Value valueOf(NodeId id) const;
    //! A map's value with null for one member, which may be large.
    [[nodiscard]] Value valueWithout(NodeId map, QByteArrayView key) const;
    //! Whether the node means this value.
    [[nodiscard]] bool means(NodeId id, const Value &value) const;
    //! Whether two nodes, perhaps of different trees, mean the same.
    [[nodiscard]] bool meansSame(NodeId id, const Tree &other, NodeId otherId) const;

    //! Where keys are repeated in one map, in file order.
    [[nodiscard]] const std::vector<NodeId> &repeatedKeys() const { return m_repeatedKeys; }
    //! Scalars and collections with a tag that the core schema does not know.
    [[nodiscard]] const std::vector<NodeId> &unknownTags() const { return m_unknownTags; }
    [[nodiscard]] bool hasAliases() const { return m_hasAliases; }

private:
    friend class TreeBuilder;
    void findRepeatedKeys();
    [[nodiscard]] Value scalarValue(NodeId id) const;

    QByteArray m_text;
    QByteArray m_store; //!< decoded scalars, each behind its length
    std::vector<Node> m_nodes;
    std::vector<NodeId> m_repeatedKeys;
    std::vector<NodeId> m_unknownTags;
    bool m_hasAliases = false;
};

} // namespace sallyport::yaml
