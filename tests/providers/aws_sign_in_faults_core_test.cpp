// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// Getting AWS keys while something is wrong, through the program's own resolver and transport: sessions that end, roles, files with
// mistakes, IAM Identity Center, and who is asked for keys at all.
#include "tests/support/aws_desk.h"

#include <QCryptographicHash>

#include <gmock/gmock.h>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace sallyport::test {
namespace {

const QByteArray kGet = "secretsmanager.GetSecretValue";
const QByteArray kAssume = "sts.AssumeRole";
const QByteArray kPortal = "sso.GetRoleCredentials";
const Fields kRole{{"assumeRole", "true"}, {"roleArn", "arn:aws:iam::123456789012:role/reader"}};
const QByteArray kLastingProfile = "[base]\naws_access_key_id = AKIDLASTING\naws_secret_access_key = canary-lasting-key\n";

class AwsSignInFaults : public testing::Test {
protected:
    AwsSignInFaults()
    {
        for (int i = 0; i < 45; ++i)
            server.secrets.insert(u"many/%1"_s.arg(i), u"canary-%1"_s.arg(i));
        server.secrets.insert(u"prod/db"_s, u"canary-of-db"_s);
    }
    void TearDown() override { EXPECT_EQ(server.refusals(), expectedRefusals); }

    void useProfile(const char *name) { desk.use(formOf({{"type", "file"}, {"section", name}})); }

    void expectRead()
    {
        const auto value = desk.read(u"prod/db"_s);
        ASSERT_OK(value);
        EXPECT_EQ(value->revealText(), u"canary-of-db"_s);
    }
    //! Reading fails, and the error says for which secret and credential besides.
    void expectRefused(ErrorKind kind, const QStringList &words)
    {
        const auto value = desk.read(u"prod/db"_s);
        ASSERT_FALSE(value);
        expectTold(value.error(), kind, QStringList{u"fetching prod/db with credential \"Cloud\""_s} + words);
    }

