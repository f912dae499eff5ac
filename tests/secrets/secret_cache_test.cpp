// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/secrets/secret_cache.h"

#include "tests/support/manual_clock.h"

#include <gtest/gtest.h>

#include <set>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace sallyport {

namespace {

SecretCacheKey key(const QString &locator = u"{\"path\":\"shop\"}"_s)
{
    return {u"cred_1"_s, 1, u"https://vault.test:8200 admin"_s, u"hashicorp"_s, locator};
}

Result<SecretDocument> document(const QByteArray &text, std::optional<std::chrono::seconds> maxAge = {})
{
    return SecretDocument{SecretValue(QByteArrayView(text)), SecretDocument::Form::Json, {}, maxAge, {}, {}};
}

Result<SecretDocument> failure(ErrorKind kind)
{
    return Error{kind, u"it failed"_s, {}};
}

std::string selected(SecretCache &cache, const SecretCacheKey &which, const QString &selector = {})
{
    const auto found = cache.findSelected(which, selector);
    if (!found)
        return "(nothing)";
    return *found ? (*found)->reveal().toByteArray().toStdString() : "(error)";
}

class SecretCacheTest : public testing::Test {
protected:
    test::ManualClock clock;
    SecretCache cache{clock};
};

} // namespace

TEST_F(SecretCacheTest, KeepsForThirtyMinutesUnlessToldOtherwise)
{
    cache.store(key(), document("v1"));
    clock.advance(30min - 1ms);
    EXPECT_EQ(selected(cache, key()), "v1");
    EXPECT_EQ(cache.find(key())->age, 30min - 1ms);
    clock.advance(1ms);
    EXPECT_EQ(selected(cache, key()), "(nothing)");
    EXPECT_TRUE(cache.list().empty());
}

TEST_F(SecretCacheTest, AChangedTimeToLiveAppliesToWhatIsCachedAlready)
{
    cache.store(key(), document("v1"));
    clock.advance(10min);
    cache.setTimeToLive(11min);
    EXPECT_EQ(selected(cache, key()), "v1");
    cache.setTimeToLive(10min);
    EXPECT_EQ(selected(cache, key()), "(nothing)");
    cache.setTimeToLive(720min);
    EXPECT_EQ(selected(cache, key()), "(nothing)") << "what was wiped must not come back";
}

TEST_F(SecretCacheTest, ALongerTimeToLiveAppliesToo)
{
    cache.store(key(), document("v1"));
    cache.setTimeToLive(60min);
    clock.advance(45min);
    EXPECT_EQ(selected(cache, key()), "v1");
}

TEST_F(SecretCacheTest, TimeToLiveIsClamped)
{
    cache.setTimeToLive(-5min);
    EXPECT_EQ(cache.timeToLive(), 0min);
    cache.setTimeToLive(1000min);
    EXPECT_EQ(cache.timeToLive(), 720min);
}

TEST_F(SecretCacheTest, ZeroKeepsNoSecretButStillRemembersFailures)
{
    cache.setTimeToLive(0min);
    cache.store(key(), document("v1"));
    EXPECT_EQ(selected(cache, key()), "(nothing)");
    cache.store(key(), failure(ErrorKind::Unavailable));
    EXPECT_EQ(selected(cache, key()), "(error)");
}

TEST_F(SecretCacheTest, AVaultsOwnLimitShortensTheLife)
{
    cache.store(key(), document("v1", 60s));
    clock.advance(59s);
    EXPECT_EQ(selected(cache, key()), "v1");
    clock.advance(1s);
    EXPECT_EQ(selected(cache, key()), "(nothing)");
}

TEST_F(SecretCacheTest, FailuresAreRememberedForFiveSeconds)
{
    cache.store(key(), failure(ErrorKind::PermissionDenied));
    clock.advance(4999ms);
    EXPECT_EQ(selected(cache, key(), u"a"_s), "(error)");
    EXPECT_TRUE(cache.list().empty()) << "failures are not listed as cached secrets";
    EXPECT_EQ(cache.age(key()), std::nullopt);
    clock.advance(1ms);
    EXPECT_EQ(selected(cache, key()), "(nothing)");
}

TEST_F(SecretCacheTest, CancelledIsNeverRemembered)
{
    cache.store(key(), failure(ErrorKind::Cancelled));
    EXPECT_EQ(cache.find(key()).has_value(), false);
    cache.store(key(), document("v1"));
    cache.store(key(), failure(ErrorKind::Cancelled));
    EXPECT_EQ(selected(cache, key()), "v1") << "a cancelled refresh leaves what there is";
}

