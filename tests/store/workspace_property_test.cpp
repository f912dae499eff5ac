// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// Random edits and damaged files, always the same ones.
#include "tests/support/workspace_texts.h"

#include "tests/support/async.h"

#include <gtest/gtest.h>

#include <random>

using namespace Qt::StringLiterals;
using namespace sallyport;
using namespace sallyport::test;

namespace {

using Random = std::mt19937;

int below(Random &random, std::size_t limit)
{
    return limit == 0 ? 0 : static_cast<int>(random() % limit);
}

//! Text from pieces that YAML treats specially.
QString randomText(Random &random)
{
    static const QStringList kPieces{u"a"_s, u"word"_s, u" "_s, u"  "_s, u"\n"_s, u"\n\n"_s, u": "_s, u" #"_s, u"#"_s, u"- "_s, u"? "_s,
                                     u"'"_s, u"\""_s, u"\\"_s, u"\t"_s, u"|"_s, u">"_s, u"&a"_s, u"*a"_s, u"!t"_s, u"%"_s, u"@"_s, u"`"_s,
                                     u"{"_s, u"}"_s, u"["_s, u"]"_s, u","_s, u"{{ _.v }}"_s, u"true"_s, u"null"_s, u"12"_s, u"1e3"_s,
                                     u"~"_s, u"---"_s, u"..."_s, u"é"_s, u"中"_s, u"🔑"_s, u"\r"_s, u"\u0085"_s, u"\u2028"_s, u"\uFEFF"_s,
                                     u"\u0007"_s, u"\u007F"_s, u"{% vault 'a', \"b\" %}"_s, u"<<"_s, u"="_s};
    QString text;
    for (int i = below(random, 7); i > 0; --i)
        text += kPieces[below(random, static_cast<std::size_t>(kPieces.size()))];
    return text;
}

std::vector<Parameter> randomRows(Random &random, std::vector<Parameter> rows)
{
    const int action = below(random, 5);
    if (action == 0 || rows.empty())
        rows.insert(rows.begin() + below(random, rows.size() + 1),
                    {{}, randomText(random), randomText(random), randomText(random), random() % 2 == 0});
    else if (action == 1)
        rows.erase(rows.begin() + below(random, rows.size()));
    else if (action == 2)
        std::shuffle(rows.begin(), rows.end(), random);
    else
        rows[static_cast<std::size_t>(below(random, rows.size()))].value = randomText(random);
    return rows;
}

RequestDraft randomRequest(Random &random, RequestDraft request)
{
    switch (below(random, 9)) {
    case 0: request.name = randomText(random); break;
    case 1: request.url = randomText(random); break;
    case 2: request.headers = randomRows(random, request.headers); break;
    case 3: request.queryParameters = randomRows(random, request.queryParameters); break;
    case 4: request.body = {Body::Kind::Text, u"text/plain"_s, randomText(random) + u"\n"_s + randomText(random), {}}; break;
    case 5: request.body = {Body::Kind::Form, {}, {}, randomRows(random, request.body.fields)}; break;
    case 6: request.authentication = {Authentication::Kind::Basic, {}, true, randomText(random), randomText(random), {}, {}}; break;
    case 7: request.authentication = {}; break;
    default: request.encodeUrl = !request.encodeUrl;
    }
    return request;
}

Value randomValue(Random &random, int depth)
{
    switch (below(random, depth > 2 ? 4 : 6)) {
    case 0: return {};
    case 1: return Value(random() % 2 == 0);
    case 2: return Value::number(below(random, 1000) - 500);
    case 3: return randomText(random);
    case 4: {
        Value::List items;
        for (int i = below(random, 4); i > 0; --i)
            items.push_back(randomValue(random, depth + 1));
        return items;
    }
    default: {
        Value map{Value::Map()};
        for (int i = below(random, 4); i > 0; --i)
            map.set(randomText(random), randomValue(random, depth + 1));
        return map;
    }
    }
}

Environment randomEnvironment(Random &random, Environment environment)
{
    if (environment.form == Environment::Form::Table || random() % 2 == 0) {
        if (!environment.rows.empty() && random() % 3 == 0)
            environment.rows.erase(environment.rows.begin() + below(random, environment.rows.size()));
        else
            environment.rows.push_back({{}, randomText(random) + u'x', randomText(random)});
        return environment;
    }
    environment.data.set(randomText(random), randomValue(random, 0));
    if (random() % 3 == 0)
        std::shuffle(environment.data.map().begin(), environment.data.map().end(), random);
    return environment;
}

//! One random edit.
Result<Done> randomEdit(Random &random, WorkspaceDocument &document, int &action)
{
    const Workspace &workspace = document.workspace();
    const auto requests = workspace.allRequests();
    const auto environments = allEnvironments(workspace);
    const auto folders = allFolders(workspace);
    const QString folderId =
        folders.empty() || random() % 2 == 0 ? QString() : folders[static_cast<std::size_t>(below(random, folders.size()))].id;
    action = below(random, 13);
    if (action == 0 || requests.empty())
        return document.addRequest(folderId, below(random, 4) - 1, randomRequest(random, {})).transform([](const QString &) {
            return Done{};
        });
    const QString id = requests[static_cast<std::size_t>(below(random, requests.size()))]->id;
    if (action == 1 && requests.size() > 2)
        return document.remove(id);
    if (action == 2)
        return document.move(id, folderId, below(random, 4) - 1);
    if (action == 3)
        return document.addFolder(folderId, 0, {{}, randomText(random)}).transform([](const QString &) { return Done{}; });
    if (action == 12)
        return document.duplicate(folderId.isEmpty() ? id : folderId, randomText(random)).transform([](const QString &) { return Done{}; });
    if (action < 6)
        return document.setEnvironment(
            randomEnvironment(random, environments[static_cast<std::size_t>(below(random, environments.size()))]));
    return document.setRequest(randomRequest(random, *workspace.findRequest(id)));
}

std::vector<NamedText> everyText()
{
    std::vector<NamedText> texts = vectorFiles(u"insomnia-v5"_s);
    for (NamedText &sample : sampleTexts())
        texts.push_back(std::move(sample));
    return texts;
}

} // namespace

