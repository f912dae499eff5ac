// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/http/proxy_choice.h"

#include "tests/support/async.h"

#include <QHash>

using namespace Qt::StringLiterals;

namespace sallyport::test {
namespace {

struct Exception {
    const char *host;
    const char *exceptions;
    bool covered;
};

class ExceptionTest : public testing::TestWithParam<Exception> {};

TEST_P(ExceptionTest, FollowsTheRulesOfNoProxy)
{
    EXPECT_EQ(isExcepted(QLatin1StringView(GetParam().host), QLatin1StringView(GetParam().exceptions)), GetParam().covered)
        << GetParam().host << " in " << GetParam().exceptions;
}

INSTANTIATE_TEST_SUITE_P(
    Lists, ExceptionTest,
    testing::Values(Exception{"a.example.org", "example.org", true}, Exception{"a.example.org", ".example.org", true},
                    Exception{"example.org", ".example.org", true}, Exception{"badexample.org", "example.org", false},
                    Exception{"A.Example.ORG", "other, example.org", true}, Exception{"x", "*", true}, Exception{"x", "", false},
                    Exception{"10.1.2.3", "10.0.0.0/8", true}, Exception{"11.1.2.3", "10.0.0.0/8", false},
                    Exception{"10.1.2.3", "10.1.2.3", true}, Exception{"fd12::1", "fd00::/8", true}, Exception{"x", "., ,", false}));

TEST(NeverProxied, HoldsThisMachineLinkLocalAndMetadata)
{
    for (const char *host : {"localhost", "LOCALHOST.", "vault.localhost", "127.0.0.1", "127.9.9.9", "::1", "169.254.169.254", "fe80::1",
                             "fd00:ec2::254", "metadata.google.internal"})
        EXPECT_TRUE(isNeverProxied(QLatin1StringView(host))) << host;
    for (const char *host : {"10.0.0.1", "vault.example.org", "localhost.example.org", "128.0.0.1"})
        EXPECT_FALSE(isNeverProxied(QLatin1StringView(host))) << host;
}

EnvironmentReader reading(QHash<QByteArray, QString> values)
{
    return [values](const char *name) { return values.value(name); };
}

Result<QNetworkProxy> choose(const char *url, const QHash<QByteArray, QString> &values)
{
    return chooseProxy({}, QUrl(QLatin1StringView(url)), reading(values));
}

TEST(ChooseProxy, ReadsTheVariablesThatCurlReads)
{
    const auto plain = choose("http://vault.example", {{"http_proxy", u"proxy:3128"_s}});
    ASSERT_OK(plain);
    EXPECT_EQ(plain->type(), QNetworkProxy::HttpCachingProxy);
    EXPECT_EQ(plain->hostName(), u"proxy"_s);
    EXPECT_EQ(plain->port(), 3128);
    const auto tunnel = choose("https://vault.example", {{"HTTPS_PROXY", u"http://me:p%40ss@proxy:3128/"_s}});
    ASSERT_OK(tunnel);
    EXPECT_EQ(tunnel->type(), QNetworkProxy::HttpProxy);
    EXPECT_EQ(tunnel->user(), u"me"_s);
    EXPECT_EQ(tunnel->password(), u"p@ss"_s);
    const auto socks = choose("https://vault.example", {{"all_proxy", u"socks5h://proxy"_s}});
    ASSERT_OK(socks);
    EXPECT_EQ(socks->type(), QNetworkProxy::Socks5Proxy);
    EXPECT_EQ(socks->port(), 1080);
}

TEST(ChooseProxy, IgnoresTheUpperCaseHttpVariable)
{
    const auto proxy = choose("http://vault.example", {{"HTTP_PROXY", u"http://evil:1"_s}});
    ASSERT_OK(proxy);
    EXPECT_EQ(proxy->type(), QNetworkProxy::NoProxy);
}

TEST(ChooseProxy, HonoursExceptions)
{
    const auto proxy = choose("http://vault.example", {{"http_proxy", u"http://proxy:1"_s}, {"no_proxy", u"example"_s}});
    ASSERT_OK(proxy);
    EXPECT_EQ(proxy->type(), QNetworkProxy::NoProxy);
}

TEST(ChooseProxy, UsesNoneWhereToldSo)
{
    const auto proxy =
        chooseProxy({ProxyPolicy::Mode::None}, QUrl(u"http://vault.example"_s), reading({{"http_proxy", u"http://proxy:1"_s}}));
    ASSERT_OK(proxy);
    EXPECT_EQ(proxy->type(), QNetworkProxy::NoProxy);
}

TEST(ChooseProxy, UsesTheChosenOneButNotForLoopback)
{
    const ProxyPolicy policy{ProxyPolicy::Mode::Manual, QUrl(u"socks5://proxy:9"_s)};
    EXPECT_EQ(chooseProxy(policy, QUrl(u"http://vault.example"_s), reading({}))->type(), QNetworkProxy::Socks5Proxy);
    EXPECT_EQ(chooseProxy(policy, QUrl(u"http://127.1/"_s), reading({}))->type(), QNetworkProxy::NoProxy);
}

TEST(ChooseProxy, RefusesAnAddressItCannotUseWithoutQuotingIt)
{
    for (const char *address : {"https://u:canary@proxy:1", "ftp://canary", "http://", "socks4://proxy"}) {
        const auto proxy = choose("http://vault.example", {{"http_proxy", QLatin1StringView(address)}});
        ASSERT_FALSE(proxy.has_value()) << address;
        EXPECT_EQ(proxy.error().kind, ErrorKind::InvalidInput);
        EXPECT_TRUE(proxy.error().message.contains(u"http_proxy"_s));
        EXPECT_FALSE(proxy.error().message.contains(u"canary"_s));
    }
}

} // namespace
} // namespace sallyport::test
