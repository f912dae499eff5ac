// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "providers/aws/sign_in.h"

#include "providers/aws/fingerprint.h"
#include "providers/aws/sources.h"
#include "providers/aws/sso_sign_in.h"
#include "providers/aws/sts.h"
#include "providers/aws/tables.h"
#include "providers/sdk/labels.h"
#include "providers/sdk/plain_text.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace sallyport::aws {

namespace {

constexpr QLatin1StringView kFingerprint{"fingerprint"};
constexpr QLatin1StringView kBrowserWay{"browser"};
constexpr QLatin1StringView kDeviceWay{"device"};
constexpr qint64 kAdvisoryS = qint64{15} * 60;  //!< as botocore: from then on new keys are sought
constexpr qint64 kMandatoryS = qint64{10} * 60; //!< keys that end sooner are not kept
constexpr qint64 kShortlyS = 60;        //!< a person is not asked for a code earlier than needed

constexpr std::array kWays{
    SignInWay{.id = "browser",
              .label = QT_TRANSLATE_NOOP("SignIn", "Sign In with Browser"),
              .help = QT_TRANSLATE_NOOP("SignIn", "Opens the sign-in page of your IAM Identity Center on this computer.")},
    SignInWay{.id = "device",
              .label = QT_TRANSLATE_NOOP("SignIn", "Sign In with Code"),
              .help = QT_TRANSLATE_NOOP("SignIn", "Shows a code to confirm on a page, on this computer or another one.")},
};

QString said(const Inputs &inputs, QLatin1StringView id)
{
    return answer(kCredentialForm, inputs.credential, id);
}

bool isOn(const Inputs &inputs, QLatin1StringView id)
{
    return isOn(kCredentialForm, inputs.credential, id);
}

bool usesProfile(const Settings &settings)
{
    return settings.kind == Kind::File || settings.kind == Kind::Sso;
}

//! The plan of the chosen profile. Errors: as planFor, and InvalidInput where an SSO credential's profile has no SSO session.
Result<ProfilePlan> chosenPlan(const Settings &settings)
{
    auto plan = planFor(settings.config, settings.profile.name);
    if (!plan) {
        Error error = plan.error();
        if (error.kind == ErrorKind::NotFound)
            error.kind = ErrorKind::InvalidInput;
        return error;
    }
    if (settings.kind == Kind::Sso && !std::holds_alternative<SsoSource>(plan->base))
        return Error{ErrorKind::InvalidInput,
                     u"profile \"%1\" does not sign in to IAM Identity Center: its keys are %2"_s.arg(printable(plan->profile, 80),
                                                                                                      describeBase(*plan)),
                     u"Choose another profile, or the credential type for files."_s};
    return plan;
}

// --- the credential's own roles ---

//! The roles that the credential itself names, in the order in which they are assumed. The first is asked for with the MFA device, since
//! that belongs to the person; the external id belongs to the last. Errors: InvalidInput.
Result<std::vector<RoleStep>> ownRoles(const Inputs &inputs)
{
    std::vector<RoleStep> roles;
    if (!isOn(inputs, kAssumeRole))
        return roles;
    QStringList arns = said(inputs, kRoleChain).split(u',', Qt::SkipEmptyParts);
    arns.append(said(inputs, kRoleArn));
    const QString duration = said(inputs, kRoleDuration);
    bool isNumber = true;
    const int seconds = duration.isEmpty() ? 0 : duration.toInt(&isNumber);
    if (!isNumber || (!duration.isEmpty() && (seconds < 900 || seconds > 43200)))
        return Error{ErrorKind::InvalidInput, u"the session duration is not between 900 and 43200 seconds"_s,
                     u"Correct it in the credential."_s};
    if (arns.last().isEmpty())
        return Error{ErrorKind::InvalidInput, u"the ARN of the role is missing"_s, u"Enter it in the credential, or assume no role."_s};
    for (const QString &arn : arns)
        roles.push_back({.roleArn = arn.trimmed(), .roleSessionName = said(inputs, kRoleSessionName)});
    roles.front().mfaSerial = said(inputs, kMfaSerial);
    roles.back().externalId = said(inputs, kExternalId);
    if (!duration.isEmpty())
        roles.back().durationSeconds = seconds;
    return roles;
}

bool asksForCode(const std::vector<RoleStep> &roles)
{
    return std::any_of(roles.begin(), roles.end(), [](const RoleStep &role) { return !role.mfaSerial.isEmpty(); });
}

// --- the grant ---

AccessGrant finished(const Context &context, const Inputs &inputs, const Keys &keys, const std::vector<RoleStep> &own)
{
    Keys placed = keys;
    if (!context.settings.region.isEmpty())
        placed.region = context.settings.region;
    AccessGrant grant = grantFrom(placed, context.now);
    grant.obtained = context.settings.kind != Kind::Temporary || !own.empty();
    const auto plan = usesProfile(context.settings) ? chosenPlan(context.settings) : Result<ProfilePlan>(ProfilePlan{});
    const bool withCode = asksForCode(own) || (plan && asksForCode(plan->roles));
    if (grant.expires) {
        const qint64 life = context.now.secsTo(*grant.expires);
        if (withCode)
            grant.renewAfter = grant.expires->addSecs(-std::min(kShortlyS, life / 10));
        else if (life > 2 * kAdvisoryS)
            grant.renewAfter = grant.expires->addSecs(-kAdvisoryS);
    }
    if (plan && usesProfile(context.settings) && !isOn(inputs, kEnableCache)) {
        grant.values.setText(kFingerprint, fingerprintOf(context.settings, *plan));
        grant.renewable = true;
        grant.renewAfter = context.now;
    }
    return grant;
}

//! Keys that have ended already are of no use to anybody.
Result<Done> stillGood(const Context &context, const Keys &keys)
{
    if (!keys.expires || context.now < *keys.expires)
        return Done{};
    return Error{ErrorKind::Unauthenticated,
                 u"these keys ended at %1: %2"_s.arg(timeLabel(*keys.expires), keys.origin.join(u", "_s)),
                 u"Sign in again where they come from."_s};
}

Step<AccessGrant> goOn(const Context &context, const Inputs &inputs, const Step<Keys> &base)
{
    const auto roles = ownRoles(inputs);
    if (!roles)
        return roles.error();
    const Step<Keys> assumed = chain<Keys>(base, [context, roles = *roles](const Result<Keys> &keys) -> Step<Keys> {
        if (!keys)
            return keys.error();
        const auto good = stillGood(context, *keys);
        return good ? assumeRoles(context, *keys, roles) : Step<Keys>(good.error());
    });
    return chain<AccessGrant>(assumed, [context, inputs, roles = *roles](const Result<Keys> &keys) -> Step<AccessGrant> {
        return keys ? Step<AccessGrant>(finished(context, inputs, *keys, roles)) : Step<AccessGrant>(keys.error());
    });
}

Step<Keys> baseKeys(const Context &context, const Inputs &inputs)
{
    if (context.settings.kind == Kind::Temporary)
        return checkedKeys(inputs.credential.secret(kAccessKeyId).revealText(), inputs.credential.secret(kSecretAccessKey),
                           inputs.credential.secret(kSessionToken), kOwnOrigin);
    if (context.settings.kind == Kind::Default)
        return defaultKeys(context);
    const auto plan = chosenPlan(context.settings);
    return plan ? keysOfPlan(context, *plan) : Step<Keys>(plan.error());
}

Context contextFor(const Settings &settings, const Inputs &inputs)
{
    return {.settings = settings, .now = inputs.now, .hidden = inputs.credential.secrets().values()};
}

Step<AccessGrant> afresh(const Settings &settings, const Inputs &inputs)
{
    const Context context = contextFor(settings, inputs);
    return goOn(context, inputs, baseKeys(context, inputs));
}

bool mayKeep(const Settings &settings, const Inputs &inputs)
{
    const AccessGrant &grant = inputs.grant;
    const auto plan = chosenPlan(settings);
    const bool ends = grant.expires && inputs.now.secsTo(*grant.expires) < kMandatoryS;
    return plan && !ends && grant.values.text(kFingerprint) == fingerprintOf(settings, *plan);
}

// --- with the person ---

Step<AccessGrant> afterSignIn(const Context &context, const Inputs &inputs, const SsoSource &source, const SsoSignIn &done)
{
    Context later = context;
    later.now = done.now;
    const WriteFile file{.path = ssoCachePath(source, context.settings.variables), .contents = ssoDocument(done.token, source)};
    return askOrFail<AccessGrant>(file, [later, inputs](const FileWritten &) { return goOn(later, inputs, baseKeys(later, inputs)); });
}

Step<AccessGrant> signInToSession(const Context &context, const Inputs &inputs, const SsoSource &source, bool byBrowser)
{
    if (ssoCachePath(source, context.settings.variables).isEmpty())
        return Error{ErrorKind::InvalidInput, u"the home folder is unknown: HOME is not set"_s, u"Start this program with HOME set."_s};
    const Step<SsoSignIn> way = byBrowser ? signInByBrowser(context, source) : signInByCode(context, source);
    return chain<AccessGrant>(way, [context, inputs, source](const Result<SsoSignIn> &done) -> Step<AccessGrant> {
        return done ? afterSignIn(context, inputs, source, *done) : Step<AccessGrant>(done.error());
    });
}

//! What stands in the credential itself needs no mention: the person has just typed it.
QStringList detailsOf(const CallerIdentity &caller, const Keys &keys, const Settings &settings)
{
    QStringList details{u"account %1"_s.arg(caller.account)};
    for (const QString &line : keys.origin) {
        if (line != kOwnOrigin)
            details.append(printable(line));
    }
    const bool isTold = !settings.regionOrigin.isEmpty() && settings.regionOrigin != kOwnOrigin;
    const QString origin = isTold ? u" (%1)"_s.arg(printable(settings.regionOrigin, 200)) : QString();
    details.append(settings.region.isEmpty() ? u"no region"_s : u"region %1%2"_s.arg(printable(settings.region, 60), origin));
    return details;
}

} // namespace

