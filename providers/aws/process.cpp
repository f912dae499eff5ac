// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "providers/aws/process.h"

#include "app/base/json.h"
#include "providers/aws/answers.h"
#include "providers/sdk/command_line.h"

using namespace Qt::StringLiterals;

namespace sallyport::aws {

namespace {

Error failed(const CommandOutput &output, const QString &where)
{
    // The command's own words help; what it was given on its command line is not repeated here.
    const QString words = wordsFrom(QString::fromUtf8(output.standardError), {});
    const QString why = words.isEmpty() ? QString() : u": "_s + words;
    return {ErrorKind::Unauthenticated, u"%1 ended with status %2%3"_s.arg(where).arg(output.exitCode).arg(why),
            u"Run the command in a terminal to see what it needs."_s};
}

Result<Keys> keysFromOutput(const CommandOutput &output, const CredentialProcess &process, const Context &context, const QString &where)
{
    if (output.exitCode != 0)
        return failed(output, where);
    const auto document = json::parse(output.standardOutput);
    if (!document || !document->isMap())
        return Error{ErrorKind::Malformed, u"%1 did not write a JSON object"_s.arg(where), u"Check the command in the profile."_s};
    if ((*document)[u"Version"].numberText() != "1"_L1)
        return Error{ErrorKind::Malformed, u"%1 did not write keys of version 1"_s.arg(where), u"Check the command in the profile."_s};
    auto keys = keysFromJson(*document, u"SessionToken", where);
    if (keys && keys->accountId.isEmpty())
        keys->accountId = process.accountId;
    if (keys && keys->expires && *keys->expires <= context.now)
        return Error{ErrorKind::Unauthenticated, u"%1 wrote keys that have ended already"_s.arg(where),
                     u"Sign in where the command gets them from."_s};
    return keys;
}

} // namespace

Step<Keys> processKeys(const Context &context, const CredentialProcess &process, const QString &where)
{
    const auto words = splitCommandLine(process.commandLine);
    if (!words)
        return words.error().within(u"while reading %1"_s.arg(where));
    if (words->isEmpty())
        return Error{ErrorKind::InvalidInput, u"%1 is empty"_s.arg(where), u"Correct the profile."_s};
    const RunCommand command{.program = expandedHome(words->first(), context.settings.variables),
                             .arguments = words->sliced(1),
                             .purpose = u"Get AWS keys by %1"_s.arg(where)};
    return askOrFail<Keys>(command, [context, process, where](const CommandOutput &output) -> Step<Keys> {
        return keysFromOutput(output, process, context, where);
    });
}

} // namespace sallyport::aws
