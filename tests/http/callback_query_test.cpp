// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/http/callback_query.h"

#include <gtest/gtest.h>

using namespace Qt::StringLiterals;

namespace sallyport::test {
namespace {

TEST(CallbackQuery, DecodesOnce)
{
    const auto callback = parseCallback("code=4%2F0AX%252B&state=a%20b+c&&empty=&bare&%6eame=%E2%82%AC%c3%A9&u=\xc3\xa9&eq=a=b");
    ASSERT_TRUE(callback.has_value());
    const QList<std::pair<QString, QString>> expected{{u"code"_s, u"4/0AX%2B"_s}, {u"state"_s, u"a b c"_s}, {u"empty"_s, u""_s},
                                                      {u"bare"_s, u""_s},         {u"name"_s, u"€é"_s},     {u"u"_s, u"é"_s},
                                                      {u"eq"_s, u"a=b"_s}};
    EXPECT_EQ(callback->query, expected);
    EXPECT_EQ(parameterOf(*callback, u"code"), u"4/0AX%2B"_s);
    EXPECT_EQ(parameterOf(*callback, u"Code"), std::nullopt);
}

TEST(CallbackQuery, RefusesBrokenEscapesOtherEncodingsAndRepeatedNames)
{
    for (const QByteArray query : {"code=%", "code=%4", "code=%4g", "code=%g4", "code=a%", "%=a", "code=%ff", "code=\xff", "code=%c3",
                                   "code=%ed%a0%80", "code=a&code=a", "state=a&code=b&state=a", "code=a&c%6fde=b", "x&x", "=a&=b"}) {
        const auto callback = parseCallback(query);
        ASSERT_FALSE(callback.has_value()) << query.toStdString();
        EXPECT_EQ(callback.error().kind, ErrorKind::Malformed);
    }
}

TEST(CallbackQuery, KnowsAnAnswerByItsParts)
{
    const std::pair<const char *, bool> rows[] = {{"code=a&state=b", true},
                                                  {"error=a&state=b", true},
                                                  {"code=a&state=b&iss=c", true},
                                                  {"code=a", false},
                                                  {"state=b", false},
                                                  {"", false},
                                                  {"code=&state=b", false},
                                                  {"code=a&state=", false},
                                                  {"code=a&error=c&state=b", false},
                                                  {"code=a&error=&state=b", false},
                                                  {"error=&state=b", false},
                                                  {"CODE=a&state=b", false}};
    for (const auto &[query, expected] : rows)
        EXPECT_EQ(isAuthorizationAnswer(*parseCallback(query)), expected) << query;
}

TEST(CallbackQuery, ComparesTheWholeState)
{
    const auto callback = parseCallback("code=a&state=right");
    EXPECT_TRUE(hasState(*callback, "right"));
    for (const QByteArray other : {"", "righ", "rightx", "Right", "wrong"})
        EXPECT_FALSE(hasState(*callback, other)) << other.toStdString();
    EXPECT_FALSE(hasState(*parseCallback("code=a"), ""));
    EXPECT_FALSE(hasState(*parseCallback("code=a&state="), ""));
}

} // namespace
} // namespace sallyport::test
