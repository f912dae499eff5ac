// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/environments/environment_edit.h"

#include "app/base/json.h"
#include "tests/support/async.h"

#include <gtest/gtest.h>

using namespace Qt::StringLiterals;

namespace sallyport::test {

namespace {

Variable variable(const QString &name, const QString &value, VariableType type = VariableType::Text, bool enabled = true)
{
    return Variable{{}, name, value, type, enabled};
}

Environment jsonEnvironment()
{
    Environment environment;
    environment.form = Environment::Form::Json;
    environment.data = *json::parse(R"({"url":"https://x","port":1.10,"list":[1,2]})");
    environment.rows = {variable(u"url"_s, u"https://x"_s), variable(u"port"_s, u"1.10"_s, VariableType::Json),
                        variable(u"list"_s, u"[1,2]"_s, VariableType::Json)};
    return environment;
}

} // namespace

TEST(EnvironmentEdit, RowsOfAJsonEnvironmentStayJsonAndUntouchedMembersKeepTheirValue)
{
    const Environment before = jsonEnvironment();
    auto rows = before.rows;
    rows[0].value = u"https://y"_s;
    const Environment after = withRows(before, rows);
    EXPECT_EQ(after.form, Environment::Form::Json);
    EXPECT_EQ(json::write(after.data).toStdString(), R"({"url":"https://y","port":1.10,"list":[1,2]})");
}

TEST(EnvironmentEdit, WhatJsonCannotSayMakesATable)
{
    const Environment before = jsonEnvironment();
    auto disabled = before.rows;
    disabled[1].enabled = false;
    EXPECT_EQ(withRows(before, disabled).form, Environment::Form::Table);
    EXPECT_EQ(withRows(before, disabled).data.find(u"port"), nullptr);
    auto secret = before.rows;
    secret[0].type = VariableType::Secret;
    EXPECT_EQ(withRows(before, secret).form, Environment::Form::Table);
    auto repeated = before.rows;
    repeated.push_back(variable(u"url"_s, u"https://z"_s));
    const Environment twice = withRows(before, repeated);
    EXPECT_EQ(twice.form, Environment::Form::Table);
    EXPECT_EQ((twice.data)[u"url"].toString(), u"https://z"_s) << "the last of one name counts";
}

TEST(EnvironmentEdit, JsonOfATableKeepsIdsOrderAndDisabledRows)
{
    Environment table;
    table.form = Environment::Form::Table;
    table.rows = {variable(u"off"_s, u"0"_s, VariableType::Text, false), variable(u"a"_s, u"1"_s), variable(u"gone"_s, u"2"_s)};
    table.rows[1].id = u"pair_1"_s;
    table.data = *json::parse(R"({"a":"1","gone":"2"})");
    const Environment after = withData(table, *json::parse(R"({"a":"changed","new":true})"));
    ASSERT_EQ(after.rows.size(), 3U);
    EXPECT_EQ(after.rows[0].name, u"off"_s);
    EXPECT_EQ(after.rows[1].id, u"pair_1"_s);
    EXPECT_EQ(after.rows[1].value, u"changed"_s);
    EXPECT_EQ(after.rows[2].name, u"new"_s);
    EXPECT_EQ(after.rows[2].type, VariableType::Json);
    EXPECT_EQ(after.rows[2].value, u"true"_s);
}

TEST(EnvironmentEdit, JsonOfASecretRowStaysSecret)
{
    Environment table;
    table.form = Environment::Form::Table;
    table.rows = {variable(u"pin"_s, u"1"_s, VariableType::Secret)};
    table.data = *json::parse(R"({"pin":"1"})");
    EXPECT_EQ(withData(table, *json::parse(R"({"pin":"2"})")).rows[0].type, VariableType::Secret);
}

TEST(EnvironmentEdit, ARowWithoutANameIsNoOtherEnvironmentYet)
{
    const Environment environment = jsonEnvironment();
    auto rows = environment.rows;
    rows.push_back(variable({}, u"typed first"_s));
    EXPECT_TRUE(areRowsOf(environment, rows));
    rows.back().name = u"name"_s;
    EXPECT_FALSE(areRowsOf(environment, rows));
    rows.pop_back();
    std::swap(rows[0], rows[1]);
    EXPECT_FALSE(areRowsOf(environment, rows)) << "the order is in the file";
    auto disabled = environment.rows;
    disabled[2].enabled = false;
    EXPECT_FALSE(areRowsOf(environment, disabled));
}

TEST(EnvironmentEdit, WrongJsonSaysWhere)
{
    const auto wrong = dataFromJson(u"{\n  \"a\": \n}"_s);
    ASSERT_FALSE(wrong);
    ASSERT_TRUE(wrong.error().location);
    EXPECT_EQ(wrong.error().location->line, 3);
    EXPECT_FALSE(dataFromJson(u"[1]"_s));
    EXPECT_TRUE(dataFromJson(u"  "_s)->isMap()) << "an empty text is an empty object";
}

TEST(EnvironmentEdit, FreeNamesCount)
{
    EXPECT_EQ(freeName(u"Copy"_s, {}), u"Copy"_s);
    EXPECT_EQ(freeName(u"Copy"_s, {u"Copy"_s, u"Copy 2"_s}), u"Copy 3"_s);
}

} // namespace sallyport::test
