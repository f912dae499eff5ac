// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/environments/variable_model.h"

#include <QAbstractItemModelTester>
#include <QMimeData>
#include <QSignalSpy>

#include <gtest/gtest.h>

#include <memory>

using namespace Qt::StringLiterals;

namespace sallyport::test {

namespace {

Variable variable(const QString &name, const QString &value, VariableType type = VariableType::Text)
{
    Variable result;
    result.name = name;
    result.value = value;
    result.type = type;
    return result;
}

class VariableModelTest : public testing::Test {
protected:
    VariableModelTest()
    {
        model.setVariables({variable(u"url"_s, u"https://x"_s), variable(u"pin"_s, u"hunter2"_s, VariableType::Secret),
                            variable(u"limits"_s, u"{\"a\": 1}"_s, VariableType::Json)});
    }

    QString fault(int row) { return model.index(row, 0).data(VariableModel::FaultRole).toString(); }

    VariableModel model;
    QAbstractItemModelTester tester{&model, QAbstractItemModelTester::FailureReportingMode::Fatal};
};

} // namespace

TEST_F(VariableModelTest, SecretValuesAreInNoRoleThatIsShownOrSpoken)
{
    const QModelIndex cell = model.index(1, VariableModel::ValueColumn);
    for (int role = 0; role < Qt::UserRole + 16; ++role) {
        if (role != Qt::EditRole) {
            EXPECT_FALSE(cell.data(role).toString().contains(u"hunter2"_s)) << role;
        }
    }
    EXPECT_EQ(cell.data().toString(), VariableModel::mask());
    EXPECT_EQ(cell.data(Qt::EditRole).toString(), u"hunter2"_s);
}

TEST_F(VariableModelTest, TheMaskSaysNothingAboutTheLength)
{
    ASSERT_TRUE(model.setData(model.index(1, VariableModel::ValueColumn), u"a much longer value than before"_s, Qt::EditRole));
    EXPECT_EQ(model.index(1, VariableModel::ValueColumn).data().toString(), VariableModel::mask());
}

TEST_F(VariableModelTest, RepeatedNamesAreFlaggedInAllTheirRowsAndNoLongerWhenRenamed)
{
    ASSERT_TRUE(model.setData(model.index(3, VariableModel::Name), u"url"_s, Qt::EditRole));
    EXPECT_FALSE(fault(0).isEmpty());
    EXPECT_FALSE(fault(3).isEmpty());
    EXPECT_TRUE(fault(1).isEmpty());
    ASSERT_TRUE(model.setData(model.index(3, VariableModel::Name), u"url2"_s, Qt::EditRole));
    EXPECT_TRUE(fault(0).isEmpty());
    EXPECT_TRUE(fault(3).isEmpty());
}

TEST_F(VariableModelTest, ADisabledRowMayRepeatAName)
{
    ASSERT_TRUE(model.setData(model.index(3, VariableModel::Name), u"url"_s, Qt::EditRole));
    ASSERT_TRUE(model.setData(model.index(3, VariableModel::Enabled), Qt::Unchecked, Qt::CheckStateRole));
    EXPECT_TRUE(fault(0).isEmpty());
}

TEST_F(VariableModelTest, WrongJsonIsFlagged)
{
    EXPECT_TRUE(fault(2).isEmpty());
    ASSERT_TRUE(model.setData(model.index(2, VariableModel::ValueColumn), u"{"_s, Qt::EditRole));
    EXPECT_FALSE(fault(2).isEmpty());
}

TEST_F(VariableModelTest, AValueInTheEmptyRowAddsARowThatStillNeedsAName)
{
    QSignalSpy edited(&model, &VariableModel::edited);
    ASSERT_TRUE(model.setData(model.index(3, VariableModel::ValueColumn), u"{% vault 'x', 'y', '{}' %}"_s, Qt::EditRole));
    ASSERT_EQ(model.variables().size(), 4U);
    EXPECT_FALSE(fault(3).isEmpty());
    EXPECT_EQ(edited.size(), 1);
}

TEST_F(VariableModelTest, DuplicatingGivesAFreeNameBelow)
{
    EXPECT_EQ(model.duplicate(0), 1);
    EXPECT_EQ(model.variables()[1].name, u"url_2"_s);
    EXPECT_EQ(model.variables()[1].value, u"https://x"_s);
    EXPECT_EQ(model.duplicate(0), 1);
    EXPECT_EQ(model.variables()[1].name, u"url_3"_s);
}

TEST_F(VariableModelTest, RemovingTheLastRowLeavesTheEmptyOne)
{
    EXPECT_TRUE(model.removeRows(0, 3));
    EXPECT_EQ(model.rowCount(), 1);
}

TEST_F(VariableModelTest, WhatIsDraggedHoldsNoValue)
{
    const std::unique_ptr<QMimeData> dragged(model.mimeData({model.index(1, VariableModel::ValueColumn)}));
    ASSERT_NE(dragged, nullptr);
    ASSERT_EQ(dragged->formats().size(), 1);
    EXPECT_EQ(dragged->data(dragged->formats().first()), "1");
    EXPECT_EQ(model.mimeData({model.index(3, VariableModel::Name)}), nullptr) << "the empty row stays where it is";
}

TEST_F(VariableModelTest, ADroppedRowStandsWhereTheLineWas)
{
    const auto names = [this] { return model.variables()[0].name + model.variables()[1].name + model.variables()[2].name; };
    const std::unique_ptr<QMimeData> dragged(model.mimeData({model.index(2, VariableModel::Name)}));
    QSignalSpy edited(&model, &VariableModel::edited);
    EXPECT_FALSE(model.dropMimeData(dragged.get(), Qt::MoveAction, 0, 0, {})) << "the view must not take the row away";
    EXPECT_EQ(names(), u"limitsurlpin"_s);
    EXPECT_EQ(edited.size(), 1);
    const std::unique_ptr<QMimeData> first(model.mimeData({model.index(0, VariableModel::Name)}));
    model.dropMimeData(first.get(), Qt::MoveAction, 4, 0, {});
    EXPECT_EQ(names(), u"urlpinlimits"_s) << "below the empty row is the end";
}

} // namespace sallyport::test
