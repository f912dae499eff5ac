// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/gcp_inputs.h"

#include "app/base/json.h"
#include "providers/all_providers.h"
#include "providers/gcp/crc32c.h"
#include "tests/support/rsa_keys.h"

using namespace Qt::StringLiterals;

namespace sallyport::test {

namespace {

QByteArray changed(Value file, const QMap<QString, QByteArray> &changes)
{
    for (auto it = changes.cbegin(); it != changes.cend(); ++it) {
        if (!it.value().isEmpty()) {
            file.set(it.key(), json::parse(it.value()).value_or(Value()));
            continue;
        }
        Value::Map kept;
        for (const auto &member : file.map()) {
            if (member.first != it.key())
                kept.push_back(member);
        }
        file = Value(kept);
    }
    return json::writeIndented(file);
}

Value fileOf(std::initializer_list<std::pair<const char16_t *, QString>> members)
{
    Value file{Value::Map()};
    for (const auto &[name, text] : members)
        file.set(QString::fromUtf16(name), text);
    return file;
}

} // namespace

const ProviderDescriptor &gcpProvider()
{
    return *allProviders().find(u"gcp");
}

const SecretKindSpec &gcpKind()
{
    return *allProviders().findKind(u"gcp"_s)->secret;
}

QByteArray gcpKeyFile(const QMap<QString, QByteArray> &changes, const SecretValue &key)
{
    return changed(fileOf({{u"type", u"service_account"_s},
                           {u"project_id", u"shop-prod"_s},
                           {u"private_key_id", u"0123456789abcdef"_s},
                           {u"private_key", (key.isEmpty() ? rfc7515Key() : key).revealText()},
                           {u"client_email", QString::fromLatin1(kGcpAccount)},
                           {u"client_id", u"100000000000000000001"_s},
                           {u"auth_uri", u"https://accounts.google.com/o/oauth2/auth"_s},
                           {u"token_uri", u"https://oauth2.googleapis.com/token"_s},
                           {u"universe_domain", u"googleapis.com"_s}}),
                   changes);
}

QByteArray gcpUserFile(const QMap<QString, QByteArray> &changes)
{
    return changed(fileOf({{u"account", u""_s},
                           {u"client_id", u"764086051850-x.apps.googleusercontent.com"_s},
                           {u"client_secret", u"a-client-secret"_s},
                           {u"quota_project_id", u"shop-quota"_s},
                           {u"refresh_token", u"1//a-refresh-token"_s},
                           {u"type", u"authorized_user"_s},
                           {u"universe_domain", u"googleapis.com"_s}}),
                   changes);
}

QByteArray gcpFederationFile(const QMap<QString, QByteArray> &changes)
{
    Value file = fileOf({{u"type", u"external_account"_s},
                         {u"audience", u"//iam.googleapis.com/projects/456/locations/global/workloadIdentityPools/ci/providers/forge"_s},
                         {u"subject_token_type", u"urn:ietf:params:oauth:token-type:jwt"_s},
                         {u"token_url", u"https://sts.googleapis.com/v1/token"_s}});
    file.set(u"credential_source"_s, Value(Value::Map{{u"file"_s, u"/run/ci/token"_s}}));
    return changed(file, changes);
}

QByteArray gcpImpersonatedFile(const QByteArray &source, const QMap<QString, QByteArray> &changes)
{
    Value file = fileOf({{u"type", u"impersonated_service_account"_s},
                         {u"service_account_impersonation_url",
                          u"https://iamcredentials.googleapis.com/v1/projects/-/serviceAccounts/%1:generateAccessToken"_s.arg(
                              QLatin1StringView(kGcpAccount))}});
    file.set(u"source_credentials"_s, json::parse(source).value_or(Value()));
    return changed(file, changes);
}

Inputs gcpInputs()
{
    Inputs inputs;
    inputs.now = QDateTime::fromMSecsSinceEpoch(1'800'000'000'000, Qt::UTC);
    inputs.credential = formOf({{"type", "keyFile"}, {"serviceAccountKeyFilePath", kGcpKeyPath}});
    inputs.grant.values = formOf({{"principal", kGcpAccount}, {"project", "shop-prod"}, {"projectOrigin", "of the identity"}});
    inputs.grant.values.setSecret("token"_L1, SecretValue("ya29.granted"));
    inputs.grant.issued = inputs.now;
    inputs.grant.expires = inputs.now.addSecs(3599);
    return inputs;
}

World gcpWorld(const HttpAnswers &http)
{
    World world{.http = http};
    world.files.insert(QString::fromLatin1(kGcpKeyPath), gcpKeyFile());
    world.files.insert(u"~/.config/gcloud/application_default_credentials.json"_s, gcpUserFile());
    world.files.insert(u"/home/me/federation.json"_s, gcpFederationFile());
    world.files.insert(u"/run/ci/token"_s, "a.subject.token\n");
    return world;
}

HttpReply gcpReply(const QByteArray &json, int status)
{
    return {
        status, {{"Content-Type", "application/json; charset=UTF-8"}}, json, QDateTime::fromMSecsSinceEpoch(1'800'000'000'500, Qt::UTC)};
}

HttpReply gcpRefusal(int status, const QByteArray &code, const QByteArray &words, const QByteArray &reason, const QByteArray &metadata)
{
    QByteArray details;
    if (!reason.isEmpty())
        details =
            R"(,"details":[{"@type":"type.googleapis.com/google.rpc.Help"},)"
            R"({"@type":"type.googleapis.com/google.rpc.ErrorInfo","reason":")" +
            reason + R"(","domain":"googleapis.com","metadata":)" + metadata + "}]";
    return gcpReply(R"({"error":{"code":)" + QByteArray::number(status) + R"(,"message":")" + words + R"(","status":")" + code + "\"" +
                        details + "}}",
                    status);
}

HttpReply oauthRefusal(const QByteArray &code, const QByteArray &words, const QByteArray &subtype)
{
    const QByteArray more = subtype.isEmpty() ? QByteArray() : R"(,"error_subtype":")" + subtype + '"';
    return gcpReply(R"({"error":")" + code + R"(","error_description":")" + words + '"' + more + '}', 400);
}

HttpReply gcpTokenReply(const QByteArray &token)
{
    return gcpReply(R"({"access_token":")" + token + R"(","expires_in":3599,"token_type":"Bearer"})");
}

HttpReply gcpImpersonatedReply()
{
    return gcpReply(R"({"accessToken":"ya29.target","expireTime":"2027-01-15T08:59:59Z"})");
}

HttpReply gcpPayload(const QByteArray &payload, const QByteArray &name)
{
    return gcpReply(R"({"name":")" + name + R"(","payload":{"data":")" + payload.toBase64() + R"(","dataCrc32c":")" +
                    QByteArray::number(gcp::crc32c(payload)) + R"("}})");
}

QByteArray formField(const HttpRequest &request, const QByteArray &name)
{
    for (const QByteArray &field : request.body.split('&')) {
        if (field.startsWith(name + '='))
            return QByteArray::fromPercentEncoding(field.mid(name.size() + 1));
    }
    return {};
}

Value jwtPart(const QByteArray &token, int part)
{
    const QByteArray text = QByteArray::fromBase64(token.split('.').value(part), QByteArray::Base64UrlEncoding);
    return json::parse(text).value_or(Value());
}

QByteArray headerIn(const HttpRequest &request, const QByteArray &name)
{
    return HttpReply{.headers = request.headers}.header(name);
}

} // namespace sallyport::test
