// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// Against drongo, a Secret Manager that others wrote, and a token endpoint whose verdict about our assertions is Google's own library's.
#include "app/secrets/authorizer.h"
#include "app/secrets/secret_cache.h"
#include "app/secrets/secret_resolver.h"
#include "providers/all_providers.h"
#include "providers/sdk/select_key.h"
#include "tests/support/gcp_asker.h"
#include "tests/support/one_credential.h"

#include <QFile>

#include <gmock/gmock.h>

using namespace Qt::StringLiterals;

namespace sallyport::test {
namespace {

class Drongo : public testing::Test {
protected:
    static void SetUpTestSuite()
    {
        if (!missingServers({u"drongo"_s, u"googleauth"_s}).isEmpty())
            return;
        s_cloud = startServer(u"drongo"_s, {u"--fill"_s, u"20"_s});
        s_tokens = startServer(u"googleauth"_s);
    }
    static void TearDownTestSuite()
    {
        s_tokens.reset();
        s_cloud.reset();
    }
    void SetUp() override
    {
        SALLYPORT_NEEDS(u"drongo"_s, u"googleauth"_s);
        for (const auto &command : {u"heal"_s, u"clock 0"_s, u"reset-counts"_s})
            s_tokens->command(command);
    }

    static QString cloud() { return s_cloud->ready()[u"address"].toString(); }
    static QString file(const QString &name) { return s_tokens->ready()[u"files"][name].toString(); }
    static int signIns() { return s_tokens->command(u"counts"_s)[u"counts"][u"token.jwt-bearer"].numberText().toInt(); }

    static void lead(GcpAsker &asker)
    {
        asker.credential().setText("endpoint"_L1, cloud());
        asker.credential().setText("tokenEndpoint"_L1, s_tokens->ready()[u"tokenEndpoint"].toString());
    }
    static Result<AccessGrant> signIn(GcpAsker &asker, const QString &fileName = u"reader"_s)
    {
        lead(asker);
        asker.useFile(file(fileName));
        return asker.signIn();
    }

