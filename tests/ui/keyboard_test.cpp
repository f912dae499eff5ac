// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// Every dialog by the keyboard alone: Tab reaches each control once, in the order in which it is read, and is seen; the first field to fill
// has the focus at first; Enter goes on and Escape leaves.
#include "providers/all_providers.h"
#include "tests/ui/support/aws_play.h"
#include "tests/ui/support/keyboard_walk.h"
#include "tests/ui/support/shop_window.h"
#include "ui/credentials/credential_combo.h"
#include "ui/credentials/credential_dialog.h"
#include "ui/credentials/person_questions.h"
#include "ui/editors/questions.h"
#include "ui/environments/environment_dialog.h"
#include "ui/forms/schema_form.h"
#include "ui/links/bind_credential_dialog.h"
#include "ui/links/link_secret_dialog.h"
#include "ui/main/window_actions.h"
#include "ui/preferences/cache_strip.h"
#include "ui/preferences/credential_table.h"
#include "ui/preferences/preferences_dialog.h"
#include "ui/theme/theme.h"
#include "ui/widgets/framed_dialog.h"
#include "ui/widgets/message_banner.h"
#include "ui/widgets/pill_label.h"

#include <QApplication>
#include <QFile>
#include <QLineEdit>
#include <QPointer>
#include <QPushButton>

using namespace Qt::StringLiterals;

namespace sallyport::test {

namespace {

class Keyboard : public testing::Test {
protected:
    void SetUp() override { applyTheme(*qobject_cast<QApplication *>(QCoreApplication::instance()), Settings::Theme::Light); }

    //! Whether Escape leaves a dialog that is shown.
    static bool escapes(const QPointer<QDialog> &dialog)
    {
        press(Qt::Key_Escape);
        return !dialog || !dialog->isVisible();
    }
    static void expectDialog(QDialog &dialog)
    {
        showForKeyboard(dialog);
        expectKeyboardWay(dialog);
    }

