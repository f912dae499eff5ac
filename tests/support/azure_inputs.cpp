// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/azure_inputs.h"

#include "providers/all_providers.h"
#include "tests/support/certificates.h"

#include <QFile>
#include <QUrlQuery>

using namespace Qt::StringLiterals;

namespace sallyport::test {

namespace {

const QDateTime kNow = QDateTime::fromMSecsSinceEpoch(1'800'000'000'000, Qt::UTC);

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace

const ProviderDescriptor &azureProvider()
{
    return *allProviders().find(u"azure");
}

const SecretKindSpec &azureKind()
{
    return azureProvider().secrets.front();
}

FormValues azureCredential(const char *type, std::initializer_list<std::pair<const char *, const char *>> fields)
{
    FormValues values;
    values.setText("type"_L1, QString::fromUtf8(type));
    for (const auto &[id, text] : fields)
        values.setText(QLatin1StringView(id), QString::fromUtf8(text));
    return values;
}

Inputs azureInputs()
{
    Inputs inputs;
    inputs.now = kNow;
    inputs.credential = azureCredential("clientSecret", {{"tenantId", kTestTenant.data()}, {"clientId", "app-1"}});
    inputs.credential.setSecret("clientSecret"_L1, SecretValue("a-client-secret"));
    inputs.grant.values.setSecret("token"_L1, SecretValue("token-1"));
    inputs.grant.values.setText("tenant"_L1, kTestTenant);
    inputs.grant.values.setText("resource"_L1, u"https://vault.azure.net"_s);
    return inputs;
}

FormValues azureLink(const QString &identifier)
{
    FormValues values;
    values.setText("secretIdentifier"_L1, identifier);
    return values;
}

azure::Settings azureSettings(const FormValues &credential)
{
    const auto settings = azure::settingsFrom(credential);
    EXPECT_TRUE(settings) << (settings ? "" : settings.error().message.toStdString());
    return settings.value_or(azure::Settings());
}

HttpReply azureReply(const QByteArray &json, int status, const QList<HttpHeader> &headers)
{
    return {status, headers, json, kNow.addMSecs(500)};
}

HttpReply entraToken(const QByteArray &more)
{
    return azureReply(R"({"token_type":"Bearer","expires_in":3600,"access_token":"token-2")" + more + "}");
}

HttpReply entraRefusalReply(const QByteArray &error, int code, const QByteArray &words, int status)
{
    const QByteArray number = QByteArray::number(code);
    return azureReply(R"({"error":")" + error + R"(","error_description":"AADSTS)" + number + ": " + words +
                          R"(. Trace ID: 1-2 Correlation ID: 3-4 Timestamp: 2026-11-25 12:00:00Z","error_codes":[)" + number + "]}",
                      status);
}

HttpReply vaultChallenge(const QByteArray &header)
{
    const QByteArray usual = "Bearer authorization=\"https://login.microsoftonline.com/" + QByteArray(kTestTenant.data()) +
                             "\", resource=\"https://vault.azure.net\"";
    return azureReply(R"({"error":{"code":"Unauthorized","message":"AKV10000: Request is missing a Bearer or PoP token."}})", 401,
                      {{"WWW-Authenticate", header.isEmpty() ? usual : header}});
}

HttpReply vaultRefusalReply(int status, const QByteArray &code, const QByteArray &inner, const QByteArray &words)
{
    const QByteArray innerError = inner.isEmpty() ? QByteArray() : R"(,"innererror":{"code":")" + inner + R"("})";
    return azureReply(R"({"error":{"code":")" + code + R"(","message":")" + words + '"' + innerError + "}}", status);
}

QString formField(const HttpRequest &request, const QString &name)
{
    return QUrlQuery(QString::fromLatin1(request.body)).queryItemValue(name, QUrl::FullyDecoded);
}

QByteArray authorizationOf(const HttpRequest &request)
{
    return HttpReply{.headers = request.headers}.header("Authorization");
}

QByteArray azureCertificatePem()
{
    static const QByteArray pem = [] {
        CertificateAuthority authority;
        const auto files = authority.issue({.commonName = "shop", .alternativeNames = {}, .selfSigned = true, .rsaBits = 2048});
        return contentOf(files.key) + contentOf(files.certificate);
    }();
    return pem;
}

} // namespace sallyport::test
