// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// Every screen of the window, light and dark: nothing is cut off, everything that a keyboard reaches has a name, and no
// secret value is painted or told to assistive technology. With SALLYPORT_SCREENS=<folder> the pictures are kept;
// QT_SCALE_FACTOR=2 draws them at 200 %.
#include "tests/ui/support/shop_window.h"
#include "tests/ui/support/themed_screens.h"
#include "providers/all_providers.h"
#include "ui/editors/row_table.h"
#include "ui/editors/template_context.h"
#include "ui/environments/environment_dialog.h"
#include "ui/environments/environment_page.h"
#include "ui/environments/variable_model.h"
#include "ui/folders/folder_editor.h"
#include "ui/main/window_actions.h"
#include "ui/requests/request_editor.h"
#include "ui/responses/response_view.h"
#include "ui/theme/theme.h"
#include "ui/widgets/framed_dialog.h"

#include <QApplication>
#include <QContextMenuEvent>
#include <QMenu>
#include <QPainter>
#include <QTabWidget>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace sallyport::test {

namespace {

const QString kSignIn = u"req_00000000000000000000000000000001"_s;
const QString kWhoAmI = u"req_00000000000000000000000000000002"_s;
const QString kOrders = u"fld_00000000000000000000000000000002"_s;
const QString kPlaceOrder = u"req_00000000000000000000000000000005"_s;

class WindowScreens : public ThemedScreens {
protected:
    void fetchSecrets(ShopWindow &shop)
    {
        const WorkspaceController &open = shop.window.workspace();
        const auto prepared = RequestRunner::prepare(open.workspace(), open.environmentId(), *shop.request(kSignIn));
        ASSERT_OK(prepared);
        for (const SecretUse &use : prepared->secrets) {
            const auto link = SecretLink::fromTag(use.tag, shop.desk.catalog);
            ASSERT_OK(link);
            ASSERT_OK(await(shop.desk.resolver.resolve(*link, u"wrk_00000000000000000000000000000001"_s, {})));
        }
        shop.desk.clock.advance(4min);
    }
};

// A window with a menu beside it, as they stand on the screen.
void keepWithMenus(QWidget &window, const QList<std::pair<QMenu *, QPoint>> &menus, const QString &name)
{
    const QString folder = qEnvironmentVariable("SALLYPORT_SCREENS");
    if (folder.isEmpty())
        return;
    QPixmap picture = window.grab();
    QPainter painter(&picture);
    for (const auto &[menu, at] : menus)
        painter.drawPixmap(at, menu->grab());
    painter.end();
    picture.save(u"%1/%2-%3.png"_s.arg(folder, name).arg(qRound(window.devicePixelRatioF() * 100)));
}

} // namespace

TEST_P(WindowScreens, Main)
{
    ShopWindow shop;
    fetchSecrets(shop);
    shop.window.editor()->setCurrentTab(RequestEditor::Headers);
    shop.window.response()->showRecord(std::make_shared<RunRecord>(shopAnswer(kSignIn)));
    check(shop.window, u"main"_s);
    auto *tabs = shop.window.response()->findChild<QTabWidget *>();
    tabs->setCurrentIndex(1);
    check(shop.window, u"main-response-headers"_s);
    tabs->setCurrentIndex(2);
    check(shop.window, u"main-timeline"_s);
}

TEST_P(WindowScreens, RequestTabs)
{
    ShopWindow shop;
    shop.window.editor()->setCurrentTab(RequestEditor::BodyTab);
    check(shop.window, u"main-body"_s);
    shop.window.selectRequest(kWhoAmI);
    shop.window.editor()->setCurrentTab(RequestEditor::Params);
    check(shop.window, u"main-params"_s);
    shop.window.editor()->setCurrentTab(RequestEditor::Auth);
    check(shop.window, u"main-auth"_s);
    shop.window.selectRequest(kPlaceOrder);
    shop.window.editor()->setCurrentTab(RequestEditor::BodyTab);
    check(shop.window, u"main-form-mistake"_s);
}

TEST_P(WindowScreens, Folder)
{
    ShopWindow shop;
    fetchSecrets(shop);
    Folder folder = shop.window.workspace().workspace().findFolder(kOrders)->alone();
    folder.headers = {{{}, u"X-Tenant"_s, u"{{ _.account }}"_s}, {{}, u"X-Api-Key"_s, shop.request(kSignIn)->headers[2].value},
                      {{}, u"X-Trace"_s, u"{{ _.nowhere }}"_s}};
    folder.environment.emplace();
    folder.environment->data.set(u"limit"_s, Value::number(20));
    folder.environment->data.set(u"partner_key"_s, shop.request(kSignIn)->headers[2].value);
    ASSERT_OK(shop.window.workspace().edit(u"Edit"_s, [&](WorkspaceDocument &document) { return document.setFolder(folder); }));
    shop.window.selectRequest(kOrders);
    check(shop.window, u"folder-headers"_s);
    shop.window.folderEditor()->setCurrentTab(FolderEditor::Auth);
    check(shop.window, u"folder-auth"_s);
    shop.window.folderEditor()->setCurrentTab(FolderEditor::EnvironmentTab);
    check(shop.window, u"folder-environment"_s);
    shop.window.folderEditor()->environmentPage()->showJson(true);
    check(shop.window, u"folder-json"_s);
}

