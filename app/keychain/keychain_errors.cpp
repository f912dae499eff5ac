// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/keychain/keychain_errors.h"

using namespace Qt::StringLiterals;

namespace sallyport {

namespace {

Error unavailable(const QString &message, const QString &hint)
{
    return Error{ErrorKind::Unavailable, message, hint};
}

Error denied(const QString &message)
{
    return Error{ErrorKind::PermissionDenied, message, u"Try again and allow it."_s};
}

} // namespace

Error keychainError(KeyringState state, KeychainOutcome outcome, const QString &detail)
{
    if (outcome == KeychainOutcome::DeniedByPerson)
        return denied(u"access to the keychain was refused"_s);
    switch (state) {
    case KeyringState::NoBus:
        return unavailable(u"there is no session bus, so no keychain can be reached"_s,
                           u"Start Sallyport from a desktop session, or give the credential in environment variables."_s);
    case KeyringState::NoService:
        return unavailable(u"no keychain service is running"_s,
                           u"Install and start one, such as gnome-keyring or KWallet."_s);
    case KeyringState::Locked:
        return unavailable(u"the keychain is locked: the prompt was dismissed or could not be shown"_s,
                           u"Try again and enter the keyring's password when asked."_s);
    case KeyringState::NoDefaultCollection:
        return unavailable(u"the keychain has no default keyring yet"_s,
                           u"Create one and make it the default, for example in Passwords and Keys."_s);
    case KeyringState::Unlocked:
        break;
    }
    if (outcome == KeychainOutcome::DeniedByPolicy)
        return denied(u"the keychain does not allow access"_s);
    const QString reason = detail.trimmed().isEmpty() ? QString() : u": "_s + detail.trimmed();
    return unavailable(u"the keychain failed"_s + reason, u"Try again."_s);
}

Error keychainTimeout(std::chrono::seconds waited)
{
    return unavailable(u"the keychain did not answer within %1 seconds"_s.arg(waited.count()),
                       u"See whether a window of the keychain waits for an answer, then try again."_s);
}

Error keychainDiffers()
{
    return unavailable(u"the keychain did not keep what was written"_s, u"Try again."_s);
}

} // namespace sallyport
