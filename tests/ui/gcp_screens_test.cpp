// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// The screens of Google Cloud, light and dark: forms of all types of credentials, what is said about a chosen file, links, the list.
// With SALLYPORT_SCREENS=<folder> the pictures are kept.
#include "tests/support/async.h"
#include "tests/support/gcp_inputs.h"
#include "tests/ui/support/form_screens.h"
#include "ui/credentials/credential_dialog.h"
#include "ui/forms/schema_form.h"
#include "ui/preferences/preferences_dialog.h"
#include "ui/widgets/pill_label.h"

#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QTemporaryDir>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace sallyport::test {

namespace {

//! The few answers that the forms ask for.
HttpReply gcpAnswer(const HttpRequest &request)
{
    if (request.url.path().endsWith(":access"_L1))
        return gcpPayload(R"({"user":"shop","password":"k-4711"})", "projects/123/secrets/prod-db/versions/7");
    return gcpTokenReply();
}

Credential pastedKey()
{
    Credential credential{.name = u"prod"_s, .providerId = u"gcp"_s};
    credential.values.setText("type"_L1, u"key"_s);
    credential.values.setSecret("serviceAccountKey"_L1, SecretValue(gcpKeyFile()));
    return credential;
}

class GcpScreens : public FormScreens {
protected:
    GcpScreens() : FormScreens(u"gcp", gcpAnswer) {}
};

} // namespace

TEST_P(GcpScreens, FormsOfAllTypes)
{
    for (const auto &type : {u"keyFile"_s, u"key"_s, u"adc"_s, u"federation"_s}) {
        FormValues values = formOf({{"impersonateServiceAccount", kGcpAccount}, {"federationFilePath", "/home/ann/federation.json"}});
        values.setText("type"_L1, type);
        checkNewForm(values, u"gcp-"_s + type);
    }
}

TEST_P(GcpScreens, AdvancedSettings)
{
    CredentialDialog dialog(desk.services, provider);
    dialog.form()->setValues(formOf({{"type", "federation"}, {"federationFilePath", "/home/ann/federation.json"}}));
    dialog.form()->setAdvancedOpen(true);
    emit dialog.form()->changed();
    checkForm(dialog, u"gcp-advanced"_s);
}

TEST_P(GcpScreens, AChosenFileIsExplained)
{
    const QTemporaryDir folder;
    QFile file(folder.filePath(u"reader.json"_s));
    ASSERT_TRUE(file.open(QFile::WriteOnly));
    ASSERT_GT(file.write(gcpKeyFile()), 0);
    file.close();
    ASSERT_TRUE(file.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ReadOther));
    CredentialDialog dialog(desk.services, provider);
    dialog.nameField()->setText(u"prod"_s);
    dialog.form()->setValues(formOf({{"serviceAccountKeyFilePath", file.fileName().toUtf8().constData()}}));
    showAndSettle(dialog);
    auto *edit = qobject_cast<QLineEdit *>(dialog.form()->fieldWidget("serviceAccountKeyFilePath"_L1));
    ASSERT_NE(edit, nullptr);
    emit edit->editingFinished();
    ASSERT_TRUE(waitUntil([&dialog] {
        const auto labels = dialog.findChildren<QLabel *>();
        return std::any_of(labels.begin(), labels.end(), [](const QLabel *label) {
            return label->text().contains(QString::fromLatin1(kGcpAccount)) && label->text().contains(u"chmod 600"_s);
        });
    }));
    checkForm(dialog, u"gcp-chosen-file"_s);
}

TEST_P(GcpScreens, TestedKey)
{
    CredentialDialog dialog(desk.services, provider);
    dialog.nameField()->setText(u"prod"_s);
    dialog.form()->setValues(pastedKey().values);
    showAndSettle(dialog);
    dialog.test();
    ASSERT_TRUE(waitUntil([&] { return !dialog.testAnswer()->isHidden(); }));
    EXPECT_EQ(dialog.testAnswer()->tone(), Tone::Ok) << dialog.testAnswer()->text().toStdString();
    checkForm(dialog, u"gcp-tested"_s);
}

TEST_P(GcpScreens, Links)
{
    desk.add(pastedKey());
    checkLink("gcp", formOf({{"secretName", "projects/shop-prod/locations/europe-west1/secrets/prod-db"}, {"secretKey", "password"}}),
              u"link-gcp"_s);
}

TEST_P(GcpScreens, RefusedLinks)
{
    desk.add(pastedKey());
    for (const int status : {401, 403, 503})
        checkRefusedLink("gcp", formOf({{"secretName", "projects/shop-prod/secrets/prod-db"}}), status, u"link-gcp-%1"_s.arg(status));
}

TEST_P(GcpScreens, Preferences)
{
    const Credential ready = desk.add(pastedKey());
    Credential team{.name = u"team"_s,
                    .providerId = u"gcp"_s,
                    .values = formOf({{"type", "adc"}, {"impersonateServiceAccount", kGcpAccount}})};
    team = desk.add(team);
    const QDateTime now = desk.clock.wallTime();
    desk.store.setStatus(ready.id, {CredentialStatus::State::Ready, u"Signed in as %1"_s.arg(QLatin1StringView(kGcpAccount)), now});
    desk.store.setStatus(team.id, {CredentialStatus::State::Failed, u"Your organization wants you to sign in again (invalid_rapt)."_s, now,
                                   ErrorKind::Unauthenticated});
    PreferencesDialog dialog(desk.services, {});
    check(dialog, u"preferences-gcp"_s);
}

INSTANTIATE_TEST_SUITE_P(Themes, GcpScreens, kBothThemes, themeName);

} // namespace sallyport::test
