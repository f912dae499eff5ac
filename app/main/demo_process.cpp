// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/main/demo_process.h"

#include "app/base/json.h"

#include <QCoreApplication>
#include <QDir>
#include <QStandardPaths>

using namespace Qt::StringLiterals;

namespace sallyport {

namespace {

const QString kVaultPort = u"47820"_s;
const QString kEchoPort = u"47821"_s;

Result<Demo> demoFrom(const QByteArray &line)
{
    const auto said = json::parse(line);
    if (!said || (*said)[u"workspace"].toString().isEmpty())
        return Error{ErrorKind::Malformed, u"the demo server gave an answer that cannot be understood"_s, {}};
    const Value &demo = *said;
    return Demo{demo[u"workspace"].toString(), demo[u"environment"].toString(),
                u"Demo vault: address %1, token %2. Press Ctrl+E, choose Base and right-click %3 to link it: mount path %4, secret "
                "path %5, key %6."_s.arg(
                    demo[u"vault"].toString(), demo[u"token"].toString(), demo[u"variable"].toString(), demo[u"mount"].toString(),
                    demo[u"path"].toString(), demo[u"key"].toString())};
}

} // namespace

DemoProcess::DemoProcess(QString program, QString folder, QObject *parent)
    : QObject(parent), m_program(std::move(program)), m_folder(std::move(folder))
{
    connect(&m_process, &QProcess::readyReadStandardOutput, this, &DemoProcess::read);
    connect(&m_process, &QProcess::errorOccurred, this, [this] {
        answer(Error{ErrorKind::Unavailable, u"the demo server did not start: %1"_s.arg(m_process.errorString()), {}});
    });
    connect(&m_process, &QProcess::finished, this, [this] {
        m_demo.reset();
        answer(Error{ErrorKind::Unavailable, u"the demo server ended"_s, u"Try again."_s});
    });
}

DemoProcess::~DemoProcess()
{
    m_process.disconnect(this); // QProcess ends the servers; they have nothing to save
}

QString DemoProcess::findProgram()
{
    const QString name = u"sallyport-demo-server"_s;
    const QString beside = QStandardPaths::findExecutable(name, {QCoreApplication::applicationDirPath()});
    return beside.isEmpty() ? QStandardPaths::findExecutable(name) : beside;
}

Async<Demo> DemoProcess::start()
{
    if (m_demo)
        return answered<Demo>(*m_demo);
    m_waiting.emplace_back();
    Async<Demo> future = m_waiting.back().future();
    if (m_process.state() == QProcess::NotRunning) {
        QDir().mkpath(m_folder);
        // The same ports each time, where they are free: a credential made in an earlier run still finds its vault.
        m_process.start(m_program, {u"--workspace"_s, workspacePath(), u"--vault-port"_s, kVaultPort, u"--echo-port"_s, kEchoPort});
    }
    return future;
}

void DemoProcess::read()
{
    if (m_process.canReadLine())
        answer(demoFrom(m_process.readLine()));
}

void DemoProcess::answer(const Result<Demo> &demo)
{
    if (demo)
        m_demo = *demo;
    for (const Completer<Demo> &waiting : std::exchange(m_waiting, {}))
        waiting(demo);
}

} // namespace sallyport
