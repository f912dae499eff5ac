// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// The screens of AWS, light and dark: forms of all ways to sign in, what the person is asked meanwhile, and links to both kinds of
// secrets. Forms open as high as they need. With SALLYPORT_SCREENS=<folder> the pictures are kept.
#include "tests/support/forms.h"
#include "tests/ui/support/aws_play.h"
#include "tests/ui/support/form_screens.h"
#include "ui/credentials/credential_dialog.h"
#include "ui/credentials/person_questions.h"
#include "ui/forms/schema_form.h"
#include "ui/preferences/preferences_dialog.h"
#include "ui/widgets/message_banner.h"
#include "ui/widgets/pill_label.h"
#include "ui/widgets/scrolled_column.h"

#include <QLineEdit>
#include <QPushButton>
#include <QScreen>
#include <QScrollBar>

using namespace Qt::StringLiterals;

namespace sallyport::test {

namespace {

class AwsScreens : public FormScreens {
protected:
    AwsScreens() : FormScreens(u"aws", [](const HttpRequest &request) { return awsAnswer(request); }) {}

    [[nodiscard]] FramedDialog *question() const
    {
        const auto dialogs = window.findChildren<FramedDialog *>();
        return dialogs.isEmpty() ? nullptr : dialogs.last();
    }

    template<typename Question> void checkQuestion(const Question &asked, const QString &name)
    {
        std::stop_source conversation;
        const auto answer = desk.interlocutor.answer(asked, conversation);
        ASSERT_TRUE(waitUntil([this] { return question() != nullptr; }));
        checkForm(*question(), name);
        conversation.request_stop();
        EXPECT_TRUE(waitUntil([this] {
            QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
            return question() == nullptr;
        }));
    }

    QWidget window;
    PersonQuestions questions{desk.interlocutor, &window};
};

FormValues ofType(const QString &type)
{
    FormValues values;
    values.setText("type"_L1, type);
    values.setText("section"_L1, u"prod-admin"_s);
    return values;
}

} // namespace

TEST_P(AwsScreens, FormsOfAllTypes)
{
    for (const auto &type : {u"temporary"_s, u"file"_s, u"sso"_s, u"default"_s})
        checkNewForm(ofType(type), u"aws-"_s + type);
}

TEST_P(AwsScreens, FormOfARoleGrowsWithItsContents)
{
    CredentialDialog dialog(desk.services, provider);
    checkForm(dialog, u"aws-new"_s);
    const int before = dialog.height();
    FormValues values = ofType(u"sso"_s);
    values.setText("assumeRole"_L1, u"true"_s);
    values.setText("roleArn"_L1, u"arn:aws:iam::123456789012:role/deploy"_s);
    dialog.form()->setValues(values);
    emit dialog.form()->changed();
    checkForm(dialog, u"aws-role"_s);
    dialog.form()->setAdvancedOpen(true);
    checkForm(dialog, u"aws-advanced"_s);
    const bool wasHighest = before >= int(dialog.screen()->availableGeometry().height() * 0.9) - 1; // as on a small screen at 200 %
    EXPECT_TRUE(dialog.height() > before || wasHighest);
}

TEST_P(AwsScreens, TestedKeys)
{
    CredentialDialog dialog(desk.services, provider);
    dialog.nameField()->setText(u"prod"_s);
    dialog.form()->setValues(awsKeys().values);
    showAndSettle(dialog);
    dialog.test();
    ASSERT_TRUE(waitUntil([&] { return !dialog.testAnswer()->isHidden(); }));
    EXPECT_EQ(dialog.testAnswer()->tone(), Tone::Ok) << dialog.testAnswer()->text().toStdString();
    checkForm(dialog, u"aws-tested"_s);
}

TEST_P(AwsScreens, TheAnswerIsSeenBelowALongForm)
{
    CredentialDialog dialog(desk.services, provider);
    dialog.nameField()->setText(u"prod"_s);
    dialog.form()->setValues(awsKeys().values);
    dialog.form()->setAdvancedOpen(true);
    showAndSettle(dialog);
    ASSERT_GT(dialog.findChild<ScrolledColumn *>()->verticalScrollBar()->maximum(), 0) << "the form is higher than the screen";
    dialog.test();
    ASSERT_TRUE(waitUntil([&] { return !dialog.testAnswer()->isHidden(); }));
    ASSERT_FALSE(dialog.banner()->isHidden());
    EXPECT_TRUE(waitUntil([&] { return dialog.banner()->visibleRegion().boundingRect().height() == dialog.banner()->height(); }));
    checkForm(dialog, u"aws-tested-long"_s);
}

TEST_P(AwsScreens, Questions)
{
    window.show();
    questions.setPageOpener([](const QUrl &) { return true; });
    checkQuestion(AskUser{.prompt = u"The role arn:aws:iam::123456789012:role/production-secrets-reader asks for a code of the MFA device "
                                    "arn:aws:iam::123456789012:mfa/phone."_s,
                          .label = u"MFA Code"_s,
                          .masked = false},
                  u"question-mfa"_s);
    checkQuestion(RunCommand{.program = u"/bin/echo"_s, // one that is there: others are refused before anybody is asked
                             .arguments = {u"--account"_s, u"production main"_s},
                             .purpose = u"Get AWS keys by profile \"prod\": the credential_process in /home/ann/.aws/config, line 11"_s},
                  u"question-command"_s);
    checkQuestion(ShowCode{.verificationUri = QUrl(u"https://device.sso.eu-west-1.amazonaws.com/"_s),
                           .userCode = u"SKSM-VJTD"_s,
                           .purpose = u"sign in to the SSO session \"office\""_s},
                  u"question-code"_s);
}

TEST_P(AwsScreens, Links)
{
    desk.add(awsKeys());
    FormValues secret;
    secret.setText("SecretId"_L1, u"prod/shop"_s);
    secret.setText("SecretType"_L1, u"kv"_s);
    secret.setText("SecretKey"_L1, u"password"_s);
    checkLink("aws", secret, u"link-aws"_s);
    FormValues parameter;
    parameter.setText("Name"_L1, u"/prod/key"_s);
    checkLink("aws_ssm", parameter, u"link-aws-parameter"_s);
}

TEST_P(AwsScreens, RefusedLinks)
{
    desk.add(awsKeys());
    for (const int status : {401, 403, 503})
        checkRefusedLink("aws", formOf({{"SecretId", "prod/shop"}}), status, u"link-aws-%1"_s.arg(status));
}

TEST_P(AwsScreens, Preferences)
{
    const Credential ready = desk.add(awsKeys());
    Credential team{.name = u"team"_s, .providerId = u"aws"_s, .values = ofType(u"sso"_s)};
    team = desk.add(team);
    const QDateTime now = desk.clock.wallTime();
    desk.store.setStatus(ready.id, {CredentialStatus::State::Ready, u"Signed in as arn:aws:iam::123456789012:user/ci-reader"_s, now});
    const QString ended = u"Nobody is signed in to the SSO session \"office\"."_s;
    desk.store.setStatus(team.id, {CredentialStatus::State::Failed, ended, now, ErrorKind::Unauthenticated});
    PreferencesDialog dialog(desk.services, {});
    check(dialog, u"preferences-aws"_s);
}

INSTANTIATE_TEST_SUITE_P(Themes, AwsScreens, kBothThemes, themeName);

} // namespace sallyport::test
