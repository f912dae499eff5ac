// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// What exactly an edit writes, form by form.
#include "tests/support/workspace_texts.h"

#include "tests/support/async.h"

#include <gtest/gtest.h>

#include <algorithm>

using namespace Qt::StringLiterals;
using namespace sallyport;
using namespace sallyport::test;

namespace {

struct RequestRow {
    const char *name;
    QByteArray before;
    std::function<void(RequestDraft &)> edit;
    QByteArray after;
};

void PrintTo(const RequestRow &row, std::ostream *out)
{
    *out << row.name;
}

class RequestText : public testing::TestWithParam<RequestRow> {};

const auto rename = [](const QString &name) { return [name](RequestDraft &r) { r.name = name; }; };
const auto setUrl = [](const QString &url) { return [url](RequestDraft &r) { r.url = url; }; };
const auto setText = [](const QString &text) { return [text](RequestDraft &r) { r.body.text = text; }; };

const std::vector<RequestRow> kRows{
    {"plain stays plain", "    name: old # why\n", rename(u"new name"_s), "    name: new name # why\n"},
    {"plain is quoted where it would mean something else", "    name: old\n", rename(u"true"_s), "    name: \"true\"\n"},
    {"plain is quoted for old readers too", "    name: old\n", rename(u"off"_s), "    name: \"off\"\n"},
    {"plain takes single quotes around double ones", "    name: old\n", rename(u"{\"a\": 1}"_s), "    name: '{\"a\": 1}'\n"},
    {"plain takes a literal block", "    name: old # why\n    url: u\n", rename(u"a\nb"_s),
     "    name: |- # why\n      a\n      b\n    url: u\n"},
    {"single quotes stay", "    name: 'it''s'\n", rename(u"it's new"_s), "    name: 'it''s new'\n"},
    {"single quotes cannot hold a control character", "    name: 'old'\n", rename(u"a\u0001"_s), "    name: \"a\\u0001\"\n"},
    {"double quotes stay and keep their escapes", "    name: \"\\u00e9 \\x41 tail\"\n", rename(u"é A \"new\" tail"_s),
     "    name: \"\\u00e9 \\x41 \\\"new\\\" tail\"\n"},
    {"a fold in double quotes stays", "    name: \"one\n      two three\"\n", rename(u"one two four"_s),
     "    name: \"one\n      two four\"\n"},
    {"a fold in plain text stays", "    name: one\n      two\n      three\n    url: u\n", rename(u"one 2 three"_s),
     "    name: one\n      2\n      three\n    url: u\n"},
    {"a folded block keeps its lines", "    name: >-\n      one two\n      three\n    url: u\n", rename(u"one two four"_s),
     "    name: >-\n      one two\n      four\n    url: u\n"},
    {"an empty value is filled", "    name:\n    url: u\n", rename(u"x"_s), "    name: x\n    url: u\n"},
    {"an empty value before a comment is filled", "    name: # none\n    url: u\n", rename(u"x"_s), "    name: x # none\n    url: u\n"},
    {"a missing member comes to its place", "    body: {mimeType: text/plain, text: a}\n    headers: []\n",
     [](RequestDraft &r) { r.queryParameters.push_back({{}, u"a"_s, u"b"_s}); },
     "    body: {mimeType: text/plain, text: a}\n    parameters:\n      - name: a\n        value: b\n    headers: []\n"},
    {"a row that moves keeps the way it is written",
     "    headers:\n      - {name: 'a', value: \"1\"} # first\n      - name: b\n        value: >-\n          folded\n"
     "        note: kept # why\n      - name: c\n",
     [](RequestDraft &r) { std::rotate(r.headers.begin(), r.headers.begin() + 1, r.headers.begin() + 2); },
     "    headers:\n      - name: b\n        value: >-\n          folded\n        note: kept # why\n"
     "      - {name: 'a', value: \"1\"} # first\n      - name: c\n"},
    {"numbers become quoted text", "    url: 12\n", setUrl(u"13"_s), "    url: \"13\"\n"},
    {"tabs are escaped", "    url: u\n", setUrl(u"a\tb"_s), "    url: \"a\\tb\"\n"},
    {"a tag before a block goes with its value", "    body:\n      text: !!str |-\n        a\n        b\n    url: u\n", setText(u"a\nc"_s),
     "    body:\n      text: |-\n        a\n        c\n    url: u\n"},
    {"a tag goes with its value", "    name: !!str 5\n", rename(u"6"_s), "    name: \"6\"\n"},
    {"an unused anchor stays", "    name: &n old\n", rename(u"new"_s), "    name: &n new\n"},

    {"a line is added to a literal block", "    body:\n      text: |-\n        a\n        b\n    url: u\n", setText(u"a\nnew\nb"_s),
     "    body:\n      text: |-\n        a\n        new\n        b\n    url: u\n"},
    {"a line is removed from a literal block", "    body:\n      text: |-\n        a\n        b\n        c\n", setText(u"a\nc"_s),
     "    body:\n      text: |-\n        a\n        c\n"},
    {"blank lines with spaces stay", "    body:\n      text: |-\n        a\n    \n        b\n", setText(u"a\n\nc"_s),
     "    body:\n      text: |-\n        a\n    \n        c\n"},
    {"a literal block stays one with one line", "    body:\n      text: |-\n        a\n        b\n", setText(u"a"_s),
     "    body:\n      text: |-\n        a\n"},
    {"chomping follows the text", "    body:\n      text: |- # note\n        a\n        b\n    url: u\n", setText(u"a\nb\n"_s),
     "    body:\n      text: | # note\n        a\n        b\n    url: u\n"},
    {"line breaks at the end are kept", "    body:\n      text: |+\n        a\n\n    url: u\n", setText(u"b\n\n"_s),
     "    body:\n      text: |+\n        b\n\n    url: u\n"},
    {"spaces in front need an indicator", "    body:\n      text: |-\n        a\n        b\n    url: u\n", setText(u"  a\nb"_s),
     "    body:\n      text: |2-\n          a\n        b\n    url: u\n"},
    {"a literal block with an indicator keeps it", "    body:\n      text: |1-\n         a\n       b\n    url: u\n", setText(u"  a\nc"_s),
     "    body:\n      text: |1-\n         a\n       c\n    url: u\n"},
    {"an emptied literal block", "    body:\n      text: |-\n        a\n        b\n    url: u\n", setText({}),
     "    body:\n      text: \"\"\n    url: u\n"},
    {"carriage returns need double quotes", "    body:\n      text: |-\n        a\n        b\n", setText(u"a\r\nb"_s),
     "    body:\n      text: \"a\\r\\nb\"\n"},
    {"a literal block at the end without line break", "    body:\n      text: |-\n        a\n        b", setText(u"a\nb\nc"_s),
     "    body:\n      text: |-\n        a\n        b\n        c"},

    {"the first member behind a dash goes", "    headers:\n      - description: x\n        name: a\n        value: b\n",
     [](RequestDraft &r) { r.headers[0].description.clear(); }, "    headers:\n      - name: a\n        value: b\n"},
    {"the first member goes, a comment stays",
     "    headers:\n      - description: x\n        # about a\n        name: a\n        value: b\n",
     [](RequestDraft &r) { r.headers[0].description.clear(); },
     "    headers:\n      - \n        # about a\n        name: a\n        value: b\n"},
    {"the last row goes with its list", "    headers:\n      - name: a\n        value: b\n    url: u\n",
     [](RequestDraft &r) { r.headers.clear(); }, "    url: u\n"},
    {"a row in the middle goes, comments stay",
     "    headers:\n      # one\n      - name: a\n        value: a\n      # two\n"
     "      - name: b\n        value: b\n      # three\n      - name: c\n        value: c\n",
     [](RequestDraft &r) { r.headers.erase(r.headers.begin() + 1); },
     "    headers:\n      # one\n      - name: a\n        value: a\n      # two\n      # three\n      - name: c\n        value: c\n"},
    {"a row comes in the middle", "    headers:\n      - name: a\n        value: a\n      # two\n      - name: b\n        value: b\n",
     [](RequestDraft &r) { r.headers.insert(r.headers.begin() + 1, {{}, u"new"_s, u"1"_s}); },
     "    headers:\n      - name: a\n        value: a\n      - name: new\n        value: \"1\"\n      # two\n      - name: b\n"
     "        value: b\n"},
    {"rows change places and keep what is unknown",
     "    headers:\n      - name: a\n        value: a\n        x: 1\n      - name: b\n        value: b\n        x: 2\n",
     [](RequestDraft &r) { std::swap(r.headers[0], r.headers[1]); },
     "    headers:\n      - name: b\n        value: b\n        x: 2\n      - name: a\n        value: a\n        x: 1\n"},
    {"an empty list in flow style becomes a block", "    headers: [] # none\n    url: u\n",
     [](RequestDraft &r) { r.headers.push_back({{}, u"a"_s, u"b"_s}); },
     "    headers:\n      - name: a\n        value: b # none\n    url: u\n"},
    {"flow rows", "    headers: [{name: a, value: b}, {name: c, value: d}]\n",
     [](RequestDraft &r) { r.headers[0].value = u"x, y"_s; r.headers.push_back({{}, u"e"_s, u"f"_s}); },
     "    headers: [{name: a, value: \"x, y\"}, {name: c, value: d}, { name: e, value: f }]\n"},
    {"the last flow row goes", "    headers: [{name: a, value: b}, {name: c, value: d}]\n", [](RequestDraft &r) { r.headers.pop_back(); },
     "    headers: [{name: a, value: b}]\n"},
    {"the first flow row goes", "    headers: [{name: a, value: b}, {name: c, value: d}]\n",
     [](RequestDraft &r) { r.headers.erase(r.headers.begin()); },
     "    headers: [{name: c, value: d}]\n"},
    {"a flow member without a value", "    headers: [{name, value: b}]\n", [](RequestDraft &r) { r.headers[0].name = u"n"_s; },
     "    headers: [{name: n, value: b}]\n"},
    {"explicit keys", "    ? name\n    : old\n    url: u\n", rename(u"new"_s), "    ? name\n    : new\n    url: u\n"},
    {"the last of repeated keys counts and changes", "    name: one\n    name: two\n", rename(u"three"_s),
     "    name: one\n    name: three\n"},
    {"a disabled row is switched on", "    headers:\n      - name: a\n        disabled: true\n        value: b\n",
     [](RequestDraft &r) { r.headers[0].enabled = true; },
     "    headers:\n      - name: a\n        value: b\n"},
    {"rows that are no maps stay", "    headers:\n      - ~\n      - name: a\n        value: b\n",
     [](RequestDraft &r) { r.headers[1].value = u"c"_s; },
     "    headers:\n      - ~\n      - name: a\n        value: c\n"},
    {"new settings are complete", "    url: u\n", [](RequestDraft &r) { r.encodeUrl = false; },
     "    url: u\n    settings:\n      renderRequestBody: true\n      encodeUrl: false\n      followRedirects: global\n      cookies:\n"
     "        send: true\n        store: true\n      rebuildPath: true\n"},
    {"unsupported bodies stay", "    body:\n      mimeType: multipart/form-data\n      params: [{name: f, fileName: /x}]\n",
     [](RequestDraft &r) { r.body.mimeType = u"text/plain"_s; r.encodeUrl = true; },
     "    body:\n      mimeType: multipart/form-data\n      params: [{name: f, fileName: /x}]\n"},
    {"unsupported authentication stays", "    authentication: {type: hawk, id: x}\n",
     [](RequestDraft &r) { r.authentication.enabled = false; },
     "    authentication: {type: hawk, id: x, disabled: true}\n"},
};

} // namespace

