// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "providers/sdk/catalog.h"

namespace sallyport {

const ProviderDescriptor *Catalog::find(QStringView providerId) const
{
    for (const ProviderDescriptor *provider : m_providers) {
        if (providerId == QLatin1StringView(provider->id))
            return provider;
    }
    return nullptr;
}

std::vector<Catalog::Kind> Catalog::kinds() const
{
    std::vector<Kind> all;
    for (const ProviderDescriptor *provider : m_providers) {
        for (const SecretKindSpec &secret : provider->secrets)
            all.push_back({provider, &secret});
    }
    return all;
}

std::optional<Catalog::Kind> Catalog::findKind(QStringView kindId) const
{
    for (const Kind &kind : kinds()) {
        if (kindId == QLatin1StringView(kind.secret->id))
            return kind;
    }
    const ProviderDescriptor *provider = find(kindId);
    if (!provider || provider->secrets.empty())
        return std::nullopt;
    return Kind{provider, &provider->secrets.front()};
}

} // namespace sallyport