TEST(WorkspaceProperties, RandomEditsAlwaysReadBack)
{
    constexpr int kEdits = 70;
    int all = 0;
    for (const NamedText &file : everyText()) {
        Random random(20261);
        auto document = WorkspaceDocument::parse(file.text, file.name);
        ASSERT_OK(document);
        for (int i = 0; i < kEdits; ++i) {
            SCOPED_TRACE(file.name.toStdString() + ", edit " + std::to_string(i));
            const QByteArray before = document->text();
            int action = 0;
            const auto done = randomEdit(random, *document, action);
            ++all;
            if (!done) {
                EXPECT_EQ(document->text(), before);
                ADD_FAILURE() << done.error().message.toStdString() << ", action " << action;
                continue;
            }
            const auto again = WorkspaceDocument::parse(document->text(), file.name);
            ASSERT_OK(again);
            EXPECT_EQ(again->workspace(), document->workspace());
            EXPECT_EQ(document->text().endsWith('\n'), file.text.endsWith('\n'));
        }
    }
    EXPECT_GT(all, 8 * kEdits);
}

TEST(WorkspaceProperties, CopiesMeanWhatTheirOriginalsMean)
{
    const auto without = [](Item item) {
        if (auto *request = std::get_if<RequestDraft>(&item.content))
            request->id = request->name = QString();
        return item;
    };
    int copied = 0;
    for (const NamedText &file : everyText()) {
        SCOPED_TRACE(file.name.toStdString());
        const auto original = WorkspaceDocument::parse(file.text, file.name);
        ASSERT_OK(original);
        for (std::size_t i = 0; i < original->workspace().items.size() && i < 12; ++i) {
            WorkspaceDocument document = *original;
            const Item &item = original->workspace().items[i];
            const auto id = document.duplicate(item.id(), u"copy"_s);
            ASSERT_OK(id);
            ++copied;
            const auto &items = document.workspace().items;
            ASSERT_EQ(items.size(), original->workspace().items.size() + 1);
            EXPECT_EQ(items[i + 1].id(), *id);
            EXPECT_EQ(items[i + 1].name(), u"copy"_s);
            EXPECT_EQ(items[i], item);
            if (std::holds_alternative<RequestDraft>(item.content)) {
                EXPECT_EQ(without(items[i + 1]), without(item));
            }
            EXPECT_EQ(document.warnings().size(), original->warnings().size());
        }
    }
    EXPECT_GT(copied, 10);
}

TEST(WorkspaceProperties, DamagedFilesNeverCrashAndUntouchedOnesStayEqual)
{
    constexpr int kMutations = 400;
    int readable = 0;
    for (const NamedText &file : sampleTexts()) {
        Random random(4711);
        for (int i = 0; i < kMutations; ++i) {
            QByteArray text = file.text;
            for (int k = below(random, 4); k >= 0; --k) {
                const int at = below(random, static_cast<std::size_t>(text.size()));
                switch (below(random, 4)) {
                case 0: text.remove(at, 1 + below(random, 30)); break;
                case 1: text.insert(at, randomText(random).toUtf8()); break;
                case 2: text[at] = static_cast<char>(below(random, 256)); break;
                default: text.insert(at, text.mid(below(random, static_cast<std::size_t>(text.size())), below(random, 60)));
                }
            }
            auto document = WorkspaceDocument::parse(text, file.name);
            if (!document) {
                EXPECT_TRUE(document.error().location.has_value()) << document.error().message.toStdString();
                continue;
            }
            ++readable;
            EXPECT_EQ(document->text(), text);
            int action = 0;
            const auto done = randomEdit(random, *document, action);
            if (!done)
                EXPECT_EQ(document->text(), text);
            else
                EXPECT_OK(WorkspaceDocument::parse(document->text(), file.name));
        }
    }
    EXPECT_GT(readable, 200); // most damage leaves no workspace; enough must
}
