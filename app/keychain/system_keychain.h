// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/base/clock.h"
#include "app/secrets/keychain.h"

#include <QObject>

#include <memory>

namespace sallyport {

//! The keychain through QtKeychain (Secret Service, KWallet). Never falls back to a file. Asks the Secret Service over
//! D-Bus whether the default collection exists and is locked before believing "not found".
class SystemKeychain final : public QObject, public Keychain {
    Q_OBJECT
public:
    explicit SystemKeychain(Clock &clock, QObject *parent = nullptr);
    ~SystemKeychain() override;

    [[nodiscard]] Async<std::optional<SecretValue>> read(const QString &key) override;
    [[nodiscard]] Async<Done> write(const QString &key, const SecretValue &value) override;
    [[nodiscard]] Async<Done> remove(const QString &key) override;

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace sallyport
