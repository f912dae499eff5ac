// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "providers/hashicorp/exchange.h"

//! Where HCP Vault Secrets is asked, and how its refusals read.
namespace sallyport::hashicorp {

//! The two servers of one conversation, spoken to with the same files and hiding the same secrets.
struct CloudSession {
    Session auth;
    Session api;
};

//! As CloudSession; asks the environment for what the credential leaves open. Errors: InvalidInput.
[[nodiscard]] Step<CloudSession> openCloud(const Inputs &inputs);

//! An address as written: a URL, or `host:port`, which means https. Errors: InvalidInput, naming `label`, for anything that is not https
//! or http on this computer.
[[nodiscard]] Result<QUrl> cloudAddress(const QString &text, const QString &label);

//! One question to the API, below its base; `path` is encoded. Refusals end in their Error, but for `call.passes`.
[[nodiscard]] Step<VaultReply> askCloud(const Session &session, const Call &call, const QByteArray &path);

//! The error that a refusal amounts to: the service's own words (`message`, or OAuth's `error_description`) and a remedy.
[[nodiscard]] Error cloudRefusal(const Session &session, const Call &call, const VaultReply &reply);

} // namespace sallyport::hashicorp
