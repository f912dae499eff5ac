// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// The page of a folder, in the window: what is typed there comes into the file, with small differences.
#include "tests/support/async.h"
#include "tests/support/workspace_texts.h"
#include "tests/ui/support/screen_check.h"
#include "tests/ui/support/shop_window.h"
#include "ui/collections/collection_pane.h"
#include "ui/editors/code_editor.h"
#include "ui/editors/field_message.h"
#include "ui/editors/row_model.h"
#include "ui/editors/row_table.h"
#include "ui/environments/environment_page.h"
#include "ui/folders/folder_editor.h"
#include "ui/requests/auth_editor.h"
#include "ui/requests/headers_editor.h"
#include "ui/requests/request_editor.h"
#include "ui/responses/response_view.h"

#include <QAction>
#include <QApplication>
#include <QComboBox>
#include <QContextMenuEvent>
#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QTest>

using namespace Qt::StringLiterals;

namespace sallyport::test {

namespace {

const QString kAccounts = u"fld_00000000000000000000000000000001"_s;
const QString kOrders = u"fld_00000000000000000000000000000002"_s;
const QString kListOrders = u"req_00000000000000000000000000000004"_s;

class FolderEditorTest : public testing::Test {
protected:
    FolderEditorTest()
    {
        showAndSettle(shop.window);
        shop.window.selectRequest(kOrders);
    }

    [[nodiscard]] const Folder &folder(const QString &id = kOrders) { return *shop.window.workspace().workspace().findFolder(id); }
    template<class T>
    [[nodiscard]] T *part() const
    {
        return shop.window.folderEditor()->findChild<T *>();
    }
    [[nodiscard]] QAbstractItemModel &headers() const { return *part<HeadersEditor>()->table()->model(); }
    [[nodiscard]] QAbstractItemModel &variables() const { return *part<EnvironmentPage>()->table()->model(); }
    static bool type(QAbstractItemModel &rows, int row, int column, const QString &text)
    {
        return rows.setData(rows.index(row, column), text, Qt::EditRole);
    }
    //! What saving changes in the file.
    [[nodiscard]] LineDiff saved()
    {
        shop.settle();
        EXPECT_OK(shop.window.workspace().save());
        QFile file(shop.path);
        EXPECT_TRUE(file.open(QIODevice::ReadOnly));
        return diffOf(shopWorkspace(), file.readAll());
    }

