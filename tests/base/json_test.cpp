// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/base/json.h"

#include <gtest/gtest.h>

using namespace Qt::StringLiterals;
using sallyport::Value;
namespace json = sallyport::json;

TEST(Json, KeepsNumbersAsWrittenAndMembersInOrder)
{
    const QByteArray text = R"({"z":18446744073709551615,"a":1.10,"m":-0,"e":1E3,"t":[true,false,null,"x\u00e9"]})";
    const auto value = json::parse(text);
    ASSERT_TRUE(value.has_value());
    EXPECT_EQ(json::write(*value), R"({"z":18446744073709551615,"a":1.10,"m":-0,"e":1E3,"t":[true,false,null,"xé"]})"_ba);
    EXPECT_EQ((*value)[u"z"].asText(), u"18446744073709551615"_s);
}

TEST(Json, LastOfRepeatedNamesCounts)
{
    const auto value = json::parse(R"({"a":1,"b":2,"a":3})");
    ASSERT_TRUE(value.has_value());
    EXPECT_EQ(value->map().size(), 2u);
    EXPECT_EQ((*value)[u"a"].numberText(), u"3"_s);
}

TEST(Json, ByteOrderMarksInTextsStay)
{
    const QByteArray text = R"({"\uFEFFname":"\uFEFF\uFEFFvalue","plain":"a\uFEFF"})";
    const auto parsed = json::parse(text);
    ASSERT_TRUE(parsed.has_value());
    const QChar mark(QChar::ByteOrderMark);
    EXPECT_EQ(parsed->map().front().first, mark + u"name"_s);
    EXPECT_EQ(parsed->map().front().second.toString(), QString(2, mark) + u"value"_s);
    EXPECT_EQ((*parsed)[u"plain"].toString(), u"a"_s + mark);
    EXPECT_EQ(json::parse(json::write(*parsed)).value_or(Value()), *parsed);
}

TEST(Json, RefusesWhatIsNotOneCompleteDocument)
{
    for (const char *bad : {"", "{", "{}x", "[1,]", "{\"a\":2.}", "\"\x01\"", "\"\\q\"", "nul", "{'a':1}", "\"\xff\"", "[1] [2]"}) {
        const auto value = json::parse(bad);
        EXPECT_FALSE(value.has_value()) << bad;
    }
}

TEST(Json, ErrorSaysLineAndColumnAndQuotesNothing)
{
    const auto value = json::parse("{\n  \"password\": hunter2\n}");
    ASSERT_FALSE(value.has_value());
    EXPECT_TRUE(value.error().message.startsWith(u"invalid JSON at line 2, column "_s));
    EXPECT_FALSE(value.error().message.contains(u"hunter2"_s));
}

TEST(Json, RefusesDeepNestingWithoutOverflow)
{
    EXPECT_FALSE(json::parse(QByteArray(100'000, '[')).has_value());
}

TEST(Json, PointerFindsMembersAndIndices)
{
    const auto root = json::parse(R"({"a":{"b/c":[10,{"m~n":"x"}]},"":"empty"})");
    ASSERT_TRUE(root.has_value());
    ASSERT_NE(json::at(*root, u"/a/b~1c/1/m~0n"_s), nullptr);
    EXPECT_EQ(json::at(*root, u"/a/b~1c/1/m~0n"_s)->toString(), u"x"_s);
    EXPECT_EQ(json::at(*root, u"/"_s)->toString(), u"empty"_s);
    EXPECT_EQ(json::at(*root, u"/a/b~1c/01"_s), nullptr);
    EXPECT_EQ(json::at(*root, u"/a/b~1c/2"_s), nullptr);
    EXPECT_EQ(json::at(*root, u"a"_s), nullptr);
}
