// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/store/yaml_text.h"
#include "app/store/yaml_writer.h"

#include <optional>
#include <set>
#include <vector>

namespace sallyport::yaml {

//! Bytes of the text to exchange; start == end inserts.
struct Splice {
    qsizetype start = 0;
    qsizetype end = 0;
    QByteArray text{};
    bool isRelease = false; //!< of an alias; needless where it goes together with what is around it
};

//! Where a value stands: what comes before it and what may be written there.
struct Slot {
    Context context = Context::Block;
    int column = 0;              //!< of the key, dash or line it belongs to
    qsizetype indicatorEnd = -1; //!< behind the colon or dash; -1 where there is none
    bool isBehindDash = false;
};

//! A member or item of a collection with its place in the text.
struct Part {
    NodeId key = kNoNode;
    NodeId value = kNoNode;
    qsizetype begin = 0; //!< of the dash, question mark, key, or flow item
    qsizetype end = 0;   //!< behind the value
    qsizetype indicatorEnd = -1;
    bool isShadow = false; //!< a later member has the same key
};

//! Which old part each wanted one comes from, -1 for none; increasing among the others.
struct Plan {
    std::vector<int> oldOf;
    std::vector<bool> isRemoved; //!< by old part
    std::vector<int> equalTo{};  //!< in lists: the old part that means the same, also where it stands elsewhere; -1 for none
    [[nodiscard]] bool keepsAny() const;
};

//! A line of a block scalar, without its line break.
struct SourceLine {
    qsizetype start = 0;
    qsizetype end = 0;
};

//! Makes the smallest change of a document's text that makes it mean what is wanted. It only proposes: the caller
//! parses the new text and compares.
class Editor {
public:
    struct Options {
        bool keepsInsideOfScalars = true; //!< exchange only what differs within a scalar
        bool keepsMissingLineEnd = true;  //!< a file without a line break at its end stays one
        bool takesBlankLines = false;     //!< what goes takes the blank lines behind it along
    };

    Editor(const Tree &tree, Layout layout, Options options);
    //! The new text. Where an anchor's value changes or goes, its aliases elsewhere are replaced by the value as it was.
    //! Errors: Internal where a value cannot be changed.
    [[nodiscard]] Result<QByteArray> apply(const Wanted &root);

private:
    void change(NodeId id, const Wanted &wanted, const Slot &slot);
    void replace(NodeId id, const Wanted &wanted, const Slot &slot);
    void changeMap(NodeId id, const std::vector<Wanted::Member> &members, const Slot &slot);
    void changeList(NodeId id, const std::vector<Wanted> &items, const Slot &slot);

    [[nodiscard]] std::vector<Part> partsOf(NodeId id) const;
    [[nodiscard]] Slot slotOf(NodeId collection, const Part &part) const;
    [[nodiscard]] Plan planMap(const std::vector<Part> &parts, const std::vector<Wanted::Member> &members) const;
    [[nodiscard]] Plan planList(const std::vector<Part> &parts, const std::vector<Wanted> &items) const;
    [[nodiscard]] FlowForm flowFormOf(const std::vector<Part> &parts) const;
    [[nodiscard]] bool areSimilar(NodeId id, const Wanted &wanted) const;
    void insertAndRemove(NodeId id, const std::vector<Part> &parts, const Plan &plan, const std::vector<QByteArray> &texts);
    void insertAndRemoveLines(NodeId id, const std::vector<Part> &parts, const Plan &plan, const std::vector<QByteArray> &texts);
    void removeLines(const std::vector<Part> &parts, const Plan &plan);
    void insertAndRemoveInFlow(const std::vector<Part> &parts, const Plan &plan, const std::vector<QByteArray> &texts);
    void removeInFlow(const std::vector<Part> &parts, const Plan &plan);
    [[nodiscard]] qsizetype startOfComments(qsizetype offset, int column) const;

    // yaml_scalar_editor.cpp
    void changeScalar(NodeId id, const Value &value, const Slot &slot);
    void inlineToLiteral(NodeId id, const QString &text, const Slot &slot);
    [[nodiscard]] bool changeInside(NodeId id, const QString &text, const Slot &slot);
    [[nodiscard]] QByteArray restyled(const Value &value, Style style, Context context) const;
    [[nodiscard]] qsizetype contentStart(NodeId id) const;

    // yaml_literal_editor.cpp
    void changeLiteral(NodeId id, const QString &text, const Slot &slot);
    void rewriteLiteral(NodeId id, const QString &text, const Slot &slot);
    void changeLiteralHeader(qsizetype start, const QString &text, int indicator);
    void changeLines(const std::vector<SourceLine> &source, const QByteArrayList &old, const QByteArrayList &wanted, int indentation);
    void literalToInline(NodeId id, const QByteArray &text);
    [[nodiscard]] qsizetype headerEnd(qsizetype start) const;

    void releaseAliases(qsizetype begin, qsizetype end, NodeId only = kNoNode);
    [[nodiscard]] QByteArray released(NodeId target, NodeId alias) const;
    void splice(qsizetype start, qsizetype end, QByteArray text);
    void refuse(NodeId id, const QString &problem);
    [[nodiscard]] Result<QByteArray> spliced();

    const Tree &m_tree;
    const QByteArray &m_text;
    const Writer m_writer;
    const Options m_options;
    std::vector<Splice> m_splices;
    std::set<NodeId> m_releasedAliases;
    std::optional<Error> m_refusal;
};

} // namespace sallyport::yaml
