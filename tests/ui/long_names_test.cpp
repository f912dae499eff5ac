// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// Names and descriptions from elsewhere may be as long as they like: they end in an ellipsis, and the whole is in the tooltip and told to
// assistive technology.
#include "tests/ui/support/screen_check.h"
#include "tests/ui/support/ui_services.h"
#include "ui/credentials/credential_model.h"
#include "ui/preferences/cloud_credentials_page.h"
#include "ui/preferences/credential_table.h"
#include "ui/responses/response_view.h"
#include "ui/widgets/elided_button.h"
#include "ui/widgets/flow_layout.h"
#include "ui/widgets/labels.h"

#include <QAccessible>
#include <QHeaderView>
#include <QScrollBar>

using namespace Qt::StringLiterals;

namespace sallyport::test {

namespace {

const auto kLongName = u"anna.maria.von.und.zu.hohenstein@a-subsidiary-with-a-long-name.example.org"_s;

QString toolTipOf(const QModelIndex &index)
{
    return index.data(Qt::ToolTipRole).toString();
}

class CredentialTableTest : public testing::Test {
protected:
    CredentialTableTest()
    {
        Credential credential = fakeCredential(kLongName);
        credential.values.setText("server"_L1, u"https://vault.of.a.department.with.a.long.name.example.org:8200"_s);
        desk.all.add(credential);
        desk.all.add(fakeCredential(u"b"_s));
    }

    [[nodiscard]] int columnsOf(const CredentialTable &table) const
    {
        int sum = 0;
        for (int column = 0; column < CredentialModel::ColumnCount; ++column)
            sum += table.columnWidth(column);
        return sum;
    }

