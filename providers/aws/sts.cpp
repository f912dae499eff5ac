// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "providers/aws/sts.h"

#include "providers/sdk/plain_text.h"

#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace sallyport::aws {

namespace {

Call stsCall(const QString &action, const QString &purpose)
{
    return {.service = Service::Sts,
            .protocol = Protocol::Query,
            .purpose = purpose,
            .parameters = {{u"Action"_s, action}, {u"Version"_s, u"2011-06-15"_s}}};
}

void add(Call &call, const QString &name, const QString &value)
{
    if (!value.isEmpty())
        call.parameters.append({name, value});
}

QString sessionName(const QString &wanted, const Context &context)
{
    return wanted.isEmpty() ? u"sallyport-%1"_s.arg(context.now.toSecsSinceEpoch()) : wanted;
}

Error badRole(const QString &what)
{
    return {ErrorKind::InvalidInput, what, u"Correct it in the credential or in the profile."_s};
}

Result<Done> checkedRole(const QString &arn, const QString &session)
{
    static const QRegularExpression kArn(u"^arn:[^:\\s]+:iam::[^:\\s]*:role/\\S+$"_s);
    static const QRegularExpression kName(u"^[\\w+=,.@-]{2,64}$"_s);
    if (!kArn.match(arn).hasMatch())
        return badRole(u"\"%1\" is not the ARN of a role"_s.arg(printable(arn, 120)));
    if (!kName.match(session).hasMatch())
        return badRole(u"the role session name \"%1\" is not 2 to 64 letters, digits and +=,.@-_"_s.arg(printable(session, 80)));
    return Done{};
}

Step<Keys> keysFromReply(const Context &context, const Result<Reply> &reply, const QString &result, const QString &roleArn)
{
    if (!reply)
        return reply.error();
    const Value &found = reply->json[result][u"Credentials"];
    const QString assumedArn = reply->json[result][u"AssumedRoleUser"][u"Arn"].toString();
    const auto keys =
        checkedKeys(found[u"AccessKeyId"].toString(), SecretValue::fromString(found[u"SecretAccessKey"].toString()),
                    SecretValue::fromString(found[u"SessionToken"].toString()), u"role %1 assumed"_s.arg(printable(roleArn, 200)));
    const auto expires = momentFrom(found[u"Expiration"].toString());
    if (!keys || !expires)
        return Error{ErrorKind::Malformed,
                     u"could not assume the role %1: the answer of STS holds no usable keys"_s.arg(printable(roleArn, 200)),
                     u"Check the endpoint."_s};
    Keys assumed = *keys;
    assumed.expires = expires;
    assumed.accountId = (assumedArn.isEmpty() ? roleArn : assumedArn).section(u':', 4, 4);
    if (context.keys)
        assumed.origin = context.keys->origin + assumed.origin;
    return assumed;
}

Step<Keys> sendAssumeRole(const Context &context, const RoleStep &role, const QString &code)
{
    const QString name = sessionName(role.roleSessionName, context);
    if (const auto checked = checkedRole(role.roleArn, name); !checked)
        return checked.error();
    Call request = stsCall(u"AssumeRole"_s, u"assume the role %1"_s.arg(printable(role.roleArn, 200)));
    add(request, u"RoleArn"_s, role.roleArn);
    add(request, u"RoleSessionName"_s, name);
    add(request, u"DurationSeconds"_s, role.durationSeconds ? QString::number(*role.durationSeconds) : QString());
    add(request, u"ExternalId"_s, role.externalId);
    add(request, u"SerialNumber"_s, role.mfaSerial);
    add(request, u"TokenCode"_s, code);
    request.oneTime = !code.isEmpty();
    return chain<Keys>(call(context, request), [context, role](const Result<Reply> &reply) {
        return keysFromReply(context, reply, u"AssumeRoleResult"_s, role.roleArn);
    });
}

} // namespace

Step<CallerIdentity> getCallerIdentity(const Context &context)
{
    const Call request = stsCall(u"GetCallerIdentity"_s, u"ask AWS who these keys belong to"_s);
    return chain<CallerIdentity>(call(context, request), [](const Result<Reply> &reply) -> Step<CallerIdentity> {
        if (!reply)
            return reply.error();
        const Value &found = reply->json[u"GetCallerIdentityResult"];
        if (found[u"Arn"].toString().isEmpty())
            return Error{ErrorKind::Malformed, u"could not ask AWS who these keys belong to: the answer holds no ARN"_s,
                         u"Check the endpoint."_s};
        return CallerIdentity{printable(found[u"Arn"].toString()), printable(found[u"Account"].toString(), 40),
                              printable(found[u"UserId"].toString(), 200)};
    });
}

Step<Keys> assumeRole(const Context &context, const RoleStep &role)
{
    if (role.mfaSerial.isEmpty())
        return sendAssumeRole(context, role, {});
    const AskUser question{
        .prompt = u"The role %1 asks for a code of the MFA device %2."_s.arg(printable(role.roleArn, 200), printable(role.mfaSerial, 120)),
        .label = u"MFA Code"_s,
        .masked = false};
    return askOrFail<Keys>(question, [context, role](const UserAnswer &answer) -> Step<Keys> {
        static const QRegularExpression kCode(u"^\\d{6}$"_s);
        const QString code = answer.text.revealText().trimmed();
        if (!kCode.match(code).hasMatch())
            return Error{ErrorKind::Unauthenticated, u"an MFA code has six digits"_s,
                         u"Sign in again and enter the code that the device shows."_s};
        return withFreshTime<Keys>(context, [role, code](const Context &later) { return sendAssumeRole(later, role, code); });
    });
}

Step<Keys> assumeRoleWithWebIdentity(const Context &context, const WebIdentity &identity)
{
    const QString name = sessionName(identity.roleSessionName, context);
    if (const auto checked = checkedRole(identity.roleArn, name); !checked)
        return checked.error();
    const ReadFile file{.path = expandedHome(identity.tokenFile, context.settings.variables), .maxBytes = 64 << 10};
    return askOrFail<Keys>(file, [context, identity, name](const FileContents &contents) -> Step<Keys> {
        const QString token = QString::fromUtf8(contents.bytes).trimmed();
        if (token.isEmpty())
            return Error{ErrorKind::Unauthenticated, u"the web identity token file %1 is empty"_s.arg(printable(identity.tokenFile, 200)),
                         u"Whatever writes this file must write a token first."_s};
        Call request =
            stsCall(u"AssumeRoleWithWebIdentity"_s, u"assume the role %1 with a web identity"_s.arg(printable(identity.roleArn, 200)));
        add(request, u"RoleArn"_s, identity.roleArn);
        add(request, u"RoleSessionName"_s, name);
        add(request, u"WebIdentityToken"_s, token);
        request.isSigned = false;
        Context anonymous = context;
        anonymous.keys.reset();
        anonymous.hidden.append(SecretValue::fromString(token));
        return chain<Keys>(call(anonymous, request), [anonymous, identity](const Result<Reply> &reply) {
            return keysFromReply(anonymous, reply, u"AssumeRoleWithWebIdentityResult"_s, identity.roleArn);
        });
    });
}

} // namespace sallyport::aws
