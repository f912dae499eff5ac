// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/store/item_reader.h"

#include "app/base/json.h"
#include "app/store/workspace_reader.h"

using namespace Qt::StringLiterals;

namespace sallyport {

using yaml::kNoNode;
using yaml::NodeId;

namespace {

VariableType variableTypeOf(const QString &name)
{
    return name == u"json"_s ? VariableType::Json : name == u"secret"_s ? VariableType::Secret : VariableType::Text;
}

RequestDraft::Redirects redirectsOf(const QString &word)
{
    if (word == u"on"_s)
        return RequestDraft::Redirects::Follow;
    return word == u"off"_s ? RequestDraft::Redirects::Stay : RequestDraft::Redirects::Global;
}

Value valueOfRow(const Variable &row)
{
    if (row.type != VariableType::Json)
        return row.value;
    const auto parsed = json::parse(row.value.toUtf8());
    return parsed ? *parsed : Value(row.value);
}

} // namespace

Body::Kind bodyKindOf(const QString &mimeType, bool hasText, bool hasFile)
{
    const QString type = mimeType.section(u';', 0, 0).trimmed().toLower();
    if (hasFile || type.startsWith(u"multipart/"_s) || type == u"application/octet-stream"_s || type == u"application/graphql"_s)
        return Body::Kind::Unsupported;
    if (type == u"application/x-www-form-urlencoded"_s)
        return Body::Kind::Form;
    if (type == u"application/json"_s || type.endsWith(u"+json"_s))
        return Body::Kind::Json;
    return type.isEmpty() && !hasText ? Body::Kind::None : Body::Kind::Text;
}

Authentication::Kind authenticationKindOf(const QString &typeName)
{
    if (typeName.isEmpty())
        return Authentication::Kind::Inherit;
    if (typeName == u"none"_s)
        return Authentication::Kind::None;
    if (typeName == u"basic"_s)
        return Authentication::Kind::Basic;
    return typeName == u"bearer"_s ? Authentication::Kind::Bearer : Authentication::Kind::Unsupported;
}

QString variableTypeName(VariableType type)
{
    return type == VariableType::Json ? u"json"_s : type == VariableType::Secret ? u"secret"_s : u"str"_s;
}

Value dataOfRows(const std::vector<Variable> &rows)
{
    Value data{Value::Map()};
    Value secrets;
    const auto setLast = [](Value &map, const QString &name, Value value) {
        if (map.find(name))
            std::erase_if(map.map(), [&name](const Value::Member &member) { return member.first == name; });
        map.set(name, std::move(value));
    };
    for (const Variable &row : rows) {
        if (!row.enabled || row.name.isEmpty())
            continue;
        if (row.type == VariableType::Secret)
            secrets.set(row.name, row.value);
        else
            setLast(data, row.name, valueOfRow(row));
    }
    if (secrets.isMap())
        setLast(data, u"__insomnia_vault"_s, secrets);
    return data;
}

std::vector<Variable> rowsOfData(const Value &data)
{
    std::vector<Variable> rows;
    for (const auto &[name, value] : data.map()) {
        const bool isText = value.isString();
        rows.push_back({{}, name, isText ? value.toString() : QString::fromUtf8(json::write(value)),
                        isText ? VariableType::Text : VariableType::Json, true});
    }
    return rows;
}

QString ItemReader::sharedText(NodeId map, QByteArrayView key)
{
    const NodeId node = m_tree.find(map, key);
    if (node == kNoNode)
        return {};
    const QByteArrayView bytes = m_tree.scalar(node);
    if (bytes.size() > 64)
        return m_tree.textOf(node);
    QString &known = m_shared[QByteArray::fromRawData(bytes.data(), bytes.size())];
    if (known.isNull())
        known = m_tree.textOf(node);
    return known;
}

bool ItemReader::truth(NodeId map, QByteArrayView key, bool fallback) const
{
    const NodeId node = m_tree.find(map, key);
    if (node == kNoNode)
        return fallback;
    const QByteArrayView word = m_tree.scalar(node);
    return word == "true" || (word == "false" ? false : m_tree.valueOf(node).toBool(fallback));
}

ItemReader::Kind ItemReader::kindOf(NodeId node) const
{
    const bool hasMethod = m_tree.find(node, "method") != kNoNode;
    const bool hasUrl = m_tree.find(node, "url") != kNoNode;
    if (!m_tree.isMap(node))
        return Kind::Other;
    if (hasMethod)
        return Kind::Request;
    if (m_tree.find(node, "children") != kNoNode || !hasUrl)
        return Kind::Folder;
    return other(node, {}).kind == u"entry"_s ? Kind::Request : Kind::Other;
}

OtherItem ItemReader::other(NodeId node, const QString &id) const
{
    const QString fileId = text(m_tree.find(node, "meta"), "id");
    const auto has = [&](QByteArrayView key) { return m_tree.find(node, key) != kNoNode; };
    OtherItem item{id, text(node, "name"), u"entry"_s};
    if (fileId.startsWith(u"ws-req"_s))
        item.kind = u"WebSocket"_s;
    else if (fileId.startsWith(u"socketio-req"_s) || has("eventListeners"))
        item.kind = u"Socket.IO"_s;
    else if (fileId.startsWith(u"greq"_s) || has("reflectionApi") || has("protoFileId") || has("protoMethodName"))
        item.kind = u"gRPC"_s;
    else if (has("transportType"))
        item.kind = u"MCP"_s;
    return item;
}

std::vector<Parameter> ItemReader::parameters(NodeId list)
{
    std::vector<Parameter> found;
    if (!m_tree.isList(list))
        return found;
    const auto entries = m_tree.entries(list);
    found.reserve(entries.size());
    for (const auto &entry : entries) {
        found.push_back({text(entry.value, "id"), sharedText(entry.value, "name"), text(entry.value, "value"),
                         text(entry.value, "description"), !truth(entry.value, "disabled", false)});
    }
    return found;
}

Body ItemReader::body(NodeId node)
{
    Body body;
    if (!m_tree.isMap(node))
        return body;
    body.mimeType = sharedText(node, "mimeType");
    const NodeId textNode = m_tree.find(node, "text");
    const bool hasFile = !text(node, "fileName").isEmpty();
    body.kind = bodyKindOf(body.mimeType, textNode != kNoNode, hasFile);
    if (body.kind == Body::Kind::Json || body.kind == Body::Kind::Text)
        body.text = m_tree.textOf(textNode);
    if (body.kind == Body::Kind::Form)
        body.fields = parameters(m_tree.find(node, "params"));
    return body;
}

Authentication ItemReader::authentication(NodeId node) const
{
    Authentication authentication;
    if (!m_tree.isMap(node))
        return authentication;
    authentication.typeName = text(node, "type");
    authentication.kind = authenticationKindOf(authentication.typeName);
    authentication.enabled = !truth(node, "disabled", false);
    if (authentication.kind == Authentication::Kind::Basic) {
        authentication.username = text(node, "username");
        authentication.password = text(node, "password");
    }
    if (authentication.kind == Authentication::Kind::Bearer) {
        authentication.token = text(node, "token");
        authentication.prefix = text(node, "prefix");
    }
    return authentication;
}

void ItemReader::settings(NodeId node, RequestDraft &request) const
{
    if (!m_tree.isMap(node))
        return;
    request.renderBody = truth(node, "renderRequestBody", true);
    request.encodeUrl = truth(node, "encodeUrl", true);
    request.redirects = redirectsOf(text(node, "followRedirects"));
}

RequestDraft ItemReader::request(NodeId node, const QString &id)
{
    RequestDraft request;
    request.id = id;
    request.name = text(node, "name");
    const QString method = sharedText(node, "method");
    if (!method.isEmpty())
        request.method = method;
    request.url = text(node, "url");
    request.queryParameters = parameters(m_tree.find(node, "parameters"));
    request.pathParameters = parameters(m_tree.find(node, "pathParameters"));
    request.headers = parameters(m_tree.find(node, "headers"));
    request.body = body(m_tree.find(node, "body"));
    request.authentication = authentication(m_tree.find(node, "authentication"));
    settings(m_tree.find(node, "settings"), request);
    return request;
}

Folder ItemReader::folder(NodeId node, const QString &id)
{
    Folder folder;
    folder.id = id;
    folder.name = text(node, "name");
    folder.headers = parameters(m_tree.find(node, "headers"));
    folder.authentication = authentication(m_tree.find(node, "authentication"));
    const NodeId own = m_tree.find(node, "environment");
    if (m_tree.isMap(own)) {
        Environment environment;
        environment.data = data(own);
        environment.rows = rowsOfData(environment.data);
        folder.environment = std::move(environment);
    }
    return folder;
}

Value ItemReader::data(NodeId node)
{
    if (!m_tree.isMap(node))
        return Value::Map();
    for (const auto &entry : m_tree.entries(node)) {
        if (m_tree.scalar(entry.key) == "<<" && m_tree.isMap(entry.value))
            m_mergeKeys.push_back(entry.key);
    }
    return m_tree.valueOf(node);
}

std::vector<Variable> ItemReader::rows(NodeId list)
{
    std::vector<Variable> found;
    for (const auto &entry : m_tree.isList(list) ? m_tree.entries(list) : std::vector<yaml::Entry>()) {
        found.push_back({text(entry.value, "id"), text(entry.value, "name"), text(entry.value, "value"),
                         variableTypeOf(text(entry.value, "type")), truth(entry.value, "enabled", true)});
    }
    return found;
}

Environment ItemReader::environment(NodeId node)
{
    Environment environment;
    environment.id = text(m_tree.find(node, "meta"), "id");
    environment.name = text(node, "name");
    environment.color = text(node, "color");
    if (text(node, "environmentType") == u"kv"_s) {
        environment.form = Environment::Form::Table;
        environment.rows = rows(m_tree.find(node, "kvPairData"));
        environment.data = dataOfRows(environment.rows);
    } else {
        environment.data = data(m_tree.find(node, "data"));
        environment.rows = rowsOfData(environment.data);
    }
    return environment;
}

} // namespace sallyport
