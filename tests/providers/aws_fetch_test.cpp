// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/base/json.h"
#include "tests/support/async.h"
#include "tests/support/aws_inputs.h"
#include "tests/support/script.h"

#include <gmock/gmock.h>

using namespace Qt::StringLiterals;

namespace sallyport::test {
namespace {

constexpr QLatin1StringView kSecrets{"aws"};
constexpr QLatin1StringView kParameters{"aws_ssm"};

Played<SecretDocument> fetched(QLatin1StringView kind, Fields reference, const HttpReply &answer)
{
    Inputs inputs = awsInputs();
    inputs.reference = formOf(reference);
    return play(awsProvider().fetch(inputs, awsKind(kind)), PreparedAnswers{answer});
}

//! The error of a link that is refused before anything is asked.
Error refusedAtOnce(QLatin1StringView kind, Fields reference)
{
    Inputs inputs = awsInputs();
    inputs.reference = formOf(reference);
    const auto played = play(awsProvider().fetch(inputs, awsKind(kind)), PreparedAnswers{});
    EXPECT_FALSE(played.outcome);
    return played.outcome ? Error() : played.outcome.error();
}

QByteArray bodyOf(const Played<SecretDocument> &played)
{
    return played.requests().at(0).body;
}

const QByteArray kText = R"({"ARN":"arn:aws:secretsmanager:eu-west-1:123456789012:secret:a-AbCdEf","Name":"a","VersionId":"v-1",)"
                         R"("SecretString":" as it is\n","VersionStages":["AWSCURRENT"],"CreatedDate":1.5E9})";

TEST(AwsSecret, IsReadByNameInTheCredentialsRegion)
{
    const auto played = fetched(kSecrets, {{"SecretId", " a "}}, awsReply(kText));
    ASSERT_OK(played.outcome);
    EXPECT_EQ(played.outcome->content.reveal(), " as it is\n");
    EXPECT_EQ(played.outcome->form, SecretDocument::Form::Text);
    EXPECT_EQ(played.outcome->version, u"v-1"_s);
    EXPECT_EQ(played.outcome->note, u"AWSCURRENT"_s);
    const HttpRequest request = played.requests().at(0);
    EXPECT_EQ(request.url.host(), u"secretsmanager.eu-west-1.amazonaws.com"_s);
    EXPECT_EQ(targetOf(request), "secretsmanager.GetSecretValue");
    EXPECT_EQ(request.body, R"({"SecretId":"a"})");
}

TEST(AwsSecret, VersionAndStageAreSentWhereGiven)
{
    const auto played = fetched(kSecrets, {{"SecretId", "a"}, {"VersionId", "v-1"}, {"VersionStage", "AWSPREVIOUS"}}, awsReply(kText));
    EXPECT_EQ(bodyOf(played), R"({"SecretId":"a","VersionId":"v-1","VersionStage":"AWSPREVIOUS"})");
}

TEST(AwsSecret, TheRegionOfAnArnDecides)
{
    const auto played =
        fetched(kSecrets, {{"SecretId", "arn:aws:secretsmanager:ap-south-1:999999999999:secret:a-AbCdEf"}}, awsReply(kText));
    const HttpRequest request = played.requests().at(0);
    EXPECT_EQ(request.url.host(), u"secretsmanager.ap-south-1.amazonaws.com"_s);
    bool isSignedThere = false;
    for (const HttpHeader &header : request.headers)
        isSignedThere = isSignedThere || header.value.contains("/ap-south-1/secretsmanager/aws4_request");
    EXPECT_TRUE(isSignedThere);
}

TEST(AwsSecret, AJsonObjectIsKnownAsOneWhateverTheLinkSays)
{
    const auto played = fetched(kSecrets, {{"SecretId", "a"}}, awsReply(R"({"SecretString":"{\"k\":1.10}"})"));
    ASSERT_OK(played.outcome);
    EXPECT_EQ(played.outcome->form, SecretDocument::Form::Json);
    EXPECT_EQ(played.outcome->content.reveal(), R"({"k":1.10})");
    EXPECT_EQ(fetched(kSecrets, {{"SecretId", "a"}}, awsReply(R"({"SecretString":"{not json"})")).outcome->form,
              SecretDocument::Form::Text);
}

TEST(AwsSecret, BytesComeAsBase64OrAsText)
{
    const HttpReply answer = awsReply(R"({"SecretBinary":"R3LDvMOfZQ=="})");
    EXPECT_EQ(fetched(kSecrets, {{"SecretId", "a"}}, answer).outcome->content.reveal(), "R3LDvMOfZQ==");
    EXPECT_EQ(fetched(kSecrets, {{"SecretId", "a"}}, answer).outcome->form, SecretDocument::Form::Binary);
    EXPECT_EQ(fetched(kSecrets, {{"SecretId", "a"}, {"BinaryAs", "utf8"}}, answer).outcome->content.revealText(), u"Grüße"_s);
    const auto noText = fetched(kSecrets, {{"SecretId", "a"}, {"BinaryAs", "utf8"}}, awsReply(R"({"SecretBinary":"//79"})"));
    ASSERT_FALSE(noText.outcome);
    EXPECT_EQ(noText.outcome.error().kind, ErrorKind::InvalidInput);
    EXPECT_TRUE(noText.outcome.error().hint.contains(u"Base64"_s));
    EXPECT_EQ(fetched(kSecrets, {{"SecretId", "a"}}, awsReply(R"({"SecretBinary":"?"})")).outcome.error().kind, ErrorKind::Malformed);
}

TEST(AwsSecret, RefusalsNameTheSecretWhoWhereAndTheRemedy)
{
    struct Row {
        const char *code;
        const char *words;
        ErrorKind kind;
        const char *hint;
    };
    const Row rows[] = {
        {"ResourceNotFoundException", "Secrets Manager can't find the specified secret.", ErrorKind::NotFound, "region and account"},
        {"AccessDeniedException", "User: arn:aws:iam::1:user/u is not authorized", ErrorKind::PermissionDenied,
         "secretsmanager:GetSecretValue"},
        {"AccessDeniedException", "Access to KMS is not allowed", ErrorKind::PermissionDenied, "kms:Decrypt"},
        {"DecryptionFailure", "", ErrorKind::PermissionDenied, "kms:Decrypt"},
        {"InvalidRequestException", "it was marked for deletion.", ErrorKind::NotFound, "restore-secret"},
        {"InvalidParameterException", "bad", ErrorKind::InvalidInput, "version id"},
        {"ExpiredTokenException", "expired", ErrorKind::Unauthenticated, "ended"},
    };
    for (const Row &row : rows) {
        const auto played = fetched(kSecrets, {{"SecretId", "prod/db"}}, awsRefusal(row.code, row.words));
        ASSERT_FALSE(played.outcome) << row.code;
        const Error error = played.outcome.error();
        EXPECT_EQ(error.kind, row.kind) << row.code;
        EXPECT_TRUE(error.message.contains(u"prod/db"_s)) << error.message.toStdString();
        EXPECT_TRUE(error.hint.contains(QString::fromUtf8(row.hint))) << error.hint.toStdString();
        EXPECT_TRUE(error.message.contains(u"the credential, region eu-west-1"_s)) << error.message.toStdString();
        EXPECT_EQ(error.context, QStringList{u"Request ID request-1"_s});
        EXPECT_FALSE(wordsOf(error).contains(u"a-secret-access-key"_s) || wordsOf(error).contains(u"a-session-token"_s));
    }
}

TEST(AwsSecret, ALinkThatNamesNothingUsableIsRefusedBeforeAnythingIsAsked)
{
    EXPECT_EQ(refusedAtOnce(kSecrets, {{"SecretId", " "}}).kind, ErrorKind::InvalidInput);
    EXPECT_EQ(refusedAtOnce(kSecrets, {{"SecretId", "arn:aws:ssm:eu-west-1:123456789012:parameter/a"}}).kind, ErrorKind::InvalidInput);
    EXPECT_EQ(refusedAtOnce(kParameters, {{"Name", "arn:aws:secretsmanager:eu-west-1:123456789012:secret:a"}}).kind,
              ErrorKind::InvalidInput);
    EXPECT_EQ(refusedAtOnce(kParameters, {{"Name", "/a:3"}, {"Version", "4"}}).kind, ErrorKind::InvalidInput);
}

const QByteArray kParameter = R"({"Parameter":{"Name":"/a","Type":"SecureString","Value":"v","Version":7,"ARN":"x"}})";

TEST(AwsParameter, IsReadDecryptedWithItsVersion)
{
    const auto played = fetched(kParameters, {{"Name", "/a"}}, awsReply(kParameter));
    ASSERT_OK(played.outcome);
    EXPECT_EQ(played.outcome->content.reveal(), "v");
    EXPECT_EQ(played.outcome->version, u"7"_s);
    EXPECT_EQ(played.outcome->note, u"SecureString"_s);
    EXPECT_EQ(played.requests().at(0).url.host(), u"ssm.eu-west-1.amazonaws.com"_s);
    EXPECT_EQ(targetOf(played.requests().at(0)), "AmazonSSM.GetParameter");
    EXPECT_EQ(bodyOf(played), R"({"Name":"/a","WithDecryption":true})");
}

TEST(AwsParameter, VersionOrLabelGoesBehindTheName)
{
    EXPECT_EQ(bodyOf(fetched(kParameters, {{"Name", "/a"}, {"Version", "stable"}}, awsReply(kParameter))),
              R"({"Name":"/a:stable","WithDecryption":true})");
    EXPECT_EQ(bodyOf(fetched(kParameters, {{"Name", "/a:3"}, {"Version", "3"}}, awsReply(kParameter))),
              R"({"Name":"/a:3","WithDecryption":true})");
    const auto arn =
        fetched(kParameters, {{"Name", "arn:aws:ssm:us-east-2:123456789012:parameter/a"}, {"Version", "3"}}, awsReply(kParameter));
    EXPECT_EQ(bodyOf(arn), R"({"Name":"arn:aws:ssm:us-east-2:123456789012:parameter/a:3","WithDecryption":true})");
    EXPECT_EQ(arn.requests().at(0).url.host(), u"ssm.us-east-2.amazonaws.com"_s);
}

TEST(AwsParameter, CanStayEncrypted)
{
    const auto played = fetched(kParameters, {{"Name", "/a"}, {"WithDecryption", "false"}}, awsReply(kParameter));
    EXPECT_EQ(bodyOf(played), R"({"Name":"/a","WithDecryption":false})");
    EXPECT_EQ(played.outcome->note, u"SecureString (still encrypted)"_s);
}

TEST(AwsParameter, RefusalsNameTheParameter)
{
    const auto gone = fetched(kParameters, {{"Name", "/a"}}, awsRefusal("ParameterNotFound"));
    ASSERT_FALSE(gone.outcome);
    EXPECT_EQ(gone.outcome.error().kind, ErrorKind::NotFound);
    EXPECT_TRUE(gone.outcome.error().message.contains(u"parameter \"/a\""_s));
    const auto version = fetched(kParameters, {{"Name", "/a"}, {"Version", "9"}}, awsRefusal("ParameterVersionNotFound"));
    EXPECT_EQ(version.outcome.error().kind, ErrorKind::NotFound);
    EXPECT_TRUE(version.outcome.error().hint.contains(u"version"_s));
    const auto denied = fetched(kParameters, {{"Name", "/a"}}, awsRefusal("AccessDeniedException"));
    EXPECT_TRUE(denied.outcome.error().hint.contains(u"ssm:GetParameter"_s));
}

TEST(AwsFetch, ACustomEndpointGetsEverything)
{
    Inputs inputs = awsInputs();
    inputs.credential.setText("endpoint"_L1, u"https://vpce.example:8443"_s);
    inputs.reference = formOf({{"SecretId", "a"}});
    const auto played = play(awsProvider().fetch(inputs, awsKind(kSecrets)), PreparedAnswers{awsReply(kText)});
    EXPECT_EQ(played.requests().at(0).url.authority(), u"vpce.example:8443"_s);
}

} // namespace
} // namespace sallyport::test
