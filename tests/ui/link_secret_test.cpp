// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/template/vault_tag.h"
#include "providers/all_providers.h"
#include "tests/support/vault_play.h"
#include "tests/ui/support/ui_services.h"
#include "ui/credentials/credential_combo.h"
#include "ui/forms/schema_form.h"
#include "ui/links/bind_credential_dialog.h"
#include "ui/links/link_secret_dialog.h"
#include "ui/links/secret_menu.h"
#include "ui/widgets/pill_label.h"
#include "ui/widgets/secret_text.h"

#include <QApplication>
#include <QClipboard>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPointer>
#include <QPushButton>
#include <QSignalSpy>

#include <algorithm>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace sallyport::test {

namespace {

const auto kValue = u"k-4711-canary"_s;

class LinkSecretTest : public testing::Test {
protected:
    LinkSecretTest() { desk.vault.secrets.insert(u"prod/shop"_s, R"({"api_key":"k-4711-canary","user":"shop"})"); }
    ~LinkSecretTest() override { delete dialog; }

    void open(const std::optional<SecretLink> &existing = std::nullopt)
    {
        dialog = new LinkSecretDialog(desk.all.services, *fakeCatalog().findKind(u"fake"), u"wrk"_s, u"api_key"_s, existing);
    }

    void fill(const QString &path, const QString &key)
    {
        FormValues reference;
        reference.setText("path"_L1, path);
        reference.setText("key"_L1, key);
        dialog->form()->setValues(reference);
        emit dialog->form()->changed();
    }

    void letTimePass(Clock::Duration step)
    {
        desk.all.clock.advance(step);
        for (int i = 0; i < 20; ++i)
            QApplication::processEvents();
    }

    bool look()
    {
        desk.all.clock.advance(LinkSecretDialog::kDebounce);
        return waitUntil([this] { return !dialog->answer()->isHidden(); });
    }

    //! In a text that assistive technology reads.
    [[nodiscard]] bool showsValue() const
    {
        for (const QLabel *label : dialog->findChildren<QLabel *>()) {
            if (label->text().contains(kValue) || label->toolTip().contains(kValue) || label->accessibleName().contains(kValue))
                return true;
        }
        for (const QLineEdit *edit : dialog->findChildren<QLineEdit *>()) {
            if (edit->text().contains(kValue))
                return true;
        }
        return false;
    }

    FakeUiServices desk;
    QPointer<LinkSecretDialog> dialog;
};

} // namespace

TEST_F(LinkSecretTest, writesAReadableTagWithTheCredentialsName)
{
    desk.all.add(fakeCredential());
    open();
    fill(u"prod/shop"_s, u"api_key"_s);
    const QSignalSpy linked(dialog, &LinkSecretDialog::linked);
    dialog->accept();
    ASSERT_EQ(linked.count(), 1);
    EXPECT_EQ(linked.first().first().toString(), u"{% vault 'fake', 'team-a', '{\"path\":\"prod/shop\",\"key\":\"api_key\"}' %}"_s);
}

TEST_F(LinkSecretTest, looksOnceAfterAPauseAndSaysFoundWithoutTheValue)
{
    desk.all.add(fakeCredential());
    open();
    fill(u"prod/sh"_s, {});
    letTimePass(300ms);
    fill(u"prod/shop"_s, u"api_key"_s);
    letTimePass(300ms);
    EXPECT_EQ(desk.vault.requests().size(), 0U);
    ASSERT_TRUE(look());
    EXPECT_EQ(desk.vault.fetches, 1);
    EXPECT_EQ(dialog->answer()->text(), u"Found"_s);
    EXPECT_EQ(dialog->detail(), u"version 1 · 2 keys · value hidden"_s);
    EXPECT_FALSE(showsValue());
}

