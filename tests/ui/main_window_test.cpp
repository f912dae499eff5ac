// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// What a person does in the window, with keys and menus, and what comes of it.
#include "app/base/json.h"
#include "tests/support/http_server.h"
#include "tests/ui/support/screen_check.h"
#include "tests/ui/support/shop_window.h"
#include "ui/collections/collection_pane.h"
#include "ui/credentials/credential_combo.h"
#include "ui/editors/row_table.h"
#include "ui/editors/secret_popup.h"
#include "ui/editors/code_editor.h"
#include "ui/editors/template_painting.h"
#include "ui/environments/environment_dialog.h"
#include "ui/environments/environment_page.h"
#include "ui/environments/variable_model.h"
#include "ui/links/bind_credential_dialog.h"
#include "ui/links/link_secret_dialog.h"
#include "ui/main/linked_secrets.h"
#include "ui/preferences/preferences_dialog.h"
#include "ui/requests/request_editor.h"
#include "ui/responses/response_view.h"
#include "ui/widgets/message_banner.h"

#include <QAccessible>
#include <QApplication>
#include <QComboBox>
#include <QContextMenuEvent>
#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPointer>
#include <QPushButton>
#include <QTest>
#include <QTreeView>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace sallyport::test {

namespace {

const QString kSignIn = u"req_00000000000000000000000000000001"_s;
const QString kHealth = u"req_00000000000000000000000000000007"_s;
const QString kOrders = u"fld_00000000000000000000000000000002"_s;
const QString kStaging = u"env_00000000000000000000000000000003"_s;

//! An echo server and a window whose workspace points to it.
class MainWindowTest : public testing::Test {
protected:
    MainWindowTest()
    {
        showAndSettle(shop.window);
        shop.window.activateWindow();
    }

    void press(int key, Qt::KeyboardModifiers modifiers = Qt::NoModifier)
    {
        QWidget *target = QApplication::focusWidget() ? QApplication::focusWidget() : &shop.window;
        QTest::keyClick(target, Qt::Key(key), modifiers);
    }
    template<class T>
    [[nodiscard]] T *named(const QString &name) const
    {
        for (T *widget : shop.window.findChildren<T *>()) {
            if (widget->accessibleName() == name || widget->property("text").toString() == name)
                return widget;
        }
        return nullptr;
    }
    [[nodiscard]] bool answered() { return waitUntil([this] { return shop.window.response()->headline().startsWith(u"200"_s); }); }

    //! Everything that assistive technology is told below an object.
    static QString spoken(QAccessibleInterface *object, int depth = 0)
    {
        if (!object || depth > 25)
            return {};
        QString all = object->text(QAccessible::Name) + u'\n' + object->text(QAccessible::Value) + u'\n' +
                      object->text(QAccessible::Description) + u'\n';
        if (auto *text = object->textInterface())
            all += text->text(0, text->characterCount()) + u'\n';
        for (int i = 0; i < object->childCount(); ++i)
            all += spoken(object->child(i), depth + 1);
        return all;
    }

    HttpServer echo{[](const LoopbackRequest &request) {
        Value::Map headers;
        for (const auto &header : request.headers)
            headers.emplace_back(QString::fromUtf8(header.name), QString::fromUtf8(header.value));
        return Reply::json(json::write(Value(Value::Map{{u"headers"_s, Value(headers)}})));
    }};
    ShopWindow shop{shopWorkspace(echo.origin())};
};

QByteArray headerOf(const LoopbackRequest &request, const QByteArray &name)
{
    for (const auto &header : request.headers) {
        if (header.name.compare(name, Qt::CaseInsensitive) == 0)
            return header.value;
    }
    return {};
}

} // namespace

