// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/secrets/authorizer.h"

#include "app/http/conversation_driver.h"
#include "tests/support/async.h"
#include "tests/support/fakes.h"
#include "tests/support/manual_clock.h"

#include <gtest/gtest.h>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace sallyport {

namespace {

class AuthorizerTest : public testing::Test {
protected:
    AuthorizerTest()
    {
        credential.id = u"cred_1"_s;
        authorizer.setJitterSource([this] { return jitter; });
        vault.secrets.insert(u"shop"_s, "value");
    }

    QByteArray token(const Credential &whose)
    {
        const auto grant = test::await(authorizer.grant(whose, {}));
        return grant ? grant->values.secret("token"_L1).reveal().toByteArray() : grant.error().message.toUtf8();
    }

    Async<QString> whoAmI(const Credential &whose, std::stop_token stop = {})
    {
        return authorizer.withGrant<QString>(whose, stop, [this](const AccessGrant &grant) {
            ++attempts;
            Completer<QString> done;
            converse(test::fakeProvider().identify(Inputs{credential.values, grant, {}, clock.wallTime()}), interlocutor, {})
                .then(&context, [done](const Result<Identity> &who) { done(who.transform([](const Identity &i) { return i.name; })); });
            return done.future();
        });
    }

    QObject context;
    test::ManualClock clock;
    test::FakeVault vault;
    Interlocutor interlocutor{vault, clock};
    Authorizer authorizer{test::fakeCatalog(), interlocutor, clock};
    Credential credential = test::fakeCredential();
    double jitter = 0;
    int attempts = 0;
};

} // namespace

TEST_F(AuthorizerTest, AThousandAskersCauseOneSignIn)
{
    std::vector<Async<AccessGrant>> all;
    for (int i = 0; i < 1000; ++i)
        all.push_back(authorizer.grant(credential, {}));
    for (const auto &each : all)
        ASSERT_OK(test::await(each));
    EXPECT_EQ(vault.signIns, 1);
}

TEST_F(AuthorizerTest, AGrantServesUntilTwoThirdsOfItsLifeAndIsThenRenewed)
{
    vault.life = 3000; // renewed between 2100 and 2200 s
    EXPECT_EQ(token(credential), "token-1");
    clock.advance(2099s);
    EXPECT_EQ(token(credential), "token-1");
    EXPECT_EQ(vault.renewals, 0);
    clock.advance(1s);
    EXPECT_EQ(token(credential), "token-1");
    EXPECT_EQ(vault.renewals, 1);
    EXPECT_EQ(vault.signIns, 1);
    clock.advance(2099s);
    EXPECT_EQ(token(credential), "token-1");
    EXPECT_EQ(vault.renewals, 1) << "the renewal started a new life";
}

TEST_F(AuthorizerTest, JitterSpreadsRenewals)
{
    vault.life = 3000;
    jitter = 1;
    EXPECT_EQ(token(credential), "token-1");
    clock.advance(2199s);
    EXPECT_EQ(token(credential), "token-1");
    EXPECT_EQ(vault.renewals, 0);
    clock.advance(1s);
    EXPECT_EQ(token(credential), "token-1");
    EXPECT_EQ(vault.renewals, 1);
}