TEST_F(LinkSecretTest, offersTheSignInThatIsNeededAndLooksAgain)
{
    Credential credential = fakeCredential();
    credential.values.setText("user"_L1, u"someone"_s);
    credential.values.setText("method"_L1, u"token"_s);
    credential.values.setSecret("token"_L1, SecretValue("ended yesterday"));
    desk.all.add(credential);
    desk.vault.tokens.insert("654321");
    desk.all.interlocutor.setAskUserHandler(
        [](const AskUser &, std::stop_token) { return answered<UserAnswer>(UserAnswer{SecretValue("654321")}); });
    open();
    fill(u"prod/shop"_s, u"api_key"_s);
    ASSERT_TRUE(look());
    EXPECT_EQ(dialog->answer()->text(), u"Sign in again"_s);
    const auto buttons = dialog->findChildren<QPushButton *>();
    const auto wanted =
        std::find_if(buttons.begin(), buttons.end(), [](const QPushButton *button) { return button->text() == u"Sign In with a Code…"_s; });
    ASSERT_NE(wanted, buttons.end());
    (*wanted)->click();
    ASSERT_TRUE(waitUntil([this] {
        desk.all.clock.advance(LinkSecretDialog::kDebounce);
        return dialog->answer()->text() == "Found"_L1;
    }));
    EXPECT_EQ(desk.all.store.status(desk.all.store.credentials().front().id).state, CredentialStatus::State::Ready)
        << "known from the sign-in";
    desk.all.interlocutor.setAskUserHandler({});
}

TEST_F(LinkSecretTest, revealHidesItselfAfterTenSecondsAndIsNeverTold)
{
    desk.all.add(fakeCredential());
    open();
    fill(u"prod/shop"_s, u"api_key"_s);
    ASSERT_TRUE(look());
    dialog->reveal();
    ASSERT_TRUE(waitUntil([this] { return dialog->valueText()->isShown(); }));
    EXPECT_FALSE(dialog->valueText()->isHidden());
    EXPECT_FALSE(showsValue()) << "a screen reader would read it out";
    desk.all.clock.advance(9s);
    EXPECT_TRUE(dialog->valueText()->isShown());
    desk.all.clock.advance(1s);
    EXPECT_FALSE(dialog->valueText()->isShown());
    EXPECT_TRUE(dialog->valueText()->isHidden());
    EXPECT_TRUE(dialog->detail().endsWith(u"value hidden"_s));
}

TEST_F(LinkSecretTest, aChangeHidesWhatWasRevealed)
{
    desk.all.add(fakeCredential());
    open();
    fill(u"prod/shop"_s, u"api_key"_s);
    ASSERT_TRUE(look());
    dialog->reveal();
    ASSERT_TRUE(waitUntil([this] { return dialog->valueText()->isShown(); }));
    fill(u"prod/other"_s, u"api_key"_s);
    EXPECT_FALSE(dialog->valueText()->isShown());
}

TEST_F(LinkSecretTest, aMissingKeyIsSaidWithThoseThatAreThere)
{
    desk.all.add(fakeCredential());
    open();
    fill(u"prod/shop"_s, u"nothing"_s);
    ASSERT_TRUE(look());
    EXPECT_EQ(dialog->answer()->tone(), Tone::Warn);
    EXPECT_EQ(dialog->detail(), u"it has api_key, user"_s);
}

TEST_F(LinkSecretTest, linkingWorksThoughTheVaultSaysNo)
{
    desk.all.add(fakeCredential());
    open();
    fill(u"prod/missing"_s, {});
    ASSERT_TRUE(look());
    EXPECT_EQ(dialog->answer()->text(), u"Not found"_s);
    const QSignalSpy linked(dialog, &LinkSecretDialog::linked);
    dialog->accept();
    EXPECT_EQ(linked.count(), 1);
}

TEST_F(LinkSecretTest, nothingIsLinkedWithoutCredentialOrPath)
{
    open();
    const QSignalSpy linked(dialog, &LinkSecretDialog::linked);
    fill(u"prod/shop"_s, {});
    dialog->accept();
    EXPECT_EQ(linked.count(), 0);
    EXPECT_EQ(dialog->focusWidget(), dialog->credentialCombo());
    desk.all.add(fakeCredential());
    dialog->credentialCombo()->selectCredential(desk.all.store.credentials().front().id);
    fill({}, {});
    dialog->accept();
    EXPECT_EQ(linked.count(), 0);
    EXPECT_FALSE(dialog->form()->errorOf("path"_L1).isEmpty());
}