TEST_F(MainWindowTest, CtrlEnterSendsWithTheSecretAndShowsTheAnswerWithoutIt)
{
    press(Qt::Key_Return, Qt::ControlModifier);
    ASSERT_TRUE(answered());
    ASSERT_EQ(echo.requestCount(), 1);
    EXPECT_EQ(headerOf(echo.requests().front(), "X-Api-Key"), shopSecret().toUtf8());
    EXPECT_EQ(headerOf(echo.requests().front(), "X-Debug"), QByteArray()) << "rows that are off are not sent";
    const QString told = spoken(QAccessible::queryAccessibleInterface(&shop.window));
    EXPECT_TRUE(told.contains(u"200 OK"_s));
    EXPECT_TRUE(told.contains(u"x-api-key"_s, Qt::CaseInsensitive)) << "the body is told";
    EXPECT_FALSE(told.contains(shopSecret()));
    EXPECT_FALSE(told.contains(QString::fromLatin1(shopSecret().toUtf8().toBase64())));
}

TEST_F(MainWindowTest, TypingInTheUrlEditsTheRequestAndCtrlZOutsideTheFieldUndoesIt)
{
    press(Qt::Key_L, Qt::ControlModifier);
    auto *url = named<QLineEdit>(u"URL"_s);
    ASSERT_TRUE(url && url->hasFocus());
    QTest::keyClicks(url, u"http://127.0.0.1/typed"_s);
    shop.settle();
    EXPECT_EQ(shop.request(kSignIn)->url, u"http://127.0.0.1/typed"_s);
    named<QTreeView>(u"Collection"_s)->setFocus();
    press(Qt::Key_Z, Qt::ControlModifier);
    EXPECT_EQ(shop.request(kSignIn)->url, u"{{ _.base_url }}/v2/sessions"_s);
    EXPECT_EQ(url->text(), u"{{ _.base_url }}/v2/sessions"_s);
}

TEST_F(MainWindowTest, TheStatusLineTellsWhatIsUnsavedAndCtrlSSaves)
{
    EXPECT_NE(named<QLabel>(u"saved"_s), nullptr);
    press(Qt::Key_L, Qt::ControlModifier);
    QTest::keyClicks(QApplication::focusWidget(), u"x"_s);
    EXPECT_NE(named<QLabel>(u"unsaved"_s), nullptr);
    press(Qt::Key_S, Qt::ControlModifier);
    EXPECT_NE(named<QLabel>(u"saved"_s), nullptr);
}

TEST_F(MainWindowTest, DeletingAsksNothingAndOffersUndo)
{
    shop.window.selectRequest(kHealth);
    press(Qt::Key_Backspace, Qt::ControlModifier | Qt::ShiftModifier);
    EXPECT_EQ(shop.request(kHealth), nullptr);
    ASSERT_FALSE(shop.window.banner()->isHidden());
    EXPECT_TRUE(shop.window.banner()->message().contains(u"Health"_s));
    QPushButton *undo = nullptr;
    for (auto *button : shop.window.banner()->findChildren<QPushButton *>())
        undo = button->text() == u"Undo"_s ? button : undo;
    ASSERT_NE(undo, nullptr);
    undo->click();
    ASSERT_TRUE(waitUntil([&] { return shop.request(kHealth) != nullptr; }, 2s));
    EXPECT_EQ(shop.window.editor()->draft().id, kHealth);
}

TEST_F(MainWindowTest, CtrlNAddsARequestBesideTheSelectedOneAndGoesToItsUrl)
{
    shop.window.selectRequest(kSignIn);
    press(Qt::Key_N, Qt::ControlModifier);
    const Folder *accounts = shop.window.workspace().workspace().findFolder(u"fld_00000000000000000000000000000001"_s);
    ASSERT_EQ(accounts->children.size(), 4U);
    EXPECT_EQ(accounts->children[1].name(), u"New Request"_s);
    EXPECT_EQ(shop.window.editor()->draft().name, u"New Request"_s);
    EXPECT_EQ(QApplication::focusWidget(), named<QLineEdit>(u"URL"_s));
}

TEST_F(MainWindowTest, TheFirstClickOnAFolderSelectsItAndTheSecondClosesIt)
{
    auto *tree = named<QTreeView>(u"Collection"_s);
    const QModelIndex orders = tree->model()->index(1, 0);
    const auto click = [&] { QTest::mouseClick(tree->viewport(), Qt::LeftButton, {}, tree->visualRect(orders).center()); };
    ASSERT_TRUE(tree->isExpanded(orders));
    click();
    EXPECT_EQ(shop.window.collection()->currentId(), kOrders);
    EXPECT_TRUE(tree->isExpanded(orders));
    click();
    EXPECT_FALSE(tree->isExpanded(orders));
    click();
    EXPECT_TRUE(tree->isExpanded(orders));
}

