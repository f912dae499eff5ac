// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// Every screen of forms and lists, light and dark: nothing is cut off and everything that a keyboard reaches has a name.
// With SALLYPORT_SCREENS=<folder> the pictures are kept; QT_SCALE_FACTOR=2 draws them at 200 %.
#include "app/template/vault_tag.h"
#include "providers/all_providers.h"
#include "tests/support/vault_play.h"
#include "tests/ui/support/themed_screens.h"
#include "tests/ui/support/ui_services.h"
#include "ui/credentials/credential_combo.h"
#include "ui/credentials/credential_dialog.h"
#include "ui/forms/schema_form.h"
#include "ui/links/bind_credential_dialog.h"
#include "ui/links/link_secret_dialog.h"
#include "ui/links/secret_menu.h"
#include "ui/preferences/cache_strip.h"
#include "ui/preferences/preferences_dialog.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"
#include "ui/widgets/busy_indicator.h"
#include "ui/widgets/chip_painter.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/error_text.h"
#include "ui/widgets/labels.h"

#include <QApplication>
#include <QCheckBox>
#include <QLineEdit>
#include <QMenu>
#include <QPainter>
#include <QPushButton>
#include <QRadioButton>
#include <QSpinBox>
#include <QTabBar>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace sallyport::test {

namespace {

Credential vaultCredential(const QString &name)
{
    Credential credential{.name = name, .providerId = u"hashicorp"_s};
    credential.values.setText("serverAddress"_L1, u"https://vault.example.org:8200"_s);
    credential.values.setText("role_id"_L1, u"5b319cc9-1b13-421f-4ebf-4487aaaafe66"_s);
    credential.values.setSecret("secret_id"_L1, SecretValue::fromString(u"1f9b2c1e-0000-4d6a"_s));
    return credential;
}

class Screens : public ThemedScreens {
protected:
    [[nodiscard]] Catalog::Kind vaultKind() const { return *allProviders().findKind(u"hashicorp"); }

    VaultPlay vault;
    UiServices desk{allProviders(), vault};
};

// Paints chips as a delegate would.
class ChipRow final : public QWidget {
public:
    explicit ChipRow(QWidget *parent) : QWidget(parent) { setMinimumHeight(36); }

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        const ChipContent good{u"hashicorp"_s, u"Vault"_s, u"team-a"_s, u"secret/prod/shop"_s, u"api_key"_s, u"4 min"_s, Tone::Neutral};
        const ChipContent old{u"aws"_s, u"AWS"_s, u"prod"_s, u"partner/token"_s, u"value"_s, u"expired"_s, Tone::Bad};
        paintChip(&painter, QRect(0, 0, chipSize(good, font()).width(), height()), good, font());
        paintChip(&painter, QRect(chipSize(good, font()).width() + 12, 0, 190, height()), old, font());
    }
};

QWidget *controls(QWidget *parent)
{
    auto *row = new QWidget(parent);
    auto *layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    for (const ButtonKind kind : {ButtonKind::Primary, ButtonKind::Plain, ButtonKind::Danger, ButtonKind::Link}) {
        auto *button =
            new QPushButton(kind == ButtonKind::Primary ? u"Send"_s : kind == ButtonKind::Danger ? u"Delete"_s : u"Edit…"_s, row);
        setButtonKind(button, kind);
        layout->addWidget(button);
        auto *off = new QPushButton(button->text(), row);
        setButtonKind(off, kind);
        off->setEnabled(false);
        layout->addWidget(off);
    }
    layout->addStretch(1);
    return row;
}

