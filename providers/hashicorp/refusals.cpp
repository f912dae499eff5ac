// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "providers/hashicorp/refusals.h"

#include "providers/sdk/plain_text.h"

#include <QRegularExpression>

#include <array>

using namespace Qt::StringLiterals;

namespace sallyport::hashicorp {

namespace {

struct StatusMeaning {
    int status;
    ErrorKind kind;
    QStringView hint;
};

constexpr std::array kMeanings{
    StatusMeaning{400, ErrorKind::InvalidInput, u"Check the link and the credential."},
    StatusMeaning{401, ErrorKind::Unauthenticated, u"Check the credential."},
    StatusMeaning{403, ErrorKind::PermissionDenied, u"Check the credential, its namespace and its policies."},
    StatusMeaning{404, ErrorKind::NotFound, u"Check mount path, secret path and namespace."},
    StatusMeaning{405, ErrorKind::InvalidInput, u"Check mount path and secret path: this is no place to read from."},
    StatusMeaning{412, ErrorKind::Unavailable, u"The server has not caught up with its cluster yet. Try again."},
    StatusMeaning{413, ErrorKind::InvalidInput, u"The server does not take requests of this size."},
    StatusMeaning{429, ErrorKind::RateLimited, u"The server limits the number of requests. Try again later."},
    StatusMeaning{472, ErrorKind::Unavailable, u"This server is a disaster-recovery secondary: use the address of the primary."},
    StatusMeaning{473, ErrorKind::Unavailable, u"This server is a standby: use the address of the cluster."},
    StatusMeaning{501, ErrorKind::Unavailable, u"Initialise Vault first (vault operator init)."},
};

StatusMeaning meaningOf(int status)
{
    for (const StatusMeaning &meaning : kMeanings) {
        if (meaning.status == status)
            return meaning;
    }
    if (status >= 500)
        return {status, ErrorKind::Unavailable, u"Try again; if it stays, ask those who run this Vault."};
    return {status, ErrorKind::Malformed, u"Check the server address."};
}

//! "2 errors occurred:\n\t* permission denied\n\t* invalid token\n\n" reads as "permission denied, invalid token".
QString onOneLine(const QString &text)
{
    static const QRegularExpression kHeading(u"^\\d+ errors? occurred:$"_s);
    QStringList parts;
    for (const QString &line : text.split(u'\n')) {
        QString part = line.trimmed();
        if (part.startsWith("* "_L1))
            part.remove(0, 2);
        if (!part.isEmpty() && !kHeading.match(part).hasMatch())
            parts.append(part);
    }
    return parts.join(u", "_s);
}

QString rawWords(const VaultReply &reply)
{
    QStringList texts;
    for (const Value &text : reply.json[u"errors"].list()) {
        if (const QString line = onOneLine(text.toString()); !line.isEmpty())
            texts.append(line);
    }
    return texts.isEmpty() ? onOneLine(QString::fromUtf8(reply.text)) : texts.join(u"; "_s);
}

QString couldNot(const Call &call, const QString &why)
{
    return u"could not %1: %2"_s.arg(call.purpose, why);
}

Error stateOf(const Session &session, const Call &call, const VaultReply &reply, const Value &health)
{
    const QString host = hostOf(session.address);
    if (health[u"initialized"].isBool() && !health[u"initialized"].toBool())
        return {ErrorKind::Unavailable, couldNot(call, u"the Vault at %1 is not initialised"_s.arg(host)),
                u"Initialise it first (vault operator init)."_s};
    if (health[u"sealed"].toBool())
        return {ErrorKind::Unavailable, couldNot(call, u"the Vault at %1 is sealed"_s.arg(host)),
                u"Unseal it (vault operator unseal), then try again."_s};
    if (health[u"replication_dr_mode"].toString() == "secondary"_L1)
        return {ErrorKind::Unavailable, couldNot(call, u"the Vault at %1 is a disaster-recovery secondary"_s.arg(host)),
                u"Use the address of the primary."_s};
    if (health[u"standby"].toBool()) {
        const QString why = u"the Vault at %1 is a standby and does not reach its active node (%2)"_s.arg(host, wordsOf(session, reply));
        return {ErrorKind::Unavailable, couldNot(call, why), u"Try again, or use the address of the active node."_s};
    }
    return refusal(session, call, reply);
}

Error withoutRight(const Session &session, const Call &call, const VaultReply &reply, const VaultReply &lookup)
{
    const QString policies = policiesFrom(lookup).join(u", "_s);
    const QString hint = u"Its policies are %1; one of them must allow \"%2\" on \"%3\"."_s.arg(
        policies.isEmpty() ? u"none"_s : policies, call.query == "list=true" ? u"list"_s : u"read"_s, printable(call.path, 200));
    return {ErrorKind::PermissionDenied, couldNot(call, u"%1 (signed in as %2)"_s.arg(wordsOf(session, reply), nameFrom(lookup))), hint};
}

Error noLongerGood(const Session &session, const Call &call, const VaultReply &lookup)
{
    if (saysInvalidToken(lookup))
        return {ErrorKind::Unauthenticated, couldNot(call, u"the token is not valid, or no longer (%1)"_s.arg(wordsOf(session, lookup))),
                u"It may have expired or been revoked, or belong to another server or namespace. Check the credential."_s};
    return {ErrorKind::Unauthenticated,
            couldNot(call, u"Vault refuses the token even for looking itself up (%1)"_s.arg(wordsOf(session, lookup))),
            u"It may have expired, or it has neither this right nor the policy \"default\". Check the credential."_s};
}

} // namespace

QString fitWords(const Session &session, QString words)
{
    for (const SecretValue &secret : session.hidden) {
        if (!secret.isEmpty())
            words.replace(secret.revealText(), u"******"_s);
    }
    return printable(onOneLine(words));
}

QString wordsOf(const Session &session, const VaultReply &reply)
{
    const QString words = fitWords(session, rawWords(reply));
    return words.isEmpty() ? u"the server gave no reason (status %1)"_s.arg(reply.status) : words;
}

bool saysInvalidToken(const VaultReply &reply)
{
    const QString words = rawWords(reply);
    return words.contains("invalid token"_L1) || words.contains("bad token"_L1);
}

Error refusal(const Session &session, const Call &call, const VaultReply &reply)
{
    const StatusMeaning meaning = meaningOf(reply.status);
    Error error{meaning.kind, couldNot(call, wordsOf(session, reply)), meaning.hint.toString()};
    if (reply.text.contains("HTTP request to an HTTPS server"))
        error.hint = u"Edit the credential: this server's address begins with https://."_s;
    if (const int seconds = reply.retryAfter.toInt(); reply.status == 429 && seconds > 0)
        error.hint = u"The server asks for a pause of %1 s."_s.arg(seconds);
    return error;
}

Error unreached(const Session &session, const Call &call, const Error &error)
{
    Error mended = error;
    mended.context.append(u"while trying to %1 at %2"_s.arg(call.purpose, hostOf(session.address)));
    if (error.kind == ErrorKind::Network && error.hint.isEmpty()) {
        mended.hint = session.address.scheme() == "https"_L1
                          ? u"Check the server address, and whether the server needs a CA file or a client certificate of your own."_s
                          : u"Check the server address, and whether Vault is running there."_s;
    }
    return mended;
}

Step<VaultReply> explained(const Session &session, const Call &call, const VaultReply &reply)
{
    if (reply.status < 472)
        return refusal(session, call, reply);
    const Call health{.path = u"sys/health"_s, .purpose = u"ask how the server is"_s, .repeat = Repeat::Never, .anonymous = true};
    return chain<VaultReply>(exchange(session, health), [session, call, reply](const Result<VaultReply> &answer) -> Step<VaultReply> {
        return answer ? stateOf(session, call, reply, answer->json) : refusal(session, call, reply);
    });
}

Step<VaultReply> denied(const Session &session, const Call &call, const VaultReply &reply)
{
    return chain<VaultReply>(query(session, lookupSelf()), [session, call, reply](const Result<VaultReply> &lookup) -> Step<VaultReply> {
        if (!lookup)
            return refusal(session, call, reply);
        if (lookup->status == 403)
            return noLongerGood(session, call, *lookup);
        return withoutRight(session, call, reply, *lookup);
    });
}

Call lookupSelf()
{
    return {.path = u"auth/token/lookup-self"_s, .purpose = u"look up the token"_s, .passes = {403}};
}

QString nameFrom(const VaultReply &lookup)
{
    const QString name = lookup.data()[u"display_name"].toString();
    return name.isEmpty() ? u"a token without a name"_s : printable(name, 120);
}

QStringList policiesFrom(const VaultReply &lookup)
{
    QStringList names;
    for (const QStringView list : {QStringView(u"policies"), QStringView(u"identity_policies")}) {
        for (const Value &policy : lookup.data()[list].list())
            names.append(printable(policy.toString(), 80));
    }
    names.removeDuplicates();
    return names;
}

} // namespace sallyport::hashicorp
