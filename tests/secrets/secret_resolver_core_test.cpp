// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/secrets/secret_resolver.h"

#include "tests/support/async.h"
#include "tests/support/fakes.h"
#include "tests/support/manual_clock.h"
#include "tests/support/one_credential.h"

#include <gtest/gtest.h>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace sallyport {

namespace {

class SecretResolverTest : public testing::Test {
protected:
    SecretResolverTest()
    {
        source.credential.id = u"cred_1"_s;
        vault.secrets.insert(u"shop"_s, R"({"user":"ann","password":"hunter2","port":5432})");
        vault.secrets.insert(u"plain"_s, "just text");
    }

    static SecretLink link(const QString &path, const QString &key = {})
    {
        SecretLink made{u"fake"_s, u"fake"_s, u"team-a"_s, {}};
        made.reference.setText("path"_L1, path);
        made.reference.setText("key"_L1, key);
        return made;
    }

    static QString shown(const Result<SecretValue> &value) { return value ? value->revealText() : value.error().sentence(); }
    QString resolve(const SecretLink &which) { return shown(test::await(resolver.resolve(which, u"wrk"_s, {}))); }
    QString refresh(const SecretLink &which) { return shown(test::await(resolver.refresh(which, u"wrk"_s, {}))); }

    test::ManualClock clock;
    test::FakeVault vault;
    Interlocutor interlocutor{vault, clock};
    Authorizer authorizer{test::fakeCatalog(), interlocutor, clock};
    SecretCache cache{clock};
    test::OneCredential source{test::fakeCredential()};
    SecretResolver resolver{test::fakeCatalog(), source, authorizer, cache, interlocutor, clock};
};

} // namespace

TEST_F(SecretResolverTest, GivesTheWholeSecretOrAKeyOfIt)
{
    EXPECT_EQ(resolve(link(u"plain"_s)), u"just text"_s);
    EXPECT_EQ(resolve(link(u"shop"_s, u"password"_s)), u"hunter2"_s);
    EXPECT_EQ(resolve(link(u"shop"_s, u"/port"_s)), u"5432"_s);
    EXPECT_EQ(vault.fetches, 2) << "two keys of one document are one fetch";
}

TEST_F(SecretResolverTest, AThousandAskersCauseOneFetch)
{
    std::vector<Async<SecretValue>> all;
    for (int i = 0; i < 1000; ++i)
        all.push_back(resolver.resolve(link(u"shop"_s, i % 2 ? u"user"_s : u"password"_s), u"wrk"_s, {}));
    for (std::size_t i = 0; i < all.size(); ++i)
        EXPECT_EQ(shown(test::await(all[i])), i % 2 ? u"ann"_s : u"hunter2"_s);
    EXPECT_EQ(vault.fetches, 1);
    EXPECT_EQ(vault.signIns, 1);
}

TEST_F(SecretResolverTest, AtMostSixFetchesOfACredentialRunAtATime)
{
    ASSERT_EQ(resolve(link(u"plain"_s)), u"just text"_s); // signed in
    vault.hold();
    std::vector<Async<SecretValue>> all;
    for (int i = 0; i < 20; ++i) {
        vault.secrets.insert(QString::number(i), "v" + QByteArray::number(i));
        all.push_back(resolver.resolve(link(QString::number(i)), u"wrk"_s, {}));
    }
    std::size_t most = 0;
    int answers = 0;
    while (answers < 20) {
        const auto expected = std::min<std::size_t>(6, 20 - static_cast<std::size_t>(answers));
        ASSERT_TRUE(test::waitUntil([this, expected] { return vault.waiting() >= expected; }));
        QCoreApplication::processEvents();
        most = std::max(most, vault.waiting());
        vault.releaseSome(1);
        ++answers;
    }
    EXPECT_EQ(most, 6u);
    for (int i = 0; i < 20; ++i)
        EXPECT_EQ(shown(test::await(all[static_cast<std::size_t>(i)])), u"v%1"_s.arg(i));
}

TEST_F(SecretResolverTest, ValuesAreCachedUntilTheyAreOld)
{
    EXPECT_EQ(resolve(link(u"plain"_s)), u"just text"_s);
    vault.secrets.insert(u"plain"_s, "changed");
    clock.advance(29min);
    EXPECT_EQ(resolve(link(u"plain"_s)), u"just text"_s);
    EXPECT_EQ(resolver.cachedAge(link(u"plain"_s), source.credential), 29min);
    cache.setTimeToLive(10min);
    EXPECT_EQ(resolver.cachedAge(link(u"plain"_s), source.credential), std::nullopt);
    EXPECT_EQ(resolve(link(u"plain"_s)), u"changed"_s);
}

