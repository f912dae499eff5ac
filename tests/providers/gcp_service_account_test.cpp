// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// Signing in with a key: what is signed, where it goes, what refusals become.
#include "app/base/json.h"
#include "app/http/read_file.h"
#include "providers/sdk/jws.h"
#include "tests/support/async.h"
#include "tests/support/gcp_inputs.h"
#include "tests/support/rsa_keys.h"

#include <QFile>
#include <QTemporaryDir>

#include <gmock/gmock.h>

#include <sys/stat.h>
#include <unistd.h>

using namespace Qt::StringLiterals;
using std::chrono::milliseconds;

namespace sallyport::test {
namespace {

constexpr qint64 kNow = 1'800'000'000; // seconds, as in gcpInputs

Played<AccessGrant> signedIn(const HttpAnswers &http, const Inputs &inputs = gcpInputs(), const World &around = gcpWorld())
{
    World world = around;
    world.http = http;
    return play(gcpProvider().signIn(inputs), world);
}

Played<AccessGrant> signedIn(const PreparedAnswers &answers, const Inputs &inputs = gcpInputs(), const World &around = gcpWorld())
{
    return signedIn(inOrder(answers), inputs, around);
}

QByteArray assertionOf(const HttpRequest &request)
{
    return formField(request, "assertion");
}

TEST(GcpServiceAccount, AnAssertionIsTradedForAToken)
{
    const auto played = signedIn({gcpTokenReply()});
    ASSERT_OK(played.outcome);
    EXPECT_EQ(played.outcome->values.secret("token"_L1).reveal(), "ya29.token");
    EXPECT_EQ(played.outcome->issued, QDateTime::fromSecsSinceEpoch(kNow, Qt::UTC));
    EXPECT_EQ(played.outcome->expires, QDateTime::fromSecsSinceEpoch(kNow + 3599, Qt::UTC));
    EXPECT_EQ(played.outcome->renewAfter, QDateTime::fromSecsSinceEpoch(kNow + 3599 - 225, Qt::UTC));
    EXPECT_TRUE(played.outcome->obtained);
    const HttpRequest request = played.requests().at(0);
    EXPECT_EQ(request.method, "POST");
    EXPECT_EQ(request.url, QUrl(u"https://oauth2.googleapis.com/token"_s));
    EXPECT_EQ(headerIn(request, "Content-Type"), "application/x-www-form-urlencoded");
    EXPECT_EQ(formField(request, "grant_type"), "urn:ietf:params:oauth:grant-type:jwt-bearer");
    EXPECT_TRUE(request.body.contains("grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer"));
}

TEST(GcpServiceAccount, TheAssertionIsAsGooglesLibraryMakesIt)
{
    const QByteArray assertion = assertionOf(signedIn({gcpTokenReply()}).requests().at(0));
    EXPECT_EQ(json::write(jwtPart(assertion, 0)), R"({"alg":"RS256","typ":"JWT","kid":"0123456789abcdef"})");
    EXPECT_EQ(json::write(jwtPart(assertion, 1)),
              R"({"iat":1800000000,"exp":1800003600,"iss":"reader@shop-prod.iam.gserviceaccount.com",)"
              R"("aud":"https://oauth2.googleapis.com/token","scope":"https://www.googleapis.com/auth/cloud-platform"})");
    const QList<QByteArray> parts = assertion.split('.');
    ASSERT_EQ(parts.size(), 3);
    const auto again = signJws(QByteArray::fromBase64(parts[0], QByteArray::Base64UrlEncoding),
                               QByteArray::fromBase64(parts[1], QByteArray::Base64UrlEncoding), rfc7515Key(), JwsAlgorithm::Rs256);
    ASSERT_OK(again);
    EXPECT_EQ(again->reveal(), assertion) << "signed with the key of the file";
}

TEST(GcpServiceAccount, AnotherTokenEndpointChangesNothingInTheAssertion)
{
    Inputs inputs = gcpInputs();
    inputs.credential.setText("tokenEndpoint"_L1, u"http://127.0.0.1:8123/token"_s);
    World world = gcpWorld();
    world.files.insert(QString::fromLatin1(kGcpKeyPath), gcpKeyFile({{u"token_uri"_s, "\"http://127.0.0.1:8123/token\""}}));
    const auto played = signedIn({gcpTokenReply()}, inputs, world);
    ASSERT_OK(played.outcome);
    EXPECT_EQ(played.requests().at(0).url, QUrl(u"http://127.0.0.1:8123/token"_s));
    EXPECT_EQ(jwtPart(assertionOf(played.requests().at(0)), 1)[u"aud"].toString(), u"https://oauth2.googleapis.com/token"_s);
}

TEST(GcpServiceAccount, TheTokenEndpointOfTheEnvironmentCountsWhereTheCredentialHasNone)
{
    World world = gcpWorld();
    world.environment.insert(u"INSOMNIA_GCP_TOKENENDPOINT"_s, u"https://tokens.example/t"_s);
    EXPECT_EQ(signedIn({gcpTokenReply()}, gcpInputs(), world).requests().at(0).url, QUrl(u"https://tokens.example/t"_s));
    world.environment.insert(u"INSOMNIA_GCP_TOKENENDPOINT"_s, u"http://tokens.example/t"_s);
    const auto plain = signedIn(PreparedAnswers{}, gcpInputs(), world);
    ASSERT_FALSE(plain.outcome);
    EXPECT_TRUE(plain.outcome.error().message.contains(u"token endpoint (INSOMNIA_GCP_TOKENENDPOINT) is not encrypted"_s))
        << plain.outcome.error().message.toStdString();
}

TEST(GcpServiceAccount, AKeyOfTheKeychainServesLikeAFile)
{
    Inputs inputs = gcpInputs();
    inputs.credential = formOf({{"type", "key"}});
    inputs.credential.setSecret("serviceAccountKey"_L1, SecretValue(gcpKeyFile()));
    const auto played = signedIn({gcpTokenReply()}, inputs);
    ASSERT_OK(played.outcome);
    EXPECT_TRUE(played.asked<ReadFile>().empty());
    inputs.credential.setSecret("serviceAccountKey"_L1, SecretValue("{}"));
    EXPECT_TRUE(signedIn(PreparedAnswers{}, inputs).outcome.error().message.startsWith(u"the key in the keychain has no type"_s));
}

TEST(GcpServiceAccount, AFileThatCannotBeReadIsNamed)
{
    Inputs inputs = gcpInputs();
    inputs.credential.setText("serviceAccountKeyFilePath"_L1, u"/home/me/gone.json"_s);
    const auto played = signedIn(PreparedAnswers{}, inputs);
    ASSERT_FALSE(played.outcome);
    EXPECT_EQ(played.outcome.error().kind, ErrorKind::NotFound);
    EXPECT_TRUE(wordsOf(played.outcome.error()).contains(u"/home/me/gone.json"_s));
    EXPECT_LE(played.asked<ReadFile>().at(0).maxBytes, 1 << 20) << "a file of 100 MB is not read";
}

TEST(GcpServiceAccount, TheLifeOfATokenIsANumberOrATextOrUnknown)
{
    const auto grantOf = [](const QByteArray &answer) { return signedIn({gcpReply(answer)}).outcome; };
    EXPECT_EQ(grantOf(R"({"access_token":"t","expires_in":"60"})")->expires, QDateTime::fromSecsSinceEpoch(kNow + 60, Qt::UTC));
    EXPECT_EQ(grantOf(R"({"access_token":"t","expires_in":"60"})")->renewAfter, QDateTime::fromSecsSinceEpoch(kNow + 40, Qt::UTC));
    EXPECT_FALSE(grantOf(R"({"access_token":"t"})")->expires);
    for (const char *bad : {R"({"access_token":"t","expires_in":"soon"})", R"({"access_token":"t","expires_in":-1})",
                            R"({"id_token":"x.y.z"})", R"({"access_token":""})", R"({"access_token":7})", R"({"access_token":"a b"})",
                            "{\"access_token\":\"a\\r\\nX: y\"}", R"({"access_token":"\u00e9"})", "[]", "<html>"}) {
        const auto grant = grantOf(bad);
        ASSERT_FALSE(grant) << bad;
        EXPECT_EQ(grant.error().kind, ErrorKind::Malformed) << bad;
    }
}

// --- files as they lie on a disk

//! Signs in with a real file; the network gives a token.
Result<AccessGrant> signedInWith(const QString &path)
{
    Inputs inputs = gcpInputs();
    inputs.credential.setText("serviceAccountKeyFilePath"_L1, path);
    World world = gcpWorld([](const HttpRequest &) -> Result<HttpReply> { return gcpTokenReply(); });
    Step<AccessGrant> step = gcpProvider().signIn(inputs);
    while (!step.isOver()) {
        const Ask<AccessGrant> ask = step.ask();
        if (const auto *file = std::get_if<ReadFile>(&ask.question))
            step = ask.next(readPersonsFile(*file).transform([](const FileContents &contents) { return Answer(contents); }));
        else
            step = ask.next(std::visit(WorldAnswer{world}, ask.question));
    }
    return step.outcome();
}

class GcpRealFile : public testing::Test {
protected:
    [[nodiscard]] QString path(const QString &name) const { return m_folder.filePath(name); }
    [[nodiscard]] QString written(const QString &name, const QByteArray &bytes) const
    {
        QFile file(path(name));
        EXPECT_TRUE(file.open(QFile::WriteOnly) && file.write(bytes) == bytes.size());
        file.setPermissions(QFile::ReadOwner | QFile::WriteOwner);
        return file.fileName();
    }

private:
    QTemporaryDir m_folder;
};

TEST_F(GcpRealFile, AnOrdinaryOneServesWithoutAWarning)
{
    const auto grant = signedInWith(written(u"key.json"_s, gcpKeyFile()));
    ASSERT_OK(grant);
    EXPECT_FALSE(grant->values.text("origin"_L1).contains(u"warning"_s));
}

TEST_F(GcpRealFile, AWideOneIsWarnedAbout)
{
    const QString key = written(u"key.json"_s, gcpKeyFile());
    ASSERT_TRUE(QFile::setPermissions(key, QFile::ReadOwner | QFile::WriteOwner | QFile::ReadGroup | QFile::ReadOther));
    const auto grant = signedInWith(key);
    ASSERT_OK(grant);
    EXPECT_TRUE(grant->values.text("origin"_L1).contains(u"warning"_s));
}

TEST_F(GcpRealFile, FoldersPipesAndHugeFilesAreRefusedAtOnce)
{
    EXPECT_EQ(signedInWith(path(u"."_s)).error().kind, ErrorKind::InvalidInput);
    EXPECT_EQ(signedInWith(path(u"gone.json"_s)).error().kind, ErrorKind::NotFound);
    ASSERT_EQ(mkfifo(path(u"pipe"_s).toLocal8Bit().constData(), 0600), 0);
    EXPECT_EQ(signedInWith(path(u"pipe"_s)).error().kind, ErrorKind::InvalidInput);
    QFile huge(written(u"huge.json"_s, gcpKeyFile()));
    ASSERT_TRUE(huge.resize(100LL << 20));
    const auto refused = signedInWith(huge.fileName());
    EXPECT_EQ(refused.error().kind, ErrorKind::InvalidInput);
    EXPECT_TRUE(refused.error().message.contains(u"larger than"_s)) << refused.error().message.toStdString();
}

//! Root may read everything: for a while this process is somebody else then.
class AsNobody {
public:
    AsNobody() : m_before(geteuid()) { EXPECT_TRUE(m_before != 0 || seteuid(65534) == 0); }
    ~AsNobody() { EXPECT_TRUE(geteuid() == m_before || seteuid(m_before) == 0); }
    Q_DISABLE_COPY_MOVE(AsNobody)

private:
    uid_t m_before;
};

TEST_F(GcpRealFile, OneThatMayNotBeReadIsNamed)
{
    const QString key = written(u"key.json"_s, gcpKeyFile());
    ASSERT_TRUE(QFile::setPermissions(key, QFile::WriteOwner));
    const AsNobody nobody;
    const auto refused = signedInWith(key);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().kind, ErrorKind::PermissionDenied);
    EXPECT_TRUE(refused.error().message.contains(key)) << refused.error().message.toStdString();
}

// --- refusals

struct RefusalRow {
    const char *code;
    const char *words;
    ErrorKind kind;
    const char *hint;
};

TEST(GcpServiceAccount, RefusalsSayWhatToDo)
{
    const RefusalRow rows[] = {
        {"invalid_grant", "Invalid JWT Signature.", ErrorKind::Unauthenticated, "deleted or disabled"},
        {"invalid_grant", "Invalid grant: account not found", ErrorKind::Unauthenticated, "account was deleted"},
        {"invalid_grant", "Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe.",
         ErrorKind::Unauthenticated, "clock"},
        {"invalid_client", "The OAuth client was not found.", ErrorKind::Unauthenticated, "deleted or disabled"},
        {"disabled_client", "The OAuth client was disabled.", ErrorKind::Unauthenticated, "disabled"},
        {"unauthorized_client", "Client is unauthorized.", ErrorKind::PermissionDenied, "Ask those"},
        {"invalid_scope", "Invalid OAuth scope.", ErrorKind::InvalidInput, "credential"},
        {"something_new", "Words.", ErrorKind::InvalidInput, "credential"},
    };
    for (const RefusalRow &row : rows) {
        const auto played = signedIn({oauthRefusal(row.code, row.words)});
        ASSERT_FALSE(played.outcome) << row.code;
        const Error error = played.outcome.error();
        EXPECT_EQ(error.kind, row.kind) << row.code;
        EXPECT_TRUE(
            error.message.startsWith(u"could not sign in as reader@shop-prod.iam.gserviceaccount.com: "_s + QString::fromUtf8(row.code)));
        EXPECT_TRUE(error.hint.contains(QString::fromUtf8(row.hint))) << error.hint.toStdString();
        EXPECT_TRUE(played.waits().empty()) << "nobody waits for what will not change: " << row.code;
    }
}

TEST(GcpServiceAccount, WordsOfTheEndpointNeverRepeatTheAssertion)
{
    const auto played = signedIn([](const HttpRequest &request) -> Result<HttpReply> {
        return oauthRefusal("invalid_grant", "Invalid JWT Signature: " + assertionOf(request));
    });
    ASSERT_FALSE(played.outcome);
    EXPECT_FALSE(wordsOf(played.outcome.error()).contains(u"eyJ"_s)) << played.outcome.error().message.toStdString();
}

TEST(GcpServiceAccount, WhatTimeCanMendIsRepeatedTwice)
{
    for (const int status : {408, 429, 500, 503, 504}) {
        const HttpReply busy = gcpReply("{}", status);
        const auto mended = signedIn({busy, busy, gcpTokenReply()});
        EXPECT_TRUE(mended.outcome) << status;
        ASSERT_EQ(mended.waits().size(), 2U);
        EXPECT_GE(mended.waits()[0], milliseconds(900));
        EXPECT_LE(mended.waits()[0], milliseconds(1100));
        EXPECT_GE(mended.waits()[1], milliseconds(1800));
        EXPECT_LE(mended.waits()[1], milliseconds(2200));
        EXPECT_FALSE(signedIn({busy, busy, busy}).outcome) << status;
    }
    EXPECT_OK(signedIn({oauthRefusal("temporarily_unavailable", ""), gcpTokenReply()}).outcome);
    EXPECT_OK(signedIn({oauthRefusal("x", "internal_failure"), gcpTokenReply()}).outcome);
}

TEST(GcpServiceAccount, RepetitionsComeFromABudget)
{
    World world = gcpWorld();
    world.mayRepeat = false;
    const auto played = signedIn({gcpReply("{}", 503)}, gcpInputs(), world);
    ASSERT_FALSE(played.outcome);
    EXPECT_EQ(played.outcome.error().kind, ErrorKind::Unavailable);
    EXPECT_EQ(played.asked<Wait>().at(0).retryBudget, "gcp/oauth2.googleapis.com");
    EXPECT_EQ(played.requests().at(0).retryBudget, "gcp/oauth2.googleapis.com");
}

TEST(GcpServiceAccount, ABrokenConnectionIsTriedOnceMoreAndATimeoutIsNot)
{
    const Error broken{ErrorKind::Network, u"the connection broke"_s, {}};
    const Error late{ErrorKind::Timeout, u"too late"_s, {}};
    EXPECT_OK(signedIn({broken, gcpTokenReply()}).outcome);
    const auto gone = signedIn({broken, broken});
    EXPECT_EQ(gone.outcome.error().kind, ErrorKind::Network);
    EXPECT_TRUE(wordsOf(gone.outcome.error()).contains(u"oauth2.googleapis.com"_s));
    EXPECT_EQ(signedIn({late}).outcome.error().kind, ErrorKind::Timeout);
}

TEST(GcpServiceAccount, ARedirectIsNotFollowed)
{
    HttpReply redirect = gcpReply("", 307);
    redirect.headers.append(HttpHeader{"Location", "https://evil.example/token"});
    const auto played = signedIn({redirect});
    ASSERT_FALSE(played.outcome);
    EXPECT_EQ(played.outcome.error().kind, ErrorKind::Malformed);
    EXPECT_TRUE(played.outcome.error().hint.contains(u"nothing was sent there"_s));
}

// --- the clock

HttpReply skewed(const HttpReply &refusal, int aheadSeconds)
{
    HttpReply reply = refusal;
    const QDateTime date = reply.received.addSecs(aheadSeconds);
    reply.headers.append(HttpHeader{"Date", QLocale::c().toString(date, u"ddd, dd MMM yyyy HH:mm:ss 'GMT'"_s).toLatin1()});
    return reply;
}

const HttpReply &tooOld()
{
    static const HttpReply reply =
        oauthRefusal("invalid_grant", "Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe.");
    return reply;
}

TEST(GcpServiceAccount, AClockThatIsOffIsCorrectedOnceByTheEndpoints)
{
    const auto played = signedIn({skewed(tooOld(), 7200), gcpTokenReply()});
    ASSERT_OK(played.outcome);
    const qint64 issued = jwtPart(assertionOf(played.requests().at(1)), 1)[u"iat"].numberText().toLongLong();
    EXPECT_NEAR(static_cast<double>(issued), static_cast<double>(kNow + 7200), 1.0);
    EXPECT_EQ(played.outcome->expires, QDateTime::fromSecsSinceEpoch(kNow + 3599, Qt::UTC)) << "by our own clock";
    const auto hopeless = signedIn({skewed(tooOld(), -7200), skewed(tooOld(), -7200)});
    ASSERT_FALSE(hopeless.outcome);
    EXPECT_TRUE(hopeless.outcome.error().hint.contains(u"clock is 119 minutes off"_s) ||
                hopeless.outcome.error().hint.contains(u"clock is 120 minutes off"_s))
        << hopeless.outcome.error().hint.toStdString();
}

TEST(GcpServiceAccount, TheCorrectionIsRememberedForTheNextSignIn)
{
    World world = gcpWorld(inOrder({skewed(tooOld(), 7200), gcpTokenReply(), gcpTokenReply()}));
    ASSERT_OK(play(gcpProvider().signIn(gcpInputs()), world).outcome);
    const auto second = play(gcpProvider().signIn(gcpInputs()), world);
    ASSERT_OK(second.outcome);
    ASSERT_EQ(second.requests().size(), 1U);
    EXPECT_GT(jwtPart(assertionOf(second.requests().at(0)), 1)[u"iat"].numberText().toLongLong(), kNow + 7000);
}

TEST(GcpServiceAccount, OtherRefusalsAreNotBlamedOnTheClock)
{
    EXPECT_FALSE(signedIn({skewed(oauthRefusal("invalid_grant", "Invalid JWT Signature."), 7200)}).outcome);
    EXPECT_FALSE(signedIn({skewed(tooOld(), 20)}).outcome) << "the clocks agree";
    EXPECT_FALSE(signedIn({tooOld()}).outcome) << "no Date";
}

// --- tokens signed here

TEST(GcpServiceAccount, ASelfSignedTokenSavesTheCall)
{
    Inputs inputs = gcpInputs();
    inputs.credential.setText("selfSigned"_L1, u"true"_s);
    const auto played = signedIn(PreparedAnswers{}, inputs);
    ASSERT_OK(played.outcome);
    const QByteArray token = played.outcome->values.secret("token"_L1).reveal().toByteArray();
    EXPECT_EQ(json::write(jwtPart(token, 1)),
              R"({"iat":1800000000,"exp":1800003600,"iss":"reader@shop-prod.iam.gserviceaccount.com",)"
              R"("sub":"reader@shop-prod.iam.gserviceaccount.com","scope":"https://www.googleapis.com/auth/cloud-platform"})");
    EXPECT_EQ(played.outcome->expires, QDateTime::fromSecsSinceEpoch(kNow + 3600, Qt::UTC));
}

TEST(GcpServiceAccount, ATestOfSelfSignedTokensTriesTheKey)
{
    Inputs inputs = gcpInputs();
    inputs.credential.setText("selfSigned"_L1, u"true"_s);
    World world = gcpWorld(inOrder({gcpTokenReply()}));
    EXPECT_OK(play(gcpProvider().identify(inputs), world).outcome);
    world.http = inOrder({oauthRefusal("invalid_grant", "Invalid JWT Signature.")});
    EXPECT_EQ(play(gcpProvider().identify(inputs), world).outcome.error().kind, ErrorKind::Unauthenticated);
}

TEST(GcpServiceAccount, AnotherUniverseHasNoTokenEndpoint)
{
    Inputs inputs = gcpInputs();
    inputs.credential.setText("universeDomain"_L1, u"cloud.example"_s);
    World world = gcpWorld();
    world.files.insert(QString::fromLatin1(kGcpKeyPath), gcpKeyFile({{u"universe_domain"_s, "\"cloud.example\""}}));
    const auto played = signedIn(PreparedAnswers{}, inputs, world);
    ASSERT_OK(played.outcome);
    EXPECT_EQ(jwtPart(played.outcome->values.secret("token"_L1).reveal().toByteArray(), 1)[u"aud"].toString(), QString());
}

// --- who we are

TEST(GcpServiceAccount, ATestShowsAddressProjectAndExpiry)
{
    World world = gcpWorld(inOrder({gcpTokenReply()}));
    Inputs inputs = gcpInputs();
    inputs.grant = *play(gcpProvider().signIn(inputs), world).outcome;
    const auto played = play(gcpProvider().identify(inputs), world);
    ASSERT_OK(played.outcome);
    EXPECT_EQ(played.outcome->name, QString::fromLatin1(kGcpAccount));
    EXPECT_EQ(played.outcome->details, (QStringList{u"project shop-prod (of the identity)"_s, u"the key file /home/me/reader.json"_s,
                                                    u"token until 2027-01-15 08:59 UTC"_s}));
    EXPECT_EQ(played.outcome->expires, QDateTime::fromSecsSinceEpoch(kNow + 3599, Qt::UTC));
    EXPECT_TRUE(played.requests().empty());
}

TEST(GcpServiceAccount, AFileThatOthersMayReadIsWarnedAbout)
{
    Step<AccessGrant> step = gcpProvider().signIn(gcpInputs());
    World world = gcpWorld(inOrder({gcpTokenReply()}));
    while (!step.isOver()) {
        const Ask<AccessGrant> ask = step.ask();
        auto answer = std::visit(WorldAnswer{world}, ask.question);
        if (auto *contents = answer ? std::get_if<FileContents>(&*answer) : nullptr)
            contents->readableByOthers = true;
        step = ask.next(answer);
    }
    ASSERT_OK(step.outcome());
    EXPECT_TRUE(step.outcome()->values.text("origin"_L1).contains(u"others on this computer may read that file"_s));
}

TEST(GcpServiceAccount, TheCredentialsProjectGoesBeforeTheKeys)
{
    Inputs inputs = gcpInputs();
    inputs.credential.setText("projectId"_L1, u"shop-test"_s);
    World world = gcpWorld();
    world.environment.insert(u"GOOGLE_CLOUD_PROJECT"_s, u"of-the-environment"_s);
    EXPECT_EQ(signedIn({gcpTokenReply()}, inputs, world).outcome->values.text("project"_L1), u"shop-test"_s);
    inputs.credential.remove("projectId"_L1);
    EXPECT_EQ(signedIn({gcpTokenReply()}, inputs, world).outcome->values.text("project"_L1), u"shop-prod"_s)
        << "a key has a project of its own";
    inputs.credential.setText("projectId"_L1, u"a b"_s);
    EXPECT_EQ(signedIn(PreparedAnswers{}, inputs, world).outcome.error().kind, ErrorKind::InvalidInput);
}

} // namespace
} // namespace sallyport::test
