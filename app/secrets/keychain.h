// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/base/async.h"
#include "app/base/secret_value.h"

#include <QString>

#include <optional>

namespace sallyport {

//! The system's keychain. Errors tell apart: Unavailable (no keychain service / it is locked / no answer in 10 s),
//! PermissionDenied (refused by a person or policy); hints say what to do. A missing entry is a value (nullopt), given only when
//! the keychain was really looked at.
class Keychain {
public:
    Keychain() = default;
    virtual ~Keychain() = default;
    Q_DISABLE_COPY_MOVE(Keychain)

    [[nodiscard]] virtual Async<std::optional<SecretValue>> read(const QString &key) = 0;
    //! Writes and reads back; an error if they differ.
    [[nodiscard]] virtual Async<Done> write(const QString &key, const SecretValue &value) = 0;
    //! Deleting what is not there is no error.
    [[nodiscard]] virtual Async<Done> remove(const QString &key) = 0;
};

} // namespace sallyport