QWidget *boxes(QWidget *parent)
{
    auto *row = new QWidget(parent);
    auto *layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    auto *on = new QCheckBox(u"Follow redirects"_s, row);
    on->setChecked(true);
    auto *radio = new QRadioButton(u"Table"_s, row);
    radio->setChecked(true);
    auto *spin = new QSpinBox(row);
    spin->setAccessibleName(u"Minutes"_s);
    spin->setRange(0, 720);
    spin->setValue(30);
    auto *wrong = new QLineEdit(u"no address"_s, row);
    wrong->setAccessibleName(u"Address"_s);
    setInvalid(wrong, true);
    for (QWidget *widget : QList<QWidget *>{on, new QCheckBox(u"Off"_s, row), radio, new QRadioButton(u"JSON"_s, row), spin, wrong})
        layout->addWidget(widget);
    return row;
}

} // namespace

TEST_P(Screens, Gallery)
{
    QWidget window;
    fillWith(&window, QPalette::Base);
    auto *column = new QVBoxLayout(&window);
    column->setContentsMargins(20, 20, 20, 20);
    auto *tabs = new QTabBar(&window);
    tabs->setAccessibleName(u"Parts"_s);
    for (const auto &name : {u"Params"_s, u"Body"_s, u"Auth"_s, u"Headers  3"_s})
        tabs->addTab(name);
    tabs->setCurrentIndex(3);
    tabs->setExpanding(false);
    column->addWidget(tabs);
    column->addWidget(controls(&window));
    column->addWidget(boxes(&window));
    column->addWidget(new ChipRow(&window));
    for (const auto kind : {MessageBanner::Kind::Info, MessageBanner::Kind::Ok, MessageBanner::Kind::Warn, MessageBanner::Kind::Bad}) {
        auto *banner = new MessageBanner(&window);
        banner->setDismissible(kind == MessageBanner::Kind::Info);
        banner->showMessage(kind, u"needs a new sign-in: its session ended yesterday at 18:02."_s, u"prod"_s);
        banner->addRemedy(u"Sign In…"_s, [] {});
        column->addWidget(banner);
    }
    auto *pills = new QHBoxLayout;
    for (const auto &[tone, word] : {std::pair{Tone::Ok, u"Ready"_s},
                                     {Tone::Warn, u"Sign in again"_s},
                                     {Tone::Bad, u"Not allowed"_s},
                                     {Tone::Link, u"Vault"_s},
                                     {Tone::Accent, u"New"_s},
                                     {Tone::Neutral, u"Not tested"_s}})
        pills->addWidget(new PillLabel(tone, word, &window));
    pills->addStretch(1);
    column->addLayout(pills);
    auto *marks = new QHBoxLayout;
    for (const auto &name :
         {"plus", "gear", "eye",    "copy",     "refresh", "trash", "link",      "unlink", "search",  "warning", "check", "lock",
          "key",  "info", "folder", "document", "play",    "more",  "hashicorp", "aws",    "aws_ssm", "gcp",     "azure"}) {
        auto *label = new QLabel(&window);
        label->setPixmap(icon(QString::fromLatin1(name)).pixmap(QSize(20, 20), window.devicePixelRatioF()));
        marks->addWidget(label);
    }
    auto *app = new QLabel(&window);
    app->setPixmap(applicationIcon().pixmap(QSize(96, 96), window.devicePixelRatioF()));
    marks->addWidget(app);
    column->addLayout(marks);
    auto *busy = new BusyIndicator(desk.clock, &window);
    column->addWidget(busy);
    busy->start(u"Signing in to team-a"_s, [] {});
    desk.clock.advance(3500ms);
    auto *empty = new EmptyState(u"document"_s, u"No workspace open"_s,
                                 u"A workspace is one YAML file that also works in Insomnia and in Git."_s, &window);
    empty->setPrimary(u"New Workspace…"_s, [] {});
    empty->setSecondary(u"Open a File…"_s, [] {});
    column->addWidget(empty);
    window.resize(760, 700);
    check(window, u"gallery"_s);
}

