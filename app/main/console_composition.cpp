// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/main/console_composition.h"

#include "app/main/process_hardening.h"

#include <QTextStream>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace sallyport {

namespace {

//! What really runs: env(1) does no more than set variables for it.
QString programOf(const RunCommand &command)
{
    const auto isAssignment = [](const QString &word) { return word.contains(u'='); };
    const auto first = std::find_if_not(command.arguments.begin(), command.arguments.end(), isAssignment);
    return command.program == "/usr/bin/env"_L1 && first != command.arguments.end() ? *first : command.program;
}

//! A command of the person's own configuration is told, and run: whoever started us in a terminal or a job wrote that configuration.
Async<Done> tellCommand(const RunCommand &command)
{
    QTextStream(stderr) << "running " << programOf(command) << ", which your configuration names as a source of credentials" << Qt::endl;
    return answered<Done>(Done{});
}

} // namespace

ConsoleComposition::ConsoleComposition()
    : m_credentials(allProviders(), QProcessEnvironment::systemEnvironment()), m_core(m_credentials)
{
    // Whoever reads our environment later, a child process for one, must not find credentials in it.
    forgetEnvironment(m_credentials.secretVariables());
    m_core.interlocutor.setConsentHandler([](const RunCommand &command, std::stop_token) { return tellCommand(command); });
}

} // namespace sallyport
