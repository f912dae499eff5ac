// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/store/workspace_document.h"
#include "app/store/workspace_reader.h"
#include "app/store/yaml_writer.h"

#include <functional>
#include <optional>
#include <unordered_map>

namespace sallyport {

//! What shall become of a node of the document.
struct NodeChange {
    std::optional<yaml::Wanted> replacement;
    std::vector<yaml::NodeId> removals;                    //!< items of this list
    std::vector<std::pair<int, yaml::Wanted>> insertions;  //!< index among what is left after removals; -1: at the end
    std::vector<yaml::Wanted::Member> members;             //!< of this map: set, or added at the end
};

//! By node.
class DocumentChange : public std::unordered_map<yaml::NodeId, NodeChange> {};

//! Text, tree and model of one state of a document.
struct WorkspaceDocument::Content {
    yaml::Tree tree;
    WorkspaceReading reading;
    QString place;

    static Result<std::shared_ptr<const Content>> read(const QByteArray &text, const QString &place);
    //! The next state. Errors: Internal where no text was found that means exactly what the change asks for.
    [[nodiscard]] Result<std::shared_ptr<const Content>> changed(const DocumentChange &change, const ModelCheck &check) const;

    //! A map's value whose member `name` stays the node that it is.
    [[nodiscard]] yaml::Wanted withMember(yaml::NodeId map, const Value &others, const QString &name) const;
    //! The list that the item stands in.
    [[nodiscard]] yaml::NodeId listAround(yaml::NodeId item) const;
    //! The node of the item or sub environment with that id, or none.
    [[nodiscard]] yaml::NodeId nodeOf(const QString &id) const;
    //! The id of the item or sub environment that is this node; empty where it is none.
    [[nodiscard]] QString idOf(yaml::NodeId node) const;
    [[nodiscard]] std::vector<const Folder *> allFolders() const;

private:
    [[nodiscard]] yaml::Wanted wantedFor(yaml::NodeId id, const DocumentChange &change) const;
    [[nodiscard]] yaml::Wanted wantedList(yaml::NodeId id, const DocumentChange &change) const;
    [[nodiscard]] yaml::Wanted wantedMap(yaml::NodeId id, const DocumentChange &change) const;
};

} // namespace sallyport
