// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
//! The demonstration's servers: a small Vault and an echo, on 127.0.0.1, until standard input closes or SIGTERM.
#include "app/demo/demo_vault.h"
#include "app/demo/demo_workspace.h"
#include "app/demo/echo.h"
#include "app/demo/vault_content.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QFile>
#include <QRegularExpression>
#include <QSaveFile>
#include <QSocketNotifier>
#include <QTextStream>

#include <csignal>
#include <unistd.h>

using namespace Qt::StringLiterals;
using namespace sallyport;

namespace {

struct Options {
    QString workspace;
    QString fixture;
    quint16 vaultPort = 0;
    quint16 echoPort = 0;
};

Options optionsFrom(const QCoreApplication &application)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(u"A small Vault and an echo server for trying Sallyport. Their secrets are made up."_s);
    parser.addHelpOption();
    parser.addOptions({{u"workspace"_s,
                        u"Write the demo workspace there; one that exists is told the address of the echo server."_s, u"file"_s},
                       {u"fixture"_s, u"Serve what this JSON file says instead of the demo's secrets."_s, u"file"_s},
                       {u"vault-port"_s, u"Preferred port of the Vault."_s, u"port"_s, u"0"_s},
                       {u"echo-port"_s, u"Preferred port of the echo server."_s, u"port"_s, u"0"_s}});
    parser.process(application);
    return {parser.value(u"workspace"_s), parser.value(u"fixture"_s), parser.value(u"vault-port"_s).toUShort(),
            parser.value(u"echo-port"_s).toUShort()};
}

//! The preferred port where it is free, else any.
Result<Done> listenAt(LoopbackServer &server, quint16 port)
{
    const auto preferred = server.listen(port);
    return preferred || port == 0 ? preferred : server.listen(0);
}

Result<Value> fixtureOf(const Options &options)
{
    if (options.fixture.isEmpty())
        return demo::demoFixture();
    QFile file(options.fixture);
    if (!file.open(QIODevice::ReadOnly))
        return Error{ErrorKind::NotFound, u"cannot read %1: %2"_s.arg(options.fixture, file.errorString()), {}};
    return json::parse(file.readAll());
}

//! A workspace that exists, perhaps edited, is kept and told the echo server's address.
Result<Done> writeWorkspace(const QString &path, const QString &echo)
{
    static const QRegularExpression kAddress(u"(?<=base_url: )http://127\\.0\\.0\\.1:\\d+"_s);
    if (path.isEmpty())
        return Done{};
    QFile existing(path);
    const QByteArray before = existing.open(QIODevice::ReadOnly) ? existing.readAll() : QByteArray();
    const QByteArray text = before.isEmpty() ? demo::demoWorkspace(echo) : QString::fromUtf8(before).replace(kAddress, echo).toUtf8();
    if (text == before)
        return Done{};
    QSaveFile file(path);
    file.open(QIODevice::WriteOnly);
    file.write(text);
    if (!file.commit())
        return Error{ErrorKind::InvalidInput, u"cannot write %1: %2"_s.arg(path, file.errorString()), {}};
    return Done{};
}

int fail(const Error &error)
{
    QTextStream(stderr) << "sallyport-demo-server: " << error.sentence() << Qt::endl;
    return traitsOf(error.kind).exitCode;
}

QString addressOf(const LoopbackServer &server)
{
    return u"http://127.0.0.1:%1"_s.arg(server.port());
}

//! One line for whoever started this program; scripts/run reads it.
void announce(const Options &options, const Value &fixture, const QString &vault, const QString &echo)
{
    const QString given =
        fixture[u"tokens"].list().empty() ? fixture[u"token"].toString() : fixture[u"tokens"].list().front()[u"token"].toString();
    const Value line{Value::Map{{u"vault"_s, vault},
                                {u"echo"_s, echo},
                                {u"token"_s, given},
                                {u"workspace"_s, options.workspace},
                                {u"environment"_s, u"Local"_s},
                                {u"variable"_s, u"api_key"_s},
                                {u"mount"_s, u"secret"_s},
                                {u"path"_s, u"shop"_s},
                                {u"key"_s, u"api_key"_s}}};
    QTextStream(stdout) << QString::fromUtf8(json::write(line)) << Qt::endl;
}

void endWithStandardInput()
{
    auto *notifier = new QSocketNotifier(STDIN_FILENO, QSocketNotifier::Read, QCoreApplication::instance());
    QObject::connect(notifier, &QSocketNotifier::activated, notifier, [] {
        char ignored[256];
        if (read(STDIN_FILENO, ignored, sizeof ignored) <= 0)
            QCoreApplication::quit();
    });
}

} // namespace

int main(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    QCoreApplication::setApplicationName(u"sallyport-demo-server"_s);
    const Options options = optionsFrom(application);
    const auto fixture = fixtureOf(options);
    if (!fixture)
        return fail(fixture.error());

    demo::DemoVault vault(QDateTime::currentDateTimeUtc);
    if (const auto filled = demo::fillVault(vault, *fixture); !filled)
        return fail(filled.error());
    demo::Echo echo(demo::secretsOf(*fixture));
    LoopbackServer vaultServer;
    LoopbackServer echoServer;
    vaultServer.answerWith([&vault](const LoopbackRequest &request) { return vault.handle(request); });
    echoServer.answerWith([&echo](const LoopbackRequest &request) { return echo.handle(request); });
    for (const auto &listening : {listenAt(vaultServer, options.vaultPort), listenAt(echoServer, options.echoPort)}) {
        if (!listening)
            return fail(listening.error());
    }
    if (const auto written = writeWorkspace(options.workspace, addressOf(echoServer)); !written)
        return fail(written.error());
    endWithStandardInput(); // SIGTERM ends the program by itself: there is nothing to save
    announce(options, *fixture, addressOf(vaultServer), addressOf(echoServer));
    return QCoreApplication::exec();
}
