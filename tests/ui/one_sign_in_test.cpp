// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// A sign-in that *Test* has made serves the credential once it is saved: nobody is asked for a second code.
#include "providers/all_providers.h"
#include "tests/ui/support/aws_play.h"
#include "tests/ui/support/ui_services.h"
#include "ui/credentials/credential_dialog.h"
#include "ui/forms/schema_form.h"
#include "ui/widgets/pill_label.h"

#include <QLineEdit>
#include <QPointer>

using namespace Qt::StringLiterals;

namespace sallyport::test {

namespace {

//! Tests and saves credentials as a person does, and uses them.
template<class Desk>
void testAndSave(Desk &desk, const ProviderDescriptor &provider, const Credential &credential,
                 const std::function<void(SchemaForm &)> &between = {})
{
    const QPointer<CredentialDialog> dialog = new CredentialDialog(desk.services, provider);
    dialog->nameField()->setText(credential.name);
    dialog->form()->setValues(credential.values);
    dialog->test();
    ASSERT_TRUE(waitUntil([&desk, &dialog] {
        desk.clock.advance(std::chrono::milliseconds(1)); // the time is asked anew after the code
        return !dialog->testAnswer()->isHidden();
    }));
    ASSERT_EQ(dialog->testAnswer()->tone(), Tone::Ok) << dialog->testAnswer()->text().toStdString();
    if (between)
        between(*dialog->form());
    dialog->save();
    ASSERT_TRUE(waitUntil([&dialog] { return !dialog; })) << "saved, it closes by itself";
    ASSERT_NE(desk.store.findByName(credential.name), nullptr);
}

//! As in the program: what was obtained with a credential is void once that changes.
void forgetWhatChanges(UiServices &desk)
{
    QObject::connect(&desk.store, &CredentialStore::credentialChanged, &desk.resolver,
                     [&desk](const QString &id) { desk.resolver.forgetCredential(id); });
}

Credential withCode(const QString &name)
{
    Credential credential = awsKeys();
    credential.name = name;
    credential.values.setText("assumeRole"_L1, u"true"_s);
    credential.values.setText("roleArn"_L1, u"arn:aws:iam::123456789012:role/reader"_s);
    credential.values.setText("mfaSerial"_L1, u"arn:aws:iam::123456789012:mfa/phone"_s);
    return credential;
}

class OneCode : public testing::Test {
protected:
    OneCode()
    {
        desk.interlocutor.setAskUserHandler([this](const AskUser &, std::stop_token) {
            ++codes;
            return answered<UserAnswer>(UserAnswer{SecretValue("123456")});
        });
        forgetWhatChanges(desk);
    }
    ~OneCode() override { desk.interlocutor.setAskUserHandler({}); }

    void use(const QString &name)
    {
        FormValues reference;
        reference.setText("SecretId"_L1, u"prod/shop"_s);
        const auto value = desk.resolver.refresh({u"aws"_s, u"aws"_s, name, reference}, u"wrk"_s, {});
        EXPECT_TRUE(waitUntil([&] {
            desk.clock.advance(std::chrono::milliseconds(1));
            return value.isFinished();
        }));
        EXPECT_OK(value.result());
    }

    const ProviderDescriptor &aws = *allProviders().find(u"aws");
    FakeTransport network{[this](const HttpRequest &request) { return awsAnswer(request, desk.clock.wallTime()); }};
    UiServices desk{allProviders(), network};
    int codes = 0;
};

} // namespace

TEST_F(OneCode, ServesTheSavedCredential)
{
    testAndSave(desk, aws, withCode(u"prod"_s));
    use(u"prod"_s);
    EXPECT_EQ(codes, 1);
}

TEST_F(OneCode, StaysThoughAnotherCredentialIsTestedBeforeItsFirstUse)
{
    testAndSave(desk, aws, withCode(u"prod"_s));
    Credential other = awsKeys();
    other.name = u"other"_s;
    testAndSave(desk, aws, other);
    use(u"prod"_s);
    use(u"other"_s);
    EXPECT_EQ(codes, 1);
}

TEST_F(OneCode, DoesNotServeOtherValues)
{
    testAndSave(desk, aws, withCode(u"prod"_s), [](SchemaForm &form) {
        FormValues values = form.values();
        values.setText("roleArn"_L1, u"arn:aws:iam::123456789012:role/writer"_s);
        form.setValues(values);
        emit form.changed();
    });
    use(u"prod"_s);
    EXPECT_EQ(codes, 2) << "the second one is for another role";
}

TEST(OneSignIn, WhatTheFormHidesIsNeitherTestedNorSaved)
{
    FakeUiServices desk;
    forgetWhatChanges(desk.all);
    desk.vault.secrets.insert(u"shop"_s, "value");
    Credential credential = fakeCredential();
    credential.values.setSecret("token"_L1, SecretValue("of the other method"));
    testAndSave(desk.all, fakeProvider(), credential);
    FormValues reference;
    reference.setText("path"_L1, u"shop"_s);
    EXPECT_OK(await(desk.all.resolver.resolve({u"fake"_s, u"fake"_s, credential.name, reference}, u"wrk"_s, {})));
    EXPECT_EQ(desk.vault.signIns, 1);
}

} // namespace sallyport::test
