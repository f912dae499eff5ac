// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// The whole road on the command line: the real program, a Vault-compatible server, and a server that receives the request.
#include "app/base/json.h"
#include "app/demo/demo_vault.h"
#include "app/demo/vault_content.h"
#include "tests/support/async.h"
#include "tests/support/http_server.h"
#include "tests/support/vault_server.h"

#include <QDirIterator>
#include <QFile>
#include <QProcess>
#include <QTemporaryDir>

#include <gtest/gtest.h>

using namespace Qt::StringLiterals;
using namespace sallyport;

namespace {

const QByteArray kSecret = "CNRYh3f8a1c02b9d4e57f6a8b0c1";

const QByteArray kFixture = R"({
  "token": "root-of-the-test",
  "policies": {"read": "path \"secret/*\" { capabilities = [\"read\"] }", "none": "path \"other/*\" { capabilities = [\"read\"] }"},
  "tokens": [{"token": "CNRYtokenreader0123456789ab", "policies": ["read"], "ttl": 0},
             {"token": "CNRYtokenstranger01234567", "policies": ["none"], "ttl": 0}],
  "kv2": [{"mount": "secret", "path": "shop", "versions": [{"data": {"api_key": "@SECRET@", "number": 18446744073709551615}}]}],
  "approles": [{"mount": "approle", "role": "ci", "roleId": "role-1", "secretId": "CNRYsecretid0123456789abcd", "policies": ["read"],
                "tokenTtl": 600, "tokenMaxTtl": 3600, "secretIdUses": 0}]
})";

//! `@KEY@` is the linked variable; `unused` would fail if anybody fetched it.
const QByteArray kWorkspace = R"(type: collection.insomnia.rest/5.0
name: Road
meta:
  id: wrk_road
collection:
  - url: "{{ _.base_url }}/orders?key={{ _.api_key }}"
    name: Orders
    meta:
      id: req_orders
    method: POST
    body:
      mimeType: application/json
      text: '{"number": {{ _.number }}}'
    headers:
      - name: X-Api-Key
        value: "{{ _.api_key }}"
    authentication:
      type: basic
      username: anna
      password: "{{ _.api_key }}"
environments:
  name: Base
  meta:
    id: env_base
  data:
    base_url: "@ECHO@"
    api_key: >-
      {% vault 'hashicorp', 'whatever-alias', '{"kvVersion":"v2","secretEnginePath":"secret","secretName":"shop","secretKey":"@KEY@"}' %}
    number: >-
      {% vault 'hashicorp', 'whatever-alias', '{"secretEnginePath":"secret","secretName":"shop","secretKey":"/number"}' %}
    unused: "{% vault 'hashicorp', 'whatever-alias', '{\"secretEnginePath\":\"secret\",\"secretName\":\"absent\"}' %}"
)";

struct Outcome {
    int code = -1;
    QByteArray out;
    QByteArray err;
};

class ConsoleRoad : public testing::Test {
protected:
    void SetUp() override
    {
        m_program = qEnvironmentVariable("SALLYPORT_BIN") + u"/sallyport-cli"_s;
        ASSERT_TRUE(QFile::exists(m_program)) << "SALLYPORT_BIN must name the folder of sallyport-cli";
        const auto fixture = json::parse(QByteArray(kFixture).replace("@SECRET@", kSecret));
        ASSERT_OK(fixture);
        ASSERT_OK(demo::fillVault(m_vault, *fixture));
        m_vaultServer.answerWith([this](const LoopbackRequest &request) {
            m_vaultTargets.append(QString::fromLatin1(request.target));
            return m_vault.handle(request);
        });
        ASSERT_OK(m_vaultServer.listen());
        writeWorkspace("api_key");
        setToken(u"CNRYtokenreader0123456789ab"_s);
    }

    void writeWorkspace(const QByteArray &key)
    {
        QByteArray text = kWorkspace;
        text.replace("@ECHO@", m_echo.origin()).replace("@KEY@", key);
        QFile file(workspacePath());
        ASSERT_TRUE(file.open(QFile::WriteOnly | QFile::Truncate));
        ASSERT_EQ(file.write(text), text.size());
    }

    void setToken(const QString &token)
    {
        m_environment.clear();
        m_environment.insert(u"PATH"_s, qEnvironmentVariable("PATH"));
        m_environment.insert(u"HOME"_s, m_folder.path());
        m_environment.insert(u"INSOMNIA_HASHICORP_TYPE"_s, u"onPrem"_s);
        m_environment.insert(u"INSOMNIA_HASHICORP_AUTHMETHOD"_s, u"token"_s);
        m_environment.insert(u"INSOMNIA_HASHICORP_SERVERADDRESS"_s, m_vaultServer.url("").toString());
        m_environment.insert(u"INSOMNIA_HASHICORP_ACCESS_TOKEN"_s, token);
    }

