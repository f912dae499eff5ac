// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "providers/aws/exchange.h"
#include "providers/aws/profile_chain.h"

//! AWS Security Token Service. Source: https://docs.aws.amazon.com/STS/latest/APIReference/welcome.html.
namespace sallyport::aws {

struct CallerIdentity {
    QString arn;
    QString account;
    QString userId;
};
[[nodiscard]] Step<CallerIdentity> getCallerIdentity(const Context &context);

//! Assumes a role with `context`'s keys. The code of an MFA device is asked once and sent once.
[[nodiscard]] Step<Keys> assumeRole(const Context &context, const RoleStep &role);
//! Assumes a role with a token of another identity provider, which is read anew each time; not signed.
[[nodiscard]] Step<Keys> assumeRoleWithWebIdentity(const Context &context, const WebIdentity &identity);

//! A moment of now by this computer's clock: people may have taken their time since the conversation began.
template<class T, class Next>
[[nodiscard]] Step<T> withFreshTime(const Context &context, Next next)
{
    return askOrFail<T>(Wait{}, [context, next = std::move(next)](const Waited &waited) -> Step<T> {
        Context later = context;
        if (waited.now.isValid())
            later.now = waited.now;
        return next(later);
    });
}

} // namespace sallyport::aws