TEST_F(SecretCacheTest, SelectedPartsComeFromTheDocumentStoredLast)
{
    cache.store(key(), document(R"({"user":"ann","port":5432})"));
    EXPECT_EQ(selected(cache, key(), u"user"_s), "ann");
    EXPECT_EQ(selected(cache, key(), u"user"_s), "ann");
    EXPECT_EQ(selected(cache, key(), u"/port"_s), "5432");
    EXPECT_EQ(selected(cache, key(), u"absent"_s), "(error)");
    cache.store(key(), document(R"({"user":"bob"})"));
    EXPECT_EQ(selected(cache, key(), u"user"_s), "bob");
}

TEST_F(SecretCacheTest, ASecondLookGivesTheSameBufferWithoutParsing)
{
    cache.store(key(), document(R"({"user":"ann"})"));
    const auto first = cache.findSelected(key(), u"user"_s);
    const auto second = cache.findSelected(key(), u"user"_s);
    EXPECT_EQ((*first)->reveal().data(), (*second)->reveal().data());
}

TEST_F(SecretCacheTest, EveryMemberOfTheKeyTellsEntriesApart)
{
    const SecretCacheKey base = key();
    const std::vector<SecretCacheKey> others{
        {u"cred_2"_s, base.revision, base.authority, base.kindId, base.locator},
        {base.credentialId, 2, base.authority, base.kindId, base.locator},
        {base.credentialId, base.revision, u"https://vault.test:8201 admin"_s, base.kindId, base.locator},
        {base.credentialId, base.revision, u"https://vault.test:8200 "_s, base.kindId, base.locator},
        {base.credentialId, base.revision, base.authority, u"aws"_s, base.locator},
        {base.credentialId, base.revision, base.authority, base.kindId, u"{\"path\":\"shop2\"}"_s},
        {base.credentialId, base.revision, base.authority, base.kindId, u"{\"path\":\"shop\",\"version\":\"1\"}"_s},
    };
    cache.store(base, document("base"));
    for (const SecretCacheKey &other : others)
        EXPECT_EQ(selected(cache, other), "(nothing)") << other.locator.toStdString() << other.authority.toStdString();
    int number = 0;
    for (const SecretCacheKey &other : others)
        cache.store(other, document(QByteArray::number(++number)));
    number = 0;
    for (const SecretCacheKey &other : others)
        EXPECT_EQ(selected(cache, other), std::to_string(++number));
    EXPECT_EQ(selected(cache, base), "base");
}

TEST_F(SecretCacheTest, ForgettingOneOrACredentialOrAll)
{
    SecretCacheKey elsewhere = key();
    elsewhere.credentialId = u"cred_2"_s;
    cache.store(key(u"a"_s), document("a"));
    cache.store(key(u"b"_s), document("b"));
    cache.store(elsewhere, document("c"));
    cache.forget(key(u"a"_s));
    EXPECT_EQ(selected(cache, key(u"a"_s)), "(nothing)");
    EXPECT_EQ(selected(cache, key(u"b"_s)), "b");
    const quint64 before = cache.generation();
    cache.forgetCredential(u"cred_1"_s);
    EXPECT_EQ(selected(cache, key(u"b"_s)), "(nothing)");
    EXPECT_EQ(selected(cache, elsewhere), "c");
    EXPECT_GT(cache.generation(), before);
    cache.clear();
    EXPECT_EQ(selected(cache, elsewhere), "(nothing)");
}

TEST_F(SecretCacheTest, StaleSecretsAreWipedEvenIfNobodyAsks)
{
    cache.store(key(), document("v1"));
    int changes = 0;
    QObject::connect(&cache, &SecretCache::changed, &cache, [&changes] { ++changes; });
    clock.advance(31min);
    EXPECT_EQ(changes, 1);
    EXPECT_EQ(clock.pending(), 0u) << "an empty cache needs no timer";
}

TEST_F(SecretCacheTest, ListsYoungestFirst)
{
    cache.store(key(u"old"_s), document("1"));
    clock.advance(2min);
    cache.store(key(u"young"_s), document("2"));
    clock.advance(1min);
    const auto list = cache.list();
    ASSERT_EQ(list.size(), 2u);
    EXPECT_EQ(list[0].key.locator, u"young"_s);
    EXPECT_EQ(list[0].age, 1min);
    EXPECT_EQ(list[1].age, 3min);
    EXPECT_EQ(cache.age(key(u"old"_s)), 3min);
}

} // namespace sallyport
