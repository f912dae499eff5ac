// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "providers/sdk/form_answers.h"

#include "tests/support/printers.h"

#include <gtest/gtest.h>

#include <array>

using namespace Qt::StringLiterals;

namespace sallyport::test {
namespace {

constexpr std::array kMethods{ChoiceSpec{"key", "Key"}, ChoiceSpec{"file", "File"}};
constexpr std::array kFields{
    FieldSpec{.id = "method", .label = "Method", .kind = FieldKind::Choice, .defaultValue = "key", .choices = kMethods},
    FieldSpec{.id = "path", .label = "Path", .shownWhen = {"method", "file"}},
    FieldSpec{.id = "strict", .label = "Strict", .kind = FieldKind::Toggle, .defaultValue = "true"},
};
static_assert(isWellFormed(kFields));

FormValues with(std::initializer_list<std::pair<const char *, const char *>> texts)
{
    FormValues values;
    for (const auto &[id, text] : texts)
        values.setText(QLatin1StringView(id), QString::fromUtf8(text));
    return values;
}

TEST(FormAnswers, AreTrimmedOrTheDefault)
{
    EXPECT_EQ(answer(kFields, {}, "method"_L1), u"key"_s);
    EXPECT_EQ(answer(kFields, with({{"path", " \t~/key.json\n"}}), "path"_L1), u"~/key.json"_s);
    EXPECT_EQ(answer(kFields, {}, "path"_L1), QString());
}

TEST(FormAnswers, AFieldThatTheTableDoesNotHaveIsNotAnswered)
{
    const FormValues values = with({{"other", "value"}});
    EXPECT_EQ(answer(kFields, values, "other"_L1), QString());
    EXPECT_EQ(shownAnswer(kFields, values, "other"_L1), QString());
    EXPECT_FALSE(isOn(kFields, with({{"other", "true"}}), "other"_L1));
}

TEST(FormAnswers, WhatIsHiddenDoesNotCountAsShown)
{
    EXPECT_EQ(shownAnswer(kFields, with({{"path", "key.json"}}), "path"_L1), QString());
    EXPECT_EQ(shownAnswer(kFields, with({{"path", " key.json "}, {"method", "file"}}), "path"_L1), u"key.json"_s);
    EXPECT_EQ(shownAnswer(kFields, {}, "method"_L1), u"key"_s);
}

TEST(FormAnswers, ATogglesDefaultCounts)
{
    EXPECT_TRUE(isOn(kFields, {}, "strict"_L1));
    EXPECT_FALSE(isOn(kFields, with({{"strict", "false"}}), "strict"_L1));
}

} // namespace
} // namespace sallyport::test
