// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/workspace_texts.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

using namespace Qt::StringLiterals;

namespace sallyport::test {

namespace {

void collect(const std::vector<Item> &items, std::vector<Folder> &folders)
{
    for (const Item &item : items) {
        if (const auto *folder = std::get_if<Folder>(&item.content)) {
            folders.push_back(*folder);
            collect(folder->children, folders);
        }
    }
}

QDir vectorFolder(const QString &name)
{
    const QString root = qEnvironmentVariable("SALLYPORT_VECTORS", QStringLiteral(SALLYPORT_SOURCE_DIR "/../shared/vectors"));
    return QDir(root + u'/' + name);
}

} // namespace

QStringList vectorFolders(const QString &name)
{
    return vectorFolder(name).entryList(QDir::Dirs | QDir::NoDotAndDotDot, QDir::Name);
}

std::vector<NamedText> vectorFiles(const QString &name)
{
    std::vector<NamedText> texts;
    const auto entries = vectorFolder(name).entryInfoList(QDir::Files, QDir::Name);
    for (const QFileInfo &entry : entries) {
        QFile file(entry.filePath());
        if (file.open(QIODevice::ReadOnly))
            texts.push_back({entry.fileName(), file.readAll()});
    }
    return texts;
}

QByteArray withRequest(const QByteArray &members)
{
    return "type: collection.insomnia.rest/5.0\ncollection:\n  - meta: {id: r}\n    method: GET\n" + members;
}

QByteArray largeWorkspace(int requests)
{
    QByteArray text = "type: collection.insomnia.rest/5.0\nname: Large\nmeta:\n  id: wrk_large\ncollection:\n";
    for (int i = 0; i < requests; ++i) {
        const QByteArray number = QByteArray::number(i).rightJustified(6, '0');
        if (i % 100 == 0)
            text += "  - name: Folder " + number + "\n    meta:\n      id: fld_" + number + "\n    children:\n";
        text += "      - url: https://api.example.test/v1/things/" + number + "?part={{ _.part }}\n"
                "        name: Thing " + number + "\n"
                "        meta:\n"
                "          id: req_aaaabbbbccccddddeeeeffff00" + number + "\n"
                "          created: 1636141014552\n"
                "          modified: 1636707449232\n"
                "          isPrivate: false\n"
                "          sortKey: -1636141014550\n"
                "        method: POST\n"
                "        body:\n"
                "          mimeType: application/json\n"
                "          text: |-\n"
                "            {\n"
                "              \"number\": \"{{ _.number }}\"\n"
                "            }\n"
                "        headers:\n"
                "          - name: Content-Type\n"
                "            value: application/json\n"
                "        settings:\n"
                "          renderRequestBody: true\n"
                "          encodeUrl: true\n"
                "          followRedirects: global\n"
                "          cookies:\n"
                "            send: true\n"
                "            store: true\n"
                "          rebuildPath: true\n";
    }
    return text + "environments:\n  name: Base Environment\n  meta:\n    id: env_large\n  data:\n    part: one\n    number: \"2\"\n";
}

LineDiff diffOf(const QByteArray &before, const QByteArray &after)
{
    QByteArrayList old = before.split('\n');
    QByteArrayList now = after.split('\n');
    while (!old.isEmpty() && !now.isEmpty() && old.first() == now.first()) {
        old.removeFirst();
        now.removeFirst();
    }
    while (!old.isEmpty() && !now.isEmpty() && old.last() == now.last()) {
        old.removeLast();
        now.removeLast();
    }
    // Longest common subsequence of what is left.
    const auto rows = static_cast<std::size_t>(old.size());
    const auto columns = static_cast<std::size_t>(now.size());
    std::vector<std::vector<int>> length(rows + 1, std::vector<int>(columns + 1, 0));
    for (std::size_t i = rows; i-- > 0;) {
        for (std::size_t j = columns; j-- > 0;) {
            const bool isSame = old[static_cast<int>(i)] == now[static_cast<int>(j)];
            length[i][j] = isSame ? length[i + 1][j + 1] + 1 : std::max(length[i + 1][j], length[i][j + 1]);
        }
    }
    LineDiff diff;
    for (std::size_t i = 0, j = 0; i < rows || j < columns;) {
        if (i < rows && j < columns && old[static_cast<int>(i)] == now[static_cast<int>(j)]) {
            ++i;
            ++j;
        } else if (j == columns || (i < rows && length[i + 1][j] >= length[i][j + 1])) {
            diff.removed.append(old[static_cast<int>(i++)]);
        } else {
            diff.added.append(now[static_cast<int>(j++)]);
        }
    }
    return diff;
}

std::string LineDiff::print() const
{
    return ("--- removed\n" + removed.join('\n') + "\n--- added\n" + added.join('\n') + '\n').toStdString();
}

std::vector<Edit<RequestDraft>> requestEdits()
{
    using Kind = Body::Kind;
    return {
        {"name", [](auto &r) { r.name += u" (changed)"_s; }},
        {"name that looks like a number", [](auto &r) { r.name = u"12"_s; }},
        {"empty name", [](auto &r) { r.name.clear(); }},
        {"name with a comment sign", [](auto &r) { r.name = u"a # b: \"c\" 'd' ünïcode 🔑 {{ _.x }}"_s; }},
        {"method", [](auto &r) { r.method = u"PATCH"_s; }},
        {"url", [](auto &r) { r.url = u"{{ _.base }}/a?b=c&d=[1,2]#e"_s; }},
        {"url, inserted in the middle", [](auto &r) { r.url.insert(r.url.size() / 2, u"x"_s); }},
        {"new query parameter", [](auto &r) { r.queryParameters.push_back({{}, u"q"_s, u"1"_s}); }, 3},
        {"new described, disabled header", [](auto &r) { r.headers.push_back({{}, u"X-New"_s, u"{{ _.x }}"_s, u"why"_s, false}); }, 5},
        {"new first header", [](auto &r) { r.headers.insert(r.headers.begin(), {{}, u"X-First"_s, u"yes"_s}); }, 3},
        {"header value", [](auto &r) { if (!r.headers.empty()) r.headers[0].value = u"changed"_s; }},
        {"header name", [](auto &r) { if (!r.headers.empty()) r.headers[0].name = u"X-Renamed"_s; }},
        {"header switched", [](auto &r) { if (!r.headers.empty()) r.headers[0].enabled = !r.headers[0].enabled; }},
        {"header described", [](auto &r) { if (!r.headers.empty()) r.headers[0].description = u"two\nlines"_s; }, 3},
        {"header removed", [](auto &r) { if (!r.headers.empty()) r.headers.erase(r.headers.begin()); }, 5},
        {"path parameter", [](auto &r) { r.pathParameters.push_back({{}, u"id"_s, u"007"_s}); }, 3},
        {"JSON body", [](auto &r) { r.body = {Kind::Json, u"application/json"_s, u"{\n\t\"a\": 1\n}"_s, {}}; }, 12},
        {"text body", [](auto &r) { r.body = {Kind::Text, u"text/plain"_s, u"  indented\n\nline\n\n"_s, {}}; }, 12},
        {"form body", [](auto &r) { r.body = {Kind::Form, {}, {}, {{{}, u"a"_s, u"b"_s}, {{}, u"c"_s, {}, {}, false}}}; }, 12},
        {"no body", [](auto &r) { r.body = {}; }, 12},
        {"a line more in the body", [](auto &r) { if (!r.body.text.isEmpty()) r.body.text += u"\nlast"_s; }, 2},
        {"a line less in the body", [](auto &r) { r.body.text = r.body.text.section(u'\n', 1); }, 12},
        {"basic authentication",
         [](auto &r) { r.authentication = {Authentication::Kind::Basic, {}, true, u"me"_s, u"{% vault 'x' %}"_s, {}, {}}; }, 20},
        {"bearer authentication",
         [](auto &r) { r.authentication = {Authentication::Kind::Bearer, {}, false, {}, {}, u"t"_s, u"Token"_s}; }, 20},
        {"no authentication", [](auto &r) { r.authentication = {Authentication::Kind::None, {}}; }, 20},
        {"inherited authentication", [](auto &r) { r.authentication = {}; }, 20},
        {"password", [](auto &r) { r.authentication.password = u"a: b"_s; }},
        {"authentication switched", [](auto &r) { r.authentication.enabled = !r.authentication.enabled; }},
        {"body is not rendered", [](auto &r) { r.renderBody = !r.renderBody; }, 8},
        {"URL is not encoded", [](auto &r) { r.encodeUrl = !r.encodeUrl; }, 8},
        {"redirects", [](auto &r) { r.redirects = RequestDraft::Redirects::Stay; }, 8},
    };
}

std::vector<Edit<Folder>> folderEdits()
{
    return {
        {"name", [](auto &f) { f.name = u"Renamed: folder"_s; }},
        {"header", [](auto &f) { f.headers.push_back({{}, u"X-Folder"_s, u"on"_s}); }, 3},
        {"authentication",
         [](auto &f) { f.authentication = {Authentication::Kind::Bearer, {}, true, {}, {}, u"{{ _.token }}"_s, {}}; }, 20},
        {"environment", [](auto &f) {
             if (!f.environment)
                 f.environment.emplace();
             f.environment->data.set(u"added"_s, Value(Value::List{Value(true), Value(u"true"_s), Value::number(1)}));
         }, 5},
        {"no environment", [](auto &f) { f.environment.reset(); }, 12},
    };
}

std::vector<Edit<Environment>> environmentEdits()
{
    const auto isTable = [](const Environment &e) { return e.form == Environment::Form::Table; };
    return {
        {"name", [](auto &e) { e.name = u"No"_s; }},
        {"color", [](auto &e) { e.color = u"#ff0000"_s; }},
        {"new row", [](auto &e) { e.rows.push_back({{}, u"fresh"_s, u"{{ _.x }}"_s}); }, 12},
        {"new value", [](auto &e) { if (!e.rows.empty()) e.rows.back() = {e.rows.back().id, e.rows.back().name, u"new"_s}; }, 12},
        {"JSON value",
         [](auto &e) { if (!e.rows.empty()) e.rows[0] = {e.rows[0].id, e.rows[0].name, u"{\"a\":[1,2.50,null]}"_s, VariableType::Json}; },
         12},
        {"renamed", [](auto &e) { if (!e.rows.empty()) e.rows[0].name = u"renamed"_s; }, 12},
        {"first removed", [](auto &e) { if (!e.rows.empty()) e.rows.erase(e.rows.begin()); }, 12},
        {"all removed", [](auto &e) { e.rows.clear(); }, 40},
        {"switched off", [isTable](auto &e) { if (isTable(e) && !e.rows.empty()) e.rows[0].enabled = false; }, 12},
        {"to a table", [](auto &e) { e.form = Environment::Form::Table; }, 60},
        {"to JSON", [](auto &e) { e.form = Environment::Form::Json; }, 60},
        {"data", [](auto &e) { e.data.set(u"deep"_s, Value(Value::Map{{u"a b"_s, Value()}, {u"on"_s, Value(u"line\nline\n"_s)}})); }, 12},
    };
}

std::vector<Folder> allFolders(const Workspace &workspace)
{
    std::vector<Folder> folders;
    collect(workspace.items, folders);
    return folders;
}

std::vector<Environment> allEnvironments(const Workspace &workspace)
{
    std::vector<Environment> found = workspace.subEnvironments;
    found.push_back(workspace.baseEnvironment);
    for (const Folder &folder : allFolders(workspace)) {
        if (folder.environment)
            found.push_back(*folder.environment);
    }
    return found;
}

} // namespace sallyport::test
