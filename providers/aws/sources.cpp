// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "providers/aws/sources.h"

#include "app/base/json.h"
#include "providers/aws/metadata.h"
#include "providers/aws/process.h"
#include "providers/aws/sso.h"
#include "providers/aws/sts.h"
#include "providers/sdk/plain_text.h"

#include <QCryptographicHash>

using namespace Qt::StringLiterals;

namespace sallyport::aws {

namespace {

//! Errors: NotFound where the environment holds no keys at all, InvalidInput where half of them is missing.
Result<Keys> environmentKeys(const Settings &settings)
{
    const QString where = u"the environment (AWS_ACCESS_KEY_ID)"_s;
    const QString id = settings.variable(u"AWS_ACCESS_KEY_ID"_s);
    const SecretValue secret = settings.secrets.values.value(u"AWS_SECRET_ACCESS_KEY"_s);
    if (id.isEmpty() && secret.isEmpty())
        return Error{ErrorKind::NotFound, u"the environment holds no AWS keys"_s, u"Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY."_s};
    const SecretValue token = settings.secrets.values.value(u"AWS_SESSION_TOKEN"_s);
    auto keys = checkedKeys(id, secret, token.isEmpty() ? settings.secrets.values.value(u"AWS_SECURITY_TOKEN"_s) : token, where);
    if (!keys)
        return keys;
    keys->expires = momentFrom(settings.variable(u"AWS_CREDENTIAL_EXPIRATION"_s));
    keys->accountId = settings.variable(u"AWS_ACCOUNT_ID"_s);
    return keys;
}

//! What `aws login` left behind. Its keys live for minutes only and are replaced by the AWS CLI.
Step<Keys> loginKeys(const Context &context, const LoginSession &session, const QString &where)
{
    QString folder = context.settings.variable(u"AWS_LOGIN_CACHE_DIRECTORY"_s);
    if (folder.isEmpty())
        folder = expandedHome(u"~/.aws/login/cache"_s, context.settings.variables);
    const QByteArray name = QCryptographicHash::hash(session.arn.toUtf8(), QCryptographicHash::Sha256).toHex();
    const Error ended{ErrorKind::Unauthenticated, u"%1 has ended"_s.arg(where), u"Run: aws login"_s};
    const ReadFile file{.path = u"%1/%2.json"_s.arg(folder, QString::fromLatin1(name))};
    return ask<Keys>(file, [context, where, ended](const Result<FileContents> &contents) -> Step<Keys> {
        if (!contents)
            return contents.error().kind == ErrorKind::NotFound ? ended : contents.error();
        const auto document = json::parse(contents->bytes);
        const Value token = document ? (*document)[u"accessToken"] : Value();
        const auto expires = momentFrom(token[u"expiresAt"].toString());
        auto keys = checkedKeys(token[u"accessKeyId"].toString(), SecretValue::fromString(token[u"secretAccessKey"].toString()),
                                SecretValue::fromString(token[u"sessionToken"].toString()), where);
        if (!keys || !expires || *expires <= context.now)
            return ended;
        keys->expires = expires;
        keys->accountId = token[u"accountId"].toString();
        return keys;
    });
}

struct BaseKeys {
    const Context &context;
    QString where;

