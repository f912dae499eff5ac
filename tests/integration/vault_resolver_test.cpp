// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// Against HashiCorp's own Vault: links resolved as the program does it, with cache, sign-in, renewal and what ends them.
// The audit log of Vault tells which calls were really made.
#include "app/secrets/authorizer.h"
#include "app/secrets/environment_credentials.h"
#include "app/secrets/secret_cache.h"
#include "app/secrets/secret_resolver.h"
#include "app/template/vault_tag.h"
#include "providers/all_providers.h"
#include "tests/support/one_credential.h"
#include "tests/support/vault_asker.h"
#include "tests/support/vault_server.h"

#include <gmock/gmock.h>

#include <memory>

using namespace Qt::StringLiterals;

namespace sallyport::test {
namespace {

//! The machine's clock, ahead of it by as much as a test says.
class ShiftedClock final : public Clock {
public:
    [[nodiscard]] Instant now() const override { return m_real.now() + m_ahead; }
    [[nodiscard]] QDateTime wallTime() const override { return m_real.wallTime().addMSecs(m_ahead.count()); }
    void after(Duration delay, QObject *context, std::function<void()> action) override { m_real.after(delay, context, std::move(action)); }
    void advance(Duration step) { m_ahead += step; }

private:
    SystemClock m_real;
    Duration m_ahead{0};
};

SecretLink linkFrom(const QByteArray &tag)
{
    const auto link =
        parseVaultTag(QString::fromUtf8(tag)).and_then([](const VaultTag &parsed) { return SecretLink::fromTag(parsed, allProviders()); });
    EXPECT_TRUE(link.has_value()) << tag.toStdString();
    return link.value_or(SecretLink());
}

const QByteArray kKeyTag =
    R"(vault 'hashicorp', 'Demo Vault', '{"kvVersion":"v2","secretEnginePath":"secret","secretName":"shop","secretKey":"/db/password"}')";

//! The part of the program between a link and its value.
struct Program {
    explicit Program(std::unique_ptr<CredentialSource> source) : credentials(std::move(source)) {}
    explicit Program(const FormValues &values)
        : Program(std::make_unique<OneCredential>(Credential{u"cred_1"_s, u"Demo Vault"_s, u"hashicorp"_s, values}))
    {
    }

    Result<QByteArray> resolve(const QByteArray &tag = kKeyTag) { return bytes(await(resolver.resolve(linkFrom(tag), u"wrk_1"_s, {}))); }
    Result<QByteArray> refresh(const QByteArray &tag = kKeyTag) { return bytes(await(resolver.refresh(linkFrom(tag), u"wrk_1"_s, {}))); }
    static Result<QByteArray> bytes(const Result<SecretValue> &value)
    {
        return value.transform([](const SecretValue &secret) { return secret.reveal().toByteArray(); });
    }

    ShiftedClock clock;
    QtTransport transport{{ProxyPolicy::Mode::None, {}}};
    Interlocutor interlocutor{transport, clock};
    Authorizer authorizer{allProviders(), interlocutor, clock};
    SecretCache cache{clock};
    std::unique_ptr<CredentialSource> credentials;
    SecretResolver resolver{allProviders(), *credentials, authorizer, cache, interlocutor, clock};
};

class RealVaultLinks : public testing::Test {
protected:
    void SetUp() override
    {
        SALLYPORT_NEEDS(u"vault"_s);
        vault = std::make_unique<RealVault>(QStringList{u"--audit"_s});
        vault->ask("POST", "secret/data/shop", R"({"data":{"db":{"password":"s3cr3t"},"n":42}})");
        vault->writePolicy("shop", "path \"secret/data/shop\" { capabilities = [\"read\"] }");
    }
    //! A program that signs in by an AppRole with that definition.
    Program &withRole(const QByteArray &definition)
    {
        role = vault->newAppRole("shop", definition);
        program = std::make_unique<Program>(appRoleCredential(vault->address(), role));
        (void)vault->newlyAudited();
        return *program;
    }
    //! Ends every token that the role has obtained.
    void revokeAll()
    {
        vault->ask("POST", "sys/leases/revoke-prefix/auth/approle/login");
        (void)vault->newlyAudited();
    }