TEST_F(SecretResolverTest, RefreshAsksTheVaultAndServesAllAfterIt)
{
    EXPECT_EQ(resolve(link(u"plain"_s)), u"just text"_s);
    vault.secrets.insert(u"plain"_s, "changed");
    EXPECT_EQ(refresh(link(u"plain"_s)), u"changed"_s);
    EXPECT_EQ(resolve(link(u"plain"_s)), u"changed"_s);
    EXPECT_EQ(vault.fetches, 2);
}

TEST_F(SecretResolverTest, ResetEmptiesTheCacheAlsoOfWhatIsUnderWay)
{
    vault.hold();
    const auto early = resolver.resolve(link(u"plain"_s), u"wrk"_s, {});
    test::waitUntil([this] { return vault.waiting() == 1; });
    cache.clear();
    vault.release();
    EXPECT_EQ(shown(test::await(early)), u"just text"_s) << "who asked gets an answer";
    EXPECT_TRUE(cache.list().empty()) << "but it is not kept";
    EXPECT_EQ(resolve(link(u"plain"_s)), u"just text"_s);
    EXPECT_EQ(vault.fetches, 2);
}

TEST_F(SecretResolverTest, FailuresAreRememberedBriefly)
{
    for (int i = 0; i < 10; ++i)
        EXPECT_EQ(resolve(link(u"absent"_s)),
                  u"no such secret (while fetching absent with credential \"team-a\": ann at http://vault.test)"_s);
    EXPECT_EQ(vault.fetches, 1);
    vault.secrets.insert(u"absent"_s, "now there");
    clock.advance(5s);
    EXPECT_EQ(resolve(link(u"absent"_s)), u"now there"_s);
}

TEST_F(SecretResolverTest, RefreshDoesNotWaitForARememberedFailure)
{
    EXPECT_TRUE(resolve(link(u"absent"_s)).startsWith(u"no such secret"_s));
    vault.secrets.insert(u"absent"_s, "now there");
    EXPECT_EQ(refresh(link(u"absent"_s)), u"now there"_s);
}

TEST_F(SecretResolverTest, AMissingKeyNamesItAndQuotesNothing)
{
    const QString text = resolve(link(u"shop"_s, u"nope"_s));
    EXPECT_EQ(text, u"the secret has no key \"nope\" (while fetching shop with credential \"team-a\": ann at http://vault.test)"_s);
    EXPECT_FALSE(text.contains(u"hunter2"_s));
}

TEST_F(SecretResolverTest, TheAnswerToAnOldCredentialIsNotCachedForTheEditedOne)
{
    ASSERT_EQ(resolve(link(u"plain"_s)), u"just text"_s);
    vault.hold();
    const auto old = resolver.refresh(link(u"plain"_s), u"wrk"_s, {});
    test::waitUntil([this] { return vault.waiting() == 1; });
    ++source.credential.revision; // edited meanwhile
    resolver.forgetCredential(source.credential.id);
    vault.secrets.insert(u"plain"_s, "what the new one sees");
    const auto edited = resolver.resolve(link(u"plain"_s), u"wrk"_s, {});
    test::waitUntil([this] { return vault.waiting() == 2; });
    vault.releaseSome(1);
    ASSERT_OK(test::await(old));
    EXPECT_TRUE(cache.list().empty());
    vault.release();
    EXPECT_EQ(shown(test::await(edited)), u"what the new one sees"_s);
    ASSERT_EQ(cache.list().size(), 1u);
    EXPECT_EQ(cache.list()[0].key.revision, 2);
}

TEST_F(SecretResolverTest, ARevokedTokenIsReplacedOnceWithoutAnybodyNoticing)
{
    EXPECT_EQ(resolve(link(u"plain"_s)), u"just text"_s);
    vault.revokeAll();
    EXPECT_EQ(refresh(link(u"plain"_s)), u"just text"_s);
    EXPECT_EQ(vault.signIns, 2);
    vault.acceptsTokens = false;
    EXPECT_TRUE(refresh(link(u"plain"_s)).startsWith(u"the token is not good any more"_s));
    EXPECT_EQ(vault.signIns, 3);
    EXPECT_EQ(vault.fetches, 5) << "one, then two and two: never a third attempt";
}