TEST_F(MainWindowTest, AltDownAndUpMoveAnEntryAmongItsSiblings)
{
    const auto names = [&] {
        QStringList all;
        for (const Item &item : shop.window.workspace().workspace().findFolder(kOrders)->children)
            all.push_back(item.name());
        return all.join(u", "_s).toStdString();
    };
    shop.window.selectRequest(u"req_00000000000000000000000000000004"_s);
    auto *tree = named<QTreeView>(u"Collection"_s);
    QTest::keyClick(tree, Qt::Key_Up, Qt::AltModifier);
    QApplication::processEvents();
    EXPECT_EQ(names(), "List orders, Place order, Change address") << "it is the first already";
    QTest::keyClick(tree, Qt::Key_Down, Qt::AltModifier);
    ASSERT_TRUE(waitUntil([&] { return names() == "Place order, List orders, Change address"; }, 2s)) << names();
    QTest::keyClick(tree, Qt::Key_Down, Qt::AltModifier);
    ASSERT_TRUE(waitUntil([&] { return names() == "Place order, Change address, List orders"; }, 2s)) << names();
    QTest::keyClick(tree, Qt::Key_Up, Qt::AltModifier);
    ASSERT_TRUE(waitUntil([&] { return names() == "Place order, List orders, Change address"; }, 2s)) << names();
    EXPECT_EQ(shop.window.collection()->currentId(), u"req_00000000000000000000000000000004"_s) << "it stays selected";
}

TEST_F(MainWindowTest, FilteringShowsOnlyWhatMatches)
{
    press(Qt::Key_F, Qt::ControlModifier | Qt::ShiftModifier);
    QTest::keyClicks(QApplication::focusWidget(), u"sign"_s);
    const QAbstractItemModel *rows = named<QTreeView>(u"Collection"_s)->model();
    ASSERT_EQ(rows->rowCount(), 1);
    EXPECT_EQ(rows->rowCount(rows->index(0, 0)), 2);
    QTest::keyClicks(QApplication::focusWidget(), u"zzz"_s);
    EXPECT_EQ(rows->rowCount(), 0);
    EXPECT_EQ(shop.window.editor()->draft().id, kSignIn) << "the open request stays open";
}

TEST_F(MainWindowTest, AMistakeInATemplateIsToldUnderItsFieldAndStopsTheRequest)
{
    press(Qt::Key_L, Qt::ControlModifier);
    QTest::keyClicks(QApplication::focusWidget(), u"{{ _.nowhere }}/x"_s);
    press(Qt::Key_Escape);
    press(Qt::Key_F5);
    EXPECT_EQ(echo.requestCount(), 0);
    EXPECT_TRUE(spoken(QAccessible::queryAccessibleInterface(shop.window.response())).contains(u"nowhere"_s));
    auto *show = named<QPushButton>(u"Show the Field"_s);
    ASSERT_NE(show, nullptr);
    shop.window.collection()->setFocus();
    show->click();
    ASSERT_TRUE(waitUntil([&] { return QApplication::focusWidget() == named<QLineEdit>(u"URL"_s); }, 2s));
    const auto said = [&] { return spoken(QAccessible::queryAccessibleInterface(shop.window.editor())); };
    ASSERT_TRUE(waitUntil([&] { return said().contains(u"Undefined variable"_s); }, 2s));
}

TEST_F(MainWindowTest, AnUnboundCredentialAsksOnceAndSendsAfterwards)
{
    shop.window.selectRequest(u"req_00000000000000000000000000000004"_s); // inherits Basic with db_password
    press(Qt::Key_F5);
    auto *dialog = shop.window.findChild<BindCredentialDialog *>();
    ASSERT_NE(dialog, nullptr);
    EXPECT_EQ(echo.requestCount(), 0);
    dialog->accept();
    ASSERT_TRUE(waitUntil([&] { return !shop.vault.requests().empty(); })) << "the bound credential is used";
    EXPECT_NE(shop.desk.store.bound(u"hashicorp"_s, u"cloudCred_0123456789abcdef0123456789abcdef"_s,
                                    u"wrk_00000000000000000000000000000001"_s), nullptr);
}

