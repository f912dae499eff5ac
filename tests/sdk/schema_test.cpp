// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "providers/sdk/schema.h"

#include <gtest/gtest.h>

#include <array>

using namespace sallyport;

namespace {

constexpr std::array kChoices{ChoiceSpec{"a", "A"}, ChoiceSpec{"b", "B"}};

constexpr FieldSpec kText{.id = "text", .label = "Text", .environment = "TEXT"};
constexpr FieldSpec kChoice{.id = "choice", .label = "Choice", .kind = FieldKind::Choice, .defaultValue = "a", .choices = kChoices};
constexpr FieldSpec kDependent{.id = "dependent", .label = "Dependent", .shownWhen = {"choice", "a,b"}};

template<class... Fields>
constexpr bool formIsGood(const Fields &...fields)
{
    const std::array<FieldSpec, sizeof...(fields)> form{fields...};
    return isWellFormed(form);
}

constexpr FieldSpec with(FieldSpec field, auto change)
{
    change(field);
    return field;
}

static_assert(formIsGood(kText, kChoice, kDependent));
static_assert(formIsGood());
static_assert(!formIsGood(kText, kText), "ids are unique");
static_assert(!formIsGood(kText, with(kText, [](auto &f) { f.id = "other"; })), "variables are unique");
static_assert(formIsGood(kDependent.shownWhen.id.empty() ? kText : kChoice, with(kText, [](auto &f) { f.environment = ""; })));
static_assert(!formIsGood(with(kText, [](auto &f) { f.id = ""; })), "an id is needed");
static_assert(!formIsGood(with(kText, [](auto &f) { f.id = "has space"; })), "ids are identifiers");
static_assert(!formIsGood(with(kText, [](auto &f) { f.label = ""; })), "a label is needed");
static_assert(!formIsGood(with(kText, [](auto &f) { f.choices = kChoices; })), "choices belong to Choice only");
static_assert(!formIsGood(with(kChoice, [](auto &f) { f.choices = {}; })), "a Choice has choices");
static_assert(!formIsGood(with(kChoice, [](auto &f) { f.defaultValue = "c"; })), "the default is a choice");
static_assert(!formIsGood(kDependent, kChoice), "conditions look back");
static_assert(!formIsGood(kDependent), "conditions name a field");

} // namespace

TEST(Schema, FindFieldGoesById)
{
    const std::array form{kText, kChoice};
    EXPECT_EQ(findField(form, "choice"), &form[1]);
    EXPECT_EQ(findField(form, "Choice"), nullptr);
    EXPECT_EQ(findField({}, "text"), nullptr);
}
