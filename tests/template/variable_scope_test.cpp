// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/template/variable_scope.h"

#include "app/base/json.h"
#include "tests/support/async.h"

using namespace Qt::StringLiterals;
using namespace sallyport;

namespace {

VariableScope scopeOf(std::initializer_list<const char *> layers)
{
    std::vector<VariableScope::Layer> made;
    for (const char *layer : layers)
        made.push_back({u"layer %1"_s.arg(made.size()), json::parse(layer).value()});
    return VariableScope(std::move(made));
}

//! What a path (written with `/`) leads to, as JSON with the layer, or `-`.
QString found(const VariableScope &scope, const QString &path, std::size_t beneath = SIZE_MAX)
{
    const auto value = scope.find(path.split(u'/'), beneath);
    return value ? QString::fromUtf8(json::write(value->value)) + u"@"_s + QString::number(value->layer) : u"-"_s;
}

Environment jsonEnvironment(const QString &id, const char *data)
{
    return {.id = id, .name = id + u" name"_s, .data = json::parse(data).value()};
}

Variable row(const QString &name, const QString &value, VariableType type = VariableType::Text, bool enabled = true)
{
    return {.name = name, .value = value, .type = type, .enabled = enabled};
}

//! folder outer > folder inner > request, and a request beside them.
Workspace workspace()
{
    RequestDraft deep{.id = u"deep"_s};
    RequestDraft beside{.id = u"beside"_s};
    Folder inner{.id = u"inner"_s,
                 .name = u"Inner"_s,
                 .children = {Item{deep}},
                 .environment = jsonEnvironment(u"innerEnv"_s, R"({"who":"inner"})")};
    Folder bare{.id = u"bare"_s, .name = u"Bare"_s, .children = {Item{inner}}};
    Folder outer{.id = u"outer"_s,
                 .name = u"Outer"_s,
                 .children = {Item{bare}},
                 .environment = jsonEnvironment(u"outerEnv"_s, R"({"who":"outer","o":1})")};
    return {.items = {Item{outer}, Item{beside}},
            .baseEnvironment = jsonEnvironment(u"base"_s, R"({"who":"base","b":1,"nested":{"x":1,"y":1}})"),
            .subEnvironments = {jsonEnvironment(u"dev"_s, R"({"who":"dev","nested":{"y":2}})"),
                                jsonEnvironment(u"prod"_s, R"({"who":"prod"})")}};
}

QStringList layerNames(const VariableScope &scope)
{
    QStringList names;
    for (const auto &layer : scope.layers())
        names.append(layer.name);
    return names;
}

VariableScope tableScope(std::vector<Variable> rows)
{
    Workspace made;
    made.baseEnvironment.form = Environment::Form::Table;
    made.baseEnvironment.rows = std::move(rows);
    return VariableScope::forItem(made, {}, {});
}

} // namespace

TEST(VariableScope, HigherLayersWin)
{
    const auto scope = scopeOf({R"({"a":"low","b":"low"})", R"({"a":"high"})"});
    EXPECT_EQ(found(scope, u"a"_s), u"\"high\"@1"_s);
    EXPECT_EQ(found(scope, u"b"_s), u"\"low\"@0"_s);
    EXPECT_EQ(found(scope, u"c"_s), u"-"_s);
    EXPECT_EQ(found(VariableScope(), u"a"_s), u"-"_s);
    EXPECT_FALSE(scope.find({}).has_value());
}

TEST(VariableScope, SeenFromBelowALayer)
{
    const auto scope = scopeOf({R"({"a":0})", R"({})", R"({"a":2})"});
    EXPECT_EQ(found(scope, u"a"_s), u"2@2"_s);
    EXPECT_EQ(found(scope, u"a"_s, 2), u"0@0"_s);
    EXPECT_EQ(found(scope, u"a"_s, 0), u"-"_s);
}