TEST_F(LinkSecretTest, editingKeepsAForeignReferenceWhileItsCredentialStays)
{
    const Credential first = desk.all.add(fakeCredential(u"team-a"_s));
    const Credential second = desk.all.add(fakeCredential(u"team-b"_s));
    EXPECT_OK(desk.all.store.bind(u"cloudCred_1"_s, u"wrk"_s, second.id));
    FormValues reference;
    reference.setText("path"_L1, u"prod/shop"_s);
    open(SecretLink{u"fake"_s, u"fake"_s, u"cloudCred_1"_s, reference});
    EXPECT_EQ(dialog->credentialCombo()->credentialId(), second.id);
    EXPECT_EQ(dialog->link().credential, u"cloudCred_1"_s);
    dialog->credentialCombo()->selectCredential(first.id);
    EXPECT_EQ(dialog->link().credential, u"team-a"_s);
}

TEST_F(LinkSecretTest, closingInTheMiddleOfALookStopsIt)
{
    desk.all.add(fakeCredential());
    open();
    desk.vault.hold();
    fill(u"prod/shop"_s, {});
    desk.all.clock.advance(LinkSecretDialog::kDebounce);
    ASSERT_TRUE(waitUntil([this] { return desk.vault.waiting() == 1; }));
    delete dialog;
    EXPECT_TRUE(waitUntil([this] { return desk.vault.stopped() == 1; }));
}

TEST_F(LinkSecretTest, suggestionsComeFromTheChosenCredential)
{
    desk.vault.setHandler([](const HttpRequest &request) -> Result<HttpReply> {
        return request.url.path() == "/sign-in"_L1 ? reply(200, "t 3600 1") : reply(200, "dev/shop\nprod/shop");
    });
    desk.all.add(fakeCredential());
    open();
    auto *combo = qobject_cast<QComboBox *>(dialog->form()->fieldWidget("path"_L1));
    combo->showPopup();
    ASSERT_TRUE(waitUntil([combo] { return combo->count() == 2; }));
    EXPECT_EQ(combo->itemData(1).toString(), u"prod/shop"_s);
}

TEST(LinkVaultSecret, whatWasDetectedIsWrittenIntoTheLink)
{
    VaultPlay vault;
    UiServices desk(allProviders(), vault);
    Credential credential{.name = u"team-a"_s, .providerId = u"hashicorp"_s};
    credential.values.setText("serverAddress"_L1, u"https://vault.example.org:8200"_s);
    credential.values.setText("role_id"_L1, u"role"_s);
    credential.values.setSecret("secret_id"_L1, SecretValue::fromString(u"id"_s));
    desk.add(credential);
    LinkSecretDialog dialog(desk.services, *allProviders().findKind(u"hashicorp"), u"wrk"_s, u"api_key"_s, std::nullopt);
    dialog.setAttribute(Qt::WA_DeleteOnClose, false);
    FormValues reference;
    reference.setText("secretEnginePath"_L1, u"secret"_s);
    reference.setText("secretName"_L1, u"prod/shop"_s);
    reference.setText("secretKey"_L1, u"api_key"_s);
    dialog.form()->setValues(reference);
    emit dialog.form()->changed();
    desk.clock.advance(LinkSecretDialog::kDebounce);
    ASSERT_TRUE(waitUntil([&dialog] { return !dialog.answer()->isHidden(); }));
    const QSignalSpy linked(&dialog, &LinkSecretDialog::linked);
    dialog.accept();
    ASSERT_EQ(linked.count(), 1);
    EXPECT_TRUE(linked.first().first().toString().contains(u"\"kvVersion\":\"v2\""_s)) << linked.first().first().toString().toStdString();
}

