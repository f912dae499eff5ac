// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "providers/gcp/executable_token.h"

#include "app/base/json.h"
#include "providers/gcp/answers.h"
#include "providers/sdk/command_line.h"
#include "providers/sdk/plain_text.h"

using namespace Qt::StringLiterals;

namespace sallyport::gcp {

namespace {

constexpr qint64 kMaxOutputBytes = 128 << 10;

Error malformed(const QString &where, const QString &why)
{
    return {ErrorKind::Malformed, u"the command of %1 %2"_s.arg(where, why), u"Run the command in a terminal to see what it writes."_s};
}

bool isIdToken(const QString &type)
{
    return type == "urn:ietf:params:oauth:token-type:jwt"_L1 || type == "urn:ietf:params:oauth:token-type:id_token"_L1;
}

Error refused(const Value &answer, const QString &where)
{
    const QString code = printable(answer[u"code"].toString(), 60);
    const QString words = wordsFrom(answer[u"message"].toString(), {});
    return {ErrorKind::Unauthenticated, u"the command of %1 gives no token: %2: %3"_s.arg(where, code, words),
            u"Sign in where the command gets its tokens from."_s};
}

//! The token in what the command wrote. Errors: Unauthenticated where it refuses or the token has ended, Malformed else.
Result<SecretValue> tokenIn(QByteArrayView output, const QDateTime &now, const QString &where)
{
    const auto parsed = json::parse(output);
    if (!parsed || !parsed->isMap())
        return malformed(where, u"did not write a JSON object"_s);
    const Value &answer = *parsed;
    if (answer[u"version"].numberText() != "1"_L1)
        return malformed(where, u"did not write an answer of version 1"_s);
    if (!answer[u"success"].isBool())
        return malformed(where, u"does not say whether it succeeded"_s);
    if (!answer[u"success"].toBool())
        return refused(answer, where);
    const Value &ends = answer[u"expiration_time"];
    if (!ends.isNull() && ends.numberText().toDouble() <= static_cast<double>(now.toSecsSinceEpoch()))
        return Error{ErrorKind::Unauthenticated, u"the command of %1 wrote a token that has ended"_s.arg(where),
                     u"Sign in where the command gets its tokens from."_s};
    const QString type = answer[u"token_type"].toString();
    const bool isSaml = type == "urn:ietf:params:oauth:token-type:saml2"_L1;
    const QString token = isIdToken(type) ? answer[u"id_token"].toString() : isSaml ? answer[u"saml_response"].toString() : QString();
    if (token.isEmpty())
        return malformed(where, u"wrote no token of a known type"_s);
    return SecretValue::fromString(token);
}

//! The variables that such commands are promised; a command gets them from env(1), since there is no shell.
QStringList variablesFor(const ExternalAccount &account, const ExecutableToken &source)
{
    QStringList variables{u"GOOGLE_EXTERNAL_ACCOUNT_AUDIENCE="_s + account.audience,
                          u"GOOGLE_EXTERNAL_ACCOUNT_TOKEN_TYPE="_s + account.tokenType, u"GOOGLE_EXTERNAL_ACCOUNT_INTERACTIVE=0"_s,
                          u"GOOGLE_EXTERNAL_ACCOUNT_REVOKE=0"_s};
    if (account.impersonation)
        variables.append(u"GOOGLE_EXTERNAL_ACCOUNT_IMPERSONATED_EMAIL="_s + account.impersonation->account);
    if (!source.outputFile.isEmpty())
        variables.append(u"GOOGLE_EXTERNAL_ACCOUNT_OUTPUT_FILE="_s + source.outputFile);
    return variables;
}

Step<SecretValue> fromFile(const ExecutableToken &source, const QDateTime &now, const QString &where)
{
    return askOrFail<SecretValue>(
        ReadFile{.path = source.outputFile, .maxBytes = kMaxOutputBytes},
        [now, where](const FileContents &contents) -> Step<SecretValue> { return tokenIn(contents.bytes, now, where); });
}

Step<SecretValue> understood(const CommandOutput &output, const ExecutableToken &source, const QDateTime &now, const QString &where)
{
    if (output.exitCode != 0) {
        const QString words = wordsFrom(QString::fromUtf8(output.standardError), {});
        return Error{ErrorKind::Unauthenticated,
                     u"the command of %1 ended with status %2%3"_s.arg(where, QString::number(output.exitCode),
                                                                       words.isEmpty() ? QString() : u": "_s + words),
                     u"Run the command in a terminal to see what it needs."_s};
    }
    if (output.standardOutput.trimmed().isEmpty() && !source.outputFile.isEmpty())
        return fromFile(source, now, where);
    return tokenIn(output.standardOutput, now, where);
}

Step<SecretValue> run(const Context &context, const ExternalAccount &account, const ExecutableToken &source, const QString &where)
{
    const auto words = splitCommandLine(source.commandLine);
    if (!words)
        return words.error().within(u"while reading the command of %1"_s.arg(where));
    const RunCommand command{.program = u"/usr/bin/env"_s,
                             .arguments = variablesFor(account, source) + *words,
                             .deadline = std::chrono::milliseconds(source.timeoutMs),
                             .maxOutputBytes = kMaxOutputBytes,
                             .purpose = u"Get the identity provider's token as %1 says"_s.arg(where)};
    return askOrFail<SecretValue>(
        command, [source, where, now = context.now](const CommandOutput &output) { return understood(output, source, now, where); });
}

//! Whether a former answer may be used: only one that says when its token ends.
bool saysItsEnd(QByteArrayView content)
{
    const auto parsed = json::parse(content);
    return parsed && !(*parsed)[u"expiration_time"].isNull();
}

} // namespace

Step<SecretValue> executableToken(const Context &context, const ExternalAccount &account, const ExecutableToken &source,
                                  const QString &where)
{
    if (source.outputFile.isEmpty())
        return run(context, account, source, where);
    return ask<SecretValue>(ReadFile{.path = source.outputFile, .maxBytes = kMaxOutputBytes},
                            [=](const Result<FileContents> &contents) -> Step<SecretValue> {
                                if (contents && saysItsEnd(contents->bytes)) {
                                    if (auto token = tokenIn(contents->bytes, context.now, where))
                                        return *token;
                                }
                                return run(context, account, source, where);
                            });
}

} // namespace sallyport::gcp
