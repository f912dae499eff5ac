// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// The Vault provider against the contract server, whose answers tests/servers/hvac shows to be Vault's.
#include "app/base/json.h"
#include "providers/sdk/select_key.h"
#include "tests/support/async.h"
#include "tests/support/vault_contract.h"

#include <gmock/gmock.h>

using namespace Qt::StringLiterals;

namespace sallyport::test {
namespace {

TEST(VaultContract, AppRoleSignsInReadsAndRenews)
{
    ContractVault server;
    Inputs inputs = appRoleInputs();
    inputs.credential.setText("role_id"_L1, u"demo-role-id"_s);
    inputs.credential.setSecret("secret_id"_L1, SecretValue("demo-secret-id"));
    const auto signedIn = play(vaultProvider().signIn(inputs), answersOf(server.vault));
    ASSERT_OK(signedIn.outcome);
    EXPECT_EQ(signedIn.outcome->expires, server.now.addSecs(600));
    inputs.grant = *signedIn.outcome;

    const auto identity = play(vaultProvider().identify(inputs), answersOf(server.vault));
    ASSERT_OK(identity.outcome);
    EXPECT_EQ(identity.outcome->name, u"approle"_s);
    EXPECT_TRUE(identity.outcome->details.contains(u"policies default, shop"_s));

    server.now = server.now.addSecs(400);
    EXPECT_OK(play(vaultProvider().renew(inputs), answersOf(server.vault)).outcome);
    server.now = server.now.addSecs(400);
    inputs.reference = kvReference(u"secret"_s, u"shop"_s);
    EXPECT_OK(play(vaultProvider().fetch(inputs, vaultProvider().secrets.front()), answersOf(server.vault)).outcome);
    server.now = server.now.addSecs(400);
    const auto expired = play(vaultProvider().fetch(inputs, vaultProvider().secrets.front()), answersOf(server.vault));
    ASSERT_FALSE(expired.outcome);
    EXPECT_EQ(expired.outcome.error().kind, ErrorKind::Unauthenticated);
}

TEST(VaultContract, BothEnginesAreDetectedAndRead)
{
    ContractVault server;
    const auto v2 = server.fetch(kvReference(u"secret"_s, u"shop"_s));
    ASSERT_OK(v2.outcome);
    EXPECT_EQ(v2.outcome->version, u"2"_s);
    EXPECT_EQ(v2.requests().size(), 2U);
    EXPECT_EQ(selectKey(*v2.outcome, u"customer"_s)->reveal(), "18446744073709551615");
    EXPECT_EQ(selectKey(*v2.outcome, u"/db/password"_s)->reveal(), "demo-kV9z-database-password");
    const auto v1 = server.fetch(kvReference(u"legacy"_s, u"billing"_s));
    ASSERT_OK(v1.outcome);
    EXPECT_EQ(v1.outcome->detected.text("kvVersion"_L1), u"v1"_s);
}

TEST(VaultContract, ALinkThatNamesTheEngineCostsOneCall)
{
    ContractVault server;
    EXPECT_EQ(server.fetch(kvReference(u"secret"_s, u"shop"_s, u"v2"_s, u"1"_s)).requests().size(), 1U);
    EXPECT_EQ(server.fetch(kvReference(u"legacy"_s, u"billing"_s, u"v1"_s)).requests().size(), 1U);
}

TEST(VaultContract, WhatIsMissingIsExplained)
{
    ContractVault server;
    const struct {
        FormValues reference;
        QString words;
    } rows[] = {
        {kvReference(u"secret"_s, u"retired"_s), u"version 1 of \"secret/retired\" was deleted on"_s},
        {kvReference(u"secret"_s, u"shop"_s, u"v2"_s, u"7"_s), u"\"secret/shop\" has no version 7"_s},
        {kvReference(u"secret"_s, u"nothing"_s), u"there is no secret \"secret/nothing\""_s},
        {kvReference(u"secret"_s, u"shop"_s, u"v1"_s), u"the engine at \"secret\" has version 2, the link says 1"_s},
        {kvReference(u"legacy"_s, u"billing"_s, u"v2"_s), u"the engine at \"legacy\" has version 1, the link says 2"_s},
    };
    for (const auto &row : rows) {
        const auto played = server.fetch(row.reference, "demo-root-token");
        ASSERT_FALSE(played.outcome);
        EXPECT_EQ(played.outcome.error().kind, ErrorKind::NotFound);
        EXPECT_TRUE(played.outcome.error().message.contains(row.words)) << played.outcome.error().message.toStdString();
    }
}

TEST(VaultContract, APolicyThatDeniesIsToldFromABadToken)
{
    ContractVault server;
    server.vault.tokens().setPolicy(u"narrow"_s, u"path \"secret/data/shop\" { capabilities = [\"read\"] }"_s);
    server.vault.tokens().addToken(u"narrow-token"_s, {u"narrow"_s}, 0);
    EXPECT_OK(server.fetch(kvReference(u"secret"_s, u"shop"_s), "narrow-token").outcome);
    const auto denied = server.fetch(kvReference(u"secret"_s, u"staging/shop"_s), "narrow-token");
    ASSERT_FALSE(denied.outcome);
    EXPECT_EQ(denied.outcome.error().kind, ErrorKind::PermissionDenied);
    EXPECT_TRUE(denied.outcome.error().hint.contains(u"default, narrow"_s));
    const auto unknown = server.fetch(kvReference(u"secret"_s, u"shop"_s), "no-such-token");
    ASSERT_FALSE(unknown.outcome);
    EXPECT_EQ(unknown.outcome.error().kind, ErrorKind::Unauthenticated);
}

TEST(VaultContract, ASealedVaultComesBack)
{
    ContractVault server;
    server.vault.setSealed(true);
    const auto sealed = server.fetch(kvReference(u"secret"_s, u"shop"_s, u"v2"_s));
    ASSERT_FALSE(sealed.outcome);
    EXPECT_EQ(sealed.outcome.error().kind, ErrorKind::Unavailable);
    EXPECT_TRUE(sealed.outcome.error().message.contains(u"is sealed"_s));
    server.vault.setSealed(false);
    EXPECT_OK(server.fetch(kvReference(u"secret"_s, u"shop"_s, u"v2"_s)).outcome);
    server.vault.setInitialized(false);
    const auto fresh = server.fetch(kvReference(u"secret"_s, u"shop"_s, u"v2"_s));
    ASSERT_FALSE(fresh.outcome);
    EXPECT_TRUE(fresh.outcome.error().message.contains(u"is not initialised"_s));
}

TEST(VaultContract, TwoStandbysThatPointAtEachOtherEndInAnError)
{
    ContractVault server;
    server.vault.setActiveNode("https://other.example");
    const auto played = server.fetch(kvReference(u"secret"_s, u"shop"_s, u"v2"_s));
    ASSERT_FALSE(played.outcome);
    EXPECT_EQ(played.requests().size(), 2U);
    EXPECT_TRUE(played.outcome.error().message.contains(u"other.example"_s));
}

TEST(VaultContract, SuggestionsLeadToTheSecret)
{
    ContractVault server;
    Inputs inputs = server.inputs();
    const SecretKindSpec &kind = vaultProvider().secrets.front();
    const auto valuesFor = [&](QLatin1StringView field) {
        QStringList values;
        const auto played = play(vaultProvider().suggest(inputs, kind, field), answersOf(server.vault));
        for (const Suggestion &suggestion : played.outcome.value_or({}))
            values.append(suggestion.value);
        return values;
    };
    EXPECT_EQ(valuesFor("secretEnginePath"_L1), (QStringList{u"legacy"_s, u"secret"_s}));
    inputs.reference.setText("secretEnginePath"_L1, u"secret"_s);
    EXPECT_EQ(valuesFor("secretName"_L1), (QStringList{u"retired"_s, u"shop"_s, u"staging/"_s}));
    inputs.reference.setText("secretName"_L1, u"staging/"_s);
    EXPECT_EQ(valuesFor("secretName"_L1), QStringList{u"staging/shop"_s});
    inputs.reference.setText("secretName"_L1, u"shop"_s);
    EXPECT_EQ(valuesFor("version"_L1), (QStringList{u"2"_s, u"1"_s}));
    EXPECT_EQ(valuesFor("secretKey"_L1), (QStringList{u"api_key"_s, u"token"_s, u"customer"_s, u"db"_s, u"/db/user"_s, u"/db/password"_s}));
}

//! A truncated or damaged answer must never pass as a secret.
TEST(VaultContract, DamagedAnswersNeverBecomeASecret)
{
    ContractVault server;
    Inputs inputs = server.inputs();
    inputs.reference = kvReference(u"secret"_s, u"shop"_s, u"v2"_s);
    const auto whole = answersOf(server.vault);
    int damaged = 0;
    for (int cut = 0; cut < 400; ++cut) {
        const auto truncated = [&](const HttpRequest &request) -> Result<HttpReply> {
            HttpReply reply = *whole(request);
            reply.body = reply.body.trimmed().left(cut);
            return reply;
        };
        const auto played = play(vaultProvider().fetch(inputs, vaultProvider().secrets.front()), truncated);
        ASSERT_FALSE(played.outcome) << cut;
        EXPECT_EQ(played.outcome.error().kind, ErrorKind::Malformed) << cut;
        ++damaged;
    }
    EXPECT_EQ(damaged, 400);
}

TEST(DemoVault, RefusesClientsThatDoNotSayThatTheyMeanIt)
{
    ContractVault server;
    LoopbackRequest request{.method = "GET", .target = "/v1/secret/data/shop", .headers = {{"X-Vault-Token", "demo-token"}}};
    EXPECT_EQ(server.vault.handle(request).status, 412);
    request.headers.append(HttpHeader{"X-Vault-Request", "true"});
    EXPECT_EQ(server.vault.handle(request).status, 200);
}

TEST(DemoVault, TakesWritesAsVersions)
{
    ContractVault server;
    const auto send = [&](const QByteArray &method, const QByteArray &target, const QByteArray &body) {
        return server.vault.handle({.method = method,
                                    .target = target,
                                    .headers = {{"X-Vault-Request", "true"}, {"X-Vault-Token", "demo-root-token"}},
                                    .body = body});
    };
    EXPECT_EQ(send("POST", "/v1/secret/data/new", R"({"data":{"a":"1"}})").status, 200);
    EXPECT_EQ(send("PUT", "/v1/secret/data/new", R"({"data":{"a":"2"}})").status, 200);
    EXPECT_EQ(send("POST", "/v1/secret/data/new", R"({"a":"2"})").status, 400);
    EXPECT_EQ(send("POST", "/v1/secret/data/new", "no json").status, 400);
    EXPECT_EQ(server.fetch(kvReference(u"secret"_s, u"new"_s, u"v2"_s, u"1"_s)).outcome->content.reveal(), R"({"a":"1"})");
    EXPECT_EQ(server.fetch(kvReference(u"secret"_s, u"new"_s, u"v2"_s)).outcome->content.reveal(), R"({"a":"2"})");
    EXPECT_EQ(send("DELETE", "/v1/secret/data/new", {}).status, 204);
    EXPECT_FALSE(server.fetch(kvReference(u"secret"_s, u"new"_s, u"v2"_s)).outcome);
}

} // namespace
} // namespace sallyport::test
