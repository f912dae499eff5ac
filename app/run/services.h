// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/http/curl_client.h"
#include "app/http/interlocutor.h"
#include "app/http/qt_transport.h"
#include "app/run/request_runner.h"
#include "app/secrets/authorizer.h"
#include "app/secrets/credential_store.h"
#include "app/secrets/secret_cache.h"
#include "app/secrets/secret_resolver.h"
#include "app/store/settings.h"
#include "providers/sdk/catalog.h"

namespace sallyport {

//! Everything a window needs, made by `composition` and passed down. Owns nothing.
struct Services {
    const Catalog &catalog;
    Settings &settings;
    CredentialStore &credentials;
    SecretCache &cache;
    SecretResolver &resolver;
    RequestRunner &runner;
    Interlocutor &interlocutor;
    Clock &clock;
};

} // namespace sallyport
