// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// Against HashiCorp's own Vault: key-value secrets, versions, detection, policies.
#include "providers/sdk/select_key.h"
#include "tests/support/vault_asker.h"
#include "tests/support/vault_server.h"

#include <gmock/gmock.h>

#include <memory>

using namespace Qt::StringLiterals;

namespace sallyport::test {
namespace {

class RealVaultKv : public testing::Test {
protected:
    static void SetUpTestSuite()
    {
        if (!missingServers({u"vault"_s}).isEmpty())
            return;
        s_vault = std::make_unique<RealVault>();
        s_vault->mountKv("old", 1);
        s_vault->mountKv("deep/er", 2);
        s_vault->ask("POST", "sys/mounts/tr", R"({"type":"transit"})");
        s_vault->ask("POST", "old/prod/shop", R"({"key":"of v1","big":18446744073709551615})");
        s_vault->ask("POST", "secret/data/prod/shop", R"({"data":{"key":"one"}})");
        s_vault->ask(
            "POST", "secret/data/prod/shop",
            R"({"data":{"key":"two","db":{"user":"shop","ports":[5432,5433]},"a/b":"slash","big":9007199254740991,"price":1.25}})");
        s_vault->ask("POST", "deep/er/data/x", R"({"data":{"key":"deep"}})");
    }
    static void TearDownTestSuite() { s_vault.reset(); }
    void SetUp() override
    {
        SALLYPORT_NEEDS(u"vault"_s);
        m_asker = std::make_unique<VaultAsker>(tokenCredential(s_vault->address(), s_vault->token().toUtf8()));
        ASSERT_OK(m_asker->signIn());
    }
    //! Everything as somebody with that policy.
    void actAs(const QByteArray &policy, const QByteArray &text, const QByteArray &extra = {})
    {
        s_vault->writePolicy(policy, text);
        const QByteArray token = s_vault->newToken(R"({"policies":[")" + policy + R"("],"ttl":"1h")" + extra + "}");
        m_asker = std::make_unique<VaultAsker>(tokenCredential(s_vault->address(), token));
        ASSERT_OK(m_asker->signIn());
    }

