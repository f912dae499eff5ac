// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// Against ministack, a cloud that others wrote, behind a front that checks every signature: secrets, parameters, identities, and links
// resolved as the program does it. The front counts the calls that were really made.
#include "app/base/json.h"
#include "app/secrets/authorizer.h"
#include "app/secrets/secret_cache.h"
#include "app/secrets/secret_resolver.h"
#include "providers/all_providers.h"
#include "providers/sdk/select_key.h"
#include "tests/support/async.h"
#include "tests/support/aws_inputs.h"
#include "tests/support/desk.h"
#include "tests/support/one_credential.h"
#include "tests/support/server_child.h"

#include <gmock/gmock.h>

using namespace Qt::StringLiterals;

namespace sallyport::test {
namespace {

constexpr QLatin1StringView kSecrets{"aws"};
constexpr QLatin1StringView kParameters{"aws_ssm"};

class Ministack : public testing::Test {
protected:
    static void SetUpTestSuite()
    {
        if (missingServers({u"ministack"_s}).isEmpty())
            s_cloud = startServer(u"ministack"_s);
    }
    static void TearDownTestSuite() { s_cloud.reset(); }
    void SetUp() override
    {
        SALLYPORT_NEEDS(u"ministack"_s);
        ASSERT_EQ(about(u"event"_s).toString(), u"ready"_s);
        s_cloud->command(u"reset-counts"_s);
        actAs(u"reader"_s);
    }

    static const Value &about(const QString &field) { return s_cloud->ready()[field]; }

    void actAs(const QString &user)
    {
        const Value &keys = about(u"users"_s)[user];
        m_inputs = {};
        m_inputs.credential.setText("type"_L1, u"temporary"_s);
        m_inputs.credential.setText("region"_L1, about(u"region"_s).toString());
        m_inputs.credential.setText("endpoint"_L1, about(u"address"_s).toString());
        m_inputs.credential.setSecret("accessKeyId"_L1, SecretValue::fromString(keys[u"accessKeyId"].toString()));
        m_inputs.credential.setSecret("secretAccessKey"_L1, SecretValue::fromString(keys[u"secretAccessKey"].toString()));
        signIn();
    }
    void signIn()
    {
        m_inputs.now = m_desk.clock.wallTime();
        m_inputs.grant = {};
        const auto grant = m_desk.run(awsProvider().signIn(m_inputs));
        ASSERT_OK(grant);
        m_inputs.grant = *grant;
    }

    Result<SecretDocument> fetch(QLatin1StringView kind, Fields reference)
    {
        m_inputs.reference = formOf(reference);
        m_inputs.now = m_desk.clock.wallTime();
        return m_desk.run(awsProvider().fetch(m_inputs, awsKind(kind)));
    }
    QByteArray contentOf(QLatin1StringView kind, Fields reference)
    {
        const auto document = fetch(kind, reference);
        return document ? document->content.reveal().toByteArray() : "error: " + document.error().sentence().toUtf8();
    }
    QStringList suggestions(QLatin1StringView kind, QLatin1StringView field, Fields reference)
    {
        m_inputs.reference = formOf(reference);
        const auto found = m_desk.run(awsProvider().suggest(m_inputs, awsKind(kind), field));
        EXPECT_TRUE(found.has_value()) << (found ? "" : found.error().sentence().toStdString());
        QStringList values;
        for (const Suggestion &suggestion : found.value_or(std::vector<Suggestion>()))
            values.append(suggestion.value);
        return values;
    }
    //! How often an operation was asked for since the test began.
    static int callsOf(const QString &operation)
    {
        return s_cloud->command(u"counts"_s)[u"counts"][u"secretsmanager."_s + operation].numberText().toInt();
    }

