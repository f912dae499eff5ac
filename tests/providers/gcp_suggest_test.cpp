// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/async.h"
#include "tests/support/gcp_inputs.h"
#include "tests/support/suggestions.h"

#include <gmock/gmock.h>

#include <QUrlQuery>

using namespace Qt::StringLiterals;

namespace sallyport::test {
namespace {

using Suggestions = std::vector<Suggestion>;

Played<Suggestions> suggested(QLatin1StringView field, Fields reference, const PreparedAnswers &answers)
{
    Inputs inputs = gcpInputs();
    inputs.reference = formOf(reference);
    World world = gcpWorld(inOrder(answers));
    return play(gcpProvider().suggest(inputs, gcpKind(), field), world);
}

TEST(GcpSuggest, SecretsOfTheProjectComeInAllPagesByTheirNames)
{
    const auto played = suggested(
        "secretName"_L1, {{"secretName", "d"}},
        {gcpReply(R"({"secrets":[{"name":"projects/123/secrets/web","createTime":"2026-11-23T19:11:42.5Z","labels":{"team":"shop"}}],)"
                  R"("nextPageToken":"a b+c","totalSize":3})"),
         gcpReply(R"({"secrets":[{"name":"projects/123/secrets/db"},{"name":"projects/123/secrets/api"},{}]})")});
    ASSERT_OK(played.outcome);
    EXPECT_EQ(valuesOf(played.outcome), (QStringList{u"api"_s, u"db"_s, u"web"_s}));
    EXPECT_EQ(played.outcome->at(2).label, u"web · 2026-11-23 19:11 UTC · team=shop"_s);
    EXPECT_EQ(played.requests().at(0).url.toEncoded(), "https://secretmanager.googleapis.com/v1/projects/shop-prod/secrets?pageSize=250");
    EXPECT_EQ(QUrlQuery(played.requests().at(1).url).queryItemValue(u"pageToken"_s, QUrl::FullyDecoded), u"a b+c"_s);
    EXPECT_TRUE(played.requests().at(1).url.toEncoded().contains("pageToken=a%20b%2Bc"));
}

TEST(GcpSuggest, OtherProjectsAndRegionsAreListedByTheirFullNames)
{
    const auto other =
        suggested("secretName"_L1, {{"secretName", "projects/other/"}}, {gcpReply(R"({"secrets":[{"name":"projects/9/secrets/x"}]})")});
    EXPECT_EQ(valuesOf(other.outcome), QStringList{u"projects/other/secrets/x"_s});
    const auto regional = suggested("secretName"_L1, {{"secretName", "projects/shop-prod/locations/europe-west1/secrets/"}},
                                    {gcpReply(R"({"secrets":[{"name":"projects/9/locations/europe-west1/secrets/x"}]})")});
    EXPECT_EQ(valuesOf(regional.outcome), QStringList{u"projects/shop-prod/locations/europe-west1/secrets/x"_s});
    EXPECT_EQ(regional.requests().at(0).url.host(), u"secretmanager.europe-west1.rep.googleapis.com"_s);
}

TEST(GcpSuggest, APageTokenThatComesAgainEndsTheList)
{
    const HttpReply same = gcpReply(R"({"secrets":[{"name":"projects/1/secrets/a"}],"nextPageToken":"t"})");
    EXPECT_EQ(suggested("secretName"_L1, {}, {same, same}).requests().size(), 2U);
    int pages = 0;
    World world = gcpWorld([&pages](const HttpRequest &) -> Result<HttpReply> {
        return gcpReply(R"({"nextPageToken":"t)" + QByteArray::number(++pages) + R"("})");
    });
    EXPECT_OK(play(gcpProvider().suggest(gcpInputs(), gcpKind(), "secretName"_L1), world).outcome);
    EXPECT_EQ(pages, 20);
}

TEST(GcpSuggest, WhoMayNotListIsToldThatNamesCanBeTyped)
{
    const auto played = suggested("secretName"_L1, {},
                                  {gcpRefusal(403, "PERMISSION_DENIED", "no", "IAM_PERMISSION_DENIED",
                                              R"({"permission":"secretmanager.secrets.list","resource":"projects/shop-prod"})")});
    ASSERT_FALSE(played.outcome);
    EXPECT_EQ(played.outcome.error().kind, ErrorKind::PermissionDenied);
    EXPECT_TRUE(played.outcome.error().hint.contains(u"secretmanager.secrets.list on projects/shop-prod"_s));
    EXPECT_TRUE(played.outcome.error().hint.contains(u"can also be typed"_s));
}

TEST(GcpSuggest, VersionsComeWithTheirStateAndThenTheAliases)
{
    const auto played = suggested(
        "version"_L1, {{"secretName", "db"}, {"version", "half typed"}},
        {gcpReply(
             R"({"versions":[{"name":"projects/1/secrets/db/versions/3","state":"DISABLED","createTime":"2026-11-23T19:11:42Z"},)"
             R"({"name":"projects/1/secrets/db/versions/2","state":"ENABLED"},)"
             R"({"name":"projects/1/secrets/db/versions/1","state":"DESTROYED"}]})"),
         gcpReply(R"({"name":"projects/1/secrets/db","versionAliases":{"prod":"2"}})")});
    ASSERT_OK(played.outcome);
    EXPECT_EQ(valuesOf(played.outcome), (QStringList{u"latest"_s, u"3"_s, u"2"_s, u"1"_s, u"prod"_s}));
    EXPECT_EQ(played.outcome->at(1).label, u"3 · disabled · 2026-11-23 19:11 UTC"_s);
    EXPECT_EQ(played.outcome->at(4).label, u"prod · alias of version 2"_s);
    EXPECT_EQ(played.requests().at(0).url.path(), u"/v1/projects/shop-prod/secrets/db/versions"_s);
    EXPECT_EQ(played.requests().at(1).url.path(), u"/v1/projects/shop-prod/secrets/db"_s);
}

TEST(GcpSuggest, VersionsDoWithoutAliases)
{
    const auto played =
        suggested("version"_L1, {{"secretName", "db"}},
                  {gcpReply(R"({"versions":[{"name":"projects/1/secrets/db/versions/1"}]})"), gcpRefusal(403, "PERMISSION_DENIED", "no")});
    EXPECT_EQ(valuesOf(played.outcome), (QStringList{u"latest"_s, u"1"_s}));
}

TEST(GcpSuggest, KeysAreThoseOfTheSecret)
{
    const auto played = suggested("secretKey"_L1, {{"secretName", "db"}}, {gcpPayload(R"({"user":"u","db":{"password":"p"}})")});
    ASSERT_OK(played.outcome);
    EXPECT_THAT(valuesOf(played.outcome), testing::ElementsAre(u"user"_s, u"db"_s, u"/db/password"_s));
    EXPECT_TRUE(suggested("secretKey"_L1, {{"secretName", "db"}}, {gcpPayload("plain")}).outcome->empty());
}

// --- the line about a chosen file

Played<Suggestions> lineAbout(QLatin1StringView field, const Inputs &inputs, bool isWide = false)
{
    World world = gcpWorld(inOrder({}));
    Played<Suggestions> played;
    auto step = gcpProvider().suggestSetting(inputs, field);
    while (!step.isOver()) {
        const auto ask = step.ask();
        auto answer = std::visit(WorldAnswer{world}, ask.question);
        if (auto *contents = answer ? std::get_if<FileContents>(&*answer) : nullptr)
            contents->readableByOthers = isWide;
        step = ask.next(answer);
    }
    played.outcome = step.outcome();
    return played;
}

TEST(GcpChosenFile, SaysWhoseKeyItIs)
{
    const auto key = lineAbout("serviceAccountKeyFilePath"_L1, gcpInputs());
    ASSERT_OK(key.outcome);
    ASSERT_EQ(key.outcome->size(), 1U);
    EXPECT_EQ(key.outcome->front().label, u"reader@shop-prod.iam.gserviceaccount.com · project shop-prod · key 0123456789ab"_s);
    const auto wide = lineAbout("serviceAccountKeyFilePath"_L1, gcpInputs(), true);
    EXPECT_TRUE(wide.outcome->front().label.contains(u"warning: others on this computer may read this file"_s));
}

TEST(GcpChosenFile, SaysWhereAFederationGetsItsTokens)
{
    Inputs inputs = gcpInputs();
    inputs.credential = formOf({{"type", "federation"}, {"federationFilePath", "/home/me/federation.json"}});
    const auto line = lineAbout("federationFilePath"_L1, inputs, true);
    ASSERT_OK(line.outcome);
    EXPECT_EQ(line.outcome->front().label, u"pool provider forge · its token from the file /run/ci/token"_s) << "it holds no secret";
}

TEST(GcpChosenFile, SaysWhatIsWrongWithIt)
{
    Inputs inputs = gcpInputs();
    inputs.credential.setText("serviceAccountKeyFilePath"_L1, u"/home/me/federation.json"_s);
    EXPECT_TRUE(lineAbout("serviceAccountKeyFilePath"_L1, inputs).outcome.error().message.contains(u"workload identity federation"_s));
    inputs.credential.setText("serviceAccountKeyFilePath"_L1, u"/home/me/gone.json"_s);
    EXPECT_EQ(lineAbout("serviceAccountKeyFilePath"_L1, inputs).outcome.error().kind, ErrorKind::NotFound);
    inputs.credential.remove("serviceAccountKeyFilePath"_L1);
    EXPECT_TRUE(lineAbout("serviceAccountKeyFilePath"_L1, inputs).outcome->empty()) << "nothing is chosen yet";
}

} // namespace
} // namespace sallyport::test
