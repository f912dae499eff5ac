// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/async.h"
#include "tests/support/hcp_inputs.h"
#include "tests/support/script.h"

#include <QUrlQuery>

#include <gmock/gmock.h>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace sallyport::test {
namespace {

const QByteArray kToken = R"({"access_token":"eyJ.new","expires_in":3600,"token_type":"Bearer"})";

Played<AccessGrant> signedIn(const PreparedAnswers &answers, const Inputs &inputs = cloudInputs(),
                             const QMap<QString, QString> &environment = {})
{
    World world{.http = inOrder(answers), .environment = environment};
    return play(vaultProvider().signIn(inputs), world);
}

QUrlQuery formOf(const HttpRequest &request)
{
    return QUrlQuery(QString::fromLatin1(request.body));
}

TEST(HcpSignIn, TradesClientIdAndSecretForATokenOfAnHour)
{
    const auto played = signedIn({vaultReply(200, kToken)});
    ASSERT_OK(played.outcome);
    EXPECT_EQ(played.outcome->values.secret("token"_L1).revealText(), u"eyJ.new"_s);
    EXPECT_EQ(played.outcome->issued, cloudInputs().now);
    EXPECT_EQ(played.outcome->expires, cloudInputs().now.addSecs(3600));
    EXPECT_FALSE(played.outcome->renewable);
    EXPECT_TRUE(played.outcome->obtained);
    const HttpRequest request = played.requests().at(0);
    EXPECT_EQ(request.method, "POST");
    EXPECT_EQ(request.url.toString(), u"https://auth.idp.hashicorp.com/oauth2/token"_s);
    const QUrlQuery form = formOf(request);
    EXPECT_EQ(form.queryItemValue(u"grant_type"_s), u"client_credentials"_s);
    EXPECT_EQ(form.queryItemValue(u"client_id"_s), u"client-1"_s);
    EXPECT_EQ(form.queryItemValue(u"client_secret"_s, QUrl::FullyDecoded), u"s3cret & more"_s);
    EXPECT_EQ(form.queryItemValue(u"audience"_s, QUrl::FullyDecoded), u"https://api.hashicorp.cloud"_s);
    EXPECT_FALSE(request.body.contains("& more")) << "a secret's own & must not end the field";
}

TEST(HcpSignIn, TheOfficialClientsVariablesSayWhere)
{
    const auto played = signedIn({vaultReply(200, kToken)}, cloudInputs(), {{u"HCP_AUTH_URL"_s, u"http://127.0.0.1:9001/"_s}});
    ASSERT_OK(played.outcome);
    EXPECT_EQ(played.requests().at(0).url.toString(), u"http://127.0.0.1:9001/oauth2/token"_s);
    Inputs own = cloudInputs();
    own.credential.setText("authAddress"_L1, u"https://auth.example/base"_s);
    const auto written = signedIn({vaultReply(200, kToken)}, own, {{u"HCP_AUTH_URL"_s, u"https://elsewhere.example"_s}});
    EXPECT_EQ(written.requests().at(0).url.toString(), u"https://auth.example/base/oauth2/token"_s) << "what the credential says counts";
}

TEST(HcpSignIn, APlainAddressIsTakenOnThisComputerOnly)
{
    for (const char *bad :
         {"http://auth.example", "http://127.0.0.1.example:1", "http://localhost.example", "ftp://127.0.0.1", "http://10.0.0.1",
          "https://user:pass@auth.example", "https://auth.example?x=1", "https://auth.example#x", "https://", "http://"}) {
        Inputs inputs = cloudInputs();
        inputs.credential.setText("authAddress"_L1, QString::fromLatin1(bad));
        const auto played = signedIn({}, inputs);
        ASSERT_FALSE(played.outcome) << bad;
        EXPECT_EQ(played.outcome.error().kind, ErrorKind::InvalidInput) << bad;
        EXPECT_FALSE(played.outcome.error().hint.isEmpty()) << bad;
        EXPECT_FALSE(allTextOf(played.outcome.error()).contains(u"pass@"_s)) << "an address may hold a password";
    }
    for (const char *good : {"http://127.0.0.1:1", "http://127.9.9.9", "http://localhost:8080", "http://[::1]:8080", "https://auth.example",
                             "auth.example:8443"}) {
        Inputs inputs = cloudInputs();
        inputs.credential.setText("authAddress"_L1, QString::fromLatin1(good));
        EXPECT_TRUE(signedIn({vaultReply(200, kToken)}, inputs).outcome.has_value()) << good;
    }
}

TEST(HcpSignIn, ARefusalNamesTheCredentialAndTheServicesWords)
{
    for (const int status : {400, 401}) {
        const auto played = signedIn({vaultReply(status, R"({"error":"access_denied","error_description":"Unauthorized s3cret & more"})")});
        ASSERT_FALSE(played.outcome);
        const Error &error = played.outcome.error();
        EXPECT_EQ(error.kind, ErrorKind::Unauthenticated);
        EXPECT_EQ(error.message, u"could not sign in to HCP Vault Secrets: Unauthorized ******"_s);
        EXPECT_TRUE(error.hint.contains(u"client secret"_s));
        EXPECT_TRUE(error.hint.contains(u"ended"_s)) << "asked at HashiCorp's own address: the service is gone";
    }
}

TEST(HcpSignIn, WhatIsMissingIsNamedBeforeAnythingIsSent)
{
    for (const QLatin1StringView id : {"client_id"_L1, "client_secret"_L1}) {
        Inputs inputs = cloudInputs();
        inputs.credential.remove(id);
        const auto played = signedIn({}, inputs);
        ASSERT_FALSE(played.outcome);
        EXPECT_EQ(played.outcome.error().kind, ErrorKind::InvalidInput);
    }
}

TEST(HcpSignIn, AnAnswerWithoutATokenAndARedirectAreErrors)
{
    const auto empty = signedIn({vaultReply(200, R"({"expires_in":3600})")});
    ASSERT_FALSE(empty.outcome);
    EXPECT_EQ(empty.outcome.error().kind, ErrorKind::Malformed);
    const auto redirected = signedIn({vaultReply(307, {}, {{"Location", "https://other.example/oauth2/token"}})});
    ASSERT_FALSE(redirected.outcome);
    EXPECT_EQ(redirected.requests().size(), 1U) << "the secret must not travel on";
}

TEST(HcpSignIn, NothingIsRenewedSoThatTheCoreSignsInAnew)
{
    const auto played = play(vaultProvider().renew(cloudInputs()), PreparedAnswers{});
    ASSERT_FALSE(played.outcome);
    EXPECT_EQ(played.outcome.error().kind, ErrorKind::Unauthenticated);
}

TEST(HcpIdentify, TellsTheServicePrincipal)
{
    const auto played =
        play(vaultProvider().identify(cloudInputs()),
             PreparedAnswers{vaultReply(200, R"({"principal":{"id":"p","type":"SERVICE","service":)"
                                             R"({"id":"p","name":"ci-reader","organization_id":"o-1","project_id":"p-1"}}})")});
    ASSERT_OK(played.outcome);
    EXPECT_EQ(played.outcome->name, u"ci-reader"_s);
    EXPECT_THAT(played.outcome->details, testing::ElementsAre(u"organization o-1"_s, u"project p-1"_s, u"at api.cloud.hashicorp.com"_s));
    const HttpRequest request = played.requests().at(0);
    EXPECT_EQ(request.url.toString(), u"https://api.cloud.hashicorp.com/iam/2019-12-10/caller-identity"_s);
    EXPECT_TRUE(request.headers.contains(HttpHeader{"Authorization", "Bearer eyJ.token"}));
}

TEST(HcpIdentify, APrincipalThatMayNotLookItselfUpIsGoodAndAnEndedTokenIsNot)
{
    const auto shy = play(vaultProvider().identify(cloudInputs()),
                          PreparedAnswers{vaultReply(403, R"({"code":7,"message":"no"})"), vaultReply(200, kToken)});
    ASSERT_OK(shy.outcome);
    EXPECT_EQ(shy.outcome->name, u"service principal client-1"_s);
    const auto ended = play(vaultProvider().identify(cloudInputs()), PreparedAnswers{vaultReply(401, R"({"code":16,"message":"ended"})")});
    ASSERT_FALSE(ended.outcome);
    EXPECT_EQ(ended.outcome.error().kind, ErrorKind::Unauthenticated);
}

TEST(HcpCredential, IsDescribedByItsClientAndSeparateInTheCache)
{
    Inputs inputs = cloudInputs();
    EXPECT_EQ(vaultProvider().describe(inputs.credential), u"Vault Secrets · client-1"_s);
    const QString before = vaultProvider().authority(inputs.credential);
    inputs.credential.setText("apiAddress"_L1, u"https://api.example"_s);
    EXPECT_NE(vaultProvider().authority(inputs.credential), before);
}

} // namespace
} // namespace sallyport::test
