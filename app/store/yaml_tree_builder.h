// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/store/yaml_text.h"
#include "app/store/yaml_tree.h"

#include <yaml.h>

#include <optional>

namespace sallyport::yaml {

//! Turns libyaml's events into a Tree.
class TreeBuilder {
public:
    TreeBuilder(const QByteArray &text, QString place);
    ~TreeBuilder();
    Q_DISABLE_COPY_MOVE(TreeBuilder)

    [[nodiscard]] Result<Tree> build();

private:
    struct Open {
        NodeId id;
        NodeId lastChild = kNoNode;
        int height = 0; //!< of what is below
        std::size_t nodesBefore = 0;
        quint64 aliasedBefore = 0;
        QByteArray anchor{};
    };
    struct Anchor {
        NodeId id = kNoNode;
        quint64 size = 0;
        int height = 0;
        bool isOpen = false;
    };
    using Step = std::optional<Error>;

    [[nodiscard]] std::optional<Error> prepare();
    [[nodiscard]] std::optional<Error> readEvents();
    [[nodiscard]] bool mendSource();
    [[nodiscard]] Step handle(const yaml_event_t &event);
    [[nodiscard]] Step addScalar(const yaml_event_t &event);
    [[nodiscard]] Step addAlias(const yaml_event_t &event);
    [[nodiscard]] Step open(const yaml_event_t &event, Kind kind);
    void close(const yaml_event_t &event);
    [[nodiscard]] NodeId append(Node node);
    void closeChild(int height);
    void setProperties(NodeId id, const yaml_char_t *anchor, const yaml_char_t *tag);
    void setScalarText(NodeId id, const yaml_event_t &event);
    void setScalarEnd(Node &node, const yaml_event_t &event) const;
    [[nodiscard]] qsizetype offsetOf(const yaml_mark_t &mark);
    [[nodiscard]] Error parserError();
    [[nodiscard]] Error problemAt(qsizetype offset, const QString &problem, const QString &hint = {}) const;

    const QByteArray m_source; //!< with byte order mark
    QByteArray m_readable;     //!< the same, with the same positions, as libyaml accepts it
    std::vector<qsizetype> m_contentTabs; //!< where a tab begins a line of a block scalar: a character like any other
    const QString m_place;
    ParserText m_prepared;
    yaml_parser_t m_parser{};
    Tree m_tree;
    std::vector<Open> m_open;
    QHash<QByteArray, Anchor> m_anchors;
    quint64 m_aliased = 0; //!< values that aliases stand for
    bool m_hasDocument = false;
    bool m_isAscii = true;
    std::size_t m_markIndex = 0; //!< a position in characters and the same in bytes
    qsizetype m_markOffset = 0;
};

} // namespace sallyport::yaml
