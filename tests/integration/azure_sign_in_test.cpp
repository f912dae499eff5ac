// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// People sign in at oidc-provider (kind 1: OpenID certified, by others): with a page and PKCE, with a code, silently afterwards. The pages
// are filled in by tests/servers/kit/person.py; a real browser does the same in tests/end_to_end/window_azure_test.py.
#include "app/oauth/authorization_flow.h"
#include "tests/support/azure_cloud.h"

#include <QRegularExpression>

#include <gmock/gmock.h>

using namespace Qt::StringLiterals;

namespace sallyport::test {
namespace {

class EntraSignIn : public AzureCloud {
protected:
    void SetUp() override
    {
        AzureCloud::SetUp();
        if (IsSkipped() || HasFatalFailure())
            return;
        m_person->become("user", {{"tenant", entra("tenant")}, {"publicClientId", entra("nativeClient")}});
        m_person->desk.interlocutor.setAuthorizationHandler(authorizeWithBrowser);
        goThroughPages(u"sign-in"_s);
        m_person->desk.interlocutor.setShowCodeHandler([this](const ShowCode &code, const std::stop_source &) {
            m_shown = code;
            s_entra->command(m_deviceAnswer + u' ' + code.userCode);
        });
    }

    //! `command` is what the person does on the pages; where they end is handed to the program as a person would paste it.
    void goThroughPages(const QString &command)
    {
        m_person->desk.interlocutor.setBrowserHandler([this, command](const BrowserSession &session, std::stop_token) {
            m_page = session.url();
            const Value end = s_entra->command(command + u' ' + QString::fromLatin1(session.url().toEncoded()));
            Completer<Done> done;
            done(session.submitRedirect(m_wayBack(end[u"address"].toString())));
            return done.future();
        });
    }
    Result<AccessGrant> signInWith(QLatin1StringView way)
    {
        m_person->inputs.now = m_person->desk.clock.wallTime();
        auto grant = m_person->desk.run(azureProvider().signInWith(m_person->inputs, way));
        if (grant)
            m_person->inputs.grant = *grant;
        return grant;
    }
    QString refreshToken() const { return m_person->inputs.grant.keep.secret("refreshToken"_L1).revealText(); }
    //! As in another run of the program, with what the keychain kept.
    Result<AccessGrant> signInSilently(const QString &kept)
    {
        m_person->setSecret("refreshToken"_L1, kept);
        return m_person->signIn();
    }

    QUrl m_page;
    ShowCode m_shown;
    QString m_deviceAnswer = u"device"_s;
    std::function<QString(QString)> m_wayBack = [](const QString &address) { return address; };
};

TEST_F(EntraSignIn, APersonInABrowserOpensTheVault)
{
    const auto grant = signInWith("browser"_L1);
    ASSERT_OK(grant);
    EXPECT_EQ(grant->account, u"ada@sallyport.example"_s);
    EXPECT_FALSE(refreshToken().isEmpty());
    EXPECT_EQ(m_person->textOf(u"secrets/text"_s), u"plain text value"_s);
    EXPECT_TRUE(m_page.query().contains(u"code_challenge_method=S256"_s));
    EXPECT_FALSE(m_page.query().contains(u"code_verifier"_s));
    const auto identity = m_person->desk.run(azureProvider().identify(m_person->inputs));
    ASSERT_OK(identity);
    EXPECT_EQ(identity->name, u"ada@sallyport.example"_s);
}

//! RFC 9207: oidc-provider promises to name itself and does.
TEST_F(EntraSignIn, ACodeThatComesFromElsewhereOrFromNobodyIsNotSpent)
{
    static const QRegularExpression kIssuer(u"[?&]iss=[^&]*"_s);
    for (const QString &iss : {u"&iss=https%3A%2F%2Fevil.example"_s, QString()}) {
        m_wayBack = [&iss](QString address) {
            EXPECT_TRUE(kIssuer.match(address).hasMatch()) << address.toStdString();
            return address.remove(kIssuer) + iss;
        };
        const auto grant = signInWith("browser"_L1);
        ASSERT_FALSE(grant);
        EXPECT_EQ(grant.error().kind, ErrorKind::Malformed);
    }
    EXPECT_EQ(calls(s_entra, u"token"_s), 0);
}

TEST_F(EntraSignIn, APersonWithACodeOpensTheVault)
{
    ASSERT_OK(signInWith("device"_L1));
    EXPECT_EQ(m_shown.verificationUri.toString(), entra("authority") + u"/oauth2/v2.0/deviceauth"_s);
    EXPECT_FALSE(refreshToken().isEmpty());
    EXPECT_EQ(m_person->textOf(u"secrets/text"_s), u"plain text value"_s);
}

TEST_F(EntraSignIn, APersonWhoRefusesIsUnderstood)
{
    goThroughPages(u"cancel"_s);
    const auto inBrowser = signInWith("browser"_L1);
    ASSERT_FALSE(inBrowser);
    EXPECT_NE(inBrowser.error().kind, ErrorKind::Internal);
    EXPECT_EQ(calls(s_entra, u"token"_s), 0);
    m_deviceAnswer = u"device-cancel"_s;
    const auto withCode = signInWith("device"_L1);
    ASSERT_FALSE(withCode);
    EXPECT_NE(withCode.error().kind, ErrorKind::Internal);
}

TEST_F(EntraSignIn, RefreshTokensRotateAndAnOldOneEndsTheFamily)
{
    ASSERT_OK(signInWith("browser"_L1));
    const QString first = refreshToken();
    ASSERT_OK(signInSilently(first));
    const QString second = refreshToken();
    EXPECT_NE(second, first);
    EXPECT_EQ(m_person->textOf(u"secrets/text"_s), u"plain text value"_s);
    ASSERT_OK(signInSilently(second));
    EXPECT_EQ(calls(s_entra, u"authorize"_s), 1) << "nobody is asked";
    const auto replayed = signInSilently(first);
    ASSERT_FALSE(replayed);
    EXPECT_EQ(replayed.error().kind, ErrorKind::Unauthenticated);
    EXPECT_EQ(signInSilently(second).error().kind, ErrorKind::Unauthenticated) << "the provider ends the whole family";
}

TEST_F(EntraSignIn, NobodySignedInIsUnauthenticatedAndAsksNothing)
{
    const auto grant = m_person->signIn();
    ASSERT_FALSE(grant);
    EXPECT_EQ(grant.error().kind, ErrorKind::Unauthenticated);
    EXPECT_EQ(calls(s_entra, u"token"_s), 0);
}

TEST_F(EntraSignIn, AClaimsChallengeIsAnsweredSilently)
{
    ASSERT_OK(signInWith("browser"_L1));
    EXPECT_EQ(m_person->textOf(u"secrets/text"_s), u"plain text value"_s);
    s_vault->command(uR"(claims 1 {"access_token":{"nbf":{"essential":true,"value":"1"}}})"_s);
    const auto document = m_person->fetch(u"secrets/text"_s);
    ASSERT_FALSE(document);
    EXPECT_EQ(document.error().kind, ErrorKind::Unauthenticated);
    ASSERT_OK(signInSilently(refreshToken()));
    EXPECT_EQ(m_person->textOf(u"secrets/text"_s), u"plain text value"_s);
}

} // namespace
} // namespace sallyport::test
