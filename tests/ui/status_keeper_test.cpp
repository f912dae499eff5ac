// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/support/ui_services.h"
#include "ui/credentials/status_keeper.h"

#include <QSignalSpy>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace sallyport::test {

namespace {

class StatusKeeperTest : public testing::Test {
protected:
    StatusKeeperTest() { desk.vault.secrets.insert(u"shop"_s, "value"); }

    void fetch(const QString &path = u"shop"_s)
    {
        FormValues reference;
        reference.setText("path"_L1, path);
        (void)await(desk.all.resolver.refresh({u"fake"_s, u"fake"_s, u"team-a"_s, reference}, u"wrk"_s, {}));
    }
    [[nodiscard]] CredentialStatus status() const { return desk.all.store.status(credential.id); }

    FakeUiServices desk;
    Credential credential = desk.all.add(fakeCredential());
    StatusKeeper keeper{desk.all.services};
};

} // namespace

TEST_F(StatusKeeperTest, AFetchedSecretShowsThatItWorksAndWhen)
{
    fetch();
    EXPECT_EQ(status().state, CredentialStatus::State::Ready);
    EXPECT_EQ(status().text, u"A secret was fetched with it."_s);
    EXPECT_EQ(status().checked, desk.all.clock.wallTime());
}

TEST_F(StatusKeeperTest, WhoItIsStaysKnownAndTheTimeMovesOnByMinutes)
{
    desk.all.store.setStatus(credential.id, {CredentialStatus::State::Ready, u"Signed in as ann"_s, desk.all.clock.wallTime()});
    const QSignalSpy told(&desk.all.store, &CredentialStore::changed);
    for (int i = 0; i < 5; ++i)
        fetch();
    EXPECT_EQ(told.count(), 0) << "lists tell minutes";
    desk.all.clock.advance(2min);
    fetch();
    EXPECT_EQ(told.count(), 1);
    EXPECT_EQ(status().text, u"Signed in as ann"_s);
    EXPECT_EQ(status().checked, desk.all.clock.wallTime());
}

TEST_F(StatusKeeperTest, ARefusedSignInIsKnownToo)
{
    desk.vault.acceptsTokens = false;
    fetch();
    EXPECT_EQ(status().state, CredentialStatus::State::Failed);
    EXPECT_EQ(status().kind, ErrorKind::Unauthenticated);
    EXPECT_TRUE(status().text.startsWith(u"The token is not good any more"_s)) << status().text.toStdString();
}

TEST_F(StatusKeeperTest, AMissingSecretSaysNothingAboutTheCredential)
{
    fetch(u"nowhere"_s);
    EXPECT_EQ(status().state, CredentialStatus::State::Unknown);
}

TEST_F(StatusKeeperTest, WhatBecameOfTheOldValuesIsNotSaidOfTheNewOnes)
{
    desk.vault.hold();
    FormValues reference;
    reference.setText("path"_L1, u"shop"_s);
    const auto old = desk.all.resolver.resolve({u"fake"_s, u"fake"_s, u"team-a"_s, reference}, u"wrk"_s, {});
    ASSERT_TRUE(waitUntil([this] { return desk.vault.waiting() == 1; }));
    Credential edited = await(desk.all.store.withSecrets(credential.id)).value();
    edited.values.setText("user"_L1, u"bob"_s);
    EXPECT_OK(await(desk.all.store.save(edited)));
    desk.vault.release();
    EXPECT_OK(await(old));
    EXPECT_EQ(status().state, CredentialStatus::State::Unknown);
}

} // namespace sallyport::test
