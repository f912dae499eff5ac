// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "providers/aws/metadata.h"
#include "providers/aws/process.h"
#include "tests/support/async.h"
#include "tests/support/aws_inputs.h"
#include "tests/support/script.h"

#include <gmock/gmock.h>

using namespace Qt::StringLiterals;

namespace sallyport::test {
namespace {

using aws::Context;
using aws::Keys;

const QByteArray kKeys =
    R"({"Code":"Success","AccessKeyId":"ASIA1","SecretAccessKey":"s1","Token":"t1","Expiration":"2027-01-15T09:00:00Z"})";

Context contextWith(const aws::Variables &variables)
{
    Context context{.now = awsInputs().now};
    context.settings.variables = variables;
    return context;
}

Played<Keys> fromContainer(const aws::Variables &variables, const PreparedAnswers &answers)
{
    return play(aws::containerKeys(contextWith(variables)), answers);
}

QByteArray headerOf(const HttpRequest &request, const QByteArray &name)
{
    return HttpReply{.headers = request.headers}.header(name);
}

// --- containers ---

TEST(AwsContainer, ARelativeAddressIsOneOfTheContainersOwn)
{
    const auto played = fromContainer({{u"AWS_CONTAINER_CREDENTIALS_RELATIVE_URI"_s, u"/v2/credentials/x"_s},
                                       {u"AWS_CONTAINER_CREDENTIALS_FULL_URI"_s, u"https://elsewhere.example/"_s}},
                                      {awsReply(kKeys)});
    ASSERT_OK(played.outcome);
    EXPECT_EQ(played.requests().at(0).url, QUrl(u"http://169.254.170.2/v2/credentials/x"_s));
    EXPECT_EQ(played.outcome->accessKeyId, u"ASIA1"_s);
    EXPECT_EQ(played.outcome->sessionToken.reveal(), "t1");
    EXPECT_EQ(played.outcome->expires, QDateTime::fromString(u"2027-01-15T09:00:00Z"_s, Qt::ISODate));
}

TEST(AwsContainer, PlainHttpIsForTheContainersOwnAddressesOnly)
{
    for (const QString &good : {u"http://127.0.0.1:8080/k"_s, u"http://localhost/k"_s, u"http://169.254.170.23/k"_s,
                                u"http://[fd00:ec2::23]/k"_s, u"http://[::1]/k"_s, u"https://keys.example/k"_s}) {
        const auto played = fromContainer({{u"AWS_CONTAINER_CREDENTIALS_FULL_URI"_s, good}}, {awsReply(kKeys)});
        EXPECT_OK(played.outcome);
        EXPECT_EQ(played.requests().at(0).url, QUrl(good));
    }
    for (const QString &bad :
         {u"http://192.168.1.1/k"_s, u"http://keys.example/k"_s, u"http://127.evil.example@x/k"_s, u"file:///etc/passwd"_s, u"k"_s}) {
        const auto played = fromContainer({{u"AWS_CONTAINER_CREDENTIALS_FULL_URI"_s, bad}}, {});
        ASSERT_FALSE(played.outcome) << bad.toStdString();
        EXPECT_EQ(played.outcome.error().kind, ErrorKind::InvalidInput) << bad.toStdString();
    }
    EXPECT_FALSE(fromContainer({{u"AWS_CONTAINER_CREDENTIALS_RELATIVE_URI"_s, u"@evil.example/"_s}}, {}).outcome);
}

TEST(AwsContainer, TheTokenComesFromItsFileOrTheEnvironment)
{
    Context context = contextWith({{u"AWS_CONTAINER_CREDENTIALS_FULL_URI"_s, u"http://localhost/k"_s}});
    context.settings.secrets.values.insert(u"AWS_CONTAINER_AUTHORIZATION_TOKEN"_s, SecretValue("Basic abc"));
    const auto plain = play(aws::containerKeys(context), PreparedAnswers{awsReply(kKeys)});
    EXPECT_EQ(headerOf(plain.requests().at(0), "Authorization"), "Basic abc");
    context.settings.variables[u"AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE"_s] = u"/run/token"_s;
    World world{.http = inOrder({awsReply(kKeys)}), .files = {{u"/run/token"_s, "from-file"}}};
    const auto file = play(aws::containerKeys(context), world);
    EXPECT_EQ(headerOf(file.requests().at(0), "Authorization"), "from-file");
    World broken{.files = {{u"/run/token"_s, "a\r\nX-Evil: 1"}}};
    EXPECT_EQ(play(aws::containerKeys(context), broken).outcome.error().kind, ErrorKind::InvalidInput);
}

TEST(AwsContainer, AFaultIsTriedThreeTimesARefusalOnce)
{
    const aws::Variables named{{u"AWS_CONTAINER_CREDENTIALS_RELATIVE_URI"_s, u"/k"_s}};
    const auto late = fromContainer(named, {awsReply({}, 500), Error{ErrorKind::Timeout, u"late"_s, {}}, awsReply(kKeys)});
    EXPECT_OK(late.outcome);
    EXPECT_EQ(late.waits().size(), 2U);
    const auto refused = fromContainer(named, {awsReply(R"({"code":"NoRole","message":"none here"})", 404)});
    EXPECT_EQ(refused.outcome.error().kind, ErrorKind::Unauthenticated);
    EXPECT_TRUE(refused.outcome.error().message.contains(u"none here"_s));
}

TEST(AwsContainer, KeysThatAreIncompleteOrEndAtNoTimeAreMalformed)
{
    const aws::Variables named{{u"AWS_CONTAINER_CREDENTIALS_RELATIVE_URI"_s, u"/k"_s}};
    for (const QByteArray &body : {QByteArray("{}"), QByteArray("<x>"), QByteArray(R"({"AccessKeyId":"a"})"),
                                   QByteArray(R"({"AccessKeyId":"a","SecretAccessKey":"b","Expiration":"soon"})")}) {
        const auto played = fromContainer(named, {awsReply(body)});
        ASSERT_FALSE(played.outcome) << body.toStdString();
        EXPECT_EQ(played.outcome.error().kind, ErrorKind::Malformed) << body.toStdString();
    }
    EXPECT_EQ(fromContainer({}, {}).outcome.error().kind, ErrorKind::NotFound);
}

// --- instances ---

Played<Keys> fromInstance(const Context &context, const PreparedAnswers &answers)
{
    return play(aws::instanceKeys(context), answers);
}

TEST(AwsInstance, AsksForATokenTheRoleItsKeysAndTheRegion)
{
    const auto played =
        fromInstance(contextWith({}), {awsReply("imds-token"), awsReply("my-role"), awsReply(kKeys), awsReply("eu-north-1")});
    ASSERT_OK(played.outcome);
    const auto requests = played.requests();
    EXPECT_EQ(requests.at(0).method, "PUT");
    EXPECT_EQ(requests.at(0).url, QUrl(u"http://169.254.169.254/latest/api/token"_s));
    EXPECT_EQ(headerOf(requests.at(0), "x-aws-ec2-metadata-token-ttl-seconds"), "21600");
    EXPECT_EQ(requests.at(2).url, QUrl(u"http://169.254.169.254/latest/meta-data/iam/security-credentials/my-role"_s));
    EXPECT_EQ(headerOf(requests.at(2), "x-aws-ec2-metadata-token"), "imds-token");
    EXPECT_EQ(played.outcome->region, u"eu-north-1"_s);
    EXPECT_EQ(played.outcome->secretAccessKey.reveal(), "s1");
}

TEST(AwsInstance, AKnownRegionIsNotAskedFor)
{
    Context context = contextWith({});
    context.settings.region = u"eu-west-1"_s;
    EXPECT_EQ(fromInstance(context, {awsReply("t"), awsReply("r"), awsReply(kKeys)}).requests().size(), 3U);
}

TEST(AwsInstance, TheAddressCanBeAnotherOne)
{
    const auto sixth = fromInstance(contextWith({{u"AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE"_s, u"ipV6"_s}}), {awsReply({}, 403)});
    EXPECT_EQ(sixth.requests().at(0).url, QUrl(u"http://[fd00:ec2::254]/latest/api/token"_s));
    const auto own =
        fromInstance(contextWith({{u"AWS_EC2_METADATA_SERVICE_ENDPOINT"_s, u"http://127.0.0.1:1338/"_s}}), {awsReply({}, 403)});
    EXPECT_EQ(own.requests().at(0).url, QUrl(u"http://127.0.0.1:1338/latest/api/token"_s));
    EXPECT_EQ(fromInstance(contextWith({{u"AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE"_s, u"IPv5"_s}}), {}).outcome.error().kind,
              ErrorKind::InvalidInput);
}

TEST(AwsInstance, SwitchedOffItIsNotAsked)
{
    EXPECT_EQ(fromInstance(contextWith({{u"AWS_EC2_METADATA_DISABLED"_s, u"TRUE"_s}}), {}).outcome.error().kind, ErrorKind::NotFound);
}

TEST(AwsInstance, OneWithoutARoleIsToldSo)
{
    for (const HttpReply &roles : {awsReply("<html>", 404), awsReply(""), awsReply("a/b")}) {
        const auto played = fromInstance(contextWith({}), {awsReply("t"), roles});
        ASSERT_FALSE(played.outcome);
        EXPECT_EQ(played.outcome.error().kind, ErrorKind::NotFound);
        EXPECT_EQ(played.outcome.error().message, u"this instance has no role"_s);
    }
    EXPECT_EQ(fromInstance(contextWith({}), {awsReply("t"), awsReply({}, 403)}).outcome.error().kind, ErrorKind::Unauthenticated);
}

TEST(AwsInstance, AnotherCodeThanSuccessIsARefusal)
{
    const auto played =
        fromInstance(contextWith({}), {awsReply("t"), awsReply("r"), awsReply(R"({"Code":"AssumeRoleUnauthorizedAccess"})")});
    EXPECT_EQ(played.outcome.error().kind, ErrorKind::Unauthenticated);
    EXPECT_TRUE(played.outcome.error().message.contains(u"AssumeRoleUnauthorizedAccess"_s));
}

TEST(AwsInstance, EndedKeysAreUsedALittleLonger)
{
    QByteArray old = kKeys;
    old.replace("2027-01-15T09", "2027-01-15T07");
    Context context = contextWith({});
    context.settings.region = u"eu-west-1"_s;
    const auto played = fromInstance(context, {awsReply("t"), awsReply("r"), awsReply(old)});
    ASSERT_OK(played.outcome);
    EXPECT_EQ(played.outcome->expires, context.now.addSecs(300));
    EXPECT_EQ(played.outcome->origin.size(), 2);
}

// --- processes ---

Played<Keys> fromProcess(const QString &line, const CommandOutput &output)
{
    World world;
    world.command = [output](const RunCommand &) { return output; };
    return play(aws::processKeys(contextWith({}), {.commandLine = line}, u"profile \"p\": the credential_process"_s), world);
}

TEST(AwsProcess, RunsTheCommandWithoutAShellAndReadsItsKeys)
{
    const auto played = fromProcess(
        u"/opt/tool --name 'a b' \"c\""_s,
        {0, R"({"Version":1,"AccessKeyId":"a","SecretAccessKey":"s","SessionToken":"t","Expiration":"2027-01-15T09:00:00+00:00"})", {}});
    ASSERT_OK(played.outcome);
    const RunCommand run = played.asked<RunCommand>().at(0);
    EXPECT_EQ(run.program, u"/opt/tool"_s);
    EXPECT_EQ(run.arguments, (QStringList{u"--name"_s, u"a b"_s, u"c"_s}));
    EXPECT_EQ(run.deadline, std::chrono::seconds(60));
    EXPECT_EQ(run.maxOutputBytes, 64 << 10);
    EXPECT_EQ(played.outcome->sessionToken.reveal(), "t");
    EXPECT_TRUE(played.outcome->expires.has_value());
}

TEST(AwsProcess, OtherOutputIsRefused)
{
    for (const QByteArray &text : {QByteArray("no"), QByteArray("[]"), QByteArray(R"({"AccessKeyId":"a","SecretAccessKey":"s"})"),
                                   QByteArray(R"({"Version":2,"AccessKeyId":"a","SecretAccessKey":"s"})"), QByteArray(R"({"Version":1})")})
        EXPECT_EQ(fromProcess(u"t"_s, {0, text, {}}).outcome.error().kind, ErrorKind::Malformed) << text.toStdString();
    EXPECT_EQ(fromProcess(u"t"_s, {0, R"({"Version":1,"AccessKeyId":"a","SecretAccessKey":"s","Expiration":"2020-01-01T00:00:00Z"})", {}})
                  .outcome.error()
                  .kind,
              ErrorKind::Unauthenticated);
}

TEST(AwsProcess, AFailureIsToldInItsFirstLineWithoutTheCommandLine)
{
    const auto played = fromProcess(u"tool --password hidden-one"_s, {3, R"({"AccessKeyId":"leaked"})", "log in first\nmore"});
    EXPECT_EQ(played.outcome.error().kind, ErrorKind::Unauthenticated);
    const QString words = wordsOf(played.outcome.error());
    EXPECT_TRUE(words.contains(u"log in first"_s));
    EXPECT_FALSE(words.contains(u"more"_s) || words.contains(u"hidden-one"_s) || words.contains(u"leaked"_s));
}

} // namespace
} // namespace sallyport::test