    static std::unique_ptr<ServerChild> s_cloud;
    Desk m_desk;
    Inputs m_inputs;
};
std::unique_ptr<ServerChild> Ministack::s_cloud;

TEST_F(Ministack, SecretsAreReadByNameAndByArn)
{
    EXPECT_EQ(contentOf(kSecrets, {{"SecretId", "sample/text"}}), "plain text value");
    EXPECT_EQ(contentOf(kSecrets, {{"SecretId", "sample/unicode"}}), "Grüße, 世界 🔑\n\tsecond line");
    const QByteArray arn = about(u"samples"_s)[u"text"][u"ARN"].toString().toUtf8();
    EXPECT_EQ(contentOf(kSecrets, {{"SecretId", arn.constData()}}), "plain text value");
    const auto json = fetch(kSecrets, {{"SecretId", "sample/json"}});
    ASSERT_OK(json);
    EXPECT_EQ(json->form, SecretDocument::Form::Json);
    EXPECT_EQ(selectKey(*json, u"/nested/key"_s)->reveal(), "deep");
}

TEST_F(Ministack, VersionsAndStages)
{
    const Value &ids = about(u"samples"_s)[u"versions"][u"versionIds"];
    EXPECT_EQ(contentOf(kSecrets, {{"SecretId", "sample/versions"}}), "third");
    EXPECT_EQ(contentOf(kSecrets, {{"SecretId", "sample/versions"}, {"VersionStage", "AWSPREVIOUS"}}), "second");
    EXPECT_EQ(contentOf(kSecrets, {{"SecretId", "sample/versions"}, {"VersionStage", "custom"}}), "first");
    const QByteArray next = ids[u"next"].toString().toUtf8();
    EXPECT_EQ(contentOf(kSecrets, {{"SecretId", "sample/versions"}, {"VersionId", next.constData()}}), "next");
    const auto gone = fetch(kSecrets, {{"SecretId", "sample/versions"}, {"VersionStage", "never"}});
    ASSERT_FALSE(gone);
    EXPECT_EQ(gone.error().kind, ErrorKind::NotFound);
}

TEST_F(Ministack, BytesComeAsBase64)
{
    QByteArray all;
    for (int i = 0; i < 256; ++i)
        all.append(static_cast<char>(i));
    EXPECT_EQ(contentOf(kSecrets, {{"SecretId", "sample/binary"}}), all.toBase64());
}

TEST_F(Ministack, WhatIsMissingDeletedOrForbiddenIsToldApart)
{
    const auto missing = fetch(kSecrets, {{"SecretId", "sample/never"}});
    ASSERT_FALSE(missing);
    EXPECT_EQ(missing.error().kind, ErrorKind::NotFound);
    EXPECT_TRUE(missing.error().message.contains(u"sample/never"_s)) << missing.error().message.toStdString();
    const auto deleted = fetch(kSecrets, {{"SecretId", "sample/deleted"}});
    ASSERT_FALSE(deleted);
    EXPECT_TRUE(deleted.error().hint.contains(u"restore-secret"_s)) << deleted.error().message.toStdString();
    actAs(u"nothing"_s);
    const auto denied = fetch(kSecrets, {{"SecretId", "sample/text"}});
    ASSERT_FALSE(denied);
    EXPECT_EQ(denied.error().kind, ErrorKind::PermissionDenied);
    EXPECT_TRUE(denied.error().hint.contains(u"secretsmanager:GetSecretValue"_s)) << denied.error().hint.toStdString();
}

TEST_F(Ministack, ParametersOfEveryKindVersionAndLabel)
{
    EXPECT_EQ(contentOf(kParameters, {{"Name", "/sample/string"}}), "a plain parameter");
    EXPECT_EQ(contentOf(kParameters, {{"Name", "/sample/list"}}), "one,two,three");
    EXPECT_EQ(contentOf(kParameters, {{"Name", "/sample/secure"}}), "a secret parameter");
    EXPECT_NE(contentOf(kParameters, {{"Name", "/sample/secure"}, {"WithDecryption", "false"}}), "a secret parameter");
    EXPECT_EQ(contentOf(kParameters, {{"Name", "/sample/versions"}}), "third");
    EXPECT_EQ(contentOf(kParameters, {{"Name", "/sample/versions"}, {"Version", "1"}}), "first");
    EXPECT_EQ(contentOf(kParameters, {{"Name", "/sample/versions:stable"}}), "second");
    const auto missing = fetch(kParameters, {{"Name", "/sample/never"}});
    ASSERT_FALSE(missing);
    EXPECT_EQ(missing.error().kind, ErrorKind::NotFound);
}

TEST_F(Ministack, ListsWhatCanBeLinked)
{
    EXPECT_TRUE(suggestions(kSecrets, "SecretId"_L1, {}).contains(u"sample/json"_s));
    EXPECT_TRUE(suggestions(kSecrets, "VersionStage"_L1, {{"SecretId", "sample/versions"}}).contains(u"AWSPREVIOUS"_s));
    EXPECT_TRUE(suggestions(kSecrets, "SecretKey"_L1, {{"SecretId", "sample/json"}, {"SecretType", "kv"}}).contains(u"/nested/key"_s));
    EXPECT_TRUE(suggestions(kParameters, "Name"_L1, {{"Name", "/sample/"}}).contains(u"/sample/secure"_s));
    const QStringList versions = suggestions(kParameters, "Version"_L1, {{"Name", "/sample/versions"}});
    EXPECT_TRUE(versions.contains(u"stable"_s) && versions.contains(u"3"_s)) << versions.join(u' ').toStdString();
    actAs(u"noList"_s);
    const auto denied = m_desk.run(awsProvider().suggest(m_inputs, awsKind(kSecrets), "SecretId"_L1));
    ASSERT_FALSE(denied);
    EXPECT_TRUE(denied.error().hint.contains(u"typed"_s));
}

TEST_F(Ministack, SaysWhoWeAreAndAssumesARoleWithAnExternalId)
{
    const auto user = m_desk.run(awsProvider().identify(m_inputs));
    ASSERT_OK(user);
    EXPECT_TRUE(user->name.endsWith(u"user/reader"_s)) << user->name.toStdString();
    m_inputs.credential.setText("assumeRole"_L1, u"true"_s);
    m_inputs.credential.setText("roleArn"_L1, about(u"roles"_s)[u"external"].toString());
    m_inputs.credential.setText("externalId"_L1, about(u"externalId"_s).toString());
    signIn();
    const auto role = m_desk.run(awsProvider().identify(m_inputs));
    ASSERT_OK(role);
    EXPECT_TRUE(role->name.contains(u"assumed-role/external"_s)) << role->name.toStdString();
    EXPECT_EQ(contentOf(kSecrets, {{"SecretId", "sample/text"}}), "plain text value");
    m_inputs.credential.setText("externalId"_L1, u"another"_s);
    m_inputs.grant = {};
    const auto refused = m_desk.run(awsProvider().signIn(m_inputs));
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().kind, ErrorKind::PermissionDenied);
}

// --- many links, as the program resolves them

//! The contents of `count` secrets that `fill` made, fetched at the same time.
QByteArrayList resolveTogether(Desk &desk, const FormValues &credential, int count)
{
    OneCredential source{u"aws"_s, credential};
    Authorizer authorizer{allProviders(), desk.interlocutor, desk.clock};
    SecretCache cache{desk.clock};
    SecretResolver resolver{allProviders(), source, authorizer, cache, desk.interlocutor, desk.clock};
    const auto all = static_cast<std::size_t>(count);
    const auto values = await(gather<SecretValue>(all, all, &resolver, [&resolver](std::size_t i) {
        const QByteArray name = "fill/" + QByteArray::number(static_cast<int>(i)).rightJustified(4, '0');
        SecretLink link{.kindId = u"aws"_s, .providerId = u"aws"_s, .credential = u"cred_1"_s};
        link.reference = formOf({{"SecretId", name.constData()}});
        return resolver.resolve(link, u"wrk_1"_s, {});
    }), std::chrono::seconds(40));
    QByteArrayList contents;
    for (const auto &value : values.value_or({}))
        contents.append(value ? value->reveal().toByteArray() : "error: " + value.error().sentence().toUtf8());
    return contents;
}

TEST_F(Ministack, FortyFiveLinksAreThreeCalls)
{
    s_cloud->command(u"fill 45"_s);
    s_cloud->command(u"reset-counts"_s);
    const QByteArrayList contents = resolveTogether(m_desk, m_inputs.credential, 45);
    ASSERT_EQ(contents.size(), 45);
    for (int i = 0; i < 45; ++i)
        EXPECT_EQ(contents[i], "value of fill/" + QByteArray::number(i).rightJustified(4, '0'));
    EXPECT_EQ(callsOf(u"BatchGetSecretValue"_s), 3);
    EXPECT_EQ(callsOf(u"GetSecretValue"_s), 0);
    actAs(u"noBatch"_s);
    s_cloud->command(u"reset-counts"_s);
    const QByteArrayList alone = resolveTogether(m_desk, m_inputs.credential, 5);
    ASSERT_EQ(alone.size(), 5);
    EXPECT_EQ(alone[4], "value of fill/0004");
    EXPECT_EQ(callsOf(u"GetSecretValue"_s), 5);
}

} // namespace
} // namespace sallyport::test