    static std::unique_ptr<ServerChild> s_cloud;
    static std::unique_ptr<ServerChild> s_tokens;
    GcpAsker m_asker{"keyFile"};
};
std::unique_ptr<ServerChild> Drongo::s_cloud;
std::unique_ptr<ServerChild> Drongo::s_tokens;

TEST_F(Drongo, ReadsTextJsonAndUnicode)
{
    ASSERT_OK(signIn(m_asker));
    EXPECT_EQ(m_asker.contentOf("sample-text"), "plain text value");
    EXPECT_EQ(m_asker.contentOf("projects/sample-project/secrets/sample-text"), "plain text value");
    EXPECT_EQ(m_asker.contentOf({{"secretName", "projects/sample-project/secrets/sample-text/versions/1"}}), "plain text value");
    EXPECT_EQ(m_asker.contentOf("sample-unicode"), "Grüße, 世界 🔑\n\tsecond line");
    EXPECT_EQ(m_asker.contentOf("sample-large"), QByteArray(65536, 'x'));
    const auto json = m_asker.fetch({{"secretName", "sample-json"}});
    ASSERT_OK(json);
    EXPECT_EQ(json->form, SecretDocument::Form::Json);
    EXPECT_EQ(selectKey(*json, u"/nested/key"_s)->reveal(), "deep");
    EXPECT_EQ(selectKey(*json, u"password"_s)->revealText(), u"pässword"_s);
}

TEST_F(Drongo, BytesNeedBase64)
{
    ASSERT_OK(signIn(m_asker));
    QByteArray all;
    for (int i = 0; i < 256; ++i)
        all.append(static_cast<char>(i));
    EXPECT_EQ(m_asker.contentOf({{"secretName", "sample-binary"}, {"payloadAs", "base64"}}), all.toBase64());
    const QByteArray asText = m_asker.contentOf("sample-binary");
    EXPECT_TRUE(asText.startsWith("error: ") && asText.contains("Base64")) << asText.toStdString();
}

TEST_F(Drongo, VersionsAndWhatCannotBeRead)
{
    ASSERT_OK(signIn(m_asker));
    EXPECT_EQ(m_asker.contentOf("sample-versions"), "third");
    EXPECT_EQ(m_asker.contentOf("sample-versions", "1"), "first");
    const struct {
        const char *secret;
        const char *version;
        ErrorKind kind;
    } rows[] = {{"sample-versions", "2", ErrorKind::NotFound},  {"sample-versions", "9", ErrorKind::NotFound},
                {"sample-destroyed", "1", ErrorKind::NotFound}, {"sample-none", "latest", ErrorKind::NotFound},
                {"never-made", "latest", ErrorKind::NotFound},  {"no name", "latest", ErrorKind::InvalidInput}};
    for (const auto &row : rows) {
        const auto document = m_asker.fetch({{"secretName", row.secret}, {"version", row.version}});
        ASSERT_FALSE(document) << row.secret << ' ' << row.version;
        EXPECT_EQ(document.error().kind, row.kind) << row.secret << ' ' << row.version;
        EXPECT_TRUE(document.error().message.contains(QString::fromLatin1(row.secret))) << wordsOf(document.error()).toStdString();
        EXPECT_FALSE(document.error().hint.isEmpty()) << row.secret << ' ' << row.version;
    }
}

TEST_F(Drongo, ListsWhatCanBeLinked)
{
    ASSERT_OK(signIn(m_asker));
    const QStringList secrets = m_asker.suggestions("secretName"_L1);
    EXPECT_TRUE(secrets.contains(u"sample-json"_s) && secrets.contains(u"fill-0019"_s)) << secrets.join(u' ').toStdString();
    const QStringList versions = m_asker.suggestions("version"_L1, {{"secretName", "sample-versions"}});
    EXPECT_EQ(versions, (QStringList{u"latest"_s, u"1"_s, u"2"_s, u"3"_s}));
    EXPECT_TRUE(m_asker.suggestions("secretKey"_L1, {{"secretName", "sample-json"}}).contains(u"/nested/key"_s));
}

TEST_F(Drongo, GooglesLibraryAcceptsOurAssertions)
{
    for (const QString &name : {u"reader"_s, u"pkcs1"_s}) {
        GcpAsker asker("keyFile");
        const auto grant = signIn(asker, name);
        ASSERT_OK(grant);
        EXPECT_EQ(asker.contentOf("sample-text"), "plain text value");
    }
    const Value last = s_tokens->command(u"last"_s);
    EXPECT_EQ(last[u"claims"][u"scope"].toString(), u"https://www.googleapis.com/auth/cloud-platform"_s);
    EXPECT_EQ(last[u"header"][u"alg"].toString(), u"RS256"_s);
    ASSERT_OK(signIn(m_asker));
    const auto identity = m_asker.identify();
    ASSERT_OK(identity);
    EXPECT_EQ(identity->name, s_tokens->ready()[u"email"].toString());
    ASSERT_TRUE(identity->expires.has_value());
    EXPECT_NEAR(static_cast<double>(m_asker.clock().wallTime().secsTo(*identity->expires)), 3599, 60);
}

TEST_F(Drongo, APastedKeyIsTheSame)
{
    QFile content(file(u"reader"_s));
    ASSERT_TRUE(content.open(QIODevice::ReadOnly));
    GcpAsker asker("key");
    lead(asker);
    asker.credential().setSecret("serviceAccountKey"_L1, SecretValue(content.readAll()));
    ASSERT_OK(asker.signIn());
    EXPECT_EQ(asker.contentOf("sample-text"), "plain text value");
}

TEST_F(Drongo, ARefusedKeyIsTheCredentialsFault)
{
    for (const QString &name : {u"otherKey"_s, u"unknownKeyId"_s}) {
        GcpAsker asker("keyFile");
        const auto grant = signIn(asker, name);
        ASSERT_FALSE(grant) << name.toStdString();
        EXPECT_EQ(grant.error().kind, ErrorKind::Unauthenticated);
        const QString words = wordsOf(grant.error());
        EXPECT_TRUE(words.contains(u"Invalid JWT Signature"_s)) << words.toStdString();
        EXPECT_FALSE(words.contains(u"PRIVATE KEY"_s) || words.contains(u"eyJ"_s)) << words.toStdString();
    }
    EXPECT_EQ(signIns(), 2);
}

TEST_F(Drongo, AWrongClockIsMadeUpForOnce)
{
    for (const int hours : {-2, 2}) {
        GcpAsker asker("keyFile");
        asker.setClockAhead(std::chrono::hours(hours));
        s_tokens->command(u"reset-counts"_s);
        const auto grant = signIn(asker);
        ASSERT_OK(grant);
        EXPECT_EQ(signIns(), 2) << hours;
        ASSERT_OK(asker.signIn());
        EXPECT_EQ(signIns(), 3) << "the second time it is known";
    }
}

TEST_F(Drongo, LifeAsTextAndTokensThatAreNone)
{
    s_tokens->command(u"set text on"_s);
    const auto grant = signIn(m_asker);
    s_tokens->command(u"set text off"_s);
    ASSERT_OK(grant);
    ASSERT_TRUE(grant->expires.has_value());
    EXPECT_NEAR(static_cast<double>(m_asker.clock().wallTime().secsTo(*grant->expires)), 3599, 60);
    s_tokens->command(u"set identity on"_s);
    const auto none = signIn(m_asker);
    s_tokens->command(u"set identity off"_s);
    ASSERT_FALSE(none);
    EXPECT_EQ(none.error().kind, ErrorKind::Malformed);
}

TEST_F(Drongo, APassingFaultOfTheTokenEndpointIsPassedOver)
{
    s_tokens->command(u"fail 2 503 internal_failure"_s);
    ASSERT_OK(signIn(m_asker));
    EXPECT_EQ(signIns(), 3);
    EXPECT_EQ(m_asker.clock().pauses.size(), 2u);
    s_tokens->command(u"fail 9 503 internal_failure"_s);
    const auto down = signIn(m_asker);
    ASSERT_FALSE(down);
    EXPECT_EQ(down.error().kind, ErrorKind::Unavailable);
    EXPECT_EQ(signIns(), 6) << "three attempts, not more";
}

TEST_F(Drongo, TwentyLinksAreOneSignIn)
{
    lead(m_asker);
    m_asker.useFile(file(u"reader"_s));
    Desk desk;
    OneCredential source{u"gcp"_s, m_asker.credential()};
    Authorizer authorizer{allProviders(), desk.interlocutor, desk.clock};
    SecretCache cache{desk.clock};
    SecretResolver resolver{allProviders(), source, authorizer, cache, desk.interlocutor, desk.clock};
    const auto resolve = [&resolver](std::size_t i) {
        const QByteArray name = "fill-" + QByteArray::number(static_cast<int>(i)).rightJustified(4, '0');
        SecretLink link{.kindId = u"gcp"_s, .providerId = u"gcp"_s, .credential = u"cred_1"_s};
        link.reference = formOf({{"secretName", name.constData()}});
        return resolver.resolve(link, u"wrk_1"_s, {});
    };
    const auto values = await(gather<SecretValue>(20, 20, &resolver, resolve), std::chrono::seconds(40));
    ASSERT_OK(values);
    ASSERT_EQ(values->size(), 20u);
    for (std::size_t i = 0; i < values->size(); ++i) {
        ASSERT_OK((*values)[i]);
        EXPECT_EQ((*values)[i]->reveal(), "value of fill-" + QByteArray::number(static_cast<int>(i)).rightJustified(4, '0'));
    }
    EXPECT_EQ(signIns(), 1);
}

TEST_F(Drongo, WhoeverIsGoneIsNamed)
{
    ASSERT_OK(signIn(m_asker));
    s_cloud->command(u"down"_s);
    const QByteArray gone = m_asker.contentOf("sample-text");
    s_cloud->command(u"up"_s);
    EXPECT_TRUE(gone.startsWith("error: ") && gone.contains("127.0.0.1")) << gone.toStdString();
    EXPECT_EQ(m_asker.contentOf("sample-text"), "plain text value");
}

} // namespace
} // namespace sallyport::test
