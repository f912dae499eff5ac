// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "providers/sdk/pkce.h"

#include "tests/support/script.h"

#include <set>

using namespace Qt::StringLiterals;

namespace sallyport::test {
namespace {

SecretValue counted(int from)
{
    QByteArray bytes(kPkceBytes, '\0');
    std::iota(bytes.begin(), bytes.end(), static_cast<char>(from));
    return SecretValue(QByteArrayView(bytes));
}

//! RFC 7636 appendix B, from octets to challenge.
TEST(Pkce, FollowsTheExampleOfItsStandard)
{
    const unsigned char octets[] = {116, 24,  223, 180, 151, 153, 224, 37,  79, 250, 96, 125, 216, 173, 187, 186,
                                    22,  212, 37,  77,  105, 214, 191, 240, 91, 88,  5,  88,  83,  132, 141, 121};
    const QByteArray verifier = base64Url(QByteArrayView(octets, std::size(octets)));
    EXPECT_EQ(verifier, "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk");
    EXPECT_EQ(pkceChallenge(SecretValue(QByteArrayView(verifier))), "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
}

TEST(Pkce, WritesBase64WithoutPaddingAndWithTheLettersOfUrls)
{
    EXPECT_EQ(base64Url("\xfb\xff\xfe"), "-__-");
    EXPECT_EQ(base64Url("a"), "YQ");
    EXPECT_EQ(base64Url(""), "");
}

TEST(Pkce, PartsAreThirtyTwoBytesEachAndDiffer)
{
    const auto pkce = pkceFrom(counted(0));
    ASSERT_TRUE(pkce.has_value());
    std::set<QByteArray> parts;
    for (const QByteArray &part : {pkce->verifier.reveal().toByteArray(), pkce->state, pkce->nonce}) {
        EXPECT_EQ(part.size(), 43);
        EXPECT_EQ(QByteArray::fromBase64(part, QByteArray::Base64UrlEncoding).size(), 32);
        parts.insert(part);
    }
    EXPECT_EQ(parts.size(), 3U);
    EXPECT_EQ(pkce->challenge, pkceChallenge(pkce->verifier));
    EXPECT_NE(pkceFrom(counted(1))->state, pkce->state);
}

TEST(Pkce, IsNotMadeOfFewerBytes)
{
    for (const char *bytes : {"", "short"})
        EXPECT_EQ(pkceFrom(SecretValue(QByteArrayView(bytes))).error().kind, ErrorKind::Internal);
}

TEST(Pkce, ConversationsAskForItsBytes)
{
    const auto step = withPkce<QByteArray>([](const Pkce &pkce) -> Step<QByteArray> { return pkce.state; });
    ASSERT_FALSE(step.isOver());
    EXPECT_EQ(std::get<RandomBytes>(step.ask().question).count, 96);
    EXPECT_EQ(step.ask().next(Answer(RandomReply{counted(0)})).outcome().value(), pkceFrom(counted(0))->state);
    EXPECT_EQ(step.ask().next(Answer(RandomReply{})).outcome().error().kind, ErrorKind::Internal);
}

//! The whole way of a sign-in by browser as a provider writes it, and as its tests play it.
TEST(Pkce, ASignInByBrowserIsPlayedWithoutABrowser)
{
    const auto step = withPkce<QString>([](const Pkce &pkce) -> Step<QString> {
        return askOrFail<QString>(OpenListener{u"/oauth/callback"_s}, [pkce](const ListenerReady &ready) -> Step<QString> {
            OpenBrowser page{QUrl(u"https://sign-in.example/authorize"_s), pkce.state};
            page.listener = ready.listener;
            return askOrFail<QString>(page, [ready](const BrowserCallback &callback) -> Step<QString> {
                return ready.redirectUri.toString() + u' ' + callback.query.front().second;
            });
        });
    });
    const auto played = play(step, PreparedAnswers{});
    ASSERT_TRUE(played.outcome.has_value()) << played.outcome.error().sentence().toStdString();
    EXPECT_EQ(*played.outcome, u"http://127.0.0.1:41999/oauth/callback code-of-browser"_s);
    EXPECT_EQ(std::get<OpenBrowser>(played.questions[2]).listener, 1U);
}

} // namespace
} // namespace sallyport::test
