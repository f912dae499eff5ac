// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/async.h"
#include "tests/support/script.h"
#include "tests/support/vault_inputs.h"

#include <gmock/gmock.h>

using namespace Qt::StringLiterals;

namespace sallyport::test {
namespace {

const QByteArray kV2Secret =
    R"({"lease_duration":0,"data":{"data":{"key":"v","n":18446744073709551615,"m":1.10},)"
    R"("metadata":{"created_time":"2026-11-23T19:11:09.2Z","deletion_time":"","destroyed":false,"version":3}},"warnings":null})";
const QByteArray kV1Secret = R"({"lease_duration":2764800,"data":{"key":"v"},"warnings":null})";
const QByteArray kVersionedWarning = R"({"data":null,"warnings":["Invalid path for a versioned K/V secrets engine. See the API docs."]})";
const QByteArray kLookup = R"({"data":{"display_name":"approle-ci","policies":["default","shop"],"ttl":5,"expire_time":"x"}})";
const QByteArray kInvalidToken = R"(2 errors occurred:\n\t* permission denied\n\t* invalid token\n\n)";

QByteArray mountAnswer(const QByteArray &path, const QByteArray &version, const QByteArray &type = "kv")
{
    return R"({"data":{"path":")" + path + R"(","type":")" + type + R"(","options":)" +
           (version.isEmpty() ? QByteArray("null") : R"({"version":")" + version + R"("})") + "}}";
}

Played<SecretDocument> fetched(const FormValues &reference, const std::vector<Result<HttpReply>> &answers, Inputs inputs = vaultInputs())
{
    inputs.reference = reference;
    return play(vaultProvider().fetch(inputs, vaultProvider().secrets.front()), answers);
}

QByteArray urlOf(const Played<SecretDocument> &played, std::size_t index)
{
    return played.requests().at(index).url.toEncoded();
}

TEST(VaultFetch, VersionTwoReadsBelowDataAndKeepsNumbersAsWritten)
{
    const auto played = fetched(kvReference(u"secret"_s, u"prod/shop"_s, u"v2"_s), {vaultReply(200, kV2Secret)});
    ASSERT_OK(played.outcome);
    EXPECT_EQ(urlOf(played, 0), "https://vault.example:8200/v1/secret/data/prod/shop");
    EXPECT_EQ(played.outcome->content.reveal(), R"({"key":"v","n":18446744073709551615,"m":1.10})");
    EXPECT_EQ(played.outcome->version, u"3"_s);
    EXPECT_EQ(played.outcome->form, SecretDocument::Form::Json);
    EXPECT_FALSE(played.outcome->maxAge);
    EXPECT_TRUE(played.outcome->detected.text("kvVersion"_L1).isEmpty());
}

TEST(VaultFetch, EveryRequestCarriesTokenNamespaceAndTheRequestHeader)
{
    Inputs inputs = vaultInputs();
    inputs.credential.setText("namespace"_L1, u"admin/team"_s);
    const auto played = fetched(kvReference(u"secret"_s, u"a"_s, u"v2"_s), {vaultReply(200, kV2Secret)}, inputs);
    const auto headers = played.requests().at(0).headers;
    EXPECT_TRUE(headers.contains(HttpHeader{"X-Vault-Token", "hvs.given-token"}));
    EXPECT_TRUE(headers.contains(HttpHeader{"X-Vault-Request", "true"}));
    EXPECT_TRUE(headers.contains(HttpHeader{"X-Vault-Namespace", "admin/team"}));
}

TEST(VaultFetch, TheNamespaceCanGoIntoThePathInstead)
{
    Inputs inputs = vaultInputs();
    inputs.credential.setText("namespace"_L1, u"admin/team"_s);
    FormValues reference = kvReference(u"secret"_s, u"a"_s, u"v2"_s);
    reference.setText("sendNamespaceViaHeader"_L1, u"false"_s);
    const auto played = fetched(reference, {vaultReply(200, kV2Secret)}, inputs);
    EXPECT_EQ(urlOf(played, 0), "https://vault.example:8200/v1/admin/team/secret/data/a");
    const HttpRequest request = played.requests().at(0);
    for (const HttpHeader &header : request.headers)
        EXPECT_NE(header.name, "X-Vault-Namespace");
}

TEST(VaultFetch, VersionOneReadsThePathItself)
{
    const auto played = fetched(kvReference(u"old"_s, u"prod/shop"_s, u"v1"_s, u"7"_s), {vaultReply(200, kV1Secret)});
    ASSERT_OK(played.outcome);
    EXPECT_EQ(urlOf(played, 0), "https://vault.example:8200/v1/old/prod/shop");
    EXPECT_EQ(played.outcome->content.reveal(), R"({"key":"v"})");
    EXPECT_EQ(played.outcome->maxAge, std::chrono::seconds(2764800));
}

TEST(VaultFetch, AVersionThatWillBeDeletedIsNotKeptBeyondThat)
{
    QByteArray body = kV2Secret;
    body.replace(R"("deletion_time":"")", R"("deletion_time":"2027-01-15T08:01:00Z")"); // a minute after the answer
    const auto played = fetched(kvReference(u"secret"_s, u"a"_s, u"v2"_s), {vaultReply(200, body)});
    ASSERT_OK(played.outcome);
    EXPECT_EQ(played.outcome->maxAge, std::chrono::seconds(60));
}

TEST(VaultFetch, SegmentsAreEncodedOneByOne)
{
    const auto played =
        fetched(kvReference(u"/my mount/"_s, u"a b/c#d?e%f/ключ/."_s + u"x."_s, u"v2"_s, u"2"_s), {vaultReply(200, kV2Secret)});
    EXPECT_EQ(urlOf(played, 0), "https://vault.example:8200/v1/my%20mount/data/a%20b/c%23d%3Fe%25f/%D0%BA%D0%BB%D1%8E%D1%87/.x.?version=2");
}

TEST(VaultFetch, PathsThatWouldAddressSomethingElseAreRefusedWithoutACall)
{
    for (const auto &name : {u"a/../b"_s, u".."_s, u"."_s, u"a//b"_s, u""_s, u"/"_s, u"a/."_s, u"a\nb"_s}) {
        const auto played = fetched(kvReference(u"secret"_s, name, u"v2"_s), {});
        ASSERT_FALSE(played.outcome) << name.toStdString();
        EXPECT_EQ(played.outcome.error().kind, ErrorKind::InvalidInput);
    }
    EXPECT_FALSE(fetched(kvReference(u"../sys"_s, u"a"_s, u"v2"_s), {}).outcome);
    EXPECT_FALSE(fetched(kvReference(u"secret"_s, u"a"_s, u"v3"_s), {}).outcome);
    EXPECT_FALSE(fetched(kvReference(u"secret"_s, u"a"_s, u"v2"_s, u"1&x=2"_s), {}).outcome);
}

TEST(VaultDetection, AsksOnceAndWritesWhatItFound)
{
    const auto played =
        fetched(kvReference(u"secret"_s, u"prod/shop"_s), {vaultReply(200, mountAnswer("secret/", "2")), vaultReply(200, kV2Secret)});
    ASSERT_OK(played.outcome);
    EXPECT_EQ(urlOf(played, 0), "https://vault.example:8200/v1/sys/internal/ui/mounts/secret/prod/shop");
    EXPECT_EQ(played.outcome->detected.text("kvVersion"_L1), u"v2"_s);
    EXPECT_EQ(played.outcome->note, u"KV version 2 (detected)"_s);
}

TEST(VaultDetection, NoOptionsMeanVersionOne)
{
    for (const QByteArray &version : {QByteArray(), QByteArray("1"), QByteArray("")}) {
        const auto played =
            fetched(kvReference(u"old"_s, u"a"_s), {vaultReply(200, mountAnswer("old/", version)), vaultReply(200, kV1Secret)});
        ASSERT_OK(played.outcome);
        EXPECT_EQ(urlOf(played, 1), "https://vault.example:8200/v1/old/a");
        EXPECT_EQ(played.outcome->detected.text("kvVersion"_L1), u"v1"_s);
    }
}

TEST(VaultDetection, TheRealMountDecidesWhereDataStands)
{
    const auto longer =
        fetched(kvReference(u"team"_s, u"kv/shop"_s), {vaultReply(200, mountAnswer("team/kv/", "2")), vaultReply(200, kV2Secret)});
    ASSERT_OK(longer.outcome);
    EXPECT_EQ(urlOf(longer, 1), "https://vault.example:8200/v1/team/kv/data/shop");
    EXPECT_EQ(longer.outcome->detected.text("secretEnginePath"_L1), u"team/kv"_s);
    EXPECT_EQ(longer.outcome->detected.text("secretName"_L1), u"shop"_s);
    const auto shorter =
        fetched(kvReference(u"secret/prod"_s, u"shop"_s), {vaultReply(200, mountAnswer("secret/", "2")), vaultReply(200, kV2Secret)});
    EXPECT_EQ(urlOf(shorter, 1), "https://vault.example:8200/v1/secret/data/prod/shop");
}

TEST(VaultDetection, ANamespaceInThePathIsNotPartOfTheMount)
{
    Inputs inputs = vaultInputs();
    inputs.credential.setText("namespace"_L1, u"admin"_s);
    FormValues reference = kvReference(u"secret"_s, u"a"_s);
    reference.setText("sendNamespaceViaHeader"_L1, u"false"_s);
    const auto played = fetched(reference, {vaultReply(200, mountAnswer("admin/secret/", "2")), vaultReply(200, kV2Secret)}, inputs);
    EXPECT_EQ(urlOf(played, 0), "https://vault.example:8200/v1/admin/sys/internal/ui/mounts/secret/a");
    EXPECT_EQ(urlOf(played, 1), "https://vault.example:8200/v1/admin/secret/data/a");
}

TEST(VaultDetection, AnotherKindOfEngineIsNamed)
{
    const auto played = fetched(kvReference(u"tr"_s, u"a"_s), {vaultReply(200, mountAnswer("tr/", "", "transit"))});
    ASSERT_FALSE(played.outcome);
    EXPECT_EQ(played.outcome.error().kind, ErrorKind::InvalidInput);
    EXPECT_TRUE(played.outcome.error().message.contains(u"transit"_s));
}

TEST(VaultDetection, WithoutTheRightToAskTheReadItselfTells)
{
    const auto v2 = fetched(kvReference(u"secret"_s, u"a"_s), {vaultRefusal(403, "preflight"), vaultReply(200, kV2Secret)});
    ASSERT_OK(v2.outcome);
    EXPECT_EQ(v2.outcome->detected.text("kvVersion"_L1), u"v2"_s);
    for (const int status : {403, 404}) {
        const auto v1 =
            fetched(kvReference(u"old"_s, u"a"_s), {vaultRefusal(403, "preflight"), vaultRefusal(status), vaultReply(200, kV1Secret)});
        ASSERT_OK(v1.outcome);
        EXPECT_EQ(v1.outcome->detected.text("kvVersion"_L1), u"v1"_s);
    }
}

TEST(VaultDetection, WithoutTheRightToAskAMissingSecretOfVersionTwoIsRecognisedByItsWarning)
{
    const auto played =
        fetched(kvReference(u"secret"_s, u"a"_s), {vaultRefusal(403, "preflight"), vaultRefusal(404), vaultReply(404, kVersionedWarning)});
    ASSERT_FALSE(played.outcome);
    EXPECT_EQ(played.outcome.error().kind, ErrorKind::NotFound);
    EXPECT_EQ(played.outcome.error().message, u"there is no secret \"secret/a\""_s);
}

TEST(VaultDetection, WithoutTheRightToAskADeletedVersionIsRecognised)
{
    const QByteArray deleted =
        R"({"data":{"data":null,"metadata":{"created_time":"2026-11-23T19:11:09Z","deletion_time":"2026-11-23T20:00:00.5Z",)"
        R"("destroyed":false,"version":1}}})";
    const auto played = fetched(kvReference(u"secret"_s, u"a"_s),
                                {vaultRefusal(403, "preflight"), vaultReply(404, deleted), vaultRefusal(403, "permission denied")});
    ASSERT_FALSE(played.outcome);
    EXPECT_EQ(played.outcome.error().message, u"version 1 of \"secret/a\" was deleted on 2026-11-23 20:00 UTC"_s);
}

TEST(VaultDetection, WhatCannotBeToldIsAskedOfThePerson)
{
    const auto played =
        fetched(kvReference(u"secret"_s, u"data/a"_s), {vaultRefusal(403, "preflight"), vaultRefusal(404), vaultReply(200, kV2Secret)});
    ASSERT_FALSE(played.outcome);
    EXPECT_EQ(played.outcome.error().kind, ErrorKind::InvalidInput);
    EXPECT_TRUE(played.outcome.error().hint.contains(u"choose the engine version"_s));
}

TEST(VaultDetection, NoRightAnywhereEndsInOneLookup)
{
    const auto played = fetched(kvReference(u"secret"_s, u"a"_s), {vaultRefusal(403, "preflight"), vaultRefusal(403, "permission denied"),
                                                                   vaultRefusal(403, "permission denied"), vaultReply(200, kLookup)});
    ASSERT_FALSE(played.outcome);
    EXPECT_EQ(played.outcome.error().kind, ErrorKind::PermissionDenied);
}

TEST(VaultDenied, AGoodTokenLacksARightAndTheErrorNamesPathWhoAndPolicies)
{
    const auto played = fetched(kvReference(u"secret"_s, u"a"_s, u"v2"_s),
                                {vaultRefusal(403, R"(1 error occurred:\n\t* permission denied\n\n)"), vaultReply(200, kLookup)});
    ASSERT_FALSE(played.outcome);
    const Error &error = played.outcome.error();
    EXPECT_EQ(error.kind, ErrorKind::PermissionDenied);
    EXPECT_EQ(error.message, u"could not read \"secret/data/a\": permission denied (signed in as approle-ci)"_s);
    EXPECT_EQ(error.hint, u"Its policies are default, shop; one of them must allow \"read\" on \"secret/data/a\"."_s);
}

TEST(VaultDenied, ABadTokenIsUnauthenticatedAfterExactlyOneLookup)
{
    for (const QByteArray &words : {kInvalidToken, QByteArray("permission denied")}) {
        const auto played = fetched(kvReference(u"secret"_s, u"a"_s, u"v2"_s), {vaultRefusal(403, words), vaultRefusal(403, words)});
        ASSERT_FALSE(played.outcome);
        EXPECT_EQ(played.outcome.error().kind, ErrorKind::Unauthenticated);
        EXPECT_EQ(played.requests().at(1).url.path(), u"/v1/auth/token/lookup-self"_s);
    }
}

TEST(VaultMissing, ADestroyedVersionSaysWhichVersionsRemain)
{
    const QByteArray destroyed =
        R"({"data":{"data":null,"metadata":{"created_time":"x","deletion_time":"","destroyed":true,"version":2}}})";
    const QByteArray metadata =
        R"({"data":{"current_version":4,"versions":{"1":{"deletion_time":"2026-01-01T00:00:00Z","destroyed":false},)"
        R"("2":{"deletion_time":"","destroyed":true},"3":{"deletion_time":"","destroyed":false},)"
        R"("4":{"deletion_time":"","destroyed":false}}}})";
    const auto played = fetched(kvReference(u"secret"_s, u"a"_s, u"v2"_s, u"2"_s), {vaultReply(404, destroyed), vaultReply(200, metadata)});
    ASSERT_FALSE(played.outcome);
    EXPECT_EQ(played.outcome.error().kind, ErrorKind::NotFound);
    EXPECT_EQ(played.outcome.error().message, u"version 2 of \"secret/a\" was destroyed"_s);
    EXPECT_EQ(played.outcome.error().hint, u"Versions that can be read: 3, 4. Edit the link and choose another version."_s);
}

TEST(VaultMissing, AVersionThatNeverWasSaysWhichThereAre)
{
    const auto played =
        fetched(kvReference(u"secret"_s, u"a"_s, u"v2"_s, u"9"_s),
                {vaultRefusal(404), vaultReply(200, R"({"data":{"versions":{"1":{"deletion_time":"","destroyed":false}}}})")});
    ASSERT_FALSE(played.outcome);
    EXPECT_EQ(played.outcome.error().message, u"\"secret/a\" has no version 9"_s);
    EXPECT_EQ(played.outcome.error().hint, u"The only version that can be read is 1."_s);
}

TEST(VaultMissing, ALinkThatNamesTheWrongEngineVersionIsToldSo)
{
    const auto asV2 = fetched(kvReference(u"old"_s, u"a"_s, u"v2"_s), {vaultRefusal(404), vaultReply(200, mountAnswer("old/", "1"))});
    ASSERT_FALSE(asV2.outcome);
    EXPECT_EQ(asV2.outcome.error().kind, ErrorKind::NotFound);
    EXPECT_EQ(asV2.outcome.error().hint, u"Edit the link and choose engine version 1."_s);
    const auto asV1 = fetched(kvReference(u"secret"_s, u"a"_s, u"v1"_s), {vaultReply(404, kVersionedWarning)});
    ASSERT_FALSE(asV1.outcome);
    EXPECT_EQ(asV1.outcome.error().hint, u"Edit the link and choose engine version 2."_s);
}

TEST(VaultMissing, AMissingEngineIsSaidInVaultsWords)
{
    const auto played = fetched(kvReference(u"nomount"_s, u"a"_s, u"v2"_s),
                                {vaultRefusal(404, R"(no handler for route \"nomount/data/a\". route entry not found.)")});
    ASSERT_FALSE(played.outcome);
    EXPECT_EQ(played.outcome.error().kind, ErrorKind::NotFound);
    EXPECT_TRUE(played.outcome.error().message.contains(u"no handler for route"_s));
}

TEST(VaultFetch, AnswersOfTheWrongShapeAreMalformed)
{
    for (const QByteArray &body :
         {QByteArray("{}"), QByteArray(R"({"data":null})"), QByteArray(R"({"data":"x"})"), QByteArray(R"({"data":{"data":{"a":1}}})"),
          QByteArray(R"({"data":{"data":[1],"metadata":{"version":1,"created_time":"x"}}})"), QByteArray("<html>hello"),
          QByteArray("\xef\xbb\xbf{}"), QByteArray(R"({"data":{"data":{"a")"), QByteArray("null"), QByteArray("")}) {
        const auto played = fetched(kvReference(u"secret"_s, u"a"_s, u"v2"_s), {vaultReply(200, body)});
        ASSERT_FALSE(played.outcome) << body.toStdString();
        EXPECT_EQ(played.outcome.error().kind, ErrorKind::Malformed) << body.toStdString();
        EXPECT_FALSE(allTextOf(played.outcome.error()).contains(u"hello"_s)) << "an answer with status 200 may be the secret itself";
    }
}

TEST(VaultFetch, WarningsBecomePartOfTheNote)
{
    QByteArray body = kV2Secret;
    body.replace(R"("warnings":null)", R"("warnings":["soon gone \u202e"])");
    const auto played = fetched(kvReference(u"secret"_s, u"a"_s, u"v2"_s), {vaultReply(200, body)});
    ASSERT_OK(played.outcome);
    EXPECT_EQ(played.outcome->note, u"KV version 2; soon gone \\u{202E}"_s);
}

} // namespace
} // namespace sallyport::test
