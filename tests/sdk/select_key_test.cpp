// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "providers/sdk/select_key.h"

#include "tests/support/async.h"

using namespace Qt::StringLiterals;
using namespace sallyport;

namespace {

SecretDocument document(const char *content)
{
    return {.content = SecretValue(QByteArrayView(content)), .form = SecretDocument::Form::Json};
}

QString selected(const char *content, const QString &key)
{
    const auto value = selectKey(document(content), key);
    return value ? value->revealText() : u"error: "_s + value.error().message;
}

} // namespace

TEST(SelectKey, EmptyKeyIsTheWholeContentByteForByte)
{
    EXPECT_EQ(selected("{ \"a\" : 1.0 }", {}), u"{ \"a\" : 1.0 }"_s);
    EXPECT_EQ(selected("not json", {}), u"not json"_s);
}

TEST(SelectKey, MembersComeOutAsTheyWereWritten)
{
    const char *content = R"({"text":"p\u00e4ss\"x","big":18446744073709551615,"decimal":1.10,"flag":false,"object":{"b":1,"a":[2, 3]}})";
    EXPECT_EQ(selected(content, u"text"_s), u"päss\"x"_s);
    EXPECT_EQ(selected(content, u"big"_s), u"18446744073709551615"_s);
    EXPECT_EQ(selected(content, u"decimal"_s), u"1.10"_s);
    EXPECT_EQ(selected(content, u"flag"_s), u"false"_s);
    EXPECT_EQ(selected(content, u"object"_s), u"{\"b\":1,\"a\":[2,3]}"_s);
}

TEST(SelectKey, LiteralNameComesBeforePointer)
{
    const char *content = R"({"/a/b":"literal","a":{"b":"pointed","c/d":["x","y"]}})";
    EXPECT_EQ(selected(content, u"/a/b"_s), u"literal"_s);
    EXPECT_EQ(selected(content, u"/a/c~1d/1"_s), u"y"_s);
    EXPECT_EQ(selected("[10,{\"k\":20}]", u"/1/k"_s), u"20"_s);
}

TEST(SelectKey, DotsAreNoPath)
{
    EXPECT_EQ(selected(R"({"a.b":"dotted","a":{"b":"nested"}})", u"a.b"_s), u"dotted"_s);
    EXPECT_EQ(selected(R"({"a":{"b":"nested"}})", u"a.b"_s), u"error: the secret has no key \"a.b\""_s);
}

TEST(SelectKey, EmptyTextIsAValueButNullIsAnError)
{
    EXPECT_EQ(selected(R"({"a":""})", u"a"_s), QString());
    EXPECT_EQ(selected(R"({"a":null})", u"a"_s), u"error: key \"a\" of the secret is null"_s);
}

TEST(SelectKey, ErrorsNameTheKeyAndNeverTheContent)
{
    for (const char *content : {R"({"password":"hunter2"})", "hunter2", "\"hunter2\"", R"(["hunter2"])", R"({"password":"hunter2")"}) {
        const auto value = selectKey(document(content), u"missing"_s);
        ASSERT_FALSE(value.has_value()) << content;
        EXPECT_EQ(value.error().kind, ErrorKind::NotFound);
        EXPECT_TRUE(value.error().message.contains(u"\"missing\""_s));
        EXPECT_FALSE((value.error().sentence() + value.error().hint).contains(u"hunter2"_s)) << content;
    }
}

TEST(SelectKey, OffersTheTopLevelNames)
{
    EXPECT_EQ(selectableKeys(document(R"({"b":1,"a":{"c":2}})")), (QStringList{u"b"_s, u"a"_s}));
    EXPECT_EQ(selectableKeys(document("[1]")), QStringList());
    EXPECT_EQ(selectableKeys(document("text")), QStringList());
}