    Step<Keys> operator()(const StaticKeys &source) const
    {
        auto keys = checkedKeys(source.accessKeyId, source.secretAccessKey, source.sessionToken, where);
        if (keys)
            keys->accountId = source.accountId;
        return keys;
    }
    Step<Keys> operator()(NamedSource source) const
    {
        switch (source) {
        case NamedSource::Environment:
            return environmentKeys(context.settings);
        case NamedSource::EcsContainer:
            return containerKeys(context);
        case NamedSource::Ec2InstanceMetadata:
            return instanceKeys(context);
        }
        return Error{ErrorKind::Internal, u"a source of keys that nobody knows"_s, {}};
    }
    Step<Keys> operator()(const CredentialProcess &source) const { return processKeys(context, source, where); }
    Step<Keys> operator()(const SsoSource &source) const { return ssoKeys(context, source); }
    Step<Keys> operator()(const WebIdentity &source) const { return assumeRoleWithWebIdentity(context, source); }
    Step<Keys> operator()(const LoginSession &source) const { return loginKeys(context, source, where); }
};

// --- the search order ---

QString placesLookedAt(const Settings &settings)
{
    QStringList places{u"the environment"_s};
    for (const QString &file : {settings.locations.config, settings.locations.credentials}) {
        if (!file.isEmpty())
            places.append(file);
    }
    return places.join(u", "_s);
}

Step<Keys> fromInstance(const Context &context)
{
    return chain<Keys>(instanceKeys(context), [context](const Result<Keys> &keys) -> Step<Keys> {
        const bool nobodyThere = !keys && (keys.error().kind == ErrorKind::NotFound || keys.error().kind == ErrorKind::Network ||
                                           keys.error().kind == ErrorKind::Timeout);
        if (!nobodyThere)
            return keys;
        const QString why = keys.error().kind == ErrorKind::NotFound ? keys.error().message : u"this is no AWS instance"_s;
        return Error{ErrorKind::Unauthenticated, u"no AWS keys were found: not in %1, and %2"_s.arg(placesLookedAt(context.settings), why),
                     u"Sign in with the AWS CLI, set AWS_PROFILE, or choose another credential type."_s};
    });
}

Step<Keys> fromProfile(const Context &context)
{
    const Settings &settings = context.settings;
    if (settings.configError)
        return *settings.configError;
    const auto plan = planFor(settings.config, settings.profile.name);
    if (plan)
        return keysOfPlan(context, *plan);
    if (plan.error().kind != ErrorKind::NotFound || settings.profile.isExplicit())
        return plan.error();
    return namesContainer(settings) ? containerKeys(context) : fromInstance(context);
}

std::optional<Result<WebIdentity>> environmentIdentity(const Settings &settings)
{
    const WebIdentity identity{.tokenFile = settings.variable(u"AWS_WEB_IDENTITY_TOKEN_FILE"_s),
                               .roleArn = settings.variable(u"AWS_ROLE_ARN"_s),
                               .roleSessionName = settings.variable(u"AWS_ROLE_SESSION_NAME"_s)};
    if (identity.tokenFile.isEmpty())
        return std::nullopt;
    if (identity.roleArn.isEmpty())
        return Result<WebIdentity>(
            Error{ErrorKind::InvalidInput, u"AWS_WEB_IDENTITY_TOKEN_FILE is set, AWS_ROLE_ARN is not"_s, u"Set both, or neither."_s});
    return Result<WebIdentity>(identity);
}

} // namespace

Step<Keys> assumeRoles(const Context &context, const Keys &keys, std::vector<RoleStep> roles)
{
    if (roles.empty())
        return keys;
    const RoleStep role = roles.front();
    Context acting = context;
    acting.keys = keys;
    if (acting.settings.region.isEmpty()) // nobody chose one: the role's profile, else where the keys come from
        acting.settings.region = role.region.isEmpty() ? keys.region : role.region;
    roles.erase(roles.begin());
    return chain<Keys>(assumeRole(acting, role), [context, roles, before = keys](const Result<Keys> &assumed) -> Step<Keys> {
        if (!assumed)
            return assumed.error();
        Keys next = *assumed;
        next.region = before.region;
        return assumeRoles(context, next, roles);
    });
}

Step<Keys> keysOfPlan(const Context &context, const ProfilePlan &plan)
{
    if (const auto usable = checkYieldsCredentials(plan); !usable)
        return usable.error();
    const QString where = u"profile \"%1\": %2"_s.arg(printable(plan.baseProfile, 80), describeBase(plan));
    const Step<Keys> base = std::visit(BaseKeys{context, where}, plan.base);
    return chain<Keys>(base, [context, roles = plan.roles](const Result<Keys> &keys) -> Step<Keys> {
        return keys ? assumeRoles(context, *keys, roles) : Step<Keys>(keys.error());
    });
}

Step<Keys> defaultKeys(const Context &context)
{
    const auto keys = environmentKeys(context.settings);
    if (keys || keys.error().kind != ErrorKind::NotFound)
        return keys;
    const bool isProfileChosen = context.settings.profile.isExplicit(); // then the surroundings' web identity is not what is meant
    if (const auto identity = isProfileChosen ? std::nullopt : environmentIdentity(context.settings))
        return *identity ? assumeRoleWithWebIdentity(context, **identity) : Step<Keys>(identity->error());
    return fromProfile(context);
}

} // namespace sallyport::aws
