// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/base/json.h"
#include "tests/support/async.h"
#include "tests/support/gcp_inputs.h"

#include <gmock/gmock.h>

using namespace Qt::StringLiterals;
using std::chrono::milliseconds;

namespace sallyport::test {
namespace {

Played<SecretDocument> fetched(Fields reference, const PreparedAnswers &answers, const Inputs &start = gcpInputs(),
                               const QMap<QString, QString> &environment = {})
{
    Inputs inputs = start;
    inputs.reference = formOf(reference);
    World world = gcpWorld(inOrder(answers));
    world.environment = environment;
    return play(gcpProvider().fetch(inputs, gcpKind()), world);
}

QUrl addressAsked(Fields reference, const Inputs &start = gcpInputs(), const QMap<QString, QString> &environment = {})
{
    const auto played = fetched(reference, {gcpRefusal(404, "NOT_FOUND", "x")}, start, environment);
    return played.requests().empty() ? QUrl() : played.requests().at(0).url;
}

TEST(GcpSecret, IsReadByNameInTheProjectOfTheIdentity)
{
    const auto played = fetched({{"secretName", "db"}}, {gcpPayload("pass word\n")});
    ASSERT_OK(played.outcome);
    EXPECT_EQ(played.outcome->content.reveal(), "pass word\n");
    EXPECT_EQ(played.outcome->form, SecretDocument::Form::Text);
    EXPECT_EQ(played.outcome->version, u"7"_s);
    EXPECT_EQ(played.outcome->note, QString());
    const HttpRequest request = played.requests().at(0);
    EXPECT_EQ(request.method, "GET");
    EXPECT_EQ(request.url.toEncoded(), "https://secretmanager.googleapis.com/v1/projects/shop-prod/secrets/db/versions/latest:access");
    EXPECT_EQ(headerIn(request, "Authorization"), "Bearer ya29.granted");
    EXPECT_EQ(headerIn(request, "x-goog-user-project"), "");
    EXPECT_TRUE(request.body.isEmpty());
}

TEST(GcpSecret, ARegionalSecretIsReadInItsRegionOnly)
{
    EXPECT_EQ(addressAsked({{"secretName", "projects/p/locations/europe-west1/secrets/s"}, {"version", "3"}}).toEncoded(),
              "https://secretmanager.europe-west1.rep.googleapis.com/v1/projects/p/locations/europe-west1/secrets/s/versions/3:access");
}

TEST(GcpSecret, AnEndpointOfOnesOwnServesAllSecrets)
{
    Inputs inputs = gcpInputs();
    inputs.credential.setText("endpoint"_L1, u"http://127.0.0.1:8080/base/"_s);
    EXPECT_EQ(addressAsked({{"secretName", "projects/p/locations/europe-west1/secrets/s"}}, inputs).toEncoded(),
              "http://127.0.0.1:8080/base/v1/projects/p/locations/europe-west1/secrets/s/versions/latest:access");
    const QMap<QString, QString> environment{{u"CLOUDSDK_API_ENDPOINT_OVERRIDES_SECRETMANAGER"_s, u"http://localhost:9/"_s}};
    EXPECT_EQ(addressAsked({{"secretName", "s"}}, gcpInputs(), environment).toEncoded(),
              "http://localhost:9/v1/projects/shop-prod/secrets/s/versions/latest:access");
    EXPECT_EQ(addressAsked({{"secretName", "s"}}, inputs, environment).port(), 8080) << "the credential's own goes first";
    inputs.credential.setText("endpoint"_L1, u"http://vault.example"_s);
    EXPECT_TRUE(addressAsked({{"secretName", "s"}}, inputs).isEmpty()) << "not without encryption";
}

TEST(GcpSecret, TheQuotaProjectIsNamedWhereThereIsOne)
{
    Inputs inputs = gcpInputs();
    inputs.grant.values.setText("quotaProject"_L1, u"shop-quota"_s);
    EXPECT_EQ(headerIn(fetched({{"secretName", "db"}}, {gcpPayload("x")}, inputs).requests().at(0), "x-goog-user-project"), "shop-quota");
    inputs.credential.setText("quotaProjectId"_L1, u"own-quota"_s);
    EXPECT_EQ(headerIn(fetched({{"secretName", "db"}}, {gcpPayload("x")}, inputs).requests().at(0), "x-goog-user-project"), "own-quota");
}

TEST(GcpSecret, AJsonObjectIsKnownAsOne)
{
    const auto played = fetched({{"secretName", "db"}}, {gcpPayload(R"({"k":1.10})")});
    EXPECT_EQ(played.outcome->form, SecretDocument::Form::Json);
    EXPECT_EQ(played.outcome->content.reveal(), R"({"k":1.10})");
    EXPECT_EQ(fetched({{"secretName", "db"}}, {gcpPayload("{not json")}).outcome->form, SecretDocument::Form::Text);
}

TEST(GcpSecret, BytesComeAsBase64)
{
    const QByteArray bytes("\xff\xfe\0\x01", 4);
    const auto asText = fetched({{"secretName", "db"}}, {gcpPayload(bytes)});
    ASSERT_FALSE(asText.outcome);
    EXPECT_EQ(asText.outcome.error().kind, ErrorKind::InvalidInput);
    EXPECT_TRUE(asText.outcome.error().hint.contains(u"Base64"_s));
    const auto played = fetched({{"secretName", "db"}, {"payloadAs", "base64"}}, {gcpPayload(bytes)});
    ASSERT_OK(played.outcome);
    EXPECT_EQ(played.outcome->content.reveal(), "//4AAQ==");
    EXPECT_EQ(played.outcome->form, SecretDocument::Form::Binary);
    EXPECT_EQ(fetched({{"secretName", "db"}, {"payloadAs", "base64"}}, {gcpPayload("text")}).outcome->content.reveal(), "dGV4dA==");
    EXPECT_EQ(fetched({{"secretName", "db"}}, {gcpPayload("Gr\xc3\xbc\xc3\x9f"
                                                          "e")})
                  .outcome->content.revealText(),
              u"Grüße"_s);
}

HttpReply damaged()
{
    HttpReply reply = gcpPayload("abc");
    reply.body.replace("YWJj", "YWJk");
    return reply;
}

TEST(GcpSecret, APayloadThatDoesNotFitItsChecksumIsReadOnceMore)
{
    const auto mended = fetched({{"secretName", "db"}}, {damaged(), gcpPayload("abc")});
    ASSERT_OK(mended.outcome);
    EXPECT_EQ(mended.outcome->content.reveal(), "abc");
    const auto broken = fetched({{"secretName", "db"}}, {damaged(), damaged()});
    ASSERT_FALSE(broken.outcome);
    EXPECT_EQ(broken.outcome.error().kind, ErrorKind::Malformed);
    EXPECT_TRUE(broken.outcome.error().message.contains(u"CRC32C"_s));
}

TEST(GcpSecret, WithoutAChecksumThePayloadIsTakenAndThatIsNoted)
{
    const auto played =
        fetched({{"secretName", "db"}}, {gcpReply(R"({"name":"projects/shop-prod/secrets/db/versions/2","payload":{"data":"YWJj"}})")});
    ASSERT_OK(played.outcome);
    EXPECT_EQ(played.outcome->note, u"without a checksum"_s);
    EXPECT_EQ(played.outcome->version, u"2"_s);
}

TEST(GcpSecret, AnAnswerThatMakesNoSenseIsNoSecret)
{
    const char *const bodies[] = {R"({"payload":{}})",
                                  R"({"payload":"x"})",
                                  R"({"payload":{"data":7}})",
                                  R"({"payload":{"data":"Y?"}})",
                                  R"({"payload":{"data":"YWJj","dataCrc32c":"x"}})",
                                  R"({"payload":{"data":"YWJj","dataCrc32c":{}}})",
                                  R"({"payload":{"data":"YWJj","dataCrc32c":"-1"}})",
                                  R"({"name":"projects/1/secrets/other/versions/7","payload":{"data":"YWJj"}})",
                                  R"({"name":"projects/1/secrets/db","payload":{"data":"YWJj"}})",
                                  R"({"data":"YWJj"})"};
    for (const char *body : bodies) {
        const auto played = fetched({{"secretName", "db"}}, {gcpReply(body)});
        ASSERT_FALSE(played.outcome) << body;
        EXPECT_EQ(played.outcome.error().kind, ErrorKind::Malformed) << body;
    }
}

TEST(GcpSecret, TheLongestPayloadFits)
{
    const QByteArray longest(65'536, 'x');
    const auto played = fetched({{"secretName", "db"}}, {gcpPayload(longest)});
    EXPECT_EQ(played.outcome->content.reveal(), longest);
    EXPECT_GT(played.requests().at(0).maxReplyBytes, 90'000);
}

// --- refusals

struct RefusalRow {
    HttpReply reply;
    ErrorKind kind;
    const char *message;
    const char *hint;
};

Error refusedWith(const HttpReply &reply, Fields reference = {{"secretName", "db"}})
{
    const auto played = fetched(reference, {reply});
    EXPECT_FALSE(played.outcome);
    return played.outcome ? Error() : played.outcome.error();
}

void expectRefusals(std::initializer_list<RefusalRow> rows)
{
    for (const RefusalRow &row : rows) {
        const Error error = refusedWith(row.reply);
        EXPECT_EQ(error.kind, row.kind) << row.message;
        EXPECT_TRUE(error.message.contains(QString::fromUtf8(row.message))) << error.message.toStdString();
        EXPECT_TRUE(error.message.contains(u"projects/shop-prod/secrets/db/versions/latest"_s)) << error.message.toStdString();
        EXPECT_TRUE(error.hint.contains(QString::fromUtf8(row.hint))) << error.hint.toStdString();
    }
}

TEST(GcpSecret, RefusalsNameTheSecretWhoWhereAndTheRemedy)
{
    expectRefusals({
        {gcpRefusal(403, "PERMISSION_DENIED", "Permission 'secretmanager.versions.access' denied for resource.", "IAM_PERMISSION_DENIED",
                    R"({"permission":"secretmanager.versions.access","resource":"projects/shop-prod/secrets/db/versions/latest"})"),
         ErrorKind::PermissionDenied, "IAM_PERMISSION_DENIED: Permission",
         "reader@shop-prod.iam.gserviceaccount.com lacks secretmanager.versions.access on projects/shop-prod/secrets/db"},
        {gcpRefusal(403, "PERMISSION_DENIED", "no"), ErrorKind::PermissionDenied, "PERMISSION_DENIED: no",
         "roles/secretmanager.secretAccessor"},
        {gcpRefusal(403, "PERMISSION_DENIED", "Secret Manager API has not been used in project 123 before or it is disabled.",
                    "SERVICE_DISABLED", R"({"service":"secretmanager.googleapis.com","consumer":"projects/123"})"),
         ErrorKind::PermissionDenied, "the API secretmanager.googleapis.com is not enabled in project 123",
         "gcloud services enable secretmanager.googleapis.com --project=123"},
        {gcpRefusal(403, "PERMISSION_DENIED", "x", "SERVICE_DISABLED", R"({"consumer":"projects/764086051850"})"),
         ErrorKind::PermissionDenied, "names no project", "set-quota-project"},
        {gcpRefusal(403, "PERMISSION_DENIED", "x", "ACCESS_TOKEN_SCOPE_INSUFFICIENT"), ErrorKind::PermissionDenied, "SCOPE",
         "cloud-platform"},
        {gcpRefusal(403, "PERMISSION_DENIED", "x", "BILLING_DISABLED"), ErrorKind::PermissionDenied, "BILLING", "billing"},
        {gcpRefusal(403, "PERMISSION_DENIED", "x", "USER_PROJECT_DENIED"), ErrorKind::PermissionDenied, "USER_PROJECT", "quota project"},
        {gcpRefusal(404, "NOT_FOUND", "Secret [projects/123/secrets/db] not found or has no versions."), ErrorKind::NotFound, "not found",
         "Check the name in project shop-prod"},
        {gcpRefusal(401, "UNAUTHENTICATED", "Request had invalid authentication credentials.", "ACCESS_TOKEN_EXPIRED"),
         ErrorKind::Unauthenticated, "ACCESS_TOKEN_EXPIRED", "Sign in"},
        {gcpRefusal(400, "INVALID_ARGUMENT", "bad"), ErrorKind::InvalidInput, "INVALID_ARGUMENT: bad", "Check"},
        {gcpRefusal(500, "INTERNAL", "x"), ErrorKind::Unavailable, "INTERNAL", "status.cloud.google.com"},
    });
}

TEST(GcpSecret, AVersionThatCannotBeReadSaysWhy)
{
    const HttpReply disabled =
        gcpRefusal(400, "FAILED_PRECONDITION", "Secret Version [projects/1/secrets/db/versions/3] is in DISABLED state.");
    const HttpReply destroyed =
        gcpRefusal(400, "FAILED_PRECONDITION", "Secret Version [projects/1/secrets/db/versions/3] is in DESTROYED state.");
    EXPECT_EQ(refusedWith(disabled, {{"secretName", "db"}, {"version", "3"}}).kind, ErrorKind::NotFound);
    EXPECT_TRUE(refusedWith(disabled, {{"secretName", "db"}, {"version", "3"}})
                    .hint.contains(u"gcloud secrets versions enable 3 --secret=db --project=shop-prod"_s));
    EXPECT_TRUE(refusedWith(destroyed, {{"secretName", "db"}, {"version", "3"}}).hint.contains(u"gone for good"_s));
    EXPECT_TRUE(refusedWith(disabled).hint.contains(u"\"latest\" is the version that was added last, also if it is disabled"_s));
    EXPECT_TRUE(refusedWith(destroyed).hint.contains(u"also if it is destroyed"_s));
    EXPECT_TRUE(refusedWith(gcpRefusal(404, "NOT_FOUND", "Secret Version [projects/1/secrets/db/versions/9] not found."),
                            {{"secretName", "db"}, {"version", "9"}})
                    .hint.contains(u"version 9"_s));
}

TEST(GcpSecret, QuotaAndOutagesAreWaitedForAndEndSomeTime)
{
    const HttpReply busy = gcpRefusal(429, "RESOURCE_EXHAUSTED", "Quota exceeded");
    const HttpReply down = gcpRefusal(503, "UNAVAILABLE", "The service is currently unavailable.");
    EXPECT_OK(fetched({{"secretName", "db"}}, {busy, down, busy, down, gcpPayload("x")}).outcome);
    const auto tired = fetched({{"secretName", "db"}}, {busy, busy, busy, busy, busy});
    ASSERT_FALSE(tired.outcome);
    EXPECT_EQ(tired.outcome.error().kind, ErrorKind::RateLimited);
    ASSERT_EQ(tired.waits().size(), 4U);
    const qint64 expected[] = {2000, 4000, 8000, 16000};
    for (std::size_t i = 0; i < 4; ++i)
        EXPECT_NEAR(static_cast<double>(tired.waits()[i].count()), static_cast<double>(expected[i]), static_cast<double>(expected[i]) / 10);
    EXPECT_TRUE(fetched({{"secretName", "db"}}, {gcpRefusal(500, "INTERNAL", "x")}).waits().empty())
        << "only what the client settings name";
}

TEST(GcpSecret, ThePauseIsTheLongerOfOursAndGoogles)
{
    HttpReply busy = gcpRefusal(429, "RESOURCE_EXHAUSTED", "Quota exceeded");
    busy.headers.append(HttpHeader{"Retry-After", "7"});
    EXPECT_EQ(fetched({{"secretName", "db"}}, {busy, gcpPayload("x")}).waits(), std::vector<milliseconds>{milliseconds(7000)});
    busy.headers.last().value = "3600";
    const auto told = fetched({{"secretName", "db"}}, {busy});
    ASSERT_FALSE(told.outcome);
    EXPECT_TRUE(told.waits().empty()) << "nobody waits for an hour";
    EXPECT_TRUE(told.outcome.error().hint.contains(u"3600 s"_s));
    for (const char *odd : {"-1", "soon", "Fri, 15 Jan 2027 08:00:00 GMT", "0"}) {
        busy.headers.last().value = odd;
        EXPECT_TRUE(fetched({{"secretName", "db"}}, {busy, gcpPayload("x")}).outcome) << odd;
    }
}

TEST(GcpSecret, ARefusalNeverRepeatsTheToken)
{
    const Error error = refusedWith(gcpRefusal(403, "PERMISSION_DENIED", "you sent Bearer ya29.granted \xe2\x80\xae"));
    EXPECT_FALSE(wordsOf(error).contains(u"ya29.granted"_s));
    EXPECT_TRUE(error.message.contains(u"\\u{202E}"_s));
}

TEST(GcpSecret, WithoutATokenNothingIsAsked)
{
    Inputs inputs = gcpInputs();
    inputs.grant = {};
    EXPECT_EQ(fetched({{"secretName", "db"}}, {}, inputs).outcome.error().kind, ErrorKind::Unauthenticated);
    EXPECT_EQ(fetched({{"secretName", "a b"}}, {}).outcome.error().kind, ErrorKind::InvalidInput);
}

TEST(GcpSecret, ASelfSignedTokenLearnsTheClockFromItsRefusal)
{
    Inputs inputs = gcpInputs();
    inputs.credential.setText("selfSigned"_L1, u"true"_s);
    inputs.reference = formOf({{"secretName", "db"}});
    HttpReply refusal = gcpRefusal(401, "UNAUTHENTICATED", "x");
    refusal.headers.append(HttpHeader{"Date", "Fri, 15 Jan 2027 10:00:00 GMT"});
    World world = gcpWorld(inOrder({refusal}));
    EXPECT_EQ(play(gcpProvider().fetch(inputs, gcpKind()), world).outcome.error().kind, ErrorKind::Unauthenticated)
        << "one new sign-in follows";
    const auto grant = play(gcpProvider().signIn(inputs), world).outcome;
    ASSERT_OK(grant);
    const qint64 issued = jwtPart(grant->values.secret("token"_L1).reveal().toByteArray(), 1)[u"iat"].numberText().toLongLong();
    EXPECT_NEAR(static_cast<double>(issued), 1'800'007'200.0, 1.0);
}

} // namespace
} // namespace sallyport::test
