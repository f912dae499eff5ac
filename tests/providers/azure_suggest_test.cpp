// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/async.h"
#include "tests/support/azure_inputs.h"
#include "tests/support/suggestions.h"

#include <gmock/gmock.h>

using namespace Qt::StringLiterals;
using testing::ElementsAre;

namespace sallyport::test {
namespace {

FormValues parts(const QString &name = {})
{
    FormValues link;
    link.setText("addressing"_L1, u"parts"_s);
    link.setText("vault"_L1, u"shop"_s);
    link.setText("secretName"_L1, name);
    return link;
}

Played<std::vector<Suggestion>> suggested(const char *field, const FormValues &link, const PreparedAnswers &answers)
{
    Inputs inputs = azureInputs();
    inputs.reference = link;
    World world{.http = inOrder(answers), .now = inputs.now};
    world.notes.insert(u"azure/challenge/public/shop.vault.azure.net"_s, kTestTenant + u" https://vault.azure.net"_s);
    return play(azureProvider().suggest(inputs, azureKind(), QLatin1StringView(field)), world);
}

QByteArray pageOf(const QByteArray &names, const QByteArray &next = "null")
{
    QByteArray items;
    for (const QByteArray &name : names.split(' ')) {
        if (!name.isEmpty())
            items += (items.isEmpty() ? "" : ",") + QByteArray(R"({"id":"https://shop.vault.azure.net/secrets/)") + name +
                     R"(","attributes":{"enabled":true}})";
    }
    return R"({"value":[)" + items + R"(],"nextLink":)" + next + "}";
}

TEST(AzureSuggest, NamesComeFromAllPagesEmptyOnesIncluded)
{
    const auto played = suggested(
        "secretName", parts(),
        {azureReply(pageOf("a b", R"("https://shop.vault.azure.net/secrets?api-version=7.4&$skiptoken=x%3D1&maxresults=25")")),
         azureReply(pageOf("", R"("https://shop.vault.azure.net:443/secrets?api-version=7.4&$skiptoken=y")")), azureReply(pageOf("c"))});
    EXPECT_THAT(valuesOf(played.outcome), ElementsAre(u"a"_s, u"b"_s, u"c"_s));
    EXPECT_EQ(played.requests().at(0).url.toEncoded(), "https://shop.vault.azure.net/secrets?api-version=7.4&maxresults=25");
    EXPECT_EQ(played.requests().at(1).url.toEncoded(),
              "https://shop.vault.azure.net/secrets?api-version=7.4&$skiptoken=x%3D1&maxresults=25");
}

TEST(AzureSuggest, APageElsewhereIsNotAskedFor)
{
    for (const char *next :
         {"https://evil.test/secrets?x=1", "http://shop.vault.azure.net/secrets?x=1", "https://shop.vault.azure.net:8443/secrets?x=1",
          "https://shop.vault.azure.net.evil.test/secrets", "https://user@shop.vault.azure.net/secrets",
          "https://other.vault.azure.net/secrets", "https://shop.vault.azure.net/keys", "//evil.test/secrets", "/secrets?x=1",
          "https://shop.vault.azure.net\\\\@evil.test/secrets", "https://shop.vault.azure.net/secrets#x"}) {
        const auto played = suggested("secretName", parts(), {azureReply(pageOf("a", '"' + QByteArray(next) + '"'))});
        EXPECT_EQ(played.outcome.error().kind, ErrorKind::Malformed) << next;
        EXPECT_EQ(played.requests().size(), 1U) << next;
    }
}

TEST(AzureSuggest, PagesThatLeadInACircleEnd)
{
    const QByteArray next = R"("https://shop.vault.azure.net/secrets?api-version=7.4&maxresults=25")";
    const auto played = suggested("secretName", parts(), {azureReply(pageOf("a", next))});
    EXPECT_THAT(valuesOf(played.outcome), ElementsAre(u"a"_s));
}

TEST(AzureSuggest, VersionsAreListedNewestFirst)
{
    const QByteArray versions =
        R"({"value":[{"id":"https://shop.vault.azure.net/secrets/db/aaa1","attributes":{"enabled":true,"created":1700000000}},)"
        R"({"id":"https://shop.vault.azure.net/secrets/db/bbb2","attributes":{"enabled":false,"created":1750000000}}]})";
    const auto played = suggested("version", parts(u"db"_s), {azureReply(versions)});
    EXPECT_THAT(valuesOf(played.outcome), ElementsAre(u"bbb2"_s, u"aaa1"_s));
    EXPECT_EQ(played.outcome->front().label, u"2025-06-15 15:06 · bbb2 · disabled"_s);
    EXPECT_EQ(played.requests().at(0).url.path(), u"/secrets/db/versions"_s);
    EXPECT_TRUE(valuesOf(suggested("version", parts(), {}).outcome).empty()) << "without a name there are none";
}

TEST(AzureSuggest, KeysOfAListHaveAnotherField)
{
    FormValues link = parts();
    link.setText("secretType"_L1, u"key"_s);
    const auto played = suggested("secretName", link, {azureReply(R"({"value":[{"kid":"https://shop.vault.azure.net/keys/k1"}]})")});
    EXPECT_THAT(valuesOf(played.outcome), ElementsAre(u"k1"_s));
}

TEST(AzureSuggest, NamesInAJsonSecretAreListed)
{
    const auto played = suggested("secretKey", azureLink(u"https://shop.vault.azure.net/secrets/db"_s),
                                  {azureReply(R"({"value":"{\"user\":\"a\",\"password\":\"b\"}"})")});
    EXPECT_THAT(valuesOf(played.outcome), testing::UnorderedElementsAre(u"user"_s, u"password"_s));
}

TEST(AzureSuggest, AMissingRightIsNamed)
{
    const auto played = suggested("secretName", parts(), {vaultRefusalReply(403, "Forbidden", "ForbiddenByPolicy")});
    EXPECT_EQ(played.outcome.error().kind, ErrorKind::PermissionDenied);
    EXPECT_THAT(played.outcome.error().hint.toStdString(), testing::HasSubstr("\"List\""));
}

} // namespace
} // namespace sallyport::test
