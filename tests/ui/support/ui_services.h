// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/run/services.h"
#include "tests/support/async.h"
#include "tests/support/fakes.h"
#include "tests/support/manual_clock.h"

#include <QTemporaryDir>

namespace sallyport::test {

//! Everything a window gets, over a network and a keychain in memory, on a clock that moves when told.
struct UiServices {
    explicit UiServices(const Catalog &all, Transport &network)
        : catalog(all), interlocutor(network, clock), authorizer(catalog, interlocutor, clock),
          resolver(catalog, store, authorizer, cache, interlocutor, clock), runner(catalog, resolver, client)
    {
    }

    const Catalog &catalog;
    ManualClock clock;
    QTemporaryDir folder;
    MemoryKeychain keychain;
    Settings settings{folder.filePath(QStringLiteral("settings.json"))};
    CredentialStore store{catalog, keychain, folder.filePath(QStringLiteral("credentials.json"))};
    Interlocutor interlocutor;
    Authorizer authorizer;
    SecretCache cache{clock};
    SecretResolver resolver;
    CurlClient client;
    RequestRunner runner;

    Services services{catalog, settings, store, cache, resolver, runner, interlocutor, clock};

    //! Stores a credential and answers it as stored.
    Credential add(const Credential &credential)
    {
        const auto saved = await(store.save(credential));
        EXPECT_OK(saved);
        return saved.value_or(Credential());
    }
};

//! The desk over the provider `fake`.
struct FakeUiServices {
    FakeVault vault;
    UiServices all{fakeCatalog(), vault};
};

} // namespace sallyport::test