TEST_F(MainWindowTest, WithoutTheCredentialNothingIsSentAndThatIsTold)
{
    shop.window.selectRequest(u"req_00000000000000000000000000000004"_s);
    press(Qt::Key_F5);
    auto *dialog = shop.window.findChild<BindCredentialDialog *>();
    ASSERT_NE(dialog, nullptr);
    dialog->reject();
    EXPECT_EQ(echo.requestCount(), 0);
    EXPECT_NE(named<QPushButton>(u"Send Again"_s), nullptr);
}

TEST_F(MainWindowTest, EscapeStopsARequestThatIsUnderWay)
{
    shop.vault.hold();
    press(Qt::Key_F5);
    ASSERT_TRUE(waitUntil([&] { return shop.vault.waiting() > 0; }));
    EXPECT_NE(named<QPushButton>(u"Cancel"_s), nullptr);
    press(Qt::Key_Escape);
    EXPECT_EQ(named<QPushButton>(u"Send"_s)->isEnabled(), true);
    EXPECT_NE(named<QPushButton>(u"Send Again"_s), nullptr);
    shop.vault.release();
    QTest::qWait(20);
    EXPECT_EQ(echo.requestCount(), 0);
}

TEST_F(MainWindowTest, OnlyTheNewestAnswerCounts)
{
    shop.vault.hold();
    press(Qt::Key_F5);
    ASSERT_TRUE(waitUntil([&] { return shop.vault.waiting() > 0; }));
    shop.window.selectRequest(kHealth);
    press(Qt::Key_F5);
    ASSERT_TRUE(answered());
    shop.vault.release();
    QTest::qWait(20);
    ASSERT_EQ(echo.requestCount(), 1);
    EXPECT_EQ(echo.requests().front().target, "/health");
    shop.window.selectRequest(kSignIn);
    EXPECT_TRUE(spoken(QAccessible::queryAccessibleInterface(shop.window.response())).contains(u"Send Again"_s));
}

TEST_F(MainWindowTest, CtrlFFindsInTheAnswerWhereverTheFocusIsAndEscapeClosesTheSearch)
{
    shop.window.selectRequest(kHealth);
    press(Qt::Key_F5);
    ASSERT_TRUE(answered());
    for (QWidget *start : {static_cast<QWidget *>(named<QTreeView>(u"Collection"_s)),
                           static_cast<QWidget *>(shop.window.response()->findChild<CodeEditor *>())}) {
        start->setFocus();
        press(Qt::Key_F, Qt::ControlModifier);
        auto *field = named<QLineEdit>(u"Find in body"_s);
        ASSERT_TRUE(field && field->isVisible() && field->hasFocus());
        QTest::keyClicks(field, u"host"_s);
        press(Qt::Key_Return);
        EXPECT_EQ(named<QLabel>(u"Not found"_s), nullptr);
        QTest::keyClicks(field, u"zzz"_s);
        press(Qt::Key_Return);
        EXPECT_NE(named<QLabel>(u"Not found"_s), nullptr);
        press(Qt::Key_Escape);
        EXPECT_FALSE(field->isVisible());
    }
}

TEST_F(MainWindowTest, EachRequestKeepsItsLastAnswer)
{
    shop.window.selectRequest(kHealth);
    press(Qt::Key_F5);
    ASSERT_TRUE(answered());
    shop.window.selectRequest(kSignIn);
    EXPECT_TRUE(shop.window.response()->headline().isEmpty());
    shop.window.selectRequest(kHealth);
    EXPECT_TRUE(shop.window.response()->headline().startsWith(u"200"_s));
}

