// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/main/demo_process.h"
#include "app/main/desktop_composition.h"
#include "app/main/process_hardening.h"
#include "ui/main/main_window.h"
#include "ui/theme/theme.h"

#include <QApplication>
#include <QCommandLineParser>
#include <QFileInfo>
#include <QStandardPaths>

using namespace Qt::StringLiterals;
using namespace sallyport;

namespace {

//! The file that was asked for, else the one of last time; empty: none.
QString fileToOpen(const Settings &settings, const QStringList &arguments)
{
    if (!arguments.isEmpty())
        return QFileInfo(arguments.first()).absoluteFilePath();
    const QStringList recent = settings.recentFiles();
    return !recent.isEmpty() && QFileInfo::exists(recent.first()) ? recent.first() : QString();
}

//! Nothing where the demonstration is not installed.
DemoProcess *makeDemo(QObject *parent)
{
    const QString program = DemoProcess::findProgram();
    const QString folder = QStandardPaths::writableLocation(QStandardPaths::AppDataLocation) + u"/demo"_s;
    return program.isEmpty() ? nullptr : new DemoProcess(program, folder, parent);
}

//! The demo's workspace can reach nothing without its servers, so these come with it.
void open(MainWindow &window, const QString &path, const DemoProcess *demo)
{
    if (demo && path == demo->workspacePath())
        window.openDemo();
    else if (!path.isEmpty())
        window.openFile(path);
}

void followTheme(QApplication &application, const Settings &settings)
{
    applyTheme(application, settings.theme());
    QObject::connect(&settings, &Settings::changed, &application, [&application, &settings, applied = settings.theme()]() mutable {
        if (std::exchange(applied, settings.theme()) != settings.theme())
            applyTheme(application, settings.theme());
    });
}

} // namespace

int main(int argc, char **argv)
{
    hardenProcess();
    QApplication application(argc, argv);
    QCoreApplication::setApplicationName(u"sallyport"_s);
    QCoreApplication::setApplicationVersion(QStringLiteral(SALLYPORT_VERSION));
    QGuiApplication::setApplicationDisplayName(u"Sallyport"_s);
    QGuiApplication::setDesktopFileName(u"sallyport"_s);
    QCommandLineParser parser;
    parser.setApplicationDescription(u"API client whose variables link to secrets in vaults."_s);
    parser.addHelpOption();
    parser.addVersionOption();
    parser.addPositionalArgument(u"workspace"_s, u"Insomnia v5 file to open."_s, u"[workspace]"_s);
    parser.process(application);

    DesktopComposition composition(QStandardPaths::writableLocation(QStandardPaths::AppConfigLocation));
    const auto problems = composition.load();
    const Services services = composition.services();
    followTheme(application, services.settings);
    DemoProcess *demo = makeDemo(&application);
    MainWindow window(services, demo ? StartDemo([demo] { return demo->start(); }) : StartDemo());
    for (const Error &problem : problems)
        window.showProblem(problem);
    open(window, fileToOpen(services.settings, parser.positionalArguments()), demo);
    window.show();
    return QApplication::exec();
}
