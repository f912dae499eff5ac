// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/async.h"
#include "tests/support/script.h"
#include "tests/support/suggestions.h"
#include "tests/support/vault_inputs.h"

#include <gmock/gmock.h>

using namespace Qt::StringLiterals;

namespace sallyport::test {
namespace {

using Suggestions = std::vector<Suggestion>;

Played<Suggestions> suggested(QLatin1StringView field, const FormValues &reference, const std::vector<Result<HttpReply>> &answers)
{
    Inputs inputs = vaultInputs();
    inputs.reference = reference;
    return play(vaultProvider().suggest(inputs, vaultProvider().secrets.front(), field), answers);
}

TEST(VaultSuggest, MountsAreTheKeyValueEnginesOnly)
{
    const auto played = suggested(
        "secretEnginePath"_L1, {},
        {vaultReply(200, R"({"data":{"secret":{"secret/":{"type":"kv","options":{"version":"2"},"description":"ours"},)"
                         R"("old/":{"type":"kv","options":null},"tr/":{"type":"transit"},"cubbyhole/":{"type":"cubbyhole"}}}})")});
    EXPECT_EQ(valuesOf(played.outcome), (QStringList{u"secret"_s, u"old"_s}));
    EXPECT_EQ(played.outcome->at(0).label, u"secret · KV version 2 · ours"_s);
}

TEST(VaultSuggest, NamesAreListedBelowTheFolderThatIsTyped)
{
    const QByteArray keys = R"({"data":{"keys":["shop","shop/","a\u202eb"]}})";
    const auto v2 = suggested("secretName"_L1, kvReference(u"secret"_s, u"prod/sh"_s, u"v2"_s), {vaultReply(200, keys)});
    EXPECT_EQ(v2.requests().at(0).url.toEncoded(), "https://vault.example:8200/v1/secret/metadata/prod?list=true");
    EXPECT_EQ(valuesOf(v2.outcome), (QStringList{u"prod/shop"_s, u"prod/shop/"_s, u"prod/a\u202eb"_s}));
    EXPECT_EQ(v2.outcome->at(2).label, u"a\\u{202E}b"_s);
    const auto v1 = suggested("secretName"_L1, kvReference(u"old"_s, {}, u"v1"_s), {vaultReply(200, keys)});
    EXPECT_EQ(v1.requests().at(0).url.toEncoded(), "https://vault.example:8200/v1/old?list=true");
}

TEST(VaultSuggest, AnEmptyFolderIsAnEmptyList)
{
    const auto played = suggested("secretName"_L1, kvReference(u"secret"_s, {}, u"v2"_s), {vaultRefusal(404)});
    ASSERT_OK(played.outcome);
    EXPECT_TRUE(played.outcome->empty());
}

TEST(VaultSuggest, WithoutTheRightToListTheErrorNamesIt)
{
    const auto played =
        suggested("secretName"_L1, kvReference(u"secret"_s, {}, u"v2"_s),
                  {vaultRefusal(403, "permission denied"), vaultReply(200, R"({"data":{"display_name":"ci","policies":["p"]}})")});
    ASSERT_FALSE(played.outcome);
    EXPECT_EQ(played.outcome.error().kind, ErrorKind::PermissionDenied);
    EXPECT_TRUE(played.outcome.error().hint.contains(u"\"list\" on \"secret/metadata\""_s));
}

TEST(VaultSuggest, VersionsComeNewestFirstAndSayWhatBecameOfThem)
{
    const auto played = suggested(
        "version"_L1, kvReference(u"secret"_s, u"a"_s, u"v2"_s),
        {vaultReply(
            200,
            R"({"data":{"current_version":10,"versions":{"1":{"created_time":"2026-11-23T19:11:09Z","deletion_time":"","destroyed":true},)"
            R"("2":{"created_time":"2026-11-23T19:11:09Z","deletion_time":"2026-11-24T00:00:00Z","destroyed":false},)"
            R"("10":{"created_time":"2026-11-23T19:12:09Z","deletion_time":"","destroyed":false}}}})")});
    EXPECT_EQ(valuesOf(played.outcome), (QStringList{u"10"_s, u"2"_s, u"1"_s}));
    EXPECT_EQ(played.outcome->at(0).label, u"10 · 2026-11-23 19:12 UTC · latest"_s);
    EXPECT_EQ(played.outcome->at(1).label, u"2 · 2026-11-23 19:11 UTC · deleted"_s);
    EXPECT_EQ(played.outcome->at(2).label, u"1 · 2026-11-23 19:11 UTC · destroyed"_s);
}

TEST(VaultSuggest, KeysComeFromTheStructureWithoutValues)
{
    const auto played = suggested("secretKey"_L1, kvReference(u"secret"_s, u"a"_s, u"v2"_s, u"2"_s),
                                  {vaultReply(200, R"({"data":{"subkeys":{"a/b":null,"db":{"user":null,"x/y":null}}}})")});
    EXPECT_EQ(played.requests().at(0).url.toEncoded(), "https://vault.example:8200/v1/secret/subkeys/a?version=2");
    EXPECT_EQ(valuesOf(played.outcome), (QStringList{u"a/b"_s, u"db"_s, u"/db/user"_s, u"/db/x~1y"_s}));
}

TEST(VaultSuggest, WithoutThatRightTheSecretIsReadAndOnlyNamesComeOut)
{
    const auto played =
        suggested("secretKey"_L1, kvReference(u"secret"_s, u"a"_s, u"v2"_s),
                  {vaultRefusal(403, "permission denied"),
                   vaultReply(200, R"({"data":{"data":{"key":"top-secret"},"metadata":{"created_time":"x","version":1}}})")});
    EXPECT_EQ(valuesOf(played.outcome), QStringList{u"key"_s});
    EXPECT_FALSE(played.outcome->at(0).label.contains(u"top-secret"_s));
}

TEST(VaultSuggest, TheEngineIsDetectedWhereItIsOpen)
{
    const auto played = suggested("secretName"_L1, kvReference(u"old"_s, u"x/"_s),
                                  {vaultReply(200, R"({"data":{"path":"old/","type":"kv","options":{"version":"1"}}})"),
                                   vaultReply(200, R"({"data":{"keys":["k"]}})")});
    EXPECT_EQ(played.requests().at(1).url.toEncoded(), "https://vault.example:8200/v1/old/x?list=true");
    EXPECT_EQ(valuesOf(played.outcome), QStringList{u"x/k"_s});
}

} // namespace
} // namespace sallyport::test