TEST_P(RequestText, IsExactly)
{
    const RequestRow &row = GetParam();
    auto document = WorkspaceDocument::parse(withRequest(row.before), u"file"_s);
    ASSERT_OK(document);
    ASSERT_FALSE(document->workspace().allRequests().empty());
    RequestDraft request = *document->workspace().allRequests()[0];
    row.edit(request);
    ASSERT_OK(document->setRequest(request));
    EXPECT_EQ(document->text().toStdString(), withRequest(row.after).toStdString());
    // With Windows line breaks the same bytes differ.
    auto windows = WorkspaceDocument::parse(withRequest(row.before).replace("\n", "\r\n"), u"file"_s);
    ASSERT_OK(windows);
    EXPECT_EQ(windows->workspace(), WorkspaceDocument::parse(withRequest(row.before), u"file"_s)->workspace());
    ASSERT_OK(windows->setRequest(request));
    EXPECT_EQ(windows->text().toStdString(), withRequest(row.after).replace("\n", "\r\n").toStdString());
}

INSTANTIATE_TEST_SUITE_P(Rows, RequestText, testing::ValuesIn(kRows));

namespace {

WorkspaceDocument documentOf(const QByteArray &text)
{
    auto document = WorkspaceDocument::parse(text, u"file"_s);
    EXPECT_OK(document);
    return document ? *document : WorkspaceDocument::create(u"broken"_s);
}

const QByteArray kTable = R"(type: collection.insomnia.rest/5.0
environments:
  name: Base
  meta: {id: env}
  environmentType: kv
  data:
    a: one
    j:
      k: 1
  kvPairData:
    - id: p1
      name: a
      value: one
      type: str
      enabled: true
    - id: p2
      name: j
      value: '{"k":1}'
      type: json
      enabled: true
      x-kept: 1
)";

} // namespace

