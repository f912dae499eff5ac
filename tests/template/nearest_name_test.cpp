// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/template/nearest_name.h"

#include <gtest/gtest.h>

using namespace Qt::StringLiterals;
using sallyport::nearestName;

TEST(NearestName, FindsSlipsOfTheFinger)
{
    const QStringList known{u"base_url"_s, u"apiKey"_s, u"timeout"_s, u"Straße"_s};
    for (const QString &wanted : {u"bas_url"_s, u"base_urll"_s, u"baes_url"_s, u"base-url"_s, u"BASE_URL"_s})
        EXPECT_EQ(nearestName(wanted, known), u"base_url"_s) << wanted.toStdString();
    EXPECT_EQ(nearestName(u"apikye"_s, known), u"apiKey"_s);
    EXPECT_EQ(nearestName(u"STRASSE"_s, known), u"Straße"_s);
}

TEST(NearestName, SaysNothingWhereNothingIsNear)
{
    EXPECT_EQ(nearestName(u"password"_s, {u"base_url"_s, u"x"_s}), QString());
    EXPECT_EQ(nearestName(u"a"_s, {}), QString());
    EXPECT_EQ(nearestName(QString(100'000, u'a'), {QString(100'000, u'b')}), QString());
}

TEST(NearestName, PrefersTheNearest)
{
    EXPECT_EQ(nearestName(u"token1"_s, {u"token"_s, u"token2"_s, u"Token1"_s}), u"Token1"_s);
}
