// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/store/yaml_scalar.h"
#include "app/store/yaml_tree.h"

#include <utility>
#include <vector>

namespace sallyport::yaml {

//! What a part of a document shall mean: a value, or a list or map whose parts may be nodes that stay as they are.
struct Wanted {
    enum class Form { Same, Fresh, List, Map };
    using Member = std::pair<QString, Wanted>;

    Form form = Form::Fresh;
    NodeId same = kNoNode;         //!< Same: the node; otherwise the one that it is a changed form of, if any
    Value fresh{};                 //!< Fresh; a scalar or an empty collection in an expanded one
    std::vector<Wanted> items{};   //!< List
    std::vector<Member> members{}; //!< Map
    bool isCopy = false;           //!< Same: the node stays where it is as well, and keeps its anchors for itself

    static Wanted keep(NodeId node) { return {Form::Same, node, {}, {}, {}, false}; }
    static Wanted copy(NodeId node) { return {Form::Same, node, {}, {}, {}, true}; }
    static Wanted of(Value value) { return {Form::Fresh, kNoNode, std::move(value), {}, {}, false}; }
    static Wanted list(std::vector<Wanted> items) { return {Form::List, kNoNode, {}, std::move(items), {}, false}; }
    static Wanted map(std::vector<Member> members) { return {Form::Map, kNoNode, {}, {}, std::move(members), false}; }

    [[nodiscard]] Wanted from(NodeId origin) &&
    {
        same = origin;
        return std::move(*this);
    }
    //! A fresh list or map taken apart by one level; others unchanged.
    [[nodiscard]] Wanted expanded() const;
    [[nodiscard]] bool isEmptyCollection() const;
};

//! Whether a node of `tree` means what is wanted, where `Same` speaks of nodes of `old`.
[[nodiscard]] bool means(const Tree &tree, NodeId id, const Wanted &wanted, const Tree &old);

//! How the document is laid out; what is added follows it.
struct Layout {
    QByteArray lineEnding = "\n";
    int mapStep = 2;      //!< indentation of a map below its key
    int listStep = 2;     //!< indentation of a list's dashes below its key
    bool quotesKeys = false;  //!< flow maps as JSON has them
    bool spreadsFlow = false; //!< flow collections take a line for each item
    bool hasTabs = false;     //!< such lines are indented by tabs; steps count them
    bool isCautious = false;  //!< texts of several lines are double-quoted, what moves is written anew

    static Layout of(const Tree &tree);
};

//! The header (`|-`) and the lines of a literal block.
struct LiteralText {
    QByteArray header;
    QByteArrayList lines; //!< without indentation
};

enum class FlowForm { OneLine, Spread };

class Writer {
public:
    Writer(const Tree &tree, Layout layout) : m_tree(tree), m_layout(std::move(layout)) {}

    [[nodiscard]] const Layout &layout() const { return m_layout; }
    //! What stands behind the colon or dash that belongs to `column`: begins with a space or a line break, ends
    //! without one.
    [[nodiscard]] QByteArray behindKey(const Wanted &wanted, int column) const;
    [[nodiscard]] QByteArray behindDash(const Wanted &wanted, int column) const;
    [[nodiscard]] QByteArray blockMember(const Wanted::Member &member, int column) const;
    [[nodiscard]] QByteArray blockItem(const Wanted &wanted, int column) const { return '-' + behindDash(wanted, column); }
    [[nodiscard]] QByteArray key(const QString &name, Context context, bool quoted) const;
    [[nodiscard]] FlowForm flowForm() const { return m_layout.spreadsFlow ? FlowForm::Spread : FlowForm::OneLine; }
    //! In flow style; where it is spread, its brackets stand at `column`.
    [[nodiscard]] QByteArray flow(const Wanted &wanted, int column, FlowForm form) const;
    [[nodiscard]] QByteArray flowMember(const Wanted::Member &member, int column, FlowForm form) const;

    //! A text as a literal block. `indicator` is the number that says its indentation, 0 where none is needed.
    [[nodiscard]] static LiteralText literal(const QString &text, int indicator);
    [[nodiscard]] bool prefersLiteral(const Value &value) const;

private:
    [[nodiscard]] QByteArray blockScalar(const Value &value, int column) const;
    [[nodiscard]] QByteArray blockMap(const std::vector<Wanted::Member> &members, int column) const;
    [[nodiscard]] QByteArray blockList(const std::vector<Wanted> &items, int column) const;
    [[nodiscard]] bool canRelocate(const Wanted &wanted) const;
    [[nodiscard]] QByteArray relocated(const Wanted &wanted, int column, qsizetype from) const;
    [[nodiscard]] QByteArray sourceOf(const Wanted &wanted, qsizetype from, qsizetype end) const;
    [[nodiscard]] Wanted unfolded(const Wanted &wanted) const;

    const Tree &m_tree;
    const Layout m_layout;
};

} // namespace sallyport::yaml
