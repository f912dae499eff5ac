// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/requests/params_editor.h"
#include "ui/requests/parameter_model.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>

#include <gtest/gtest.h>

using namespace Qt::StringLiterals;

namespace sallyport::test {

namespace {

Parameter row(const QString &name, const QString &value, bool enabled = true)
{
    Parameter parameter;
    parameter.name = name;
    parameter.value = value;
    parameter.enabled = enabled;
    return parameter;
}

QString drawn(const ParameterModel &model)
{
    QString text;
    for (const Parameter &parameter : model.parameters())
        text += (parameter.enabled ? u"+"_s : u"-"_s) + parameter.name + u'=' + parameter.value + u' ';
    return text;
}

class ParameterModelTest : public testing::Test {
protected:
    ParameterModelTest() { model.setParameters({row(u"a"_s, u"1"_s), row(u"b"_s, u"2"_s, false), row(u"c"_s, u"3"_s)}); }

    ParameterModel model;
    QAbstractItemModelTester tester{&model, QAbstractItemModelTester::FailureReportingMode::Fatal};
};

} // namespace

TEST_F(ParameterModelTest, TheLastRowIsEmptyAndNoParameter)
{
    EXPECT_EQ(model.rowCount(), 4);
    EXPECT_EQ(model.index(3, ParameterModel::Name).data().toString(), QString());
    EXPECT_FALSE(model.index(3, ParameterModel::Enabled).data(Qt::CheckStateRole).isValid());
    EXPECT_EQ(model.parameters().size(), 3U);
    EXPECT_EQ(model.enabledCount(), 2);
}

TEST_F(ParameterModelTest, TypingInTheLastRowAddsOneAndANewEmptyRowFollows)
{
    QSignalSpy edited(&model, &ParameterModel::edited);
    EXPECT_TRUE(model.setData(model.index(3, ParameterModel::Name), u"d"_s, Qt::EditRole));
    EXPECT_EQ(drawn(model), u"+a=1 -b=2 +c=3 +d= "_s);
    EXPECT_EQ(model.rowCount(), 5);
    EXPECT_EQ(edited.size(), 1);
    EXPECT_FALSE(model.setData(model.index(4, ParameterModel::Name), QString(), Qt::EditRole));
    EXPECT_EQ(model.rowCount(), 5);
}

TEST_F(ParameterModelTest, ATickSwitchesARowOffAndOn)
{
    EXPECT_TRUE(model.setData(model.index(1, ParameterModel::Enabled), Qt::Checked, Qt::CheckStateRole));
    EXPECT_TRUE(model.setData(model.index(0, ParameterModel::Enabled), Qt::Unchecked, Qt::CheckStateRole));
    EXPECT_EQ(drawn(model), u"-a=1 +b=2 +c=3 "_s);
}

TEST_F(ParameterModelTest, RowsMoveUpAndDownButNotBeyondTheEnds)
{
    EXPECT_TRUE(model.shift(0, 1));
    EXPECT_EQ(drawn(model), u"-b=2 +a=1 +c=3 "_s);
    EXPECT_TRUE(model.shift(2, -1));
    EXPECT_EQ(drawn(model), u"-b=2 +c=3 +a=1 "_s);
    EXPECT_FALSE(model.shift(0, -1));
    EXPECT_FALSE(model.shift(2, 1));
}

TEST_F(ParameterModelTest, RowsAreRemovedButNotTheEmptyOne)
{
    EXPECT_FALSE(model.removeRow(3));
    EXPECT_TRUE(model.removeRow(1));
    EXPECT_EQ(drawn(model), u"+a=1 +c=3 "_s);
}

TEST_F(ParameterModelTest, SettingEqualRowsTellsNobody)
{
    QSignalSpy resets(&model, &QAbstractItemModel::modelReset);
    QSignalSpy changes(&model, &QAbstractItemModel::dataChanged);
    model.setParameters(std::vector<Parameter>(model.parameters()));
    EXPECT_EQ(resets.size() + changes.size(), 0);
}

TEST(PathParameters, AreThoseTheUrlNamesWithWhatWasEnteredBefore)
{
    const auto found = pathParametersOf(u"{{ _.base }}/users/:id/posts/:post?x=/:no"_s, {row(u"id"_s, u"7"_s), row(u"gone"_s, u"1"_s)});
    ASSERT_EQ(found.size(), 2U);
    EXPECT_EQ(found[0], row(u"id"_s, u"7"_s));
    EXPECT_EQ(found[1], row(u"post"_s, QString()));
}

TEST(PathParameters, APortIsNone)
{
    EXPECT_TRUE(pathParametersOf(u"http://localhost:8080/a:b"_s, {}).empty());
}

} // namespace sallyport::test
