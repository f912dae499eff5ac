// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/server_child.h"

#include "app/base/json.h"

#include <gtest/gtest.h>

using namespace Qt::StringLiterals;

namespace sallyport::test {

QString missingServers(const QStringList &names)
{
    const QStringList installed = qEnvironmentVariable("SALLYPORT_SERVERS").split(u',', Qt::SkipEmptyParts);
    QStringList missing;
    for (const QString &name : names) {
        if (!installed.contains(name))
            missing.append(name);
    }
    return missing.join(u", "_s);
}

ServerChild::ServerChild(const QString &program, const QStringList &arguments)
{
    m_process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    m_process.start(program, arguments);
    m_ready = readLine();
}

ServerChild::~ServerChild()
{
    m_process.closeWriteChannel();
    if (!m_process.waitForFinished(20'000))
        m_process.kill();
}

Value ServerChild::command(const QString &name)
{
    m_process.write(name.toUtf8() + '\n');
    const Value answer = readLine();
    EXPECT_EQ(answer[u"event"].toString().toStdString(), "done") << answer[u"error"].toString().toStdString();
    return answer;
}

Value ServerChild::readLine()
{
    while (!m_process.canReadLine() && m_process.waitForReadyRead(60'000)) {
    }
    const QByteArray line = m_process.readLine();
    const auto parsed = json::parse(line);
    EXPECT_TRUE(parsed.has_value()) << "the server said: " << line.toStdString();
    return parsed.value_or(Value());
}

std::unique_ptr<ServerChild> startServer(const QString &name, const QStringList &options)
{
    auto server = std::make_unique<ServerChild>(qEnvironmentVariable("SALLYPORT_PYTHON", u"python3"_s),
                                                QStringList{qEnvironmentVariable("SALLYPORT_SERVERS_RUN"), u"start"_s, name} + options);
    EXPECT_EQ(server->ready()[u"event"].toString().toStdString(), "ready") << server->ready()[u"error"].toString().toStdString();
    return server;
}

} // namespace sallyport::test
