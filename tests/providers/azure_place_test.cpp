// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "providers/azure/place.h"
#include "tests/support/async.h"
#include "tests/support/azure_inputs.h"

#include <gmock/gmock.h>

#include <set>

using namespace Qt::StringLiterals;

namespace sallyport::test {
namespace {

const QString kVersion = u"0123456789abcdef0123456789abcdef"_s;

azure::Settings usual(const char *hosts = "")
{
    return azureSettings(azureCredential("user", {{"vaultHosts", hosts}}));
}

TEST(AzurePlace, IdentifiersAreReadWhole)
{
    struct Row {
        QString text;
        const char *url;
    };
    const Row rows[] = {
        {u"https://shop.vault.azure.net/secrets/db"_s, "https://shop.vault.azure.net/secrets/db"},
        {u"https://shop.vault.azure.net/secrets/db/"_s, "https://shop.vault.azure.net/secrets/db"},
        {u"https://shop.vault.azure.net/secrets/db/"_s + kVersion,
         "https://shop.vault.azure.net/secrets/db/0123456789abcdef0123456789abcdef"},
        {u"HTTPS://Shop.Vault.Azure.NET/Secrets/Db-1/0123456789ABCDEF0123456789ABCDEF"_s,
         "https://shop.vault.azure.net/secrets/Db-1/0123456789abcdef0123456789abcdef"},
        {u"https://s-1.vault.azure.net/keys/k"_s, "https://s-1.vault.azure.net/keys/k"},
        {u"https://shop.vault.azure.net/certificates/c/"_s + kVersion,
         "https://shop.vault.azure.net/certificates/c/0123456789abcdef0123456789abcdef"},
    };
    for (const Row &row : rows) {
        const auto place = azure::parseIdentifier(row.text, usual());
        ASSERT_OK(place);
        EXPECT_EQ(place->vault.url(place->path(), {}).toEncoded(QUrl::RemoveQuery), row.url);
        EXPECT_FALSE(place->vault.listed);
    }
}

//! Every one of these looks, to somebody, like an address of Key Vault.
std::vector<QString> hostileIdentifiers()
{
    std::vector<QString> all;
    const QString tail = u"/secrets/db"_s;
    for (const QStringView host : std::initializer_list<QStringView>{
             // other hosts
             u"evil.test",
             u"shop.vault.azure.net.evil.test",
             u"vault.azure.net.evil.test",
             u"evil.test.vault.azure.net",
             u"shopvault.azure.net",
             u"xvault.azure.net",
             u"shop.vault-azure.net",
             u"shop.vault.azure.com",
             u"shop.vault.azure.network",
             u"shop.vaults.azure.net",
             u"shop.vault.azure.ne",
             u"shop.vault.azure.net.",
             u"shop.vault.azure.net..",
             u"shop..vault.azure.net",
             u".vault.azure.net",
             u"vault.azure.net",
             u"a.b.vault.azure.net",
             u"shop.evil.vault.azure.net",
             u"azure.net",
             u"net",
             u"localhost",
             u"127.0.0.1",
             u"169.254.169.254",
             u"2130706433",
             u"0x7f000001",
             u"017700000001",
             u"[::1]",
             u"[fe80::1%25eth0]",
             u"[::ffff:127.0.0.1]",
             u"shop.vault.usgovcloudapi.net",
             u"shop.vault.azure.cn",
             u"shop.managedhsm.azure.net",
             u"shop.vault.microsoftazure.de",
             // names that no vault has
             u"ab.vault.azure.net",
             u"1shop.vault.azure.net",
             u"-shop.vault.azure.net",
             u"shop-.vault.azure.net",
             u"sh--op.vault.azure.net",
             u"sh_op.vault.azure.net",
             u"abcdefghijklmnopqrstuvwxy.vault.azure.net",
             u"*.vault.azure.net",
             u"sh op.vault.azure.net",
             // user information, ports
             u"shop.vault.azure.net@evil.test",
             u"user@shop.vault.azure.net",
             u"user:password@shop.vault.azure.net",
             u"@shop.vault.azure.net",
             u"shop.vault.azure.net:443@evil.test",
             u"evil.test@shop.vault.azure.net",
             u"shop.vault.azure.net:443",
             u"shop.vault.azure.net:8443",
             u"shop.vault.azure.net:",
             u"shop.vault.azure.net:0",
             u"shop.vault.azure.net:evil",
             u"shop.vault.azure.net:99999",
             // escapes
             u"shop%2evault.azure.net",
             u"shop.vault.azure.net%2eevil.test",
             u"evil.test%2f.vault.azure.net",
             u"evil.test%00.vault.azure.net",
             u"evil.test%23.vault.azure.net",
             u"evil.test%3f.vault.azure.net",
             u"evil.test%40shop.vault.azure.net",
             u"evil.test%5c.vault.azure.net",
             u"%73hop.vault.azure.net",
             u"shop.vault.azure.net%0d%0aHost:evil.test",
             u"shop.vault.azure.net%20",
             // backslashes, queries and fragments where a host ends for some
             u"evil.test\\.vault.azure.net",
             u"evil.test\\@shop.vault.azure.net",
             u"shop.vault.azure.net\\evil.test",
             u"evil.test?.vault.azure.net",
             u"evil.test#.vault.azure.net",
             u"evil.test;.vault.azure.net",
             u"evil.test,shop.vault.azure.net",
             u"evil.test&.vault.azure.net",
             // letters that look alike, or become alike
             u"shop.v\u0430ult.azure.net",
             u"shop.vault.\u0430zure.net",
             u"\u017fhop.vault.azure.net",
             u"shop.vault.azure\u3002net",
             u"shop.vault\uff0eazure.net",
             u"shop.vault.azure\uff61net",
             u"shop\u200d.vault.azure.net",
             u"shop.vault.azure.net\u202e",
             u"xn--shop-vault.azure.net",
             u"shop.xn--vult-2na.azure.net",
             u"\uff53hop.vault.azure.net",
             u"shop.vault.azure.net\u00ad",
             u"shop.vault.azure.net\u00a0",
             u"\u212aeyhost.vault.azure.net",
         })
        all.push_back(u"https://"_s + host.toString() + tail);
    for (const QStringView text : std::initializer_list<QStringView>{
             // other schemes
             u"http://shop.vault.azure.net/secrets/db",
             u"//shop.vault.azure.net/secrets/db",
             u"shop.vault.azure.net/secrets/db",
             u"ftp://shop.vault.azure.net/secrets/db",
             u"https:/shop.vault.azure.net/secrets/db",
             u"https:shop.vault.azure.net/secrets/db",
             u"https:///shop.vault.azure.net/secrets/db",
             u"https:\\\\shop.vault.azure.net\\secrets\\db",
             u"file:///shop.vault.azure.net/secrets/db",
             u"javascript:https://shop.vault.azure.net/secrets/db",
             u"https://https://shop.vault.azure.net/secrets/db",
             u"url:https://shop.vault.azure.net/secrets/db",
             // other paths
             u"https://shop.vault.azure.net",
             u"https://shop.vault.azure.net/",
             u"https://shop.vault.azure.net/secrets",
             u"https://shop.vault.azure.net/secrets/",
             u"https://shop.vault.azure.net/deletedsecrets/db",
             u"https://shop.vault.azure.net/secrets/db/backup",
             u"https://shop.vault.azure.net/secrets/../keys/k",
             u"https://shop.vault.azure.net/secrets/%2e%2e/keys",
             u"https://shop.vault.azure.net//secrets/db",
             u"https://shop.vault.azure.net/secrets//db",
             u"https://shop.vault.azure.net/secrets/db//",
             u"https://shop.vault.azure.net/secrets/a_b",
             u"https://shop.vault.azure.net/secrets/a%20b",
             u"https://shop.vault.azure.net/secrets/d\u0431",
             u"https://shop.vault.azure.net/secrets/db?api-version=7.4",
             u"https://shop.vault.azure.net/secrets/db#x",
             u"https://shop.vault.azure.net/secrets/db/0123",
             u"https://shop.vault.azure.net/secrets/db/0123456789abcdef0123456789abcdeg",
             u"https://shop.vault.azure.net/secrets/db\n",
             u"https://shop.vault.azure.net/secrets/db\r\nHost: evil.test",
             u"https://shop.vault.azure.net/secret\u017f/db",
             u"https://evil.test/https://shop.vault.azure.net/secrets/db",
             u"https://shop.vault.azure.net;evil.test/secrets/db",
         })
        all.push_back(text.toString());
    all.push_back(u"https://sh"_s + QChar(u'\0') + u"op.vault.azure.net/secrets/db"_s);
    return all;
}

TEST(AzurePlace, HostileIdentifiersReachNobody)
{
    const auto all = hostileIdentifiers();
    EXPECT_GE(all.size(), 120U);
    for (const QString &text : all) {
        const auto place = azure::parseIdentifier(text, usual());
        EXPECT_FALSE(place) << text.toStdString();
        if (!place) {
            EXPECT_EQ(place.error().kind, ErrorKind::InvalidInput);
            EXPECT_FALSE(place.error().hint.isEmpty());
        }
    }
}

//! What is asked of the network where a link holds such an identifier: nothing.
TEST(AzurePlace, HostileIdentifiersCauseNoCallAtAll)
{
    for (const char *type : {"clientSecret", "user", "managedIdentity", "azureCli"}) {
        for (const QString &text : hostileIdentifiers()) {
            Inputs inputs = azureInputs();
            inputs.credential.setText("type"_L1, QString::fromUtf8(type));
            for (const bool byParts : {false, true}) {
                if (text != text.trimmed() || (byParts && text.count(u'/') < 4 && text.startsWith(u"https://shop.vault.azure.net"_s)))
                    continue; // what stands around it is taken off, and a vault alone is what parts name
                inputs.reference = azureLink(text);
                if (byParts) {
                    inputs.reference.setText("addressing"_L1, u"parts"_s);
                    inputs.reference.setText("vault"_L1, text);
                    inputs.reference.setText("secretName"_L1, u"db"_s);
                }
                World world;
                const auto played = play(azureProvider().fetch(inputs, azureKind()), world);
                const auto listed = play(azureProvider().suggest(inputs, azureKind(), "secretName"_L1), world);
                EXPECT_FALSE(played.outcome) << text.toStdString();
                EXPECT_TRUE(played.questions.empty() && listed.questions.empty()) << text.toStdString();
            }
        }
    }
}

TEST(AzurePlace, VaultsOfOtherCloudsBelongToCredentialsOfThoseClouds)
{
    const auto government = azureSettings(azureCredential("user", {{"cloud", "usGovernment"}}));
    const auto china = azureSettings(azureCredential("user", {{"cloud", "china"}}));
    EXPECT_OK(azure::parseIdentifier(u"https://shop.vault.usgovcloudapi.net/secrets/db"_s, government));
    EXPECT_OK(azure::parseIdentifier(u"https://shop.vault.azure.cn/secrets/db"_s, china));
    EXPECT_FALSE(azure::parseIdentifier(u"https://shop.vault.azure.net/secrets/db"_s, government));
    EXPECT_EQ(government.cloud->resource(), u"https://vault.usgovcloudapi.net"_s);
    EXPECT_EQ(china.authority.toString(), u"https://login.partner.microsoftonline.cn"_s);
}

TEST(AzurePlace, ListedHostsCountWithTheirPortAndNothingElse)
{
    const auto settings = usual("Vault.corp.example, localhost:8443; 127.0.0.1:9443");
    for (const QStringView good : std::initializer_list<QStringView>{
             u"https://vault.corp.example/secrets/db", u"https://VAULT.corp.example/secrets/db",
             u"https://vault.corp.example:443/secrets/db", u"https://localhost:8443/secrets/db", u"https://127.0.0.1:9443/keys/k"}) {
        const auto place = azure::parseIdentifier(good.toString(), settings);
        ASSERT_OK(place);
        EXPECT_TRUE(place->vault.listed);
        EXPECT_EQ(place->vault.url(place->path(), {}).scheme(), u"https"_s);
    }
    for (const QStringView bad : std::initializer_list<QStringView>{
             u"https://vault.corp.example:8443/secrets/db", u"https://localhost/secrets/db", u"https://localhost:84430/secrets/db",
             u"http://localhost:8443/secrets/db", u"https://x.vault.corp.example/secrets/db", u"https://127.0.0.1:8443/secrets/db",
             u"https://localhost:08443x/secrets/db", u"https://corp.example/secrets/db", u"https://user@localhost:8443/secrets/db"})
        EXPECT_FALSE(azure::parseIdentifier(bad.toString(), settings)) << bad.toString().toStdString();
}

TEST(AzurePlace, WrongListsOfHostsAreNamed)
{
    for (const char *bad : {"https://vault.corp.example", "vault.corp.example/x", "a b@c", "host:0", "host:70000", "host:", "[::1]:8443",
                            "*.corp.example", "a..b"}) {
        const auto settings = azure::settingsFrom(azureCredential("user", {{"vaultHosts", bad}}));
        ASSERT_FALSE(settings) << bad;
        EXPECT_THAT(settings.error().message.toStdString(), testing::HasSubstr("further vault hosts"));
    }
}

TEST(AzurePlace, PartsMeanTheSameAsAnIdentifier)
{
    const auto settings = usual("localhost:8443 keyvault");
    const auto urlOf = [&settings](QStringView vault, QStringView kind, const QString &version) {
        FormValues link;
        link.setText("addressing"_L1, u"parts"_s);
        link.setText("vault"_L1, vault.toString());
        link.setText("secretType"_L1, kind.toString());
        link.setText("secretName"_L1, u"db"_s);
        link.setText("version"_L1, version);
        const auto place = azure::placeOf(link, settings);
        return place ? place->vault.url(place->path(), {}).toEncoded(QUrl::RemoveQuery) : QByteArray("refused");
    };
    EXPECT_EQ(urlOf(u"Shop", u"", {}), "https://shop.vault.azure.net/secrets/db");
    EXPECT_EQ(urlOf(u"shop.vault.azure.net", u"key", kVersion), "https://shop.vault.azure.net/keys/db/" + kVersion.toLatin1());
    EXPECT_EQ(urlOf(u"https://shop.vault.azure.net/", u"certificate", {}), "https://shop.vault.azure.net/certificates/db");
    EXPECT_EQ(urlOf(u"localhost:8443", u"secret", {}), "https://localhost:8443/secrets/db");
    EXPECT_EQ(urlOf(u"keyvault", u"secret", {}), "https://keyvault/secrets/db") << "a listed host that could be a vault's name";
    EXPECT_EQ(urlOf(u"evil.test", u"secret", {}), "refused");
    EXPECT_EQ(urlOf(u"shop", u"secret", u"7"_s), "refused");
}

TEST(AzurePlace, LinksAreToldShortly)
{
    const auto summary = azureKind().summary;
    EXPECT_EQ(summary(azureLink(u"https://shop.vault.azure.net/secrets/db"_s)), u"shop/db"_s);
    EXPECT_EQ(summary(azureLink(u"https://shop.vault.azure.net/keys/k/"_s + kVersion)), u"shop/k (key) (version 01234567)"_s);
    EXPECT_EQ(summary(azureLink(u"nonsense"_s)), u"nonsense"_s);
    FormValues parts;
    parts.setText("addressing"_L1, u"parts"_s);
    parts.setText("vault"_L1, u"shop"_s);
    parts.setText("secretType"_L1, u"certificate"_s);
    parts.setText("secretName"_L1, u"tls"_s);
    EXPECT_EQ(summary(parts), u"shop/tls (certificate)"_s);
}

} // namespace
} // namespace sallyport::test
