// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/async.h"
#include "tests/support/hcp_inputs.h"
#include "tests/support/script.h"

#include <gmock/gmock.h>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace sallyport::test {
namespace {

const QByteArray kStatic =
    R"({"secret":{"name":"DB_PASSWORD","type":"kv","latest_version":7,"static_version":{"version":7,"value":"hunter2"}}})";
const QString kBase = u"https://api.cloud.hashicorp.com/secrets/2023-11-28/organizations/11111111-2222-4333-8444-555555555555/projects/"
                      "66666666-7777-4888-9999-000000000000/apps/shop/secrets/"_s;

Inputs inputsFor(const FormValues &reference)
{
    Inputs inputs = cloudInputs();
    inputs.reference = reference;
    return inputs;
}

Played<SecretDocument> fetched(const PreparedAnswers &answers, const FormValues &reference = cloudReference(u"DB_PASSWORD"_s))
{
    return play(vaultProvider().fetch(inputsFor(reference), cloudKind()), answers);
}

TEST(HcpFetch, OpensTheLatestVersion)
{
    const auto played = fetched({vaultReply(200, kStatic)});
    ASSERT_OK(played.outcome);
    EXPECT_EQ(played.outcome->content.revealText(), u"hunter2"_s);
    EXPECT_EQ(played.outcome->form, SecretDocument::Form::Text);
    EXPECT_EQ(played.outcome->version, u"7"_s);
    EXPECT_FALSE(played.outcome->maxAge);
    const HttpRequest request = played.requests().at(0);
    EXPECT_EQ(request.method, "GET");
    EXPECT_EQ(request.url.toString(), kBase + u"DB_PASSWORD:open"_s);
    EXPECT_TRUE(request.headers.contains(HttpHeader{"Authorization", "Bearer eyJ.token"}));
}

TEST(HcpFetch, OpensAFixedVersion)
{
    const auto played = fetched({vaultReply(200, R"({"type":"kv","static_version":{"version":3,"value":"old"}})")},
                                cloudReference(u"DB_PASSWORD"_s, u"3"_s));
    ASSERT_OK(played.outcome);
    EXPECT_EQ(played.outcome->content.revealText(), u"old"_s);
    EXPECT_EQ(played.requests().at(0).url.toString(), kBase + u"DB_PASSWORD/versions/3:open"_s);
}

TEST(HcpFetch, AnEmptyValueIsLeftOutByTheServiceAndIsAValue)
{
    const auto played = fetched({vaultReply(200, R"({"secret":{"name":"X","static_version":{"version":1}}})")});
    ASSERT_OK(played.outcome);
    EXPECT_TRUE(played.outcome->content.isEmpty());
}

TEST(HcpFetch, RotatingAndDynamicValuesAreAnObjectThatExpires)
{
    const auto rotating =
        fetched({vaultReply(200, R"({"secret":{"type":"rotating","rotating_version":{"version":4,"values":{"user":"u","password":"p"},)"
                                 R"("keys":["user","password"],"expires_at":"2027-01-15T08:10:00Z"}}})")});
    ASSERT_OK(rotating.outcome);
    EXPECT_EQ(rotating.outcome->content.revealText(), u"{\"user\":\"u\",\"password\":\"p\"}"_s);
    EXPECT_EQ(rotating.outcome->form, SecretDocument::Form::Json);
    EXPECT_EQ(rotating.outcome->version, u"4"_s);
    EXPECT_EQ(rotating.outcome->maxAge, 10min);
    const auto dynamic = fetched({vaultReply(
        200,
        R"({"secret":{"type":"dynamic","dynamic_instance":{"values":{"key":"k"},"ttl":"3600s","expires_at":"2027-01-15T07:00:00Z"}}})")});
    ASSERT_OK(dynamic.outcome);
    EXPECT_EQ(dynamic.outcome->maxAge, 0s) << "over already: not to be kept at all";
    const auto lasting =
        fetched({vaultReply(200, R"({"secret":{"rotating_version":{"values":{"key":"k"},"expires_at":"0001-01-01T00:00:00Z"}}})")});
    ASSERT_OK(lasting.outcome);
    EXPECT_FALSE(lasting.outcome->maxAge) << "a time that was never set";
}

TEST(HcpFetch, NamesAreEncodedAndCannotLeaveTheirPlace)
{
    const auto odd = fetched({vaultReply(200, kStatic)}, cloudReference(u"a b?#%"_s));
    EXPECT_EQ(odd.requests().at(0).url.toEncoded(), (kBase + u"a%20b%3F%23%25:open"_s).toLatin1());
    for (const char *bad : {"", " ", ".", "..", "a/b", "../x", "a\nb"}) {
        const auto played = fetched({}, cloudReference(QString::fromLatin1(bad)));
        ASSERT_FALSE(played.outcome) << bad;
        EXPECT_EQ(played.outcome.error().kind, ErrorKind::InvalidInput) << bad;
    }
    for (const QLatin1StringView id : {"organizationId"_L1, "projectId"_L1, "appName"_L1}) {
        FormValues reference = cloudReference(u"X"_s);
        reference.setText(id, u"../elsewhere"_s);
        EXPECT_FALSE(fetched({}, reference).outcome);
    }
    EXPECT_FALSE(fetched({}, cloudReference(u"X"_s, u"latest"_s)).outcome);
}

TEST(HcpFetch, TheApiAddressMayBeHostAndPort)
{
    World world{.http = inOrder({vaultReply(200, kStatic)}), .environment = {{u"HCP_API_ADDRESS"_s, u"api.example:8443"_s}}};
    const auto played = play(vaultProvider().fetch(inputsFor(cloudReference(u"X"_s)), cloudKind()), world);
    ASSERT_OK(played.outcome);
    EXPECT_EQ(played.requests().at(0).url.adjusted(QUrl::RemovePath).toString(), u"https://api.example:8443"_s);
    World plain{.environment = {{u"HCP_API_ADDRESS"_s, u"http://api.example"_s}}};
    EXPECT_FALSE(play(vaultProvider().fetch(inputsFor(cloudReference(u"X"_s)), cloudKind()), plain).outcome);
}

TEST(HcpFetch, RefusalsSayWhatToDo)
{
    struct Row {
        int status;
        ErrorKind kind;
        QStringView hint;
    };
    const Row rows[] = {{401, ErrorKind::Unauthenticated, u"client secret"},
                        {403, ErrorKind::PermissionDenied, u"role"},
                        {404, ErrorKind::NotFound, u"app name"},
                        {400, ErrorKind::InvalidInput, u"organization id"},
                        {418, ErrorKind::Malformed, u"address"}};
    for (const Row &row : rows) {
        const auto played = fetched({vaultReply(row.status, R"({"code":5,"message":"the service's words eyJ.token","details":[]})")});
        ASSERT_FALSE(played.outcome);
        EXPECT_EQ(played.outcome.error().kind, row.kind) << row.status;
        EXPECT_EQ(played.outcome.error().message, u"could not open \"shop/DB_PASSWORD\": the service's words ******"_s);
        EXPECT_TRUE(played.outcome.error().hint.contains(row.hint)) << row.status;
    }
}

TEST(HcpFetch, ALimitIsKeptAndALongPauseIsTold)
{
    const auto kept = fetched({vaultReply(429, R"({"code":8,"message":"slow"})", {{"Retry-After", "2"}}), vaultReply(200, kStatic)});
    EXPECT_OK(kept.outcome);
    EXPECT_THAT(kept.waits(), testing::ElementsAre(2000ms));
    const auto told = fetched({vaultReply(429, R"({"code":8,"message":"slow"})", {{"Retry-After", "600"}})});
    ASSERT_FALSE(told.outcome);
    EXPECT_EQ(told.outcome.error().kind, ErrorKind::RateLimited);
    EXPECT_TRUE(told.outcome.error().hint.contains(u"600 s"_s));
}

TEST(HcpFetch, RedirectsAndPagesOfSomebodyElseAreErrors)
{
    const auto redirected = fetched({vaultReply(307, {}, {{"Location", "https://other.example/"}})});
    ASSERT_FALSE(redirected.outcome);
    EXPECT_EQ(redirected.requests().size(), 1U);
    for (const char *body :
         {"<html>", "{}", R"({"secret":{}})", R"({"secret":{"static_version":{"value":7}}})", R"({"secret":{"rotating_version":{}}})"}) {
        const auto played = fetched({vaultReply(200, body)});
        ASSERT_FALSE(played.outcome) << body;
        EXPECT_EQ(played.outcome.error().kind, ErrorKind::Malformed) << body;
    }
}

TEST(HcpFetch, ALinkAndACredentialOfDifferentServicesDoNotMeet)
{
    Inputs vault = vaultInputs();
    vault.reference = cloudReference(u"X"_s);
    const auto toVault = play(vaultProvider().fetch(vault, cloudKind()), PreparedAnswers{});
    Inputs cloud = inputsFor(kvReference(u"secret"_s, u"a"_s, u"v2"_s));
    const auto toCloud = play(vaultProvider().fetch(cloud, vaultProvider().secrets.front()), PreparedAnswers{});
    for (const auto *played : {&toVault, &toCloud}) {
        ASSERT_FALSE(played->outcome);
        EXPECT_EQ(played->outcome.error().kind, ErrorKind::InvalidInput);
        EXPECT_FALSE(played->outcome.error().hint.isEmpty());
    }
}

} // namespace
} // namespace sallyport::test
