// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/support/ui_services.h"
#include "ui/credentials/credential_dialog.h"
#include "ui/credentials/person_questions.h"
#include "ui/forms/schema_form.h"
#include "ui/widgets/framed_dialog.h"
#include "ui/widgets/message_banner.h"
#include "ui/widgets/pill_label.h"

#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPlainTextEdit>
#include <QPointer>
#include <QPushButton>
#include <QTest>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace sallyport::test {

namespace {

class PersonQuestionsTest : public testing::Test {
protected:
    PersonQuestionsTest()
    {
        questions.setPageOpener([this](const QUrl &url) {
            opened.append(url);
            return true;
        });
    }

    [[nodiscard]] FramedDialog *dialog() const
    {
        const auto dialogs = window.findChildren<FramedDialog *>();
        return dialogs.isEmpty() ? nullptr : dialogs.last();
    }
    [[nodiscard]] bool waitForDialog() const
    {
        return waitUntil([this] { return dialog() != nullptr; });
    }
    [[nodiscard]] bool waitForNoDialog() const
    {
        return waitUntil([this] {
            QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
            return dialog() == nullptr;
        });
    }
    static QPushButton *button(QWidget *in, const QString &label)
    {
        for (auto *each : in->findChildren<QPushButton *>()) {
            if (each->text() == label)
                return each;
        }
        return nullptr;
    }
    static QLineEdit *field(QWidget *in, const QString &name)
    {
        for (auto *each : in->findChildren<QLineEdit *>()) {
            if (each->accessibleName() == name)
                return each;
        }
        return nullptr;
    }

    FakeUiServices desk;
    QWidget window;
    QList<QUrl> opened;
    Interlocutor &interlocutor = desk.all.services.interlocutor;
    PersonQuestions questions{interlocutor, &window};
};

} // namespace

TEST_F(PersonQuestionsTest, givesTheCodeThatWasTyped)
{
    const auto answer = interlocutor.answer(AskUser{u"MFA code of alice"_s, u"Code"_s, false}, {});
    ASSERT_TRUE(waitForDialog());
    QPushButton *go = button(dialog(), u"Sign In"_s);
    EXPECT_FALSE(go->isEnabled()) << "nothing typed yet";
    QTest::keyClicks(field(dialog(), u"Code"_s), u"123456"_s);
    ASSERT_TRUE(go->isEnabled());
    go->click();
    const auto outcome = await(answer);
    ASSERT_OK(outcome);
    EXPECT_EQ(std::get<UserAnswer>(*outcome).text.revealText(), u"123456"_s);
}

TEST_F(PersonQuestionsTest, tellsInWholeWhoAsksForTheCode)
{
    const QString prompt = u"the role arn:aws:iam::123456789012:role/secrets-reader asks for a code of the MFA device phone"_s;
    std::stop_source stop;
    const auto answer = interlocutor.answer(AskUser{prompt, u"MFA Code"_s, false}, stop);
    ASSERT_TRUE(waitForDialog());
    EXPECT_EQ(dialog()->windowTitle(), u"MFA Code - Signing In"_s);
    const auto labels = dialog()->findChildren<QLabel *>();
    EXPECT_TRUE(std::any_of(labels.begin(), labels.end(), [](const QLabel *label) {
        return label->text().startsWith("The role arn:aws:iam::123456789012:role/secrets-reader asks"_L1) && label->wordWrap();
    }));
    stop.request_stop();
    EXPECT_TRUE(waitForNoDialog());
}

TEST_F(PersonQuestionsTest, standsBeforeTheDialogThatAskedAndGoesWithIt)
{
    window.show();
    const QPointer<QDialog> form = new QDialog(&window);
    form->open();
    const auto answer = interlocutor.answer(AskUser{u"MFA code"_s, u"Code"_s}, {});
    ASSERT_TRUE(waitForDialog());
    EXPECT_EQ(dialog()->parentWidget(), form.data()) << "which gets the keyboard back";
    delete form;
    EXPECT_EQ(await(answer).error().kind, ErrorKind::Cancelled);
}

TEST_F(PersonQuestionsTest, closesWhenItsSignInIsGivenUp)
{
    std::stop_source stop;
    const auto answer = interlocutor.answer(AskUser{u"MFA code"_s, u"Code"_s}, stop);
    ASSERT_TRUE(waitForDialog());
    stop.request_stop();
    EXPECT_EQ(await(answer).error().kind, ErrorKind::Cancelled);
    EXPECT_TRUE(waitForNoDialog());
}

TEST_F(PersonQuestionsTest, showsACommandBeforeItsFirstRunAndRunsItOnlyWhenAllowed)
{
    const RunCommand command{u"echo"_s, {u"two words"_s, u"x"_s}};
    auto answer = interlocutor.answer(command, {});
    ASSERT_TRUE(waitForDialog());
    EXPECT_EQ(dialog()->findChild<QPlainTextEdit *>()->toPlainText(), u"echo \"two words\" x"_s);
    button(dialog(), u"Do Not Run"_s)->click();
    EXPECT_EQ(await(answer).error().kind, ErrorKind::PermissionDenied);
    ASSERT_TRUE(waitForNoDialog());
    answer = interlocutor.answer(command, {});
    ASSERT_TRUE(waitForDialog());
    button(dialog(), u"Run"_s)->click();
    const auto outcome = await(answer);
    ASSERT_OK(outcome);
    EXPECT_EQ(std::get<CommandOutput>(*outcome).standardOutput, "two words x\n");
    ASSERT_TRUE(waitForNoDialog());
    EXPECT_OK(await(interlocutor.answer(command, {}))); // asked once
}

