// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// What sign-ins leave for later ones: from the provider over the authorizer and the store into the keychain, and back.
#include "app/secrets/authorizer.h"
#include "app/secrets/credential_store.h"
#include "app/secrets/secret_resolver.h"
#include "providers/all_providers.h"
#include "tests/support/async.h"
#include "tests/support/azure_inputs.h"
#include "tests/support/fakes.h"
#include "tests/support/manual_clock.h"

#include <QSignalSpy>
#include <QTemporaryDir>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace sallyport::test {
namespace {

Credential userCredential(const QString &id)
{
    Credential credential{.id = id, .name = u"ann"_s, .providerId = u"azure"_s, .values = azureCredential("user")};
    credential.values.setSecret("refreshToken"_L1, SecretValue("refresh-1"));
    return credential;
}

class KeptSecretsTest : public testing::Test {
protected:
    KeptSecretsTest()
    {
        transport.setHandler([this](const HttpRequest &request) -> Result<HttpReply> {
            spent.append(formField(request, u"refresh_token"_s));
            HttpReply reply = entraToken(R"(,"refresh_token":"refresh-)" + QByteArray::number(spent.size() + 1) + '"');
            reply.received = clock.wallTime();
            return reply;
        });
        authorizer.setKeeper([this](const QString &id, const FormValues &secrets) {
            kept.append(id + u' ' + secrets.secret("refreshToken"_L1).revealText());
        });
    }

    void signIn(const Credential &credential) { EXPECT_OK(await(authorizer.grant(credential, {}))); }
    void untilTheTokenEnds() { clock.advance(2h); }

    ManualClock clock;
    FakeTransport transport;
    Interlocutor interlocutor{transport, clock};
    Authorizer authorizer{allProviders(), interlocutor, clock};
    QStringList spent; //!< refresh tokens in the order in which they were used
    QStringList kept;
};

TEST_F(KeptSecretsTest, EachSignInUsesWhatTheLastOneLeft)
{
    const Credential stored = userCredential(u"cred_1"_s);
    signIn(stored);
    untilTheTokenEnds();
    signIn(stored); // as it was read at first
    EXPECT_EQ(spent, (QStringList{u"refresh-1"_s, u"refresh-2"_s}));
    EXPECT_EQ(kept, (QStringList{u"cred_1 refresh-2"_s, u"cred_1 refresh-3"_s}));
    EXPECT_EQ(authorizer.withKept(stored).values.secret("refreshToken"_L1).reveal(), "refresh-3");
}

TEST_F(KeptSecretsTest, ItIsStillTheSameCredential)
{
    Credential stored = userCredential(u"cred_1"_s);
    signIn(stored);
    stored.values.setSecret("refreshToken"_L1, SecretValue("refresh-2"));
    signIn(stored);
    EXPECT_EQ(spent.size(), 1) << "the grant serves on";
    stored.values.setText("tenant"_L1, u"other"_s);
    signIn(stored);
    EXPECT_EQ(spent, (QStringList{u"refresh-1"_s, u"refresh-2"_s})) << "other values are another credential";
}

TEST_F(KeptSecretsTest, WhatATrialLeftServesTheSavedCredential)
{
    signIn(userCredential({}));
    EXPECT_TRUE(kept.isEmpty()) << "there is nothing yet to keep it with";
    signIn(userCredential(u"cred_1"_s));
    EXPECT_EQ(kept, QStringList{u"cred_1 refresh-2"_s});
    EXPECT_EQ(spent.size(), 1);
}

TEST_F(KeptSecretsTest, WhatIsForgottenIsNotUsedAgain)
{
    signIn(userCredential(u"cred_1"_s));
    authorizer.forget(u"cred_1"_s);
    Credential emptied = userCredential(u"cred_1"_s);
    emptied.values.remove("refreshToken"_L1);
    EXPECT_EQ(await(authorizer.grant(emptied, {})).error().kind, ErrorKind::Unauthenticated);
    EXPECT_EQ(spent.size(), 1);
}

TEST_F(KeptSecretsTest, ATestOfASavedCredentialLeavesItTheNewestToken)
{
    QTemporaryDir folder;
    MemoryKeychain keychain;
    CredentialStore store(allProviders(), keychain, folder.filePath(u"credentials.json"_s));
    SecretCache cache(clock);
    SecretResolver resolver(allProviders(), store, authorizer, cache, interlocutor, clock);
    const Credential stored = userCredential(u"cred_1"_s);
    signIn(stored);
    EXPECT_OK(await(resolver.identify(stored, {})));
    EXPECT_EQ(spent, (QStringList{u"refresh-1"_s, u"refresh-2"_s})) << "not the one that was read at first";
    EXPECT_EQ(kept.last(), u"cred_1 refresh-3"_s);
    untilTheTokenEnds();
    signIn(stored);
    EXPECT_EQ(spent.last(), u"refresh-3"_s) << "a used one may count as stolen";
}

class KeptInStoreTest : public testing::Test {
protected:
    std::unique_ptr<CredentialStore> open()
    {
        auto store = std::make_unique<CredentialStore>(allProviders(), keychain, folder.filePath(u"credentials.json"_s));
        EXPECT_OK(store->load());
        return store;
    }
    static FormValues refreshToken(const char *value)
    {
        FormValues secrets;
        secrets.setSecret("refreshToken"_L1, SecretValue(value));
        return secrets;
    }
    static QByteArray tokenOf(CredentialStore &store, const QString &id)
    {
        const auto whole = await(store.withSecrets(id));
        return whole ? whole->values.secret("refreshToken"_L1).reveal().toByteArray() : whole.error().message.toUtf8();
    }

