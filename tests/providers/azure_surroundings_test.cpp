// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// Tokens of the place where the program runs: managed identities and the Azure CLI.
#include "tests/support/async.h"
#include "tests/support/azure_inputs.h"

#include <QUrlQuery>

#include <gmock/gmock.h>

using namespace Qt::StringLiterals;
using testing::HasSubstr;

namespace sallyport::test {
namespace {

const QByteArray kToken = R"({"access_token":"mi-token","expires_in":"86399","resource":"https://vault.azure.net","token_type":"Bearer"})";

Played<AccessGrant> signedIn(World &world, const FormValues &credential)
{
    Inputs inputs = azureInputs();
    inputs.credential = credential;
    inputs.grant = {};
    return play(azureProvider().signIn(inputs), world);
}

World worldOf(const PreparedAnswers &answers, const QMap<QString, QString> &environment = {})
{
    return {.http = inOrder(answers), .environment = environment, .now = azureInputs().now};
}

QByteArray headerOf(const HttpRequest &request, QByteArrayView name)
{
    return HttpReply{.headers = request.headers}.header(name);
}

const QMap<QString, QString> kAppService{{u"IDENTITY_ENDPOINT"_s, u"http://169.254.130.5:8081/msi/token"_s},
                                         {u"IDENTITY_HEADER"_s, u"secret-header"_s}};

const QMap<QString, QString> kArc{{u"IDENTITY_ENDPOINT"_s, u"http://localhost:40342/metadata/identity/oauth2/token"_s},
                                  {u"IMDS_ENDPOINT"_s, u"http://localhost:40342"_s}};

TEST(AzureManagedIdentity, AVirtualMachineIsAskedWhereNothingElseIsNamed)
{
    World world = worldOf({azureReply(kToken)});
    const auto played = signedIn(world, azureCredential("managedIdentity"));
    ASSERT_OK(played.outcome);
    const HttpRequest request = played.requests().at(0);
    EXPECT_EQ(request.url.toEncoded(),
              "http://169.254.169.254/metadata/identity/oauth2/token?api-version=2018-02-01&resource=https%3A%2F%2Fvault.azure.net");
    EXPECT_EQ(headerOf(request, "Metadata"), "true");
    EXPECT_EQ(played.outcome->expires, azureInputs().now.addSecs(86399));
}

TEST(AzureManagedIdentity, AMachineThatStartsIsAskedAgain)
{
    World world = worldOf({azureReply("", 404), azureReply("", 410), azureReply(kToken)});
    EXPECT_OK(signedIn(world, azureCredential("managedIdentity")).outcome);
}

TEST(AzureManagedIdentity, TheEnvironmentNamesTheOtherPlaces)
{
    struct Row {
        QMap<QString, QString> environment;
        const char *version;
        const char *header;
        const char *value;
        const char *idName;
    };
    const Row rows[] = {{kAppService, "2019-08-01", "X-IDENTITY-HEADER", "secret-header", "client_id"},
                        {{{u"MSI_ENDPOINT"_s, u"http://127.0.0.1:46808/MSI/auth"_s}, {u"MSI_SECRET"_s, u"ml-secret"_s}},
                         "2017-09-01",
                         "secret",
                         "ml-secret",
                         "clientid"}};
    for (const Row &row : rows) {
        World world = worldOf({azureReply(R"({"access_token":"mi-token","expires_on":"1800007200"})")}, row.environment);
        const auto played = signedIn(world, azureCredential("managedIdentity", {{"identityId", "id-1"}}));
        ASSERT_OK(played.outcome);
        const HttpRequest request = played.requests().at(0);
        EXPECT_EQ(QUrlQuery(request.url).queryItemValue(u"api-version"_s).toStdString(), row.version);
        EXPECT_EQ(QUrlQuery(request.url).queryItemValue(QString::fromUtf8(row.idName)), u"id-1"_s);
        EXPECT_EQ(headerOf(request, row.header), row.value);
        EXPECT_EQ(played.outcome->expires, azureInputs().now.addSecs(7200));
    }
}

TEST(AzureManagedIdentity, IdentitiesAreNamedInThreeWays)
{
    for (const auto &[kind, name] :
         {std::pair{"clientId", u"client_id"_s}, {"objectId", u"object_id"_s}, {"resourceId", u"msi_res_id"_s}}) {
        World world = worldOf({azureReply(kToken)});
        const auto played =
            signedIn(world, azureCredential("managedIdentity", {{"identityId", "/subscriptions/x"}, {"identityIdKind", kind}}));
        EXPECT_EQ(QUrlQuery(played.requests().at(0).url).queryItemValue(name, QUrl::FullyDecoded), u"/subscriptions/x"_s) << kind;
    }
}

TEST(AzureManagedIdentity, ArcIsAskedTwiceWithTheKeyOfItsOwnFolder)
{
    World world =
        worldOf({azureReply("", 401, {{"WWW-Authenticate", "Basic realm=/var/opt/azcmagent/tokens/abc-1.key"}}), azureReply(kToken)}, kArc);
    world.files.insert(u"/var/opt/azcmagent/tokens/abc-1.key"_s, "arc-key");
    const auto played = signedIn(world, azureCredential("managedIdentity"));
    ASSERT_OK(played.outcome);
    EXPECT_EQ(authorizationOf(played.requests().at(0)), "");
    EXPECT_EQ(authorizationOf(played.requests().at(1)), "Basic arc-key");
    for (const char *bad : {"Basic realm=/etc/passwd", "Basic realm=/var/opt/azcmagent/tokens/../x.key",
                            "Basic realm=/var/opt/azcmagent/tokens/x.txt", "Basic realm=/var/opt/azcmagent/tokens/a/b.key", "Bearer", ""}) {
        World hostile = worldOf({azureReply("", 401, {{"WWW-Authenticate", bad}})}, kArc);
        const auto refused = signedIn(hostile, azureCredential("managedIdentity"));
        EXPECT_EQ(refused.outcome.error().kind, ErrorKind::Malformed) << bad;
        EXPECT_TRUE(refused.asked<ReadFile>().empty()) << bad;
    }
}

TEST(AzureManagedIdentity, ArcsChallengeIsReadInEverySpelling)
{
    for (const char *spelling : {"basic realm=/var/opt/azcmagent/tokens/a_b.key", "Basic Realm=\"/var/opt/azcmagent/tokens/a_b.key\"",
                                 "Negotiate, BASIC realm = /var/opt/azcmagent/tokens/a_b.key"}) {
        World world = worldOf({azureReply("", 401, {{"WWW-Authenticate", spelling}}), azureReply(kToken)}, kArc);
        world.files.insert(u"/var/opt/azcmagent/tokens/a_b.key"_s, "arc-key\n");
        EXPECT_TRUE(signedIn(world, azureCredential("managedIdentity")).outcome) << spelling;
    }
}

TEST(AzureManagedIdentity, AMissingKeyOfArcDoesNotEndInAnotherAccount)
{
    World world = worldOf({azureReply("", 401, {{"WWW-Authenticate", "Basic realm=/var/opt/azcmagent/tokens/a.key"}})}, kArc);
    const auto played = signedIn(world, azureProvider().ambient());
    EXPECT_EQ(played.outcome.error().kind, ErrorKind::Unauthenticated);
    EXPECT_TRUE(played.asked<RunCommand>().empty());
}

//! An agent that knows of no other identity gives the machine's own token.
TEST(AzureManagedIdentity, ArcMustSayWhoseTokenItGives)
{
    struct Row {
        const char *kind;
        QByteArray said;
        bool good;
    };
    for (const Row &row :
         {Row{"clientId", R"("client_id":"ID-1")", true}, Row{"clientId", R"("client_id":"another")", false},
          Row{"clientId", R"("resource":"x")", false}, Row{"objectId", R"("object_id":"id-1")", true},
          Row{"objectId", R"("client_id":"id-1")", false}, Row{"resourceId", R"("msi_res_id":"Id-1")", true},
          Row{"resourceId", R"("mi_res_id":"id-1")", true}, Row{"resourceId", R"("msi_res_id":"another","mi_res_id":"id-1")", false}}) {
        World world = worldOf({azureReply("", 401, {{"WWW-Authenticate", "Basic realm=/var/opt/azcmagent/tokens/a.key"}}),
                               azureReply(R"({"access_token":"t","expires_in":"60",)" + row.said + "}")},
                              kArc);
        world.files.insert(u"/var/opt/azcmagent/tokens/a.key"_s, "k");
        const auto played = signedIn(world, azureCredential("managedIdentity", {{"identityId", "id-1"}, {"identityIdKind", row.kind}}));
        EXPECT_EQ(played.outcome.has_value(), row.good) << row.kind << row.said.toStdString();
        if (!row.good) {
            EXPECT_EQ(played.outcome.error().kind, ErrorKind::Unauthenticated);
        }
    }
}

// --- Service Fabric ---

QMap<QString, QString> fabric(const QString &thumbprint,
                              const QString &endpoint = u"https://10.0.0.4:2377/metadata/identity/oauth2/token"_s)
{
    return {{u"IDENTITY_ENDPOINT"_s, endpoint}, {u"IDENTITY_HEADER"_s, u"secret-header"_s}, {u"IDENTITY_SERVER_THUMBPRINT"_s, thumbprint}};
}

const QString kThumbprint = u"0123456789abcdef0123456789ABCDEF01234567"_s;

TEST(AzureServiceFabric, ItsServerIsToldByTheThumbprintAlone)
{
    for (const QString &spelling :
         {kThumbprint, kThumbprint.toUpper(), u" 01:23:45:67:89:AB:CD:EF:01:23:45:67:89:AB:CD:EF:01:23:45:67\n"_s}) {
        World world =
            worldOf({azureReply(R"({"access_token":"mi-token","expires_on":1800007200,"token_type":"Bearer"})")}, fabric(spelling));
        const auto played = signedIn(world, azureCredential("managedIdentity", {{"caFile", "/ca.pem"}}));
        ASSERT_OK(played.outcome);
        const HttpRequest request = played.requests().at(0);
        EXPECT_EQ(
            request.tls,
            (TlsFiles{.caFile = {}, .certificateFile = {}, .keyFile = {}, .serverSha1 = QByteArray::fromHex(kThumbprint.toLatin1())}));
        EXPECT_EQ(headerOf(request, "Secret"), "secret-header");
        EXPECT_EQ(request.url.query(), u"api-version=2019-07-01-preview&resource=https%3A%2F%2Fvault.azure.net"_s);
        EXPECT_EQ(played.outcome->expires, azureInputs().now.addSecs(7200));
    }
}

TEST(AzureServiceFabric, WithoutAThumbprintThatCanBeOneNothingIsSent)
{
    for (const QString &bad : {u"aa"_s, kThumbprint + u"00"_s, kThumbprint.chopped(1) + u"g"_s, u"\u0661"_s.repeated(40), u":::"_s}) {
        World world = worldOf({}, fabric(bad));
        const auto played = signedIn(world, azureCredential("managedIdentity"));
        EXPECT_EQ(played.outcome.error().kind, ErrorKind::InvalidInput) << bad.toStdString();
        EXPECT_THAT(played.outcome.error().message.toStdString(), HasSubstr("no SHA-1 thumbprint"));
    }
}

TEST(AzureServiceFabric, WithoutEncryptionNothingIsSent)
{
    World world = worldOf({}, fabric(kThumbprint, u"http://10.0.0.4:2377/metadata/identity/oauth2/token"_s));
    EXPECT_EQ(signedIn(world, azureCredential("managedIdentity")).outcome.error().kind, ErrorKind::InvalidInput);
}

TEST(AzureServiceFabric, ItGivesNoIdentityOfChoice)
{
    World world = worldOf({}, fabric(kThumbprint));
    const Error error = signedIn(world, azureCredential("managedIdentity", {{"identityId", "id-1"}})).outcome.error();
    EXPECT_EQ(error.kind, ErrorKind::InvalidInput);
    EXPECT_THAT(error.hint.toStdString(), HasSubstr("AZURE_CLIENT_ID"));
}

TEST(AzureServiceFabric, ItsRefusalsAreTold)
{
    World world = worldOf({azureReply(R"({"error":{"code":"SecretHeaderNotFound","message":"Secret is not found: secret-header"}})", 401)},
                          fabric(kThumbprint));
    EXPECT_EQ(signedIn(world, azureCredential("managedIdentity")).outcome.error().message,
              u"Service Fabric gives no token: Secret is not found: ******"_s);
}

TEST(AzureManagedIdentity, PlacesFarAwayAreNotAskedWithoutEncryption)
{
    for (const QStringView bad :
         std::initializer_list<QStringView>{u"http://evil.test/token", u"http://8.8.8.8/token", u"ftp://127.0.0.1/", u"x",
                                            u"http://172.32.0.1/", u"http://user@127.0.0.1/", u"http://169.254.1.1.evil.test/"}) {
        World world = worldOf({}, {{u"IDENTITY_ENDPOINT"_s, bad.toString()}, {u"IDENTITY_HEADER"_s, u"h"_s}});
        const auto played = signedIn(world, azureCredential("managedIdentity"));
        EXPECT_EQ(played.outcome.error().kind, ErrorKind::InvalidInput) << bad.toString().toStdString();
    }
    for (const QStringView good :
         std::initializer_list<QStringView>{u"https://identity.example/token", u"http://10.1.2.3/t", u"http://172.16.0.1:8081/t",
                                            u"http://192.168.1.1/t", u"http://localhost:1/t"}) {
        World world = worldOf({azureReply(kToken)}, {{u"IDENTITY_ENDPOINT"_s, good.toString()}, {u"IDENTITY_HEADER"_s, u"h"_s}});
        EXPECT_OK(signedIn(world, azureCredential("managedIdentity")).outcome);
    }
}

TEST(AzureManagedIdentity, RefusalsNameThePlaceAndNeverItsSecret)
{
    World world = worldOf({azureReply(R"({"statusCode":400,"message":"No identity for secret-header"})", 400)}, kAppService);
    const Error error = signedIn(world, azureCredential("managedIdentity")).outcome.error();
    EXPECT_EQ(error.kind, ErrorKind::Unauthenticated);
    EXPECT_EQ(error.message, u"the identity service of this app gives no token: No identity for ******"_s);
}

TEST(AzureDefault, NothingIsProbed)
{
    World world = worldOf({});
    world.command = [](const RunCommand &) -> Result<CommandOutput> { return Error{ErrorKind::NotFound, u"there is no program az"_s, {}}; };
    const auto played = signedIn(world, azureProvider().ambient());
    EXPECT_EQ(played.outcome.error().kind, ErrorKind::NotFound);
    EXPECT_TRUE(played.requests().empty());
    EXPECT_EQ(played.asked<RunCommand>().size(), 1U);
}

TEST(AzureDefault, AnIdentityInTheEnvironmentGoesFirst)
{
    World world = worldOf({azureReply(kToken)}, kAppService);
    EXPECT_OK(signedIn(world, azureProvider().ambient()).outcome);
    World broken = worldOf({azureReply("{}", 400)}, kAppService);
    const auto played = signedIn(broken, azureProvider().ambient());
    EXPECT_FALSE(played.outcome) << "a place that is named and does not work ends the search";
    EXPECT_TRUE(played.asked<RunCommand>().empty());
}

TEST(AzureCli, AsksForATokenWithoutAShell)
{
    World world;
    world.command = [](const RunCommand &) -> Result<CommandOutput> {
        return CommandOutput{
            .exitCode = 0,
            .standardOutput =
                R"({"accessToken":"cli-token","expiresOn":"2027-01-15 09:30:00.000000","expires_on":1800001800,"tenant":"t-1",)"
                R"("tokenType":"Bearer"})",
            .standardError = {}};
    };
    const auto played = signedIn(world, azureCredential("azureCli", {{"tenant", "contoso.example"}}));
    ASSERT_OK(played.outcome);
    const RunCommand command = played.asked<RunCommand>().at(0);
    EXPECT_EQ(command.program, u"az"_s);
    EXPECT_EQ(command.arguments.join(u' '),
              u"account get-access-token --output json --resource https://vault.azure.net --tenant contoso.example"_s);
    EXPECT_EQ(played.outcome->values.secret("token"_L1).reveal(), "cli-token");
    EXPECT_EQ(played.outcome->expires, azureInputs().now.addSecs(1800));
}

TEST(AzureCli, AnOlderVersionSaysNoMomentSoItIsAskedAgainSoon)
{
    World world;
    world.command = [](const RunCommand &) -> Result<CommandOutput> {
        return CommandOutput{
            .exitCode = 0, .standardOutput = R"({"accessToken":"t","expiresOn":"2027-01-15 09:30:00.000000"})", .standardError = {}};
    };
    const auto played = signedIn(world, azureCredential("azureCli"));
    ASSERT_OK(played.outcome);
    EXPECT_EQ(played.outcome->renewAfter, azureInputs().now.addSecs(300));
}

//! `az account get-access-token` takes no claims, `az login` does.
TEST(AzureCli, ClaimsThatAVaultWantsTakeANewSignIn)
{
    const QByteArray claims = R"({"access_token":{"nbf":{"essential":true,"value":"1"}}})";
    Inputs inputs = azureInputs();
    inputs.credential = azureCredential("azureCli", {{"tenant", "contoso.example"}});
    inputs.reference = azureLink(u"https://shop.vault.azure.net/secrets/db"_s);
    World world = worldOf({vaultChallenge(), vaultChallenge("Bearer error=\"insufficient_claims\", claims=\"" + claims.toBase64() + "\""),
                           azureReply(R"({"value":"x"})")});
    world.command = [](const RunCommand &) -> Result<CommandOutput> {
        return CommandOutput{.exitCode = 0, .standardOutput = R"({"accessToken":"t"})", .standardError = {}};
    };
    inputs.grant = *play(azureProvider().signIn(inputs), world).outcome;
    const Error error = play(azureProvider().fetch(inputs, azureKind()), world).outcome.error();
    EXPECT_EQ(error.kind, ErrorKind::Unauthenticated);
    EXPECT_THAT(error.hint.toStdString(),
                HasSubstr("\"az login --tenant contoso.example --claims-challenge " + claims.toBase64().toStdString() + "\""));
    const auto again = play(azureProvider().signIn(inputs), world);
    ASSERT_OK(again.outcome);
    EXPECT_EQ(again.asked<RunCommand>().size(), 1U);
    EXPECT_OK(play(azureProvider().fetch(inputs, azureKind()), world).outcome);
}

TEST(AzureCli, TroubleIsToldWithoutTokens)
{
    const QByteArray token = QByteArray("eyJ0eXAiOiJKV1QiLCJhbGciOiJSUzI1NiJ9.").repeated(3);
    struct Row {
        int exitCode;
        QByteArray out;
        QByteArray err;
        const char *message;
    };
    const Row rows[] = {{1, "", "ERROR: Please run 'az login' to setup account.", "nobody is signed in to the Azure CLI"},
                        {1, "", "\x1b[31mERROR: something " + token + " broke\x1b[0m", "status 1: ERROR: something ****** broke"},
                        {0, "no json " + token, "", "did not write a token"},
                        {0, R"({"accessToken":"t","expires_on":1700000000})", "", "has ended already"}};
    for (const Row &row : rows) {
        World world;
        world.command = [&row](const RunCommand &) -> Result<CommandOutput> { return CommandOutput{row.exitCode, row.out, row.err}; };
        const auto played = signedIn(world, azureCredential("azureCli"));
        ASSERT_FALSE(played.outcome);
        EXPECT_THAT(played.outcome.error().message.toStdString(), HasSubstr(row.message));
        EXPECT_FALSE(played.outcome.error().message.contains(u"eyJ0"_s));
    }
}

} // namespace
} // namespace sallyport::test