    const QString kLogin = u"update auth/approle/login"_s;
    const QString kRead = u"read secret/data/shop"_s;
    const QString kLookup = u"read auth/token/lookup-self"_s;
    const QString kRenew = u"update auth/token/renew-self"_s;
    std::unique_ptr<RealVault> vault;
    std::unique_ptr<Program> program;
    std::pair<QString, QByteArray> role;
};

TEST_F(RealVaultLinks, OneSignInAndOneReadServeEveryKeyOfASecret)
{
    Program &p = withRole(R"({"token_policies":["shop"],"token_ttl":"10m"})");
    EXPECT_EQ(p.resolve().value_or({}), "s3cr3t");
    EXPECT_EQ(p.resolve().value_or({}), "s3cr3t");
    QByteArray other = kKeyTag;
    EXPECT_EQ(p.resolve(other.replace("/db/password", "n")).value_or({}), "42");
    EXPECT_EQ(vault->newlyAudited(), (QStringList{kLogin, kRead}));
}

TEST_F(RealVaultLinks, ManyAskersShareOneCall)
{
    Program &p = withRole(R"({"token_policies":["shop"],"token_ttl":"10m"})");
    std::vector<Async<SecretValue>> answers;
    for (int i = 0; i < 50; ++i)
        answers.push_back(p.resolver.resolve(linkFrom(kKeyTag), u"wrk_1"_s, {}));
    for (const auto &answer : answers)
        EXPECT_EQ(Program::bytes(await(answer)).value_or({}), "s3cr3t");
    EXPECT_EQ(vault->newlyAudited(), (QStringList{kLogin, kRead}));
}

TEST_F(RealVaultLinks, ATokenIsRenewedBeforeItEnds)
{
    Program &p = withRole(R"({"token_policies":["shop"],"token_ttl":"10m"})");
    ASSERT_OK(p.resolve());
    p.clock.advance(std::chrono::seconds(590));
    EXPECT_EQ(p.refresh().value_or({}), "s3cr3t");
    EXPECT_EQ(vault->newlyAudited(), (QStringList{kLogin, kRead, kRenew, kRead}));
}

TEST_F(RealVaultLinks, ATokenThatWasRevokedCausesOneLookupAndOneSignIn)
{
    Program &p = withRole(R"({"token_policies":["shop"],"token_ttl":"10m"})");
    ASSERT_OK(p.resolve());
    revokeAll();
    EXPECT_EQ(p.refresh().value_or({}), "s3cr3t");
    EXPECT_EQ(vault->newlyAudited(), (QStringList{kRead, kLookup, kLogin, kRead}));
}

TEST_F(RealVaultLinks, TokensOfAVeryShortLifeAreReplacedWithoutALoop)
{
    Program &p = withRole(R"({"token_policies":["shop"],"token_ttl":"1s","token_max_ttl":"1s"})");
    ASSERT_OK(p.resolve());
    const QByteArray accessor = vault->ask("LIST", "auth/token/accessors")[u"data"][u"keys"].list().back().toString().toUtf8();
    ASSERT_FALSE(accessor.isEmpty());
    ASSERT_TRUE(waitUntil([&] { return vault->ask("LIST", "auth/token/accessors")[u"data"][u"keys"].list().size() == 1; }));
    (void)vault->newlyAudited();
    EXPECT_EQ(p.refresh().value_or({}), "s3cr3t");
    EXPECT_EQ(vault->newlyAudited().count(kLogin), 1);
}

TEST_F(RealVaultLinks, ASingleUseSecretIdServesUntilItsTokenEnds)
{
    Program &p = withRole(R"({"token_policies":["shop"],"token_ttl":"10m","secret_id_num_uses":1})");
    ASSERT_OK(p.resolve());
    EXPECT_OK(p.refresh());
    revokeAll();
    const auto ended = p.refresh();
    ASSERT_FALSE(ended);
    EXPECT_EQ(ended.error().kind, ErrorKind::Unauthenticated);
    EXPECT_TRUE(ended.error().message.contains(u"invalid role or secret ID"_s)) << ended.error().message.toStdString();
    EXPECT_EQ(vault->newlyAudited(), (QStringList{kRead, kLookup, kLogin})) << "one new sign-in, never a loop";
}

TEST_F(RealVaultLinks, APolicyThatIsTakenAwayIsNotMendedBySigningIn)
{
    Program &p = withRole(R"({"token_policies":["shop"],"token_ttl":"10m"})");
    ASSERT_OK(p.resolve());
    vault->writePolicy("shop", "path \"secret/data/other\" { capabilities = [\"read\"] }");
    (void)vault->newlyAudited();
    const auto denied = p.refresh();
    ASSERT_FALSE(denied);
    EXPECT_EQ(denied.error().kind, ErrorKind::PermissionDenied);
    EXPECT_TRUE(denied.error().hint.contains(u"default, shop"_s)) << denied.error().hint.toStdString();
    EXPECT_EQ(vault->newlyAudited(), (QStringList{kRead, kLookup}));
}

TEST_F(RealVaultLinks, AWrongTokenIsTriedOnce)
{
    Program p(tokenCredential(vault->address(), "hvs.wrong"));
    (void)vault->newlyAudited();
    const auto refused = p.resolve();
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().kind, ErrorKind::Unauthenticated);
    EXPECT_FALSE(allTextOf(refused.error()).contains(u"hvs.wrong"_s));
    EXPECT_EQ(vault->newlyAudited(), (QStringList{kRead, kLookup}));
}

TEST_F(RealVaultLinks, SealedAndUnsealedAgainWhileLinked)
{
    Program &p = withRole(R"({"token_policies":["shop"],"token_ttl":"10m"})");
    ASSERT_OK(p.resolve());
    vault->command(u"seal"_s);
    EXPECT_EQ(p.resolve().value_or({}), "s3cr3t") << "what is cached needs no server";
    const auto sealed = p.refresh();
    ASSERT_FALSE(sealed);
    EXPECT_EQ(sealed.error().kind, ErrorKind::Unavailable);
    EXPECT_TRUE(sealed.error().message.contains(u"is sealed"_s));
    vault->command(u"unseal"_s);
    EXPECT_EQ(p.refresh().value_or({}), "s3cr3t");
}

TEST_F(RealVaultLinks, VaultsOwnVariablesSignInByToken)
{
    QProcessEnvironment environment;
    environment.insert(u"VAULT_ADDR"_s, vault->address());
    environment.insert(u"VAULT_TOKEN"_s, vault->token());
    Program p(std::make_unique<EnvironmentCredentials>(allProviders(), environment));
    EXPECT_EQ(p.resolve().value_or({}), "s3cr3t");
}

TEST_F(RealVaultLinks, InsomniasVariablesSignInByAppRole)
{
    role = vault->newAppRole("ci", R"({"token_policies":["shop"],"token_ttl":"10m"})");
    QProcessEnvironment environment;
    environment.insert(u"INSOMNIA_HASHICORP_TYPE"_s, u"onPrem"_s);
    environment.insert(u"INSOMNIA_HASHICORP_AUTHMETHOD"_s, u"appRole"_s);
    environment.insert(u"INSOMNIA_HASHICORP_SERVERADDRESS"_s, vault->address());
    environment.insert(u"INSOMNIA_HASHICORP_ROLE_ID"_s, role.first);
    environment.insert(u"INSOMNIA_HASHICORP_SECRET_ID"_s, QString::fromUtf8(role.second));
    Program p(std::make_unique<EnvironmentCredentials>(allProviders(), environment));
    EXPECT_EQ(p.resolve().value_or({}), "s3cr3t");
}

TEST(RealVaultLinksStored, ARestartBetweenTwoFetchesGoesUnnoticed)
{
    SALLYPORT_NEEDS(u"vault"_s);
    RealVault vault({u"--mode"_s, u"stored"_s});
    vault.mountKv("secret", 2);
    vault.ask("POST", "secret/data/shop", R"({"data":{"db":{"password":"kept"}}})");
    Program p(tokenCredential(vault.address(), vault.token().toUtf8()));
    ASSERT_OK(p.resolve());
    vault.command(u"restart"_s);
    EXPECT_EQ(p.refresh().value_or({}), "kept");
}

} // namespace
} // namespace sallyport::test