TEST_P(Screens, AddCredential)
{
    auto *dialog = new CredentialDialog(desk.services, *vaultKind().provider);
    const Credential filled = vaultCredential(u"team-a"_s);
    dialog->nameField()->setText(filled.name);
    dialog->form()->setValues(filled.values);
    showAndSettle(*dialog);
    dialog->test();
    waitUntil([&] { return !dialog->testAnswer()->isHidden(); });
    check(*dialog, u"add-credential"_s);
    EXPECT_EQ(dialog->testAnswer()->tone(), Tone::Ok) << dialog->testAnswer()->text().toStdString();
    dialog->form()->setAdvancedOpen(true);
    check(*dialog, u"add-credential-advanced"_s);
    delete dialog;
}

TEST_P(Screens, AddCredentialWithMistakesAndLockedKeychain)
{
    auto *dialog = new CredentialDialog(desk.services, *vaultKind().provider);
    dialog->save();
    check(*dialog, u"add-credential-mistakes"_s);
    const Credential filled = vaultCredential(u"team-a"_s);
    dialog->nameField()->setText(filled.name);
    dialog->form()->setValues(filled.values);
    desk.keychain.failWrites = Error{ErrorKind::Unavailable, u"the keychain is locked"_s, u"Unlock it and try again."_s};
    dialog->save();
    waitUntil([&] { return !dialog->banner()->message().isEmpty(); });
    check(*dialog, u"add-credential-locked"_s);
    delete dialog;
}

TEST_P(Screens, AddCredentialRefused)
{
    vault.refuseWith = 503;
    vault.refusal = R"({"errors":["Vault is sealed"]})";
    auto *dialog = new CredentialDialog(desk.services, *vaultKind().provider);
    const Credential filled = vaultCredential(u"team-a"_s);
    dialog->nameField()->setText(filled.name);
    dialog->form()->setValues(filled.values);
    dialog->test();
    waitUntil([&] { return !dialog->banner()->message().isEmpty(); });
    check(*dialog, u"add-credential-refused"_s);
    delete dialog;
}

TEST_P(Screens, LinkSecret)
{
    desk.add(vaultCredential(u"team-a"_s));
    auto *dialog = new LinkSecretDialog(desk.services, vaultKind(), u"wrk_1"_s, u"api_key"_s, std::nullopt);
    check(*dialog, u"link-secret-empty"_s);
    FormValues reference;
    reference.setText("secretEnginePath"_L1, u"secret"_s);
    reference.setText("secretName"_L1, u"prod/shop"_s);
    reference.setText("secretKey"_L1, u"api_key"_s);
    dialog->form()->setValues(reference);
    emit dialog->form()->changed();
    desk.clock.advance(LinkSecretDialog::kDebounce);
    waitUntil([&] { return !dialog->answer()->isHidden(); });
    check(*dialog, u"link-secret"_s);
    EXPECT_EQ(dialog->answer()->text().toStdString(), "Found");
    delete dialog;
}

TEST_P(Screens, LinkSecretWithoutCredential)
{
    auto *dialog = new LinkSecretDialog(desk.services, vaultKind(), u"wrk_1"_s, u"api_key"_s, std::nullopt);
    check(*dialog, u"link-secret-no-credential"_s);
    delete dialog;
}

TEST_P(Screens, BindCredential)
{
    desk.add(vaultCredential(u"team-a"_s));
    auto *dialog = new BindCredentialDialog(desk.services, vaultKind(), u"cloudCred_0123456789abcdef0123456789abcdef"_s,
                                            u"wrk_1"_s, u"Shop API"_s);
    check(*dialog, u"bind-credential"_s);
    delete dialog;
}

