// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/secrets/secret_link.h"

#include "app/base/json.h"
#include "providers/all_providers.h"
#include "tests/support/async.h"
#include "tests/support/fakes.h"

#include <gtest/gtest.h>

#include <set>

using namespace Qt::StringLiterals;

namespace sallyport {

namespace {

Result<SecretLink> linkFrom(const QByteArray &config, const QString &provider = u"fake"_s, const QString &credential = u"team-a"_s)
{
    return SecretLink::fromTag(VaultTag{provider, credential, *json::parse(config)}, test::fakeCatalog());
}

QString problem(const Result<SecretLink> &link)
{
    return link ? u"(none)"_s : link.error().sentence();
}

} // namespace

TEST(SecretLink, UnderstandsATag)
{
    const auto link = linkFrom(R"({"path":"prod/shop","key":"password"})");
    ASSERT_OK(link);
    EXPECT_EQ(link->kindId, u"fake"_s);
    EXPECT_EQ(link->providerId, u"fake"_s);
    EXPECT_EQ(link->credential, u"team-a"_s);
    EXPECT_EQ(link->summary(test::fakeCatalog()), u"prod/shop"_s);
    EXPECT_EQ(link->selector(test::fakeCatalog()), u"password"_s);
}

TEST(SecretLink, NamesACredentialOfTheProviderWhateverTheKind)
{
    const auto named = [](const QString &kind, const QString &credential) {
        return credentialNamed(VaultTag{kind, credential, Value(Value::Map())}, allProviders());
    };
    EXPECT_EQ(named(u"aws"_s, u"prod"_s), (CredentialName{u"aws"_s, u"prod"_s}));
    EXPECT_EQ(named(u"aws_ssm"_s, u"prod"_s), (CredentialName{u"aws"_s, u"prod"_s})) << "one credential serves both kinds";
    EXPECT_EQ(named(u"aws"_s, u"n/a"_s), (CredentialName{u"aws"_s, {}})) << "what Insomnia writes where none was chosen";
    EXPECT_EQ(named(u"elsewhere"_s, u"prod"_s), (CredentialName{u"elsewhere"_s, u"prod"_s}));
}

TEST(SecretLink, GoesBackToTheTagItCameFrom)
{
    const VaultTag tag{u"fake"_s, u"team-a"_s, *json::parse(R"({"engine":"plain","path":"prod/shop","key":"password"})")};
    const auto link = SecretLink::fromTag(tag, test::fakeCatalog());
    ASSERT_OK(link);
    EXPECT_EQ(link->toTag(test::fakeCatalog()), tag);
}

TEST(SecretLink, RefusesWhatItDoesNotKnow)
{
    EXPECT_EQ(problem(linkFrom("{}", u"other"_s)), u"unknown vault provider \"other\""_s);
    EXPECT_EQ(problem(linkFrom("{}", u"soon"_s)), u"links to Soon Vault cannot be used yet"_s);
    EXPECT_EQ(problem(linkFrom(R"({"path":"a","server":"http://evil.test"})")), u"unknown setting \"server\""_s)
        << "a shared file must not say where a credential is sent";
    EXPECT_EQ(problem(linkFrom(R"({"path":["a"]})")), u"setting \"path\" has a value of the wrong type"_s);
    EXPECT_EQ(problem(linkFrom(R"({"key":"a"})")), u"the link is not complete: Path is required"_s);
    for (const char *bad : {"{}", R"({"path":"a","x":1})", R"({"path":"a","version":"-1"})"}) {
        const auto link = linkFrom(bad);
        ASSERT_FALSE(link.has_value()) << bad;
        EXPECT_EQ(link.error().kind, ErrorKind::InvalidInput);
        EXPECT_FALSE(link.error().hint.isEmpty());
    }
}

TEST(SecretLink, NoCredentialChosenIsAnEmptyReference)
{
    EXPECT_EQ(linkFrom(R"({"path":"a"})", u"fake"_s, u"n/a"_s)->credential, QString());
}

//! Two hundred pairs of locators that differ in one small thing; none may share a cache entry.
TEST(SecretLink, NearlyEqualLocatorsNeverMix)
{
    const QStringList paths{u"a"_s, u"a/"_s, u"/a"_s, u"A"_s, u"a b"_s, u"a%20b"_s, u"a\"b"_s, u"a,b"_s, u"a\\"_s, u"ä"_s, u"a\u0308"_s,
                            u"a\n"_s, u"a?version=1"_s, u"a\",\"version\":\"1"_s, u"1"_s};
    const QStringList versions{QString(), u"0"_s, u"1"_s, u"01"_s, u"10"_s};
    std::set<QString> canonical;
    std::size_t made = 0;
    for (const QString &path : paths) {
        for (const QString &version : versions) {
            for (const QString &engine : {u"plain"_s, u"versioned"_s}) {
                if (engine == "plain"_L1 && !version.isEmpty())
                    continue; // hidden there, so it means nothing
                FormValues values;
                values.setText("path"_L1, path);
                values.setText("version"_L1, version);
                values.setText("engine"_L1, engine);
                canonical.insert(values.canonical(test::fakeProvider().secrets[0].reference, FieldRole::Locator));
                ++made;
            }
        }
    }
    EXPECT_EQ(canonical.size(), made);
    EXPECT_GE(made * (made - 1) / 2, 200u);
}

TEST(SecretLink, TheSelectorIsNoPartOfTheLocator)
{
    const FormSpec form = test::fakeProvider().secrets[0].reference;
    const auto one = linkFrom(R"({"path":"a","key":"x"})");
    const auto other = linkFrom(R"({"path":"a","key":"y","engine":"versioned"})");
    EXPECT_EQ(one->reference.canonical(form, FieldRole::Locator), other->reference.canonical(form, FieldRole::Locator));
}

} // namespace sallyport