    QTemporaryDir folder;
    MemoryKeychain keychain;
};

TEST_F(KeptInStoreTest, ItGoesIntoTheKeychainAndNothingElseChanges)
{
    auto store = open();
    const auto made = await(store->save(userCredential({})));
    ASSERT_OK(made);
    QSignalSpy changed(store.get(), &CredentialStore::credentialChanged);
    EXPECT_OK(await(store->keep(made->id, refreshToken("refresh-2"))));
    EXPECT_EQ(changed.count(), 0) << "what was obtained with it stays good";
    EXPECT_EQ(store->findById(made->id)->revision, made->revision);
    EXPECT_EQ(tokenOf(*store, made->id), "refresh-2");
    EXPECT_EQ(tokenOf(*open(), made->id), "refresh-2") << "also after a restart";
}

TEST_F(KeptInStoreTest, TheFirstSecretOfACredentialGetsAnEntryOfItsOwn)
{
    auto store = open();
    Credential without = userCredential({});
    without.values.remove("refreshToken"_L1);
    const auto made = await(store->save(without));
    ASSERT_OK(made);
    EXPECT_TRUE(keychain.entries.isEmpty());
    EXPECT_OK(await(store->keep(made->id, refreshToken("refresh-2"))));
    EXPECT_EQ(tokenOf(*open(), made->id), "refresh-2");
}

TEST_F(KeptInStoreTest, WithoutAKeychainItServesThisSession)
{
    auto store = open();
    const auto made = await(store->save(userCredential({})));
    ASSERT_OK(made);
    keychain.failWrites = Error{ErrorKind::Unavailable, u"the keychain is locked"_s, u"Unlock it."_s};
    EXPECT_EQ(await(store->keep(made->id, refreshToken("refresh-2"))).error().kind, ErrorKind::Unavailable);
    EXPECT_EQ(tokenOf(*store, made->id), "refresh-2");
    keychain.failWrites.reset();
    const auto tooLong = await(store->keep(made->id, refreshToken(QByteArray(3000, 'x').constData())));
    EXPECT_EQ(tooLong.error().kind, ErrorKind::InvalidInput);
}

TEST_F(KeptInStoreTest, ForASessionOnlyNothingIsWritten)
{
    auto store = open();
    Credential credential = userCredential({});
    credential.sessionOnly = true;
    const auto made = await(store->save(credential));
    ASSERT_OK(made);
    EXPECT_OK(await(store->keep(made->id, refreshToken("refresh-2"))));
    EXPECT_TRUE(keychain.entries.isEmpty());
    EXPECT_EQ(tokenOf(*store, made->id), "refresh-2");
    EXPECT_EQ(await(store->keep(u"cred_none"_s, refreshToken("x"))).error().kind, ErrorKind::NotFound);
}

} // namespace
} // namespace sallyport::test
