// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "providers/sdk/conversation.h"

namespace sallyport {

//! Without padding (RFC 4648 5).
[[nodiscard]] QByteArray base64Url(QByteArrayView bytes);

//! The S256 challenge of a verifier (RFC 7636 4.2).
[[nodiscard]] QByteArray pkceChallenge(const SecretValue &verifier);

//! What one authorization request needs that nobody can guess, 256 bits each.
struct Pkce {
    SecretValue verifier; //!< 43 characters (RFC 7636 4.1); only for the token request
    QByteArray challenge; //!< S256
    QByteArray state;     //!< RFC 6749 10.12
    QByteArray nonce;     //!< for OpenID Connect
};

//! `random`: kPkceBytes of them; Internal otherwise.
inline constexpr int kPkceBytes = 96;
[[nodiscard]] Result<Pkce> pkceFrom(const SecretValue &random);

//! Asks for the random bytes and goes on with `Step<T> next(const Pkce &)`.
template<class T, class Next>
[[nodiscard]] Step<T> withPkce(Next next)
{
    return askOrFail<T>(RandomBytes{kPkceBytes}, [next = std::move(next)](const RandomReply &reply) -> Step<T> {
        const auto pkce = pkceFrom(reply.bytes);
        return pkce ? next(*pkce) : Step<T>(pkce.error());
    });
}

} // namespace sallyport
