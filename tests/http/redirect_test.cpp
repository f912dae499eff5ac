// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/http/redirect.h"

#include "tests/support/async.h"

namespace sallyport::test {
namespace {

WireRequest request(const QByteArray &method, const QByteArray &url)
{
    WireRequest made;
    made.method = method;
    made.url = url;
    made.headers = {{"Accept", "a/b"}, {"X-Api-Key", "canary"}, {"Authorization", "canary"}, {"Cookie", "canary"}, {"Content-Type", "x/y"}};
    return made;
}

QByteArray names(const QList<HttpHeader> &headers)
{
    QByteArray text;
    for (const HttpHeader &header : headers)
        text += header.name + ' ';
    return text.trimmed();
}

struct MethodCase {
    int status;
    const char *method;
    const char *after;
};

class RedirectMethodTest : public testing::TestWithParam<MethodCase> {};

TEST_P(RedirectMethodTest, FollowsRfc9110)
{
    WireRequest first = request(GetParam().method, "http://a.example/x");
    first.body = "body";
    const auto decision = decideRedirect(first, GetParam().status, "/y");
    ASSERT_TRUE(decision.next.has_value());
    EXPECT_EQ(decision.next->method, GetParam().after);
    EXPECT_EQ(decision.next->url, "http://a.example/y");
    const bool becameGet = first.method != decision.next->method;
    EXPECT_EQ(decision.next->body, becameGet ? "" : "body");
    EXPECT_EQ(names(decision.next->headers),
              becameGet ? "Accept X-Api-Key Authorization Cookie" : "Accept X-Api-Key Authorization Cookie Content-Type");
}

INSTANTIATE_TEST_SUITE_P(Statuses, RedirectMethodTest,
                         testing::Values(MethodCase{301, "POST", "GET"}, MethodCase{302, "POST", "GET"}, MethodCase{303, "POST", "GET"},
                                         MethodCase{301, "PUT", "PUT"}, MethodCase{302, "DELETE", "DELETE"}, MethodCase{303, "PUT", "GET"},
                                         MethodCase{303, "HEAD", "HEAD"}, MethodCase{307, "POST", "POST"}, MethodCase{308, "POST", "POST"},
                                         MethodCase{302, "GET", "GET"}));

struct OriginCase {
    const char *name;
    const char *from;
    const char *location;
    bool keeps;
};

class RedirectOriginTest : public testing::TestWithParam<OriginCase> {};

TEST_P(RedirectOriginTest, KeepsSecretsForTheSameOriginOnly)
{
    const auto decision = decideRedirect(request("GET", GetParam().from), 302, GetParam().location);
    ASSERT_TRUE(decision.next.has_value());
    EXPECT_EQ(names(decision.next->headers), GetParam().keeps ? "Accept X-Api-Key Authorization Cookie Content-Type" : "Accept")
        << decision.next->url.toStdString();
}

INSTANTIATE_TEST_SUITE_P(
    Places, RedirectOriginTest,
    testing::Values(OriginCase{"Relative", "http://a.example/x", "y", true}, OriginCase{"Query", "http://a.example/x", "?y", true},
                    OriginCase{"SamePort", "http://a.example/x", "http://A.example:80/y", true},
                    OriginCase{"Upgrade", "http://a.example/x", "https://a.example/y", true},
                    OriginCase{"UpgradeOtherPort", "http://a.example/x", "https://a.example:8443/y", false},
                    OriginCase{"Downgrade", "https://a.example/x", "http://a.example/y", false},
                    OriginCase{"OtherHost", "http://a.example/x", "http://b.example/", false},
                    OriginCase{"OtherPort", "http://a.example/x", "http://a.example:81/", false},
                    OriginCase{"SubDomain", "http://a.example/x", "http://b.a.example/", false},
                    OriginCase{"SchemeRelative", "http://a.example/x", "//b.example/", false},
                    OriginCase{"UserTrick", "http://a.example/x", "http://a.example@b.example/", false},
                    OriginCase{"NoScheme", "a.example/x", "http://a.example/y", true}),
    [](const auto &tested) { return tested.param.name; });

TEST(Redirect, SendsNoBodyToAnotherOrigin)
{
    WireRequest first = request("POST", "http://a.example/x");
    first.body = "canary";
    for (const int status : {307, 308}) {
        const auto decision = decideRedirect(first, status, "http://b.example/");
        EXPECT_FALSE(decision.next.has_value());
        EXPECT_FALSE(decision.note.isEmpty());
    }
    const auto asGet = decideRedirect(first, 302, "http://b.example/");
    ASSERT_TRUE(asGet.next.has_value());
    EXPECT_EQ(asGet.next->body, "");
}

TEST(Redirect, LeavesHttpNever)
{
    for (const char *location : {"file:///etc/passwd", "ftp://a.example/", "javascript:alert(1)", "gopher://a.example", "http://[broken"})
        EXPECT_FALSE(decideRedirect(request("GET", "http://a.example/x"), 302, location).next.has_value()) << location;
}

TEST(Redirect, IgnoresUserNamesOfTheServersChoosing)
{
    const auto other = decideRedirect(request("GET", "http://me:pw@a.example/x"), 302, "http://you:canary@b.example/y");
    EXPECT_EQ(other.next->url, "http://b.example/y");
    const auto same = decideRedirect(request("GET", "http://me:pw@a.example/x"), 302, "http://you:canary@a.example/y");
    EXPECT_EQ(same.next->url, "http://me:pw@a.example/y");
    const auto relative = decideRedirect(request("GET", "http://me:pw@a.example/x"), 302, "/y");
    EXPECT_EQ(relative.next->url, "http://me:pw@a.example/y");
}

TEST(Redirect, EncodesBlanksInALocation)
{
    EXPECT_EQ(decideRedirect(request("GET", "http://a.example/x"), 302, "/a b").next->url, "http://a.example/a%20b");
}

} // namespace
} // namespace sallyport::test
