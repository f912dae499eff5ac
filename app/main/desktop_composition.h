// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/main/core_composition.h"
#include "app/run/services.h"
#include "app/secrets/credential_store.h"
#include "app/keychain/system_keychain.h"
#include "app/store/settings.h"

#include <vector>

namespace sallyport {

//! The window: credentials in the store, secret fields in the keychain.
class DesktopComposition {
public:
    //! `configFolder` holds settings.json and credentials.json; it is made with mode 0700 where it does not exist.
    explicit DesktopComposition(const QString &configFolder);

    //! Reads settings and credentials. The errors are worth telling; everything is usable all the same.
    [[nodiscard]] std::vector<Error> load();
    [[nodiscard]] Services services();

private:
    void keep(const QString &credentialId, const FormValues &secrets);

    SystemClock m_clock;
    SystemKeychain m_keychain{m_clock};
    QString m_folder;
    Settings m_settings;
    CredentialStore m_store;
    CoreComposition m_core;
};

} // namespace sallyport
