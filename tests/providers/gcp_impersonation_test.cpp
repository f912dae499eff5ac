// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// Going on as another account.
#include "tests/support/async.h"
#include "tests/support/gcp_inputs.h"

#include <gmock/gmock.h>

using namespace Qt::StringLiterals;

namespace sallyport::test {
namespace {

Played<AccessGrant> signedIn(World world, const Inputs &inputs)
{
    return play(gcpProvider().signIn(inputs), world);
}

TEST(GcpImpersonation, AKeyGoesOnAsAnotherAccount)
{
    Inputs inputs = gcpInputs();
    inputs.credential.setText("impersonateServiceAccount"_L1, QString::fromLatin1(kGcpTarget));
    const auto played = signedIn(gcpWorld(inOrder({gcpTokenReply("ya29.source"), gcpImpersonatedReply()})), inputs);
    ASSERT_OK(played.outcome);
    EXPECT_EQ(played.outcome->values.secret("token"_L1).reveal(), "ya29.target");
    EXPECT_EQ(played.outcome->values.text("principal"_L1), QString::fromLatin1(kGcpTarget));
    EXPECT_EQ(played.outcome->values.text("project"_L1), u"shop-prod"_s) << "the key's";
    EXPECT_EQ(played.outcome->expires, QDateTime(QDate(2027, 1, 15), QTime(8, 59, 59), Qt::UTC));
    EXPECT_TRUE(played.outcome->values.text("origin"_L1).contains(u"impersonated by "_s + QString::fromLatin1(kGcpAccount)));
    const QByteArray assertion = formField(played.requests().at(0), "assertion");
    EXPECT_EQ(jwtPart(assertion, 1)[u"scope"].toString(), u"https://www.googleapis.com/auth/iam"_s) << "good for nothing else";
    const HttpRequest request = played.requests().at(1);
    EXPECT_EQ(request.url.toEncoded(),
              QByteArray("https://iamcredentials.googleapis.com/v1/projects/-/serviceAccounts/") + kGcpTarget + ":generateAccessToken");
    EXPECT_EQ(request.method, "POST");
    EXPECT_EQ(headerIn(request, "Authorization"), "Bearer ya29.source");
    EXPECT_EQ(request.body, R"({"delegates":[],"scope":["https://www.googleapis.com/auth/cloud-platform"],"lifetime":"3600s"})");
}

TEST(GcpImpersonation, AccountsOnTheWayLifetimeAndEndpointAreTheCredentials)
{
    Inputs inputs = gcpInputs();
    for (const auto &[id, text] : Fields{{"impersonateServiceAccount", kGcpTarget},
                                         {"delegates", "a@p.iam.gserviceaccount.com, b@p.iam.gserviceaccount.com"},
                                         {"tokenLifetime", "600"},
                                         {"iamEndpoint", "http://127.0.0.1:7000"}})
        inputs.credential.setText(QLatin1StringView(id), QString::fromUtf8(text));
    const auto played = signedIn(gcpWorld(inOrder({gcpTokenReply(), gcpImpersonatedReply()})), inputs);
    ASSERT_OK(played.outcome);
    EXPECT_EQ(played.requests().at(1).url.authority(), u"127.0.0.1:7000"_s);
    EXPECT_EQ(
        played.requests().at(1).body,
        R"({"delegates":["projects/-/serviceAccounts/a@p.iam.gserviceaccount.com",)"
        R"("projects/-/serviceAccounts/b@p.iam.gserviceaccount.com"],)"
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
    inputs.credential.setText("impersonateServiceAccount"_L1, QString::fromLatin1(kGcpTarget));
    World world = gcpWorld(inOrder({gcpTokenReply(), gcpImpersonatedReply()}));
    world.environment = {{u"CLOUDSDK_API_ENDPOINT_OVERRIDES_IAMCREDENTIALS"_s, u"http://localhost:7001/"_s}};
    EXPECT_EQ(signedIn(world, inputs).requests().at(1).url.authority(), u"localhost:7001"_s);
}

TEST(GcpImpersonation, AFileOfGcloudCanSayItToo)
{
    Inputs inputs = gcpInputs();
    inputs.credential = formOf({{"type", "adc"}});
    World world = gcpWorld(inOrder({gcpTokenReply("ya29.me"), gcpImpersonatedReply()}));
    world.files.insert(u"~/.config/gcloud/application_default_credentials.json"_s,
                       gcpImpersonatedFile(gcpUserFile(), {{u"delegates"_s, R"(["a@p.iam.gserviceaccount.com"])"},
                                                           {u"quota_project_id"_s, "\"outer-quota\""}}));
    const auto played = signedIn(world, inputs);
    ASSERT_OK(played.outcome);
    EXPECT_EQ(played.outcome->values.text("principal"_L1), QString::fromLatin1(kGcpAccount));
    EXPECT_EQ(formField(played.requests().at(0), "refresh_token"), "1//a-refresh-token");
    EXPECT_EQ(headerIn(played.requests().at(1), "Authorization"), "Bearer ya29.me");
    EXPECT_EQ(headerIn(played.requests().at(1), "x-goog-user-project"), "shop-quota") << "the call is the login's";
    EXPECT_EQ(played.outcome->values.text("quotaProject"_L1), u"outer-quota"_s) << "what follows is the account's";
    EXPECT_TRUE(played.requests().at(1).body.contains("projects/-/serviceAccounts/a@p.iam.gserviceaccount.com"));
}

TEST(GcpImpersonation, TheQuotaProjectOfALoginStaysWithIt)
{
    Inputs inputs = gcpInputs();
    inputs.credential = formOf({{"type", "adc"}, {"impersonateServiceAccount", kGcpTarget}});
    const auto played = signedIn(gcpWorld(inOrder({gcpTokenReply(), gcpImpersonatedReply()})), inputs);
    ASSERT_OK(played.outcome);
    EXPECT_EQ(headerIn(played.requests().at(1), "x-goog-user-project"), "shop-quota");
    EXPECT_EQ(played.outcome->values.text("quotaProject"_L1), QString());
    inputs.credential.setText("quotaProjectId"_L1, u"own-quota"_s);
    const auto own = signedIn(gcpWorld(inOrder({gcpTokenReply(), gcpImpersonatedReply()})), inputs);
    EXPECT_EQ(own.outcome->values.text("quotaProject"_L1), u"own-quota"_s);
}

TEST(GcpImpersonation, RefusalsNameTheRightThatLacks)
{
    Inputs inputs = gcpInputs();
    inputs.credential.setText("impersonateServiceAccount"_L1, QString::fromLatin1(kGcpTarget));
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
    EXPECT_OK(signedIn(gcpWorld(inOrder({gcpTokenReply(), busy, busy, gcpImpersonatedReply()})), inputs).outcome);
    for (const char *body :
         {R"({"accessToken":"x"})", R"({"accessToken":"x","expireTime":"soon"})", R"({"expireTime":"2027-01-15T08:59:59Z"})"})
        EXPECT_EQ(signedIn(gcpWorld(inOrder({gcpTokenReply(), gcpReply(body)})), inputs).outcome.error().kind, ErrorKind::Malformed)
            << body;
}

} // namespace
} // namespace sallyport::test