TEST_F(MainWindowTest, RightClickOnAVariableLinksItAndTheFileHoldsTheReference)
{
    press(Qt::Key_E, Qt::ControlModifier);
    auto *dialog = shop.window.findChild<EnvironmentDialog *>();
    ASSERT_TRUE(dialog && dialog->isVisible());
    dialog->select(kStaging);
    RowTable *table = dialog->page()->table();
    const QModelIndex region = dialog->page()->model()->index(4, VariableModel::ValueColumn);
    table->setCurrentIndex(region);
    QContextMenuEvent byKey(QContextMenuEvent::Keyboard, QPoint(), QPoint());
    QApplication::sendEvent(table->viewport(), &byKey);
    auto *menu = table->findChild<QMenu *>();
    ASSERT_NE(menu, nullptr);
    for (QAction *kind : menu->actions().first()->menu()->actions()) {
        if (kind->text().startsWith(u"HashiCorp"_s))
            kind->trigger();
    }
    menu->close();
    auto *link = dialog->findChild<LinkSecretDialog *>();
    ASSERT_NE(link, nullptr);
    emit link->linked(u"{% vault 'hashicorp', 'team-a', "
                      "'{\"secretEnginePath\":\"secret\",\"secretName\":\"prod/shop\",\"secretKey\":\"region\"}' %}"_s);
    link->reject();
    press(Qt::Key_S, Qt::ControlModifier);
    EXPECT_OK(shop.window.workspace().save());
    const auto saved = WorkspaceFile::open(shop.path);
    ASSERT_OK(saved);
    const Environment *staging = saved->document().workspace().findEnvironment(kStaging);
    EXPECT_TRUE(staging->rows[4].value.contains(u"\"secretKey\":\"region\""_s)) << staging->rows[4].value.toStdString();
    EXPECT_EQ((staging->data)[u"region"].toString(), staging->rows[4].value);
    EXPECT_EQ(linkedSecrets(shop.window.workspace().workspace()).size(), 3);
}

TEST_F(MainWindowTest, RevealHidesItselfAndIsNeverTold)
{
    const auto link =
        SecretLink::fromTag(*linkedSecret(shop.window.workspace().workspace().findEnvironment(kStaging)->rows[2].value), shop.desk.catalog);
    ASSERT_OK(link);
    auto *popup = new SecretPopup(shop.desk.services, *link, u"wrk_00000000000000000000000000000001"_s, u"api_key"_s, &shop.window);
    const QPointer<SecretPopup> alive(popup);
    popup->openAt(QPoint(10, 10));
    EXPECT_FALSE(popup->valueText()->isShown()) << "masked until the value is there";
    popup->reveal();
    ASSERT_TRUE(waitUntil([&] { return popup->valueText()->isShown(); }));
    EXPECT_FALSE(spoken(QAccessible::queryAccessibleInterface(popup)).contains(shopSecret()));
    shop.desk.clock.advance(9s);
    EXPECT_TRUE(popup->valueText()->isShown());
    shop.desk.clock.advance(2s);
    ASSERT_TRUE(waitUntil([&] { return alive.isNull(); }));
}

TEST_F(MainWindowTest, JsonViewTellsMistakesAndTakesOverWhatIsRight)
{
    shop.window.showEnvironments(kStaging);
    auto *dialog = shop.window.findChild<EnvironmentDialog *>();
    EnvironmentPage *page = dialog->page();
    page->showJson(true);
    auto *editor = page->findChild<CodeEditor *>();
    ASSERT_NE(editor, nullptr);
    editor->replaceText(u"{ \"region\": \n"_s);
    EXPECT_FALSE(page->commit());
    dialog->reject();
    EXPECT_TRUE(dialog->isVisible()) << "nothing typed is thrown away silently";
    editor->replaceText(u"{ \"region\": \"us-east-1\" }"_s);
    EXPECT_TRUE(page->commit());
    const Environment *staging = shop.window.workspace().workspace().findEnvironment(kStaging);
    EXPECT_EQ((staging->data)[u"region"].toString(), u"us-east-1"_s);
    EXPECT_EQ(staging->data.map().size(), 1U);
    EXPECT_EQ(staging->rows.size(), 2U) << "the row that is off stays";
}

