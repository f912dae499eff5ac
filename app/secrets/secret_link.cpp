// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/secrets/secret_link.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace sallyport {

namespace {

Result<Catalog::Kind> usableKind(const QString &provider, const Catalog &catalog)
{
    const auto kind = catalog.findKind(provider);
    if (!kind) {
        return Error{ErrorKind::InvalidInput, u"unknown vault provider \"%1\""_s.arg(provider.left(60)),
                     u"Edit the link and choose a provider from the list."_s};
    }
    if (!kind->provider->available) {
        return Error{ErrorKind::InvalidInput, u"links to %1 cannot be used yet"_s.arg(QString::fromUtf8(kind->secret->label)),
                     u"The link is kept in the file; another kind of vault can be chosen with Edit Link."_s};
    }
    return *kind;
}

bool knowsAll(FormSpec form, const Value &config)
{
    const auto &members = config.map();
    return std::all_of(members.begin(), members.end(), [form](const auto &member) {
        return findField(form, member.first.toStdString()) != nullptr;
    });
}

//! The kind whose fields the tag has, where a provider's id stands for several.
const SecretKindSpec *kindFor(const Catalog::Kind &found, const Value &config)
{
    if (found.secret != &found.provider->secrets.front() || knowsAll(found.secret->reference, config))
        return found.secret;
    for (const SecretKindSpec &other : found.provider->secrets) {
        if (other.sharesTag && knowsAll(other.reference, config))
            return &other;
    }
    return found.secret;
}

//! What a half-filled editor of Insomnia writes where no credential was chosen.
bool isNoCredential(const QString &reference)
{
    return reference == "n/a"_L1;
}

} // namespace

CredentialName credentialNamed(const VaultTag &tag, const Catalog &catalog)
{
    const auto kind = catalog.findKind(tag.provider);
    return {kind ? QString::fromUtf8(kind->provider->id) : tag.provider, isNoCredential(tag.credential) ? QString() : tag.credential};
}

Result<SecretLink> SecretLink::fromTag(const VaultTag &tag, const Catalog &catalog)
{
    const auto kind = usableKind(tag.provider, catalog);
    if (!kind)
        return kind.error();
    const SecretKindSpec *secret = kindFor(*kind, tag.config);
    const FormSpec form = secret->reference;
    auto reference = FormValues::fromJson(form, tag.config);
    if (!reference)
        return reference.error();
    const auto problems = reference->validate(form);
    if (!problems.empty())
        return Error{ErrorKind::InvalidInput, u"the link is not complete: %1"_s.arg(problems.front().message), u"Edit the link."_s};
    const CredentialName named = credentialNamed(tag, catalog);
    return SecretLink{QLatin1StringView(secret->id), named.providerId, named.reference, std::move(*reference)};
}

VaultTag SecretLink::toTag(const Catalog &catalog) const
{
    VaultTag tag{providerId, credential, Value(Value::Map())};
    const auto kind = catalog.findKind(kindId);
    if (!kind)
        return tag;
    if (kind->secret != &kind->provider->secrets.front() && !kind->secret->sharesTag)
        tag.provider = kindId;
    tag.config = reference.toJson(kind->secret->reference);
    return tag;
}

QString SecretLink::summary(const Catalog &catalog) const
{
    const auto kind = catalog.findKind(kindId);
    return kind && kind->secret->summary ? kind->secret->summary(reference) : kindId;
}

QString SecretLink::selector(const Catalog &catalog) const
{
    const auto kind = catalog.findKind(kindId);
    if (!kind)
        return {};
    const FormSpec form = kind->secret->reference;
    for (const FieldSpec &field : form) {
        if (field.role == FieldRole::Selector && field.kind == FieldKind::Text && reference.isShown(form, field))
            return reference.textOr(field);
    }
    return {};
}

} // namespace sallyport
