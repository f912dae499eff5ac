// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/main/core_composition.h"
#include "app/model/workspace.h"
#include "app/secrets/credential_source.h"

#include <functional>

namespace sallyport::bench {

//! One credential for whatever a tag names.
class OneCredential final : public CredentialSource {
public:
    explicit OneCredential(Credential credential) : m_credential(std::move(credential)) {}
    Async<Credential> find(const QString &, const QString &, const QString &, std::stop_token) override
    {
        return answered<Credential>(m_credential);
    }

private:
    Credential m_credential;
};

//! Variables v0, v1 ... with the text that `tag` gives for each, and two requests to `url`: `req_all` uses all of them in its body,
//! `req_none` none.
[[nodiscard]] Workspace manyLinks(int count, const QString &url, const std::function<QString(int)> &tag);

//! Prepares and sends one request; milliseconds until its answer was there. Ends the program when that fails.
double sendOnce(CoreComposition &core, const Workspace &workspace, const QString &requestId);

} // namespace sallyport::bench
