// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/keychain/keychain_errors.h"

#include <gtest/gtest.h>

#include <set>

using namespace Qt::StringLiterals;

namespace sallyport {

TEST(KeychainErrors, EachStateHasItsOwnSentenceAndAWayOut)
{
    std::set<QString> sentences;
    for (const KeyringState state : {KeyringState::Unlocked, KeyringState::Locked, KeyringState::NoDefaultCollection,
                                     KeyringState::NoService,
                                     KeyringState::NoBus}) {
        const Error error = keychainError(state, KeychainOutcome::Failed, u"detail"_s);
        EXPECT_EQ(error.kind, ErrorKind::Unavailable);
        EXPECT_FALSE(error.hint.isEmpty());
        sentences.insert(error.message);
    }
    EXPECT_EQ(sentences.size(), 5u);
}

TEST(KeychainErrors, RefusalByAPersonIsNotAnOutage)
{
    const Error refused = keychainError(KeyringState::Unlocked, KeychainOutcome::DeniedByPerson, {});
    const Error forbidden = keychainError(KeyringState::Unlocked, KeychainOutcome::DeniedByPolicy, {});
    EXPECT_EQ(refused.kind, ErrorKind::PermissionDenied);
    EXPECT_EQ(forbidden.kind, ErrorKind::PermissionDenied);
    EXPECT_NE(refused.message, forbidden.message);
}

TEST(KeychainErrors, SystemsOwnWordsAreShownWhereWeHaveNoBetter)
{
    EXPECT_EQ(keychainError(KeyringState::Unlocked, KeychainOutcome::Failed, u"disk full"_s).message, u"the keychain failed: disk full"_s);
    EXPECT_EQ(keychainError(KeyringState::Unlocked, KeychainOutcome::Failed, {}).message, u"the keychain failed"_s);
}

TEST(KeychainErrors, TimeoutSaysHowLong)
{
    EXPECT_EQ(keychainTimeout(std::chrono::seconds(10)).message, u"the keychain did not answer within 10 seconds"_s);
}

} // namespace sallyport
