// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/base/error.h"

#include <chrono>

namespace sallyport {

//! In what state the default keyring is.
enum class KeyringState {
    Unlocked,
    Locked,
    NoDefaultCollection, //!< a Secret Service runs, but nobody has made a keyring yet
    NoService,           //!< a session bus, but nobody offers org.freedesktop.secrets
    NoBus,               //!< no session bus
};

//! How a keychain job ended, in our own terms.
enum class KeychainOutcome { Done, NoEntry, DeniedByPerson, DeniedByPolicy, NoBackend, Failed };

//! A keychain that cannot be used as it is, for people: what is wrong with it and what they can do.
//! `detail` is the system's own text for failures that have no better name.
[[nodiscard]] Error keychainError(KeyringState state, KeychainOutcome outcome, const QString &detail);

//! Nothing came back within `seconds`.
[[nodiscard]] Error keychainTimeout(std::chrono::seconds waited);

//! What was written is not what is there.
[[nodiscard]] Error keychainDiffers();

} // namespace sallyport