    AwsDesk desk;
    AwsServer &server = desk.server;
    QByteArrayList expectedRefusals{};
};

// --- sessions that end ---

TEST_F(AwsSignInFaults, ASessionThatEndsIsReplacedByOneNewSignIn)
{
    desk.useLastingKey(kRole);
    expectRead();
    server.endSessions();
    expectRead();
    EXPECT_EQ(server.calls(kAssume), 2);
    EXPECT_EQ(server.calls(kGet), 3);
    expectedRefusals << "ExpiredTokenException";
}

TEST_F(AwsSignInFaults, AServiceThatTakesNoSessionAnyMoreIsAskedTwiceNeverInALoop)
{
    desk.useLastingKey(kRole);
    expectRead();
    server.fail(kGet, AwsServer::refusal("ExpiredTokenException", "The security token included in the request is expired"),
                AwsServer::kAlways);
    expectRefused(ErrorKind::Unauthenticated, {u"\"prod/db\""_s, u"ExpiredTokenException"_s, u"role/reader assumed"_s,
                                               u"region eu-west-1"_s, u"Request ID"_s, u"Sign in again"_s});
    EXPECT_EQ(server.calls(kAssume), 2);
    EXPECT_EQ(server.calls(kGet), 3);
    server.heal();
    desk.clock.advance(10s);
    expectRead();
}

TEST_F(AwsSignInFaults, KeysThatAPersonEnteredAreNotTriedTwice)
{
    desk.useLastingKey();
    server.fail(kGet, AwsServer::refusal("ExpiredTokenException", "expired"), AwsServer::kAlways);
    expectRefused(ErrorKind::Unauthenticated, {u"the credential, region eu-west-1"_s, u"get new ones"_s, u"Request ID"_s});
    EXPECT_EQ(server.calls(kGet), 1);
    EXPECT_EQ(server.calls(kAssume), 0);
}

TEST_F(AwsSignInFaults, AKeyThatWasReplacedIsToldWithoutAnyKey)
{
    desk.useLastingKey();
    server.gate.keys["AKIDLASTING"].secret = "canary-another";
    expectRefused(ErrorKind::Unauthenticated,
                  {u"InvalidSignatureException"_s, u"the credential, region eu-west-1"_s, u"secret access key"_s});
    server.gate.keys.clear();
    desk.clock.advance(10s);
    expectRefused(ErrorKind::Unauthenticated, {u"UnrecognizedClientException"_s});
    expectedRefusals << "InvalidSignatureException" << "UnrecognizedClientException";
}

// --- roles ---

TEST_F(AwsSignInFaults, HoweverManyAskOneRoleIsAssumedOnce)
{
    desk.useLastingKey(kRole);
    std::vector<FormValues> together, alone;
    for (int i = 0; i < 45; ++i) {
        together.push_back(secretNamed(u"many/%1"_s.arg(i)));
        alone.push_back(secretNamed(u"many/%1"_s.arg(i), u"11111111-2222-3333-4444-555555555555"_s));
    }
    for (const auto &value : desk.readAll(alone))
        EXPECT_OK(value);
    EXPECT_EQ(server.calls(kAssume), 1);
    EXPECT_EQ(server.calls(kGet), 45);
    server.endSessions();
    for (const auto &value : desk.readAll(together))
        EXPECT_OK(value);
    EXPECT_EQ(server.calls(kAssume), 2) << "three batches found the session ended at the same time";
    EXPECT_EQ(server.calls("secretsmanager.BatchGetSecretValue"), 6);
    expectedRefusals << "ExpiredTokenException" << "ExpiredTokenException" << "ExpiredTokenException";
}

TEST_F(AwsSignInFaults, ARefusedRoleNamesRoleIdentityRegionAndRequest)
{
    desk.useLastingKey(kRole);
    Reply denied{403,
                 {},
                 "<ErrorResponse><Error><Code>AccessDenied</Code><Message>not authorized to perform "
                 "sts:AssumeRole</Message></Error></ErrorResponse>"};
    server.fail(kAssume, denied);
    expectRefused(ErrorKind::PermissionDenied, {u"assume the role arn:aws:iam::123456789012:role/reader"_s,
                                                u"the credential, region eu-west-1"_s, u"not authorized"_s, u"Request ID"_s});
    EXPECT_EQ(server.allCalls(), 1);
}

TEST_F(AwsSignInFaults, AnAnswerOfStsThatIsNoneIsToldAsSuch)
{
    desk.useLastingKey(kRole);
    const QByteArray credentials =
        "<AccessKeyId>ASIA1</AccessKeyId><SecretAccessKey>canary</SecretAccessKey><SessionToken>canary</SessionToken>";
    const QByteArray begin = "<AssumeRoleResponse><AssumeRoleResult><Credentials>",
                     end = "</Credentials></AssumeRoleResult></AssumeRoleResponse>";
    for (const QByteArray &body : {QByteArray("<html>canary"), QByteArray("{}"), begin + end, begin + credentials + end,
                                   begin + credentials + "<Expiration>yesterday</Expiration>" + end,
                                   begin + credentials + "<Expiration>2027-02-30T25:00:00Z</Expiration>" + end}) {
        server.fail(kAssume, Reply::text(body));
        expectRefused(ErrorKind::Malformed, {u"role/reader"_s});
        desk.clock.advance(10s);
    }
    EXPECT_EQ(server.calls(kGet), 0);
}

TEST_F(AwsSignInFaults, AThrottledStsIsAskedAgainAndTheClockIsCorrectedForItToo)
{
    desk.useLastingKey(kRole);
    server.skew = 600s;
    server.fail(kAssume,
                {400, {}, "<ErrorResponse><Error><Code>Throttling</Code><Message>Rate exceeded</Message></Error></ErrorResponse>"});
    expectRead();
    EXPECT_EQ(server.calls(kAssume), 3) << "once with a wrong clock, once too fast";
    EXPECT_EQ(server.calls(kGet), 1) << "the same address has the same clock";
    expectedRefusals << "InvalidSignatureException";
}

// --- files with mistakes ---

TEST_F(AwsSignInFaults, HalfAKeyPairIsRefusedWhereItStands)
{
    FormValues half = formOf({{"type", "temporary"}, {"region", "eu-west-1"}});
    half.setSecret("accessKeyId"_L1, SecretValue("canary-id"));
    desk.use(half);
    expectRefused(ErrorKind::InvalidInput, {u"the secret access key is missing from the credential"_s});
    const QString file =
        desk.writeFile(u"credentials"_s, "# mine\n[half]\naws_secret_access_key = canary\n[other]\naws_access_key_id = canary-id\n");
    useProfile("half");
    expectRefused(ErrorKind::InvalidInput, {u"aws_access_key_id is missing"_s, file + u", line 3"_s});
    useProfile("other");
    expectRefused(ErrorKind::InvalidInput, {u"aws_secret_access_key is missing"_s, file + u", line 5"_s});
    desk.setVariable(u"AWS_ACCESS_KEY_ID"_s, u"canary-id"_s);
    desk.use(formOf({{"type", "default"}, {"region", "eu-west-1"}}));
    expectRefused(ErrorKind::InvalidInput, {u"the secret access key is missing from the environment (AWS_ACCESS_KEY_ID)"_s});
    EXPECT_EQ(server.allCalls(), 0);
}

TEST_F(AwsSignInFaults, ProfilesInACircleAreNamedInOrder)
{
    const QString file = desk.writeFile(u"config"_s, "[profile a]\nrole_arn = arn:aws:iam::1:role/a\nsource_profile = b\n"
                                                     "[profile b]\nrole_arn = arn:aws:iam::1:role/b\nsource_profile = c\n"
                                                     "[profile c]\nrole_arn = arn:aws:iam::1:role/c\nsource_profile = a\n");
    useProfile("a");
    expectRefused(ErrorKind::InvalidInput, {u"a > b > c > a"_s, file + u", line 3"_s});
    EXPECT_EQ(server.allCalls(), 0);
}

TEST_F(AwsSignInFaults, BrokenLinesAreNamedWithFileAndNumber)
{
    struct Row {
        QByteArray text;
        int line;
    };
    for (const Row &row :
         {Row{"[profile a]\nregion = eu-west-1\nno assignment canary\n", 3}, Row{"region = eu-west-1\n[profile a]\n", 1},
          Row{"[profile a\nregion = x\n", 1}, Row{"[profile a]\n = canary\n", 2}, Row{"[profile a]\n  continued = canary\n", 2}}) {
        const QString file = desk.writeFile(u"config"_s, row.text);
        for (const char *type : {"file", "default"}) {
            desk.use(formOf({{"type", type}, {"section", "a"}}));
            expectRefused(ErrorKind::Malformed, {u"%1, line %2"_s.arg(file).arg(row.line)});
        }
    }
    EXPECT_EQ(server.allCalls(), 0);
}

TEST_F(AwsSignInFaults, AProfileThatIsNotThereNamesThoseThatAre)
{
    desk.writeFile(u"credentials"_s, kLastingProfile);
    useProfile("absent");
    expectRefused(ErrorKind::InvalidInput, {u"\"absent\""_s, u"base"_s});
    EXPECT_EQ(server.allCalls(), 0);
}

// --- IAM Identity Center ---

class AwsSsoFaults : public AwsSignInFaults {
protected:
    AwsSsoFaults()
    {
        desk.writeFile(u"config"_s,
                       "[sso-session corp]\nsso_start_url = https://corp.example/start\nsso_region = eu-west-1\n"
                       "[profile sso]\nsso_session = corp\nsso_account_id = 123456789012\nsso_role_name = Reader\nregion = eu-west-1\n");
        desk.use(formOf({{"type", "sso"}, {"section", "sso"}, {"enableCache", "true"}}));
        server.ssoTokens.insert("canary-access-1");
    }
    //! What the AWS CLI leaves behind after a sign-in; with or without what renews it.
    void signInBefore(bool renewable)
    {
        QByteArray text = R"({"startUrl":"https://corp.example/start","region":"eu-west-1","accessToken":"canary-access-1",)"
                          R"("expiresAt":"2027-01-15T16:00:00Z")";
        if (renewable)
            text += R"(,"clientId":"c","clientSecret":"canary-client","registrationExpiresAt":"2027-03-01T00:00:00Z","refreshToken":"1")";
        const QByteArray name = QCryptographicHash::hash("corp", QCryptographicHash::Sha1).toHex();
        desk.writeFile(u"sso/cache/%1.json"_s.arg(QString::fromLatin1(name)), text + '}');
        server.refreshTokens.insert("1");
    }
};

TEST_F(AwsSsoFaults, ATokenThatEndsBetweenTwoCallsIsRenewedOnce)
{
    signInBefore(true);
    expectRead();
    server.ssoTokens.clear();
    server.endSessions();
    expectRead();
    EXPECT_EQ(server.calls(kPortal), 3) << "good; refused; good with the new token";
    EXPECT_EQ(server.calls("sso-oidc.CreateToken"), 1);
    EXPECT_EQ(server.calls(kGet), 3);
    expectedRefusals << "ExpiredTokenException";
}

TEST_F(AwsSsoFaults, ATokenThatEndsAndCannotBeRenewedAsksForASignIn)
{
    signInBefore(false);
    expectRead();
    server.ssoTokens.clear();
    server.endSessions();
    expectRefused(ErrorKind::Unauthenticated, {u"\"corp\""_s, u"aws sso login"_s, u"Request ID"_s});
    EXPECT_EQ(server.calls(kPortal), 2);
    EXPECT_EQ(server.calls("sso-oidc.CreateToken"), 0);
    expectedRefusals << "ExpiredTokenException";
}

TEST_F(AwsSsoFaults, ARefusedRenewalIsNotRepeated)
{
    signInBefore(true);
    server.ssoTokens.clear();
    server.refreshTokens.clear();
    expectRefused(ErrorKind::Unauthenticated, {u"\"corp\""_s, u"Sign in again"_s});
    EXPECT_EQ(server.calls("sso-oidc.CreateToken"), 1);
    EXPECT_EQ(server.calls(kGet), 0);
    desk.clock.advance(10s);
    expectRefused(ErrorKind::Unauthenticated, {u"\"corp\""_s});
    EXPECT_EQ(server.calls("sso-oidc.CreateToken"), 1) << "at most one attempt a minute";
}

TEST_F(AwsSsoFaults, APortalThatIsBusyIsAskedAgain)
{
    signInBefore(false);
    server.fail(kPortal, Reply::json(R"({"message":"slow"})", 429), 2);
    expectRead();
    EXPECT_EQ(server.calls(kPortal), 3);
    server.endSessions();
    server.fail(kPortal, Reply::json(R"({"message":"slow down, canary-free"})", 503), AwsServer::kAlways);
    const auto value = desk.read(u"prod/db"_s);
    ASSERT_FALSE(value);
    EXPECT_EQ(value.error().kind, ErrorKind::Unavailable) << value.error().sentence().toStdString();
    EXPECT_TRUE(wordsOf(value.error()).contains(u"Reader"_s));
    EXPECT_EQ(server.calls(kPortal), 6);
    expectedRefusals << "ExpiredTokenException";
}

// --- who is asked for keys ---

TEST_F(AwsSignInFaults, NobodyLooksForAnInstanceUnlessTheSearchOrderIsAskedFor)
{
    desk.writeFile(u"config"_s, "[profile empty]\nregion = eu-west-1\n");
    desk.useLastingKey();
    expectRead();
    for (const char *type : {"file", "sso"}) {
        desk.use(formOf({{"type", type}, {"section", "empty"}}));
        EXPECT_FALSE(desk.read(u"prod/db"_s)) << type;
        desk.use(formOf({{"type", type}, {"section", "absent"}}));
        EXPECT_FALSE(desk.read(u"prod/db"_s)) << type;
    }
    desk.use(formOf({{"type", "temporary"}, {"region", "eu-west-1"}}));
    EXPECT_FALSE(desk.read(u"prod/db"_s));
    EXPECT_EQ(server.calls("metadata"), 0);
    desk.use(formOf({{"type", "default"}, {"region", "eu-west-1"}}));
    EXPECT_FALSE(desk.read(u"prod/db"_s));
    EXPECT_GE(server.calls("metadata"), 1);
    const int before = server.calls("metadata");
    desk.setVariable(u"AWS_EC2_METADATA_DISABLED"_s, u"true"_s);
    desk.use(formOf({{"type", "default"}, {"region", "eu-west-1"}}));
    expectRefused(ErrorKind::Unauthenticated, {u"no AWS keys were found"_s});
    EXPECT_EQ(server.calls("metadata"), before);
}

} // namespace
} // namespace sallyport::test
