// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "providers/hashicorp/session.h"

namespace sallyport::hashicorp {

//! What Vault answered, whatever its status.
struct VaultReply {
    int status = 0;
    Value json{};      //!< null where there is no body, or where a refusal's body is no JSON
    QByteArray text{}; //!< of a refusal that is no JSON
    QByteArray retryAfter{};

    [[nodiscard]] bool isGood() const { return status >= 200 && status < 300; }
    [[nodiscard]] const Value &data() const { return json[u"data"]; }
    [[nodiscard]] QStringList warnings() const;
};

//! Asks once, repeats at most twice where that can help, follows at most one 307 (the answer of a standby node) and
//! never to http, except on a host that is already spoken to without encryption. Errors: what kept the answer away, redirects that are not
//! followed, a success that is not a JSON object. Source: Vault HTTP API, https://developer.hashicorp.com/vault/api-docs.
[[nodiscard]] Step<VaultReply> exchange(const Session &session, const Call &call);
//! As above with a request that is ready: `call` says only how it is to be treated and called.
[[nodiscard]] Step<VaultReply> exchange(const Session &session, const Call &call, const HttpRequest &request);

//! As exchange, but a refusal that is not in `call.passes` ends in its Error.
[[nodiscard]] Step<VaultReply> query(const Session &session, const Call &call);

} // namespace sallyport::hashicorp
