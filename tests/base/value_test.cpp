// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/base/value.h"

#include <gtest/gtest.h>

using namespace Qt::StringLiterals;
using sallyport::Value;

TEST(Value, ReadsAsTextTheWayPeopleExpect)
{
    EXPECT_EQ(Value(u"plain \"text\""_s).asText(), u"plain \"text\""_s);
    EXPECT_EQ(Value(Value::Number{u"1.10"_s}).asText(), u"1.10"_s);
    EXPECT_EQ(Value(true).asText(), u"true"_s);
    EXPECT_EQ(Value().asText(), QString());
    EXPECT_EQ(Value(Value::List{Value(u"a"_s), Value::number(1), Value()}).asText(), u"[\"a\",1,null]"_s);
}

TEST(Value, KeepsTheOrderOfMembersAndReplacesInPlace)
{
    Value map;
    map.set(u"z"_s, Value::number(1));
    map.set(u"a"_s, Value::number(2));
    map.set(u"z"_s, Value::number(3));
    EXPECT_EQ(map.asText(), u"{\"z\":3,\"a\":2}"_s);
}

TEST(Value, LookingIntoAnotherTypeFindsNothing)
{
    const Value text(u"x"_s);
    EXPECT_EQ(text.find(u"x"), nullptr);
    EXPECT_TRUE(text[u"x"].isNull());
    EXPECT_TRUE(text.list().empty());
    EXPECT_TRUE(text.map().empty());
    EXPECT_TRUE(text.toBool(true));
    EXPECT_EQ(Value(true).toString(u"fallback"_s), u"fallback"_s);
    EXPECT_EQ(text.numberText(), QString());
}

TEST(Value, EqualityMindsTypeAndOrder)
{
    EXPECT_EQ(Value(u"1"_s), Value(u"1"_s));
    EXPECT_FALSE(Value(u"1"_s) == Value::number(1));
    EXPECT_FALSE(Value(Value::Number{u"1.0"_s}) == Value(Value::Number{u"1"_s}));
}