TEST(EnvironmentText, RowAndDataChangeTogether)
{
    WorkspaceDocument document = documentOf(kTable);
    Environment environment = document.workspace().baseEnvironment;
    ASSERT_EQ(environment.form, Environment::Form::Table);
    environment.rows[0].value = u"{% vault 'x' %}"_s;
    ASSERT_OK(document.setEnvironment(environment));
    QByteArray expected = kTable;
    expected.replace("    a: one\n", "    a: \"{% vault 'x' %}\"\n").replace("      value: one\n", "      value: \"{% vault 'x' %}\"\n");
    EXPECT_EQ(document.text().toStdString(), expected.toStdString());
}

TEST(EnvironmentText, DisabledRowLeavesTheData)
{
    WorkspaceDocument document = documentOf(kTable);
    Environment environment = document.workspace().baseEnvironment;
    environment.rows[1].enabled = false;
    ASSERT_OK(document.setEnvironment(environment));
    QByteArray expected = kTable;
    expected.replace("    j:\n      k: 1\n", "").replace("type: json\n      enabled: true", "type: json\n      enabled: false");
    EXPECT_EQ(document.text().toStdString(), expected.toStdString());
}

TEST(EnvironmentText, NewRowGetsAnIdAndIsInTheData)
{
    WorkspaceDocument document = documentOf(kTable);
    Environment environment = document.workspace().baseEnvironment;
    environment.rows.push_back({{}, u"n"_s, u"[1, 2]"_s, VariableType::Json});
    ASSERT_OK(document.setEnvironment(environment));
    const Environment &read = document.workspace().baseEnvironment;
    EXPECT_TRUE(read.rows.back().id.startsWith(u"envPair_"_s));
    EXPECT_EQ(read.data[u"n"].list().size(), 2u);
    EXPECT_TRUE(document.text().contains("      k: 1\n    n:\n      - 1\n      - 2\n  kvPairData:\n")) << document.text().toStdString();
}