    FakeTransport network{[](const HttpRequest &request) { return awsAnswer(request); }};
    UiServices desk{allProviders(), network};
};

QString focusName()
{
    const QWidget *focus = QApplication::focusWidget();
    const auto *button = qobject_cast<const QPushButton *>(focus);
    return !focus ? QString() : button ? button->text() : focus->accessibleName();
}

} // namespace

TEST_F(Keyboard, FormsOfCredentials)
{
    for (const ProviderDescriptor *provider : allProviders().providers()) {
        auto *dialog = new CredentialDialog(desk.services, *provider);
        const QPointer<QDialog> alive(dialog);
        dialog->form()->setAdvancedOpen(true);
        expectDialog(*dialog);
        EXPECT_TRUE(escapes(alive)) << provider->id;
        delete alive;
    }
}

TEST_F(Keyboard, ANewCredentialBeginsAtItsNameAndEnterSaysWhatIsMissing)
{
    const QPointer<CredentialDialog> dialog = new CredentialDialog(desk.services, *allProviders().find(u"hashicorp"));
    showForKeyboard(*dialog);
    EXPECT_EQ(QApplication::focusWidget(), dialog->nameField());
    press(Qt::Key_Return);
    EXPECT_FALSE(dialog->form()->errorOf("serverAddress"_L1).isEmpty());
    delete dialog;
}

TEST_F(Keyboard, WhatABannerOffersIsReachedWhereItStands)
{
    desk.keychain.failWrites = Error{ErrorKind::Unavailable, u"the keychain is locked"_s, u"Unlock it."_s};
    const QPointer<CredentialDialog> dialog = new CredentialDialog(desk.services, *allProviders().find(u"aws"));
    dialog->nameField()->setText(u"prod"_s);
    dialog->form()->setValues(awsKeys().values);
    showForKeyboard(*dialog);
    dialog->test();
    ASSERT_TRUE(waitUntil([&dialog] { return !dialog->testAnswer()->isHidden(); }));
    dialog->save();
    ASSERT_TRUE(waitUntil([&dialog] { return dialog->banner()->message().contains(u"locked"_s); }));
    showForKeyboard(*dialog);
    expectKeyboardWay(*dialog);
    delete dialog;
}

TEST_F(Keyboard, Links)
{
    for (const bool filled : {false, true}) {
        for (const Catalog::Kind &kind : allProviders().kinds()) {
            LinkSecretDialog dialog(desk.services, kind, u"wrk"_s, u"api_key"_s, std::nullopt);
            dialog.setAttribute(Qt::WA_DeleteOnClose, false);
            expectDialog(dialog);
            EXPECT_TRUE(escapes(&dialog)) << kind.secret->id;
        }
        if (!filled)
            desk.add(awsKeys());
    }
}

TEST_F(Keyboard, ALinkBeginsAtTheFirstFieldToFill)
{
    const std::pair<const char *, const char *> rows[] = {
        {"hashicorp", "secretEnginePath"}, {"aws", "SecretId"}, {"aws_ssm", "Name"}, {"gcp", "secretName"}, {"azure", "secretIdentifier"}};
    for (const auto &[kindId, field] : rows) {
        const Catalog::Kind kind = *allProviders().findKind(QString::fromUtf8(kindId));
        desk.add({.name = QString::fromUtf8(kindId), .providerId = QString::fromUtf8(kind.provider->id)});
        LinkSecretDialog dialog(desk.services, kind, u"wrk"_s, u"api_key"_s, std::nullopt);
        dialog.setAttribute(Qt::WA_DeleteOnClose, false);
        EXPECT_EQ(dialog.focusWidget(), dialog.form()->fieldWidget(QLatin1StringView(field))) << kindId;
    }
}

TEST_F(Keyboard, AFoundSecretIsRevealedByTheKeyboardToo)
{
    desk.add(awsKeys());
    LinkSecretDialog dialog(desk.services, *allProviders().findKind(u"aws"), u"wrk"_s, u"api_key"_s, std::nullopt);
    dialog.setAttribute(Qt::WA_DeleteOnClose, false);
    FormValues reference;
    reference.setText("SecretId"_L1, u"prod/shop"_s);
    dialog.form()->setValues(reference);
    emit dialog.form()->changed();
    desk.clock.advance(LinkSecretDialog::kDebounce);
    ASSERT_TRUE(waitUntil([&dialog] { return dialog.answer()->text() == "Found"_L1; }));
    showForKeyboard(dialog);
    EXPECT_EQ(QApplication::focusWidget(), dialog.form()->fieldWidget("SecretId"_L1)) << "the credential is chosen already";
    expectKeyboardWay(dialog);
    const auto way = tabWay(dialog);
    EXPECT_TRUE(std::any_of(way.begin(), way.end(), [](const QWidget *widget) {
        const auto *button = qobject_cast<const QPushButton *>(widget);
        return button && button->text() == "Reveal"_L1;
    }));
}

TEST_F(Keyboard, WhichCredentialIsMeant)
{
    desk.add(awsKeys());
    for (const char *id : {"aws", "hashicorp"}) { // with one to choose, and without
        const auto kind = allProviders().findKind(QString::fromUtf8(id));
        BindCredentialDialog dialog(desk.services, *kind, u"cloudCred_1"_s, u"wrk"_s, u"Shop API"_s);
        dialog.setAttribute(Qt::WA_DeleteOnClose, false);
        showForKeyboard(dialog);
        EXPECT_NE(qobject_cast<CredentialCombo *>(QApplication::focusWidget()), nullptr);
        expectKeyboardWay(dialog);
        EXPECT_TRUE(escapes(&dialog));
    }
}

TEST_F(Keyboard, Preferences)
{
    for (const bool filled : {false, true}) {
        PreferencesDialog dialog(desk.services, {});
        dialog.setAttribute(Qt::WA_DeleteOnClose, false);
        showForKeyboard(dialog);
        for (const auto page :
             {PreferencesDialog::Page::General, PreferencesDialog::Page::Requests, PreferencesDialog::Page::CloudCredentials}) {
            dialog.showPage(page);
            expectKeyboardWay(dialog);
        }
        EXPECT_TRUE(escapes(&dialog));
        if (filled)
            break;
        const Credential stored = desk.add(awsKeys());
        desk.store.setStatus(
            stored.id, {CredentialStatus::State::Failed, u"the keys have ended"_s, desk.clock.wallTime(), ErrorKind::Unauthenticated});
    }
}

TEST_F(Keyboard, EnterEditsACredentialAndDeleteAsks)
{
    desk.add(awsKeys());
    PreferencesDialog dialog(desk.services, {});
    dialog.setAttribute(Qt::WA_DeleteOnClose, false);
    showForKeyboard(dialog);
    CloudCredentialsPage *page = dialog.cloudCredentials();
    page->table()->setFocus();
    press(Qt::Key_Delete);
    EXPECT_TRUE(page->banner()->message().startsWith(u"prod is not used"_s)) << page->banner()->message().toStdString();
    EXPECT_EQ(focusName().toStdString(), "Keep");
    page->table()->setFocus();
    press(Qt::Key_Return);
    EXPECT_NE(dialog.findChild<CredentialDialog *>(), nullptr);
}

class KeyboardQuestions : public Keyboard {
protected:
    KeyboardQuestions()
    {
        window.show();
        questions.setPageOpener([](const QUrl &) { return true; });
    }
    [[nodiscard]] FramedDialog *dialog() const { return window.findChild<FramedDialog *>(); }
    bool isAsked()
    {
        const bool asked = waitUntil([this] { return dialog() != nullptr; });
        if (asked)
            showForKeyboard(*dialog());
        return asked;
    }

