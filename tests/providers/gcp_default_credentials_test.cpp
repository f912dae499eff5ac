// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// Application Default Credentials: where they are looked for, logins of gcloud, the metadata server.
#include "providers/gcp/default_credentials.h"
#include "tests/support/async.h"
#include "tests/support/gcp_inputs.h"

#include <gmock/gmock.h>

using namespace Qt::StringLiterals;

namespace sallyport::test {
namespace {

const QString kLogin = u"~/.config/gcloud/application_default_credentials.json"_s;

Inputs adcInputs()
{
    Inputs inputs = gcpInputs();
    inputs.credential = formOf({{"type", "adc"}});
    return inputs;
}

//! A login's renewal, with the address of the person as Google tells it.
HttpReply userTokenReply()
{
    const QByteArray claims = QByteArray(R"({"email":"me@example.com"})").toBase64(QByteArray::Base64UrlEncoding);
    return gcpReply(R"({"access_token":"ya29.mine","expires_in":3599,"id_token":"e30.)" + claims + R"(.c2ln"})");
}

Played<AccessGrant> signedIn(World world, const Inputs &inputs = adcInputs())
{
    return play(gcpProvider().signIn(inputs), world);
}

TEST(GcpDefault, TheFileOfTheVariableGoesFirst)
{
    World world = gcpWorld(inOrder({gcpTokenReply()}));
    world.environment = {{u"GOOGLE_APPLICATION_CREDENTIALS"_s, QString::fromLatin1(kGcpKeyPath)}};
    const auto played = signedIn(world);
    ASSERT_OK(played.outcome);
    EXPECT_EQ(played.outcome->values.text("principal"_L1), QString::fromLatin1(kGcpAccount));
    EXPECT_TRUE(played.outcome->values.text("origin"_L1).startsWith(u"the file of GOOGLE_APPLICATION_CREDENTIALS /home/me/reader.json"_s));
}

TEST(GcpDefault, AFileOfTheVariableThatIsMissingOrBrokenEndsTheSearch)
{
    World world = gcpWorld(inOrder({}));
    world.environment = {{u"GOOGLE_APPLICATION_CREDENTIALS"_s, u"/gone.json"_s}};
    const auto gone = signedIn(world);
    EXPECT_EQ(gone.outcome.error().kind, ErrorKind::NotFound);
    EXPECT_TRUE(wordsOf(gone.outcome.error()).contains(u"GOOGLE_APPLICATION_CREDENTIALS"_s));
    world.files.insert(u"/gone.json"_s, "{");
    EXPECT_EQ(signedIn(world).outcome.error().kind, ErrorKind::InvalidInput);
    world.files.insert(kLogin, "{");
    world.environment.clear();
    EXPECT_EQ(signedIn(world).outcome.error().kind, ErrorKind::InvalidInput) << "nor does a broken login lead to the metadata server";
}

TEST(GcpDefault, ThenTheLoginOfGcloud)
{
    const auto played = signedIn(gcpWorld(inOrder({userTokenReply()})));
    ASSERT_OK(played.outcome);
    EXPECT_EQ(played.outcome->values.secret("token"_L1).reveal(), "ya29.mine");
    EXPECT_EQ(played.outcome->values.text("principal"_L1), u"me@example.com"_s);
    EXPECT_EQ(played.outcome->values.text("quotaProject"_L1), u"shop-quota"_s);
    const HttpRequest request = played.requests().at(0);
    EXPECT_EQ(request.url, QUrl(u"https://oauth2.googleapis.com/token"_s));
    EXPECT_EQ(formField(request, "grant_type"), "refresh_token");
    EXPECT_EQ(formField(request, "client_id"), "764086051850-x.apps.googleusercontent.com");
    EXPECT_EQ(formField(request, "client_secret"), "a-client-secret");
    EXPECT_EQ(formField(request, "refresh_token"), "1//a-refresh-token");
}

TEST(GcpDefault, GcloudsFolderCanBeElsewhere)
{
    World world = gcpWorld(inOrder({userTokenReply()}));
    world.files.insert(u"/etc/gcloud/application_default_credentials.json"_s, gcpUserFile());
    world.files.remove(kLogin);
    world.environment = {{u"CLOUDSDK_CONFIG"_s, u"/etc/gcloud"_s}};
    EXPECT_OK(signedIn(world).outcome);
}

TEST(GcpDefault, ALoginThatHasEndedSaysWhatToRunAtOnce)
{
    struct Row {
        HttpReply reply;
        const char *message;
    };
    const Row rows[] = {
        {oauthRefusal("invalid_grant", "Token has been expired or revoked."), "Token has been expired or revoked"},
        {oauthRefusal("invalid_grant", "reauth related error (invalid_rapt)", "invalid_rapt"), "wants you to sign in again (invalid_rapt)"},
        {oauthRefusal("invalid_grant", "reauth related error (rapt_required)", "rapt_required"), "rapt_required"},
        {oauthRefusal("deleted_client", "The OAuth client was deleted."), "deleted"},
    };
    for (const Row &row : rows) {
        const auto played = signedIn(gcpWorld(inOrder({row.reply})));
        ASSERT_FALSE(played.outcome) << row.message;
        EXPECT_EQ(played.outcome.error().kind, ErrorKind::Unauthenticated);
        EXPECT_TRUE(played.outcome.error().message.contains(QString::fromUtf8(row.message)))
            << played.outcome.error().message.toStdString();
        EXPECT_EQ(played.outcome.error().hint, u"Run: gcloud auth application-default login"_s);
        EXPECT_TRUE(played.waits().empty());
    }
}

TEST(GcpDefault, NothingOfALoginIsRepeatedInAnError)
{
    const auto played = signedIn(gcpWorld(inOrder({oauthRefusal("invalid_grant", "bad 1//a-refresh-token of a-client-secret")})));
    EXPECT_FALSE(wordsOf(played.outcome.error()).contains(u"a-refresh-token"_s));
    EXPECT_FALSE(wordsOf(played.outcome.error()).contains(u"a-client-secret"_s));
}

// --- the project

QString projectWith(World world)
{
    world.http = [](const HttpRequest &) -> Result<HttpReply> { return userTokenReply(); };
    const auto played = signedIn(world);
    return played.outcome ? played.outcome->values.text("project"_L1) : played.outcome.error().message;
}

TEST(GcpDefault, TheProjectIsGoogleToolsOwnChoice)
{
    World world = gcpWorld();
    EXPECT_EQ(projectWith(world), u"shop-quota"_s) << "what else is there";
    world.files.insert(u"~/.config/gcloud/configurations/config_default"_s, "[core]\naccount = me@example.com\nproject = of-default\n");
    EXPECT_EQ(projectWith(world), u"of-default"_s);
    world.files.insert(u"~/.config/gcloud/active_config"_s, "work\n");
    world.files.insert(u"~/.config/gcloud/configurations/config_work"_s, "[compute]\nproject=no\n[core]\r\nproject=of-work\r\n");
    EXPECT_EQ(projectWith(world), u"of-work"_s);
    world.environment = {{u"CLOUDSDK_ACTIVE_CONFIG_NAME"_s, u"default"_s}};
    EXPECT_EQ(projectWith(world), u"of-default"_s);
    world.environment.insert(u"CLOUDSDK_CORE_PROJECT"_s, u"of-property"_s);
    EXPECT_EQ(projectWith(world), u"of-property"_s);
    world.environment.insert(u"GCLOUD_PROJECT"_s, u"of-legacy"_s);
    EXPECT_EQ(projectWith(world), u"of-legacy"_s);
    world.environment.insert(u"GOOGLE_CLOUD_PROJECT"_s, u"of-variable"_s);
    EXPECT_EQ(projectWith(world), u"of-variable"_s);
}

TEST(GcpDefault, AConfigurationsNameCannotLeadOutOfItsFolder)
{
    World world = gcpWorld();
    world.files.insert(u"~/.config/gcloud/active_config"_s, "../../x");
    world.files.insert(u"~/.config/gcloud/configurations/config_../../x"_s, "[core]\nproject = elsewhere\n");
    EXPECT_EQ(projectWith(world), u"shop-quota"_s);
}

TEST(GcpDefault, AValueIsTakenFromItsSectionOnly)
{
    EXPECT_EQ(gcp::valueInConfiguration("project = a\n[core]\n# project = b\nproject = c = d\n", "core", "project"), u"c = d"_s);
    EXPECT_EQ(gcp::valueInConfiguration("[core]\n[other]\nproject = a\n", "core", "project"), QString());
    EXPECT_EQ(gcp::valueInConfiguration("", "core", "project"), QString());
}

// --- the metadata server

World machine(const HttpAnswers &http)
{
    World world{.http = http};
    return world;
}

HttpReply metadata(const QByteArray &body, int status = 200)
{
    HttpReply reply = gcpReply(body, status);
    reply.headers.append(HttpHeader{"Metadata-Flavor", "Google"});
    return reply;
}

PreparedAnswers wholeMachine()
{
    return {metadata("computeMetadata/"), metadata(R"({"access_token":"ya29.machine","expires_in":1799,"token_type":"Bearer"})"),
            metadata(R"({"aliases":["default"],"email":"vm@shop-vm.iam.gserviceaccount.com","scopes":["x"]})"), metadata("shop-vm")};
}

TEST(GcpMetadata, AMachinesOwnAccountComesLast)
{
    const auto played = signedIn(machine(inOrder(wholeMachine())));
    ASSERT_OK(played.outcome);
    EXPECT_EQ(played.outcome->values.secret("token"_L1).reveal(), "ya29.machine");
    EXPECT_EQ(played.outcome->values.text("principal"_L1), u"vm@shop-vm.iam.gserviceaccount.com"_s);
    EXPECT_EQ(played.outcome->values.text("project"_L1), u"shop-vm"_s);
    EXPECT_EQ(played.outcome->expires, adcInputs().now.addSecs(1799));
    QStringList asked;
    for (const HttpRequest &request : played.requests()) {
        asked.append(request.url.toString());
        EXPECT_EQ(headerIn(request, "Metadata-Flavor"), "Google");
        EXPECT_LE(request.deadline, std::chrono::seconds(3));
    }
    EXPECT_EQ(asked, (QStringList{u"http://169.254.169.254"_s,
                                  u"http://metadata.google.internal/computeMetadata/v1/instance/service-accounts/default/token"
                                  "?scopes=https://www.googleapis.com/auth/cloud-platform"_s,
                                  u"http://metadata.google.internal/computeMetadata/v1/instance/service-accounts/default/?recursive=true"_s,
                                  u"http://metadata.google.internal/computeMetadata/v1/project/project-id"_s}));
}

TEST(GcpMetadata, ItsAddressIsTheEnvironments)
{
    World world = machine(inOrder(wholeMachine()));
    world.environment = {{u"GCE_METADATA_HOST"_s, u"127.0.0.1:8001"_s}, {u"GCE_METADATA_IP"_s, u"127.0.0.1:8002"_s}};
    const auto played = signedIn(world);
    ASSERT_OK(played.outcome);
    EXPECT_EQ(played.requests().at(0).url, QUrl(u"http://127.0.0.1:8002"_s));
    EXPECT_EQ(played.requests().at(1).url.authority(), u"127.0.0.1:8001"_s);
    world.http = inOrder(wholeMachine());
    world.environment = {{u"GCE_METADATA_ROOT"_s, u"meta.example"_s}};
    EXPECT_EQ(signedIn(world).requests().at(0).url, QUrl(u"http://meta.example"_s)) << "an own host alone is asked whether it is there";
    for (const char16_t *bad : {u"http://x", u"a/b", u"user@x", u"x?y"}) {
        world.environment = {{u"GCE_METADATA_HOST"_s, QString::fromUtf16(bad)}};
        EXPECT_EQ(signedIn(world).outcome.error().kind, ErrorKind::InvalidInput) << QString::fromUtf16(bad).toStdString();
    }
}

TEST(GcpMetadata, WhatDoesNotSayThatItIsOneIsNotBelieved)
{
    const auto impostor = signedIn(machine(inOrder({gcpReply("<html>sign in</html>")})));
    ASSERT_FALSE(impostor.outcome);
    EXPECT_EQ(impostor.outcome.error().kind, ErrorKind::Unauthenticated);
    EXPECT_TRUE(impostor.outcome.error().message.contains(u"something else"_s));
}

TEST(GcpMetadata, WithoutAnyTheErrorNamesAllPlaces)
{
    World world = machine(inOrder({Error{ErrorKind::Timeout, u"too late"_s, {}}}));
    const auto played = signedIn(world);
    ASSERT_FALSE(played.outcome);
    EXPECT_EQ(played.outcome.error().kind, ErrorKind::Unauthenticated);
    for (const char16_t *place : {u"GOOGLE_APPLICATION_CREDENTIALS", u"application_default_credentials.json", u"metadata server"})
        EXPECT_TRUE(played.outcome.error().message.contains(QString::fromUtf16(place)));
    EXPECT_TRUE(played.outcome.error().hint.contains(u"gcloud auth application-default login"_s));
    EXPECT_TRUE(played.waits().empty()) << "nobody waits for a server that is not there";
    world.environment = {{u"NO_GCE_CHECK"_s, u"true"_s}};
    world.http = inOrder({});
    EXPECT_TRUE(signedIn(world).requests().empty());
}

TEST(GcpMetadata, ItsTokenCountsWithoutAddressAndProject)
{
    PreparedAnswers answers = wholeMachine();
    answers[2] = Error{ErrorKind::Timeout, u"late"_s, {}};
    answers[3] = metadata("", 404);
    const auto played = signedIn(machine(inOrder(answers)));
    ASSERT_OK(played.outcome);
    EXPECT_EQ(played.outcome->values.text("principal"_L1), QString());
    Inputs inputs = adcInputs();
    inputs.grant = *played.outcome;
    World world = machine({});
    const auto who = play(gcpProvider().identify(inputs), world);
    EXPECT_FALSE(who.outcome->name.isEmpty());
    EXPECT_EQ(who.outcome->details.value(0), u"no project: links must name one"_s);
}

TEST(GcpMetadata, AMachineWithoutAnAccountIsTold)
{
    PreparedAnswers answers = wholeMachine();
    answers[1] = metadata("not found", 404);
    answers.erase(answers.begin() + 2, answers.end());
    const auto none = signedIn(machine(inOrder(answers)));
    EXPECT_EQ(none.outcome.error().kind, ErrorKind::Unauthenticated);
    EXPECT_TRUE(none.outcome.error().hint.contains(u"service account"_s));
    answers[1] = metadata("busy", 503);
    answers.push_back(wholeMachine()[1]);
    answers.push_back(wholeMachine()[2]);
    answers.push_back(wholeMachine()[3]);
    EXPECT_OK(signedIn(machine(inOrder(answers))).outcome);
}

} // namespace
} // namespace sallyport::test
