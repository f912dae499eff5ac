// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/model/workspace.h"
#include "app/template/vault_tag.h"

#include <QList>
#include <QString>

#include <vector>

namespace sallyport {

class TemplateContext;

//! A vault tag somewhere in a workspace.
struct LinkUse {
    VaultTag tag;
    QString place; //!< for people: `Staging › api_key`, `Sign in`
};
//! Every vault tag that a workspace holds, in environments, folders and requests, each as often as it stands there.
[[nodiscard]] std::vector<LinkUse> linkUses(const Workspace &workspace);
//! Each tag once.
[[nodiscard]] QList<VaultTag> linkedSecrets(const Workspace &workspace);

//! `3 linked secrets · fetched 2 of 3 · cache 30 min`
[[nodiscard]] QString linkedSecretsText(const QList<VaultTag> &tags, const TemplateContext &context);

} // namespace sallyport