    static std::unique_ptr<RealVault> s_vault;
    std::unique_ptr<VaultAsker> m_asker;
};
std::unique_ptr<RealVault> RealVaultKv::s_vault;

//! Vault itself rounds what it stores in version 2 to double precision; version 1 keeps every digit, see below.
TEST_F(RealVaultKv, ReadsVersionTwoWithPointersAndNumbersAsSent)
{
    const auto document = m_asker->fetch(kvReference(u"secret"_s, u"prod/shop"_s, u"v2"_s));
    ASSERT_OK(document);
    EXPECT_EQ(document->version, u"2"_s);
    EXPECT_EQ(selectKey(*document, u"key"_s)->reveal(), "two");
    EXPECT_EQ(selectKey(*document, u"/db/user"_s)->reveal(), "shop");
    EXPECT_EQ(selectKey(*document, u"/db/ports/1"_s)->reveal(), "5433");
    EXPECT_EQ(selectKey(*document, u"a/b"_s)->reveal(), "slash");
    EXPECT_EQ(selectKey(*document, u"big"_s)->reveal(), "9007199254740991");
    EXPECT_EQ(selectKey(*document, u"price"_s)->reveal(), "1.25");
    EXPECT_EQ(selectKey(*document, u"nothing"_s).error().kind, ErrorKind::NotFound);
}

TEST_F(RealVaultKv, ReadsVersionOne)
{
    const auto document = m_asker->fetch(kvReference(u"old"_s, u"prod/shop"_s, u"v1"_s));
    ASSERT_OK(document);
    EXPECT_EQ(selectKey(*document, u"key"_s)->reveal(), "of v1");
    EXPECT_EQ(selectKey(*document, u"big"_s)->reveal(), "18446744073709551615");
    EXPECT_TRUE(document->version.isEmpty());
    EXPECT_TRUE(document->maxAge.has_value());
}

TEST_F(RealVaultKv, DetectsBothEnginesAndTheRealMount)
{
    const auto v2 = m_asker->fetch(kvReference(u"secret"_s, u"prod/shop"_s));
    ASSERT_OK(v2);
    EXPECT_EQ(v2->detected.text("kvVersion"_L1), u"v2"_s);
    const auto v1 = m_asker->fetch(kvReference(u"old"_s, u"prod/shop"_s));
    ASSERT_OK(v1);
    EXPECT_EQ(v1->detected.text("kvVersion"_L1), u"v1"_s);
    const auto deep = m_asker->fetch(kvReference(u"deep"_s, u"er/x"_s));
    ASSERT_OK(deep);
    EXPECT_EQ(deep->detected.text("secretEnginePath"_L1), u"deep/er"_s);
    EXPECT_EQ(deep->detected.text("secretName"_L1), u"x"_s);
    const auto transit = m_asker->fetch(kvReference(u"tr"_s, u"x"_s));
    ASSERT_FALSE(transit);
    EXPECT_TRUE(transit.error().message.contains(u"transit"_s));
}

TEST_F(RealVaultKv, WithoutTheRightToAskTheReadItselfTells)
{
    m_asker->transport().refuse(u"/v1/sys/internal/"_s);
    const auto v2 = m_asker->fetch(kvReference(u"secret"_s, u"prod/shop"_s));
    ASSERT_OK(v2);
    EXPECT_EQ(v2->detected.text("kvVersion"_L1), u"v2"_s);
    const auto v1 = m_asker->fetch(kvReference(u"old"_s, u"prod/shop"_s));
    ASSERT_OK(v1);
    EXPECT_EQ(v1->detected.text("kvVersion"_L1), u"v1"_s);
    for (const auto &mount : {u"secret"_s, u"old"_s}) {
        const auto none = m_asker->fetch(kvReference(mount, u"no/such"_s));
        ASSERT_FALSE(none);
        EXPECT_EQ(none.error().kind, ErrorKind::NotFound) << none.error().sentence().toStdString();
    }
}

TEST_F(RealVaultKv, WithRightsToOneSecretOnlyItIsStillFound)
{
    actAs("one-v2", "path \"secret/data/prod/shop\" { capabilities = [\"read\"] }");
    EXPECT_OK(m_asker->fetch(kvReference(u"secret"_s, u"prod/shop"_s)));
    m_asker->transport().refuse(u"/v1/sys/internal/"_s);
    EXPECT_OK(m_asker->fetch(kvReference(u"secret"_s, u"prod/shop"_s)));
    actAs("one-v1", "path \"old/prod/shop\" { capabilities = [\"read\"] }");
    EXPECT_OK(m_asker->fetch(kvReference(u"old"_s, u"prod/shop"_s)));
    m_asker->transport().refuse(u"/v1/sys/internal/"_s);
    EXPECT_OK(m_asker->fetch(kvReference(u"old"_s, u"prod/shop"_s)));
}

TEST_F(RealVaultKv, PoliciesThatDenyAreNamed)
{
    actAs("shop-only", "path \"secret/data/prod/shop\" { capabilities = [\"read\"] }");
    const auto denied = m_asker->fetch(kvReference(u"secret"_s, u"prod/other"_s, u"v2"_s));
    ASSERT_FALSE(denied);
    EXPECT_EQ(denied.error().kind, ErrorKind::PermissionDenied);
    EXPECT_EQ(denied.error().message, u"could not read \"secret/data/prod/other\": permission denied (signed in as token)"_s);
    EXPECT_TRUE(denied.error().hint.contains(u"default, shop-only"_s)) << denied.error().hint.toStdString();
    const auto nothing = m_asker->fetch(kvReference(u"old"_s, u"prod/shop"_s));
    ASSERT_FALSE(nothing);
    EXPECT_EQ(nothing.error().kind, ErrorKind::PermissionDenied);
}

TEST_F(RealVaultKv, ATokenThatMayNotLookItselfUpWorksAndIsRecognised)
{
    actAs("shop-only", "path \"secret/data/prod/shop\" { capabilities = [\"read\"] }", R"(,"no_default_policy":true)");
    EXPECT_OK(m_asker->fetch(kvReference(u"secret"_s, u"prod/shop"_s)));
    const auto identity = m_asker->identify();
    ASSERT_OK(identity);
    EXPECT_TRUE(identity->name.contains(u"may not look itself up"_s));
}

TEST_F(RealVaultKv, VersionsDeletedDestroyedAndBroughtBack)
{
    for (const char *value : {"1", "2", "3", "4"})
        s_vault->ask("POST", "secret/data/history", QByteArray(R"({"data":{"key":")") + value + R"("}})");
    s_vault->ask("POST", "secret/delete/history", R"({"versions":[2,4]})");
    s_vault->ask("PUT", "secret/destroy/history", R"({"versions":[3]})");
    const auto at = [&](const QString &version) { return m_asker->content(kvReference(u"secret"_s, u"history"_s, u"v2"_s, version)); };
    EXPECT_EQ(at(u"1"_s).value_or({}), R"({"key":"1"})");
    for (const auto &version : {u"2"_s, u"4"_s, u""_s}) {
        const auto deleted = at(version);
        ASSERT_FALSE(deleted);
        EXPECT_EQ(deleted.error().kind, ErrorKind::NotFound);
        EXPECT_THAT(deleted.error().message.toStdString(),
                    testing::MatchesRegex("version [24] of \"secret/history\" was deleted on [0-9-]+ [0-9:]+ UTC"));
        EXPECT_TRUE(deleted.error().hint.startsWith(u"The only version that can be read is 1."_s)) << deleted.error().hint.toStdString();
    }
    EXPECT_EQ(at(u"3"_s).error().message, u"version 3 of \"secret/history\" was destroyed"_s);
    EXPECT_EQ(at(u"9"_s).error().message, u"\"secret/history\" has no version 9"_s);
    s_vault->ask("POST", "secret/undelete/history", R"({"versions":[4]})");
    EXPECT_EQ(at({}).value_or({}), R"({"key":"4"})");
    EXPECT_EQ(m_asker->suggest("version"_L1, kvReference(u"secret"_s, u"history"_s)).value_or({}),
              (QStringList{u"4"_s, u"3"_s, u"2"_s, u"1"_s}));
}

TEST_F(RealVaultKv, ADueDeletionLimitsHowLongASecretIsKept)
{
    s_vault->ask("POST", "secret/metadata/brief", R"({"delete_version_after":"10m"})");
    s_vault->ask("POST", "secret/data/brief", R"({"data":{"key":"v"}})");
    const auto document = m_asker->fetch(kvReference(u"secret"_s, u"brief"_s));
    ASSERT_OK(document);
    ASSERT_TRUE(document->maxAge);
    EXPECT_GT(document->maxAge->count(), 500);
    EXPECT_LE(document->maxAge->count(), 601);
}

TEST_F(RealVaultKv, LinksThatNameTheWrongEngineAreToldSo)
{
    const auto asV1 = m_asker->fetch(kvReference(u"secret"_s, u"prod/shop"_s, u"v1"_s));
    ASSERT_FALSE(asV1);
    EXPECT_EQ(asV1.error().hint, u"Edit the link and choose engine version 2."_s);
    const auto asV2 = m_asker->fetch(kvReference(u"old"_s, u"prod/shop"_s, u"v2"_s));
    ASSERT_FALSE(asV2);
    EXPECT_EQ(asV2.error().hint, u"Edit the link and choose engine version 1."_s);
    const auto nowhere = m_asker->fetch(kvReference(u"nowhere"_s, u"x"_s, u"v2"_s));
    ASSERT_FALSE(nowhere);
    EXPECT_EQ(nowhere.error().kind, ErrorKind::NotFound);
    EXPECT_TRUE(nowhere.error().message.contains(u"no handler for route"_s)) << nowhere.error().message.toStdString();
}

TEST_F(RealVaultKv, NamesWithAnyCharacterAreFound)
{
    const std::pair<QByteArray, QString> names[] = {
        {"a%20b", u"a b"_s}, {"a%23b%3Fc", u"a#b?c"_s}, {"50%25", u"50%"_s},       {"%D0%BA%D0%BB%D1%8E%D1%87", u"ключ"_s},
        {"dot.", u"dot."_s}, {"a+b&c=d", u"a+b&c=d"_s}, {"x%3Ay%40z", u"x:y@z"_s}, {"%22q%22", u"\"q\""_s}};
    for (const auto &[encoded, name] : names) {
        s_vault->ask("POST", "secret/data/odd/" + encoded, R"({"data":{"key":")" + encoded.toHex() + R"("}})");
        const auto content = m_asker->content(kvReference(u"secret"_s, u"odd/"_s + name, u"v2"_s));
        ASSERT_OK(content);
        EXPECT_EQ(*content, R"({"key":")" + encoded.toHex() + R"("})");
    }
    const auto listed = m_asker->suggest("secretName"_L1, kvReference(u"secret"_s, u"odd/"_s));
    ASSERT_OK(listed);
    for (const auto &[encoded, name] : names)
        EXPECT_TRUE(listed->contains(u"odd/"_s + name)) << name.toStdString();
}

TEST_F(RealVaultKv, SuggestionsLeadToTheSecret)
{
    const auto mounts = m_asker->suggest("secretEnginePath"_L1, {});
    ASSERT_OK(mounts);
    EXPECT_EQ(*mounts, (QStringList{u"deep/er"_s, u"old"_s, u"secret"_s}));
    EXPECT_EQ(m_asker->suggest("secretName"_L1, kvReference(u"old"_s, {})).value_or({}), QStringList{u"prod/"_s});
    EXPECT_EQ(m_asker->suggest("secretName"_L1, kvReference(u"secret"_s, u"prod/"_s)).value_or({}), QStringList{u"prod/shop"_s});
    const auto keys = m_asker->suggest("secretKey"_L1, kvReference(u"secret"_s, u"prod/shop"_s));
    ASSERT_OK(keys);
    EXPECT_TRUE(keys->contains(u"/db/user"_s));
    actAs("read-only", "path \"secret/data/prod/shop\" { capabilities = [\"read\"] }");
    const auto byReading = m_asker->suggest("secretKey"_L1, kvReference(u"secret"_s, u"prod/shop"_s));
    ASSERT_OK(byReading);
    EXPECT_TRUE(byReading->contains(u"key"_s));
    EXPECT_EQ(m_asker->suggest("secretName"_L1, kvReference(u"secret"_s, {})).error().kind, ErrorKind::PermissionDenied);
}

} // namespace
} // namespace sallyport::test
