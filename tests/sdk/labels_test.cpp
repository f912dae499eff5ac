// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "providers/sdk/labels.h"

#include "app/base/value.h"
#include "tests/support/printers.h"

#include <QDateTime>

#include <gtest/gtest.h>

#include <array>

using namespace Qt::StringLiterals;

namespace sallyport::test {
namespace {

TEST(Labels, AChoiceIsCalledAsItsTableSays)
{
    constexpr std::array choices{ChoiceSpec{"key", "Key"}, ChoiceSpec{"file", "Key File"}};
    EXPECT_EQ(labelOf(choices, u"file"_s), u"Key File"_s);
    EXPECT_EQ(labelOf(choices, u"other"_s), u"other"_s);
}

TEST(Labels, AreWhatIsNotEmptyWithDotsBetween)
{
    EXPECT_EQ(labelFrom({u"shop"_s, {}, u"eu-west-1"_s}), u"shop · eu-west-1"_s);
    EXPECT_EQ(labelFrom({QString(), QString()}), QString());
}

TEST(Labels, ArePrintableAndNotLongerThanTheyMay)
{
    EXPECT_EQ(labelFrom({u"a\nb"_s, u"c"_s}), u"a\\u{A}b · c"_s);
    EXPECT_EQ(labelFrom({u"0123456789"_s, u"c"_s}, 8), u"0123456…"_s);
}

TEST(Labels, TimesAreToldToTheMinuteInUtc)
{
    EXPECT_EQ(timeLabel(QDateTime(QDate(2026, 11, 25), QTime(14, 3, 59), Qt::OffsetFromUTC, 7200)), u"2026-11-25 12:03 UTC"_s);
    EXPECT_EQ(timeLabel(QDateTime()), QString());
    EXPECT_EQ(timeLabel(Value(u"2026-11-25T14:03:59.123456789+02:00"_s)), u"2026-11-25 12:03 UTC"_s);
    EXPECT_EQ(timeLabel(Value(u"2026-11-25T12:03:59Z"_s)), u"2026-11-25 12:03 UTC"_s);
    EXPECT_EQ(timeLabel(Value(u"yesterday"_s)), QString());
    EXPECT_EQ(timeLabel(Value()), QString());
}

} // namespace
} // namespace sallyport::test