    Outcome run(const QStringList &more = {})
    {
        QProcess process;
        process.setProcessEnvironment(m_environment);
        process.setWorkingDirectory(m_folder.path());
        process.start(m_program, QStringList{u"run"_s, u"collection"_s, u"-w"_s, workspacePath()} + more);
        EXPECT_TRUE(test::waitUntil([&] { return process.state() == QProcess::NotRunning; })) << "still running";
        return {process.exitCode(), process.readAllStandardOutput(), process.readAllStandardError()};
    }

    [[nodiscard]] QString workspacePath() const { return m_folder.filePath(u"road.yaml"_s); }

    QTemporaryDir m_folder;
    QString m_program;
    demo::DemoVault m_vault{[] { return QDateTime::currentDateTimeUtc(); }};
    LoopbackServer m_vaultServer;
    QStringList m_vaultTargets;
    test::HttpServer m_echo{[](const LoopbackRequest &request) {
        QByteArray body = request.target + '\n' + request.body + '\n';
        for (const HttpHeader &header : request.headers)
            body += header.name + ": " + header.value + '\n';
        return test::Reply::text(body);
    }};
    QProcessEnvironment m_environment;
};

void expectNoSecret(const Outcome &outcome)
{
    const QByteArray basic = QByteArray("anna:" + kSecret).toBase64();
    for (const QByteArray &text : {outcome.out, outcome.err}) {
        EXPECT_FALSE(text.contains(kSecret)) << text.toStdString();
        EXPECT_FALSE(text.contains(kSecret.mid(4, 16))) << text.toStdString();
        EXPECT_FALSE(text.contains(basic)) << text.toStdString();
        EXPECT_FALSE(text.contains(kSecret.toBase64().first(20))) << text.toStdString();
        EXPECT_FALSE(text.contains("CNRY")) << text.toStdString();
    }
}

} // namespace

TEST_F(ConsoleRoad, TheServerGetsTheSecretAndNobodyElseDoes)
{
    const Outcome outcome = run({u"--verbose"_s});
    EXPECT_EQ(outcome.code, 0) << outcome.out.toStdString() << outcome.err.toStdString();
    ASSERT_EQ(m_echo.requestCount(), 1);
    const LoopbackRequest &received = m_echo.requests().front();
    EXPECT_EQ(received.target, "/orders?key=" + kSecret);
    EXPECT_EQ(received.header("X-Api-Key"), kSecret);
    EXPECT_EQ(received.header("Authorization"), "Basic " + QByteArray("anna:" + kSecret).toBase64());
    EXPECT_EQ(received.body, R"({"number": 18446744073709551615})");
    EXPECT_TRUE(outcome.out.contains("✓ POST Orders  200")) << outcome.out.toStdString();
    EXPECT_TRUE(outcome.out.contains("1 answered, 0 failed")) << outcome.out.toStdString();
    expectNoSecret(outcome);
}

TEST_F(ConsoleRoad, OnlyWhatIsUsedIsFetchedAndEachSecretOnce)
{
    EXPECT_EQ(run().code, 0);
    EXPECT_EQ(m_vaultTargets.filter(u"absent"_s).size(), 0);
    EXPECT_LE(m_vaultTargets.filter(u"/v1/secret/data/shop"_s).size(), 2) << m_vaultTargets.join(u' ').toStdString();
}

