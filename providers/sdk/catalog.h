// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "providers/sdk/provider.h"

#include <span>

namespace sallyport {

//! Every provider of the program in display order, found by id. Made once in `composition` from the generated
//! list and handed to whoever needs it.
class Catalog {
public:
    explicit Catalog(std::span<const ProviderDescriptor *const> providers) : m_providers(providers) {}

    [[nodiscard]] std::span<const ProviderDescriptor *const> providers() const { return m_providers; }
    [[nodiscard]] const ProviderDescriptor *find(QStringView providerId) const;

    struct Kind {
        const ProviderDescriptor *provider = nullptr;
        const SecretKindSpec *secret = nullptr;
    };
    //! Every kind of secret, in menu order.
    [[nodiscard]] std::vector<Kind> kinds() const;
    //! The kind of that id; the provider's first kind where the id is a provider's.
    [[nodiscard]] std::optional<Kind> findKind(QStringView kindId) const;

private:
    std::span<const ProviderDescriptor *const> m_providers;
};

} // namespace sallyport