TEST(VariableScope, MapsAreMergedMemberByMember)
{
    const auto scope = scopeOf({R"({"m":{"a":1,"deep":{"x":1,"y":1}}})", R"({"m":{"deep":{"y":2,"z":2},"b":2}})"});
    EXPECT_EQ(found(scope, u"m"_s), u"{\"a\":1,\"deep\":{\"x\":1,\"y\":2,\"z\":2},\"b\":2}@1"_s);
    EXPECT_EQ(found(scope, u"m/deep"_s), u"{\"x\":1,\"y\":2,\"z\":2}@1"_s);
    EXPECT_EQ(found(scope, u"m/deep/x"_s), u"1@0"_s);
    EXPECT_EQ(found(scope, u"m/deep/y"_s, 1), u"1@0"_s);
    EXPECT_EQ(found(scope, u"m/none"_s), u"-"_s);
}

TEST(VariableScope, WhatIsNoMapHidesWhatIsBelow)
{
    const auto scope = scopeOf({R"({"m":{"a":1},"n":{"a":1},"s":{"a":1}})", R"({"m":"text","n":[5],"s":null})", R"({"m":{"b":2}})"});
    EXPECT_EQ(found(scope, u"m"_s), u"{\"b\":2}@2"_s);
    EXPECT_EQ(found(scope, u"m/a"_s), u"-"_s);
    EXPECT_EQ(found(scope, u"n/a"_s), u"-"_s);
    EXPECT_EQ(found(scope, u"s/a"_s), u"-"_s);
    EXPECT_EQ(found(scope, u"s"_s), u"null@1"_s);
}

TEST(VariableScope, ListsAreReplacedAndIndexed)
{
    const auto scope = scopeOf({R"({"l":[1,2,{"k":3}]})", R"({"l":[{"k":"new"}]})"});
    EXPECT_EQ(found(scope, u"l"_s), u"[{\"k\":\"new\"}]@1"_s);
    EXPECT_EQ(found(scope, u"l/0/k"_s), u"\"new\"@1"_s);
    EXPECT_EQ(found(scope, u"l/1"_s), u"-"_s);
    EXPECT_EQ(found(scope, u"l/2/k"_s, 1), u"3@0"_s);
    EXPECT_EQ(found(scope, u"l/x"_s), u"-"_s);
    EXPECT_EQ(found(scope, u"l/-1"_s), u"-"_s);
}

TEST(VariableScope, LayersOfARequestFromBaseToInnermostFolder)
{
    const auto scope = VariableScope::forItem(workspace(), u"dev"_s, u"deep"_s);
    EXPECT_EQ(layerNames(scope), (QStringList{u"base name"_s, u"dev name"_s, u"folder \"Outer\""_s, u"folder \"Inner\""_s}));
    EXPECT_EQ(found(scope, u"who"_s), u"\"inner\"@3"_s);
    EXPECT_EQ(found(scope, u"o"_s), u"1@2"_s);
    EXPECT_EQ(found(scope, u"nested"_s), u"{\"x\":1,\"y\":2}@1"_s);
}

TEST(VariableScope, OtherItemsSeeOtherLayers)
{
    const Workspace made = workspace();
    EXPECT_EQ(found(VariableScope::forItem(made, u"prod"_s, u"beside"_s), u"who"_s), u"\"prod\"@1"_s);
    EXPECT_EQ(found(VariableScope::forItem(made, {}, u"beside"_s), u"who"_s), u"\"base\"@0"_s);
    EXPECT_EQ(found(VariableScope::forItem(made, u"gone"_s, u"beside"_s), u"who"_s), u"\"base\"@0"_s);
    EXPECT_EQ(found(VariableScope::forItem(made, u"base"_s, u"beside"_s), u"who"_s), u"\"base\"@0"_s);
    EXPECT_EQ(found(VariableScope::forItem(made, {}, u"unknown item"_s), u"who"_s), u"\"base\"@0"_s);
}

TEST(VariableScope, FolderSeesItsOwnEnvironment)
{
    const auto scope = VariableScope::forItem(workspace(), {}, u"inner"_s);
    EXPECT_EQ(layerNames(scope), (QStringList{u"base name"_s, u"folder \"Outer\""_s, u"folder \"Inner\""_s}));
}

