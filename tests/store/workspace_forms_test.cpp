// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// What an edit writes where the file has a form of its own: JSON, anchors, words with two meanings.
#include "tests/support/workspace_texts.h"

#include "tests/support/async.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <tuple>

using namespace Qt::StringLiterals;
using namespace sallyport;
using namespace sallyport::test;

namespace {

WorkspaceDocument documentOf(const QByteArray &text)
{
    auto document = WorkspaceDocument::parse(text, u"file"_s);
    EXPECT_OK(document);
    return document ? *document : WorkspaceDocument::create(u"broken"_s);
}

} // namespace

TEST(WorkspaceForms, JsonKeepsItsFormWhateverIndentsIt)
{
    const QByteArray text = R"({
>"type": "collection.insomnia.rest/5.0",
>"collection": [
>>{
>>>"meta": {"id": "r"},
>>>"method": "GET",
>>>"headers": [
>>>>{"name": "A", "value": "1"}
>>>]
>>}
>]
}
)";
    for (const QByteArray step : {"\t", " ", "    "}) {
        WorkspaceDocument document = documentOf(QByteArray(text).replace(">", step));
        RequestDraft request = *document.workspace().findRequest(u"r"_s);
        request.headers.push_back({{}, u"B"_s, u"2"_s});
        request.queryParameters.push_back({{}, u"q"_s, u"3"_s});
        ASSERT_OK(document.setRequest(request));
        ASSERT_OK(document.setName(u"new"_s));
        const QByteArray row = "\n>>>>{\"name\": \"A\", \"value\": \"1\"}";
        QByteArray expected = text;
        expected.replace(row, row + "," + QByteArray(row).replace("A", "B").replace("\"1\"", "\"2\""));
        expected.replace("\"GET\",", "\"GET\",\n>>>\"parameters\": [{\"name\": \"q\", \"value\": \"3\"}],");
        expected.replace("\n>]\n}", "\n>],\n>\"name\": \"new\"\n}");
        EXPECT_EQ(document.text().toStdString(), expected.replace(">", step).toStdString());
    }
}

TEST(WorkspaceForms, AliasIsReplacedAndAnAnchoredValueLeavesItsAliasesAsTheyWere)
{
    const NamedText file = sampleTexts().at(7);
    ASSERT_EQ(file.name, u"anchors"_s);
    WorkspaceDocument document = documentOf(file.text);
    RequestDraft first = *document.workspace().findRequest(u"req_a"_s);
    RequestDraft second = *document.workspace().findRequest(u"req_b"_s);
    EXPECT_EQ(first.headers.at(0).value, u"shared"_s);
    EXPECT_EQ(second.url, u"https://example.test"_s);
    second.url = u"https://other.test"_s;
    ASSERT_OK(document.setRequest(second));
    EXPECT_EQ(document.text().toStdString(), QByteArray(file.text).replace("url: *url", "url: https://other.test").toStdString());
    first.headers.push_back({{}, u"X-More"_s, u"1"_s});
    ASSERT_OK(document.setRequest(first));
    EXPECT_TRUE(document.text().contains("    headers:\n      - name: X-Shared\n        value: shared\n      - name: X-More\n"));
    WorkspaceDocument fresh = documentOf(file.text);
    first = *fresh.workspace().findRequest(u"req_a"_s);
    first.url = u"https://changed.test"_s;
    ASSERT_OK(fresh.setRequest(first));
    EXPECT_EQ(fresh.text().toStdString(), QByteArray(file.text)
                                              .replace("&url https://example.test", "&url https://changed.test")
                                              .replace("*url", "https://example.test")
                                              .toStdString());
}

TEST(WorkspaceForms, WhatGoesWithAnAnchorLeavesItsAliasesTheirValues)
{
    const QByteArray text =
        "type: collection.insomnia.rest/5.0\ncollection:\n"
        "  - url: &u 'http://x'\n    meta: {id: a}\n    method: GET\n    headers: &h\n      - name: &n A\n        value: 'b, c'\n"
        "  - url: *u # same\n    meta: {id: b}\n    method: GET\n    headers: *h\n    parameters: [{name: *n, value: *u}]\n";
    WorkspaceDocument document = documentOf(text);
    const RequestDraft kept = *document.workspace().findRequest(u"b"_s);
    ASSERT_OK(document.remove(u"a"_s));
    EXPECT_EQ(document.text().toStdString(),
              "type: collection.insomnia.rest/5.0\ncollection:\n  - url: 'http://x' # same\n    meta: {id: b}\n    method: GET\n"
              "    headers: [{ name: A, value: \"b, c\" }]\n    parameters: [{name: A, value: 'http://x'}]\n");
    EXPECT_EQ(*document.workspace().findRequest(u"b"_s), kept);
    WorkspaceDocument moved = documentOf(text);
    const auto folder = moved.addFolder({}, -1, {{}, u"F"_s});
    ASSERT_OK(folder);
    ASSERT_OK(moved.move(u"a"_s, *folder, 0));
    EXPECT_EQ(*moved.workspace().findRequest(u"b"_s), kept);
    EXPECT_EQ(moved.workspace().findRequest(u"a"_s)->headers, kept.headers);
}

