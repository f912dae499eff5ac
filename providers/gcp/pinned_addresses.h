// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/base/result.h"

#include <QStringList>
#include <QUrl>

//! Whether an address that a credential file names is one of Google's own.
namespace sallyport::gcp {

//! Whether a `token_uri` is the token endpoint, under its present or a former name.
[[nodiscard]] bool isTokenAddress(const QString &address);

//! The region in `https://sts.REGION.rep.googleapis.com/v1/<method>`; empty for the global address. Errors: InvalidInput for any other.
[[nodiscard]] Result<QString> stsRegion(const QString &address, QLatin1StringView method, const QString &universe);

//! The account and region in
//! `https://iamcredentials[.REGION.rep].googleapis.com/v1/projects/-/serviceAccounts/ACCOUNT:generateAccessToken`.
struct ImpersonationAddress {
    QString account;
    QString region;
};
//! Errors: InvalidInput for any other address.
[[nodiscard]] Result<ImpersonationAddress> impersonationAddress(const QString &address, const QString &universe);

//! An address that may be asked for a subject token: of this machine, a cloud's metadata server, GitHub Actions, or one of `hosts`;
//! http only to the first two. Errors: InvalidInput.
[[nodiscard]] Result<QUrl> subjectTokenAddress(const QString &address, const QStringList &hosts);

} // namespace sallyport::gcp
