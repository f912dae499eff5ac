// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/store/workspace_reader.h"

#include "app/store/item_reader.h"
#include "app/store/yaml_text.h"

#include <QRegularExpression>
#include <QSet>

using namespace Qt::StringLiterals;

namespace sallyport {

namespace {

using yaml::kNoNode;
using yaml::NodeId;

constexpr std::size_t kMaxWarnings = 100;

class Reader {
public:
    Reader(const yaml::Tree &tree, QString place) : m_tree(tree), m_place(std::move(place)), m_items(tree) {}

    WorkspaceReading read()
    {
        Workspace &workspace = m_reading.workspace;
        const NodeId root = m_tree.root();
        workspace.id = m_tree.textOf(m_tree.find(m_tree.find(root, "meta"), "id"));
        workspace.name = m_tree.textOf(m_tree.find(root, "name"));
        workspace.type = m_tree.textOf(m_tree.find(root, "type"));
        workspace.items = items(m_tree.find(root, "collection"), u"path:"_s);
        environments(m_tree.find(root, "environments"));
        warnOfFile();
        return std::move(m_reading);
    }

private:
    std::vector<Item> items(NodeId list, const QString &path)
    {
        std::vector<Item> found;
        if (!m_tree.isList(list))
            return found;
        const auto entries = m_tree.entries(list);
        found.reserve(entries.size());
        for (std::size_t i = 0; i < entries.size(); ++i)
            found.push_back(item(entries[i].value, path + QString::number(i)));
        return found;
    }

    Item item(NodeId node, const QString &path)
    {
        const QString id = idOf(node, path);
        m_reading.items.insert(id, node);
        if (m_items.kindOf(node) == ItemReader::Kind::Request)
            return {m_items.request(node, id)};
        if (m_items.kindOf(node) == ItemReader::Kind::Other)
            return {m_items.other(node, id)};
        Folder folder = m_items.folder(node, id);
        if (folder.environment) {
            folder.environment->id = folderEnvironmentId(id);
            m_reading.folderEnvironments.insert(folder.environment->id, node);
        }
        folder.children = items(m_tree.find(node, "children"), path + u'/');
        return {std::move(folder)};
    }

    //! The file's id; one made of the position where there is none or another item has it.
    QString idOf(NodeId node, const QString &path)
    {
        const NodeId idNode = m_tree.find(m_tree.find(node, "meta"), "id");
        const QString id = m_tree.textOf(idNode);
        if (id.isEmpty())
            return path;
        if (!m_reading.items.contains(id))
            return id;
        warn(idNode, u"two entries have the id %1"_s.arg(id));
        return path;
    }

    void environments(NodeId base)
    {
        Workspace &workspace = m_reading.workspace;
        if (!m_tree.isMap(base)) {
            workspace.baseEnvironment.id = syntheticBaseId();
            workspace.baseEnvironment.name = u"Base Environment"_s;
            m_reading.environments.insert(workspace.baseEnvironment.id, kNoNode);
            return;
        }
        workspace.baseEnvironment = environment(base, syntheticBaseId());
        QSet<QString> names;
        const auto entries = m_tree.entries(m_tree.find(base, "subEnvironments"));
        for (std::size_t i = 0; i < entries.size(); ++i) {
            const NodeId node = entries[i].value;
            workspace.subEnvironments.push_back(environment(node, syntheticBaseId() + u'/' + QString::number(i)));
            const QString name = workspace.subEnvironments.back().name;
            if (names.contains(name))
                warn(node, u"two environments are named \"%1\"; only their ids tell them apart"_s.arg(name));
            names.insert(name);
        }
    }

    Environment environment(NodeId node, const QString &path)
    {
        Environment environment = m_items.environment(node);
        if (environment.id.isEmpty() || m_reading.environments.contains(environment.id))
            environment.id = path;
        m_reading.environments.insert(environment.id, node);
        if (environment.form == Environment::Form::Table)
            warnOfTable(environment, node);
        return environment;
    }