    ShopWindow shop;
};

} // namespace

TEST_F(FolderEditorTest, SelectingAFolderShowsItsPageAndARequestItsEditor)
{
    EXPECT_TRUE(shop.window.folderEditor()->isVisible());
    EXPECT_FALSE(shop.window.response()->isVisible());
    EXPECT_EQ(part<QLineEdit>()->text(), u"Orders"_s);
    EXPECT_EQ(part<AuthEditor>()->authentication(), folder().authentication);
    shop.window.selectRequest(kListOrders);
    EXPECT_FALSE(shop.window.folderEditor()->isVisible());
    EXPECT_TRUE(shop.window.editor()->isVisible());
    EXPECT_TRUE(shop.window.response()->isVisible());
}

TEST_F(FolderEditorTest, AHeaderComesIntoTheFileAndReachesTheRequestsOfTheFolder)
{
    ASSERT_TRUE(type(headers(), 0, RowModel::Name, u"X-Tenant"_s));
    ASSERT_TRUE(type(headers(), 0, RowModel::ValueColumn, u"{{ _.account }}"_s));
    const LineDiff difference = saved();
    EXPECT_TRUE(difference.removed.isEmpty());
    EXPECT_EQ(difference.added.size(), 3) << difference.print();
    const WorkspaceController &open = shop.window.workspace();
    const auto prepared = RequestRunner::prepare(open.workspace(), open.environmentId(), *shop.request(kListOrders));
    ASSERT_OK(prepared);
    ASSERT_EQ(prepared->draft.headers.size(), 1U);
    EXPECT_EQ(prepared->draft.headers[0].name, u"X-Tenant"_s);
}

TEST_F(FolderEditorTest, MovedRowsAreASmallDifferenceAndUndone)
{
    ASSERT_TRUE(type(headers(), 0, RowModel::Name, u"A"_s));
    ASSERT_TRUE(type(headers(), 1, RowModel::Name, u"B"_s));
    shop.settle();
    shop.desk.clock.advance(WorkspaceController::kMergeWindow);
    RowTable *table = part<HeadersEditor>()->table();
    table->setCurrentIndex(headers().index(1, RowModel::Name));
    QTest::keyClick(table, Qt::Key_Up, Qt::AltModifier);
    shop.settle();
    EXPECT_EQ(folder().headers[0].name, u"B"_s);
    EXPECT_EQ(table->currentIndex().row(), 0) << "the row keeps the cursor";
    shop.window.workspace().undo();
    EXPECT_EQ(folder().headers[0].name, u"A"_s);
    EXPECT_EQ(headers().index(0, RowModel::Name).data().toString(), u"A"_s);
}

TEST_F(FolderEditorTest, TheNameIsEditedHereTooAndIsNeverEmpty)
{
    auto *name = part<QLineEdit>();
    name->setFocus();
    name->selectAll();
    QTest::keyClicks(name, u"Purchases"_s);
    const LineDiff difference = saved();
    EXPECT_EQ(difference.size(), 1) << difference.print();
    EXPECT_EQ(folder().name, u"Purchases"_s);
    name->selectAll();
    QTest::keyClick(name, Qt::Key_Delete);
    QTest::keyClick(name, Qt::Key_Return);
    shop.settle();
    EXPECT_EQ(folder().name, u"Purchases"_s);
    EXPECT_EQ(name->text(), u"Purchases"_s);
}

TEST_F(FolderEditorTest, AuthenticationInheritsInWordsAndChanges)
{
    shop.window.selectRequest(kAccounts);
    auto *auth = part<AuthEditor>();
    shop.window.folderEditor()->setCurrentTab(FolderEditor::Auth);
    QStringList words;
    for (const QLabel *label : auth->findChildren<QLabel *>())
        words.push_back(label->text());
    EXPECT_TRUE(words.join(u' ').contains(u"Nothing around this folder"_s));
    auto *kind = auth->findChild<QComboBox *>();
    kind->setCurrentIndex(3);
    emit kind->activated(3);
    for (QLineEdit *field : auth->findChildren<QLineEdit *>()) {
        if (field->accessibleName() == u"Token"_s)
            QTest::keyClicks(field, u"{{ _.api_key }}"_s);
    }
    const LineDiff difference = saved();
    EXPECT_TRUE(difference.removed.isEmpty());
    EXPECT_EQ(difference.added.size(), 3) << difference.print();
    EXPECT_EQ(folder(kAccounts).authentication.token, u"{{ _.api_key }}"_s);
}

TEST_F(FolderEditorTest, VariablesOfAFolderComeWithTheFirstRow)
{
    ASSERT_TRUE(type(variables(), 0, RowModel::ValueColumn, u"10"_s)) << "a value first: it has no name yet";
    shop.settle();
    EXPECT_FALSE(folder().environment.has_value());
    EXPECT_EQ(variables().rowCount(), 2) << "what was typed stays";
    ASSERT_TRUE(type(variables(), 0, RowModel::Name, u"limit"_s));
    const LineDiff difference = saved();
    EXPECT_TRUE(difference.removed.isEmpty());
    EXPECT_EQ(difference.added.size(), 2) << difference.print();
    ASSERT_TRUE(folder().environment.has_value());
    EXPECT_EQ((folder().environment->data)[u"limit"].toString(), u"10"_s);
    EXPECT_TRUE(part<EnvironmentPage>()->table()->isColumnHidden(RowModel::Enabled)) << "files cannot switch them off";
    shop.window.workspace().undo();
    EXPECT_FALSE(folder().environment.has_value());
}

TEST_F(FolderEditorTest, AMistakeIsToldUnderTheHeaders)
{
    ASSERT_TRUE(type(headers(), 0, RowModel::Name, u"X"_s));
    ASSERT_TRUE(type(headers(), 0, RowModel::ValueColumn, u"{{ _.nowhere }}"_s));
    shop.settle();
    EXPECT_TRUE(part<HeadersEditor>()->message()->text().contains(u"nowhere"_s));
    ASSERT_TRUE(type(headers(), 0, RowModel::ValueColumn, u"{{ _.account }}"_s));
    shop.settle();
    EXPECT_TRUE(part<HeadersEditor>()->message()->text().isEmpty());
}

TEST_F(FolderEditorTest, RightClickOffersTheLinkToASecret)
{
    ASSERT_TRUE(type(headers(), 0, RowModel::Name, u"X-Api-Key"_s));
    RowTable *table = part<HeadersEditor>()->table();
    table->setCurrentIndex(headers().index(0, RowModel::ValueColumn));
    QContextMenuEvent byKey(QContextMenuEvent::Keyboard, QPoint(), QPoint());
    QApplication::sendEvent(table->viewport(), &byKey);
    auto *menu = table->findChild<QMenu *>();
    ASSERT_NE(menu, nullptr);
    EXPECT_EQ(menu->actions().first()->text(), u"Link to Secret"_s);
    menu->close();
}

TEST_F(FolderEditorTest, JsonThatIsBeingTypedIsTakenOverWhenAnotherEntryIsChosen)
{
    auto *page = part<EnvironmentPage>();
    page->showJson(true);
    auto *json = page->findChild<CodeEditor *>();
    ASSERT_NE(json, nullptr);
    json->replaceText(u"{ \"limit\": 10 }"_s);
    shop.window.selectRequest(kListOrders);
    ASSERT_TRUE(folder().environment.has_value());
    EXPECT_EQ((folder().environment->data)[u"limit"].numberText(), u"10"_s);
    EXPECT_FALSE(folder(kAccounts).environment.has_value());
    EXPECT_EQ(shop.window.editor()->draft().id, kListOrders);
}

} // namespace sallyport::test