TEST(EnvironmentText, SecretRowsStandBelowTheVaultMember)
{
    WorkspaceDocument document = documentOf(kTable);
    Environment environment = document.workspace().baseEnvironment;
    environment.rows.push_back({u"p3"_s, u"s"_s, u"••••••"_s, VariableType::Secret});
    ASSERT_OK(document.setEnvironment(environment));
    EXPECT_EQ(document.workspace().baseEnvironment.data[u"__insomnia_vault"][u"s"].toString(), u"••••••"_s);
}

TEST(EnvironmentText, DataOfATableChangesItsRows)
{
    WorkspaceDocument document = documentOf(kTable);
    Environment environment = document.workspace().baseEnvironment;
    environment.data.set(u"a"_s, u"two"_s);
    ASSERT_OK(document.setEnvironment(environment));
    EXPECT_EQ(document.workspace().baseEnvironment.rows[0].value, u"two"_s);
    EXPECT_EQ(diffOf(kTable, document.text()).size(), 2);
}

TEST(EnvironmentText, JsonMembersKeepNumbersOrderAndUnknownForms)
{
    const QByteArray text = "type: collection.insomnia.rest/5.0\nenvironments:\n  meta: {id: e}\n  data:\n    big: 18446744073709551615\n"
                            "    f: 1.10 # price\n    hex: 0x1F\n    inf: .inf\n    on: yes\n    deep:\n      - {a: [1, 2]}\n";
    WorkspaceDocument document = documentOf(text);
    Environment environment = document.workspace().baseEnvironment;
    EXPECT_EQ(environment.data[u"big"].numberText(), u"18446744073709551615"_s);
    EXPECT_EQ(environment.data[u"f"].numberText(), u"1.10"_s);
    EXPECT_EQ(environment.data[u"hex"].numberText(), u"31"_s);
    EXPECT_EQ(environment.data[u"on"].toString(), u"yes"_s);
    environment.data.map()[5].second.list()[0].map()[0].second.list()[1] = Value::number(3);
    ASSERT_OK(document.setEnvironment(environment));
    EXPECT_EQ(document.text().toStdString(), QByteArray(text).replace("[1, 2]", "[1, 3]").toStdString());
}

