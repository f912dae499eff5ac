// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "providers/aws/keys.h"
#include "providers/aws/settings.h"
#include "providers/aws/sign_in.h"
#include "tests/support/async.h"
#include "tests/support/aws_inputs.h"
#include "tests/support/script.h"

#include <QCryptographicHash>

#include <gmock/gmock.h>

using namespace Qt::StringLiterals;

namespace sallyport::test {
namespace {

const QString kConfig = u"/home/me/.aws/config"_s;
const QString kCredentials = u"/home/me/.aws/credentials"_s;
const QByteArray kRole = "arn:aws:iam::123456789012:role/reader";

Inputs inputsWith(Fields fields)
{
    Inputs inputs{.now = awsInputs().now};
    inputs.credential = formOf(fields);
    return inputs;
}

Inputs fileInputs(const char *profile = "prod")
{
    return inputsWith({{"type", "file"}, {"section", profile}});
}

World home(const QByteArray &config, const QByteArray &credentials = {})
{
    World world{.environment = {{u"HOME"_s, u"/home/me"_s}}};
    if (!config.isEmpty())
        world.files.insert(kConfig, config);
    if (!credentials.isEmpty())
        world.files.insert(kCredentials, credentials);
    world.now = awsInputs().now;
    return world;
}

HttpReply assumed(const QByteArray &id, const QByteArray &expires = "2027-01-15T09:00:00Z", const QByteArray &action = "AssumeRole")
{
    return awsReply("<" + action + "Response><" + action + "Result><Credentials><AccessKeyId>" + id
                    + "</AccessKeyId><SecretAccessKey>s2</SecretAccessKey><SessionToken>t2</SessionToken><Expiration>" + expires
                    + "</Expiration></Credentials></" + action + "Result></" + action + "Response>");
}

QMap<QString, QString> formIn(const HttpRequest &request)
{
    QMap<QString, QString> form;
    for (const QByteArray &pair : request.body.split('&')) {
        const qsizetype at = pair.indexOf('=');
        form.insert(QUrl::fromPercentEncoding(pair.left(at)), QUrl::fromPercentEncoding(pair.mid(at + 1)));
    }
    return form;
}

aws::Keys keysOf(const Played<AccessGrant> &played)
{
    return aws::keysFrom(*played.outcome).value_or(aws::Keys{});
}

const QByteArray kStatic = "[prod]\naws_access_key_id = AKIA1\naws_secret_access_key = s1\n";

// --- keys of the person ---

TEST(AwsSignIn, EnteredKeysCostNoCallAndNoFile)
{
    World world = home("not = a config");
    Inputs inputs = awsInputs();
    inputs.credential.setSecret("secretAccessKey"_L1, SecretValue(" a-secret-access-key\n"));
    const auto played = play(aws::signIn(inputs), world);
    ASSERT_OK(played.outcome);
    EXPECT_FALSE(played.outcome->obtained);
    EXPECT_FALSE(played.outcome->expires.has_value());
    EXPECT_TRUE(played.asked<ReadFile>().empty());
    EXPECT_EQ(keysOf(played).secretAccessKey.reveal(), "a-secret-access-key");
    EXPECT_EQ(keysOf(played).region, u"eu-west-1"_s);
}

TEST(AwsSignIn, HalfAPairOrALineBreakInsideIsRefused)
{
    for (const char *bad : {"", "a\nb", "a b"}) {
        World world = home({});
        Inputs inputs = awsInputs();
        inputs.credential.setSecret("secretAccessKey"_L1, SecretValue(bad));
        EXPECT_EQ(play(aws::signIn(inputs), world).outcome.error().kind, ErrorKind::InvalidInput);
    }
}

TEST(AwsSignIn, OwnRolesAreAssumedOneAfterTheOther)
{
    World world = home({});
    world.http = inOrder({assumed("ASIA1"), assumed("ASIA2")});
    Inputs inputs = awsInputs();
    for (const auto &[id, text] : Fields{{"assumeRole", "true"},
                                         {"roleArn", "arn:aws:iam::1:role/last"},
                                         {"roleChain", "arn:aws:iam::1:role/first"},
                                         {"externalId", "ext"},
                                         {"roleDuration", "900"},
                                         {"roleSessionName", "me"}})
        inputs.credential.setText(QLatin1StringView(id), QString::fromUtf8(text));
    const auto played = play(aws::signIn(inputs), world);
    ASSERT_OK(played.outcome);
    const auto first = formIn(played.requests().at(0));
    const auto last = formIn(played.requests().at(1));
    EXPECT_EQ(first.value(u"RoleArn"_s), u"arn:aws:iam::1:role/first"_s);
    EXPECT_FALSE(first.contains(u"ExternalId"_s));
    EXPECT_EQ(last.value(u"RoleArn"_s), u"arn:aws:iam::1:role/last"_s);
    EXPECT_EQ(last.value(u"ExternalId"_s), u"ext"_s);
    EXPECT_EQ(last.value(u"DurationSeconds"_s), u"900"_s);
    EXPECT_EQ(last.value(u"RoleSessionName"_s), u"me"_s);
    EXPECT_TRUE(HttpReply{.headers = played.requests().at(1).headers}.header("Authorization").contains("Credential=ASIA1/"));
    EXPECT_EQ(keysOf(played).accessKeyId, u"ASIA2"_s);
    EXPECT_EQ(keysOf(played).origin.size(), 3);
    EXPECT_TRUE(played.outcome->obtained);
    EXPECT_EQ(played.outcome->renewAfter, played.outcome->expires->addSecs(-900));
}

TEST(AwsSignIn, AnMfaCodeIsAskedOnceSentOnceAndNotAgainTooEarly)
{
    World world = home({});
    world.code = u" 123456 "_s;
    world.http = inOrder({assumed("ASIA1")});
    Inputs inputs = awsInputs();
    inputs.credential.setText("assumeRole"_L1, u"true"_s);
    inputs.credential.setText("roleArn"_L1, QString::fromLatin1(kRole));
    inputs.credential.setText("mfaSerial"_L1, u"arn:aws:iam::1:mfa/phone"_s);
    const auto played = play(aws::signIn(inputs), world);
    ASSERT_OK(played.outcome);
    EXPECT_EQ(formIn(played.requests().at(0)).value(u"TokenCode"_s), u"123456"_s);
    EXPECT_EQ(formIn(played.requests().at(0)).value(u"SerialNumber"_s), u"arn:aws:iam::1:mfa/phone"_s);
    EXPECT_TRUE(played.requests().at(0).freshConnection);
    EXPECT_EQ(played.outcome->renewAfter, played.outcome->expires->addSecs(-60));
    world.code = u"12345"_s;
    EXPECT_EQ(play(aws::signIn(inputs), world).outcome.error().kind, ErrorKind::Unauthenticated);
}

TEST(AwsSignIn, RolesThatCannotBeAreRefusedHere)
{
    for (const Fields &fields :
         {Fields{{"roleArn", "reader"}}, Fields{{"roleArn", ""}}, Fields{{"roleArn", kRole.constData()}, {"roleDuration", "60"}},
          Fields{{"roleArn", kRole.constData()}, {"roleSessionName", "a b"}}}) {
        World world = home({});
        Inputs inputs = awsInputs();
        inputs.credential.setText("assumeRole"_L1, u"true"_s);
        for (const auto &[id, text] : fields)
            inputs.credential.setText(QLatin1StringView(id), QString::fromUtf8(text));
        EXPECT_EQ(play(aws::signIn(inputs), world).outcome.error().kind, ErrorKind::InvalidInput);
    }
}

// --- profiles ---

TEST(AwsSignIn, AProfileIsReadFromBothFiles)
{
    World world = home("[profile prod]\nregion = eu-north-1\n", kStatic);
    const auto played = play(aws::signIn(fileInputs()), world);
    ASSERT_OK(played.outcome);
    EXPECT_EQ(keysOf(played).accessKeyId, u"AKIA1"_s);
    EXPECT_EQ(keysOf(played).region, u"eu-north-1"_s);
    EXPECT_TRUE(keysOf(played).origin.at(0).contains(u"prod"_s) && keysOf(played).origin.at(0).contains(kCredentials));
}

TEST(AwsSignIn, AChosenProfileIsNeverReplacedByTheEnvironment)
{
    World world = home("[profile other]\nregion = eu-north-1\n");
    world.environment.insert(u"AWS_ACCESS_KEY_ID"_s, u"AKIAENV"_s);
    world.environment.insert(u"AWS_SECRET_ACCESS_KEY"_s, u"s"_s);
    const auto played = play(aws::signIn(fileInputs()), world);
    ASSERT_FALSE(played.outcome);
    EXPECT_EQ(played.outcome.error().kind, ErrorKind::InvalidInput);
    EXPECT_TRUE(played.requests().empty());
}

TEST(AwsSignIn, FilesThatTheCredentialNamesMustBeThere)
{
    World world = home({});
    Inputs inputs = fileInputs();
    inputs.credential.setText("filePath"_L1, u"/srv/keys"_s);
    EXPECT_EQ(play(aws::signIn(inputs), world).outcome.error().kind, ErrorKind::NotFound);
    world.files.insert(u"/srv/keys"_s, kStatic);
    EXPECT_OK(play(aws::signIn(inputs), world).outcome);
}

TEST(AwsSignIn, RolesOfAProfileAreAssumedInItsRegion)
{
    World world = home("[profile prod]\nrole_arn = " + kRole + "\nsource_profile = base\nregion = eu-north-1\nexternal_id = e\n",
                       "[base]\naws_access_key_id = AKIA1\naws_secret_access_key = s1\n");
    world.http = inOrder({assumed("ASIA1")});
    const auto played = play(aws::signIn(fileInputs()), world);
    ASSERT_OK(played.outcome);
    EXPECT_EQ(played.requests().at(0).url.host(), u"sts.eu-north-1.amazonaws.com"_s);
    EXPECT_EQ(formIn(played.requests().at(0)).value(u"ExternalId"_s), u"e"_s);
    EXPECT_EQ(keysOf(played).accountId, u"123456789012"_s);
    world.environment.insert(u"AWS_REGION"_s, u"eu-south-1"_s);
    world.http = inOrder({assumed("ASIA1")});
    EXPECT_EQ(play(aws::signIn(fileInputs()), world).requests().at(0).url.host(), u"sts.eu-south-1.amazonaws.com"_s);
}

TEST(AwsSignIn, TheAccountIsThatOfTheRoleThatWasAssumed)
{
    World world = home("[profile prod]\nrole_arn = " + kRole + "\nsource_profile = prod\nregion = eu-north-1\n", kStatic);
    HttpReply answer = assumed("ASIA1");
    answer.body.replace("<Credentials>",
                        "<AssumedRoleUser><Arn>arn:aws:sts::210987654321:assumed-role/reader/s</Arn></AssumedRoleUser><Credentials>");
    world.http = inOrder({answer});
    EXPECT_EQ(keysOf(play(aws::signIn(fileInputs()), world)).accountId, u"210987654321"_s);
}

TEST(AwsSignIn, ARefusedRoleNamesRoleAndReason)
{
    World world = home("[profile prod]\nrole_arn = " + kRole + "\nsource_profile = prod\nregion = eu-north-1\n", kStatic);
    world.http =
        inOrder({awsReply("<ErrorResponse><Error><Code>AccessDenied</Code><Message>not allowed</Message></Error></ErrorResponse>", 403)});
    const auto played = play(aws::signIn(fileInputs()), world);
    EXPECT_EQ(played.outcome.error().kind, ErrorKind::PermissionDenied);
    EXPECT_EQ(played.outcome.error().message,
              u"could not assume the role %1 (profile \"prod\": the access key in /home/me/.aws/credentials, line 2, region eu-north-1): "
              "AccessDenied: not allowed"_s.arg(QString::fromLatin1(kRole)));
}

TEST(AwsSignIn, ALoginSessionIsUsedWhileItsKeysLive)
{
    World world = home("[profile prod]\nlogin_session = arn:aws:iam::1:user/me\nregion = eu-north-1\n");
    const QByteArray name = QCryptographicHash::hash("arn:aws:iam::1:user/me", QCryptographicHash::Sha256).toHex();
    const QString file = u"/home/me/.aws/login/cache/%1.json"_s.arg(QString::fromLatin1(name));
    const QByteArray text =
        R"({"accessToken":{"accessKeyId":"ASIAL","secretAccessKey":"s","sessionToken":"t","expiresAt":"2027-01-15T08:10:00Z"}})";
    EXPECT_EQ(play(aws::signIn(fileInputs()), world).outcome.error().kind, ErrorKind::Unauthenticated);
    world.files.insert(file, text);
    EXPECT_EQ(keysOf(play(aws::signIn(fileInputs()), world)).accessKeyId, u"ASIAL"_s);
    world.files.insert(file, QByteArray(text).replace("08:10", "07:10"));
    EXPECT_EQ(play(aws::signIn(fileInputs()), world).outcome.error().kind, ErrorKind::Unauthenticated);
}

// --- renewal ---

TEST(AwsRenewal, AFileThatSaysTheSameKeepsTheGrantAndAChangeReplacesIt)
{
    World world = home("[profile prod]\nregion = eu-north-1\n", kStatic);
    Inputs inputs = fileInputs();
    const auto first = play(aws::signIn(inputs), world);
    ASSERT_OK(first.outcome);
    EXPECT_TRUE(first.outcome->renewable);
    EXPECT_EQ(first.outcome->renewAfter, inputs.now);
    inputs.grant = *first.outcome;
    world.files[kCredentials] += "[other]\naws_access_key_id = X\n";
    EXPECT_TRUE(play(aws::renew(inputs), world).outcome->kept) << "another profile has changed";
    world.files[kCredentials].replace("s1", "s9");
    const auto changed = play(aws::renew(inputs), world);
    ASSERT_OK(changed.outcome);
    EXPECT_FALSE(changed.outcome->kept);
    EXPECT_EQ(keysOf(changed).secretAccessKey.reveal(), "s9");
}

TEST(AwsRenewal, KeysThatEndSoonAreNotKept)
{
    World world = home("[profile prod]\nrole_arn = " + kRole + "\nsource_profile = prod\nregion = eu-north-1\n", kStatic);
    world.http = inOrder({assumed("ASIA1"), assumed("ASIA2", "2027-01-15T10:00:00Z")});
    Inputs inputs = fileInputs();
    inputs.grant = *play(aws::signIn(inputs), world).outcome;
    inputs.now = inputs.now.addSecs(49 * 60);
    EXPECT_TRUE(play(aws::renew(inputs), world).outcome->kept);
    inputs.now = inputs.now.addSecs(2 * 60);
    const auto renewed = play(aws::renew(inputs), world);
    ASSERT_OK(renewed.outcome);
    EXPECT_EQ(keysOf(renewed).accessKeyId, u"ASIA2"_s);
}

TEST(AwsRenewal, WithTheCacheOnFilesAreLeftAlone)
{
    World world = home({}, kStatic);
    Inputs inputs = fileInputs();
    inputs.credential.setText("enableCache"_L1, u"true"_s);
    const auto played = play(aws::signIn(inputs), world);
    EXPECT_FALSE(played.outcome->renewable);
    EXPECT_FALSE(played.outcome->renewAfter.has_value());
}

// --- the search order ---

Inputs defaultInputs()
{
    return inputsWith({{"type", "default"}, {"region", "eu-west-1"}});
}

TEST(AwsDefaultChain, TheEnvironmentGoesFirstEvenWithABrokenFile)
{
    World world = home("[profile x]\nno equals sign\n");
    world.environment.insert(u"AWS_ACCESS_KEY_ID"_s, u"AKIAENV"_s);
    EXPECT_EQ(play(aws::signIn(defaultInputs()), world).outcome.error().kind, ErrorKind::InvalidInput) << "half a pair";
    world.environment.insert(u"AWS_SECRET_ACCESS_KEY"_s, u"s"_s);
    const auto played = play(aws::signIn(defaultInputs()), world);
    ASSERT_OK(played.outcome);
    EXPECT_EQ(keysOf(played).accessKeyId, u"AKIAENV"_s);
    world.environment.remove(u"AWS_ACCESS_KEY_ID"_s);
    world.environment.remove(u"AWS_SECRET_ACCESS_KEY"_s);
    EXPECT_EQ(play(aws::signIn(defaultInputs()), world).outcome.error().kind, ErrorKind::Malformed) << "now the file is needed";
}

TEST(AwsDefaultChain, AWebIdentityIsSentUnsigned)
{
    World world = home({}, "[default]\naws_access_key_id = AKIA1\naws_secret_access_key = s1\n");
    world.environment.insert(u"AWS_WEB_IDENTITY_TOKEN_FILE"_s, u"/run/token"_s);
    EXPECT_EQ(play(aws::signIn(defaultInputs()), world).outcome.error().kind, ErrorKind::InvalidInput) << "no role";
    world.environment.insert(u"AWS_ROLE_ARN"_s, QString::fromLatin1(kRole));
    world.files.insert(u"/run/token"_s, "jwt\n");
    world.http = inOrder({assumed("ASIAWEB", "2027-01-15T09:00:00Z", "AssumeRoleWithWebIdentity")});
    const auto played = play(aws::signIn(defaultInputs()), world);
    ASSERT_OK(played.outcome);
    EXPECT_EQ(formIn(played.requests().at(0)).value(u"WebIdentityToken"_s), u"jwt"_s);
    EXPECT_TRUE(HttpReply{.headers = played.requests().at(0).headers}.header("Authorization").isEmpty());
    EXPECT_EQ(keysOf(played).accessKeyId, u"ASIAWEB"_s);
}

TEST(AwsDefaultChain, WhereNothingIsFoundItSaysWhereItLooked)
{
    const auto told = [](const HttpAnswers &http, bool isOff = false) {
        World world = home("[profile other]\nregion = x\n");
        world.http = http;
        if (isOff)
            world.environment.insert(u"AWS_EC2_METADATA_DISABLED"_s, u"true"_s);
        return play(aws::signIn(defaultInputs()), world).outcome.error().message;
    };
    const QString places = u"no AWS keys were found: not in the environment, %1, %2, and "_s.arg(kConfig, kCredentials);
    const Error noRoute{ErrorKind::Network, u"no route"_s, {}};
    EXPECT_EQ(told(inOrder({noRoute, noRoute})), places + u"this is no AWS instance"_s);
    EXPECT_EQ(told(inOrder({awsReply("token"), awsReply({}, 404)})), places + u"this instance has no role"_s);
    EXPECT_EQ(told({}, true), places + u"the instance metadata service is switched off (AWS_EC2_METADATA_DISABLED)"_s);
}

TEST(AwsDefaultChain, AProfileComesBeforeTheContainerAndThatBeforeTheInstance)
{
    World world = home({}, "[default]\naws_access_key_id = AKIA1\naws_secret_access_key = s1\n");
    world.environment.insert(u"AWS_CONTAINER_CREDENTIALS_RELATIVE_URI"_s, u"/k"_s);
    EXPECT_EQ(keysOf(play(aws::signIn(defaultInputs()), world)).accessKeyId, u"AKIA1"_s);
    world.files.clear();
    world.http = inOrder({awsReply(R"({"AccessKeyId":"ASIAC","SecretAccessKey":"s","Token":"t","Expiration":"2027-01-15T09:00:00Z"})")});
    EXPECT_EQ(keysOf(play(aws::signIn(defaultInputs()), world)).accessKeyId, u"ASIAC"_s);
    world.environment.remove(u"AWS_CONTAINER_CREDENTIALS_RELATIVE_URI"_s);
    world.http = [](const HttpRequest &) { return Error{ErrorKind::Timeout, u"late"_s, {}}; };
    const auto nothing = play(aws::signIn(defaultInputs()), world);
    EXPECT_EQ(nothing.outcome.error().kind, ErrorKind::Unauthenticated);
    EXPECT_EQ(nothing.requests().at(0).url.host(), u"169.254.169.254"_s);
    EXPECT_TRUE(nothing.outcome.error().message.contains(kConfig));
}

TEST(AwsDefaultChain, AProfileOfTheEnvironmentThatIsNotThereEndsTheSearch)
{
    World world = home("[profile a]\nregion = x\n");
    world.environment.insert(u"AWS_PROFILE"_s, u"gone"_s);
    const auto played = play(aws::signIn(defaultInputs()), world);
    ASSERT_FALSE(played.outcome);
    EXPECT_TRUE(played.requests().empty());
    EXPECT_TRUE(wordsOf(played.outcome.error()).contains(u"gone"_s));
}

// --- who we are, settings ---

TEST(AwsIdentify, SaysArnAccountOriginAndRegion)
{
    World world = home({});
    world.http = inOrder({awsReply("<R><GetCallerIdentityResult><Arn>arn:aws:iam::1:user/me</Arn><UserId>U</UserId><Account>1</Account>"
                                   "</GetCallerIdentityResult></R>")});
    const auto played = play(aws::identify(awsInputs()), world);
    ASSERT_OK(played.outcome);
    EXPECT_EQ(played.outcome->name, u"arn:aws:iam::1:user/me"_s);
    EXPECT_EQ(played.outcome->details, (QStringList{u"account 1"_s, u"region eu-west-1"_s}));
}

Result<aws::Settings> settingsOf(const Inputs &inputs, World world)
{
    return play(aws::loadSettings(inputs), world).outcome;
}

TEST(AwsSettings, EndpointAndCaFileOfTheEnvironmentCountForEnteredKeysToo)
{
    World world = home({});
    world.environment.insert(u"AWS_CA_BUNDLE"_s, u"/etc/ca.pem"_s);
    world.environment.insert(u"AWS_ENDPOINT_URL_SSM"_s, u"https://ssm.example"_s);
    world.environment.insert(u"AWS_MAX_ATTEMPTS"_s, u"5"_s);
    const auto settings = settingsOf(awsInputs(), world);
    ASSERT_OK(settings);
    EXPECT_EQ(settings->tls.caFile, u"/etc/ca.pem"_s);
    EXPECT_EQ(settings->maxAttempts, 5);
    EXPECT_EQ(aws::endpointFor(*settings, aws::Service::Ssm)->url, QUrl(u"https://ssm.example"_s));
    EXPECT_EQ(aws::endpointFor(*settings, aws::Service::Sts)->url.host(), u"sts.eu-west-1.amazonaws.com"_s);
    EXPECT_EQ(aws::endpointFor(*settings, aws::Service::Sts, u"eu-north-1"_s)->url.host(), u"sts.eu-north-1.amazonaws.com"_s);
}

TEST(AwsSettings, TheRegionSaysWhereItComesFrom)
{
    World world = home("[profile prod]\nregion = eu-north-1\nuse_fips_endpoint = true\n");
    EXPECT_EQ(settingsOf(fileInputs(), world)->region, u"eu-north-1"_s);
    EXPECT_TRUE(settingsOf(fileInputs(), world)->fips);
    world.environment.insert(u"AWS_REGION"_s, u"eu-south-1"_s);
    EXPECT_EQ(settingsOf(fileInputs(), world)->region, u"eu-south-1"_s);
    EXPECT_EQ(settingsOf(fileInputs(), world)->regionOrigin, u"AWS_REGION"_s);
}

TEST(AwsKeys, MomentsAreReadWithZUtcAndOffsets)
{
    const QDateTime noon = QDateTime::fromString(u"2027-01-15T12:00:00Z"_s, Qt::ISODate);
    for (const QString &text :
         {u"2027-01-15T12:00:00Z"_s, u"2027-01-15T12:00:00UTC"_s, u"2027-01-15T13:00:00+01:00"_s, u"2027-01-15T12:00:00.000Z"_s})
        EXPECT_EQ(aws::momentFrom(text), noon) << text.toStdString();
    for (const QString &text : {u""_s, u"2027-01-15"_s, u"2027-01-15T12:00:00"_s, u"2027-13-15T12:00:00Z"_s, u"soon"_s})
        EXPECT_FALSE(aws::momentFrom(text).has_value()) << text.toStdString();
}

} // namespace
} // namespace sallyport::test