TEST_F(ConsoleRoad, NoFileHoldsAnything)
{
    EXPECT_EQ(run({u"--verbose"_s}).code, 0);
    QDirIterator files(m_folder.path(), QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
    int seen = 0;
    while (files.hasNext()) {
        QFile file(files.next());
        ASSERT_TRUE(file.open(QFile::ReadOnly));
        EXPECT_FALSE(file.readAll().contains("CNRY")) << file.fileName().toStdString();
        ++seen;
    }
    EXPECT_EQ(seen, 1) << "the program wrote a file";
}

TEST_F(ConsoleRoad, TheEnvironmentOfTheRunningProgramHoldsNoSecret)
{
    test::HttpServer silent([](const LoopbackRequest &) { return test::Reply::failing(test::Fault::Silence); });
    m_environment.insert(u"INSOMNIA_HASHICORP_SERVERADDRESS"_s, silent.url("").toString());
    m_environment.insert(u"VAULT_TOKEN"_s, u"CNRYunusedtoken0123456789"_s);
    QProcess process;
    process.setProcessEnvironment(m_environment);
    process.start(m_program, {u"run"_s, u"collection"_s, u"-w"_s, workspacePath()});
    ASSERT_TRUE(test::waitUntil([&] { return silent.requestCount() > 0; })) << process.readAllStandardError().toStdString();
    EXPECT_EQ(silent.requests().front().header("X-Vault-Token"), "CNRYtokenreader0123456789ab");
    QFile environment(u"/proc/%1/environ"_s.arg(process.processId()));
    ASSERT_TRUE(environment.open(QFile::ReadOnly)) << environment.errorString().toStdString();
    const QByteArray seen = environment.readAll();
    EXPECT_TRUE(seen.contains("INSOMNIA_HASHICORP_SERVERADDRESS=" + silent.origin())) << seen.toStdString();
    EXPECT_FALSE(seen.contains("CNRY")) << seen.toStdString();
    process.kill();
    EXPECT_TRUE(test::waitUntil([&] { return process.state() == QProcess::NotRunning; }));
}

TEST_F(ConsoleRoad, AppRoleFromTheEnvironment)
{
    m_environment.insert(u"INSOMNIA_HASHICORP_AUTHMETHOD"_s, u"appRole"_s);
    m_environment.remove(u"INSOMNIA_HASHICORP_ACCESS_TOKEN"_s);
    m_environment.insert(u"INSOMNIA_HASHICORP_ROLE_ID"_s, u"role-1"_s);
    m_environment.insert(u"INSOMNIA_HASHICORP_SECRET_ID"_s, u"CNRYsecretid0123456789abcd"_s);
    const Outcome outcome = run();
    EXPECT_EQ(outcome.code, 0) << outcome.out.toStdString() << outcome.err.toStdString();
    EXPECT_EQ(m_vaultTargets.filter(u"/v1/auth/approle/login"_s).size(), 1) << "one sign-in for two links";
    EXPECT_EQ(m_echo.requestCount(), 1);
    expectNoSecret(outcome);
}

TEST_F(ConsoleRoad, VaultsOwnVariablesServeWhereOursAreAbsent)
{
    const QString address = m_environment.value(u"INSOMNIA_HASHICORP_SERVERADDRESS"_s);
    setToken({});
    for (const QString &name : m_environment.keys()) {
        if (name.startsWith(u"INSOMNIA_"_s))
            m_environment.remove(name);
    }
    m_environment.insert(u"VAULT_ADDR"_s, address);
    m_environment.insert(u"VAULT_TOKEN"_s, u"CNRYtokenreader0123456789ab"_s);
    const Outcome outcome = run();
    EXPECT_EQ(outcome.code, 0) << outcome.out.toStdString() << outcome.err.toStdString();
    EXPECT_EQ(m_echo.requestCount(), 1);
}

TEST_F(ConsoleRoad, WithoutCredentialsNothingIsSentAndTheVariablesAreNamed)
{
    for (const QString &name : m_environment.keys()) {
        if (name.startsWith(u"INSOMNIA_"_s))
            m_environment.remove(name);
    }
    const Outcome outcome = run();
    EXPECT_NE(outcome.code, 0);
    EXPECT_TRUE(outcome.out.contains("INSOMNIA_HASHICORP_SERVERADDRESS")) << outcome.out.toStdString();
    EXPECT_EQ(m_echo.requestCount(), 0);
}

TEST_F(ConsoleRoad, WrongTokenIsCodeThreeAndSaysWhatToDo)
{
    setToken(u"CNRYnosuchtoken0123456789"_s);
    const Outcome outcome = run();
    EXPECT_EQ(outcome.code, 3) << outcome.out.toStdString();
    EXPECT_TRUE(outcome.out.contains("api_key")) << outcome.out.toStdString();
    EXPECT_TRUE(outcome.out.contains("secret/shop")) << outcome.out.toStdString();
    EXPECT_EQ(m_echo.requestCount(), 0);
    expectNoSecret(outcome);
}

TEST_F(ConsoleRoad, TokenWithoutTheRightIsCodeThree)
{
    setToken(u"CNRYtokenstranger01234567"_s);
    const Outcome outcome = run();
    EXPECT_EQ(outcome.code, 3) << outcome.out.toStdString();
    EXPECT_TRUE(outcome.out.contains("permission denied")) << outcome.out.toStdString();
    EXPECT_EQ(m_echo.requestCount(), 0);
}

TEST_F(ConsoleRoad, MissingKeyIsCodeFour)
{
    writeWorkspace("no_such_key");
    const Outcome outcome = run();
    EXPECT_EQ(outcome.code, 4) << outcome.out.toStdString();
    EXPECT_TRUE(outcome.out.contains("no key \"no_such_key\"")) << outcome.out.toStdString();
    EXPECT_EQ(m_echo.requestCount(), 0);
    expectNoSecret(outcome);
}

TEST_F(ConsoleRoad, SealedServerIsCodeFive)
{
    m_vault.setSealed(true);
    const Outcome outcome = run();
    EXPECT_EQ(outcome.code, 5) << outcome.out.toStdString();
    EXPECT_TRUE(outcome.out.contains("sealed")) << outcome.out.toStdString();
    EXPECT_EQ(m_echo.requestCount(), 0);
}

TEST_F(ConsoleRoad, UnreachableServerIsCodeFive)
{
    m_vaultServer.close();
    const Outcome outcome = run();
    EXPECT_EQ(outcome.code, 5) << outcome.out.toStdString();
    EXPECT_TRUE(outcome.out.contains("127.0.0.1")) << outcome.out.toStdString();
    EXPECT_EQ(m_echo.requestCount(), 0);
}

TEST_F(ConsoleRoad, RedirectOfAVaultCallToAnotherHostSendsNothingThere)
{
    test::HttpServer sink([](const LoopbackRequest &) { return test::Reply::text("thanks"); });
    m_vaultServer.answerWith([&](const LoopbackRequest &) {
        return LoopbackResponse{302, {{"Location", sink.origin("localhost") + "/v1/secret/data/shop"}}, {}};
    });
    const Outcome outcome = run();
    EXPECT_NE(outcome.code, 0);
    EXPECT_EQ(sink.requestCount(), 0);
    EXPECT_EQ(m_echo.requestCount(), 0);
}

TEST_F(ConsoleRoad, WrongUsageIsCodeTwo)
{
    EXPECT_EQ(run({u"--no-such-option"_s}).code, 2);
    EXPECT_EQ(run({u"-e"_s, u"Nowhere"_s}).code, 4);
    EXPECT_EQ(m_echo.requestCount(), 0);
}

TEST_F(ConsoleRoad, StatusCountsOnlyWhenAsked)
{
    m_echo.setHandler([](const LoopbackRequest &) { return test::Reply::text("no", 503); });
    EXPECT_EQ(run().code, 0);
    EXPECT_EQ(run({u"--fail-on-status"_s}).code, 1);
}

//! The same file against HashiCorp's own Vault: kind 1, a server that nobody here wrote.
TEST_F(ConsoleRoad, RealVaultByAppRole)
{
    SALLYPORT_NEEDS(u"vault"_s);
    test::RealVault vault;
    vault.ask("POST", "secret/data/shop", R"({"data": {"api_key": ")" + kSecret + R"(", "number": 4711}})");
    vault.writePolicy("road", R"(path "secret/data/shop" { capabilities = ["read"] })");
    const auto [roleId, secretId] = vault.newAppRole("road", R"({"token_policies": ["road"], "token_ttl": "10m"})");
    m_environment.insert(u"INSOMNIA_HASHICORP_SERVERADDRESS"_s, vault.address());
    m_environment.insert(u"INSOMNIA_HASHICORP_AUTHMETHOD"_s, u"appRole"_s);
    m_environment.remove(u"INSOMNIA_HASHICORP_ACCESS_TOKEN"_s);
    m_environment.insert(u"INSOMNIA_HASHICORP_ROLE_ID"_s, roleId);
    m_environment.insert(u"INSOMNIA_HASHICORP_SECRET_ID"_s, QString::fromLatin1(secretId));
    const Outcome outcome = run({u"--verbose"_s});
    EXPECT_EQ(outcome.code, 0) << outcome.out.toStdString() << outcome.err.toStdString();
    ASSERT_EQ(m_echo.requestCount(), 1);
    EXPECT_EQ(m_echo.requests().front().header("X-Api-Key"), kSecret);
    EXPECT_EQ(m_echo.requests().front().body, R"({"number": 4711})");
    EXPECT_EQ(m_vaultTargets.size(), 0);
    expectNoSecret(outcome);
}

TEST_F(ConsoleRoad, NoWindowSystemIsLoaded)
{
    QProcess process;
    process.setProcessEnvironment(m_environment);
    process.start(u"ldd"_s, {m_program});
    ASSERT_TRUE(test::waitUntil([&] { return process.state() == QProcess::NotRunning; }));
    const QByteArray libraries = process.readAllStandardOutput();
    EXPECT_TRUE(libraries.contains("libQt6Core")) << libraries.toStdString();
    for (const char *library : {"libQt6Gui", "libQt6Widgets", "libX11", "libxcb", "libwayland", "libGL", "libqt6keychain"})
        EXPECT_FALSE(libraries.contains(library)) << library;
}
