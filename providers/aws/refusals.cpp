// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "providers/aws/answers.h"

#include "providers/sdk/plain_text.h"

#include <array>

using namespace Qt::StringLiterals;

namespace sallyport::aws {

namespace {

struct Meaning {
    QStringView code; //!< without `Exception`
    ErrorKind kind;
    QStringView hint;
};

constexpr QStringView kEnded = u"These temporary keys have ended. Sign in again, or get new ones.";
constexpr QStringView kWrongKeys =
    u"Check the access key id, the secret access key and the session token; they may have been replaced or deactivated.";
constexpr QStringView kClock = u"Check this computer's clock.";
constexpr QStringView kRights = u"Ask those who run this AWS account for the right, or use another role.";
constexpr QStringView kGone = u"Check the name and the region.";
constexpr QStringView kLater = u"Try again later.";
constexpr QStringView kInput = u"Check the link and the credential.";

constexpr std::array kMeanings{
    Meaning{u"ExpiredToken", ErrorKind::Unauthenticated, kEnded},
    Meaning{u"UnrecognizedClient", ErrorKind::Unauthenticated, kWrongKeys},
    Meaning{u"InvalidClientTokenId", ErrorKind::Unauthenticated, kWrongKeys},
    Meaning{u"InvalidAccessKeyId", ErrorKind::Unauthenticated, kWrongKeys},
    Meaning{u"SignatureDoesNotMatch", ErrorKind::Unauthenticated, kWrongKeys},
    Meaning{u"InvalidSignature", ErrorKind::Unauthenticated, kWrongKeys},
    Meaning{u"IncompleteSignature", ErrorKind::Unauthenticated, kWrongKeys},
    Meaning{u"MissingAuthenticationToken", ErrorKind::Unauthenticated, kWrongKeys},
    Meaning{u"AuthFailure", ErrorKind::Unauthenticated, kWrongKeys},
    Meaning{u"RequestExpired", ErrorKind::Unauthenticated, kClock},
    Meaning{u"RequestInTheFuture", ErrorKind::Unauthenticated, kClock},
    Meaning{u"RequestTimeTooSkewed", ErrorKind::Unauthenticated, kClock},
    Meaning{u"InvalidIdentityToken", ErrorKind::Unauthenticated, u"Check the web identity token."},
    Meaning{u"IDPRejectedClaim", ErrorKind::Unauthenticated, u"Check the web identity token."},
    Meaning{u"Unauthorized", ErrorKind::Unauthenticated, u"Sign in again."},
    Meaning{u"InvalidGrant", ErrorKind::Unauthenticated, u"Sign in again."},
    Meaning{u"InvalidClient", ErrorKind::Unauthenticated, u"Sign in again."},
    Meaning{u"AccessDenied", ErrorKind::PermissionDenied, kRights},
    Meaning{u"UnauthorizedOperation", ErrorKind::PermissionDenied, kRights},
    Meaning{u"NotAuthorized", ErrorKind::PermissionDenied, kRights},
    Meaning{u"Forbidden", ErrorKind::PermissionDenied, kRights},
    Meaning{u"OptInRequired", ErrorKind::PermissionDenied, kRights},
    Meaning{u"RegionDisabled", ErrorKind::PermissionDenied, u"Switch the region on for this account, or choose another one."},
    Meaning{u"DecryptionFailure", ErrorKind::PermissionDenied, u"The KMS key must allow this identity to decrypt."},
    Meaning{u"ResourceNotFound", ErrorKind::NotFound, kGone},
    Meaning{u"ParameterNotFound", ErrorKind::NotFound, kGone},
    Meaning{u"ParameterVersionNotFound", ErrorKind::NotFound, u"Check the version or label."},
    Meaning{u"InvalidParameter", ErrorKind::InvalidInput, kInput},
    Meaning{u"InvalidRequest", ErrorKind::InvalidInput, kInput},
    Meaning{u"Validation", ErrorKind::InvalidInput, kInput},
    Meaning{u"ValidationError", ErrorKind::InvalidInput, kInput},
    Meaning{u"InternalServiceError", ErrorKind::Unavailable, kLater},
    Meaning{u"InternalServerError", ErrorKind::Unavailable, kLater},
    Meaning{u"InternalFailure", ErrorKind::Unavailable, kLater},
    Meaning{u"ServiceUnavailable", ErrorKind::Unavailable, kLater},
    Meaning{u"IDPCommunicationError", ErrorKind::Unavailable, kLater},
    Meaning{u"RequestTimeout", ErrorKind::Timeout, kLater},
};

Meaning meaningOfStatus(const Reply &reply)
{
    if (reply.status == 429)
        return {{}, ErrorKind::RateLimited, kLater};
    if (reply.status >= 500)
        return {{}, ErrorKind::Unavailable, kLater};
    if (reply.code.isEmpty())
        return {{}, ErrorKind::Malformed, u"A proxy may be answering instead of AWS. Check the endpoint and the network."};
    if (reply.status == 401)
        return {{}, ErrorKind::Unauthenticated, u"Sign in again."};
    if (reply.status == 403)
        return {{}, ErrorKind::PermissionDenied, kRights};
    return {{}, reply.status == 404 ? ErrorKind::NotFound : ErrorKind::InvalidInput, kInput};
}

Meaning meaningOf(const Reply &reply)
{
    QStringView code = reply.code;
    if (code.endsWith(u"Exception"))
        code.chop(9);
    if (isThrottling(reply.code))
        return {code, ErrorKind::RateLimited, u"AWS limits the number of calls. Try again later."};
    for (const Meaning &meaning : kMeanings) {
        if (meaning.code == code)
            return meaning;
    }
    return meaningOfStatus(reply);
}

} // namespace

QString attempted(const Context &context, const Call &call)
{
    QStringList parts;
    if (call.isSigned && context.keys)
        parts = context.keys->origin.isEmpty() ? QStringList{u"the given keys"_s} : context.keys->origin;
    const QString region = call.region.isEmpty() ? context.settings.region : call.region;
    if (!region.isEmpty())
        parts.append(u"region "_s + region);
    return parts.isEmpty() ? call.purpose : u"%1 (%2)"_s.arg(call.purpose, printable(parts.join(u", "_s), 300));
}

Error withRequestId(const Error &error, const Reply &reply)
{
    return reply.requestId.isEmpty() ? error : error.within(u"Request ID %1"_s.arg(reply.requestId));
}

Error refusal(const Context &context, const Call &call, const Reply &reply)
{
    const Meaning meaning = meaningOf(reply);
    QStringList parts{u"could not "_s + attempted(context, call)};
    if (!reply.code.isEmpty())
        parts.append(reply.code);
    if (!reply.message.isEmpty())
        parts.append(reply.message);
    if (reply.code.isEmpty() && reply.message.isEmpty())
        parts.append(u"the server gave no reason (status %1)"_s.arg(reply.status));
    QString message = parts.join(u": "_s);
    while (message.endsWith(u'.'))
        message.chop(1);
    return withRequestId({meaning.kind, message, meaning.hint.toString()}, reply);
}

} // namespace sallyport::aws
