// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/support/ui_services.h"
#include "ui/credentials/credential_dialog.h"
#include "ui/credentials/credential_text.h"
#include "ui/forms/schema_form.h"
#include "ui/widgets/message_banner.h"
#include "ui/widgets/pill_label.h"

#include <QLineEdit>
#include <QMenu>
#include <QPointer>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;

namespace sallyport::test {

namespace {

class CredentialDialogTest : public testing::Test {
protected:
    CredentialDialog *openNew()
    {
        dialog = new CredentialDialog(desk.all.services, fakeProvider());
        return dialog;
    }

    void fill(const Credential &credential)
    {
        dialog->nameField()->setText(credential.name);
        dialog->form()->setValues(credential.values);
    }

    [[nodiscard]] QPushButton *bannerButton(const QString &label) const
    {
        for (auto *button : dialog->banner()->findChildren<QPushButton *>()) {
            if (button->text() == label && !button->isHidden())
                return button;
        }
        return nullptr;
    }

    bool waitForBanner()
    {
        return waitUntil([this] { return !dialog->banner()->message().isEmpty(); });
    }

    ~CredentialDialogTest() override { delete dialog; }

    FakeUiServices desk;
    QPointer<CredentialDialog> dialog;
};

} // namespace

TEST_F(CredentialDialogTest, savesOffLineWithSecretsInTheKeychain)
{
    desk.vault.hold(); // the network never answers
    openNew();
    fill(fakeCredential());
    int saved = 0;
    QObject::connect(dialog, &CredentialDialog::saved, dialog, [&saved](const Credential &credential) {
        ++saved;
        EXPECT_EQ(credential.name, u"team-a"_s);
    });
    dialog->save();
    ASSERT_TRUE(waitUntil([&saved] { return saved == 1; }));
    EXPECT_EQ(desk.vault.requests().size(), 0U);
    EXPECT_EQ(desk.all.keychain.entries.size(), 1);
    EXPECT_NE(desk.all.store.findByName(u"team-a"_s), nullptr);
    EXPECT_EQ(dialog->result(), QDialog::Accepted);
}

TEST_F(CredentialDialogTest, asksForANameAndForWhatIsMissing)
{
    openNew();
    dialog->save();
    EXPECT_FALSE(dialog->form()->errorOf("user"_L1).isEmpty());
    EXPECT_TRUE(desk.all.store.credentials().empty());
    EXPECT_EQ(dialog->focusWidget(), dialog->nameField());
}

TEST_F(CredentialDialogTest, testSaysWhoItIsAndSavingKeepsThatAsStatus)
{
    openNew();
    fill(fakeCredential());
    dialog->test();
    ASSERT_TRUE(waitUntil([this] { return !dialog->testAnswer()->isHidden(); }));
    EXPECT_EQ(dialog->testAnswer()->tone(), Tone::Ok);
    EXPECT_TRUE(dialog->testAnswer()->text().startsWith(u"Signed in as "_s));
    dialog->save();
    ASSERT_TRUE(waitUntil([this] { return desk.all.store.findByName(u"team-a"_s) != nullptr; }));
    ASSERT_TRUE(waitUntil([this] { return dialog->result() == QDialog::Accepted; }));
    EXPECT_EQ(desk.all.store.status(desk.all.store.findByName(u"team-a"_s)->id).state, CredentialStatus::State::Ready);
}

TEST_F(CredentialDialogTest, testTellsExactlyWhatIsWrongAndNothingIsStored)
{
    openNew();
    Credential wrong = fakeCredential();
    wrong.values.setSecret("password"_L1, SecretValue::fromString(u"nonsense"_s));
    fill(wrong);
    dialog->test();
    ASSERT_TRUE(waitForBanner());
    EXPECT_TRUE(dialog->banner()->message().contains(u"rong user or password"_s)) << dialog->banner()->message().toStdString();
    EXPECT_FALSE(dialog->banner()->message().contains(u"nonsense"_s));
    EXPECT_NE(dialog->testAnswer()->tone(), Tone::Ok);
    EXPECT_TRUE(desk.all.store.credentials().empty());
}

TEST_F(CredentialDialogTest, anAnswerIsForgottenWhenTheFormChanges)
{
    openNew();
    fill(fakeCredential());
    dialog->test();
    ASSERT_TRUE(waitUntil([this] { return !dialog->testAnswer()->isHidden(); }));
    emit dialog->form()->changed();
    EXPECT_TRUE(dialog->testAnswer()->isHidden());
}

TEST_F(CredentialDialogTest, aTestCanBeCancelled)
{
    desk.vault.hold();
    openNew();
    fill(fakeCredential());
    dialog->test();
    ASSERT_TRUE(waitUntil([this] { return desk.vault.waiting() == 1; }));
    desk.all.clock.advance(std::chrono::seconds(1));
    QPushButton *cancel = nullptr;
    for (auto *button : dialog->findChildren<QPushButton *>()) {
        if (button->parentWidget()->inherits("sallyport::BusyIndicator"))
            cancel = button;
    }
    ASSERT_NE(cancel, nullptr);
    cancel->click();
    EXPECT_TRUE(waitUntil([this] { return desk.vault.stopped() == 1; }));
    EXPECT_TRUE(dialog->testAnswer()->isHidden());
    EXPECT_TRUE(dialog->banner()->message().isEmpty());
}

TEST_F(CredentialDialogTest, closingInTheMiddleOfATestStopsIt)
{
    desk.vault.hold();
    openNew();
    fill(fakeCredential());
    dialog->test();
    ASSERT_TRUE(waitUntil([this] { return desk.vault.waiting() == 1; }));
    delete dialog;
    EXPECT_TRUE(waitUntil([this] { return desk.vault.stopped() == 1; }));
}

TEST_F(CredentialDialogTest, aLockedKeychainOffersToTryAgainOrThisSessionOnly)
{
    desk.all.keychain.failWrites = Error{ErrorKind::Unavailable, u"the keychain is locked"_s, u"Unlock it."_s};
    openNew();
    fill(fakeCredential());
    dialog->save();
    ASSERT_TRUE(waitForBanner());
    EXPECT_TRUE(desk.all.store.credentials().empty()) << "nothing is stored anywhere";
    ASSERT_NE(bannerButton(u"Try Again"_s), nullptr);
    bannerButton(u"Keep for This Session Only"_s)->click();
    ASSERT_TRUE(waitUntil([this] { return desk.all.store.findByName(u"team-a"_s) != nullptr; }));
    EXPECT_TRUE(desk.all.store.findByName(u"team-a"_s)->sessionOnly);
    EXPECT_TRUE(desk.all.keychain.entries.isEmpty());
}

TEST_F(CredentialDialogTest, tryingAgainAfterUnlockingSaves)
{
    desk.all.keychain.failWrites = Error{ErrorKind::Unavailable, u"the keychain is locked"_s, {}};
    openNew();
    fill(fakeCredential());
    dialog->save();
    ASSERT_TRUE(waitForBanner());
    desk.all.keychain.failWrites.reset();
    bannerButton(u"Try Again"_s)->click();
    ASSERT_TRUE(waitUntil([this] { return desk.all.store.findByName(u"team-a"_s) != nullptr; }));
    EXPECT_FALSE(desk.all.store.findByName(u"team-a"_s)->sessionOnly);
}

TEST_F(CredentialDialogTest, aNameThatIsTakenIsSaidAtTheName)
{
    desk.all.add(fakeCredential());
    openNew();
    fill(fakeCredential());
    dialog->save();
    EXPECT_TRUE(waitUntil(
        [this] { return dialog->focusWidget() == dialog->nameField() && !dialog->nameField()->accessibleDescription().isEmpty(); }));
    EXPECT_TRUE(dialog->banner()->message().isEmpty());
    EXPECT_EQ(desk.all.store.credentials().size(), 1U);
}

TEST_F(CredentialDialogTest, editingReadsTheSecretsAndReplacesTheCredential)
{
    const Credential before = desk.all.add(fakeCredential());
    dialog = new CredentialDialog(desk.all.services, *desk.all.store.findById(before.id));
    ASSERT_TRUE(waitUntil([this] { return dialog->form()->isComplete(); }));
    EXPECT_TRUE(dialog->form()->values().secret("password"_L1).sameAs(fakeCredential().values.secret("password"_L1)));
    dialog->nameField()->setText(u"team-b"_s);
    dialog->save();
    ASSERT_TRUE(waitUntil([this] { return dialog->result() == QDialog::Accepted; }));
    ASSERT_EQ(desk.all.store.credentials().size(), 1U);
    EXPECT_EQ(desk.all.store.credentials().front().id, before.id);
    EXPECT_EQ(desk.all.store.credentials().front().name, u"team-b"_s);
}

TEST_F(CredentialDialogTest, whatALockedKeychainHidesIsNotLostBySaving)
{
    const Credential before = desk.all.add(fakeCredential());
    UiServices &all = desk.all;
    CredentialStore later(all.catalog, all.keychain, all.folder.filePath(u"credentials.json"_s)); // has read no secret yet
    EXPECT_OK(later.load());
    const Services services{all.catalog, all.settings, later, all.cache, all.resolver, all.runner, all.interlocutor, all.clock};
    desk.all.keychain.failReads = Error{ErrorKind::Unavailable, u"the keychain is locked"_s, {}};
    dialog = new CredentialDialog(services, *later.findById(before.id));
    ASSERT_TRUE(waitForBanner());
    dialog->nameField()->setText(u"team-b"_s);
    dialog->save();
    ASSERT_TRUE(waitUntil([this] { return bannerButton(u"Keep for This Session Only"_s) != nullptr; }));
    desk.all.keychain.failReads.reset();
    dialog->save();
    ASSERT_TRUE(waitUntil([&later] { return later.findByName(u"team-b"_s) != nullptr; }));
    const auto read = await(later.withSecrets(before.id));
    ASSERT_OK(read);
    EXPECT_TRUE(read->values.secret("password"_L1).sameAs(fakeCredential().values.secret("password"_L1)));
    delete dialog; // before the store that it was given
}

TEST_F(CredentialDialogTest, escapeAsksBeforeWhatWasTypedIsLost)
{
    openNew();
    dialog->open();
    QTest::keyClicks(dialog->nameField(), u"team-a"_s);
    dialog->reject();
    EXPECT_TRUE(dialog->isVisible());
    ASSERT_TRUE(waitUntil([this] { return bannerButton(u"Keep Editing"_s) != nullptr; }));
    bannerButton(u"Keep Editing"_s)->click();
    ASSERT_TRUE(waitUntil([this] { return dialog->banner()->message().isEmpty(); }));
    EXPECT_EQ(dialog->nameField()->text(), u"team-a"_s);
    dialog->reject();
    ASSERT_TRUE(waitUntil([this] { return bannerButton(u"Discard"_s) != nullptr; }));
    bannerButton(u"Discard"_s)->click();
    EXPECT_TRUE(waitUntil([this] { return dialog.isNull(); }));
    EXPECT_TRUE(desk.all.store.credentials().empty());
}

TEST_F(CredentialDialogTest, escapeClosesAtOnceWhereNothingWasTyped)
{
    openNew();
    dialog->open();
    dialog->reject();
    EXPECT_TRUE(waitUntil([this] { return dialog.isNull(); }));
}

TEST(CredentialText, providersToComeAreAnnouncedAndDisabled)
{
    QMenu menu;
    QStringList chosen;
    addProviderActions(menu, fakeCatalog(),
                       [&chosen](const ProviderDescriptor &provider) { chosen.append(QString::fromUtf8(provider.id)); });
    ASSERT_EQ(menu.actions().size(), 2);
    EXPECT_TRUE(menu.actions().at(0)->isEnabled());
    EXPECT_FALSE(menu.actions().at(1)->isEnabled());
    EXPECT_TRUE(menu.actions().at(1)->text().contains(u"coming later"_s));
    menu.actions().at(0)->trigger();
    EXPECT_EQ(chosen, QStringList(u"fake"_s));
}

TEST(CredentialText, aLongIdentityGivesUpWholeParts)
{
    const QFont font;
    const QString whole = u"Signed in as ci · policies default · time to live 20 min"_s;
    EXPECT_EQ(fittingParts(whole, 10'000, font), whole);
    EXPECT_EQ(fittingParts(whole, pillSize(u"Signed in as ci · policies default"_s, font).width(), font),
              u"Signed in as ci · policies default"_s);
    EXPECT_EQ(fittingParts(whole, 1, font), u"Signed in as ci"_s);
}

TEST(CredentialText, failuresAreNamedByWhatMendsThem)
{
    const QDateTime now = QDateTime::currentDateTimeUtc();
    EXPECT_EQ(badgeOf({}).tone, Tone::Neutral);
    EXPECT_EQ(badgeOf(statusFrom(Identity{u"ci"_s, {}, {}}, now)).tone, Tone::Ok);
    const CredentialStatus ended = statusFrom(Error{ErrorKind::Unauthenticated, u"the session ended"_s, {}}, now);
    EXPECT_EQ(badgeOf(ended).tone, Tone::Warn);
    EXPECT_EQ(badgeOf(ended).text, u"Sign in again"_s);
    EXPECT_EQ(badgeOf(statusFrom(Error{ErrorKind::Network, u"no route"_s, {}}, now)).tone, Tone::Bad);
}

} // namespace sallyport::test
