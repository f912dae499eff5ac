// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// Against our own contract server, which Google's clients certify (tests/servers/gcpdouble/certify.py): every way to sign in, what drongo
// does not play, and answers that are none.
#include "app/secrets/authorizer.h"
#include "app/secrets/secret_cache.h"
#include "app/secrets/secret_resolver.h"
#include "providers/all_providers.h"
#include "tests/support/gcp_asker.h"
#include "tests/support/one_credential.h"

#include <gmock/gmock.h>

using namespace Qt::StringLiterals;
using std::chrono::milliseconds;

namespace sallyport::test {
namespace {

//! What no error may say: tokens, keys, what signs them, what was fetched.
void expectNothingSecret(const QString &words)
{
    for (const auto &secret : {u"ya29."_s, u"1//"_s, u"GOCSPX-"_s, u"PRIVATE KEY"_s, u"eyJ"_s, u"plain text value"_s, u".signed"_s})
        EXPECT_FALSE(words.contains(secret)) << secret.toStdString() << " in " << words.toStdString();
}

class GcpContract : public testing::Test {
protected:
    static void SetUpTestSuite()
    {
        if (missingServers({u"gcpdouble"_s}).isEmpty())
            s_cloud = startServer(u"gcpdouble"_s);
    }
    static void TearDownTestSuite() { s_cloud.reset(); }
    void SetUp() override
    {
        SALLYPORT_NEEDS(u"gcpdouble"_s);
        for (const auto &command : {u"heal"_s, u"page 25000"_s, u"reset-counts"_s})
            tell(command);
    }

    static Value tell(const QString &text) { return s_cloud->command(text); }
    static QString address() { return s_cloud->ready()[u"address"].toString(); }
    static QString file(const QString &name) { return s_cloud->ready()[u"files"][name].toString(); }
    static int callsOf(const QString &operation) { return tell(u"counts"_s)[u"counts"][operation].numberText().toInt(); }

    //! Somebody who has not signed in yet.
    static std::unique_ptr<GcpAsker> person(const char *type, const QString &fileName = {})
    {
        auto asker = std::make_unique<GcpAsker>(type);
        asker->leadTo(address());
        if (!fileName.isEmpty())
            asker->useFile(file(fileName));
        return asker;
    }
    static std::unique_ptr<GcpAsker> signedIn(const QString &fileName = u"reader"_s)
    {
        auto asker = person("keyFile", fileName);
        const auto grant = asker->signIn();
        EXPECT_TRUE(grant.has_value()) << (grant ? "" : grant.error().sentence().toStdString());
        tell(u"reset-counts"_s);
        return asker;
    }

