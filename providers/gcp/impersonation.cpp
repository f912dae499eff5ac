// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/base/json.h"
#include "providers/gcp/answers.h"
#include "providers/gcp/names.h"
#include "providers/gcp/token.h"
#include "providers/sdk/plain_text.h"

using namespace Qt::StringLiterals;

namespace sallyport::gcp {

namespace {

Call callFor(const Context &context, const Token &source, const Impersonation &impersonation)
{
    Value::List delegates;
    for (const QString &account : impersonation.delegates)
        delegates.push_back(u"projects/-/serviceAccounts/%1"_s.arg(account));
    const Value body(Value::Map{{u"delegates"_s, Value(std::move(delegates))},
                                {u"scope"_s, Value(Value::List{QString(kCloudScope)})},
                                {u"lifetime"_s, u"%1s"_s.arg(impersonation.lifetimeSeconds)}});
    QUrl url = iamAddress(context.settings, impersonation.region);
    url.setPath(url.path() + u"/v1/projects/-/serviceAccounts/%1:generateAccessToken"_s.arg(impersonation.account));
    return {.service = Service::IamCredentials,
            .purpose = u"go on as %1"_s.arg(printable(impersonation.account, 120)),
            .url = url,
            .method = "POST",
            .headers = {{"Content-Type", "application/json"}},
            .body = json::write(body),
            .bearer = source.value};
}

Error refused(const Call &call, const Reply &reply, const Token &source, const Impersonation &impersonation)
{
    Error error = refusal(call, reply);
    const QString who = source.principal.isEmpty() ? u"the identity of the credential"_s : source.principal;
    if (reply.status == 403 && (reply.reason.isEmpty() || reply.reason == "IAM_PERMISSION_DENIED"_L1))
        error.hint = u"Give %1 the role Service Account Token Creator (roles/iam.serviceAccountTokenCreator) on %2%3."_s.arg(
            who, impersonation.account, impersonation.delegates.isEmpty() ? QString() : u", and each account on the way on the next"_s);
    else if (reply.status == 404)
        error.hint = u"There is no service account %1: check its address in the credential."_s.arg(impersonation.account);
    else if (reply.status == 400)
        error.hint = u"Check the address, the accounts before it and the token lifetime in the credential."_s;
    return error;
}

Result<Token> accountsToken(const Context &context, const Call &call, const Reply &reply)
{
    const auto value = tokenIn(reply.json[u"accessToken"], call.purpose);
    if (!value)
        return value.error();
    const QDateTime expires = QDateTime::fromString(reply.json[u"expireTime"].toString(), Qt::ISODateWithMs).toUTC();
    if (!expires.isValid())
        return Error{ErrorKind::Malformed, u"could not %1: the answer does not say how long its token lives"_s.arg(call.purpose),
                     u"Check the IAM credentials endpoint."_s};
    const qint64 ahead = reply.ahead.value_or(0); // their clock said when it ends; ours will be asked
    return Token{.value = *value, .issued = context.now, .expires = expires.addMSecs(-ahead)};
}

} // namespace

Step<Token> impersonated(const Context &context, const Token &source, const Impersonation &impersonation)
{
    Context acting = context;
    if (acting.quotaProject.isEmpty())
        acting.quotaProject = source.quotaProject;
    const Call call = callFor(acting, source, impersonation);
    return chainOrFail<Token>(exchange(acting, call), [=](const Reply &reply) -> Step<Token> {
        if (!reply.isGood())
            return refused(call, reply, source, impersonation);
        auto token = accountsToken(acting, call, reply);
        if (!token)
            return token;
        token->principal = impersonation.account;
        token->project = source.project.isEmpty() ? projectOfAccount(impersonation.account) : source.project;
        token->quotaProject = context.quotaProject; // that of the source may not be open to this account
        token->origin = source.origin;
        token->origin.append(source.principal.isEmpty() ? u"impersonated"_s
                                                        : u"impersonated by %1"_s.arg(printable(source.principal, 120)));
        return token;
    });
}

} // namespace sallyport::gcp