TEST_F(SecretResolverTest, OneOfManyMayGiveUpAndTheLastStopsTheFetch)
{
    ASSERT_EQ(resolve(link(u"shop"_s, u"user"_s)), u"ann"_s);
    vault.hold();
    std::stop_source first, second;
    const auto one = resolver.resolve(link(u"plain"_s), u"wrk"_s, first.get_token());
    const auto two = resolver.resolve(link(u"plain"_s), u"wrk"_s, second.get_token());
    test::waitUntil([this] { return vault.waiting() == 1; });
    first.request_stop();
    EXPECT_EQ(test::await(one).error().kind, ErrorKind::Cancelled);
    EXPECT_EQ(vault.stopped(), 0);
    second.request_stop();
    EXPECT_EQ(test::await(two).error().kind, ErrorKind::Cancelled);
    EXPECT_TRUE(test::waitUntil([this] { return vault.stopped() == 1; }));
    vault.release();
    EXPECT_EQ(resolve(link(u"plain"_s)), u"just text"_s) << "Cancelled is not remembered";
}

TEST_F(SecretResolverTest, AnUnknownCredentialSaysForWhichSecret)
{
    source.failure = Error{ErrorKind::Unavailable, u"the keychain is locked"_s, u"Unlock it."_s};
    EXPECT_EQ(resolve(link(u"shop"_s)), u"the keychain is locked (while fetching shop)"_s);
    EXPECT_EQ(vault.requests().size(), 0u);
}

TEST_F(SecretResolverTest, TwoCredentialsNeverShareAValue)
{
    EXPECT_EQ(resolve(link(u"plain"_s)), u"just text"_s);
    vault.secrets.insert(u"plain"_s, "of the other");
    source.credential.id = u"cred_2"_s;
    EXPECT_EQ(resolve(link(u"plain"_s)), u"of the other"_s);
    source.credential.values.setText("namespace"_L1, u"ns"_s);
    EXPECT_EQ(resolve(link(u"plain"_s)), u"of the other"_s);
    EXPECT_EQ(vault.fetches, 3);
}

TEST_F(SecretResolverTest, IdentifySignsInAnewAndLeavesTheSavedGrantAlone)
{
    EXPECT_EQ(resolve(link(u"plain"_s)), u"just text"_s);
    for (int i = 0; i < 2; ++i) {
        const auto who = test::await(resolver.identify(source.credential, {}));
        ASSERT_OK(who);
        EXPECT_EQ(who->name, u"ann"_s);
    }
    EXPECT_EQ(vault.signIns, 3);
    Credential wrong = source.credential;
    wrong.values.setSecret("password"_L1, SecretValue::fromString(u"nope"_s));
    EXPECT_EQ(test::await(resolver.identify(wrong, {})).error().sentence(),
              u"wrong user or password (while signing in with credential \"team-a\")"_s);
    EXPECT_EQ(refresh(link(u"plain"_s)), u"just text"_s);
    EXPECT_EQ(vault.signIns, 4);
}

TEST_F(SecretResolverTest, ACredentialWithoutANameIsNotCalledByAnEmptyOne)
{
    Credential nameless = source.credential;
    nameless.name.clear();
    nameless.values.setSecret("password"_L1, SecretValue::fromString(u"nope"_s));
    EXPECT_EQ(test::await(resolver.identify(nameless, {})).error().sentence(), u"wrong user or password (while signing in)"_s);
}

TEST_F(SecretResolverTest, TellsWhetherACredentialWorks)
{
    QStringList told;
    QObject::connect(&resolver, &SecretResolver::credentialUsed, &resolver,
                     [&told](const QString &id, int revision, const Result<Done> &outcome) {
        told.append(u"%1 %2 %3"_s.arg(id).arg(revision).arg(outcome ? u"works"_s : outcome.error().message));
    });
    EXPECT_EQ(resolve(link(u"plain"_s)), u"just text"_s);
    EXPECT_EQ(resolve(link(u"plain"_s)), u"just text"_s) << "from the cache: the vault was not asked";
    EXPECT_TRUE(resolve(link(u"absent"_s)).startsWith(u"no such secret"_s)) << "which says nothing about the credential";
    EXPECT_OK(test::await(resolver.preview(link(u"shop"_s), source.credential, {})));
    vault.acceptsTokens = false;
    EXPECT_TRUE(refresh(link(u"plain"_s)).startsWith(u"the token"_s));
    EXPECT_EQ(told, (QStringList{u"cred_1 1 works"_s, u"cred_1 1 works"_s, u"cred_1 1 the token is not good any more"_s}));
}

