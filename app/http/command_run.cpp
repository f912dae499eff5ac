// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/http/command_run.h"

#include <QDir>
#include <QFileInfo>
#include <QPointer>
#include <QStandardPaths>

using namespace Qt::StringLiterals;

namespace sallyport {

namespace {

QProcessEnvironment environmentForCommands()
{
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    for (const QString &name : environment.keys()) {
        if (name.startsWith("INSOMNIA_"_L1)) // credentials of other providers may be among them
            environment.remove(name);
    }
    return environment;
}

} // namespace

Result<QString> findProgram(const QString &program)
{
    const bool absolute = program.startsWith(u'/');
    if (program.isEmpty() || (!absolute && program.contains(u'/')))
        return Error{ErrorKind::InvalidInput, u"the command \"%1\" is neither a name nor a whole path"_s.arg(program),
                     u"Write the path from / on, or just the program's name."_s};
    const QString found = absolute ? program : QStandardPaths::findExecutable(program);
    if (found.isEmpty() || !QFileInfo(found).isExecutable() || !QFileInfo(found).isFile())
        return Error{ErrorKind::NotFound, u"there is no program %1"_s.arg(program),
                     u"Install it, or correct its path in the credential."_s};
    return found;
}

CommandRun::CommandRun(RunCommand command, const QString &programPath, QObject *parent)
    : QObject(parent), m_command(std::move(command)), m_process(new QProcess)
{
    m_process->setProgram(programPath);
    m_process->setArguments(m_command.arguments);
    m_process->setWorkingDirectory(QDir::homePath());
    m_process->setProcessEnvironment(environmentForCommands());
    m_process->setStandardInputFile(QProcess::nullDevice());
    connect(m_process, &QProcess::readyReadStandardOutput, this, &CommandRun::collect);
    connect(m_process, &QProcess::readyReadStandardError, this, &CommandRun::collect);
    connect(m_process, &QProcess::finished, this, &CommandRun::onFinished);
    connect(m_process, &QProcess::errorOccurred, this, &CommandRun::onError);
    m_deadline.setSingleShot(true);
    connect(&m_deadline, &QTimer::timeout, this, [this] {
        fail(ErrorKind::Timeout, u"%1 did not finish within %2 s"_s.arg(m_command.program).arg(m_command.deadline.count() / 1000.0),
             u"Run it in a terminal to see what it waits for."_s);
    });
}

CommandRun::~CommandRun()
{
    m_onStop.reset();
    m_process->disconnect(this);
    if (m_process->state() == QProcess::NotRunning) {
        m_process->deleteLater();
    } else { // ~QProcess would wait for the process; it deletes itself when that has gone
        connect(m_process, &QProcess::finished, m_process, &QObject::deleteLater);
        m_process->kill();
    }
    m_done(cancelledError());
}

Async<CommandOutput> CommandRun::start(const std::stop_token &stop)
{
    const Async<CommandOutput> future = m_done.future();
    m_deadline.start(m_command.deadline);
    QPointer<CommandRun> self(this);
    m_onStop = std::make_unique<std::stop_callback<std::function<void()>>>(stop, [context = parent(), self] {
        QMetaObject::invokeMethod(context, [self] {
            if (self)
                self->end(cancelledError());
        }, Qt::QueuedConnection);
    });
    m_process->start();
    return future;
}

void CommandRun::collect()
{
    m_output.standardOutput += m_process->readAllStandardOutput();
    m_output.standardError += m_process->readAllStandardError();
    if (m_output.standardOutput.size() + m_output.standardError.size() > m_command.maxOutputBytes)
        fail(ErrorKind::Malformed, u"%1 wrote more than %2 bytes"_s.arg(m_command.program).arg(m_command.maxOutputBytes),
             u"Check that it is the right command."_s);
}

void CommandRun::onFinished(int exitCode, QProcess::ExitStatus status)
{
    collect();
    if (status == QProcess::CrashExit)
        return fail(ErrorKind::Unavailable, u"%1 was ended by a signal"_s.arg(m_command.program), u"Run it in a terminal to see why."_s);
    m_output.exitCode = exitCode;
    end(std::move(m_output));
}

void CommandRun::onError(QProcess::ProcessError error)
{
    if (error == QProcess::FailedToStart)
        fail(ErrorKind::Unavailable, u"%1 could not be started: %2"_s.arg(m_command.program, m_process->errorString()),
             u"Run it in a terminal to see why."_s);
}

void CommandRun::fail(ErrorKind kind, const QString &message, const QString &hint)
{
    end(Error{kind, message, hint});
}

void CommandRun::end(Result<CommandOutput> answer)
{
    if (m_done.isAnswered())
        return;
    m_done(std::move(answer));
    m_deadline.stop();
    deleteLater();
}

} // namespace sallyport