TEST_F(PersonQuestionsTest, opensThePageAndTakesAPastedAddress)
{
    std::stop_source conversation;
    const auto listener = await(interlocutor.answer(OpenListener{u"/oauth/callback"_s}, conversation));
    ASSERT_OK(listener);
    const ListenerReady ready = std::get<ListenerReady>(*listener);
    const auto answer = interlocutor.answer(
        OpenBrowser{.url = QUrl(u"https://signin.example/authorize"_s), .expectedState = "0123456789abcdef", .listener = ready.listener},
        conversation);
    ASSERT_TRUE(waitForDialog());
    EXPECT_EQ(opened, QList<QUrl>{QUrl(u"https://signin.example/authorize"_s)});
    QLineEdit *pasted = field(dialog(), u"Address you were sent to"_s);
    ASSERT_NE(pasted, nullptr);
    pasted->setText(ready.redirectUri.toString() + u"?code=abc&state=wrong-wrong-wrong"_s);
    EXPECT_FALSE(answer.isFinished());
    pasted->setText(ready.redirectUri.toString() + u"?code=abc&state=0123456789abcdef"_s);
    const auto outcome = await(answer);
    ASSERT_OK(outcome);
    EXPECT_TRUE(std::get<BrowserCallback>(*outcome).query.contains(std::pair(u"code"_s, u"abc"_s)));
    EXPECT_TRUE(waitForNoDialog());
}

TEST_F(PersonQuestionsTest, aCodeStaysInSightUntilTheSignInIsOverAndCancelEndsIt)
{
    std::stop_source conversation;
    ASSERT_OK(await(interlocutor.answer(ShowCode{.verificationUri = QUrl(u"https://device.example/"_s), .userCode = u"ABCD-EFGH"_s},
                                        conversation)));
    ASSERT_TRUE(waitForDialog());
    EXPECT_EQ(field(dialog(), u"Code"_s)->text(), u"ABCD-EFGH"_s);
    button(dialog(), u"Open Page"_s)->click();
    EXPECT_EQ(opened, QList<QUrl>{QUrl(u"https://device.example/"_s)});
    button(dialog(), u"Cancel"_s)->click();
    EXPECT_TRUE(conversation.stop_requested());
    EXPECT_TRUE(waitForNoDialog());
}

TEST_F(PersonQuestionsTest, theCredentialsOwnButtonSignsInAndTests)
{
    desk.vault.tokens.insert("654321");
    desk.vault.signInWorks = false;
    QPointer<CredentialDialog> editor = new CredentialDialog(desk.all.services, fakeProvider());
    Credential credential = fakeCredential();
    credential.values.setText("user"_L1, u"someone"_s);
    editor->nameField()->setText(credential.name);
    editor->form()->setValues(credential.values);
    emit editor->form()->changed();
    ASSERT_FALSE(editor->signInButton()->isHidden());
    editor->test();
    ASSERT_TRUE(waitUntil([&editor] { return !editor->banner()->message().isEmpty(); }));
    ASSERT_EQ(editor->signInButton()->menu()->actions().size(), 1);
    editor->signInButton()->menu()->actions().first()->trigger();
    ASSERT_TRUE(waitForDialog());
    QTest::keyClicks(dialog()->findChildren<QLineEdit *>().first(), u"654321"_s);
    button(dialog(), u"Sign In"_s)->click();
    ASSERT_TRUE(waitUntil([&editor] { return !editor->testAnswer()->isHidden(); })) << "told at once";
    EXPECT_EQ(editor->testAnswer()->tone(), Tone::Ok);
    EXPECT_EQ(desk.vault.signIns, 1) << "the first attempt; the person's own sign-in serves";
    editor->form()->setValues(fakeCredential().values);
    emit editor->form()->changed();
    EXPECT_TRUE(editor->signInButton()->isHidden()) << "ann's password needs nobody";
    delete editor;
}

TEST_F(PersonQuestionsTest, aNewCredentialIsSignedInToAtOnceNamedAfterTheAccountAndSaved)
{
    desk.vault.tokens.insert("654321");
    for (const QString &name : {u"someone@fake.test"_s, u"someone@fake.test (2)"_s}) {
        QPointer<CredentialDialog> editor = new CredentialDialog(desk.all.services, fakeProvider());
        FormValues values = fakeCredential().values;
        values.setText("user"_L1, u"someone"_s);
        editor->form()->setValues(values);
        editor->signInAtOnce();
        ASSERT_TRUE(waitForDialog());
        QTest::keyClicks(dialog()->findChildren<QLineEdit *>().first(), u"654321"_s);
        button(dialog(), u"Sign In"_s)->click();
        const CredentialStore &store = desk.all.services.credentials;
        ASSERT_TRUE(waitUntil([&editor] { return !editor; })) << "the dialog closes by itself";
        ASSERT_NE(store.findByName(name), nullptr) << name.toStdString();
        EXPECT_EQ(store.status(store.findByName(name)->id).state, CredentialStatus::State::Ready);
    }
}

TEST_F(PersonQuestionsTest, aSignInThatIsGivenUpLeavesTheFormToItsOwner)
{
    QPointer<CredentialDialog> editor = new CredentialDialog(desk.all.services, fakeProvider());
    FormValues values = fakeCredential().values;
    values.setText("user"_L1, u"someone"_s);
    editor->form()->setValues(values);
    editor->signInAtOnce();
    ASSERT_TRUE(waitForDialog());
    button(dialog(), u"Cancel"_s)->click();
    ASSERT_TRUE(waitUntil([&editor] { return editor->signInButton()->isEnabled(); }));
    EXPECT_TRUE(editor);
    EXPECT_TRUE(desk.all.services.credentials.credentials().empty());
    delete editor;
}

} // namespace sallyport::test
