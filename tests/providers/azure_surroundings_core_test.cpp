// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// What azure_surroundings_test.cpp plays, with the program's own transport and commands: a Service Fabric with a certificate that nobody
// issued, an Azure CLI that never answers.
#include "tests/support/azure_inputs.h"
#include "tests/support/desk.h"
#include "tests/support/http_server.h"

#include <QCryptographicHash>
#include <QFile>
#include <QSslCertificate>
#include <QTemporaryDir>

#include <gmock/gmock.h>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using testing::HasSubstr;

namespace sallyport::test {
namespace {

Result<AccessGrant> signedIn(Desk &desk, const FormValues &credential)
{
    Inputs inputs;
    inputs.now = desk.clock.wallTime();
    inputs.credential = credential;
    return desk.run(azureProvider().signIn(inputs));
}

// --- Service Fabric ---

class AzureServiceFabricServer : public testing::Test {
protected:
    Result<AccessGrant> signedInWith(const QString &thumbprint, const char *caFile = "")
    {
        QProcessEnvironment environment;
        environment.insert(u"IDENTITY_ENDPOINT"_s, QString::fromLatin1(m_server.url("/metadata/identity/oauth2/token").toEncoded()));
        environment.insert(u"IDENTITY_HEADER"_s, u"canary-header"_s);
        environment.insert(u"IDENTITY_SERVER_THUMBPRINT"_s, thumbprint);
        m_desk.interlocutor.setEnvironment(environment);
        return signedIn(m_desk, azureCredential("managedIdentity", {{"caFile", caFile}}));
    }
    [[nodiscard]] QString thumbprint() const
    {
        const QSslCertificate shown = QSslCertificate::fromPath(m_identity.certificate).value(0);
        return QString::fromLatin1(shown.digest(QCryptographicHash::Sha1).toHex().toUpper());
    }

    CertificateAuthority m_authority;
    CertificateFiles m_identity = m_authority.issue({.commonName = "fabric", .alternativeNames = "", .selfSigned = true});
    HttpServer m_server{ServerTls{m_identity}, [](const LoopbackRequest &) {
                            return Reply::json(R"({"access_token":"fabric-token","expires_on":"4102444800","token_type":"Bearer"})");
                        }};
    Desk m_desk;
};

TEST_F(AzureServiceFabricServer, ACertificateThatNobodyIssuedIsTheRightOne)
{
    const auto grant = signedInWith(thumbprint());
    ASSERT_OK(grant);
    EXPECT_EQ(grant->values.secret("token"_L1).reveal(), "fabric-token");
    ASSERT_EQ(m_server.requestCount(), 1);
    EXPECT_EQ(HttpReply{.headers = m_server.requests()[0].headers}.header("Secret"), "canary-header");
}

TEST_F(AzureServiceFabricServer, AnyOtherIsSentNothing)
{
    const auto grant = signedInWith(u"0123456789abcdef0123456789abcdef01234567"_s);
    ASSERT_FALSE(grant);
    EXPECT_EQ(grant.error().kind, ErrorKind::Network);
    EXPECT_THAT(grant.error().sentence().toStdString(), HasSubstr("only 0123456789abcdef0123456789abcdef01234567 is trusted"));
    EXPECT_THAT(grant.error().sentence().toStdString(), HasSubstr("Service Fabric"));
    EXPECT_EQ(m_server.requestCount(), 0);
}

TEST_F(AzureServiceFabricServer, AnAuthorityDoesNotStandInForTheThumbprint)
{
    const QByteArray caFile = m_identity.certificate.toLocal8Bit();
    EXPECT_FALSE(signedInWith(u"0123456789abcdef0123456789abcdef01234567"_s, caFile.constData()));
    EXPECT_EQ(m_server.requestCount(), 0);
}

// --- Azure CLI ---

//! The same conversation, with less patience for commands.
Step<AccessGrant> hurried(const Step<AccessGrant> &step, std::chrono::milliseconds patience)
{
    if (step.isOver())
        return step;
    Question question = step.ask().question;
    if (auto *command = std::get_if<RunCommand>(&question))
        command->deadline = patience;
    return Ask<AccessGrant>{question,
                            [next = step.ask().next, patience](const Result<Answer> &answer) { return hurried(next(answer), patience); }};
}

TEST(AzureCliProgram, OneThatHangsIsEndedAtItsDeadlineAndNamed)
{
    const QTemporaryDir folder;
    QFile program(folder.filePath(u"az"_s));
    ASSERT_TRUE(program.open(QIODevice::WriteOnly));
    program.write("#!/bin/sh\necho $$ > '" + folder.filePath(u"process"_s).toLocal8Bit() + "'\nexec /bin/sleep 300\n");
    program.close();
    ASSERT_TRUE(program.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner));
    const QByteArray before = qgetenv("PATH");
    qputenv("PATH", folder.path().toLocal8Bit());
    Desk desk;
    desk.interlocutor.setConsentHandler([](const RunCommand &, std::stop_token) { return answered<Done>(Done{}); });
    Inputs inputs;
    inputs.now = desk.clock.wallTime();
    inputs.credential = azureCredential("azureCli");
    const auto grant = desk.run(hurried(azureProvider().signIn(inputs), 500ms));
    qputenv("PATH", before);
    ASSERT_FALSE(grant);
    EXPECT_EQ(grant.error().kind, ErrorKind::Timeout);
    EXPECT_EQ(grant.error().sentence(), u"az did not finish within 0.5 s (while asking the Azure CLI for a token)"_s);
    QFile written(folder.filePath(u"process"_s));
    ASSERT_TRUE(written.open(QIODevice::ReadOnly)) << "it was started";
    const QString process = u"/proc/"_s + QString::fromLatin1(written.readAll().trimmed());
    EXPECT_TRUE(waitUntil([&process] { return !QFile::exists(process); }));
}

TEST(AzureCliProgram, ItsPatienceIsSaidByTheProvider)
{
    const auto step = azureProvider().signIn(Inputs{.credential = azureCredential("azureCli")});
    World world;
    const auto asked = play(step, world).asked<RunCommand>();
    ASSERT_EQ(asked.size(), 1U);
    EXPECT_EQ(asked[0].deadline, 60s);
}

} // namespace
} // namespace sallyport::test
