// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "providers/azure/challenge.h"
#include "tests/support/async.h"
#include "tests/support/azure_inputs.h"

#include <gmock/gmock.h>

using namespace Qt::StringLiterals;

namespace sallyport::test {
namespace {

const azure::Vault kShop{{u"shop.vault.azure.net"_s, 443}, false};
const azure::Vault kListed{{u"kv.corp.example"_s, 8443}, true};

azure::Settings usual(const char *authority = "")
{
    return azureSettings(azureCredential("user", {{"authorityHost", authority}}));
}

HttpReply asking(const QByteArray &header)
{
    return vaultChallenge(header);
}

TEST(AzureChallenge, EverySpellingOfVaultsIsRead)
{
    const QByteArray place = "https://login.microsoftonline.com/" + QByteArray(kTestTenant.data());
    const QByteArray rows[] = {
        "Bearer authorization=\"" + place + "\", resource=\"https://vault.azure.net\"",
        "Bearer authorization=\"" + place + "\" resource=\"https://vault.azure.net\"",
        "Bearer authorization_uri=\"" + place + "\",resource=\"https://vault.azure.net\"",
        "Bearer authorization_uri=\"" + place + "\", scope=\"https://vault.azure.net/.default\"",
        "Bearer authorization=" + place + ", resource=https://vault.azure.net",
        "bearer AUTHORIZATION = \"" + place + "\" , Resource = \"https://vault.azure.net/\"",
        "Bearer   authorization=\"" + place + "/\",\tresource=\"https://VAULT.azure.net\"",
        "Bearer resource=\"https://vault.azure.net\", authorization=\"" + place + "/oauth2/v2.0/authorize\"",
        "PoP nonce=\"1\", Bearer authorization=\"" + place + "\", resource=\"https://vault.azure.net\"",
        "Bearer error=\"x\", Bearer authorization=\"" + place + "\", resource=\"https://vault.azure.net\", PoP a=b",
        "Bearer authorization=\"https://login.windows.net/" + QByteArray(kTestTenant.data()) + "\", resource=\"https://vault.azure.net\"",
    };
    for (const QByteArray &row : rows) {
        const auto wanted = azure::audienceFrom(asking(row), kShop, usual());
        ASSERT_TRUE(wanted) << row.toStdString() << wanted.error().message.toStdString();
        EXPECT_EQ(wanted->tenant, kTestTenant) << row.toStdString();
        EXPECT_EQ(wanted->resource, u"https://vault.azure.net"_s) << row.toStdString();
    }
}

TEST(AzureChallenge, SeveralHeadersCountAsOne)
{
    HttpReply reply = vaultChallenge();
    reply.headers.prepend(HttpHeader{"www-authenticate", "Negotiate"});
    EXPECT_OK(azure::audienceFrom(reply, kShop, usual()));
}

TEST(AzureChallenge, OnlyTheDomainAboveTheVaultMayBeAskedFor)
{
    for (const char *resource :
         {"https://evil.test", "https://azure.net", "https://net", "https://shop.vault.azure.net", "https://ult.azure.net",
          "https://management.azure.com", "https://graph.microsoft.com", "http://vault.azure.net", "https://vault.azure.net:8443",
          "https://vault.azure.net.evil.test", "https://user@vault.azure.net", "https://vault.usgovcloudapi.net", "vault.azure.net",
          "https://vault.azure.net?x=1", "https://managedhsm.azure.net", "https://", "urn:x"}) {
        const auto wanted = azure::audienceFrom(
            asking("Bearer authorization=\"https://login.microsoftonline.com/t\", resource=\"" + QByteArray(resource) + "\""), kShop,
            usual());
        ASSERT_FALSE(wanted) << resource;
        EXPECT_EQ(wanted.error().kind, ErrorKind::PermissionDenied) << resource;
        EXPECT_THAT(wanted.error().message.toStdString(), testing::HasSubstr("sent no token"));
    }
}

TEST(AzureChallenge, AListedHostMayAskForTheCloudsResourceOrItsOwnDomain)
{
    const auto ask = [](const QByteArray &resource) {
        return azure::audienceFrom(asking("Bearer authorization=\"https://login.microsoftonline.com/t\", resource=\"" + resource + "\""),
                                   kListed, usual());
    };
    EXPECT_EQ(ask("https://vault.azure.net").value_or({}).resource, u"https://vault.azure.net"_s);
    EXPECT_EQ(ask("https://corp.example").value_or({}).resource, u"https://corp.example"_s);
    EXPECT_FALSE(ask("https://example"));
    EXPECT_FALSE(ask("https://kv.corp.example"));
    EXPECT_FALSE(ask("https://graph.microsoft.com"));
    EXPECT_FALSE(ask("https://vault.azure.cn"));
}

TEST(AzureChallenge, TokensOfOtherPlacesAreNotFetched)
{
    for (const char *place :
         {"https://login.evil.test/t", "http://login.microsoftonline.com/t", "https://login.microsoftonline.com.evil.test/t",
          "https://login.chinacloudapi.cn/t", "//login.microsoftonline.com/t", "x"}) {
        const auto wanted = azure::audienceFrom(
            asking("Bearer authorization=\"" + QByteArray(place) + "\", resource=\"https://vault.azure.net\""), kShop, usual());
        ASSERT_FALSE(wanted) << place;
        EXPECT_EQ(wanted.error().kind, ErrorKind::PermissionDenied) << place;
    }
    const auto own = azure::audienceFrom(asking("Bearer authorization=\"http://127.0.0.1:9000/t\", resource=\"https://vault.azure.net\""),
                                         kShop, usual("http://localhost:9000"));
    EXPECT_EQ(own.value_or({}).tenant, u"t"_s) << "the credential's own authority is a known one";
}

TEST(AzureChallenge, AnAnswerThatAsksForNothingIsTold)
{
    for (const char *header : {"", "Basic realm=\"x\"", "Bearer", "Bearer resource=\"https://vault.azure.net\"",
                               "Bearer authorization=\"x\"", "===", "\"", ",,,", "Bearer \"\\"}) {
        HttpReply reply = azureReply("{}", 401, {{"WWW-Authenticate", header}});
        EXPECT_EQ(azure::audienceFrom(reply, kShop, usual()).error().kind, ErrorKind::Unauthenticated) << header;
    }
}

TEST(AzureChallenge, ClaimsAreReadInEveryAlphabetWithOrWithoutPadding)
{
    const QByteArray claims = R"({"access_token":{"nbf":{"essential":true,"value":"1726077595"},"xms_caeerror":{"value":"10012>>??"}}})";
    const QByteArray variants[] = {claims.toBase64(), claims.toBase64(QByteArray::OmitTrailingEquals),
                                   claims.toBase64(QByteArray::Base64UrlEncoding),
                                   claims.toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals)};
    for (const QByteArray &text : variants) {
        EXPECT_EQ(azure::claimsFrom(asking("Bearer realm=\"\", error=\"insufficient_claims\", claims=\"" + text + "\"")), claims)
            << text.toStdString();
        EXPECT_EQ(azure::claimsFrom(asking("Bearer error=insufficient_claims claims=" + text)), claims) << text.toStdString();
    }
    EXPECT_TRUE(azure::claimsFrom(vaultChallenge()).isEmpty());
    EXPECT_TRUE(azure::claimsFrom(asking("Bearer claims=\"bm8ganNvbg==\"")).isEmpty());
}

} // namespace
} // namespace sallyport::test
