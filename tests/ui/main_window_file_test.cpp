// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// What the window offers where the file cannot be saved as a matter of course.
#include "tests/ui/support/screen_check.h"
#include "tests/ui/support/shop_window.h"
#include "ui/widgets/message_banner.h"

#include <QApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QMenu>
#include <QPushButton>
#include <QTest>

using namespace Qt::StringLiterals;

namespace sallyport::test {

namespace {

class MainWindowFileTest : public testing::Test {
protected:
    MainWindowFileTest()
    {
        showAndSettle(shop.window);
        shop.window.activateWindow();
    }

    void press(int key)
    {
        QWidget *target = QApplication::focusWidget() ? QApplication::focusWidget() : &shop.window;
        QTest::keyClick(target, Qt::Key(key), Qt::ControlModifier);
    }
    void typeUrl()
    {
        press(Qt::Key_L);
        QTest::keyClicks(QApplication::focusWidget(), u"http://127.0.0.1/mine"_s);
        shop.settle();
    }
    [[nodiscard]] bool isTold() const { return !shop.window.banner()->isHidden(); }
    //! That button of the line above the panes.
    [[nodiscard]] QPushButton *remedy(const QString &label) const
    {
        for (auto *button : shop.window.banner()->findChildren<QPushButton *>()) {
            if (button->text() == label && !button->isHidden())
                return button;
        }
        return nullptr;
    }
    [[nodiscard]] bool fileHolds(const QByteArray &text) const
    {
        QFile file(shop.path);
        return file.open(QIODevice::ReadOnly) && file.readAll().contains(text);
    }

    ShopWindow shop;
};

} // namespace

TEST_F(MainWindowFileTest, ARefusedSaveOffersBothVersionsAgainAfterTheirMessageWasDismissed)
{
    typeUrl();
    shop.writeFile(shopWorkspace().replace("/v2/orders", "/v3/orders"));
    ASSERT_TRUE(waitUntil([&] { return isTold(); }));
    shop.window.banner()->clear();
    press(Qt::Key_S);
    EXPECT_TRUE(fileHolds("/v3/orders"));
    ASSERT_TRUE(waitUntil([&] { return remedy(u"Keep Mine"_s) != nullptr; }));
    EXPECT_NE(remedy(u"Reload"_s), nullptr);
    remedy(u"Keep Mine"_s)->click();
    ASSERT_TRUE(waitUntil([&] { return !isTold(); }));
    press(Qt::Key_S);
    EXPECT_TRUE(fileHolds("http://127.0.0.1/mine"));
    EXPECT_FALSE(isTold());
}

TEST_F(MainWindowFileTest, AFileBrokenByAnotherProgramCanBeReplacedByOurs)
{
    shop.writeFile("type: [\n");
    ASSERT_TRUE(waitUntil([&] { return remedy(u"Keep Mine"_s) != nullptr; }));
    remedy(u"Keep Mine"_s)->click();
    ASSERT_TRUE(waitUntil([&] { return !isTold(); }));
    press(Qt::Key_S);
    EXPECT_TRUE(fileHolds("/v2/orders"));
}

TEST_F(MainWindowFileTest, ASaveThatFailsOffersToTryAgainAndAnotherPlace)
{
    typeUrl();
    QDir folder(QFileInfo(shop.path).absolutePath());
    ASSERT_TRUE(folder.removeRecursively());
    press(Qt::Key_S);
    ASSERT_TRUE(waitUntil([&] { return remedy(u"Try Again"_s) != nullptr; }));
    EXPECT_NE(remedy(u"Save As…"_s), nullptr);
    ASSERT_TRUE(folder.mkpath(u"."_s));
    remedy(u"Try Again"_s)->click();
    ASSERT_TRUE(waitUntil([&] { return !isTold(); }));
    EXPECT_TRUE(fileHolds("http://127.0.0.1/mine"));
}

TEST_F(MainWindowFileTest, TheDemoIsInTheMenuAlsoWhereAWorkspaceIsOpen)
{
    const QString demo = shop.desk.folder.filePath(u"demo.yaml"_s);
    ASSERT_TRUE(QFile::copy(shop.path, demo));
    MainWindow window(shop.desk.services, [&demo] { return answered<Demo>(Demo{demo, {}, u"Try this."_s}); });
    window.openFile(shop.path);
    QAction *entry = nullptr;
    for (auto *menu : window.findChildren<QMenu *>()) {
        for (QAction *action : menu->actions())
            entry = action->text() == u"Try the Demo"_s ? action : entry;
    }
    ASSERT_NE(entry, nullptr);
    entry->trigger();
    ASSERT_TRUE(waitUntil([&] { return window.workspace().path() == demo; }));
    EXPECT_EQ(window.banner()->message(), u"Try this."_s);
}

} // namespace sallyport::test
