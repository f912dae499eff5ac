// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/secrets/credential.h"

namespace sallyport::test {

//! Whatever is looked for, this one is found.
class OneCredential final : public CredentialSource {
public:
    OneCredential(const QString &providerId, const FormValues &values)
        : m_credential{QStringLiteral("cred_1"), QStringLiteral("Cloud"), providerId, values}
    {
    }
    [[nodiscard]] Async<Credential> find(const QString &, const QString &, const QString &, std::stop_token) override
    {
        return answered<Credential>(m_credential);
    }

private:
    Credential m_credential;
};

} // namespace sallyport::test
