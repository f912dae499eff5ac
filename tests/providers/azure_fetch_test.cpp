// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/base/json.h"
#include "providers/azure/vault.h"
#include "tests/support/async.h"
#include "tests/support/azure_inputs.h"

#include <gmock/gmock.h>

using namespace Qt::StringLiterals;
using std::chrono::milliseconds;
using testing::HasSubstr;

namespace sallyport::test {
namespace {

const QString kDb = u"https://shop.vault.azure.net/secrets/db"_s;
const QByteArray kSecret =
    R"({"value":"s3cr\u00e9t \"x\"","id":"https://shop.vault.azure.net/secrets/db/0123456789abcdef0123456789abcdef",)"
    R"("contentType":"text/plain","attributes":{"enabled":true,"created":1790000000,"recoveryLevel":"Recoverable"}})";

World worldOf(const PreparedAnswers &answers)
{
    return {.http = inOrder(answers), .now = azureInputs().now};
}

Played<SecretDocument> fetched(World &world, const QString &identifier = kDb, Inputs inputs = azureInputs())
{
    inputs.reference = azureLink(identifier);
    return play(azureProvider().fetch(inputs, azureKind()), world);
}

TEST(AzureFetch, AVaultIsAskedWhatItWantsAndThenSentTheToken)
{
    World world = worldOf({vaultChallenge(), azureReply(kSecret)});
    const auto played = fetched(world);
    ASSERT_OK(played.outcome);
    EXPECT_EQ(played.outcome->content.revealText(), u"s3cr\u00e9t \"x\""_s);
    EXPECT_EQ(played.outcome->version, u"0123456789abcdef0123456789abcdef"_s);
    const auto requests = played.requests();
    ASSERT_EQ(requests.size(), 2U);
    EXPECT_EQ(authorizationOf(requests[0]), "") << "the first call carries nothing";
    EXPECT_EQ(authorizationOf(requests[1]), "Bearer token-1");
    for (const HttpRequest &request : requests) {
        EXPECT_EQ(request.url.toEncoded(), "https://shop.vault.azure.net/secrets/db?api-version=7.4");
        EXPECT_EQ(request.method, "GET");
        EXPECT_TRUE(request.body.isEmpty());
    }
}

TEST(AzureFetch, WhatAVaultWantsIsAskedOnce)
{
    World world = worldOf({vaultChallenge(), azureReply(kSecret), azureReply(kSecret)});
    ASSERT_OK(fetched(world).outcome);
    const auto second = fetched(world);
    ASSERT_OK(second.outcome);
    ASSERT_EQ(second.requests().size(), 1U);
    EXPECT_EQ(authorizationOf(second.requests()[0]), "Bearer token-1");
}

TEST(AzureFetch, AVaultThatAsksForSomethingElseGetsNothing)
{
    World world =
        worldOf({vaultChallenge("Bearer authorization=\"https://login.microsoftonline.com/t\", resource=\"https://graph.microsoft.com\"")});
    const auto played = fetched(world);
    ASSERT_FALSE(played.outcome);
    EXPECT_EQ(played.outcome.error().kind, ErrorKind::PermissionDenied);
    EXPECT_EQ(authorizationOf(played.requests().at(0)), "");
    EXPECT_TRUE(world.notes.isEmpty()) << "nothing of it is remembered";
}

TEST(AzureFetch, AnAnswerWithoutATokenIsNoVaults)
{
    World world = worldOf({azureReply(kSecret)});
    EXPECT_EQ(fetched(world).outcome.error().kind, ErrorKind::Malformed);
}

TEST(AzureFetch, AVaultOfAnotherTenantGetsATokenOfThatTenant)
{
    const QByteArray other = "99999999-8888-7777-6666-555555555555";
    World world = worldOf(
        {vaultChallenge("Bearer authorization=\"https://login.microsoftonline.com/" + other + "\", resource=\"https://vault.azure.net\""),
         entraToken(), azureReply(kSecret)});
    const auto played = fetched(world);
    ASSERT_OK(played.outcome);
    const auto requests = played.requests();
    EXPECT_EQ(requests[1].url.toEncoded(), "https://login.microsoftonline.com/" + other + "/oauth2/v2.0/token");
    EXPECT_EQ(formField(requests[1], u"scope"_s), u"https://vault.azure.net/.default"_s);
    EXPECT_EQ(authorizationOf(requests[2]), "Bearer token-2");
}

TEST(AzureFetch, AListedHostWithADomainOfItsOwnGetsATokenForThatDomain)
{
    Inputs inputs = azureInputs();
    inputs.credential.setText("vaultHosts"_L1, u"kv.corp.example:8443"_s);
    World world = worldOf({vaultChallenge("Bearer authorization=\"https://login.microsoftonline.com/" + QByteArray(kTestTenant.data()) +
                                          "\" scope=\"https://corp.example/.default\""),
                           entraToken(), azureReply(kSecret)});
    const auto played = fetched(world, u"https://kv.corp.example:8443/secrets/db"_s, inputs);
    ASSERT_OK(played.outcome);
    EXPECT_EQ(formField(played.requests()[1], u"scope"_s), u"https://corp.example/.default"_s);
    EXPECT_EQ(played.requests()[2].url.toEncoded(), "https://kv.corp.example:8443/secrets/db?api-version=7.4");
}

TEST(AzureFetch, KeysAndCertificatesComeAsText)
{
    World world = worldOf(
        {vaultChallenge(), azureReply(R"({"key":{"kid":"https://shop.vault.azure.net/keys/k/abc","kty":"RSA","n":"AQ","e":"AQAB"}})")});
    const auto key = fetched(world, u"https://shop.vault.azure.net/keys/k"_s);
    ASSERT_OK(key.outcome);
    EXPECT_EQ(key.outcome->content.reveal(), R"({"kid":"https://shop.vault.azure.net/keys/k/abc","kty":"RSA","n":"AQ","e":"AQAB"})");
    EXPECT_EQ(key.outcome->form, SecretDocument::Form::Json);
    EXPECT_EQ(key.outcome->version, u"abc"_s);
    const QByteArray der(50, 'x');
    world.http = inOrder({azureReply(R"({"id":"https://shop.vault.azure.net/certificates/c/def","cer":")" + der.toBase64() + "\"}")});
    const auto certificate = fetched(world, u"https://shop.vault.azure.net/certificates/c"_s);
    ASSERT_OK(certificate.outcome);
    EXPECT_EQ(certificate.outcome->content.reveal(),
              "-----BEGIN CERTIFICATE-----\neHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4\n"
              "eHg=\n-----END CERTIFICATE-----\n");
}

TEST(AzureFetch, AValueBeforeOrAfterItsTimeIsGivenWithANote)
{
    World world = worldOf({vaultChallenge(), azureReply(R"({"value":"x","attributes":{"exp":1700000000}})")});
    EXPECT_EQ(fetched(world).outcome.value_or({}).note, u"expired on 2023-11-14 22:13 UTC"_s);
    world.http = inOrder({azureReply(R"({"value":"x","attributes":{"nbf":1900000000}})")});
    EXPECT_THAT(fetched(world).outcome.value_or({}).note.toStdString(), HasSubstr("meant to be used from 2030-03-17"));
}

TEST(AzureFetch, RefusalsSayWhatToDo)
{
    struct Row {
        HttpReply reply;
        ErrorKind kind;
        const char *message;
        const char *hint;
    };
    const Row rows[] = {
        {vaultRefusalReply(403, "Forbidden", "SecretDisabled", "Operation get is not allowed on a disabled secret."),
         ErrorKind::PermissionDenied,
         "could not read the secret \"db\" of shop.vault.azure.net: Operation get is not allowed on a disabled secret (SecretDisabled)",
         "disabled"},
        {vaultRefusalReply(403, "Forbidden", "ForbiddenByRbac"), ErrorKind::PermissionDenied, "(ForbiddenByRbac)",
         "Key Vault Secrets User"},
        {vaultRefusalReply(403, "Forbidden", "ForbiddenByPolicy"), ErrorKind::PermissionDenied, "(ForbiddenByPolicy)",
         "It is called \"Get\"."},
        {vaultRefusalReply(403, "Forbidden", "AccessDenied"), ErrorKind::PermissionDenied, "(AccessDenied)", "access policy"},
        {vaultRefusalReply(403, "Forbidden", "ForbiddenByFirewall"), ErrorKind::PermissionDenied, "(ForbiddenByFirewall)", "firewall"},
        {vaultRefusalReply(404, "SecretNotFound"), ErrorKind::NotFound, "(SecretNotFound)", "name"},
        {vaultRefusalReply(404, "SecretNotFound", {}, "Secret db is currently in a deleted but recoverable state"), ErrorKind::NotFound,
         "deleted", "Recover"},
        {vaultRefusalReply(409, "Conflict", "ObjectIsDeletedButRecoverable"), ErrorKind::NotFound, "(ObjectIsDeletedButRecoverable)",
         "Recover"},
        {vaultRefusalReply(400, "BadParameter"), ErrorKind::InvalidInput, "(BadParameter)", "link"},
        {azureReply("<html>", 403), ErrorKind::PermissionDenied, "status 403", "role or an access policy"},
        {azureReply("", 302, {{"Location", "https://evil.test"}}), ErrorKind::Malformed, "status 302", "no redirect was followed"},
    };
    for (const Row &row : rows) {
        World world = worldOf({vaultChallenge(), row.reply});
        const auto played = fetched(world);
        ASSERT_FALSE(played.outcome) << row.message;
        EXPECT_EQ(played.outcome.error().kind, row.kind) << row.message;
        EXPECT_THAT(played.outcome.error().message.toStdString(), HasSubstr(row.message));
        EXPECT_THAT(played.outcome.error().hint.toStdString(), HasSubstr(row.hint));
        EXPECT_EQ(played.requests().size(), 2U) << row.message;
    }
}

TEST(AzureFetch, TheTokenIsNeverRepeatedInAnError)
{
    World world = worldOf({vaultChallenge(), vaultRefusalReply(403, "Forbidden", {}, "you sent Bearer token-1 here")});
    const auto played = fetched(world);
    EXPECT_THAT(played.outcome.error().message.toStdString(), testing::Not(HasSubstr("token-1")));
    EXPECT_THAT(played.outcome.error().message.toStdString(), HasSubstr("******"));
}

TEST(AzureFetch, ABusyVaultIsAskedAgainAsItWishes)
{
    World world = worldOf({vaultChallenge(), azureReply("{}", 429, {{"Retry-After", "7"}}), azureReply("{}", 503), azureReply(kSecret)});
    const auto played = fetched(world);
    ASSERT_OK(played.outcome);
    EXPECT_EQ(played.waits(), (std::vector<milliseconds>{milliseconds(7000), milliseconds(2000)}));
}

TEST(AzureFetch, AVaultThatStaysBusyIsLeftAloneAfterThreeTries)
{
    World world = worldOf(
        {vaultChallenge(), vaultRefusalReply(429, "Throttled"), vaultRefusalReply(429, "Throttled"), vaultRefusalReply(429, "Throttled")});
    EXPECT_EQ(fetched(world).outcome.error().kind, ErrorKind::RateLimited);
    world.http = inOrder({azureReply("{}", 429, {{"Retry-After", "120"}})});
    const auto played = fetched(world);
    EXPECT_EQ(played.outcome.error().hint, u"The vault asks for a pause of 120 s."_s);
    EXPECT_TRUE(played.waits().empty()) << "longer than anybody waits";
}

TEST(AzureFetch, ARefusedTokenForgetsWhatTheVaultWanted)
{
    World world = worldOf({vaultChallenge(), vaultRefusalReply(401, "Unauthorized", {}, "AKV10032: Invalid issuer.")});
    const auto played = fetched(world);
    EXPECT_EQ(played.outcome.error().kind, ErrorKind::Unauthenticated);
    EXPECT_TRUE(world.notes.value(u"azure/challenge/public/shop.vault.azure.net"_s).isEmpty());
}

//! Who asks does not sign in again for a token that is that new; see Authorizer::withGrant.
TEST(AzureFetch, ClaimsThatAFreshTokenLacksAreMetAtOnceAndOnlyOnce)
{
    const QByteArray claims = R"({"access_token":{"nbf":{"essential":true,"value":"1"}}})";
    const HttpReply lacking = vaultChallenge("Bearer error=\"insufficient_claims\", claims=\"" + claims.toBase64() + "\"");
    Inputs inputs = azureInputs();
    inputs.grant.issued = inputs.now.addSecs(-59);
    inputs.reference = azureLink(u"https://shop.vault.azure.net/secrets/db"_s);
    const auto met =
        play(azureProvider().fetch(inputs, azureKind()), {vaultChallenge(), lacking, entraToken(), azureReply(R"({"value":"x"})")});
    ASSERT_OK(met.outcome);
    EXPECT_EQ(formField(met.requests().at(2), u"claims"_s),
              u"{\"access_token\":{\"nbf\":{\"essential\":true,\"value\":\"1\"},\"xms_cc\":{\"values\":[\"cp1\"]}}}"_s);
    EXPECT_EQ(authorizationOf(met.requests().at(3)), "Bearer token-2");
    const auto never = play(azureProvider().fetch(inputs, azureKind()), {vaultChallenge(), lacking, entraToken(), lacking});
    EXPECT_EQ(never.outcome.error().kind, ErrorKind::Unauthenticated);
    const auto refused =
        play(azureProvider().fetch(inputs, azureKind()), {vaultChallenge(), lacking, entraRefusalReply("invalid_grant", 53003, "Blocked")});
    EXPECT_EQ(refused.outcome.error().kind, ErrorKind::PermissionDenied);
    inputs.grant.issued = inputs.now.addSecs(-60);
    EXPECT_EQ(play(azureProvider().fetch(inputs, azureKind()), {vaultChallenge(), lacking}).outcome.error().kind,
              ErrorKind::Unauthenticated);
}

TEST(AzureFetch, ClaimsOfAVaultReachTheNextSignInOnce)
{
    const QByteArray claims = R"({"access_token":{"nbf":{"essential":true,"value":"1"}}})";
    HttpReply refusal =
        vaultChallenge("Bearer error=\"insufficient_claims\", claims=\"" + claims.toBase64(QByteArray::OmitTrailingEquals) + "\"");
    World world = worldOf({vaultChallenge(), refusal, entraToken(), entraToken()});
    EXPECT_EQ(fetched(world).outcome.error().kind, ErrorKind::Unauthenticated);
    const auto first = play(azureProvider().signIn(azureInputs()), world);
    ASSERT_OK(first.outcome);
    EXPECT_EQ(formField(first.requests().at(0), u"claims"_s),
              u"{\"access_token\":{\"nbf\":{\"essential\":true,\"value\":\"1\"},\"xms_cc\":{\"values\":[\"cp1\"]}}}"_s);
    const auto second = play(azureProvider().signIn(azureInputs()), world);
    EXPECT_EQ(formField(second.requests().at(0), u"claims"_s), u"{\"access_token\":{\"xms_cc\":{\"values\":[\"cp1\"]}}}"_s);
}

TEST(AzureFetch, AnswersWithoutAValueAreErrors)
{
    for (const char *body : {"{}", R"({"value":null})", R"({"value":1})", R"({"value":{"a":1}})", "[]", "null", "<html>", ""}) {
        World world = worldOf({vaultChallenge(), azureReply(body)});
        EXPECT_EQ(fetched(world).outcome.error().kind, ErrorKind::Malformed) << body;
    }
    World world = worldOf({vaultChallenge(), azureReply(R"({"value":""})")});
    EXPECT_OK(fetched(world).outcome); // an empty secret is one
}

} // namespace
} // namespace sallyport::test
