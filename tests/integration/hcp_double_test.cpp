// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// Kind 2: HCP Vault Secrets as our double plays it, whose answers HashiCorp's own client takes (tests/servers/hcp_test.py). Over TLS
// with an authority of its own, by the program's own transport.
#include "tests/support/desk.h"
#include "tests/support/hcp_inputs.h"
#include "tests/support/server_child.h"

#include <gmock/gmock.h>

using namespace Qt::StringLiterals;

namespace sallyport::test {
namespace {

class HcpDouble : public testing::Test {
protected:
    static void SetUpTestSuite()
    {
        if (missingServers({u"hcpdouble"_s}).isEmpty())
            s_child = startServer(u"hcpdouble"_s);
    }
    static void TearDownTestSuite() { s_child.reset(); }
    void SetUp() override
    {
        SALLYPORT_NEEDS(u"hcpdouble"_s);
        ASSERT_EQ(about(u"event"_s).toString(), u"ready"_s);
        s_child->command(u"heal"_s);
        s_child->command(u"reset-counts"_s);
        m_inputs = cloudInputs();
        m_inputs.credential.setText("authAddress"_L1, about(u"tlsAddress"_s).toString());
        m_inputs.credential.setText("apiAddress"_L1, about(u"tlsAddress"_s).toString());
        m_inputs.credential.setText("caFile"_L1, about(u"caFile"_s).toString());
        actAs(u"reader"_s);
    }

    static const Value &about(const QString &field) { return s_child->ready()[field]; }

    void actAs(const QString &who)
    {
        const Value &client = about(u"clients"_s)[who];
        m_inputs.credential.setText("client_id"_L1, client[u"clientId"].toString());
        m_inputs.credential.setSecret("client_secret"_L1, SecretValue::fromString(client[u"clientSecret"].toString()));
    }
    void signIn()
    {
        m_inputs.now = m_desk.clock.wallTime();
        m_inputs.grant = {};
        const auto grant = m_desk.run(vaultProvider().signIn(m_inputs));
        ASSERT_OK(grant);
        m_inputs.grant = *grant;
    }
    Result<SecretDocument> fetch(const QString &name, const QString &version = {})
    {
        m_inputs.reference = cloudReference(name, version);
        m_inputs.now = m_desk.clock.wallTime();
        return m_desk.run(vaultProvider().fetch(m_inputs, cloudKind()));
    }
    QString textOf(const QString &name, const QString &version = {})
    {
        const auto document = fetch(name, version);
        return document ? document->content.revealText() : u"error: "_s + document.error().sentence();
    }

    static std::unique_ptr<ServerChild> s_child;
    Desk m_desk;
    Inputs m_inputs;
};
std::unique_ptr<ServerChild> HcpDouble::s_child;

TEST_F(HcpDouble, SecretsOfEveryTypeAreRead)
{
    signIn();
    EXPECT_EQ(textOf(u"STATIC"_s), u"plain text value"_s);
    EXPECT_EQ(textOf(u"EMPTY"_s), QString());
    EXPECT_EQ(textOf(u"UNICODE"_s), u"Grüße, 世界 🔑\n\tsecond line"_s);
    EXPECT_EQ(textOf(u"odd name?"_s), u"found all the same"_s);
    EXPECT_EQ(textOf(u"VERSIONS"_s), u"third"_s);
    EXPECT_EQ(textOf(u"VERSIONS"_s, u"1"_s), u"first"_s);
    EXPECT_EQ(textOf(u"ROTATING"_s, u"1"_s), u"{\"user\":\"user-1\",\"password\":\"password-1\"}"_s);
    const auto dynamic = fetch(u"DYNAMIC"_s);
    ASSERT_OK(dynamic);
    EXPECT_THAT(dynamic->maxAge->count(), testing::AllOf(testing::Gt(800), testing::Le(900)));
}

TEST_F(HcpDouble, TheServicePrincipalIsTold)
{
    signIn();
    const auto identity = m_desk.run(vaultProvider().identify(m_inputs));
    ASSERT_OK(identity);
    EXPECT_EQ(identity->name, u"reader-client"_s);
}

TEST_F(HcpDouble, ATokenThatEndedIsUnauthenticatedAndANewSignInMendsIt)
{
    signIn();
    s_child->command(u"expire-tokens"_s);
    const auto ended = fetch(u"STATIC"_s);
    ASSERT_FALSE(ended);
    EXPECT_EQ(ended.error().kind, ErrorKind::Unauthenticated);
    signIn();
    EXPECT_EQ(textOf(u"STATIC"_s), u"plain text value"_s);
}

TEST_F(HcpDouble, RefusalsAreTheKindsThatProgramsActOn)
{
    signIn();
    EXPECT_EQ(fetch(u"NONE"_s).error().kind, ErrorKind::NotFound);
    EXPECT_EQ(fetch(u"VERSIONS"_s, u"9"_s).error().kind, ErrorKind::NotFound);
    s_child->command(u"fail 3 503 - open"_s);
    EXPECT_EQ(fetch(u"STATIC"_s).error().kind, ErrorKind::Unavailable);
    actAs(u"stranger"_s);
    signIn();
    EXPECT_EQ(fetch(u"STATIC"_s).error().kind, ErrorKind::PermissionDenied);
    m_inputs.credential.setSecret("client_secret"_L1, SecretValue("wrong"));
    EXPECT_EQ(m_desk.run(vaultProvider().signIn(m_inputs)).error().kind, ErrorKind::Unauthenticated);
}

TEST_F(HcpDouble, AnAuthorityOfItsOwnIsTrustedOnlyWhereItIsNamed)
{
    m_inputs.credential.remove("caFile"_L1);
    const auto grant = m_desk.run(vaultProvider().signIn(m_inputs));
    ASSERT_FALSE(grant);
    EXPECT_EQ(grant.error().kind, ErrorKind::Network);
    EXPECT_TRUE(s_child->command(u"counts"_s)[u"counts"].map().empty()) << "the secret was not sent";
}

} // namespace
} // namespace sallyport::test
