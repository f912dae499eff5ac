// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/base/result.h"

#include <QString>
#include <QStringList>

#include <chrono>
#include <optional>
#include <utility>
#include <vector>

namespace sallyport {

//! What `sallyport-cli run collection` was asked to do. Names and meanings follow Inso's options of the same name.
struct RunArguments {
    QString identifier;                       //!< workspace id, id prefix or name; empty: the only one
    QString workingDir = QStringLiteral("."); //!< a workspace file or a folder of them
    QString environment;                      //!< id, id prefix or name of an environment
    QStringList items;                        //!< request or folder ids; order is run order
    QString namePattern;                      //!< regular expression over request names
    std::vector<std::pair<QString, QString>> variables; //!< --env-var
    std::chrono::milliseconds requestTimeout{30'000};
    bool verifyTls = true;
    bool bail = false;
    bool failOnStatus = false;
    bool ci = false;
    bool verbose = false;
};

struct Arguments {
    enum class Command { Run, Providers, Exit };
    Command command = Command::Exit;
    RunArguments run;
    QString output;   //!< help, version or a usage error, to be printed before exiting
    int exitCode = 0; //!< for Command::Exit
};

//! Reads the command line. Never throws.
[[nodiscard]] Arguments parseArguments(int argc, const char *const *argv);

} // namespace sallyport