TEST_F(LinkSecretTest, bindingIsRememberedForTheWholeWorkspace)
{
    const Credential credential = desk.all.add(fakeCredential());
    BindCredentialDialog bind(desk.all.services, *fakeCatalog().findKind(u"fake"), u"cloudCred_1"_s, u"wrk"_s, u"Shop API"_s);
    bind.setAttribute(Qt::WA_DeleteOnClose, false);
    const QSignalSpy bound(&bind, &BindCredentialDialog::bound);
    bind.accept();
    ASSERT_EQ(bound.count(), 1);
    EXPECT_EQ(desk.all.store.bound(u"fake"_s, u"cloudCred_1"_s, u"wrk"_s)->id, credential.id);
    EXPECT_EQ(desk.all.store.bound(u"fake"_s, u"cloudCred_1"_s, u"other"_s), nullptr);
}

TEST(LinkSecret, onlyCredentialsThatOpenTheSecretAreOffered)
{
    VaultPlay vault;
    UiServices desk(allProviders(), vault);
    const auto add = [&desk](const QString &name, const char *type) {
        Credential credential{.name = name, .providerId = u"hashicorp"_s};
        credential.values.setText("type"_L1, QString::fromUtf8(type));
        return desk.add(credential);
    };
    const Credential retired = add(u"a-retired"_s, "cloud");
    const Credential server = add(u"b-server"_s, "onPrem");
    const auto offered = [&desk](QStringView kind) {
        const CredentialCombo combo(desk.services, *allProviders().findKind(kind));
        return std::pair(combo.count() - 1, combo.credentialId()); // the last entry adds one
    };
    EXPECT_EQ(offered(u"hashicorp"), std::pair(1, server.id));
    EXPECT_EQ(offered(u"hashicorp_cloud"), std::pair(1, retired.id));
    BindCredentialDialog bind(desk.services, *allProviders().findKind(u"hashicorp"), u"cloudCred_1"_s, u"wrk"_s, u"Shop API"_s);
    bind.setAttribute(Qt::WA_DeleteOnClose, false);
    EXPECT_EQ(bind.credentialCombo()->credentialId(), server.id);
}

TEST(SecretMenu, offersEveryKindAndDisablesThoseToCome)
{
    QMenu menu;
    QStringList chosen;
    addSecretActions(menu, allProviders(), false, {.link = [&chosen](const QString &id) { chosen.append(id); }});
    ASSERT_EQ(menu.actions().size(), 1) << "nothing to do with a link where none is";
    QMenu *kinds = menu.actions().front()->menu();
    ASSERT_NE(kinds, nullptr);
    ASSERT_EQ(kinds->actions().size(), static_cast<int>(allProviders().kinds().size()));
    for (QAction *action : kinds->actions()) {
        EXPECT_EQ(action->isEnabled(), !action->text().contains(u"coming later"_s)) << action->text().toStdString();
        action->trigger();
    }
    EXPECT_EQ(chosen, (QStringList{u"aws"_s, u"aws_ssm"_s, u"gcp"_s, u"hashicorp"_s, u"hashicorp_cloud"_s, u"azure"_s}));
}

TEST(SecretMenu, aLinkedPlaceCanBeEditedRefreshedRevealedCopiedAndUnlinked)
{
    QMenu menu;
    QStringList done;
    const auto note = [&done](const QString &what) { return [&done, what] { done.append(what); }; };
    addSecretActions(menu, allProviders(), true,
                     {.edit = note(u"edit"_s),
                      .refresh = note(u"refresh"_s),
                      .reveal = note(u"reveal"_s),
                      .copyReference = note(u"copy"_s),
                      .unlink = note(u"unlink"_s)});
    for (QAction *action : menu.actions())
        action->trigger();
    EXPECT_EQ(done.join(u' '), u"edit refresh reveal copy unlink"_s);
    copyReference(u"{% vault %}"_s);
    EXPECT_EQ(QApplication::clipboard()->text(), u"{% vault %}"_s);
}

} // namespace sallyport::test
