// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/main/console_composition.h"

#include "app/main/process_hardening.h"

namespace sallyport {

ConsoleComposition::ConsoleComposition()
    : m_credentials(allProviders(), QProcessEnvironment::systemEnvironment()), m_core(m_credentials)
{
    // Whoever reads our environment later, a child process for one, must not find credentials in it.
    forgetEnvironment(m_credentials.secretVariables());
}

} // namespace sallyport
