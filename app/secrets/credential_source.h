// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/base/async.h"
#include "app/secrets/credential.h"

#include <stop_token>

namespace sallyport {

//! Where the credential that a tag names comes from: the person's store, or the environment of a CI job.
class CredentialSource {
public:
    CredentialSource() = default;
    virtual ~CredentialSource() = default;
    Q_DISABLE_COPY_MOVE(CredentialSource)

    //! The credential meant by `reference` (second argument of a tag) in that workspace, secret fields included.
    //! Errors: InvalidInput where nobody has said yet which credential is meant; NotFound; the keychain's errors.
    [[nodiscard]] virtual Async<Credential> find(const QString &providerId, const QString &reference, const QString &workspaceId,
                                                 std::stop_token stop) = 0;
};

} // namespace sallyport