    static std::unique_ptr<ServerChild> s_cloud;
};
std::unique_ptr<ServerChild> GcpContract::s_cloud;

// --- signing in

TEST_F(GcpContract, EveryKindOfCredentialSignsInAndReads)
{
    const std::pair<const char *, QString> rows[] = {{"keyFile", u"reader"_s},
                                                     {"keyFile", u"pkcs1"_s},
                                                     {"adc", u"reader"_s},
                                                     {"adc", u"person"_s},
                                                     {"adc", u"impersonated"_s},
                                                     {"adc", u"impersonatedByKey"_s},
                                                     {"adc", u"chained"_s},
                                                     {"adc", u"federatedFile"_s},
                                                     {"federation", u"federatedFile"_s},
                                                     {"federation", u"federatedJson"_s},
                                                     {"federation", u"federatedUrl"_s},
                                                     {"federation", u"federatedImpersonated"_s},
                                                     {"adc", QString()}};
    for (const auto &[type, name] : rows) {
        const auto asker = person(type, name);
        const auto grant = asker->signIn();
        EXPECT_TRUE(grant.has_value()) << type << ' ' << name.toStdString() << ": " << (grant ? "" : wordsOf(grant.error()).toStdString());
        EXPECT_EQ(asker->contentOf("projects/sample-project/secrets/sample-text"), "plain text value") << type << ' ' << name.toStdString();
        EXPECT_TRUE(grant && grant->expires) << type << ' ' << name.toStdString();
    }
    EXPECT_EQ(callsOf(u"subject"_s), 1);
    EXPECT_EQ(callsOf(u"sts.token"_s), 5);
    EXPECT_EQ(callsOf(u"iam.generateAccessToken"_s), 4);
}

TEST_F(GcpContract, RefusedCredentialsSayWhy)
{
    const struct {
        const char *type;
        QString file;
        ErrorKind kind;
        QString words;
    } rows[] = {
        {"keyFile", u"otherKey"_s, ErrorKind::Unauthenticated, u"Invalid JWT Signature"_s},
        {"adc", u"personRevoked"_s, ErrorKind::Unauthenticated, u"gcloud auth application-default login"_s},
        {"adc", u"personReauthentication"_s, ErrorKind::Unauthenticated, u"gcloud auth application-default login"_s},
        {"adc", u"personWrongClient"_s, ErrorKind::Unauthenticated, u"invalid_client"_s},
        {"adc", u"impersonatedDenied"_s, ErrorKind::PermissionDenied, u"roles/iam.serviceAccountTokenCreator"_s},
        {"adc", u"chainedWithoutDelegate"_s, ErrorKind::PermissionDenied, u"roles/iam.serviceAccountTokenCreator"_s},
        {"federation", u"federatedStranger"_s, ErrorKind::Unauthenticated, u"not signed by a known key"_s},
        {"keyFile", u"person"_s, ErrorKind::InvalidInput, u"authorized_user"_s},
        {"keyFile", u"absent"_s, ErrorKind::InvalidInput, QString()},
    };
    for (const auto &row : rows) {
        const auto asker = person(row.type, row.file);
        const auto grant = asker->signIn();
        ASSERT_FALSE(grant) << row.file.toStdString();
        const QString words = wordsOf(grant.error());
        EXPECT_EQ(grant.error().kind, row.kind) << row.file.toStdString() << ": " << words.toStdString();
        EXPECT_TRUE(words.contains(row.words)) << row.file.toStdString() << ": " << words.toStdString();
        EXPECT_FALSE(grant.error().hint.isEmpty()) << row.file.toStdString();
        expectNothingSecret(words);
    }
}

TEST_F(GcpContract, AMachineIsAskedForItsTokenAndProject)
{
    const auto asker = person("adc");
    const auto grant = asker->signIn();
    ASSERT_OK(grant);
    EXPECT_EQ(asker->contentOf("sample-text"), "plain text value") << "the project is the machine's";
    const auto identity = asker->identify();
    ASSERT_OK(identity);
    EXPECT_EQ(identity->name, u"machine@sample-project.iam.gserviceaccount.com"_s);
    const auto elsewhere = person("adc");
    elsewhere->setVariable(u"GCE_METADATA_HOST"_s, u"127.0.0.1:9"_s);
    const auto none = elsewhere->signIn();
    ASSERT_FALSE(none);
    EXPECT_EQ(none.error().kind, ErrorKind::Unauthenticated);
}

TEST_F(GcpContract, AKeyMaySignItsTokensItself)
{
    const auto asker = person("keyFile", u"reader"_s);
    asker->credential().setText("selfSigned"_L1, u"true"_s);
    ASSERT_OK(asker->signIn());
    EXPECT_EQ(asker->contentOf("sample-text"), "plain text value");
    EXPECT_EQ(callsOf(u"token.jwt-bearer"_s), 0);
    const auto stranger = person("keyFile", u"otherKey"_s);
    stranger->credential().setText("selfSigned"_L1, u"true"_s);
    ASSERT_OK(stranger->signIn()); // nobody was asked yet
    const auto refused = stranger->fetch({{"secretName", "sample-text"}});
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().kind, ErrorKind::Unauthenticated);
    expectNothingSecret(wordsOf(refused.error()));
}

// --- what drongo does not play

TEST_F(GcpContract, NumbersAliasesAndRegions)
{
    const auto asker = signedIn();
    const auto document = asker->fetch({{"secretName", "sample-versions"}});
    ASSERT_OK(document);
    EXPECT_EQ(document->content.reveal(), "third");
    EXPECT_EQ(document->version, u"3"_s);
    EXPECT_EQ(asker->contentOf("projects/123456789012/secrets/sample-text"), "plain text value");
    EXPECT_EQ(asker->contentOf("sample-versions", "stable"), "first");
    EXPECT_EQ(asker->contentOf("projects/sample-project/locations/europe-west3/secrets/sample-regional"), "a regional value");
}

TEST_F(GcpContract, LatestMeansTheNewestAlsoWhereItIsDisabled)
{
    const auto asker = signedIn();
    for (const auto &[secret, version] : {std::pair{"sample-disabled", "latest"}, {"sample-versions", "off"}, {"sample-destroyed", "1"}}) {
        const QByteArray words = asker->contentOf(secret, version);
        EXPECT_TRUE(words.startsWith("error: ") && words.contains(" state")) << words.toStdString();
    }
    EXPECT_EQ(callsOf(u"AccessSecretVersion"_s), 3) << "nothing is tried instead, nothing again";
}

TEST_F(GcpContract, PermissionsAreToldApart)
{
    const auto nothing = signedIn(u"nothing"_s);
    const auto denied = nothing->fetch({{"secretName", "sample-text"}});
    ASSERT_FALSE(denied);
    EXPECT_EQ(denied.error().kind, ErrorKind::PermissionDenied);
    EXPECT_TRUE(denied.error().hint.contains(u"secretmanager.versions.access"_s) && denied.error().hint.contains(u"nothing@"_s))
        << denied.error().hint.toStdString();
    const auto reader = signedIn();
    const auto off = reader->fetch({{"secretName", "projects/off-project/secrets/x"}});
    ASSERT_FALSE(off);
    EXPECT_TRUE(off.error().hint.contains(u"gcloud services enable secretmanager.googleapis.com --project=210987654321"_s))
        << off.error().hint.toStdString();
    const auto foreign = reader->fetch({{"secretName", "projects/foreign/secrets/x"}});
    ASSERT_FALSE(foreign);
    EXPECT_EQ(foreign.error().kind, ErrorKind::PermissionDenied);
    reader->credential().setText("quotaProjectId"_L1, u"foreign"_s);
    const auto quota = reader->fetch({{"secretName", "sample-text"}});
    ASSERT_FALSE(quota) << "the quota project reaches the service";
    EXPECT_EQ(quota.error().kind, ErrorKind::PermissionDenied);
}

TEST_F(GcpContract, ListsOfManyPages)
{
    tell(u"fill 40"_s);
    tell(u"page 7"_s);
    const auto asker = signedIn();
    const QStringList secrets = asker->suggestions("secretName"_L1);
    EXPECT_TRUE(secrets.contains(u"fill-0000"_s) && secrets.contains(u"fill-0039"_s) && secrets.contains(u"sample-text"_s))
        << secrets.join(u' ').toStdString();
    EXPECT_GT(callsOf(u"ListSecrets"_s), 6);
    const QStringList versions = asker->suggestions("version"_L1, {{"secretName", "sample-versions"}});
    EXPECT_THAT(versions, testing::UnorderedElementsAre(u"latest"_s, u"3"_s, u"2"_s, u"1"_s, u"off"_s, u"stable"_s));
    const QStringList regional = asker->suggestions("secretName"_L1, {{"secretName", "projects/sample-project/locations/europe-west3/"}});
    EXPECT_EQ(regional, QStringList{u"projects/sample-project/locations/europe-west3/secrets/sample-regional"_s});
}

TEST_F(GcpContract, ATokenThatIsOverIsReplacedOnce)
{
    const auto asker = person("keyFile", u"reader"_s);
    Desk desk;
    OneCredential source{u"gcp"_s, asker->credential()};
    Authorizer authorizer{allProviders(), desk.interlocutor, desk.clock};
    SecretCache cache{desk.clock};
    SecretResolver resolver{allProviders(), source, authorizer, cache, desk.interlocutor, desk.clock};
    const auto read = [&resolver](const char *name) {
        SecretLink link{.kindId = u"gcp"_s, .providerId = u"gcp"_s, .credential = u"cred_1"_s};
        link.reference = formOf({{"secretName", name}});
        const auto value = await(resolver.resolve(link, u"wrk_1"_s, {}), std::chrono::seconds(40));
        return value ? value->reveal().toByteArray() : "error: " + wordsOf(value.error()).toUtf8();
    };
    EXPECT_EQ(read("sample-text"), "plain text value");
    EXPECT_EQ(callsOf(u"token.jwt-bearer"_s), 1);
    tell(u"expire-tokens"_s);
    EXPECT_EQ(read("sample-unicode"), "Grüße, 世界 🔑\n\tsecond line");
    EXPECT_EQ(callsOf(u"token.jwt-bearer"_s), 2);
    EXPECT_EQ(callsOf(u"AccessSecretVersion"_s), 3);
}

// --- checksums

TEST_F(GcpContract, AWrongChecksumIsAskedAgainOnce)
{
    const auto asker = signedIn();
    tell(u"misbehave 1 wrong-crc AccessSecretVersion"_s);
    EXPECT_EQ(asker->contentOf("sample-text"), "plain text value");
    EXPECT_EQ(callsOf(u"AccessSecretVersion"_s), 2);
    tell(u"misbehave 9 wrong-crc AccessSecretVersion"_s);
    const auto wrong = asker->fetch({{"secretName", "sample-text"}});
    ASSERT_FALSE(wrong);
    EXPECT_EQ(wrong.error().kind, ErrorKind::Malformed);
    EXPECT_TRUE(wrong.error().message.contains(u"CRC32C"_s)) << wrong.error().message.toStdString();
    EXPECT_EQ(callsOf(u"AccessSecretVersion"_s), 4);
}

TEST_F(GcpContract, OtherPayloadsThanTheUsual)
{
    const auto asker = signedIn();
    for (const QByteArray way : {"no-crc", "number-crc"}) {
        tell(u"misbehave 1 %1 AccessSecretVersion"_s.arg(QString::fromLatin1(way)));
        EXPECT_EQ(asker->contentOf("sample-text"), "plain text value") << way.toStdString();
    }
    for (const QByteArray way : {"bad-crc", "bad-base64", "no-payload"}) {
        tell(u"misbehave 1 %1 AccessSecretVersion"_s.arg(QString::fromLatin1(way)));
        const auto document = asker->fetch({{"secretName", "sample-text"}});
        ASSERT_FALSE(document) << way.toStdString();
        EXPECT_EQ(document.error().kind, ErrorKind::Malformed) << way.toStdString();
        expectNothingSecret(wordsOf(document.error()));
    }
}

// --- faults

TEST_F(GcpContract, WhatPassesIsAskedAgain)
{
    const auto asker = signedIn();
    tell(u"fail 2 503 UNAVAILABLE AccessSecretVersion"_s);
    EXPECT_EQ(asker->contentOf("sample-text"), "plain text value");
    EXPECT_EQ(asker->clock().pauses.size(), 2u);
    tell(u"retry-after 7"_s);
    tell(u"fail 1 429 RESOURCE_EXHAUSTED AccessSecretVersion"_s);
    EXPECT_EQ(asker->contentOf("sample-text"), "plain text value");
    ASSERT_EQ(asker->clock().pauses.size(), 3u);
    EXPECT_GE(asker->clock().pauses.back(), milliseconds(7000)) << "as long as the service asks for";
    tell(u"reset-counts"_s);
    tell(u"fail 9 503 UNAVAILABLE AccessSecretVersion"_s);
    const auto down = asker->fetch({{"secretName", "sample-text"}});
    ASSERT_FALSE(down);
    EXPECT_EQ(down.error().kind, ErrorKind::Unavailable);
    EXPECT_EQ(callsOf(u"AccessSecretVersion"_s), 5);
}

TEST_F(GcpContract, WhatDoesNotPassIsAskedOnce)
{
    const struct {
        const char *fault;
        ErrorKind kind;
    } rows[] = {{"500 INTERNAL", ErrorKind::Unavailable},
                {"400 INVALID_ARGUMENT", ErrorKind::InvalidInput},
                {"404 -", ErrorKind::NotFound},
                {"403 -", ErrorKind::PermissionDenied},
                {"401 -", ErrorKind::Unauthenticated}};
    const auto asker = signedIn();
    for (const auto &row : rows) {
        tell(u"reset-counts"_s);
        tell(u"fail 1 %1 AccessSecretVersion"_s.arg(QString::fromLatin1(row.fault)));
        const auto document = asker->fetch({{"secretName", "sample-text"}});
        ASSERT_FALSE(document) << row.fault;
        EXPECT_EQ(document.error().kind, row.kind) << row.fault << ": " << wordsOf(document.error()).toStdString();
        EXPECT_EQ(callsOf(u"AccessSecretVersion"_s), 1) << row.fault;
    }
    for (const auto &pause : {u"3600"_s, u"86400"_s}) {
        tell(u"heal"_s);
        tell(u"retry-after "_s + pause);
        tell(u"fail 1 429 RESOURCE_EXHAUSTED AccessSecretVersion"_s);
        const auto document = asker->fetch({{"secretName", "sample-text"}});
        ASSERT_FALSE(document) << pause.toStdString();
        EXPECT_EQ(document.error().kind, ErrorKind::RateLimited);
    }
    tell(u"heal"_s);
    for (const auto &nonsense : {u"-1"_s, u"soon"_s, u"Wed, 21 Oct 2015 07:28:00 GMT"_s, u"0"_s}) {
        tell(u"retry-after "_s + nonsense);
        tell(u"fail 1 429 RESOURCE_EXHAUSTED AccessSecretVersion"_s);
        EXPECT_EQ(asker->contentOf("sample-text"), "plain text value") << nonsense.toStdString();
    }
}

//! Every way in which an answer can be none, at one operation.
void expectErrors(GcpAsker &asker, ServerChild &cloud, const QString &operation, const std::function<std::optional<Error>(GcpAsker &)> &act)
{
    for (const QByteArray way : {"html", "bad-gateway", "empty", "no-content", "not-json", "array", "null", "text", "types", "nested",
                                 "truncated", "cut-chunk", "huge", "bomb", "reset", "half-header", "hints"}) {
        const std::string where = operation.toStdString() + ' ' + way.toStdString();
        cloud.command(u"heal"_s);
        cloud.command(u"misbehave 9 %1 %2"_s.arg(QString::fromLatin1(way), operation));
        const std::optional<Error> error = act(asker);
        ASSERT_TRUE(error.has_value()) << where;
        EXPECT_TRUE(error->kind == ErrorKind::Malformed || error->kind == ErrorKind::Network || error->kind == ErrorKind::Unavailable)
            << where << ": " << traitsOf(error->kind).name << ": " << wordsOf(*error).toStdString();
        EXPECT_FALSE(error->hint.isEmpty()) << where << ": " << wordsOf(*error).toStdString();
        expectNothingSecret(wordsOf(*error));
    }
    cloud.command(u"heal"_s);
}

std::optional<Error> failureToRead(GcpAsker &asker)
{
    const auto document = asker.fetch({{"secretName", "sample-text"}});
    return document ? std::nullopt : std::optional(document.error());
}

std::optional<Error> failureToSignIn(GcpAsker &asker)
{
    const auto grant = asker.signIn();
    return grant ? std::nullopt : std::optional(grant.error());
}

TEST_F(GcpContract, AnswersThatAreNoneAreErrorsWhileReading)
{
    const auto asker = signedIn();
    expectErrors(*asker, *s_cloud, u"AccessSecretVersion"_s, failureToRead);
    EXPECT_EQ(asker->contentOf("sample-text"), "plain text value");
}

TEST_F(GcpContract, AnswersThatAreNoneAreErrorsWhileSigningIn)
{
    const std::tuple<const char *, QString, QString> rows[] = {{"keyFile", u"reader"_s, u"token.jwt-bearer"_s},
                                                               {"adc", u"person"_s, u"token.refresh_token"_s},
                                                               {"federation", u"federatedFile"_s, u"sts.token"_s},
                                                               {"adc", u"impersonated"_s, u"iam.generateAccessToken"_s}};
    for (const auto &[type, name, operation] : rows) {
        const auto asker = person(type, name);
        expectErrors(*asker, *s_cloud, operation, failureToSignIn);
        EXPECT_OK(asker->signIn());
    }
}

TEST_F(GcpContract, WhatDripsEndsWithTheDeadline)
{
    const auto asker = signedIn();
    asker->setDeadline(milliseconds(500));
    for (const auto &way : {u"drip"_s, u"silent"_s}) {
        tell(u"misbehave 9 %1 AccessSecretVersion"_s.arg(way));
        const auto late = failureToRead(*asker);
        tell(u"heal"_s);
        ASSERT_TRUE(late.has_value()) << way.toStdString();
        EXPECT_EQ(late->kind, ErrorKind::Timeout) << wordsOf(*late).toStdString();
    }
}

TEST_F(GcpContract, NoTokenFollowsARedirect)
{
    const auto asker = signedIn();
    tell(u"misbehave 1 elsewhere AccessSecretVersion"_s);
    const auto redirected = failureToRead(*asker);
    ASSERT_TRUE(redirected.has_value());
    EXPECT_EQ(redirected->kind, ErrorKind::Malformed) << wordsOf(*redirected).toStdString();
    const auto login = person("adc", u"person"_s);
    tell(u"misbehave 1 elsewhere token.refresh_token"_s);
    EXPECT_TRUE(failureToSignIn(*login).has_value());
    EXPECT_EQ(callsOf(u"elsewhere"_s) + callsOf(u"elsewhere.token"_s), 0);
}

} // namespace
} // namespace sallyport::test