TEST_P(Screens, Preferences)
{
    const Credential ready = desk.add(vaultCredential(u"team-a"_s));
    const Credential expired = desk.add(vaultCredential(u"prod"_s));
    desk.add(vaultCredential(u"ci-reader"_s));
    const Credential denied = desk.add(vaultCredential(u"anna@example.org"_s));
    const QDateTime now = desk.clock.wallTime();
    desk.store.setStatus(ready.id, {CredentialStatus::State::Ready, u"Signed in as approle-ci"_s, now.addSecs(-120)});
    desk.store.setStatus(expired.id, {CredentialStatus::State::Failed, u"Its session ended yesterday at 18:02."_s, now.addDays(-1),
                                      ErrorKind::Unauthenticated});
    desk.store.setStatus(denied.id, {CredentialStatus::State::Failed, u"Permission denied."_s, now, ErrorKind::PermissionDenied});
    FormValues reference;
    reference.setText("secretEnginePath"_L1, u"secret"_s);
    reference.setText("secretName"_L1, u"prod/shop"_s);
    const SecretLink link{u"hashicorp"_s, u"hashicorp"_s, u"team-a"_s, reference};
    EXPECT_OK(await(desk.resolver.resolve(link, u"wrk_1"_s, {})));
    auto *dialog = new PreferencesDialog(desk.services, [](const Credential &) {
        return QStringList{u"Staging › api_key"_s, u"Production › api_key"_s};
    });
    check(*dialog, u"preferences"_s);
    dialog->cloudCredentials()->askToDelete(ready.id);
    check(*dialog, u"preferences-delete"_s);
    dialog->showPage(PreferencesDialog::Page::General);
    check(*dialog, u"preferences-general"_s);
    dialog->showPage(PreferencesDialog::Page::Requests);
    check(*dialog, u"preferences-requests"_s);
    delete dialog;
}

TEST_P(Screens, PreferencesWithoutCredentials)
{
    auto *dialog = new PreferencesDialog(desk.services, {});
    check(*dialog, u"preferences-empty"_s);
    delete dialog;
}

TEST_P(Screens, CachedSecrets)
{
    desk.add(vaultCredential(u"team-a"_s));
    FormValues reference;
    reference.setText("secretEnginePath"_L1, u"secret"_s);
    reference.setText("secretName"_L1, u"prod/shop"_s);
    EXPECT_OK(await(desk.resolver.resolve({u"hashicorp"_s, u"hashicorp"_s, u"team-a"_s, reference}, u"wrk_1"_s, {})));
    CacheStrip strip(desk.services);
    showAndSettle(strip);
    strip.showList();
    QWidget *list = QApplication::activePopupWidget();
    ASSERT_NE(list, nullptr);
    check(*list, u"cached-secrets"_s);
    list->close();
}

TEST_P(Screens, FontTwiceAsLarge)
{
    const LargeFont large;
    desk.add(vaultCredential(u"team-a"_s));
    std::vector<std::unique_ptr<QWidget>> windows;
    windows.push_back(std::make_unique<CredentialDialog>(desk.services, *vaultKind().provider));
    windows.push_back(std::make_unique<LinkSecretDialog>(desk.services, vaultKind(), u"wrk_1"_s, u"api_key"_s, std::nullopt));
    windows.push_back(std::make_unique<PreferencesDialog>(desk.services, UsersOfCredential()));
    int number = 0;
    for (const auto &window : windows)
        check(*window, u"large-font-%1"_s.arg(++number));
}

TEST_P(Screens, SecretMenu)
{
    QMenu menu;
    const auto nothing = [] {};
    addSecretActions(menu, desk.catalog, true, {[](const QString &) {}, nothing, nothing, nothing, nothing, nothing});
    menu.addSeparator();
    menu.addAction(u"Duplicate\tCtrl+D"_s);
    menu.addAction(u"Delete"_s);
    menu.setActiveAction(menu.actions().front());
    check(menu, u"secret-menu"_s);
    QMenu *kinds = menu.actions().front()->menu();
    ASSERT_NE(kinds, nullptr);
    check(*kinds, u"secret-menu-kinds"_s);
    kinds->close();
}

INSTANTIATE_TEST_SUITE_P(Themes, Screens, kBothThemes, themeName);

} // namespace sallyport::test
