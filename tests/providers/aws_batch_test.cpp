// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/async.h"
#include "tests/support/aws_inputs.h"
#include "tests/support/script.h"

#include <gmock/gmock.h>

using namespace Qt::StringLiterals;

namespace sallyport::test {
namespace {

constexpr QLatin1StringView kSecrets{"aws"};
constexpr QLatin1StringView kParameters{"aws_ssm"};

Played<BatchAnswer> fetched(QLatin1StringView kind, const std::vector<FormValues> &references, const PreparedAnswers &answers)
{
    return play(awsKind(kind).batch->fetch(awsInputs(), references), answers);
}

FormValues secret(const QByteArray &id)
{
    return formOf({{"SecretId", id.constData()}});
}

FormValues parameter(const char *name)
{
    return formOf({{"Name", name}});
}

QString groupOf(QLatin1StringView kind, const FormValues &reference)
{
    return awsKind(kind).batch->group(awsInputs().credential, reference);
}

QByteArray contentOf(const Played<BatchAnswer> &played, std::size_t index)
{
    const auto &document = played.outcome->documents.at(index);
    return document ? document->content.reveal().toByteArray() : "error: " + document.error().message.toUtf8();
}

TEST(AwsBatch, OnlyCurrentVersionsOfOneAccountAndRegionShareACall)
{
    EXPECT_EQ(awsKind(kSecrets).batch->limit, 20);
    EXPECT_FALSE(groupOf(kSecrets, secret("a")).isEmpty());
    EXPECT_EQ(groupOf(kSecrets, secret("a")), groupOf(kSecrets, secret("b")));
    EXPECT_EQ(groupOf(kSecrets, formOf({{"SecretId", "a"}, {"VersionStage", "AWSCURRENT"}})), groupOf(kSecrets, secret("a")));
    EXPECT_TRUE(groupOf(kSecrets, formOf({{"SecretId", "a"}, {"VersionId", "v"}})).isEmpty());
    EXPECT_TRUE(groupOf(kSecrets, formOf({{"SecretId", "a"}, {"VersionStage", "AWSPREVIOUS"}})).isEmpty());
    EXPECT_TRUE(groupOf(kSecrets, secret("")).isEmpty());
    const FormValues here = secret("arn:aws:secretsmanager:eu-west-1:111111111111:secret:a-AbCdEf");
    const FormValues there = secret("arn:aws:secretsmanager:eu-west-2:111111111111:secret:a-AbCdEf");
    const FormValues others = secret("arn:aws:secretsmanager:eu-west-1:222222222222:secret:a-AbCdEf");
    EXPECT_NE(groupOf(kSecrets, here), groupOf(kSecrets, there));
    EXPECT_NE(groupOf(kSecrets, here), groupOf(kSecrets, others)) << "names of two accounts can be the same";
    EXPECT_NE(groupOf(kSecrets, here), groupOf(kSecrets, secret("a")));
}

TEST(AwsBatch, AnswersGoToTheirSecretsWhateverTheOrder)
{
    const auto played =
        fetched(kSecrets, {secret("a"), secret("b"), secret("a"), secret("missing"), secret("denied")},
                {awsReply(R"({"SecretValues":[{"Name":"b","ARN":"x","SecretString":"of b"},{"Name":"a","ARN":"y","SecretString":"of a"}],)"
                          R"("Errors":[{"SecretId":"missing","ErrorCode":"ResourceNotFoundException","Message":"m"},)"
                          R"({"SecretId":"denied","ErrorCode":"AccessDeniedException","Message":"no"}]})")});
    ASSERT_OK(played.outcome);
    EXPECT_FALSE(played.outcome->refused);
    ASSERT_EQ(played.outcome->documents.size(), 5U);
    EXPECT_EQ(contentOf(played, 0), "of a");
    EXPECT_EQ(contentOf(played, 1), "of b");
    EXPECT_EQ(contentOf(played, 2), "of a");
    EXPECT_EQ(played.outcome->documents[3].error().kind, ErrorKind::NotFound);
    EXPECT_TRUE(played.outcome->documents[3].error().message.contains(u"\"missing\""_s));
    EXPECT_EQ(played.outcome->documents[4].error().kind, ErrorKind::PermissionDenied);
    EXPECT_EQ(played.outcome->documents[4].error().context, QStringList{u"Request ID request-1"_s});
    EXPECT_EQ(played.requests().at(0).body, R"({"SecretIdList":["a","b","missing","denied"]})");
    EXPECT_EQ(targetOf(played.requests().at(0)), "secretsmanager.BatchGetSecretValue");
}

TEST(AwsBatch, ArnsMatchWithAndWithoutTheirRandomEnding)
{
    const QByteArray base = "arn:aws:secretsmanager:us-west-2:111111111111:secret:";
    const auto played = fetched(kSecrets, {secret(base + "db"), secret(base + "db-two-AbCdEf"), secret(base + "d")},
                                {awsReply(R"({"SecretValues":[{"Name":"db","ARN":")" + base + R"(db-ZzZzZz","SecretString":"one"},)"
                                          R"({"Name":"db-two","ARN":")" + base + R"(db-two-AbCdEf","SecretString":"two"}]})")});
    ASSERT_OK(played.outcome);
    EXPECT_EQ(contentOf(played, 0), "one");
    EXPECT_EQ(contentOf(played, 1), "two");
    EXPECT_EQ(played.outcome->documents[2].error().kind, ErrorKind::Malformed) << "left out of the answer";
    EXPECT_EQ(played.requests().at(0).url.host(), u"secretsmanager.us-west-2.amazonaws.com"_s);
}

TEST(AwsBatch, ACallThatIsNotAllowedSendsEachSecretAlone)
{
    for (const char *code : {"AccessDeniedException", "UnknownOperationException", "ValidationException"}) {
        const auto played = fetched(kSecrets, {secret("a"), secret("b")}, {awsRefusal(code)});
        ASSERT_OK(played.outcome);
        EXPECT_TRUE(played.outcome->refused) << code;
    }
    const auto expired = fetched(kSecrets, {secret("a")}, {awsRefusal("ExpiredTokenException")});
    ASSERT_FALSE(expired.outcome);
    EXPECT_EQ(expired.outcome.error().kind, ErrorKind::Unauthenticated);
}

TEST(AwsBatch, FurtherPagesAreAskedForUntilATokenRepeats)
{
    const auto played = fetched(kSecrets, {secret("a"), secret("b")},
                                {awsReply(R"({"SecretValues":[{"Name":"a","SecretString":"of a"}],"NextToken":"t"})"),
                                 awsReply(R"({"SecretValues":[{"Name":"b","SecretString":"of b"}],"NextToken":"t"})")});
    ASSERT_OK(played.outcome);
    EXPECT_EQ(contentOf(played, 0), "of a");
    EXPECT_EQ(contentOf(played, 1), "of b");
    EXPECT_TRUE(played.requests().at(1).body.contains(R"("NextToken":"t")"));
}

TEST(AwsBatch, ParametersComeTogetherAndInvalidOnesAreNamed)
{
    EXPECT_EQ(awsKind(kParameters).batch->limit, 10);
    const auto played =
        fetched(kParameters, {parameter("/a"), parameter("/gone"), parameter("/b"), parameter("/lost")},
                {awsReply(R"({"Parameters":[{"Name":"/b","Value":"of b","Version":1,"Type":"String"},)"
                          R"({"Name":"/a","Value":"of a","Version":2,"Type":"SecureString"}],"InvalidParameters":["/gone"]})")});
    ASSERT_OK(played.outcome);
    EXPECT_EQ(contentOf(played, 0), "of a");
    EXPECT_EQ(played.outcome->documents[1].error().kind, ErrorKind::NotFound);
    EXPECT_EQ(contentOf(played, 2), "of b");
    EXPECT_EQ(played.outcome->documents[3].error().kind, ErrorKind::Malformed);
    EXPECT_EQ(played.requests().at(0).body, R"({"WithDecryption":true,"Names":["/a","/gone","/b","/lost"]})");
}

TEST(AwsBatch, ParametersWithVersionsOrOtherDecryptionStayApart)
{
    EXPECT_TRUE(groupOf(kParameters, formOf({{"Name", "/a"}, {"Version", "3"}})).isEmpty());
    EXPECT_TRUE(groupOf(kParameters, parameter("/a:stable")).isEmpty());
    EXPECT_NE(groupOf(kParameters, parameter("/a")), groupOf(kParameters, formOf({{"Name", "/a"}, {"WithDecryption", "false"}})));
    EXPECT_EQ(groupOf(kParameters, parameter("/a")), groupOf(kParameters, parameter("/b")));
    EXPECT_TRUE(fetched(kParameters, {parameter("/a"), parameter("/b")}, {awsRefusal("AccessDeniedException")}).outcome->refused);
}

} // namespace
} // namespace sallyport::test