TEST(WorkspaceForms, TextThatAnyReaderCouldTakeForSomethingElseIsQuoted)
{
    for (const char *word : {"yes",
                             "No",
                             "on",
                             "~",
                             "null",
                             "1_000",
                             "0o7",
                             "010",
                             "0b101",
                             "0xFFFFFFFFFFFFFFFFFFFFFF",
                             "+1",
                             "1e3",
                             "1.",
                             ".5",
                             ".inf",
                             "-.INF",
                             ".nan",
                             "1:30",
                             "190:20:30.15",
                             "2001-01-01",
                             "2001-12-14t21:59:43.10-05:00",
                             "685.230_15e+03",
                             "<<",
                             "="}) {
        SCOPED_TRACE(word);
        for (const char *before : {"    name: old\n", "    {\"name\": old}\n", "    headers: [{name: old}]\n"}) {
            const bool isRow = QByteArrayView(before).contains('[');
            const bool isFlow = QByteArrayView(before).contains('"');
            const QByteArray text = isFlow
                                        ? "type: collection.insomnia.rest/5.0\ncollection: [{method: GET, meta: {id: r}, name: old}]\n"_ba
                                        : withRequest(before);
            WorkspaceDocument document = documentOf(text);
            RequestDraft request = *document.workspace().findRequest(u"r"_s);
            (isRow ? request.headers[0].name : request.name) = QString::fromLatin1(word);
            ASSERT_OK(document.setRequest(request));
            EXPECT_EQ(document.text().toStdString(), QByteArray(text).replace("old", "\"" + QByteArray(word) + "\"").toStdString());
        }
    }
    for (const char *word : {"127.0.0.1", "1.2.3", "10 items", "2001-01", "a:b", "x=1", "0xg", "1:60:90", "yesterday", "y"}) {
        WorkspaceDocument document = documentOf(withRequest("    name: old\n"));
        RequestDraft request = *document.workspace().findRequest(u"r"_s);
        request.name = QString::fromLatin1(word);
        ASSERT_OK(document.setRequest(request));
        EXPECT_EQ(document.text().toStdString(), withRequest("    name: " + QByteArray(word) + "\n").toStdString());
    }
}

TEST(WorkspaceForms, ACopyHasNoAnchors)
{
    const QByteArray head = "type: collection.insomnia.rest/5.0\ncollection:\n";
    const QByteArray item = "  - &item\n    # why\n    url: &u http://x\n    name: n\n    meta: {id: a}\n    method: GET\n    headers: "
                            "&h\n      - {name: &n A, value: *u}\n";
    WorkspaceDocument document = documentOf(head + item + "x: [*u, *h, *n]\n");
    const auto id = document.duplicate(u"a"_s, u"m"_s);
    ASSERT_OK(id);
    const QByteArray copy = "  - \n    # why\n    url: http://x\n    name: m\n    meta: {id: " + id->toUtf8() +
                            "}\n    method: GET\n    headers: \n      - {name: A, value: *u}\n";
    EXPECT_EQ(document.text().toStdString(), (head + item + copy + "x: [*u, *h, *n]\n").toStdString());
}

TEST(WorkspaceForms, CommentsInFlowCollectionsStay)
{
    const QByteArray text =
        withRequest("    headers: [ # one\n      {name: a, value: b}, # two\n      # three\n      {name: c, value: d} # four\n      ,\n"
                    "      {name: e, value: f}, # five\n    ]\n");
    for (const auto &[gone, expected] : std::vector<std::pair<std::size_t, QByteArray>>{
             {0, "      # two\n      # three\n      {name: c, value: d} # four\n      ,\n      {name: e, value: f}, # five\n"},
             {1, "      {name: a, value: b}, # two\n      # three\n       # four\n      \n      {name: e, value: f}, # five\n"},
             {2, "      {name: a, value: b}, # two\n      # three\n      {name: c, value: d} # four\n      ,\n      # five\n"}}) {
        WorkspaceDocument document = documentOf(text);
        RequestDraft request = *document.workspace().findRequest(u"r"_s);
        request.headers.erase(request.headers.begin() + static_cast<std::ptrdiff_t>(gone));
        ASSERT_OK(document.setRequest(request));
        EXPECT_EQ(document.text().toStdString(), withRequest("    headers: [ # one\n" + expected + "    ]\n").toStdString());
    }
}

TEST(WorkspaceForms, WhatMovesStaysFurtherInThanItsPlace)
{
    const QByteArray text = "type: collection.insomnia.rest/5.0\ncollection:\n  - name: F\n    meta: {id: f}\n    children:\n"
                            "            - {url: u, method: GET, meta: {\n               id: a\n              }}\n  - {url: v, method: "
                            "GET, meta: {\n   id: b\n   }}\n";
    WorkspaceDocument document = documentOf(text);
    ASSERT_OK(document.move(u"a"_s, {}, 0));
    ASSERT_OK(document.move(u"b"_s, u"f"_s, 0));
    EXPECT_EQ(document.text().toStdString(),
              "type: collection.insomnia.rest/5.0\ncollection:\n  - {url: u, method: GET, meta: {\n               id: a\n              "
              "}}\n  - name: F\n"
              "    meta: {id: f}\n    children:\n      - {url: v, method: GET, meta: {\n        id: b\n        }}\n");
}