TEST_F(SecretResolverTest, PreviewTellsTheNamesAndNotTheValues)
{
    const auto preview = test::await(resolver.preview(link(u"shop"_s, u"password"_s), source.credential, {}));
    ASSERT_OK(preview);
    EXPECT_EQ(preview->keys, QStringList({u"user"_s, u"password"_s, u"port"_s}));
    EXPECT_TRUE(preview->keyFound);
    EXPECT_EQ(preview->note, u"found"_s);
    EXPECT_TRUE(cache.list().empty());
    const auto missing = test::await(resolver.preview(link(u"shop"_s, u"nope"_s), source.credential, {}));
    EXPECT_FALSE(missing->keyFound);
}

TEST_F(SecretResolverTest, SuggestsWhatTheProviderCanList)
{
    const auto found = test::await(resolver.suggest(link({}), source.credential, u"path"_s, {}));
    ASSERT_OK(found);
    EXPECT_EQ(found->size(), 2u);
}

TEST_F(SecretResolverTest, SecretsWantedTogetherShareCallsAndEachFailsForItself)
{
    ASSERT_EQ(resolve(link(u"plain"_s)), u"just text"_s);
    std::vector<Async<SecretValue>> all;
    for (int i = 0; i < 5; ++i) {
        if (i != 3)
            vault.secrets.insert(u"many/%1"_s.arg(i), "v" + QByteArray::number(i));
        all.push_back(resolver.resolve(link(u"many/%1"_s.arg(i)), u"wrk"_s, {}));
    }
    for (int i = 0; i < 5; ++i) {
        const QString value = shown(test::await(all[static_cast<std::size_t>(i)]));
        EXPECT_TRUE(i == 3 ? value.startsWith(u"no such secret"_s) : value == u"v%1"_s.arg(i)) << value.toStdString();
    }
    EXPECT_EQ(vault.batches, 2) << "two and two; the last alone";
    EXPECT_EQ(vault.fetches, 2);
}

TEST_F(SecretResolverTest, WhereBatchesAreRefusedSecretsAreFetchedOneByOneFromThenOn)
{
    vault.allowsBatches = false;
    for (int round = 0; round < 2; ++round) {
        std::vector<Async<SecretValue>> all;
        for (int i = 0; i < 4; ++i) {
            vault.secrets.insert(u"many/%1"_s.arg(i), "v" + QByteArray::number(i));
            all.push_back(resolver.refresh(link(u"many/%1"_s.arg(i)), u"wrk"_s, {}));
        }
        for (int i = 0; i < 4; ++i)
            EXPECT_EQ(shown(test::await(all[static_cast<std::size_t>(i)])), u"v%1"_s.arg(i));
    }
    EXPECT_EQ(vault.batches, 2) << "the two of the first round were under way together";
    EXPECT_EQ(vault.fetches, 8);
}

TEST_F(SecretResolverTest, APersonsSignInServesLaterFetches)
{
    vault.signInWorks = false;
    EXPECT_TRUE(resolve(link(u"plain"_s)).startsWith(u"wrong user or password"_s));
    interlocutor.setAskUserHandler([](const AskUser &, std::stop_token) {
        return answered<UserAnswer>(UserAnswer{SecretValue::fromString(u"from-a-person"_s)});
    });
    vault.tokens.insert("from-a-person");
    ASSERT_OK(test::await(resolver.signInWith(source.credential, "code"_L1, {})));
    EXPECT_EQ(resolve(link(u"plain"_s)), u"just text"_s) << "and the failure is forgotten at once";
    EXPECT_EQ(vault.signIns, 1);
}

TEST_F(SecretResolverTest, SuggestsSettingsWithoutSigningIn)
{
    const auto found = test::await(resolver.suggestSetting(source.credential, u"user"_s, {}));
    ASSERT_OK(found);
    ASSERT_EQ(found->size(), 1u);
    EXPECT_EQ(found->front().value, u"ann-suggested"_s);
    EXPECT_EQ(vault.signIns, 0);
}

TEST_F(SecretResolverTest, LinkAndCredentialOfDifferentProvidersAreRefused)
{
    source.credential.providerId = u"soon"_s;
    EXPECT_EQ(resolve(link(u"plain"_s)), u"credential \"team-a\" is not one for Fake"_s);
    EXPECT_EQ(vault.requests().size(), 0u);
}

} // namespace sallyport