Step<AccessGrant> signIn(const Inputs &inputs)
{
    return chain<AccessGrant>(loadSettings(inputs), [inputs](const Result<Settings> &settings) -> Step<AccessGrant> {
        return settings ? afresh(*settings, inputs) : Step<AccessGrant>(settings.error());
    });
}

Step<AccessGrant> renew(const Inputs &inputs)
{
    return chain<AccessGrant>(loadSettings(inputs), [inputs](const Result<Settings> &settings) -> Step<AccessGrant> {
        if (!settings)
            return settings.error();
        if (!usesProfile(*settings) || !mayKeep(*settings, inputs))
            return afresh(*settings, inputs);
        AccessGrant grant = inputs.grant;
        grant.kept = true;
        return grant;
    });
}

Step<Identity> identify(const Inputs &inputs)
{
    return chain<Identity>(openContext(inputs), [](const Result<Context> &context) -> Step<Identity> {
        if (!context)
            return context.error();
        return chain<Identity>(getCallerIdentity(*context), [context = *context](const Result<CallerIdentity> &caller) -> Step<Identity> {
            if (!caller)
                return caller.error();
            return Identity{
                .name = caller->arn, .details = detailsOf(*caller, *context.keys, context.settings), .expires = context.keys->expires};
        });
    });
}

std::span<const SignInWay> signInWays(const FormValues &credential)
{
    const auto kind = kindOf(credential);
    return kind && *kind == Kind::Sso ? std::span<const SignInWay>(kWays) : std::span<const SignInWay>();
}

Step<AccessGrant> signInWith(const Inputs &inputs, QLatin1StringView wayId)
{
    if (wayId != kBrowserWay && wayId != kDeviceWay)
        return Error{ErrorKind::InvalidInput, u"there is no way to sign in called \"%1\""_s.arg(printable(QString(wayId), 40)), {}};
    return chain<AccessGrant>(
        loadSettings(inputs), [inputs, byBrowser = wayId == kBrowserWay](const Result<Settings> &settings) -> Step<AccessGrant> {
            if (!settings)
                return settings.error();
            const auto plan = chosenPlan(*settings);
            if (!plan)
                return plan.error();
            const auto *source = std::get_if<SsoSource>(&plan->base);
            if (!source)
                return Error{ErrorKind::InvalidInput,
                             u"profile \"%1\" does not sign in to IAM Identity Center"_s.arg(printable(plan->profile, 80)),
                             {}};
            return signInToSession(contextFor(*settings, inputs), inputs, *source, byBrowser);
        });
}

} // namespace sallyport::aws