    QWidget window;
    PersonQuestions questions{desk.interlocutor, &window};
};

TEST_F(KeyboardQuestions, ACodeIsTypedAndEntered)
{
    const auto answer = desk.interlocutor.answer(AskUser{u"the role asks for a code"_s, u"MFA Code"_s, false}, {});
    ASSERT_TRUE(isAsked());
    EXPECT_EQ(focusName().toStdString(), "MFA Code");
    expectKeyboardWay(*dialog());
    qobject_cast<QLineEdit *>(QApplication::focusWidget())->setText(u"123456"_s);
    emit qobject_cast<QLineEdit *>(QApplication::focusWidget())->textEdited(u"123456"_s);
    press(Qt::Key_Return);
    const auto outcome = await(answer);
    ASSERT_OK(outcome);
    EXPECT_EQ(std::get<UserAnswer>(*outcome).text.revealText(), u"123456"_s);
}

TEST_F(KeyboardQuestions, ACommandIsNotRunByAPressOfEnterInPassing)
{
    const auto answer = desk.interlocutor.answer(RunCommand{.program = u"/bin/echo"_s, .arguments = {u"x"_s}}, {});
    ASSERT_TRUE(isAsked());
    EXPECT_EQ(focusName().toStdString(), "Do Not Run");
    expectKeyboardWay(*dialog());
    press(Qt::Key_Return);
    EXPECT_EQ(await(answer).error().kind, ErrorKind::PermissionDenied);
}

TEST_F(KeyboardQuestions, ACodeForAnotherPage)
{
    std::stop_source conversation;
    ASSERT_OK(await(desk.interlocutor.answer(ShowCode{.verificationUri = QUrl(u"https://device.example/"_s), .userCode = u"ABCD-EFGH"_s},
                                             conversation)));
    ASSERT_TRUE(isAsked());
    EXPECT_EQ(focusName().toStdString(), "Open Page");
    expectKeyboardWay(*dialog());
    EXPECT_TRUE(escapes(dialog()));
    EXPECT_TRUE(conversation.stop_requested()) << "Escape gives the sign-in up";
}

TEST_F(KeyboardQuestions, APageInTheBrowser)
{
    std::stop_source conversation;
    const auto listener = await(desk.interlocutor.answer(OpenListener{u"/callback"_s}, conversation));
    ASSERT_OK(listener);
    const auto answer = desk.interlocutor.answer(OpenBrowser{.url = QUrl(u"https://signin.example/authorize"_s),
                                                             .expectedState = "0123456789abcdef",
                                                             .listener = std::get<ListenerReady>(*listener).listener},
                                                 conversation);
    ASSERT_TRUE(isAsked());
    EXPECT_EQ(focusName().toStdString(), "Open Again");
    expectKeyboardWay(*dialog());
    EXPECT_TRUE(escapes(dialog()));
    EXPECT_EQ(await(answer).error().kind, ErrorKind::Cancelled);
}

TEST_F(Keyboard, DialogsOfTheWindow)
{
    ShopWindow shop;
    shop.window.show();
    showShortcuts(&shop.window);
    const QPointer<QDialog> shortcuts = shop.window.findChild<FramedDialog *>();
    ASSERT_NE(shortcuts, nullptr);
    expectDialog(*shortcuts);
    press(Qt::Key_Return);
    EXPECT_TRUE(!shortcuts || !shortcuts->isVisible()) << "there is only Close";
    delete shortcuts;
    shop.window.showEnvironments(u"env_00000000000000000000000000000003"_s);
    auto *environments = shop.window.findChild<EnvironmentDialog *>();
    ASSERT_NE(environments, nullptr);
    expectDialog(*environments);
    EXPECT_TRUE(escapes(environments));
}

TEST_F(Keyboard, AWindowWithoutAWorkspaceBeginsAtTheFirstStepAndThenAtItsRequests)
{
    MainWindow window(desk.services);
    showForKeyboard(window);
    EXPECT_EQ(focusName().toStdString(), "Open…");
    const QString path = desk.folder.filePath(u"shop.yaml"_s);
    QFile file(path);
    ASSERT_TRUE(file.open(QFile::WriteOnly));
    ASSERT_GT(file.write(shopWorkspace()), 0);
    file.close();
    window.openFile(path);
    EXPECT_EQ(focusName().toStdString(), "Collection");
}

TEST_F(Keyboard, AQuestionWithChoices)
{
    QWidget window;
    window.show();
    int saved = 0;
    askChoice(&window, u"Save changes to shop.yaml?"_s, u"Edits that are not saved will be lost."_s,
              {{u"Discard"_s, {}, false, true}, {u"Save"_s, [&saved] { ++saved; }, true, false}});
    const QPointer<QDialog> dialog = window.findChild<FramedDialog *>();
    ASSERT_NE(dialog, nullptr);
    showForKeyboard(*dialog);
    EXPECT_EQ(focusName().toStdString(), "Save") << "which loses nothing";
    expectKeyboardWay(*dialog);
    press(Qt::Key_Return);
    EXPECT_EQ(saved, 1);
}

} // namespace sallyport::test
