// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/base/clock.h"
#include "app/http/curl_client.h"
#include "app/http/interlocutor.h"
#include "app/http/qt_transport.h"
#include "app/run/request_runner.h"
#include "app/secrets/authorizer.h"
#include "app/secrets/credential_source.h"
#include "app/secrets/secret_cache.h"
#include "app/secrets/secret_resolver.h"
#include "providers/all_providers.h"

namespace sallyport {

//! What both programs need, made in order of need. No logic.
struct CoreComposition {
    explicit CoreComposition(CredentialSource &source)
        : resolver(allProviders(), source, authorizer, cache, interlocutor, clock), runner(allProviders(), resolver, client)
    {
    }

    SystemClock clock;
    QtTransport transport;
    Interlocutor interlocutor{transport, clock};
    Authorizer authorizer{allProviders(), interlocutor, clock};
    SecretCache cache{clock};
    SecretResolver resolver;
    CurlClient client;
    RequestRunner runner;
};

} // namespace sallyport
