// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// Going on as another account, and signing in with the token of another identity provider.
#include "app/base/json.h"
#include "tests/support/async.h"
#include "tests/support/gcp_inputs.h"

#include <gmock/gmock.h>

using namespace Qt::StringLiterals;

namespace sallyport::test {
namespace {

constexpr char kFederationPath[] = "/home/me/federation.json";
constexpr char kTarget[] = "target@shop-target.iam.gserviceaccount.com";
const QByteArray kTargetUrl =
    "\"https://iamcredentials.googleapis.com/v1/projects/-/serviceAccounts/target@shop-target.iam.gserviceaccount.com:"
    "generateAccessToken\"";

Inputs federationInputs(Fields more = {})
{
    Inputs inputs = gcpInputs();
    inputs.credential = formOf({{"type", "federation"}, {"federationFilePath", kFederationPath}});
    for (const auto &[id, text] : more)
        inputs.credential.setText(QLatin1StringView(id), QString::fromUtf8(text));
    return inputs;
}

World worldWith(const QByteArray &file, const PreparedAnswers &answers)
{
    World world = gcpWorld(inOrder(answers));
    world.files.insert(QString::fromLatin1(kFederationPath), file);
    return world;
}

Played<AccessGrant> signedIn(World world, const Inputs &inputs = federationInputs())
{
    return play(gcpProvider().signIn(inputs), world);
}

HttpReply impersonatedReply()
{
    return gcpReply(R"({"accessToken":"ya29.target","expireTime":"2027-01-15T08:59:59Z"})");
}

// --- impersonation

TEST(GcpImpersonation, AKeyGoesOnAsAnotherAccount)
{
    Inputs inputs = gcpInputs();
    inputs.credential.setText("impersonateServiceAccount"_L1, QString::fromLatin1(kTarget));
    const auto played = signedIn(gcpWorld(inOrder({gcpTokenReply("ya29.source"), impersonatedReply()})), inputs);
    ASSERT_OK(played.outcome);
    EXPECT_EQ(played.outcome->values.secret("token"_L1).reveal(), "ya29.target");
    EXPECT_EQ(played.outcome->values.text("principal"_L1), QString::fromLatin1(kTarget));
    EXPECT_EQ(played.outcome->values.text("project"_L1), u"shop-prod"_s) << "the key's";
    EXPECT_EQ(played.outcome->expires, QDateTime(QDate(2027, 1, 15), QTime(8, 59, 59), Qt::UTC));
    EXPECT_TRUE(played.outcome->values.text("origin"_L1).contains(u"impersonated by "_s + QString::fromLatin1(kGcpAccount)));
    const QByteArray assertion = formField(played.requests().at(0), "assertion");
    EXPECT_EQ(jwtPart(assertion, 1)[u"scope"].toString(), u"https://www.googleapis.com/auth/iam"_s) << "good for nothing else";
    const HttpRequest request = played.requests().at(1);
    EXPECT_EQ(request.url.toEncoded(),
              QByteArray("https://iamcredentials.googleapis.com/v1/projects/-/serviceAccounts/") + kTarget + ":generateAccessToken");
    EXPECT_EQ(request.method, "POST");
    EXPECT_EQ(headerIn(request, "Authorization"), "Bearer ya29.source");
    EXPECT_EQ(request.body, R"({"delegates":[],"scope":["https://www.googleapis.com/auth/cloud-platform"],"lifetime":"3600s"})");
}

TEST(GcpImpersonation, AccountsOnTheWayLifetimeAndEndpointAreTheCredentials)
{
    Inputs inputs = gcpInputs();
    for (const auto &[id, text] : Fields{{"impersonateServiceAccount", kTarget},
                                         {"delegates", "a@p.iam.gserviceaccount.com, b@p.iam.gserviceaccount.com"},
                                         {"tokenLifetime", "600"},
                                         {"iamEndpoint", "http://127.0.0.1:7000"}})
        inputs.credential.setText(QLatin1StringView(id), QString::fromUtf8(text));
    const auto played = signedIn(gcpWorld(inOrder({gcpTokenReply(), impersonatedReply()})), inputs);
    ASSERT_OK(played.outcome);
    EXPECT_EQ(played.requests().at(1).url.authority(), u"127.0.0.1:7000"_s);
    EXPECT_EQ(
        played.requests().at(1).body,
        R"({"delegates":["projects/-/serviceAccounts/a@p.iam.gserviceaccount.com","projects/-/serviceAccounts/b@p.iam.gserviceaccount.com"],)"
        R"("scope":["https://www.googleapis.com/auth/cloud-platform"],"lifetime":"600s"})");
    for (const auto &[id, text] : Fields{{"impersonateServiceAccount", "no address"},
                                         {"delegates", "x"},
                                         {"tokenLifetime", "0"},
                                         {"tokenLifetime", "43201"},
                                         {"iamEndpoint", "http://iam.example"}}) {
        Inputs wrong = inputs;
        wrong.credential.setText(QLatin1StringView(id), QString::fromUtf8(text));
        EXPECT_EQ(signedIn(gcpWorld(inOrder({})), wrong).outcome.error().kind, ErrorKind::InvalidInput) << id;
    }
}

TEST(GcpImpersonation, TheEndpointOfTheEnvironmentCountsToo)
{
    Inputs inputs = gcpInputs();
    inputs.credential.setText("impersonateServiceAccount"_L1, QString::fromLatin1(kTarget));
    World world = gcpWorld(inOrder({gcpTokenReply(), impersonatedReply()}));
    world.environment = {{u"CLOUDSDK_API_ENDPOINT_OVERRIDES_IAMCREDENTIALS"_s, u"http://localhost:7001/"_s}};
    EXPECT_EQ(signedIn(world, inputs).requests().at(1).url.authority(), u"localhost:7001"_s);
}

TEST(GcpImpersonation, AFileOfGcloudCanSayItToo)
{
    Inputs inputs = gcpInputs();
    inputs.credential = formOf({{"type", "adc"}});
    World world = gcpWorld(inOrder({gcpTokenReply("ya29.me"), impersonatedReply()}));
    world.files.insert(u"~/.config/gcloud/application_default_credentials.json"_s,
                       gcpImpersonatedFile(gcpUserFile(), {{u"delegates"_s, R"(["a@p.iam.gserviceaccount.com"])"},
                                                           {u"quota_project_id"_s, "\"outer-quota\""}}));
    const auto played = signedIn(world, inputs);
    ASSERT_OK(played.outcome);
    EXPECT_EQ(played.outcome->values.text("principal"_L1), QString::fromLatin1(kGcpAccount));
    EXPECT_EQ(formField(played.requests().at(0), "refresh_token"), "1//a-refresh-token");
    EXPECT_EQ(headerIn(played.requests().at(1), "Authorization"), "Bearer ya29.me");
    EXPECT_EQ(headerIn(played.requests().at(1), "x-goog-user-project"), "outer-quota");
    EXPECT_TRUE(played.requests().at(1).body.contains("projects/-/serviceAccounts/a@p.iam.gserviceaccount.com"));
}

TEST(GcpImpersonation, RefusalsNameTheRightThatLacks)
{
    Inputs inputs = gcpInputs();
    inputs.credential.setText("impersonateServiceAccount"_L1, QString::fromLatin1(kTarget));
    struct Row {
        HttpReply reply;
        ErrorKind kind;
        const char *hint;
    };
    const Row rows[] = {
        {gcpRefusal(403, "PERMISSION_DENIED", "Permission 'iam.serviceAccounts.getAccessToken' denied", "IAM_PERMISSION_DENIED"),
         ErrorKind::PermissionDenied, "Give reader@shop-prod.iam.gserviceaccount.com the role Service Account Token Creator"},
        {gcpRefusal(403, "PERMISSION_DENIED", "x", "SERVICE_DISABLED",
                    R"({"service":"iamcredentials.googleapis.com","consumer":"projects/9"})"),
         ErrorKind::PermissionDenied, "gcloud services enable iamcredentials.googleapis.com --project=9"},
        {gcpRefusal(404, "NOT_FOUND", "x"), ErrorKind::NotFound, "There is no service account target@"},
        {gcpRefusal(400, "INVALID_ARGUMENT", "lifetime"), ErrorKind::InvalidInput, "lifetime"},
        {gcpRefusal(401, "UNAUTHENTICATED", "x"), ErrorKind::Unauthenticated, "Sign in again"},
    };
    for (const Row &row : rows) {
        const auto played = signedIn(gcpWorld(inOrder({gcpTokenReply(), row.reply})), inputs);
        ASSERT_FALSE(played.outcome) << row.hint;
        EXPECT_EQ(played.outcome.error().kind, row.kind) << row.hint;
        EXPECT_TRUE(played.outcome.error().message.startsWith(u"could not go on as target@"_s));
        EXPECT_TRUE(played.outcome.error().hint.contains(QString::fromUtf8(row.hint))) << played.outcome.error().hint.toStdString();
    }
    const HttpReply busy = gcpReply("{}", 502);
    EXPECT_OK(signedIn(gcpWorld(inOrder({gcpTokenReply(), busy, busy, impersonatedReply()})), inputs).outcome);
    for (const char *body :
         {R"({"accessToken":"x"})", R"({"accessToken":"x","expireTime":"soon"})", R"({"expireTime":"2027-01-15T08:59:59Z"})"})
        EXPECT_EQ(signedIn(gcpWorld(inOrder({gcpTokenReply(), gcpReply(body)})), inputs).outcome.error().kind, ErrorKind::Malformed)
            << body;
}

// --- federation

TEST(GcpFederation, ATokenFromAFileIsTraded)
{
    const auto played = signedIn(worldWith(gcpFederationFile(), {gcpTokenReply("ya29.federated")}));
    ASSERT_OK(played.outcome);
    EXPECT_EQ(played.outcome->values.secret("token"_L1).reveal(), "ya29.federated");
    EXPECT_EQ(played.outcome->values.text("project"_L1), u"456"_s) << "the pool's";
    const HttpRequest request = played.requests().at(0);
    EXPECT_EQ(request.url, QUrl(u"https://sts.googleapis.com/v1/token"_s));
    EXPECT_EQ(formField(request, "grant_type"), "urn:ietf:params:oauth:grant-type:token-exchange");
    EXPECT_EQ(formField(request, "audience"),
              "//iam.googleapis.com/projects/456/locations/global/workloadIdentityPools/ci/providers/forge");
    EXPECT_EQ(formField(request, "scope"), "https://www.googleapis.com/auth/cloud-platform");
    EXPECT_EQ(formField(request, "requested_token_type"), "urn:ietf:params:oauth:token-type:access_token");
    EXPECT_EQ(formField(request, "subject_token"), "a.subject.token") << "without the line end of the file";
    EXPECT_EQ(formField(request, "subject_token_type"), "urn:ietf:params:oauth:token-type:jwt");
    EXPECT_EQ(formField(request, "options"), "");
    EXPECT_EQ(headerIn(request, "Authorization"), "");
}

TEST(GcpFederation, AndThenAnAccountImpersonatedWhereTheFileSaysSo)
{
    const QByteArray file = gcpFederationFile(
        {{u"service_account_impersonation_url"_s, kTargetUrl}, {u"service_account_impersonation"_s, R"({"token_lifetime_seconds":900})"}});
    const auto played = signedIn(worldWith(file, {gcpTokenReply("ya29.federated"), impersonatedReply()}));
    ASSERT_OK(played.outcome);
    EXPECT_EQ(formField(played.requests().at(0), "scope"), "https://www.googleapis.com/auth/iam");
    EXPECT_EQ(headerIn(played.requests().at(1), "Authorization"), "Bearer ya29.federated");
    EXPECT_TRUE(played.requests().at(1).body.contains(R"("lifetime":"900s")"));
    EXPECT_EQ(played.outcome->values.text("principal"_L1), QString::fromLatin1(kTarget));
}

TEST(GcpFederation, TheProjectOfTheEnvironmentGoesBeforeThePools)
{
    World world = worldWith(gcpFederationFile(), {gcpTokenReply()});
    world.environment = {{u"GOOGLE_CLOUD_PROJECT"_s, u"shop-ci"_s}};
    EXPECT_EQ(signedIn(world).outcome->values.text("project"_L1), u"shop-ci"_s);
}

TEST(GcpFederation, TheTokenServiceIsOfARegionOrOnesOwn)
{
    const QByteArray regional = gcpFederationFile({{u"token_url"_s, "\"https://sts.us-east1.rep.googleapis.com/v1/token\""}});
    EXPECT_EQ(signedIn(worldWith(regional, {gcpTokenReply()})).requests().at(0).url,
              QUrl(u"https://sts.us-east1.rep.googleapis.com/v1/token"_s));
    const Inputs own = federationInputs({{"stsEndpoint", "http://127.0.0.1:7002"}});
    EXPECT_EQ(signedIn(worldWith(regional, {gcpTokenReply()}), own).requests().at(0).url, QUrl(u"http://127.0.0.1:7002/v1/token"_s));
    World world = worldWith(gcpFederationFile(), {gcpTokenReply()});
    world.environment = {{u"CLOUDSDK_API_ENDPOINT_OVERRIDES_STS"_s, u"http://localhost:7003/"_s}};
    EXPECT_EQ(signedIn(world).requests().at(0).url, QUrl(u"http://localhost:7003/v1/token"_s));
}

TEST(GcpFederation, AVariableServesInPlaceOfTheFilesSource)
{
    World world = worldWith(gcpFederationFile({{u"credential_source"_s, {}}}), {gcpTokenReply()});
    world.environment = {{u"CI_ID_TOKEN"_s, u"from.the.variable"_s}};
    const Inputs inputs = federationInputs({{"subjectTokenVariable", "CI_ID_TOKEN"}});
    const auto played = signedIn(world, inputs);
    ASSERT_OK(played.outcome);
    EXPECT_EQ(formField(played.requests().at(0), "subject_token"), "from.the.variable");
    world.environment.clear();
    const auto unset = signedIn(world, inputs);
    EXPECT_EQ(unset.outcome.error().kind, ErrorKind::InvalidInput);
    EXPECT_TRUE(unset.outcome.error().message.contains(u"CI_ID_TOKEN"_s));
}

TEST(GcpFederation, AMemberOfAJsonFileServesAsWell)
{
    const QByteArray file = gcpFederationFile(
        {{u"credential_source"_s, R"({"file":"/run/ci/token.json","format":{"type":"json","subject_token_field_name":"id_token"}})"}});
    World world = worldWith(file, {gcpTokenReply()});
    world.files.insert(u"/run/ci/token.json"_s, R"({"id_token":"in.the.json"})");
    EXPECT_EQ(formField(signedIn(world).requests().at(0), "subject_token"), "in.the.json");
    for (const QByteArray &bad : {QByteArray("{}"), QByteArray("in.the.json"), QByteArray(R"({"id_token":7})"), QByteArray()}) {
        world.files.insert(u"/run/ci/token.json"_s, bad);
        EXPECT_EQ(signedIn(world).outcome.error().kind, ErrorKind::Malformed) << bad.toStdString();
    }
    world.files.remove(u"/run/ci/token.json"_s);
    EXPECT_EQ(signedIn(world).outcome.error().kind, ErrorKind::NotFound);
}

TEST(GcpFederation, AnAddressIsAskedWithTheFilesHeaders)
{
    const QByteArray file = gcpFederationFile(
        {{u"credential_source"_s,
          R"({"url":"https://pipelines.actions.githubusercontent.com/x?audience=y","headers":{"Authorization":"Bearer r"},)"
          R"("format":{"type":"json","subject_token_field_name":"value"}})"}});
    const auto played = signedIn(worldWith(file, {gcpReply(R"({"value":"from.the.forge"})"), gcpTokenReply()}));
    ASSERT_OK(played.outcome);
    EXPECT_EQ(played.requests().at(0).url, QUrl(u"https://pipelines.actions.githubusercontent.com/x?audience=y"_s));
    EXPECT_EQ(headerIn(played.requests().at(0), "Authorization"), "Bearer r");
    EXPECT_EQ(formField(played.requests().at(1), "subject_token"), "from.the.forge");
    const auto refused = signedIn(worldWith(file, {gcpReply("{}", 403)}));
    EXPECT_EQ(refused.outcome.error().kind, ErrorKind::PermissionDenied);
    EXPECT_TRUE(refused.outcome.error().hint.contains(u"id-token: write"_s));
    const QByteArray other = gcpFederationFile({{u"credential_source"_s, R"({"url":"https://tokens.example.org/t"})"}});
    EXPECT_EQ(signedIn(worldWith(other, {})).outcome.error().kind, ErrorKind::InvalidInput);
    const Inputs allowing = federationInputs({{"subjectTokenHosts", "Tokens.example.org"}});
    EXPECT_OK(signedIn(worldWith(other, {gcpReply("plain.text.token"), gcpTokenReply()}), allowing).outcome);
}

TEST(GcpFederation, AWorkforcePoolNamesAProjectOrAClient)
{
    const QByteArray file = gcpFederationFile({{u"workforce_pool_user_project"_s, "\"shop-user\""}});
    EXPECT_EQ(formField(signedIn(worldWith(file, {gcpTokenReply()})).requests().at(0), "options"),
              "%7B%22userProject%22%3A%22shop-user%22%7D");
    const QByteArray client = gcpFederationFile(
        {{u"workforce_pool_user_project"_s, "\"shop-user\""}, {u"client_id"_s, "\"id\""}, {u"client_secret"_s, "\"secret\""}});
    const auto played = signedIn(worldWith(client, {gcpTokenReply()}));
    EXPECT_EQ(formField(played.requests().at(0), "options"), "");
    EXPECT_EQ(headerIn(played.requests().at(0), "Authorization"), "Basic " + QByteArray("id:secret").toBase64());
}

TEST(GcpFederation, RefusalsOfTheTokenService)
{
    struct Row {
        const char *code;
        const char *words;
        ErrorKind kind;
        const char *hint;
    };
    const Row rows[] = {
        {"invalid_grant", "ID Token issued at 1 is stale to sign-in.", ErrorKind::Unauthenticated, "has ended, or is for another pool"},
        {"invalid_grant", "The audience in ID Token does not match", ErrorKind::Unauthenticated, "audience"},
        {"unauthorized_client", "The given credential is rejected by the attribute condition.", ErrorKind::PermissionDenied,
         "attribute condition"},
        {"invalid_target", "The target service indicated by the audience parameters is invalid", ErrorKind::InvalidInput, "audience"},
    };
    for (const Row &row : rows) {
        const auto played = signedIn(worldWith(gcpFederationFile(), {oauthRefusal(row.code, QByteArray(row.words) + " a.subject.token")}));
        ASSERT_FALSE(played.outcome) << row.code;
        EXPECT_EQ(played.outcome.error().kind, row.kind) << row.words;
        EXPECT_TRUE(played.outcome.error().message.startsWith(u"could not sign in through the pool ci/forge: "_s));
        EXPECT_TRUE(played.outcome.error().hint.contains(QString::fromUtf8(row.hint))) << played.outcome.error().hint.toStdString();
        EXPECT_FALSE(wordsOf(played.outcome.error()).contains(u"a.subject.token"_s));
    }
}

TEST(GcpFederation, APersonOfAWorkforcePoolRenewsAtTheTokenService)
{
    Inputs inputs = gcpInputs();
    inputs.credential = formOf({{"type", "adc"}});
    World world = gcpWorld(inOrder({gcpTokenReply()}));
    world.files.insert(u"~/.config/gcloud/application_default_credentials.json"_s,
                       R"({"type":"external_account_authorized_user","client_id":"id","client_secret":"secret","refresh_token":"r",)"
                       R"("token_url":"https://sts.googleapis.com/v1/oauthtoken"})");
    const auto played = signedIn(world, inputs);
    ASSERT_OK(played.outcome);
    EXPECT_EQ(played.requests().at(0).url, QUrl(u"https://sts.googleapis.com/v1/oauthtoken"_s));
    EXPECT_EQ(played.requests().at(0).body, "grant_type=refresh_token&refresh_token=r");
    EXPECT_EQ(headerIn(played.requests().at(0), "Authorization"), "Basic " + QByteArray("id:secret").toBase64());
}

// --- AWS

const QByteArray kAwsSource =
    R"({"environment_id":"aws1","region_url":"http://169.254.169.254/latest/meta-data/placement/availability-zone",)"
    R"("url":"http://169.254.169.254/latest/meta-data/iam/security-credentials",)"
    R"("regional_cred_verification_url":)"
    R"("https://sts.{region}.amazonaws.com?Action=GetCallerIdentity&Version=2011-06-15",)"
    R"("imdsv2_session_token_url":"http://169.254.169.254/latest/api/token"})";

QByteArray awsFile()
{
    return gcpFederationFile(
        {{u"credential_source"_s, kAwsSource}, {u"subject_token_type"_s, "\"urn:ietf:params:aws:token-type:aws4_request\""}});
}

//! The signed question in an exchange, its headers by name.
Value questionIn(const HttpRequest &request)
{
    Value question = json::parse(QByteArray::fromPercentEncoding(formField(request, "subject_token"))).value_or(Value());
    Value headers{Value::Map()};
    for (const Value &header : question[u"headers"].list())
        headers.set(header[u"key"].toString(), header[u"value"]);
    question.set(u"headers"_s, headers);
    return question;
}

TEST(GcpAws, TheKeysOfTheEnvironmentSignAQuestionThatGoogleAsks)
{
    World world = worldWith(awsFile(), {gcpTokenReply()});
    world.environment = {{u"AWS_ACCESS_KEY_ID"_s, u"AKIDEXAMPLE"_s},
                         {u"AWS_SECRET_ACCESS_KEY"_s, u"a-secret"_s},
                         {u"AWS_SESSION_TOKEN"_s, u"a-session"_s},
                         {u"AWS_REGION"_s, u"eu-west-1"_s}};
    const auto played = signedIn(world);
    ASSERT_OK(played.outcome);
    ASSERT_EQ(played.requests().size(), 1U) << "AWS itself is not asked";
    EXPECT_EQ(formField(played.requests().at(0), "subject_token_type"), "urn:ietf:params:aws:token-type:aws4_request");
    const Value question = questionIn(played.requests().at(0));
    EXPECT_EQ(question[u"url"].toString(), u"https://sts.eu-west-1.amazonaws.com?Action=GetCallerIdentity&Version=2011-06-15"_s);
    EXPECT_EQ(question[u"method"].toString(), u"POST"_s);
    const Value &headers = question[u"headers"];
    EXPECT_EQ(headers[u"host"].toString(), u"sts.eu-west-1.amazonaws.com"_s);
    EXPECT_EQ(headers[u"X-Amz-Security-Token"].toString(), u"a-session"_s);
    EXPECT_EQ(headers[u"X-Amz-Date"].toString(), u"20270115T080000Z"_s);
    EXPECT_TRUE(headers[u"x-goog-cloud-target-resource"].toString().startsWith(u"//iam.googleapis.com/projects/456/"_s));
    EXPECT_EQ(headers[u"Authorization"].toString(), // the signature is google-auth's for the same question
              u"AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20270115/eu-west-1/sts/aws4_request, "
              "SignedHeaders=host;x-amz-date;x-amz-security-token;x-goog-cloud-target-resource, "
              "Signature=661ca6f6569baa874acc9efc796be5ab2269455d86307492ad491394faa100f3"_s);
    EXPECT_FALSE(played.requests().at(0).body.contains("a-secret"));
}

TEST(GcpAws, ThenTheRoleOfTheInstance)
{
    const HttpReply session = gcpReply("a-session-token");
    const auto played =
        signedIn(worldWith(awsFile(), {session, gcpReply("us-east-2b"), session, gcpReply("reader"),
                                       gcpReply(R"({"AccessKeyId":"ASIAROLE","SecretAccessKey":"s","Token":"t"})"), gcpTokenReply()}));
    ASSERT_OK(played.outcome);
    EXPECT_EQ(played.requests().at(0).method, "PUT");
    EXPECT_EQ(headerIn(played.requests().at(0), "X-aws-ec2-metadata-token-ttl-seconds"), "300");
    EXPECT_EQ(headerIn(played.requests().at(1), "X-aws-ec2-metadata-token"), "a-session-token");
    EXPECT_EQ(played.requests().at(4).url.path(), u"/latest/meta-data/iam/security-credentials/reader"_s);
    const Value question = questionIn(played.requests().at(5));
    EXPECT_TRUE(question[u"headers"][u"Authorization"].toString().contains(u"Credential=ASIAROLE/20270115/us-east-2/sts/"_s));
}

TEST(GcpAws, WithoutKeysOrRegionNothingIsSent)
{
    World world = worldWith(gcpFederationFile({{u"credential_source"_s, R"({"environment_id":"aws1"})"}}), {});
    EXPECT_EQ(signedIn(world).outcome.error().kind, ErrorKind::Unauthenticated);
    world.environment = {{u"AWS_ACCESS_KEY_ID"_s, u"A"_s}, {u"AWS_SECRET_ACCESS_KEY"_s, u"s"_s}};
    EXPECT_EQ(signedIn(world).outcome.error().kind, ErrorKind::InvalidInput);
    world.environment.insert(u"AWS_REGION"_s, u"evil.example/x#"_s);
    EXPECT_EQ(signedIn(world).outcome.error().kind, ErrorKind::InvalidInput);
    EXPECT_EQ(signedIn(worldWith(awsFile(), {gcpReply("no", 403)})).outcome.error().kind, ErrorKind::Unauthenticated);
}

// --- executables

QByteArray executableFile(const QByteArray &executable = R"({"command":"/opt/token --for 'a b'","timeout_millis":5000})")
{
    return gcpFederationFile({{u"credential_source"_s, R"({"executable":)" + executable + "}"}});
}

TEST(GcpExecutable, RunsOnlyWhereThePersonAllowsIt)
{
    int runs = 0;
    World world = worldWith(executableFile(), {gcpTokenReply()});
    world.command = [&runs](const RunCommand &) -> Result<CommandOutput> {
        ++runs;
        return CommandOutput{
            0, R"({"version":1,"success":true,"token_type":"urn:ietf:params:oauth:token-type:id_token","id_token":"of.the.command"})", {}};
    };
    const auto refused = signedIn(world);
    EXPECT_EQ(refused.outcome.error().kind, ErrorKind::InvalidInput);
    EXPECT_TRUE(refused.outcome.error().hint.contains(u"allow executables"_s));
    EXPECT_EQ(runs, 0);
    const auto played = signedIn(world, federationInputs({{"allowExecutables", "true"}}));
    ASSERT_OK(played.outcome);
    EXPECT_EQ(formField(played.requests().at(0), "subject_token"), "of.the.command");
    const RunCommand command = played.asked<RunCommand>().at(0);
    EXPECT_EQ(command.program, u"/usr/bin/env"_s);
    EXPECT_EQ(command.arguments.mid(command.arguments.size() - 3), (QStringList{u"/opt/token"_s, u"--for"_s, u"a b"_s}));
    EXPECT_TRUE(command.arguments.contains(u"GOOGLE_EXTERNAL_ACCOUNT_TOKEN_TYPE=urn:ietf:params:oauth:token-type:jwt"_s));
    EXPECT_TRUE(command.arguments.contains(u"GOOGLE_EXTERNAL_ACCOUNT_INTERACTIVE=0"_s));
    EXPECT_EQ(command.deadline, std::chrono::milliseconds(5000));
    world.http = inOrder({gcpTokenReply()});
    world.environment = {{u"GOOGLE_EXTERNAL_ACCOUNT_ALLOW_EXECUTABLES"_s, u"1"_s}};
    EXPECT_OK(signedIn(world).outcome);
    world.environment = {{u"GOOGLE_EXTERNAL_ACCOUNT_ALLOW_EXECUTABLES"_s, u"true"_s}};
    EXPECT_FALSE(signedIn(world).outcome) << "1 and nothing else, as in Google's libraries";
}

TEST(GcpExecutable, WhatItWritesIsHeldAgainstTheRules)
{
    struct Row {
        CommandOutput output;
        ErrorKind kind;
    };
    const Row rows[] = {
        {{1, "", "no login"}, ErrorKind::Unauthenticated},
        {{0, "", ""}, ErrorKind::Malformed},
        {{0, "token", ""}, ErrorKind::Malformed},
        {{0, R"({"success":true,"token_type":"urn:ietf:params:oauth:token-type:jwt","id_token":"x"})", ""}, ErrorKind::Malformed},
        {{0, R"({"version":2,"success":true,"token_type":"urn:ietf:params:oauth:token-type:jwt","id_token":"x"})", ""},
         ErrorKind::Malformed},
        {{0, R"({"version":1,"token_type":"urn:ietf:params:oauth:token-type:jwt","id_token":"x"})", ""}, ErrorKind::Malformed},
        {{0, R"({"version":1,"success":true,"token_type":"other","id_token":"x"})", ""}, ErrorKind::Malformed},
        {{0, R"({"version":1,"success":true,"token_type":"urn:ietf:params:oauth:token-type:jwt"})", ""}, ErrorKind::Malformed},
        {{0, R"({"version":1,"success":false,"code":"401","message":"sign in first"})", ""}, ErrorKind::Unauthenticated},
        {{0, R"({"version":1,"success":true,"token_type":"urn:ietf:params:oauth:token-type:jwt","id_token":"x","expiration_time":1})", ""},
         ErrorKind::Unauthenticated},
    };
    for (const Row &row : rows) {
        World world = worldWith(executableFile(), {});
        world.command = [&row](const RunCommand &) -> Result<CommandOutput> { return row.output; };
        const auto played = signedIn(world, federationInputs({{"allowExecutables", "true"}}));
        ASSERT_FALSE(played.outcome) << row.output.standardOutput.toStdString();
        EXPECT_EQ(played.outcome.error().kind, row.kind) << row.output.standardOutput.toStdString();
        EXPECT_FALSE(played.outcome.error().hint.isEmpty());
    }
}

TEST(GcpExecutable, AFormerAnswerServesUntilItEnds)
{
    const QByteArray file = executableFile(R"({"command":"/opt/token","output_file":"/home/me/out.json"})");
    const QByteArray saml =
        R"({"version":1,"success":true,"token_type":"urn:ietf:params:oauth:token-type:saml2","saml_response":"PHNhbWw+")";
    int runs = 0;
    World world = worldWith(file, {gcpTokenReply(), gcpTokenReply(), gcpTokenReply()});
    world.command = [&runs](const RunCommand &) -> Result<CommandOutput> {
        ++runs;
        return CommandOutput{0, "", ""}; // writes into the file only
    };
    const Inputs inputs = federationInputs({{"allowExecutables", "true"}});
    world.files.insert(u"/home/me/out.json"_s, saml + R"(,"expiration_time":1800000100})");
    const auto kept = signedIn(world, inputs);
    ASSERT_OK(kept.outcome);
    EXPECT_EQ(formField(kept.requests().at(0), "subject_token"), "PHNhbWw+");
    EXPECT_EQ(runs, 0);
    world.files.insert(u"/home/me/out.json"_s, saml + "}");
    EXPECT_OK(signedIn(world, inputs).outcome);
    EXPECT_EQ(runs, 1) << "one that does not say when it ends is not kept";
    world.files.insert(u"/home/me/out.json"_s, saml + R"(,"expiration_time":1799999999})");
    EXPECT_EQ(signedIn(world, inputs).outcome.error().kind, ErrorKind::Unauthenticated);
    EXPECT_EQ(runs, 2);
}

TEST(GcpExecutable, ACommandThatNeedsAShellIsRefused)
{
    World world = worldWith(executableFile(R"({"command":"/opt/token | tee x"})"), {});
    EXPECT_EQ(signedIn(world, federationInputs({{"allowExecutables", "true"}})).outcome.error().kind, ErrorKind::InvalidInput);
    for (const char *executable :
         {R"({"command":""})", R"({"command":"x","timeout_millis":4999})", R"({"command":"x","timeout_millis":120001})", "{}"})
        EXPECT_EQ(
            signedIn(worldWith(executableFile(executable), {}), federationInputs({{"allowExecutables", "true"}})).outcome.error().kind,
            ErrorKind::InvalidInput)
            << executable;
}

} // namespace
} // namespace sallyport::test
