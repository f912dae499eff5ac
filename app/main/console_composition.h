// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/main/core_composition.h"
#include "app/secrets/environment_credentials.h"

namespace sallyport {

//! The command line: credentials from environment variables, no keychain, no settings file.
class ConsoleComposition {
public:
    ConsoleComposition();
    [[nodiscard]] RequestRunner &runner() { return m_core.runner; }

private:
    EnvironmentCredentials m_credentials;
    CoreComposition m_core;
};

} // namespace sallyport