    FakeUiServices desk;
};

ElidedButton *buttonNamed(const QWidget &inside, const QString &words)
{
    for (auto *button : inside.findChildren<ElidedButton *>()) {
        if (button->words() == words && button->isVisible())
            return button;
    }
    return nullptr;
}

} // namespace

TEST_F(CredentialTableTest, NeverScrollsSideways)
{
    CloudCredentialsPage page(desk.all.services, {});
    for (const int width : {420, 800, 1600}) {
        page.resize(width, 500);
        showAndSettle(page);
        const CredentialTable &table = *page.table();
        EXPECT_EQ(columnsOf(table), table.viewport()->width()) << width;
        EXPECT_EQ(table.horizontalScrollBar()->maximum(), 0) << width;
        for (int column = 0; column < CredentialModel::ColumnCount; ++column)
            EXPECT_GT(table.columnWidth(column), 40) << "each has its share: " << column << " at " << width;
    }
}

TEST_F(CredentialTableTest, GivesRoomToTheTextThatNeedsIt)
{
    CloudCredentialsPage page(desk.all.services, {});
    page.resize(900, 500);
    showAndSettle(page);
    const int shared = page.table()->columnWidth(CredentialModel::Name);
    EXPECT_OK(await(desk.all.store.remove(desk.all.store.findByName(kLongName)->id)));
    showAndSettle(page);
    EXPECT_LT(page.table()->columnWidth(CredentialModel::Name), shared);
    EXPECT_EQ(columnsOf(*page.table()), page.table()->viewport()->width());
}

TEST_F(CredentialTableTest, TheWholeIsInTheTooltipAndTold)
{
    CloudCredentialsPage page(desk.all.services, {});
    page.resize(420, 500);
    showAndSettle(page);
    const QModelIndex name = page.table()->model()->index(0, CredentialModel::Name);
    const QModelIndex about = page.table()->model()->index(0, CredentialModel::SignIn);
    EXPECT_TRUE(toolTipOf(name).contains(kLongName));
    EXPECT_TRUE(toolTipOf(about).contains(u"https://vault.of.a.department.with.a.long.name.example.org:8200"_s));
    QAccessibleInterface *told = QAccessible::queryAccessibleInterface(page.table());
    ASSERT_NE(told, nullptr);
    QAccessibleTableInterface *cells = told->tableInterface();
    ASSERT_NE(cells, nullptr);
    EXPECT_EQ(cells->cellAt(0, CredentialModel::Name)->text(QAccessible::Name), kLongName);
    EXPECT_EQ(cells->cellAt(0, CredentialModel::SignIn)->text(QAccessible::Name), about.data().toString());
}

TEST(PlainToolTip, SaysWhatItIsGiven)
{
    EXPECT_EQ(plainToolTip({}), QString());
    EXPECT_TRUE(Qt::mightBeRichText(plainToolTip(u"a \"b\" & c"_s))) << "otherwise the marks for quotation marks would be shown";
    EXPECT_TRUE(plainToolTip(u"<img src=x>"_s).contains(u"&lt;img src=x&gt;"_s));
}

TEST(Remedies, ALongNameLeavesTheWordsOfTheButtonReadable)
{
    ManualClock clock;
    ResponseView view(clock);
    view.resize(300, 500);
    const QString signIn = u"Sign In to “%1”…"_s.arg(kLongName);
    int clicks = 0;
    view.showError(Error{ErrorKind::Unauthenticated, u"the session has ended"_s, {}},
                   {{signIn, [&clicks] { ++clicks; }}, {u"Edit “%1”…"_s.arg(kLongName), {}}, {u"Try Again"_s, {}}});
    showAndSettle(view);
    ElidedButton *button = buttonNamed(view, signIn);
    ASSERT_NE(button, nullptr);
    EXPECT_LE(button->mapTo(&view, QPoint(button->width(), 0)).x(), view.width()) << "inside of the pane";
    EXPECT_TRUE(button->shownWords().startsWith(u"Sign In to “"_s)) << button->shownWords().toStdString();
    EXPECT_TRUE(button->shownWords().contains(u'…'));
    EXPECT_LE(button->fontMetrics().horizontalAdvance(button->shownWords()), button->width());
    ElidedButton painted(button->shownWords(), button->parentWidget());
    painted.setGeometry(button->geometry());
    painted.show();
    button->clearFocus();
    EXPECT_EQ(button->grab().toImage(), painted.grab().toImage()) << "what is shown is what is painted";
    EXPECT_EQ(button->accessibleName(), signIn);
    EXPECT_EQ(button->toolTip(), plainToolTip(signIn));
    EXPECT_EQ(buttonNamed(view, u"Try Again"_s)->toolTip(), QString()) << "nothing is left out";
    EXPECT_EQ(clippedWidgets(view).join(u'\n').toStdString(), "");
    button->click();
    EXPECT_TRUE(waitUntil([&clicks] { return clicks == 1; }));
}

TEST(Remedies, AnAmpersandIsNoMarkOfAKey)
{
    ElidedButton button(u"Edit “R&D”…"_s);
    button.resize(button.sizeHint());
    EXPECT_EQ(button.text(), u"Edit “R&&D”…"_s);
    EXPECT_EQ(button.shownWords(), u"Edit “R&D”…"_s);
    EXPECT_EQ(button.accessibleName(), u"Edit “R&D”…"_s);
}

TEST(FlowLayout, WhatHasNoRoomBeginsTheNextLine)
{
    QWidget pane;
    auto *layout = new FlowLayout(&pane);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    QList<QPushButton *> buttons;
    for (const auto &words : {u"First"_s, u"Second"_s, u"Third"_s}) {
        buttons.append(new ElidedButton(words, &pane));
        layout->addWidget(buttons.last());
    }
    const int two = buttons[0]->sizeHint().width() + 8 + buttons[1]->sizeHint().width();
    pane.resize(two, 200);
    showAndSettle(pane);
    EXPECT_EQ(buttons[1]->y(), buttons[0]->y());
    EXPECT_GE(buttons[2]->y(), buttons[0]->geometry().bottom());
    EXPECT_EQ(layout->heightForWidth(two), 2 * buttons[0]->height() + 8);
    EXPECT_EQ(layout->heightForWidth(2 * two), buttons[0]->height());
}

} // namespace sallyport::test
