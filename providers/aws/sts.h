// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "providers/aws/exchange.h"

//! AWS Security Token Service. Source: https://docs.aws.amazon.com/STS/latest/APIReference/welcome.html.
namespace sallyport::aws {

struct CallerIdentity {
    QString arn;
    QString account;
    QString userId;
};
[[nodiscard]] Step<CallerIdentity> getCallerIdentity(const Context &context);

//! One role to assume.
struct RoleRequest {
    QString roleArn;
    QString sessionName{}; //!< empty: one is made up
    QString externalId{};
    QString mfaSerial{};   //!< not empty: the person is asked for a code
    QString duration{};    //!< seconds, 900-43200; empty: one hour
    QString webIdentityTokenFile{}; //!< AssumeRoleWithWebIdentity only
};

//! With `context`'s keys. The code of an MFA device is asked once and sent once.
[[nodiscard]] Step<Keys> assumeRole(const Context &context, const RoleRequest &role);
//! With a token of another identity provider, read anew each time; not signed.
[[nodiscard]] Step<Keys> assumeRoleWithWebIdentity(const Context &context, const RoleRequest &role);

} // namespace sallyport::aws
