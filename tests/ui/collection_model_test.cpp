// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/collections/collection_model.h"

#include <QAbstractItemModelTester>
#include <QMimeData>
#include <QSignalSpy>

#include <gtest/gtest.h>

#include <memory>

using namespace Qt::StringLiterals;

namespace sallyport::test {

namespace {

Item request(const QString &id, const QString &name, const QString &method)
{
    RequestDraft draft;
    draft.id = id;
    draft.name = name;
    draft.method = method;
    return Item{draft};
}

Item folder(const QString &id, const QString &name, std::vector<Item> children)
{
    Folder result;
    result.id = id;
    result.name = name;
    result.children = std::move(children);
    return Item{result};
}

std::vector<Item> shop()
{
    return {folder(u"fld_1"_s, u"Accounts"_s, {request(u"req_1"_s, u"Sign in"_s, u"POST"_s), folder(u"fld_2"_s, u"Old"_s, {})}),
            Item{OtherItem{u"grq_1"_s, u"Stream"_s, u"gRPC"_s}}, request(u"req_2"_s, u"Health"_s, u"GET"_s)};
}

QString drawn(const QAbstractItemModel &model, const QModelIndex &parent = {}, int depth = 0)
{
    QString text;
    for (int row = 0; row < model.rowCount(parent); ++row) {
        const QModelIndex index = model.index(row, 0, parent);
        text += QString(depth * 2, u' ') + index.data().toString() + u'|' + index.data(CollectionModel::BadgeRole).toString() + u'\n';
        text += drawn(model, index, depth + 1);
    }
    return text;
}

class CollectionModelTest : public testing::Test {
protected:
    CollectionModelTest() { model.setItems(shop()); }

    std::unique_ptr<QMimeData> dragged(const QString &id)
    {
        return std::unique_ptr<QMimeData>(model.mimeData({model.indexOf(id)}));
    }

    CollectionModel model;
    QAbstractItemModelTester tester{&model, QAbstractItemModelTester::FailureReportingMode::Fatal};
};

} // namespace

TEST_F(CollectionModelTest, ShowsFoldersRequestsAndOtherEntriesInFileOrder)
{
    EXPECT_EQ(drawn(model).toStdString(), "Accounts|\n  Sign in|POST\n  Old|\nStream|gRPC\nHealth|GET\n");
}

TEST_F(CollectionModelTest, KeepsRowsWhenOnlyNamesAndMethodsChange)
{
    QSignalSpy resets(&model, &QAbstractItemModel::modelReset);
    QSignalSpy changes(&model, &QAbstractItemModel::dataChanged);
    auto items = shop();
    std::get<RequestDraft>(items[2].content).method = u"HEAD"_s;
    model.setItems(items);
    EXPECT_EQ(resets.size(), 0);
    EXPECT_EQ(changes.size(), 1);
    EXPECT_EQ(model.indexOf(u"req_2"_s).data(CollectionModel::BadgeRole).toString(), u"HEAD"_s);
}

TEST_F(CollectionModelTest, ResetsWhenEntriesComeOrGo)
{
    QSignalSpy resets(&model, &QAbstractItemModel::modelReset);
    auto items = shop();
    items.pop_back();
    model.setItems(items);
    EXPECT_EQ(resets.size(), 1);
    EXPECT_FALSE(model.indexOf(u"req_2"_s).isValid());
}

TEST_F(CollectionModelTest, ADropIsAWishAndTakesNothingAway)
{
    QSignalSpy wishes(&model, &CollectionModel::moveWished);
    const auto data = dragged(u"req_2"_s);
    EXPECT_FALSE(model.dropMimeData(data.get(), Qt::MoveAction, 0, 0, model.indexOf(u"fld_1"_s)));
    ASSERT_EQ(wishes.size(), 1);
    EXPECT_EQ(wishes.first(), QVariantList({u"req_2"_s, u"fld_1"_s, 0}));
    EXPECT_EQ(model.rowCount(), 3);
}

TEST_F(CollectionModelTest, AFolderCannotBeDroppedIntoItselfOrWhatIsInIt)
{
    const auto data = dragged(u"fld_1"_s);
    EXPECT_FALSE(model.canDropMimeData(data.get(), Qt::MoveAction, -1, 0, model.indexOf(u"fld_1"_s)));
    EXPECT_FALSE(model.canDropMimeData(data.get(), Qt::MoveAction, -1, 0, model.indexOf(u"fld_2"_s)));
    EXPECT_TRUE(model.canDropMimeData(data.get(), Qt::MoveAction, 2, 0, {}));
}

TEST_F(CollectionModelTest, OtherEntriesCanBeMovedButNotRenamed)
{
    const Qt::ItemFlags flags = model.indexOf(u"grq_1"_s).flags();
    EXPECT_FALSE(flags.testFlag(Qt::ItemIsEditable));
    EXPECT_TRUE(flags.testFlag(Qt::ItemIsDragEnabled));
}

TEST_F(CollectionModelTest, RenamingAsksAndIgnoresEmptyNames)
{
    QSignalSpy wishes(&model, &CollectionModel::renameWished);
    EXPECT_FALSE(model.setData(model.indexOf(u"req_1"_s), u"  "_s, Qt::EditRole));
    EXPECT_TRUE(model.setData(model.indexOf(u"req_1"_s), u"Log in"_s, Qt::EditRole));
    ASSERT_EQ(wishes.size(), 1);
    EXPECT_EQ(wishes.first(), QVariantList({u"req_1"_s, u"Log in"_s}));
}

} // namespace sallyport::test
