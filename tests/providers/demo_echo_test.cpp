// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/base/json.h"
#include "app/demo/demo_workspace.h"
#include "app/demo/echo.h"
#include "app/demo/vault_content.h"

#include <gtest/gtest.h>

using namespace Qt::StringLiterals;

namespace sallyport::test {
namespace {

Value answered(demo::Echo &echo, const LoopbackRequest &request)
{
    return json::parse(echo.handle(request).body).value_or(Value());
}

TEST(DemoEcho, TellsTheSenderWhatArrived)
{
    demo::Echo echo({{u"secret/shop key"_s, u"demo-secret"_s}});
    const Value answer =
        answered(echo, {.method = "POST", .target = "/a?b=c", .headers = {{"X-A", "1"}, {"X-A", "2"}}, .body = "demo-secret"});
    EXPECT_EQ(answer[u"method"].toString(), u"POST"_s);
    EXPECT_EQ(answer[u"path"].toString(), u"/a"_s);
    EXPECT_EQ(answer[u"query"].toString(), u"b=c"_s);
    EXPECT_EQ(answer[u"headers"][u"X-A"].toString(), u"1, 2"_s);
    EXPECT_EQ(answer[u"body"].toString(), u"demo-secret"_s);
}

TEST(DemoEcho, TellsOthersOnlyThatASecretArrived)
{
    demo::Echo echo({{u"secret/shop key"_s, u"demo-secret/+"_s}});
    for (const QByteArray &form : {QByteArray("demo-secret/+"), QByteArray("demo-secret%2F%2B"), QByteArray("demo-secret/+").toBase64()}) {
        (void)echo.handle({.method = "GET",
                           .target = "/a?k=" + form,
                           .headers = {{"Authorization", "Bearer anything"}, {"X-Api-Key", "something"}},
                           .body = form});
        const QByteArray text = echo.handle({.method = "GET", .target = "/_last"}).body;
        EXPECT_FALSE(text.contains(form)) << text.toStdString();
        EXPECT_FALSE(text.contains("anything") || text.contains("something"));
        const Value last = json::parse(text).value_or(Value());
        EXPECT_EQ(last[u"headers"][u"Authorization"].toString(), u"Bearer ******"_s);
        EXPECT_EQ(last[u"recognised"].list().size(), 1U);
    }
}

TEST(DemoEcho, CountsRequestsAndHasNothingToTellAtFirst)
{
    demo::Echo echo({});
    EXPECT_EQ(echo.handle({.method = "GET", .target = "/_last"}).status, 404);
    (void)echo.handle({.method = "GET", .target = "/"});
    EXPECT_EQ(answered(echo, {.method = "GET", .target = "/_count"})[u"requests"].numberText(), u"1"_s);
}

TEST(DemoWorkspace, HoldsALinkAndNoSecret)
{
    const QByteArray text = demo::demoWorkspace(u"http://127.0.0.1:4"_s);
    EXPECT_TRUE(text.contains("base_url: http://127.0.0.1:4\n"));
    EXPECT_TRUE(text.contains("{% vault 'hashicorp'"));
    for (const auto &[name, secret] : demo::secretsOf(demo::demoFixture()))
        EXPECT_FALSE(text.contains(secret.toUtf8())) << name.toStdString();
    EXPECT_GE(demo::secretsOf(demo::demoFixture()).size(), 6);
}

} // namespace
} // namespace sallyport::test