TEST_F(AuthorizerTest, WithoutJitterSetForATestRenewalsDiffer)
{
    Authorizer ordinary{test::fakeCatalog(), interlocutor, clock};
    vault.life = 1'000'000;
    std::vector<Credential> many;
    for (int i = 0; i < 20; ++i) {
        many.push_back(credential);
        many.back().id = QString::number(i);
        ASSERT_OK(test::await(ordinary.grant(many.back(), {})));
    }
    clock.advance(716'666s); // the middle of the window
    for (const Credential &each : many)
        ASSERT_OK(test::await(ordinary.grant(each, {})));
    EXPECT_GT(vault.renewals, 0);
    EXPECT_LT(vault.renewals, 20);
}

TEST_F(AuthorizerTest, AFailedRenewalLeadsToANewSignIn)
{
    EXPECT_EQ(token(credential), "token-1");
    vault.renewalWorks = false;
    clock.advance(3000s);
    EXPECT_EQ(token(credential), "token-2");
    EXPECT_EQ(vault.renewals, 1);
    EXPECT_EQ(vault.signIns, 2);
}

TEST_F(AuthorizerTest, WhatIsNotRenewableIsObtainedAnew)
{
    vault.renewable = false;
    EXPECT_EQ(token(credential), "token-1");
    clock.advance(3000s);
    EXPECT_EQ(token(credential), "token-2");
    EXPECT_EQ(vault.renewals, 0);
}

TEST_F(AuthorizerTest, AnExpiredGrantIsNotRenewedButObtainedAnew)
{
    EXPECT_EQ(token(credential), "token-1");
    clock.advance(3600s);
    EXPECT_EQ(token(credential), "token-2");
    EXPECT_EQ(vault.renewals, 0);
}

TEST_F(AuthorizerTest, AnOldGrantThatLivesServesWhileNoNewOneCanBeHad)
{
    vault.renewable = false;
    EXPECT_EQ(token(credential), "token-1");
    vault.signInWorks = false; // such as a secret id for one use
    clock.advance(3000s);
    EXPECT_EQ(token(credential), "token-1");
    EXPECT_EQ(token(credential), "token-1");
    EXPECT_EQ(vault.signIns, 2) << "not asked again at once";
    clock.advance(599s);
    EXPECT_EQ(token(credential), "token-1");
    clock.advance(1s);
    EXPECT_EQ(token(credential), "wrong user or password") << "its life is over";
}

TEST_F(AuthorizerTest, NeverExpiringGrantsAreNeverRenewed)
{
    vault.life = 0;
    EXPECT_EQ(token(credential), "token-1");
    clock.advance(24h * 365);
    EXPECT_EQ(token(credential), "token-1");
    EXPECT_EQ(vault.signIns, 1);
    EXPECT_EQ(vault.renewals, 0);
}

TEST_F(AuthorizerTest, ACachedGrantThatIsRefusedCausesOneSignInAndOneMoreAttempt)
{
    ASSERT_OK(test::await(whoAmI(credential)));
    vault.revokeAll();
    attempts = 0;
    const auto who = test::await(whoAmI(credential));
    ASSERT_OK(who);
    EXPECT_EQ(attempts, 2);
    EXPECT_EQ(vault.signIns, 2);
}

TEST_F(AuthorizerTest, ManyRefusedAtOnceShareTheNewSignIn)
{
    ASSERT_OK(test::await(whoAmI(credential)));
    vault.revokeAll();
    std::vector<Async<QString>> all;
    for (int i = 0; i < 50; ++i)
        all.push_back(whoAmI(credential));
    for (const auto &each : all)
        ASSERT_OK(test::await(each));
    EXPECT_EQ(vault.signIns, 2);
}

TEST_F(AuthorizerTest, RefusalNeverLoops)
{
    ASSERT_OK(test::await(whoAmI(credential)));
    vault.acceptsTokens = false;
    attempts = 0;
    const auto who = test::await(whoAmI(credential));
    ASSERT_FALSE(who.has_value());
    EXPECT_EQ(who.error().kind, ErrorKind::Unauthenticated);
    EXPECT_EQ(attempts, 2);
    EXPECT_EQ(vault.signIns, 2);
}

TEST_F(AuthorizerTest, AFreshGrantThatIsRefusedIsNotTriedAgain)
{
    vault.acceptsTokens = false;
    const auto who = test::await(whoAmI(credential));
    EXPECT_EQ(who.error().kind, ErrorKind::Unauthenticated);
    EXPECT_EQ(attempts, 1);
    EXPECT_EQ(vault.signIns, 1);
}

TEST_F(AuthorizerTest, AGivenTokenThatIsRefusedIsNotTriedAgain)
{
    credential.values.setText("method"_L1, u"token"_s);
    credential.values.setSecret("token"_L1, SecretValue::fromString(u"given"_s));
    vault.tokens.insert("given");
    ASSERT_OK(test::await(whoAmI(credential)));
    vault.revokeAll();
    attempts = 0;
    EXPECT_EQ(test::await(whoAmI(credential)).error().kind, ErrorKind::Unauthenticated);
    EXPECT_EQ(attempts, 1);
    EXPECT_EQ(vault.signIns, 0);
}

TEST_F(AuthorizerTest, ChangedValuesNeverUseTheOldGrant)
{
    EXPECT_EQ(token(credential), "token-1");
    vault.people.insert(u"bob"_s, u"pw-bob"_s);
    Credential changed = credential; // same id and revision: not saved yet
    changed.values.setText("user"_L1, u"bob"_s);
    changed.values.setSecret("password"_L1, SecretValue::fromString(u"pw-bob"_s));
    EXPECT_EQ(token(changed), "token-2");
    changed.values.setSecret("password"_L1, SecretValue::fromString(u"wrong"_s));
    EXPECT_EQ(token(changed), "wrong user or password");
}

TEST_F(AuthorizerTest, WhatATrialObtainedServesTheSavedCredential)
{
    Credential trial = credential;
    trial.id.clear();
    EXPECT_EQ(token(trial), "token-1");
    vault.signInWorks = false; // a secret id for one use is used up now
    EXPECT_EQ(token(credential), "token-1");
    Credential other = credential;
    other.id = u"cred_2"_s;
    other.values.setText("user"_L1, u"bob"_s);
    EXPECT_EQ(token(other), "wrong user or password");
}

TEST_F(AuthorizerTest, WhatATrialObtainedIsTheSavedCredentialsBeforeAnotherTrial)
{
    Credential trial = credential;
    trial.id.clear();
    EXPECT_EQ(token(trial), "token-1");
    authorizer.adoptTrial(credential);
    authorizer.forget({}); // another trial begins
    EXPECT_EQ(token(credential), "token-1");
    EXPECT_EQ(vault.signIns, 1);
}

TEST_F(AuthorizerTest, ATrialOfOtherValuesIsNotAdopted)
{
    vault.people.insert(u"bob"_s, u"pw-bob"_s);
    Credential trial = credential;
    trial.id.clear();
    trial.values.setText("user"_L1, u"bob"_s);
    trial.values.setSecret("password"_L1, SecretValue::fromString(u"pw-bob"_s));
    EXPECT_EQ(token(trial), "token-1");
    authorizer.adoptTrial(credential);
    EXPECT_EQ(token(credential), "token-2");
}

TEST_F(AuthorizerTest, ForgettingVoidsAlsoASignInUnderWay)
{
    vault.hold();
    const auto first = authorizer.grant(credential, {});
    test::waitUntil([this] { return vault.waiting() == 1; });
    authorizer.forget(credential.id);
    vault.release();
    ASSERT_OK(test::await(first));
    EXPECT_EQ(token(credential), "token-2");
}

TEST_F(AuthorizerTest, ClearForgetsEverything)
{
    EXPECT_EQ(token(credential), "token-1");
    authorizer.clear();
    EXPECT_EQ(token(credential), "token-2");
}

TEST_F(AuthorizerTest, OneOfManyMayGiveUp)
{
    vault.hold();
    std::stop_source stop;
    const auto leaving = authorizer.grant(credential, stop.get_token());
    const auto staying = authorizer.grant(credential, {});
    test::waitUntil([this] { return vault.waiting() == 1; });
    stop.request_stop();
    EXPECT_EQ(test::await(leaving).error().kind, ErrorKind::Cancelled);
    vault.release();
    EXPECT_OK(test::await(staying));
    EXPECT_EQ(vault.stopped(), 0);
}

TEST_F(AuthorizerTest, TheLastToGiveUpStopsTheSignIn)
{
    vault.hold();
    std::stop_source stop;
    const auto first = authorizer.grant(credential, stop.get_token());
    const auto second = authorizer.grant(credential, stop.get_token());
    test::waitUntil([this] { return vault.waiting() == 1; });
    stop.request_stop();
    EXPECT_EQ(test::await(first).error().kind, ErrorKind::Cancelled);
    EXPECT_EQ(test::await(second).error().kind, ErrorKind::Cancelled);
    EXPECT_TRUE(test::waitUntil([this] { return vault.stopped() == 1; }));
    vault.release();
    EXPECT_EQ(token(credential), "token-1") << "the next asker starts afresh";
}

TEST_F(AuthorizerTest, ProvidersToComeSaySo)
{
    credential.providerId = u"soon"_s;
    const auto grant = test::await(authorizer.grant(credential, {}));
    ASSERT_FALSE(grant.has_value());
    EXPECT_EQ(grant.error().kind, ErrorKind::InvalidInput);
}

} // namespace sallyport
