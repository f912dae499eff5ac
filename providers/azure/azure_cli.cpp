// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "providers/azure/azure_cli.h"

#include "app/base/json.h"
#include "providers/azure/grant.h"
#include "providers/sdk/plain_text.h"

#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace sallyport::azure {

namespace {

constexpr QStringView kAccount = u"Azure CLI";

//! What the program says about its trouble, without anything that looks like a token.
QString troubleFrom(const CommandOutput &output)
{
    static const QRegularExpression kTokens(u"[A-Za-z0-9_+/=.-]{60,}"_s);
    static const QRegularExpression kColours(u"\x1b\\[[0-9;]*m"_s);
    QString words = QString::fromUtf8(output.standardError.left(4096));
    words.remove(kColours);
    words.replace(kTokens, u"******"_s);
    return wordsFrom(words, {});
}

QString tenantOption(const Context &context)
{
    return context.settings.tenant.isEmpty() ? QString() : u" --tenant "_s + context.settings.tenant;
}

Error failed(const CommandOutput &output, const Context &context)
{
    const QString words = troubleFrom(output);
    const QString tenant = tenantOption(context);
    const bool isSignedOut = words.contains("az login"_L1) || words.contains("az account set"_L1);
    if (isSignedOut)
        return {ErrorKind::Unauthenticated, u"nobody is signed in to the Azure CLI, or the sign-in has ended"_s,
                u"Run \"az login%1\" in a terminal."_s.arg(tenant)};
    return {ErrorKind::Unauthenticated,
            u"the Azure CLI gives no token: it ended with status %1%2"_s.arg(output.exitCode)
                .arg(words.isEmpty() ? QString() : u": "_s + words),
            u"Run \"az account get-access-token\" in a terminal to see what it needs."_s};
}

Result<AccessGrant> grantIn(const CommandOutput &output, const Context &context, const Audience &wanted)
{
    if (output.exitCode != 0)
        return failed(output, context);
    const Value document = json::parse(output.standardOutput.trimmed()).value_or(Value());
    const QString token = document[u"accessToken"].toString();
    if (token.isEmpty())
        return Error{ErrorKind::Malformed, u"the Azure CLI did not write a token"_s,
                     u"Run \"az account get-access-token\" in a terminal; a newer version of the program may be needed."_s};
    // `expiresOn`, in the local time of whoever wrote it, is all that versions before 2.54 say: an hour it is then
    const auto end = secondsIn(document[u"expires_on"]);
    const auto life = end ? std::optional(*end - context.now().toSecsSinceEpoch()) : std::nullopt;
    if (life && *life <= 0)
        return Error{ErrorKind::Unauthenticated, u"the Azure CLI gives a token that has ended already"_s,
                     u"Run \"az login\" in a terminal."_s};
    AccessGrant grant = makeGrant(SecretValue::fromString(token), {document[u"tenant"].toString(), wanted.resource}, context.now(), life);
    if (!end)
        grant.renewAfter = context.now().addSecs(300);
    grant.values.setText(kGrantAccount, kAccount.toString());
    return grant;
}

} // namespace

bool isOfAzureCli(const AccessGrant &grant)
{
    return grant.values.text(kGrantAccount) == kAccount;
}

QString azureCliLoginFor(const Context &context, const QByteArray &claims)
{
    return u"Run \"az login%1 --claims-challenge %2\" in a terminal; it needs version 2.76 or later."_s.arg(
        tenantOption(context), QString::fromLatin1(claims.toBase64()));
}

Step<AccessGrant> azureCliGrant(const Context &context, const Audience &wanted)
{
    const QString tenant = wanted.tenant.isEmpty() ? context.settings.tenant : wanted.tenant;
    RunCommand command{.program = u"az"_s,
                       .arguments = {u"account"_s, u"get-access-token"_s, u"--output"_s, u"json"_s, u"--resource"_s, wanted.resource},
                       .purpose = u"Get a token for Azure Key Vault from the Azure CLI"_s};
    if (!tenant.isEmpty())
        command.arguments << u"--tenant"_s << tenant;
    return ask<AccessGrant>(command, [context, wanted](const Result<CommandOutput> &output) -> Step<AccessGrant> {
        if (output)
            return grantIn(*output, context, wanted);
        Error error = output.error().within(u"while asking the Azure CLI for a token"_s);
        if (error.kind == ErrorKind::NotFound || error.kind == ErrorKind::InvalidInput)
            error.hint = u"Install the Azure CLI, or choose another credential type."_s;
        return error;
    });
}

} // namespace sallyport::azure