TEST_P(WindowScreens, Errors)
{
    ShopWindow shop;
    shop.window.response()->showError(Error{ErrorKind::Unauthenticated,
                                            u"Vault at https://vault.example.org:8200 refused the AppRole sign-in: invalid secret id"_s,
                                            u"Create a new secret id and enter it in the credential team-a."_s,
                                            {u"while resolving variable \"api_key\""_s}},
                                      {{u"Edit “team-a”…"_s, {}}, {u"Try Again"_s, {}}});
    check(shop.window, u"main-error"_s);
    shop.window.response()->showBusy(u"Fetching secrets with team-a"_s, [] {});
    shop.desk.clock.advance(3500ms);
    shop.window.editor()->setBusy(true);
    check(shop.window, u"main-busy"_s);
}

TEST_P(WindowScreens, WelcomeAndBrokenFile)
{
    VaultPlay vault;
    UiServices desk{allProviders(), vault};
    MainWindow window(desk.services, [] { return answered<Demo>(Demo{}); });
    check(window, u"welcome"_s);
    QFile file(desk.folder.filePath(u"broken.yaml"_s));
    ASSERT_TRUE(file.open(QIODevice::WriteOnly));
    file.write("type: collection.insomnia.rest/5.0\nname: \"open\ncollection: [\n");
    file.close();
    window.openFile(file.fileName());
    check(window, u"broken"_s);
}

TEST_P(WindowScreens, EmptyWorkspaceAndConflict)
{
    ShopWindow shop("type: collection.insomnia.rest/5.0\nname: Fresh\nmeta:\n  id: wrk_1\n");
    check(shop.window, u"empty-workspace"_s);
    emit shop.window.workspace().conflicted();
    check(shop.window, u"conflict"_s);
}

TEST_P(WindowScreens, Environments)
{
    ShopWindow shop;
    fetchSecrets(shop);
    shop.window.showEnvironments(u"env_00000000000000000000000000000003"_s);
    auto *dialog = shop.window.findChild<EnvironmentDialog *>();
    ASSERT_NE(dialog, nullptr);
    check(*dialog, u"environments"_s);
    RowTable *table = dialog->page()->table();
    const QRect cell = table->visualRect(dialog->page()->model()->index(2, VariableModel::ValueColumn));
    QContextMenuEvent event(QContextMenuEvent::Mouse, cell.center(), table->viewport()->mapToGlobal(cell.center()));
    QApplication::sendEvent(table->viewport(), &event);
    auto *menu = table->findChild<QMenu *>();
    ASSERT_NE(menu, nullptr);
    auto *kinds = menu->actions().first()->menu();
    ASSERT_NE(kinds, nullptr);
    menu->setActiveAction(menu->actions().first());
    kinds->popup(QPoint());
    showAndSettle(*kinds);
    const QPoint at = table->viewport()->mapTo(dialog, cell.center());
    keepWithMenus(*dialog, {{menu, at}, {kinds, at + QPoint(menu->width() - 4, 0)}},
                  u"environments-menu"_s + (GetParam() == Settings::Theme::Dark ? u"-dark"_s : u"-light"_s));
    kinds->close();
    menu->close();
    dialog->page()->showJson(true);
    check(*dialog, u"environments-json"_s);
}

TEST_P(WindowScreens, TwiceTheFont)
{
    const LargeFont large;
    ShopWindow shop;
    fetchSecrets(shop);
    shop.window.resize(1900, 1200);
    shop.window.response()->showRecord(std::make_shared<RunRecord>(shopAnswer(kSignIn)));
    shop.window.editor()->setCurrentTab(RequestEditor::Headers);
    check(shop.window, u"main-large-font"_s);
    shop.window.selectRequest(kOrders);
    for (const auto tab : {FolderEditor::Headers, FolderEditor::Auth, FolderEditor::EnvironmentTab}) {
        shop.window.folderEditor()->setCurrentTab(tab);
        check(shop.window, u"folder-large-font-%1"_s.arg(int(tab)));
    }
    shop.window.showEnvironments(u"env_00000000000000000000000000000003"_s);
    auto *dialog = shop.window.findChild<EnvironmentDialog *>();
    dialog->resize(1500, 900);
    check(*dialog, u"environments-large-font"_s);
}

TEST_P(WindowScreens, Shortcuts)
{
    ShopWindow shop;
    showShortcuts(&shop.window);
    auto *dialog = shop.window.findChild<FramedDialog *>();
    ASSERT_NE(dialog, nullptr);
    check(*dialog, u"shortcuts"_s);
}

INSTANTIATE_TEST_SUITE_P(Themes, WindowScreens, kBothThemes, themeName);

} // namespace sallyport::test
