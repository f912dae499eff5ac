// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// The Vault provider over the product's own transport, against servers that mean harm or are broken.
#include "tests/support/http_server.h"
#include "tests/support/vault_asker.h"

#include <gmock/gmock.h>

using namespace Qt::StringLiterals;

namespace sallyport::test {
namespace {

const QByteArray kToken = "hvs.canary-token";

FormValues reference()
{
    return kvReference(u"secret"_s, u"a"_s, u"v2"_s);
}

int tokensAt(const HttpServer &server)
{
    int count = 0;
    for (const LoopbackRequest &request : server.requests()) {
        bool carries = request.body.contains(kToken) || request.target.contains(kToken);
        for (const HttpHeader &header : request.headers)
            carries = carries || header.value.contains(kToken);
        count += carries ? 1 : 0;
    }
    return count;
}

Result<SecretDocument> fetchFrom(const HttpServer &server)
{
    VaultAsker asker(tokenCredential(QString::fromLatin1(server.origin()), kToken));
    const auto grant = asker.signIn();
    return grant ? asker.fetch(reference()) : Result<SecretDocument>(grant.error());
}

struct RedirectRow {
    const char *name;
    std::function<QByteArray(const HttpServer &sink)> location;
    int tokensAfter307; //!< at the sink; after every other status 0
};

TEST(VaultRedirects, TheTokenReachesNobodyElse)
{
    const RedirectRow rows[] = {
        {"other port", [](const HttpServer &sink) { return sink.origin() + "/v1/x"; }, 1},
        {"other host without encryption", [](const HttpServer &sink) { return sink.origin("localhost") + "/v1/x"; }, 0},
        {"host of a relative reference", [](const HttpServer &sink) { return sink.origin("localhost").mid(5) + "/v1/x"; }, 0},
        {"user in the address", [](const HttpServer &sink) { return "http://user:pw@" + sink.origin().mid(7) + "/v1/x"; }, 0},
        {"another scheme", [](const HttpServer &sink) { return "ftp://" + sink.origin().mid(7) + "/v1/x"; }, 0},
        {"nothing", [](const HttpServer &) { return QByteArray(); }, 0},
    };
    int cells = 0;
    for (const RedirectRow &row : rows) {
        for (const int status : {301, 302, 303, 307, 308}) {
            HttpServer sink([](const LoopbackRequest &) { return Reply::json("{}"); });
            HttpServer source([&](const LoopbackRequest &) { return Reply::redirect(row.location(sink), status); });
            const auto answer = fetchFrom(source);
            EXPECT_FALSE(answer) << row.name << ' ' << status;
            EXPECT_EQ(tokensAt(sink), status == 307 ? row.tokensAfter307 : 0) << row.name << ' ' << status;
            EXPECT_EQ(source.requestCount(), 1) << row.name << ' ' << status;
            ++cells;
        }
    }
    EXPECT_EQ(cells, 30);
}

TEST(VaultRedirects, ALoopEndsAfterOneStep)
{
    HttpServer server([](const LoopbackRequest &request) { return Reply::redirect(request.target, 307); });
    const auto answer = fetchFrom(server);
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().kind, ErrorKind::Unavailable);
    EXPECT_EQ(server.requestCount(), 2);
}

TEST(VaultRedirects, AWarningAboutRedirectsNamesTheTargetAndWhatToDo)
{
    HttpServer server([](const LoopbackRequest &) { return Reply::redirect("https://elsewhere.example/login", 302); });
    const auto answer = fetchFrom(server);
    ASSERT_FALSE(answer);
    EXPECT_TRUE(answer.error().message.contains(u"elsewhere.example"_s)) << answer.error().message.toStdString();
    EXPECT_TRUE(answer.error().hint.contains(u"write its address into the credential"_s));
}

TEST(VaultHostileServer, ASignInPageWithStatus200IsNoSecret)
{
    HttpServer server([](const LoopbackRequest &) { return Reply::text("<html>please sign in</html>"); });
    const auto answer = fetchFrom(server);
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().kind, ErrorKind::Malformed);
    EXPECT_TRUE(answer.error().hint.contains(u"proxy"_s));
}

TEST(VaultHostileServer, AnAnswerWithoutEndIsCutOff)
{
    for (const Fault fault : {Fault::Endless, Fault::EndlessSized}) {
        HttpServer server([fault](const LoopbackRequest &) {
            Reply reply = Reply::failing(fault, R"({"data":)");
            reply.announcedLength = 300 << 20;
            return reply;
        });
        const auto answer = fetchFrom(server);
        ASSERT_FALSE(answer);
        EXPECT_EQ(answer.error().kind, ErrorKind::Malformed) << answer.error().sentence().toStdString();
        EXPECT_FALSE(answer.error().hint.isEmpty());
    }
}

TEST(VaultHostileServer, HalfAnAnswerIsNoSecret)
{
    const QByteArray whole = R"({"data":{"data":{"key":"v"},"metadata":{"created_time":"x","version":1}}})";
    for (const Fault fault : {Fault::TruncatedLength, Fault::TruncatedChunk, Fault::CloseBeforeAnswer, Fault::ResetMidHeader}) {
        HttpServer server([&](const LoopbackRequest &) { return Reply::failing(fault, whole); });
        EXPECT_FALSE(fetchFrom(server)) << static_cast<int>(fault);
    }
    HttpServer cut([&](const LoopbackRequest &) { return Reply::failing(Fault::CloseDelimited, whole.chopped(1)); });
    EXPECT_FALSE(fetchFrom(cut));
    HttpServer good([&](const LoopbackRequest &) { return Reply::failing(Fault::Chunked, whole); });
    EXPECT_OK(fetchFrom(good));
}

TEST(VaultHostileServer, ALoginIsSentOnceEvenWhereTheConnectionDies)
{
    HttpServer server([](const LoopbackRequest &) { return Reply::failing(Fault::CloseBeforeAnswer); });
    VaultAsker asker(appRoleCredential(QString::fromLatin1(server.origin()), {u"role"_s, "secret"}));
    EXPECT_FALSE(asker.signIn());
    EXPECT_EQ(server.requestCount(), 1) << "a secret id may be good for one use";
}

} // namespace
} // namespace sallyport::test