TEST(VariableScope, TwoEnvironmentsOfOneNameAreToldApartById)
{
    Workspace made = workspace();
    made.subEnvironments[1].name = made.subEnvironments[0].name;
    EXPECT_EQ(found(VariableScope::forItem(made, u"dev"_s, u"beside"_s), u"who"_s), u"\"dev\"@1"_s);
    EXPECT_EQ(found(VariableScope::forItem(made, u"prod"_s, u"beside"_s), u"who"_s), u"\"prod\"@1"_s);
}

TEST(VariableScope, TableRowsThatAreDisabledOrNamelessAreLeftOut)
{
    const auto scope = tableScope({row(u"a"_s, u"1"_s), row(u"off"_s, u"2"_s, VariableType::Text, false), row({}, u"3"_s)});
    EXPECT_EQ(scope.names(), QStringList{u"a"_s});
    EXPECT_EQ(found(scope, u"a"_s), u"\"1\"@0"_s);
}

TEST(VariableScope, LastEnabledOfRowsWithOneNameCounts)
{
    const auto scope =
        tableScope({row(u"a"_s, u"1"_s), row(u"b"_s, u"x"_s), row(u"a"_s, u"2"_s), row(u"a"_s, u"3"_s, VariableType::Text, false)});
    EXPECT_EQ(found(scope, u"a"_s), u"\"2\"@0"_s);
    EXPECT_EQ(scope.names(), (QStringList{u"a"_s, u"b"_s}));
}

TEST(VariableScope, JsonRowsAreParsedAndOthersAreNot)
{
    const auto scope =
        tableScope({row(u"j"_s, u"{\"a\":[1.0,\"{{ x }}\"]}"_s, VariableType::Json), row(u"t"_s, u"{\"a\":1}"_s),
                    row(u"bad"_s, u"{\"a\": {{ _.x }} }"_s, VariableType::Json), row(u"s"_s, u"12"_s, VariableType::Secret)});
    EXPECT_EQ(found(scope, u"j/a/0"_s), u"1.0@0"_s);
    EXPECT_EQ(scope.find({u"t"_s})->value, Value(u"{\"a\":1}"_s));
    EXPECT_EQ(scope.find({u"bad"_s})->value, Value(u"{\"a\": {{ _.x }} }"_s));
    EXPECT_EQ(found(scope, u"s"_s), u"\"12\"@0"_s);
}

TEST(VariableScope, RowsOfAJsonEnvironmentDoNotCount)
{
    Workspace made;
    made.baseEnvironment = jsonEnvironment(u"base"_s, R"({"a":1})");
    made.baseEnvironment.rows = {row(u"a"_s, u"row"_s)};
    EXPECT_EQ(found(VariableScope::forItem(made, {}, {}), u"a"_s), u"1@0"_s);
}

TEST(VariableScope, OverridesGoOnTop)
{
    const auto scope = scopeOf({R"({"a":1,"m":{"x":1}})"}).with({u"override"_s, json::parse(R"({"a":2,"m":{"y":2}})").value()});
    EXPECT_EQ(found(scope, u"a"_s), u"2@1"_s);
    EXPECT_EQ(found(scope, u"m"_s), u"{\"x\":1,\"y\":2}@1"_s);
    EXPECT_EQ(scope.layers().size(), 2u);
}

TEST(VariableScope, NamesAreListedOnceLowestLayerFirst)
{
    EXPECT_EQ(scopeOf({R"({"b":1,"a":{"x":1}})", R"({"c":1,"a":2})"}).names(), (QStringList{u"b"_s, u"a"_s, u"c"_s}));
    EXPECT_EQ(VariableScope().names(), QStringList());
}

TEST(VariableScope, ManyNamesAreAllFoundAlsoInCopies)
{
    Value many{Value::Map()};
    for (int i = 0; i < 500; ++i)
        many.map().emplace_back(u"name%1"_s.arg(i), Value::number(i));
    auto scope = std::make_unique<VariableScope>(std::vector<VariableScope::Layer>{{u"many"_s, many}});
    const VariableScope copy = *scope;
    scope.reset();
    EXPECT_EQ(found(copy, u"name0"_s), u"0@0"_s);
    EXPECT_EQ(found(copy, u"name499"_s), u"499@0"_s);
    EXPECT_EQ(found(copy, u"name500"_s), u"-"_s);
}
