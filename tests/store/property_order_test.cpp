// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/store/property_order.h"

#include "app/base/json.h"
#include "app/store/workspace_document.h"
#include "tests/support/async.h"

#include <gtest/gtest.h>

using namespace Qt::StringLiterals;
using namespace sallyport;

namespace {

struct OrderRow {
    const char *name;
    const char *order;
    const char *before;
    const char *now;
    const char *expected;
};

void PrintTo(const OrderRow &row, std::ostream *out)
{
    *out << row.name;
}

class PropertyOrder : public testing::TestWithParam<OrderRow> {};

const std::vector<OrderRow> kRows{
    {"a new name comes to the end", R"({"&":["b","a"]})", R"({"a":1,"b":2})", R"({"a":1,"b":2,"c":3})", R"({"&":["b","a","c"]})"},
    {"another name takes the place of the old one", R"({"&":["b","a"]})", R"({"a":1,"b":2})", R"({"a":1,"z":2})", R"({"&":["z","a"]})"},
    {"what goes, goes", R"({"&":["b","a"]})", R"({"a":1,"b":2})", R"({"a":1})", R"({"&":["a"]})"},
    {"another value changes nothing", R"({"&":["b","a"]})", R"({"a":1,"b":2})", R"({"a":1,"b":3})", R"({"&":["b","a"]})"},
    {"members of members", R"({"&":["o"],"&~|o":["y","x"]})", R"({"o":{"x":1,"y":2}})", R"({"o":{"x":1,"y":2,"z":3}})",
     R"({"&":["o"],"&~|o":["y","x","z"]})"},
    {"an object without an order needs none", R"({"&":["o"]})", R"({"o":{"x":1}})", R"({"o":{"x":1,"y":2}})", R"({"&":["o"]})"},
    {"the order of what went goes", R"({"&":["o","a"],"&~|o":["x"]})", R"({"o":{"x":1},"a":1})", R"({"a":1})", R"({"&":["a"]})"},
    {"objects in lists are named", R"({"&":["a"]})", R"({"a":1})", R"({"a":[1,{"x":1,"y":[{"z":1}]},[]]})",
     R"({"&":["a"],"&~|a~|1":["x","y"],"&~|a~|1~|y~|0":["z"],"&~|a~|2":[]})"},
    {"what Insomnia did not see before stays unseen", R"({"&":["a"]})", R"({"a":1,"b":2})", R"({"a":1,"b":2,"c":3})", R"({"&":["a","c"]})"},
    {"names that never were stay", R"({"&":["old","a"]})", R"({"a":1})", R"({"a":1,"c":3})", R"({"&":["old","a","c"]})"},
    {"no order stays none", "{}", R"({"a":1})", R"({"a":1,"b":1})", "{}"},
    {"null stays", "null", R"({"a":1})", R"({"a":1,"b":1})", "null"},
    {"what is no order stays", R"({"&":"a"})", R"({"a":1})", R"({"a":1,"b":1})", R"({"&":"a"})"},
};

Value valueOf(const char *text)
{
    return json::parse(text).value_or(Value());
}

} // namespace

TEST_P(PropertyOrder, FollowsTheData)
{
    const OrderRow &row = GetParam();
    EXPECT_EQ(json::write(propertyOrderFor(valueOf(row.order), valueOf(row.before), valueOf(row.now))).toStdString(), row.expected);
}

INSTANTIATE_TEST_SUITE_P(Rows, PropertyOrder, testing::ValuesIn(kRows));

TEST(PropertyOrderText, VariablesThatComeAreInTheOrderOfEnvironmentAndFolder)
{
    const QByteArray text =
        "type: collection.insomnia.rest/5.0\ncollection:\n  - name: F\n    meta: {id: f}\n    environment: {a: 1}\n"
        "    environmentPropertyOrder:\n      \"&\":\n        - a\nenvironments:\n  meta: {id: e}\n  data:\n    b: 1\n    a: 2\n"
        "  dataPropertyOrder:\n    \"&\": [a, b]\n";
    auto document = WorkspaceDocument::parse(text, u"f"_s);
    ASSERT_OK(document);
    for (Environment environment : {document->workspace().baseEnvironment, *document->workspace().findFolder(u"f"_s)->environment}) {
        environment.data.set(u"new"_s, u"x"_s);
        ASSERT_OK(document->setEnvironment(environment));
    }
    EXPECT_EQ(document->text().toStdString(), QByteArray(text)
                                                  .replace("{a: 1}", "{a: 1, new: x}")
                                                  .replace("        - a\n", "        - a\n        - new\n")
                                                  .replace("    a: 2\n", "    a: 2\n    new: x\n")
                                                  .replace("[a, b]", "[a, b, new]")
                                                  .toStdString());
}
