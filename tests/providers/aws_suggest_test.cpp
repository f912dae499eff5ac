// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/async.h"
#include "tests/support/aws_inputs.h"
#include "tests/support/script.h"
#include "tests/support/suggestions.h"

#include <gmock/gmock.h>

using namespace Qt::StringLiterals;

namespace sallyport::test {
namespace {

using Suggestions = std::vector<Suggestion>;

constexpr QLatin1StringView kSecrets{"aws"};
constexpr QLatin1StringView kParameters{"aws_ssm"};

Played<Suggestions> suggested(QLatin1StringView kind, QLatin1StringView field, Fields reference, const PreparedAnswers &answers)
{
    Inputs inputs = awsInputs();
    inputs.reference = formOf(reference);
    return play(awsProvider().suggest(inputs, awsKind(kind), field), answers);
}

TEST(AwsSuggest, SecretsComeFromAllPagesInOrder)
{
    const auto played = suggested(kSecrets, "SecretId"_L1, {},
                                  {awsReply(R"({"SecretList":[{"Name":"prod/z","Description":"last"}],"NextToken":"1"})"),
                                   awsReply(R"({"SecretList":[],"NextToken":"2"})"), awsReply(R"({"SecretList":[{"Name":"prod/a"}]})")});
    ASSERT_OK(played.outcome);
    EXPECT_EQ(valuesOf(played.outcome), (QStringList{u"prod/a"_s, u"prod/z"_s}));
    EXPECT_EQ(played.outcome->at(1).label, u"prod/z · last"_s);
    EXPECT_EQ(played.requests().at(0).body, R"({"MaxResults":100})");
    EXPECT_TRUE(played.requests().at(2).body.contains(R"("NextToken":"2")"));
}

TEST(AwsSuggest, ATokenThatRepeatsEndsTheList)
{
    const HttpReply page = awsReply(R"({"SecretList":[{"Name":"a"}],"NextToken":"same"})");
    EXPECT_EQ(suggested(kSecrets, "SecretId"_L1, {}, {page, page}).requests().size(), 2U);
}

TEST(AwsSuggest, ATypedFolderNarrowsTheList)
{
    const auto secrets = suggested(kSecrets, "SecretId"_L1, {{"SecretId", "prod/sh"}}, {awsReply("{}")});
    EXPECT_EQ(secrets.requests().at(0).body, R"({"MaxResults":100,"Filters":[{"Key":"name","Values":["prod/"]}]})");
    const auto parameters = suggested(kParameters, "Name"_L1, {{"Name", "/prod/sh"}}, {awsReply("{}")});
    EXPECT_EQ(parameters.requests().at(0).body,
              R"({"MaxResults":50,"ParameterFilters":[{"Key":"Name","Option":"BeginsWith","Values":["/prod/"]}]})");
}

TEST(AwsSuggest, WithoutTheRightToListTypingStillWorks)
{
    const auto played = suggested(kSecrets, "SecretId"_L1, {}, {awsRefusal("AccessDeniedException", "no")});
    ASSERT_FALSE(played.outcome);
    EXPECT_EQ(played.outcome.error().kind, ErrorKind::PermissionDenied);
    EXPECT_TRUE(played.outcome.error().hint.contains(u"secretsmanager:ListSecrets"_s));
    EXPECT_TRUE(played.outcome.error().hint.contains(u"typed"_s));
}

const QByteArray kVersions =
    R"({"Versions":[{"VersionId":"old","VersionStages":["AWSPREVIOUS"],"CreatedDate":1.7E9},)"
    R"({"VersionId":"new","VersionStages":["AWSCURRENT","blue"],"CreatedDate":1.79E9},{"VersionId":"bare","CreatedDate":1}]})";

TEST(AwsSuggest, VersionsComeNewestFirstWithTheirStages)
{
    const auto played = suggested(kSecrets, "VersionId"_L1, {{"SecretId", "a"}}, {awsReply(kVersions)});
    EXPECT_EQ(valuesOf(played.outcome), (QStringList{u"new"_s, u"old"_s, u"bare"_s}));
    EXPECT_EQ(played.outcome->at(0).label, u"new · 2026-09-21 14:13 UTC · AWSCURRENT · blue"_s);
    EXPECT_EQ(played.requests().at(0).body, R"({"SecretId":"a","MaxResults":100})");
}

TEST(AwsSuggest, StagesSayWhichVersionTheyStandAt)
{
    const auto played = suggested(kSecrets, "VersionStage"_L1, {{"SecretId", "a"}}, {awsReply(kVersions)});
    EXPECT_EQ(valuesOf(played.outcome), (QStringList{u"AWSCURRENT"_s, u"AWSPREVIOUS"_s, u"blue"_s}));
    EXPECT_TRUE(played.outcome->at(1).label.startsWith(u"AWSPREVIOUS · old"_s));
}

TEST(AwsSuggest, KeysComeFromTheSecretWithoutValues)
{
    const auto played = suggested(kSecrets, "SecretKey"_L1, {{"SecretId", "a"}, {"SecretType", "kv"}},
                                  {awsReply(R"({"SecretString":"{\"user\":\"top-secret\",\"db\":{\"x\":1}}"})")});
    EXPECT_EQ(valuesOf(played.outcome), (QStringList{u"user"_s, u"db"_s, u"/db/x"_s}));
    for (const Suggestion &suggestion : *played.outcome)
        EXPECT_FALSE(suggestion.label.contains(u"top-secret"_s));
    EXPECT_TRUE(
        valuesOf(suggested(kSecrets, "SecretKey"_L1, {{"SecretId", "a"}}, {awsReply(R"({"SecretString":"text"})")}).outcome).isEmpty());
}

TEST(AwsSuggest, LabelsAndVersionsOfAParameterNewestFirst)
{
    const auto played =
        suggested(kParameters, "Version"_L1, {{"Name", "/a:1"}},
                  {awsReply(R"({"Parameters":[{"Version":1,"Value":"top-secret"},{"Version":2,"Labels":["stable"],"Value":"x"}]})")});
    EXPECT_EQ(valuesOf(played.outcome), (QStringList{u"stable"_s, u"2"_s, u"1"_s}));
    EXPECT_EQ(played.outcome->at(0).label, u"stable · version 2"_s);
    EXPECT_EQ(played.requests().at(0).body, R"({"Name":"/a","WithDecryption":false,"MaxResults":50})");
}

// --- settings of the credential

const QByteArray kConfig = "[default]\nregion = us-east-1\n[profile prod]\nregion = eu-central-1\nsso_session = s\n"
                           "[profile admin]\nrole_arn = arn:aws:iam::1:role/boss\nsource_profile = prod\n";
const QByteArray kCredentials = "[keys]\naws_access_key_id = AKID\naws_secret_access_key = top-secret\n";

//! Plays with a home folder that has these two files.
Result<Suggestions> suggestedSetting(QLatin1StringView field, const FormValues &credential)
{
    Inputs inputs;
    inputs.credential = credential;
    inputs.now = awsInputs().now;
    Step<Suggestions> step = awsProvider().suggestSetting(inputs, field);
    for (int i = 0; i < 20 && !step.isOver(); ++i) {
        const Ask<Suggestions> ask = step.ask();
        if (const auto *file = std::get_if<ReadFile>(&ask.question))
            step = ask.next(Answer(FileContents{file->path.endsWith(u"config"_s) ? kConfig : kCredentials}));
        else if (std::holds_alternative<ReadEnvironment>(ask.question))
            step = ask.next(Answer(EnvironmentContents{{{u"HOME"_s, SecretValue("/home/me")}}}));
        else
            return Error{ErrorKind::Internal, u"an unexpected question"_s, {}};
    }
    return step.isOver() ? step.outcome() : Error{ErrorKind::Internal, u"no end"_s, {}};
}

TEST(AwsSuggest, ProfilesComeFromBothFilesWithTheirRegions)
{
    const auto found = suggestedSetting("section"_L1, formOf({{"type", "file"}, {"section", "half-typ"}}));
    ASSERT_OK(found);
    EXPECT_EQ(valuesOf(found), (QStringList{u"admin"_s, u"default"_s, u"keys"_s, u"prod"_s}));
    EXPECT_EQ(found->at(0).label, u"admin · role boss"_s);
    EXPECT_EQ(found->at(3).label, u"prod · eu-central-1 · SSO"_s);
}

TEST(AwsSuggest, TheProfilesRegionComesFirst)
{
    const auto found = suggestedSetting("region"_L1, formOf({{"type", "sso"}, {"section", "prod"}, {"region", "eu-w"}}));
    ASSERT_OK(found);
    EXPECT_EQ(found->front().value, u"eu-central-1"_s);
    EXPECT_TRUE(found->front().label.startsWith(u"eu-central-1 · "_s));
    const QStringList values = valuesOf(found);
    EXPECT_TRUE(values.contains(u"us-east-1"_s));
    EXPECT_EQ(values.count(u"eu-central-1"_s), 1);
}

} // namespace
} // namespace sallyport::test
