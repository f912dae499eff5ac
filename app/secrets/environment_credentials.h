// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/secrets/credential_source.h"
#include "providers/sdk/catalog.h"

#include <QProcessEnvironment>

namespace sallyport {

//! Credentials from environment variables, for CI: one for each provider, which serves every link of that provider whatever
//! its tag names. INSOMNIA_<PROVIDER>_<FIELD> from the field tables; where none of these says who signs in, the vendor's own, or the search
//! order of the vendor's own tools (ProviderDescriptor::ambient). Advanced fields, which say how to get there, are taken from both, ours
//! first. Variables that only say more about that search (a region) leave it in place.
class EnvironmentCredentials final : public CredentialSource {
public:
    EnvironmentCredentials(const Catalog &catalog, const QProcessEnvironment &environment);

    [[nodiscard]] Async<Credential> find(const QString &providerId, const QString &reference, const QString &workspaceId,
                                         std::stop_token stop) override;

    //! Reads one provider's variables. Errors: NotFound (none set; the hint names the variables to set), InvalidInput
    //! (which variable is wrong or missing).
    [[nodiscard]] Result<Credential> read(const ProviderDescriptor &provider) const;

    //! The names of all variables that may hold secrets, so that they can be taken out of our own environment.
    [[nodiscard]] QStringList secretVariables() const;

    //! Full name of a field's variable: `INSOMNIA_HASHICORP_SERVERADDRESS`.
    [[nodiscard]] static QString variableName(const ProviderDescriptor &provider, const FieldSpec &field);

private:
    const Catalog &m_catalog;
    QProcessEnvironment m_environment;
};

} // namespace sallyport
