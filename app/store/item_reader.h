// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/model/workspace.h"
#include "app/store/yaml_tree.h"

#include <vector>

namespace sallyport {

//! Reads single items of a workspace file. Lenient: what is missing or of a wrong type is read as its default.
class ItemReader {
public:
    enum class Kind { Request, Folder, Other };

    explicit ItemReader(const yaml::Tree &tree) : m_tree(tree) {}

    [[nodiscard]] Kind kindOf(yaml::NodeId node) const;
    [[nodiscard]] RequestDraft request(yaml::NodeId node, const QString &id);
    [[nodiscard]] Folder folder(yaml::NodeId node, const QString &id); //!< without children
    [[nodiscard]] OtherItem other(yaml::NodeId node, const QString &id) const;
    [[nodiscard]] Environment environment(yaml::NodeId node);

    //! Keys `<<` in the data of environments.
    [[nodiscard]] const std::vector<yaml::NodeId> &mergeKeys() const { return m_mergeKeys; }

private:
    [[nodiscard]] std::vector<Parameter> parameters(yaml::NodeId list);
    [[nodiscard]] Body body(yaml::NodeId node);
    [[nodiscard]] Authentication authentication(yaml::NodeId node) const;
    void settings(yaml::NodeId node, RequestDraft &request) const;
    [[nodiscard]] std::vector<Variable> rows(yaml::NodeId list);
    [[nodiscard]] Value data(yaml::NodeId node);
    [[nodiscard]] QString text(yaml::NodeId map, QByteArrayView key) const { return m_tree.textOf(m_tree.find(map, key)); }
    [[nodiscard]] QString sharedText(yaml::NodeId map, QByteArrayView key);
    [[nodiscard]] bool truth(yaml::NodeId map, QByteArrayView key, bool fallback) const;

    const yaml::Tree &m_tree;
    std::vector<yaml::NodeId> m_mergeKeys;
    QHash<QByteArray, QString> m_shared; //!< one copy of words that come back in thousands of requests
};

//! What the kind of a body follows from.
[[nodiscard]] Body::Kind bodyKindOf(const QString &mimeType, bool hasText, bool hasFile);
[[nodiscard]] Authentication::Kind authenticationKindOf(const QString &typeName);
[[nodiscard]] QString variableTypeName(VariableType type);

} // namespace sallyport
