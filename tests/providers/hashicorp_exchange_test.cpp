// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/async.h"
#include "tests/support/script.h"
#include "tests/support/vault_inputs.h"

#include <gmock/gmock.h>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace sallyport::test {
namespace {

const QByteArray kSecret = R"({"data":{"data":{"key":"v"},"metadata":{"created_time":"x","version":1}}})";
const QByteArray kHealthy = R"({"initialized":true,"sealed":false,"standby":false})";

Played<SecretDocument> fetched(const std::vector<Result<HttpReply>> &answers, const QString &address = u"https://vault.example:8200"_s)
{
    Inputs inputs = vaultInputs();
    inputs.credential.setText("serverAddress"_L1, address);
    inputs.reference = kvReference(u"secret"_s, u"a"_s, u"v2"_s);
    inputs.now = inputs.now.addMSecs(250);
    return play(vaultProvider().fetch(inputs, vaultProvider().secrets.front()), answers);
}

HttpReply redirect(int status, const QByteArray &location)
{
    return vaultReply(status, {}, {{"Location", location}});
}

TEST(VaultRetry, ReadsAreRepeatedTwiceAndSpreadOut)
{
    for (const int status : {412, 429, 500, 502, 503, 504}) {
        const auto played = fetched({vaultRefusal(status, "busy"), vaultRefusal(status, "busy"), vaultReply(200, kSecret)});
        EXPECT_OK(played.outcome);
        EXPECT_THAT(played.waits(), testing::ElementsAre(1250ms, 2500ms)) << status;
    }
}

TEST(VaultRetry, AThirdFailureIsTheAnswer)
{
    const auto played =
        fetched({vaultRefusal(500, "busy"), vaultRefusal(500, "busy"), vaultRefusal(500, "busy"), vaultReply(200, kHealthy)});
    ASSERT_FALSE(played.outcome);
    EXPECT_EQ(played.outcome.error().kind, ErrorKind::Unavailable);
    EXPECT_EQ(played.outcome.error().message, u"could not read \"secret/data/a\": busy"_s);
}

TEST(VaultRetry, RefusalsThatTimeCannotMendAreNotRepeated)
{
    for (const int status : {400, 405, 418}) {
        const auto played = fetched({vaultRefusal(status, "no")});
        EXPECT_FALSE(played.outcome);
        EXPECT_TRUE(played.waits().empty());
    }
    EXPECT_TRUE(fetched({vaultRefusal(501, "no"), vaultReply(501, R"({"initialized":false,"sealed":true})")}).waits().empty());
}

TEST(VaultRetry, TheServersOwnPauseIsKeptUpToALimit)
{
    const auto kept = fetched({vaultReply(429, "{}", {{"Retry-After", "3"}}), vaultReply(200, kSecret)});
    EXPECT_THAT(kept.waits(), testing::ElementsAre(3000ms));
    const auto tooLong = fetched({vaultReply(429, R"({"errors":["quota"]})", {{"Retry-After", "600"}})});
    ASSERT_FALSE(tooLong.outcome);
    EXPECT_EQ(tooLong.outcome.error().kind, ErrorKind::RateLimited);
    EXPECT_TRUE(tooLong.outcome.error().hint.contains(u"600 s"_s));
}

TEST(VaultState, ASealedVaultIsNamedAtOnce)
{
    const auto played =
        fetched({vaultRefusal(503, "Vault is sealed"), vaultReply(503, R"({"initialized":true,"sealed":true,"standby":true})")});
    ASSERT_FALSE(played.outcome);
    EXPECT_TRUE(played.waits().empty());
    EXPECT_EQ(played.outcome.error().kind, ErrorKind::Unavailable);
    EXPECT_EQ(played.outcome.error().message, u"could not read \"secret/data/a\": the Vault at vault.example:8200 is sealed"_s);
    EXPECT_TRUE(played.outcome.error().hint.contains(u"Unseal"_s));
    const HttpRequest health = played.requests().at(1);
    EXPECT_EQ(health.url.path(), u"/v1/sys/health"_s);
    for (const HttpHeader &header : health.headers)
        EXPECT_NE(header.name, "X-Vault-Token") << "how the server is, it tells everybody";
}

TEST(VaultState, NotInitialisedStandbyAndSecondaryAreToldApart)
{
    const struct {
        int status;
        QByteArray health;
        QString words;
    } rows[] = {
        {501, R"({"initialized":false,"sealed":true,"standby":true})", u"not initialised"_s},
        {429, R"({"initialized":true,"sealed":false,"standby":true})", u"standby"_s},
        {472, R"({"initialized":true,"sealed":false,"standby":true,"replication_dr_mode":"secondary"})", u"disaster-recovery"_s},
    };
    for (const auto &row : rows) {
        const auto played = fetched({vaultRefusal(501, "x"), vaultReply(row.status, row.health)});
        ASSERT_FALSE(played.outcome);
        EXPECT_EQ(played.outcome.error().kind, ErrorKind::Unavailable);
        EXPECT_TRUE(played.outcome.error().message.contains(row.words)) << played.outcome.error().message.toStdString();
    }
}

TEST(VaultRedirect, OneTemporaryRedirectIsFollowedWithTheSameRequest)
{
    const auto played = fetched({redirect(307, "https://active.example:8200/v1/secret/data/a"), vaultReply(200, kSecret)});
    ASSERT_OK(played.outcome);
    EXPECT_EQ(played.requests().at(1).url, QUrl(u"https://active.example:8200/v1/secret/data/a"_s));
    EXPECT_EQ(played.requests().at(1).headers, played.requests().at(0).headers);
    EXPECT_EQ(played.requests().at(1).tls, played.requests().at(0).tls);
}

TEST(VaultRedirect, ASecondOneIsAnErrorThatNamesTheTarget)
{
    const auto played = fetched({redirect(307, "https://b.example/v1/x"), redirect(307, "https://c.example/v1/x")});
    ASSERT_FALSE(played.outcome);
    EXPECT_TRUE(played.outcome.error().message.contains(u"c.example"_s));
}

TEST(VaultRedirect, NothingIsSentAnywhereElse)
{
    for (const int status : {301, 302, 303, 308}) {
        const auto played = fetched({redirect(status, "https://elsewhere.example/")});
        ASSERT_FALSE(played.outcome) << status;
        EXPECT_EQ(played.outcome.error().kind, ErrorKind::Unavailable);
        EXPECT_TRUE(played.outcome.error().message.contains(u"elsewhere.example"_s));
    }
    for (const QByteArray &location :
         {QByteArray("http://vault.example:8200/v1/x"), QByteArray("ftp://a/"), QByteArray("file:///etc/passwd"),
          QByteArray("https://u:p@vault.example/"), QByteArray(""), QByteArray("https://"), QByteArray("javascript:alert(1)")})
        EXPECT_FALSE(fetched({redirect(307, location)}).outcome) << location.toStdString();
}

TEST(VaultRedirect, ARelativeTargetStaysOnTheServer)
{
    const auto played = fetched({redirect(307, "/v1/secret/data/b"), vaultReply(200, kSecret)});
    EXPECT_EQ(played.requests().at(1).url, QUrl(u"https://vault.example:8200/v1/secret/data/b"_s));
}

TEST(VaultRedirect, WithoutEncryptionOnlyToTheSameHost)
{
    EXPECT_FALSE(fetched({redirect(307, "http://elsewhere.example:8200/v1/x")}, u"http://vault.example:8200"_s).outcome);
    EXPECT_OK(fetched({redirect(307, "http://vault.example:8300/v1/x"), vaultReply(200, kSecret)}, u"http://vault.example:8200"_s).outcome);
}

TEST(VaultWords, AreCutEscapedAndNeverRepeatTheToken)
{
    const QByteArray words = R"(\u001b[31mred\u202e for hvs.given-token )" + QByteArray(700, 'x');
    const auto played = fetched({vaultRefusal(400, words)});
    ASSERT_FALSE(played.outcome);
    const QString text = allTextOf(played.outcome.error());
    EXPECT_FALSE(text.contains(u"hvs.given-token"_s));
    EXPECT_FALSE(text.contains(QChar(0x1b)));
    EXPECT_FALSE(text.contains(QChar(0x202e)));
    EXPECT_TRUE(text.contains(u"\\u{1B}[31mred\\u{202E} for ******"_s)) << text.toStdString();
    EXPECT_LE(played.outcome.error().message.size(), 560);
}

TEST(VaultWords, ARefusalThatIsNoJsonIsQuotedToo)
{
    const auto played = fetched({vaultReply(400, "Client sent an HTTP request to an HTTPS server.\n")});
    ASSERT_FALSE(played.outcome);
    EXPECT_TRUE(played.outcome.error().message.contains(u"Client sent an HTTP request"_s));
    EXPECT_TRUE(played.outcome.error().hint.contains(u"https://"_s));
}

TEST(VaultUnreached, TheTransportsWordsStayAndAHintIsAdded)
{
    const auto played = fetched({Error{ErrorKind::Network, u"connection refused by vault.example"_s, {}}});
    ASSERT_FALSE(played.outcome);
    EXPECT_EQ(played.outcome.error().message, u"connection refused by vault.example"_s);
    EXPECT_TRUE(played.outcome.error().hint.contains(u"CA file"_s));
    EXPECT_EQ(played.outcome.error().kind, ErrorKind::Network);
}

TEST(VaultUnreached, BeingStoppedIsPassedOnAsItIs)
{
    const auto played = fetched({cancelledError()});
    ASSERT_FALSE(played.outcome);
    EXPECT_EQ(played.outcome.error().kind, ErrorKind::Cancelled);
}

} // namespace
} // namespace sallyport::test
