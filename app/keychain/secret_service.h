// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/base/async.h"
#include "app/base/clock.h"
#include "app/keychain/keychain_errors.h"

#include <QObject>

#include <memory>

namespace sallyport {

//! Asks the freedesktop Secret Service what QtKeychain does not tell (a locked keyring reads as "not found" there), and
//! has it unlocked. All calls are asynchronous. Secrets never go through here. (Secret Service API 0.2)
class SecretService final : public QObject {
    Q_OBJECT
public:
    explicit SecretService(Clock &clock, QObject *parent = nullptr);
    ~SecretService() override;

    static constexpr std::chrono::seconds kCallDeadline{10};
    static constexpr std::chrono::minutes kPromptDeadline{5}; //!< a person is looking for a password

    //! Errors: Unavailable where no answer comes in time.
    [[nodiscard]] Async<KeyringState> state();
    //! As state; a locked keyring is unlocked first, with the desktop's own prompt. One prompt for all who ask meanwhile.
    //! Locked as an answer: the prompt was dismissed or could not be shown.
    [[nodiscard]] Async<KeyringState> unlocked();

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace sallyport