TEST(EnvironmentText, RenamedVariableKeepsItsValueAndComment)
{
    const QByteArray text =
        "type: collection.insomnia.rest/5.0\nenvironments:\n  meta: {id: e}\n  data:\n    old: |- # kept\n      a\n      b\n    z: 1\n";
    WorkspaceDocument document = documentOf(text);
    Environment environment = document.workspace().baseEnvironment;
    environment.rows[0].name = u"new"_s;
    ASSERT_OK(document.setEnvironment(environment));
    EXPECT_EQ(document.text().toStdString(), QByteArray(text).replace("old:", "new:").toStdString());
}

TEST(EnvironmentText, MissingEnvironmentsAreAddedWhenNeeded)
{
    for (const QByteArray end : {"\n", ""}) {
        WorkspaceDocument document = documentOf("type: collection.insomnia.rest/5.0\nname: x" + end);
        Environment environment = document.workspace().baseEnvironment;
        environment.data.set(u"a"_s, u"b"_s);
        ASSERT_OK(document.setEnvironment(environment));
        EXPECT_TRUE(document.text().contains("\nenvironments:\n  name: Base Environment\n  meta:\n    id: env_"));
        EXPECT_EQ(document.text().endsWith('\n'), end == "\n");
        EXPECT_EQ(document.workspace().baseEnvironment.data[u"a"].toString(), u"b"_s);
        ASSERT_OK(document.addSubEnvironment({{}, u"Sub"_s}));
        EXPECT_EQ(document.workspace().subEnvironments.at(0).name, u"Sub"_s);
    }
}

TEST(EnvironmentText, FolderEnvironmentIsSetByItsOwnId)
{
    const QByteArray text = withRequest("  - name: F\n    meta: {id: f}\n    environment:\n      a: 1\n");
    WorkspaceDocument document = documentOf(text);
    const Folder *folder = document.workspace().findFolder(u"f"_s);
    ASSERT_TRUE(folder && folder->environment);
    Environment environment = *folder->environment;
    environment.rows[0] = {{}, u"a"_s, u"text"_s};
    ASSERT_OK(document.setEnvironment(environment));
    EXPECT_EQ(document.text().toStdString(), QByteArray(text).replace("a: 1", "a: text").toStdString());
}

TEST(WorkspaceText, ItemsComeGoAndMove)
{
    const QByteArray text = "type: collection.insomnia.rest/5.0\ncollection:\n  # about a\n  - name: A\n    meta: {id: a}\n    children:\n"
                            "      - url: u # first\n        name: one\n        meta: {id: one}\n        method: GET\n        body:\n"
                            "          text: |-\n            x\n\n              y\n  - name: B\n    meta: {id: b}\nname: x\n";
    WorkspaceDocument document = documentOf(text);
    ASSERT_OK(document.move(u"one"_s, {}, 0));
    EXPECT_EQ(document.text().toStdString(),
              "type: collection.insomnia.rest/5.0\ncollection:\n  - url: u # first\n    name: one\n    meta: {id: one}\n    method: GET\n"
              "    body:\n"
              "      text: |-\n        x\n\n          y\n  # about a\n  - name: A\n    meta: {id: a}\n    children: []\n"
              "  - name: B\n    meta: {id: b}\nname: x\n");
    ASSERT_OK(document.move(u"one"_s, u"b"_s, -1));
    EXPECT_TRUE(document.text().contains("  - name: B\n    meta: {id: b}\n    children:\n      - url: u # first\n"));
    ASSERT_OK(document.move(u"one"_s, u"a"_s, 0));
    EXPECT_EQ(document.workspace().findFolder(u"a"_s)->children.size(), 1u);
    EXPECT_EQ(document.workspace().findRequest(u"one"_s)->body.text, u"x\n\n  y"_s);
    ASSERT_OK(document.remove(u"a"_s));
    EXPECT_EQ(document.workspace().items.size(), 1u);
    EXPECT_TRUE(document.text().contains("  # about a\n"));
    EXPECT_EQ(document.move(u"b"_s, u"b"_s, 0).error().kind, ErrorKind::InvalidInput);
    EXPECT_EQ(document.remove(u"nobody"_s).error().kind, ErrorKind::NotFound);
}

