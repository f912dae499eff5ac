// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/secrets/credential_source.h"

#include <optional>

namespace sallyport::test {

//! Whatever is looked for, this one is found.
class OneCredential final : public CredentialSource {
public:
    explicit OneCredential(Credential found) : credential(std::move(found)) {}
    //! `cred_1`, which its person calls `Cloud`.
    OneCredential(const QString &providerId, const FormValues &values)
        : credential{QStringLiteral("cred_1"), QStringLiteral("Cloud"), providerId, values}
    {
    }
    [[nodiscard]] Async<Credential> find(const QString &, const QString &, const QString &, std::stop_token) override
    {
        return failure ? answered<Credential>(*failure) : answered<Credential>(credential);
    }

    Credential credential;
    std::optional<Error> failure{}; //!< where there is one, nothing is found
};

} // namespace sallyport::test