    void warnOfTable(const Environment &environment, NodeId node)
    {
        QSet<QString> names;
        const auto rows = m_tree.entries(m_tree.find(node, "kvPairData"));
        for (std::size_t i = 0; i < environment.rows.size() && i < rows.size(); ++i) {
            const Variable &row = environment.rows[i];
            if (!row.enabled || row.name.isEmpty())
                continue;
            if (names.contains(row.name)) {
                warn(rows[i].value, u"two variables are named \"%1\" in the environment \"%2\"; the last one counts"_s.arg(
                                        row.name, environment.name));
            }
            names.insert(row.name);
        }
    }

    void warnOfFile()
    {
        for (const NodeId key : m_tree.repeatedKeys())
            warn(key, u"the name \"%1\" stands twice in one map; the last one counts"_s.arg(m_tree.keyName(key)));
        for (const NodeId node : m_tree.unknownTags())
            warn(node, u"the YAML tag here is unknown; its value is read as text"_s);
        for (const NodeId key : m_items.mergeKeys())
            warn(key, u"the merge key `<<` is a variable of this name here, as in Insomnia; nothing is merged"_s);
    }

    void warn(NodeId node, const QString &message)
    {
        if (m_reading.warnings.size() >= kMaxWarnings)
            return;
        const SourceLocation location = yaml::locationOf(m_tree.text(), m_tree[node].start, m_place);
        m_reading.warnings.push_back(Error{ErrorKind::InvalidInput, message, u"Rename or remove one of them."_s, {}, location});
    }

    const yaml::Tree &m_tree;
    const QString m_place;
    ItemReader m_items;
    WorkspaceReading m_reading;
};

//! What the file is, where it is something that people mistake for a workspace.
QString otherKindOf(const yaml::Tree &tree)
{
    const NodeId root = tree.root();
    if (tree.find(root, "__export_format") != kNoNode || tree.textOf(tree.find(root, "_type")) == u"export"_s)
        return u"it is an export of Insomnia's old format (v4)"_s;
    if (tree.find(root, "openapi") != kNoNode || tree.find(root, "swagger") != kNoNode)
        return u"it is an OpenAPI description"_s;
    const NodeId info = tree.find(root, "info");
    if (tree.find(info, "_postman_id") != kNoNode || tree.textOf(tree.find(info, "schema")).contains(u"postman"_s))
        return u"it is a Postman collection"_s;
    return {};
}

std::optional<Error> problemWithType(const yaml::Tree &tree, const QString &place)
{
    static const QRegularExpression kType(u"^[A-Za-z]+\\.insomnia(?:\\.rest)?/(\\d+)\\.\\d+$"_s);
    const NodeId root = tree.root();
    const auto problem = [&](NodeId node, const QString &message, const QString &hint) {
        return yaml::errorAt(tree.text(), tree[node].start, place, message, hint);
    };
    const QString other = otherKindOf(tree);
    if (!other.isEmpty())
        return problem(root, other, u"In Insomnia, export the collection as Insomnia v5 (YAML) and open that file."_s);
    const NodeId type = tree.find(root, "type");
    const auto match = kType.match(tree.textOf(type));
    if (!match.hasMatch()) {
        return problem(type == kNoNode ? root : type, u"this is no Insomnia v5 file: it has no type such as collection.insomnia.rest/5.0"_s,
                       u"Open a file that Insomnia exported as v5 (YAML), or make a new workspace."_s);
    }
    if (match.captured(1) != u"5"_s) {
        return problem(type, u"the file has version %1 of the format; version 5 is known here"_s.arg(match.captured(1)),
                       u"Export the collection as Insomnia v5 (YAML)."_s);
    }
    return std::nullopt;
}

} // namespace

QString syntheticBaseId()
{
    return u"path:environments"_s;
}

QString folderEnvironmentId(const QString &folderId)
{
    return folderId + u":environment"_s;
}

Result<WorkspaceReading> readWorkspace(const yaml::Tree &tree, const QString &place)
{
    if (const auto problem = problemWithType(tree, place))
        return *problem;
    return Reader(tree, place).read();
}

} // namespace sallyport
