// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// The program behind scripts/run: what it says, what it writes and when it ends.
#include "app/demo/vault_content.h"
#include "app/store/workspace_document.h"
#include "tests/support/http_server.h"
#include "tests/support/vault_asker.h"
#include "tests/support/server_child.h"

#include <QFile>
#include <QTemporaryDir>

#include <gtest/gtest.h>

using namespace Qt::StringLiterals;

namespace sallyport::test {
namespace {

QString program()
{
    return qEnvironmentVariable("SALLYPORT_BIN") + u"/sallyport-demo-server"_s;
}

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

class DemoServer : public testing::Test {
protected:
    void SetUp() override
    {
        ASSERT_TRUE(QFile::exists(program())) << program().toStdString();
        ASSERT_TRUE(m_folder.isValid());
    }
    QTemporaryDir m_folder;
    const QString m_workspace = m_folder.filePath(u"demo.yaml"_s);
};

TEST_F(DemoServer, ItsLineLeadsToTheSecret)
{
    const ServerChild server(program(), {u"--workspace"_s, m_workspace});
    const Value &line = server.ready();
    VaultAsker asker(tokenCredential(line[u"vault"].toString(), line[u"token"].toString().toUtf8()));
    ASSERT_OK(asker.signIn());
    EXPECT_OK(asker.identify());
    const auto keys = asker.suggest("secretKey"_L1, kvReference(line[u"mount"].toString(), line[u"path"].toString()));
    ASSERT_OK(keys);
    EXPECT_TRUE(keys->contains(line[u"key"].toString()));
}

TEST_F(DemoServer, WritesAWorkspaceThatOpensAndHasWhatTheLineSpeaksOf)
{
    const ServerChild server(program(), {u"--workspace"_s, m_workspace});
    const auto document = WorkspaceDocument::parse(contentOf(m_workspace), m_workspace);
    ASSERT_OK(document);
    const Workspace &workspace = document->workspace();
    EXPECT_EQ(workspace.allRequests().size(), 4U);
    EXPECT_EQ(workspace.baseEnvironment.data[u"base_url"].toString(), server.ready()[u"echo"].toString());
    EXPECT_TRUE(workspace.baseEnvironment.data.find(server.ready()[u"variable"].toString()));
    bool found = false;
    for (const Environment &environment : workspace.subEnvironments)
        found = found || environment.name == server.ready()[u"environment"].toString();
    EXPECT_TRUE(found);
}

TEST_F(DemoServer, LeavesAWorkspaceThatIsThereAlone)
{
    {
        QFile mine(m_workspace);
        ASSERT_TRUE(mine.open(QIODevice::WriteOnly));
        mine.write("mine");
    }
    const ServerChild server(program(), {u"--workspace"_s, m_workspace});
    EXPECT_EQ(contentOf(m_workspace), "mine");
}

TEST_F(DemoServer, TakesThePortsOfLastTimeWhereTheyAreFree)
{
    const quint16 port = closedPort();
    const QString wanted = u"http://127.0.0.1:%1"_s.arg(port);
    const QStringList arguments{u"--vault-port"_s, QString::number(port)};
    const ServerChild first(program(), arguments);
    EXPECT_EQ(first.ready()[u"vault"].toString(), wanted);
    const ServerChild second(program(), arguments);
    EXPECT_FALSE(second.ready()[u"vault"].toString().isEmpty());
    EXPECT_NE(second.ready()[u"vault"].toString(), wanted);
}

TEST_F(DemoServer, EndsWithItsStandardInputOrATerm)
{
    QProcess process;
    process.start(program(), QStringList());
    ASSERT_TRUE(process.waitForReadyRead(10'000));
    process.closeWriteChannel();
    ASSERT_TRUE(process.waitForFinished(5'000));
    EXPECT_EQ(process.exitStatus(), QProcess::NormalExit);
    EXPECT_EQ(process.exitCode(), 0);
    process.start(program(), QStringList());
    ASSERT_TRUE(process.waitForReadyRead(10'000));
    process.terminate();
    EXPECT_TRUE(process.waitForFinished(5'000));
}

TEST_F(DemoServer, AWorkspaceThatCannotBeWrittenIsAnError)
{
    QProcess process;
    process.start(program(), {u"--workspace"_s, m_folder.filePath(u"no/such/folder/demo.yaml"_s)});
    ASSERT_TRUE(process.waitForFinished(10'000));
    EXPECT_NE(process.exitCode(), 0);
    EXPECT_TRUE(process.readAllStandardError().contains("demo.yaml"));
}

} // namespace
} // namespace sallyport::test