TEST(WorkspaceForms, BlankLinesDoNotFallToABlockThatKeepsThem)
{
    const QByteArray first = "  - url: u\n    method: GET\n    meta: {id: a}\n    body:\n      text: |+\n        one\n\n";
    const QByteArray second = "  - url: v\n    method: GET\n    meta: {id: b}\n    name: |\n      x\n\n\n";
    WorkspaceDocument document = documentOf("type: collection.insomnia.rest/5.0\ncollection:\n" + first + second + "name: x\n");
    ASSERT_OK(document.remove(u"b"_s));
    EXPECT_EQ(document.text().toStdString(), ("type: collection.insomnia.rest/5.0\ncollection:\n" + first + "name: x\n").toStdString());
}

TEST(WorkspaceForms, ABlockThatEndsTheFileEndsInALineBreak)
{
    const QByteArray text = withRequest("    body:\n      mimeType: text/plain\n      text: |\n        one\n        two");
    WorkspaceDocument document = documentOf(text);
    RequestDraft request = *document.workspace().findRequest(u"r"_s);
    EXPECT_EQ(request.body.text, u"one\ntwo\n"_s) << "as Insomnia reads it";
    request.headers = {{{}, u"a"_s, u"b"_s}};
    ASSERT_OK(document.setRequest(request));
    EXPECT_EQ(document.text().toStdString(), (text + "\n    headers:\n      - name: a\n        value: b").toStdString());
}

TEST(WorkspaceForms, CommentsBehindTheDashMoveAlong)
{
    const QByteArray text =
        "type: collection.insomnia.rest/5.0\ncollection:\n  - # first\n    # of two\n\n    url: u\n    meta: {id: a}\n    method: GET\n"
        "  - name: F\n    meta: {id: f}\n    children:\n      -\n        url: v\n        meta: {id: b}\n        method: GET\n";
    WorkspaceDocument document = documentOf(text);
    ASSERT_OK(document.move(u"a"_s, u"f"_s, 0));
    EXPECT_EQ(document.text().toStdString(),
              "type: collection.insomnia.rest/5.0\ncollection:\n  - name: F\n    meta: {id: f}\n    children:\n"
              "      - # first\n        # of two\n\n        url: u\n        meta: {id: a}\n        method: GET\n"
              "      -\n        url: v\n        meta: {id: b}\n        method: GET\n");
    ASSERT_OK(document.move(u"b"_s, {}, 0));
    EXPECT_TRUE(document.text().contains("collection:\n  -\n    url: v\n    meta: {id: b}\n    method: GET\n  - name: F\n"));
}

TEST(WorkspaceForms, WhatMovesThereAndBackIsAsBefore)
{
    const QByteArray text =
        withRequest("    headers:\n    -   name: A\n        value: >-\n          b\n    # about B\n    - name: B\n    -\n      name: C\n");
    WorkspaceDocument document = documentOf(text);
    RequestDraft request = *document.workspace().findRequest(u"r"_s);
    std::rotate(request.headers.begin(), request.headers.begin() + 1, request.headers.end());
    ASSERT_OK(document.setRequest(request));
    EXPECT_TRUE(document.text().endsWith("    -\n      name: C\n    -   name: A\n        value: >-\n          b\n"))
        << document.text().toStdString();
    std::rotate(request.headers.begin(), request.headers.end() - 1, request.headers.end());
    ASSERT_OK(document.setRequest(request));
    EXPECT_EQ(document.text().toStdString(), text.toStdString());
}

TEST(WorkspaceForms, UnsupportedBodiesGiveWayToEmptyOnes)
{
    const QByteArray query = "    body:\n      mimeType: application/graphql\n      text: '{\"query\":\"{a}\"}'\n";
    const QByteArray parts = "    body:\n      mimeType: multipart/form-data\n      params: [{name: f, fileName: /x}]\n";
    const std::vector<std::tuple<QByteArray, Body, QByteArray>> rows{
        {query, {Body::Kind::Text, u"text/plain"_s, {}, {}}, "    body:\n      mimeType: text/plain\n      text: ''\n"},
        {parts, {Body::Kind::Form, {}, {}, {}}, "    body:\n      mimeType: application/x-www-form-urlencoded\n"}};
    for (const auto &[before, body, after] : rows) {
        WorkspaceDocument document = documentOf(withRequest(before));
        RequestDraft request = *document.workspace().findRequest(u"r"_s);
        request.body = body;
        ASSERT_OK(document.setRequest(request));
        EXPECT_EQ(document.text().toStdString(), withRequest(after).toStdString());
    }
}