TEST_F(MainWindowTest, EnvironmentsAreAddedDuplicatedAndDeletedWithUndo)
{
    shop.window.showEnvironments(kStaging);
    auto *dialog = shop.window.findChild<EnvironmentDialog *>();
    const auto names = [&] {
        QStringList all;
        for (const Environment &sub : shop.window.workspace().workspace().subEnvironments)
            all.push_back(sub.name);
        return all.join(u", "_s).toStdString();
    };
    dialog->addEnvironment();
    EXPECT_EQ(names(), "Local, Staging, Production, New Environment");
    dialog->duplicateEnvironment(kStaging);
    EXPECT_EQ(names(), "Local, Staging, Staging copy, Production, New Environment");
    dialog->removeEnvironment(kStaging);
    EXPECT_EQ(names(), "Local, Staging copy, Production, New Environment");
    EXPECT_TRUE(shop.window.workspace().environmentId().isEmpty()) << "the deleted one was in use";
    emit dialog->undoWished();
    EXPECT_EQ(names(), "Local, Staging, Staging copy, Production, New Environment");
}

TEST_F(MainWindowTest, TheEnvironmentPickerChoosesWhatRequestsUse)
{
    auto *picker = named<QComboBox>(u"Environment"_s);
    ASSERT_NE(picker, nullptr);
    picker->setCurrentIndex(0);
    emit picker->activated(0);
    EXPECT_TRUE(shop.window.workspace().environmentId().isEmpty());
    press(Qt::Key_F5);
    EXPECT_EQ(echo.requestCount(), 0) << "api_key is defined in Staging only";
    EXPECT_TRUE(spoken(QAccessible::queryAccessibleInterface(shop.window.response())).contains(u"api_key"_s));
}

TEST_F(MainWindowTest, PreferencesOpenWithCtrlComma)
{
    press(Qt::Key_Comma, Qt::ControlModifier);
    auto *dialog = shop.window.findChild<PreferencesDialog *>();
    ASSERT_NE(dialog, nullptr);
    EXPECT_TRUE(dialog->isVisible());
}

TEST_F(MainWindowTest, ClosingWithUnsavedEditsAsksAndKeepsThemUntilAnswered)
{
    press(Qt::Key_L, Qt::ControlModifier);
    QTest::keyClicks(QApplication::focusWidget(), u"http://unsaved"_s);
    EXPECT_FALSE(shop.window.close());
    EXPECT_TRUE(shop.window.isVisible());
    auto *discard = named<QPushButton>(u"Discard"_s);
    ASSERT_NE(discard, nullptr);
    discard->click();
    EXPECT_FALSE(shop.window.isVisible());
}

TEST_F(MainWindowTest, OpeningABrokenFileKeepsTheOpenOne)
{
    const QString broken = shop.desk.folder.filePath(u"broken.yaml"_s);
    QFile file(broken);
    ASSERT_TRUE(file.open(QIODevice::WriteOnly));
    file.write("name: [\n");
    file.close();
    shop.window.openFile(broken);
    EXPECT_FALSE(shop.window.banner()->isHidden());
    EXPECT_EQ(shop.window.workspace().path(), shop.path);
}

TEST_F(MainWindowTest, AnEntryThatCannotBeEditedIsSaidSoAndKept)
{
    shop.window.selectRequest(u"greq_0000000000000000000000000000001"_s);
    EXPECT_FALSE(shop.window.editor()->isVisible());
    press(Qt::Key_F5);
    EXPECT_EQ(echo.requestCount(), 0);
}

TEST_F(MainWindowTest, ALargeAnswerIsShownWithoutTheWindowStanding)
{
    echo.setHandler([](const LoopbackRequest &) { return Reply::text(QByteArray("0123456789abcdef\n").repeated(2'000'000)); });
    shop.window.selectRequest(kHealth);
    press(Qt::Key_F5);
    ASSERT_TRUE(answered());
    ASSERT_TRUE(waitUntil([&] { return spoken(QAccessible::queryAccessibleInterface(shop.window.response())).contains(u"34.0 MB"_s); }));
}

} // namespace sallyport::test
