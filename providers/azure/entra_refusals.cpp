// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "providers/azure/entra.h"

#include <array>

using namespace Qt::StringLiterals;

namespace sallyport::azure {

namespace {

struct Remedy {
    int code; //!< AADSTS...
    ErrorKind kind;
    QStringView hint;
};

constexpr auto kAgain = ErrorKind::Unauthenticated;
constexpr QStringView kTenant =
    u"Check the tenant in the credential: its id or domain stands in the portal's overview of Microsoft Entra ID.";
constexpr QStringView kClient = u"Check client id and tenant: the application must be registered in that tenant.";
constexpr QStringView kFactor = u"Sign in again in the browser: this account needs a further proof.";
constexpr QStringView kPolicy = u"A rule of your organisation (Conditional Access) stands against it. Ask its administrators, or use a way "
                                u"to sign in that the rule allows.";
constexpr QStringView kEnded = u"Sign in again.";
constexpr QStringView kTrust =
    u"Enter issuer, subject and audience of the token as a federated credential of the application, exactly as the token spells them.";
constexpr QStringView kConsent = u"Sign in again and agree, or ask an administrator to agree for the organisation.";
constexpr QStringView kLater = u"Try again in a minute.";

constexpr std::array kRemedies{
    // applications
    Remedy{7000215, kAgain, u"Enter the secret's value, which the portal shows once when the secret is made, and not the secret's id."},
    Remedy{7000222, kAgain, u"The client secret has expired. Have a new one made for the application and enter it."},
    Remedy{7000216, kAgain, u"The application needs a secret, a certificate or a federated token."},
    Remedy{7000218, kAgain, u"The application is no public client: switch on \"Allow public client flows\" in its registration."},
    Remedy{7000112, kAgain, u"The application is disabled in this tenant. Ask its administrators."},
    Remedy{700016, kAgain, kClient},
    Remedy{70001, kAgain, kClient},
    Remedy{7000229, kAgain, u"The application has no service principal in this tenant. An administrator can add it."},
    Remedy{700027, kAgain, u"Upload this certificate to the application's registration, or use the one that is registered there."},
    Remedy{700024, kAgain, u"Check this computer's clock; a token from a file must be one that is still valid."},
    Remedy{700021, kAgain, kTrust},
    Remedy{70021, kAgain, kTrust},
    Remedy{700211, kAgain, kTrust},
    Remedy{700212, kAgain, kTrust},
    Remedy{700213, kAgain, kTrust},
    Remedy{700223, kAgain, kTrust},
    Remedy{50027, kAgain, u"The token is damaged or not one that the application trusts."},
    Remedy{50011, kAgain, u"Register http://localhost as a redirect address for mobile and desktop applications."},
    Remedy{50194, kAgain, u"The application belongs to one tenant only: name that tenant in the credential."},
    // tenants
    Remedy{90002, kAgain, kTenant},
    Remedy{900023, kAgain, kTenant},
    Remedy{900021, kAgain, kTenant},
    Remedy{50020, kAgain,
           u"This account does not belong to the tenant. Name the tenant it is a guest in, or sign in with another account."},
    Remedy{500011, kAgain, u"Azure Key Vault is not known in this tenant. Check tenant and cloud of the credential."},
    Remedy{650057, kAgain, u"The application's registration lacks the permission for Azure Key Vault."},
    Remedy{65002, kAgain, u"The application may not ask for Azure Key Vault. Use another application id."},
    // people
    Remedy{50034, kAgain, u"There is no such account in this tenant. Check the tenant, or sign in with another account."},
    Remedy{50053, ErrorKind::PermissionDenied, u"The account is locked for now. Wait, or ask your administrators."},
    Remedy{50057, ErrorKind::PermissionDenied, u"The account is disabled. Ask your administrators."},
    Remedy{50105, ErrorKind::PermissionDenied, u"Nobody has assigned this account to the application. Ask your administrators."},
    Remedy{50055, kAgain, u"The password has expired: change it, then sign in again."},
    Remedy{50126, kAgain, u"Check user name and password."},
    Remedy{50072, kAgain, kFactor},
    Remedy{50074, kAgain, kFactor},
    Remedy{50076, kAgain, kFactor},
    Remedy{50078, kAgain, kFactor},
    Remedy{50079, kAgain, kFactor},
    Remedy{50097, kAgain, kFactor},
    Remedy{50158, kAgain, kFactor},
    Remedy{53000, ErrorKind::PermissionDenied, kPolicy},
    Remedy{53001, ErrorKind::PermissionDenied, kPolicy},
    Remedy{53002, ErrorKind::PermissionDenied, kPolicy},
    Remedy{53003, ErrorKind::PermissionDenied, kPolicy},
    Remedy{53004, ErrorKind::PermissionDenied, kPolicy},
    Remedy{530003, ErrorKind::PermissionDenied, kPolicy},
    Remedy{65001, kAgain, kConsent},
    Remedy{65004, kAgain, kConsent},
    Remedy{90094, kAgain, kConsent},
    Remedy{90095, kAgain, kConsent},
    // sign-ins that have ended
    Remedy{70008, kAgain, kEnded},
    Remedy{70043, kAgain, kEnded},
    Remedy{700082, kAgain, kEnded},
    Remedy{700084, kAgain, kEnded},
    Remedy{50132, kAgain, kEnded},
    Remedy{50133, kAgain, kEnded},
    Remedy{50173, kAgain, u"It was revoked, by a changed password for one. Sign in again."},
    Remedy{54005, kAgain, u"The code was used already. Start the sign-in again."},
    Remedy{70018, kAgain, u"Start the sign-in again and enter the new code."},
    Remedy{70020, kAgain, u"Start the sign-in again and enter the new code."},
    // the service
    Remedy{90033, ErrorKind::Unavailable, kLater},
    Remedy{90009, ErrorKind::Unavailable, kLater},
    Remedy{50196, ErrorKind::RateLimited, u"The same request came too often. Wait a few minutes."},
    Remedy{90055, ErrorKind::RateLimited, kLater},
};

//! Where the code is unknown: what OAuth's own word means (RFC 6749 5.2, RFC 8628 3.5).
Remedy usualRemedy(const TokenReply &reply)
{
    if (reply.status == 429)
        return {0, ErrorKind::RateLimited, kLater};
    if (reply.status >= 500 || reply.error == "temporarily_unavailable"_L1 || reply.error == "server_error"_L1)
        return {0, ErrorKind::Unavailable, kLater};
    if (reply.status == 404)
        return {0, kAgain, u"Check the authority host and the tenant of the credential."};
    if (reply.error == "access_denied"_L1 || reply.error == "authorization_declined"_L1)
        return {0, kAgain, u"The sign-in was declined. Start it again if that was a mistake."};
    if (reply.error == "invalid_client"_L1 || reply.error == "unauthorized_client"_L1)
        return {0, kAgain, kClient};
    return {0, kAgain, kEnded};
}

Remedy remedyFor(const TokenReply &reply)
{
    for (const Remedy &remedy : kRemedies) {
        if (reply.codes.contains(remedy.code))
            return remedy;
    }
    return usualRemedy(reply);
}

} // namespace

Error entraRefusal(const TokenCall &call, const TokenReply &reply)
{
    const Remedy remedy = remedyFor(reply);
    const QString words = reply.description.isEmpty() ? wordsFrom(reply.error, call.hidden) : reply.description;
    return {remedy.kind, u"could not %1: %2"_s.arg(call.purpose, words), remedy.hint.toString()};
}

} // namespace sallyport::azure
