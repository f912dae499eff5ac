// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "providers/azure/vault.h"

#include "app/base/json.h"
#include "providers/azure/grant.h"
#include "providers/azure/repeat.h"
#include "providers/sdk/plain_text.h"

#include <array>

using namespace Qt::StringLiterals;

namespace sallyport::azure {

namespace {

struct Meaning {
    QStringView code;
    ErrorKind kind;
    QStringView hint;
};

constexpr QStringView kGone = u"Check vault, name and version.";

// the inner code says more than the outer one and is looked up first
constexpr std::array kMeanings{
    Meaning{u"SecretDisabled", ErrorKind::PermissionDenied,
            u"This version is disabled. Enable it in the vault, or choose another version."},
    Meaning{u"KeyDisabled", ErrorKind::PermissionDenied, u"This version is disabled. Enable it in the vault, or choose another version."},
    Meaning{u"CertificateDisabled", ErrorKind::PermissionDenied,
            u"This version is disabled. Enable it in the vault, or choose another version."},
    Meaning{u"ForbiddenByPolicy", ErrorKind::PermissionDenied, u"An access policy of the vault must give this identity the permission."},
    Meaning{u"AccessDenied", ErrorKind::PermissionDenied, u"An access policy of the vault must give this identity the permission."},
    Meaning{u"ForbiddenByRbac", ErrorKind::PermissionDenied,
            u"This identity needs a role on the vault: Key Vault Secrets User for secrets, Key Vault Reader for keys and certificates. New "
            u"roles take "
            u"some minutes to count."},
    Meaning{u"ForbiddenByFirewall", ErrorKind::PermissionDenied,
            u"The vault's firewall does not let this network in. Add its address in the vault's networking settings, or use an allowed "
            u"network."},
    Meaning{u"ForbiddenByConnection", ErrorKind::PermissionDenied,
            u"The vault is reached through its private endpoint only. Use a network that has it."},
    Meaning{u"SecretNotFound", ErrorKind::NotFound, kGone},
    Meaning{u"KeyNotFound", ErrorKind::NotFound, kGone},
    Meaning{u"CertificateNotFound", ErrorKind::NotFound, kGone},
    Meaning{u"VaultNotFound", ErrorKind::NotFound, u"Check the vault's name and the cloud of the credential."},
    Meaning{u"ObjectIsDeletedButRecoverable", ErrorKind::NotFound, u"It was deleted. Recover it in the vault, or choose another one."},
    Meaning{u"ObjectIsBeingDeleted", ErrorKind::NotFound, u"It is being deleted. Recover it in the vault, or choose another one."},
    Meaning{u"ObjectIsBeingRecovered", ErrorKind::Unavailable, u"It is being recovered. Try again in a minute."},
    Meaning{u"Throttled", ErrorKind::RateLimited, u"The vault gets too many calls. Try again later."},
    Meaning{u"BadParameter", ErrorKind::InvalidInput, u"Check the link."},
};

Meaning meaningOfStatus(int status)
{
    switch (status) {
    case 401:
        return {{}, ErrorKind::Unauthenticated, u"Sign in again. If that does not help, check tenant and cloud of the credential."};
    case 403:
        return {{}, ErrorKind::PermissionDenied, u"This identity needs a role or an access policy on the vault."};
    case 404:
        return {{}, ErrorKind::NotFound, kGone};
    case 409:
        return {{}, ErrorKind::NotFound, u"It may have been deleted. Recover it in the vault, or choose another one."};
    case 429:
        return {{}, ErrorKind::RateLimited, u"The vault gets too many calls. Try again later."};
    default:
        break;
    }
    if (status >= 500)
        return {{}, ErrorKind::Unavailable, u"Try again later; https://status.azure.com tells about outages."};
    if (status >= 300 && status < 400)
        return {{}, ErrorKind::Malformed, u"Key vaults do not redirect, and no redirect was followed. Check the address of the vault."};
    return {{}, ErrorKind::InvalidInput, u"Check the link."};
}

//! `error.code` and the codes inside it, the innermost first.
QStringList codesIn(const Value &error)
{
    QStringList codes;
    const Value *at = &error;
    for (int depth = 0; at->isMap() && depth < 5; ++depth) {
        if (const QString code = (*at)[u"code"].toString(); !code.isEmpty())
            codes.prepend(code);
        at = &(*at)[u"innererror"];
    }
    return codes;
}

Meaning meaningOf(const QStringList &codes, int status, const QString &words)
{
    if (status == 404 && words.contains("deleted but recoverable"_L1))
        return {{}, ErrorKind::NotFound, u"It was deleted. Recover it in the vault, or choose another one."};
    for (const QString &code : codes) {
        for (const Meaning &meaning : kMeanings) {
            if (code == meaning.code)
                return meaning;
        }
    }
    return meaningOfStatus(status);
}

QString hintFor(const Meaning &meaning, const VaultCall &call, const HttpReply &reply)
{
    QString hint = meaning.hint.toString();
    if (meaning.kind == ErrorKind::RateLimited && secondsAskedFor(reply) > 0)
        return u"The vault asks for a pause of %1 s."_s.arg(secondsAskedFor(reply));
    const bool isAboutPolicy = meaning.code == u"ForbiddenByPolicy" || meaning.code == u"AccessDenied";
    if (isAboutPolicy && !call.right.isEmpty())
        hint += u" It is called \"%1\"."_s.arg(call.right);
    return hint;
}

} // namespace

Error vaultRefusal(const Context &context, const VaultCall &call, const HttpReply &reply)
{
    const Value body = json::parse(reply.body).value_or(Value());
    const Value &error = body[u"error"];
    const QStringList codes = codesIn(error);
    const QString words = wordsFrom(error[u"message"].toString(), {context.inputs.grant.values.secret(kToken)});
    const Meaning meaning = meaningOf(codes, reply.status, words);
    QString why = words.isEmpty() ? u"the server gave no reason (status %1)"_s.arg(reply.status) : words;
    if (!codes.isEmpty())
        why += u" (%1)"_s.arg(printable(codes.first(), 60));
    return {meaning.kind, u"could not %1: %2"_s.arg(call.purpose, why), hintFor(meaning, call, reply)};
}

} // namespace sallyport::azure
