// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/aws_inputs.h"

#include "providers/all_providers.h"
#include "providers/aws/keys.h"

using namespace Qt::StringLiterals;

namespace sallyport::test {

const ProviderDescriptor &awsProvider()
{
    return *allProviders().find(u"aws");
}

const SecretKindSpec &awsKind(QLatin1StringView id)
{
    return *allProviders().findKind(QString(id))->secret;
}

Inputs awsInputs()
{
    Inputs inputs;
    inputs.now = QDateTime::fromMSecsSinceEpoch(1'800'000'000'000, Qt::UTC);
    inputs.credential = formOf({{"type", "temporary"}, {"region", "eu-west-1"}});
    inputs.credential.setSecret("accessKeyId"_L1, SecretValue("AKIDEXAMPLE"));
    inputs.credential.setSecret("secretAccessKey"_L1, SecretValue("a-secret-access-key"));
    const aws::Keys keys{.accessKeyId = u"AKIDEXAMPLE"_s,
                         .secretAccessKey = SecretValue("a-secret-access-key"),
                         .sessionToken = SecretValue("a-session-token"),
                         .region = u"eu-west-1"_s,
                         .origin = {u"the credential"_s}};
    inputs.grant = aws::grantFrom(keys, inputs.now);
    return inputs;
}

HttpReply awsReply(const QByteArray &json, int status)
{
    return {status, {{"x-amzn-RequestId", "request-1"}}, json, QDateTime::fromMSecsSinceEpoch(1'800'000'000'500, Qt::UTC)};
}

HttpReply awsRefusal(const QByteArray &code, const QByteArray &words)
{
    return awsReply(R"({"__type":"com.amazonaws.service#)" + code + R"(","message":")" + words + R"("})", 400);
}

QByteArray targetOf(const HttpRequest &request)
{
    for (const HttpHeader &header : request.headers) {
        if (header.name == "X-Amz-Target")
            return header.value;
    }
    return {};
}

} // namespace sallyport::test
