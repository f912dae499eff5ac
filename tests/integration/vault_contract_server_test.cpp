// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// The contract server of our own tests and of the demonstration is certified by a client that others wrote (hvac), operation
// by operation against HashiCorp's own Vault.
#include "app/base/json.h"
#include "tests/support/vault_server.h"

#include <QDir>
#include <QFileInfo>

#include <gtest/gtest.h>

using namespace Qt::StringLiterals;

namespace sallyport::test {
namespace {

TEST(ContractServer, AnswersHvacAsVaultDoes)
{
    SALLYPORT_NEEDS(u"vault"_s, u"hvac"_s);
    const QDir folder(QFileInfo(qEnvironmentVariable("SALLYPORT_SERVERS_RUN")).dir().filePath(u"hvac"_s));
    RealVault vault;
    ServerChild ours(qEnvironmentVariable("SALLYPORT_BIN") + u"/sallyport-demo-server"_s,
                     {u"--fixture"_s, folder.filePath(u"contract.json"_s)});
    ASSERT_FALSE(ours.ready()[u"vault"].toString().isEmpty());

    QProcess hvac;
    hvac.setProcessChannelMode(QProcess::MergedChannels);
    hvac.start(qEnvironmentVariable("SALLYPORT_HVAC_PYTHON"),
               {folder.filePath(u"certify.py"_s), u"--address"_s, ours.ready()[u"vault"].toString(), u"--reference"_s, vault.address(),
                u"--reference-token"_s, vault.token()});
    ASSERT_TRUE(hvac.waitForFinished(60'000));
    const QByteArray said = hvac.readAll();
    EXPECT_EQ(hvac.exitCode(), 0) << said.toStdString();
    EXPECT_TRUE(said.contains("answers compared with Vault's: 0 differences")) << said.toStdString();
}

} // namespace
} // namespace sallyport::test
