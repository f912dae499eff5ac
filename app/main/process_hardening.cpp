// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/main/process_hardening.h"

#include <cstring>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

namespace sallyport {

namespace {

//! Where the value begins in an entry `name=value`; null: the entry is another variable's.
char *valueIn(char *entry, const QByteArray &name)
{
    const auto length = static_cast<size_t>(name.size());
    return std::strncmp(entry, name.constData(), length) == 0 && entry[length] == '=' ? entry + length + 1 : nullptr;
}

} // namespace

void hardenProcess()
{
    const rlimit none{0, 0};
    setrlimit(RLIMIT_CORE, &none);
#ifdef NDEBUG
    prctl(PR_SET_DUMPABLE, 0);
#endif
}

void forgetEnvironment(const QStringList &names)
{
    for (const QString &name : names) {
        const QByteArray local = name.toLocal8Bit();
        for (char **entry = environ; entry && *entry; ++entry) { // a name can stand there more than once
            if (char *value = valueIn(*entry, local))
                explicit_bzero(value, std::strlen(value));
        }
        qunsetenv(local.constData());
    }
}

} // namespace sallyport
