// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/support/aws_play.h"

#include "tests/support/fakes.h"

using namespace Qt::StringLiterals;

namespace sallyport::test {

namespace {

HttpReply roleKeys(const QDateTime &now)
{
    const QByteArray until = now.addSecs(3600).toString(Qt::ISODate).toLatin1();
    return reply(200,
                 "<AssumeRoleResponse><AssumeRoleResult><Credentials><AccessKeyId>ASIAIOSFODNN7EXAMPLE</AccessKeyId>"
                 "<SecretAccessKey>wJalrXUtnFEMI/K7MDENG/role</SecretAccessKey><SessionToken>token-of-role</SessionToken><Expiration>" +
                     until + "</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>");
}

} // namespace

HttpReply awsAnswer(const HttpRequest &request, const QDateTime &now)
{
    for (const auto &[name, value] : request.headers) {
        if (name.compare("x-amz-target", Qt::CaseInsensitive) != 0)
            continue;
        if (value == "secretsmanager.GetSecretValue")
            return reply(200, R"({"Name":"prod/shop","VersionId":"1cf67948-1141-4599-8852-c2591674b9dc",)"
                              R"("SecretString":"{\"user\":\"shop\",\"password\":\"k-4711\"}"})");
        if (value == "AmazonSSM.GetParameter")
            return reply(200, R"({"Parameter":{"Name":"/prod/key","Type":"SecureString","Value":"k-4711","Version":4}})");
    }
    if (request.body.contains("Action=AssumeRole"))
        return roleKeys(now);
    return reply(200, "<GetCallerIdentityResponse><GetCallerIdentityResult><Arn>arn:aws:iam::123456789012:user/ci-reader</Arn>"
                      "<UserId>AIDAEXAMPLE</UserId><Account>123456789012</Account></GetCallerIdentityResult></GetCallerIdentityResponse>");
}

Credential awsKeys()
{
    Credential credential{.name = u"prod"_s, .providerId = u"aws"_s};
    credential.values.setText("type"_L1, u"temporary"_s);
    credential.values.setText("region"_L1, u"eu-west-1"_s);
    credential.values.setSecret("accessKeyId"_L1, SecretValue::fromString(u"AKIAIOSFODNN7EXAMPLE"_s));
    credential.values.setSecret("secretAccessKey"_L1, SecretValue::fromString(u"wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"_s));
    return credential;
}

} // namespace sallyport::test
