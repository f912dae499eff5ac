// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/arguments.h"
#include "app/cli/describe.h"
#include "app/cli/run_command.h"
#include "app/main/console_composition.h"
#include "app/main/process_hardening.h"

#include <QCoreApplication>
#include <QSocketNotifier>
#include <QTextStream>

#include <csignal>
#include <fcntl.h>
#include <unistd.h>

using namespace sallyport;

namespace {

int interruptPipe[2] = {-1, -1};

void onInterrupt(int)
{
    const char byte = 0;
    [[maybe_unused]] const auto written = write(interruptPipe[1], &byte, 1);
}

//! The first Ctrl+C stops the run in order; a second one ends the program at once.
void stopOnInterrupt(const std::stop_source &stop)
{
    if (pipe2(interruptPipe, O_CLOEXEC | O_NONBLOCK) != 0)
        return;
    auto *notifier = new QSocketNotifier(interruptPipe[0], QSocketNotifier::Read, QCoreApplication::instance());
    QObject::connect(notifier, &QSocketNotifier::activated, notifier, [stop]() {
        std::signal(SIGINT, SIG_DFL);
        std::signal(SIGTERM, SIG_DFL);
        stop.request_stop();
    });
    std::signal(SIGINT, onInterrupt);
    std::signal(SIGTERM, onInterrupt);
}

int run(const RunArguments &arguments)
{
    QTextStream out(stdout);
    QTextStream err(stderr);
    ConsoleComposition composition;
    const std::stop_source stop;
    stopOnInterrupt(stop);
    runCollection(arguments, composition.runner(), out, err, stop.get_token())
        .then(QCoreApplication::instance(), [](const Result<int> &code) {
            QCoreApplication::exit(code.value_or(traitsOf(ErrorKind::Internal).exitCode));
        });
    return QCoreApplication::exec();
}

} // namespace

int main(int argc, char **argv)
{
    hardenProcess();
    const Arguments arguments = parseArguments(argc, argv);
    QTextStream out(stdout);
    QTextStream err(stderr);
    switch (arguments.command) {
    case Arguments::Command::Exit:
        (arguments.exitCode == 0 ? out : err) << arguments.output;
        return arguments.exitCode;
    case Arguments::Command::Providers:
        out << describeProviders(allProviders());
        return 0;
    case Arguments::Command::Run:
        break;
    }
    QCoreApplication application(argc, argv);
    QCoreApplication::setApplicationName(QStringLiteral("sallyport"));
    QCoreApplication::setApplicationVersion(QStringLiteral(SALLYPORT_VERSION));
    return run(arguments.run);
}