TEST(WorkspaceText, ACopyIsWrittenAsTheOriginalWithOtherIdsAndName)
{
    const QByteArray item = "  - url: 'u' # first\n    name: one\n    meta:\n      id: req_1\n      sortKey: -1.50\n    method: POST\n"
                            "    # about the body\n    body:\n      mimeType: multipart/form-data\n      params:\n"
                            "        - {fileName: \"/tmp/x\", type: file}\n"
                            "    scripts:\n      preRequest: |-\n        // req_1\n\n          run()\n    ours: [1.10, ~, yes]\n";
    const QByteArray head = "type: collection.insomnia.rest/5.0\ncollection:\n";
    WorkspaceDocument document = documentOf(head + item + "name: x\n");
    const auto id = document.duplicate(u"req_1"_s, u"one copy"_s);
    ASSERT_OK(id);
    EXPECT_TRUE(id->startsWith("req_"_L1) && id->size() == 36) << id->toStdString();
    const QByteArray twin = QByteArray(item).replace("name: one", "name: one copy").replace("id: req_1", "id: " + id->toUtf8());
    EXPECT_EQ(document.text().toStdString(), (head + item + twin + "name: x\n").toStdString());
    EXPECT_EQ(document.workspace().findRequest(*id)->body, document.workspace().findRequest(u"req_1"_s)->body);
    EXPECT_EQ(document.duplicate(u"nobody"_s, u"x"_s).error().kind, ErrorKind::NotFound);
}

TEST(WorkspaceText, ACopyOfAnEnvironmentKeepsWhatTheModelDoesNotKnow)
{
    const QByteArray head =
        "type: collection.insomnia.rest/5.0\nenvironments:\n  name: Base\n  meta: {id: env_0}\n  data: {}\n  subEnvironments:\n";
    const QByteArray item =
        "    - name: Test # ours\n      meta:\n        id: env_1\n        isPrivate: true\n      color: '#123456'\n      later: [1.0, ~]\n"
        "      data: {a: \"x\"}\n      environmentType: kv\n      kvPairData:\n"
        "        - {id: envPair_1, name: a, value: \"x\", type: str, enabled: true, note: keep}\n";
    const QByteArray last = "    - {name: Live, meta: {id: env_2}, data: {}}\nname: x\n";
    WorkspaceDocument document = documentOf(head + item + last);
    const auto id = document.duplicate(u"env_1"_s, u"Test copy"_s);
    ASSERT_OK(id);
    EXPECT_TRUE(id->startsWith("env_"_L1) && id->size() == 36) << id->toStdString();
    ASSERT_EQ(document.workspace().subEnvironments.size(), 3u);
    const Environment &copy = document.workspace().subEnvironments[1];
    EXPECT_EQ(copy.id, *id);
    ASSERT_EQ(copy.rows.size(), 1u);
    const QByteArray twin = QByteArray(item).replace("name: Test", "name: Test copy").replace("id: env_1", "id: " + id->toUtf8())
                                .replace("id: envPair_1", "id: " + copy.rows[0].id.toUtf8());
    EXPECT_NE(copy.rows[0].id, u"envPair_1"_s);
    EXPECT_EQ(document.text().toStdString(), (head + item + twin + last).toStdString());
    EXPECT_EQ(document.duplicate(u"env_0"_s, u"x"_s).error().kind, ErrorKind::NotFound) << "there is one base environment";
}

