// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/main/process_hardening.h"

#include <sys/prctl.h>
#include <sys/resource.h>

namespace sallyport {

void hardenProcess()
{
    const rlimit none{0, 0};
    setrlimit(RLIMIT_CORE, &none);
#ifdef NDEBUG
    prctl(PR_SET_DUMPABLE, 0);
#endif
}

} // namespace sallyport
