// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/main/console_composition.h"

namespace sallyport {

ConsoleComposition::ConsoleComposition()
    : m_credentials(allProviders(), QProcessEnvironment::systemEnvironment()), m_core(m_credentials)
{
    // Whoever reads our environment later, a child process for one, must not find credentials in it.
    for (const QString &name : m_credentials.secretVariables())
        qunsetenv(name.toLocal8Bit().constData());
}

} // namespace sallyport