TEST(WorkspaceText, ACopyOfAFolderHasNewIdsThroughoutAndKeepsEntriesThatCannotBeEdited)
{
    const QByteArray text =
        "type: collection.insomnia.rest/5.0\ncollection:\n  - name: A\n    meta: {id: fld_1}\n    environment: {a: 1.0}\n    children:\n"
        "      - {url: u, name: one, method: GET, meta: {id: req_1}}\n      - name: B\n        meta: {id: fld_2}\n        children:\n"
        "          - {url: 'x:1', name: stream, protoFileId: pf_1, meta: {id: greq_1}}\n"
        "          - {url: u, name: two, method: GET}\n";
    WorkspaceDocument document = documentOf(text);
    const auto id = document.duplicate(u"fld_1"_s, u"C"_s);
    ASSERT_OK(id);
    const Folder *copy = document.workspace().findFolder(*id);
    const Folder *original = document.workspace().findFolder(u"fld_1"_s);
    ASSERT_TRUE(copy && original);
    EXPECT_EQ(copy->name, u"C"_s);
    EXPECT_EQ(copy->environment->data, original->environment->data);
    ASSERT_EQ(copy->children.size(), 2u);
    EXPECT_NE(copy->children[0].id(), u"req_1"_s);
    const auto &inner = std::get<Folder>(copy->children[1].content);
    EXPECT_NE(inner.id, u"fld_2"_s);
    ASSERT_EQ(inner.children.size(), 2u);
    EXPECT_TRUE(inner.children[0].id().startsWith("greq_"_L1) && inner.children[0].id() != u"greq_1"_s);
    EXPECT_TRUE(std::holds_alternative<OtherItem>(inner.children[0].content));
    EXPECT_TRUE(document.warnings().empty()) << "no id stands twice";
    EXPECT_EQ(document.text().first(text.size()).toStdString(), text.toStdString()) << "the original is not touched";
}

TEST(WorkspaceText, AddedItemsHaveIdsAndStandWhereTold)
{
    for (const NamedText &sample : sampleTexts()) {
        SCOPED_TRACE(sample.name.toStdString());
        WorkspaceDocument document = documentOf(sample.text);
        RequestDraft request;
        request.name = u"added"_s;
        request.url = u"{{ _.x }}"_s;
        request.headers = {{{}, u"A"_s, u"1"_s}};
        request.body = {Body::Kind::Json, {}, u"{\n}\n"_s, {}};
        const auto id = document.addRequest({}, 0, request);
        ASSERT_OK(id);
        EXPECT_EQ(document.workspace().items.at(0).id(), *id);
        EXPECT_EQ(document.workspace().findRequest(*id)->body.text, u"{\n}\n"_s);
        const auto folder = document.addFolder({}, -1, {{}, u"Added"_s});
        ASSERT_OK(folder);
        EXPECT_EQ(document.workspace().items.back().id(), *folder);
        ASSERT_OK(document.addRequest(*folder, 5, request));
        ASSERT_OK(document.move(*id, *folder, 0));
        EXPECT_EQ(document.workspace().findFolder(*folder)->children.at(0).id(), *id);
        ASSERT_OK(document.remove(*folder));
        const auto before = documentOf(sample.text);
        EXPECT_EQ(document.workspace().items, before.workspace().items);
        EXPECT_EQ(document.workspace().subEnvironments, before.workspace().subEnvironments);
    }
}

TEST(WorkspaceText, NewWorkspaceCarriesAnyName)
{
    for (const QString &name : {u"Demo"_s, u"a: b # c"_s, u"yes"_s, u"ключ 🔑\n"_s, QString()}) {
        const WorkspaceDocument document = WorkspaceDocument::create(name);
        EXPECT_EQ(document.workspace().name, name);
        EXPECT_TRUE(document.workspace().id.startsWith(u"wrk_"_s));
        EXPECT_TRUE(document.workspace().baseEnvironment.id.startsWith(u"env_"_s));
        EXPECT_TRUE(document.warnings().empty());
    }
}

TEST(WorkspaceText, WhatCannotBeWrittenIsRefused)
{
    WorkspaceDocument document = documentOf(withRequest("    name: a\n"));
    RequestDraft request = *document.workspace().findRequest(u"r"_s);
    request.name = QString(QChar(0xD800)); // half a character has no UTF-8
    const auto done = document.setRequest(request);
    ASSERT_FALSE(done.has_value());
    EXPECT_EQ(done.error().kind, ErrorKind::Internal);
    EXPECT_EQ(document.text(), withRequest("    name: a\n"));
}
