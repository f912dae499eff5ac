// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// What every provider of the catalogue keeps, whatever its vendor. A provider that is announced but not yet available keeps
// what its tables allow.
#include "app/base/json.h"
#include "providers/all_providers.h"
#include "tests/support/provider_contract.h"

#include <QRegularExpression>

#include <gmock/gmock.h>

#include <map>
#include <set>

using namespace Qt::StringLiterals;

namespace sallyport::test {
namespace {

class ProviderContract : public testing::TestWithParam<const ProviderDescriptor *> {
protected:
    [[nodiscard]] const ProviderDescriptor &provider() const { return *GetParam(); }
    [[nodiscard]] std::vector<std::pair<std::string, FormSpec>> forms() const
    {
        std::vector<std::pair<std::string, FormSpec>> all{{"credential", provider().credential}};
        for (const SecretKindSpec &kind : provider().secrets)
            all.emplace_back(kind.id, kind.reference);
        return all;
    }
};

HttpReply replyOf(int status, const QByteArray &body)
{
    return {status, {}, body, QDateTime::fromMSecsSinceEpoch(1'800'000'000'000, Qt::UTC)};
}

HttpAnswers always(int status, const QByteArray &body)
{
    return [=](const HttpRequest &) -> Result<HttpReply> { return replyOf(status, body); };
}

//! The secrets that a request carries, as a server that repeats what it was sent would repeat them.
QByteArray secretsIn(const HttpRequest &request)
{
    static const QRegularExpression kMarked(u"MARK-[A-Za-z_]+-KRAM"_s);
    QByteArray text = request.body;
    for (const HttpHeader &header : request.headers)
        text += ' ' + header.value;
    QStringList found;
    for (auto match = kMarked.globalMatch(QString::fromUtf8(text)); match.hasNext();)
        found.append(match.next().captured());
    return found.join(u' ').toUtf8();
}

//! A refusal in the words of any of the vendors: the status, a list of errors, a code in JSON or in XML.
HttpAnswers refusing(int status)
{
    static const std::map<int, QByteArray> kCodes{
        {401, "UnrecognizedClientException"}, {403, "AccessDenied"}, {404, "ResourceNotFoundException"}};
    const QByteArray code = kCodes.contains(status) ? kCodes.at(status) : QByteArray("Other");
    return [=](const HttpRequest &request) -> Result<HttpReply> {
        const QByteArray words = "the server's words " + secretsIn(request);
        const bool isForm = request.headers.contains(HttpHeader{"Content-Type", "application/x-www-form-urlencoded; charset=utf-8"});
        if (isForm)
            return replyOf(status,
                           "<ErrorResponse><Error><Code>" + code + "</Code><Message>" + words + "</Message></Error></ErrorResponse>");
        return replyOf(status, R"({"errors":[")" + words + R"("],"__type":")" + code + R"(","message":")" + words + R"("})");
    };
}

QString everythingSaid(const Error &error)
{
    return error.message + u'\n' + error.hint + u'\n' + error.context.join(u'\n');
}

void expectNoSecretIn(const Ending &ending, const QByteArray &text)
{
    const QByteArray decoded = QByteArray::fromPercentEncoding(text);
    EXPECT_FALSE(text.contains("MARK-") || decoded.contains("MARK-")) << ending.name << ": " << text.toStdString();
}

TEST_P(ProviderContract, IdsAreWellFormedAndNamesAreThere)
{
    static const QRegularExpression kId(u"^[a-z][a-z0-9_]*$"_s);
    EXPECT_TRUE(kId.match(QString::fromUtf8(provider().id)).hasMatch());
    EXPECT_STRNE(provider().name, "");
    EXPECT_STRNE(provider().shortName, "");
    EXPECT_FALSE(provider().secrets.empty());
    for (const SecretKindSpec &kind : provider().secrets) {
        EXPECT_TRUE(kId.match(QString::fromUtf8(kind.id)).hasMatch()) << kind.id;
        EXPECT_STRNE(kind.label, "") << kind.id;
        EXPECT_TRUE(QLatin1StringView(kind.id).startsWith(QLatin1StringView(provider().id))) << kind.id;
    }
}

TEST_P(ProviderContract, TablesAreWellFormedAndEveryFieldIsExplained)
{
    for (const auto &[name, form] : forms()) {
        EXPECT_TRUE(isWellFormed(form)) << name;
        for (const FieldSpec &field : form)
            EXPECT_STRNE(field.help, "") << name << '.' << field.id;
    }
}

TEST_P(ProviderContract, FieldsThatSoundSecretAreSecret)
{
    static const QRegularExpression kSecretive(
        u"(password|access_?token|session_?token|secret_?id$|client_?secret|secret_?access_?key|passphrase)"_s,
        QRegularExpression::CaseInsensitiveOption);
    for (const FieldSpec &field : provider().credential) {
        if (kSecretive.match(QString::fromUtf8(field.id)).hasMatch()) {
            EXPECT_EQ(field.kind, FieldKind::Secret) << field.id;
        }
    }
    for (const SecretKindSpec &kind : provider().secrets) {
        for (const FieldSpec &field : kind.reference)
            EXPECT_NE(field.kind, FieldKind::Secret) << field.id << ": a link is written into shared files";
    }
}

TEST_P(ProviderContract, SecretsNeverReachTheSettingsFile)
{
    for (const FormValues &credential : credentialsOf(provider()))
        EXPECT_FALSE(json::write(credential.toJson(provider().credential)).contains("MARK-"));
}

TEST_P(ProviderContract, WhatIsAvailableHasAllItsParts)
{
    if (!provider().available) {
        EXPECT_EQ(provider().fetch, nullptr) << "announced only: nothing may start it";
        return;
    }
    EXPECT_NE(provider().signIn, nullptr);
    EXPECT_NE(provider().identify, nullptr);
    EXPECT_NE(provider().fetch, nullptr);
    EXPECT_NE(provider().describe, nullptr);
    EXPECT_NE(provider().authority, nullptr);
    EXPECT_EQ(provider().signInWays == nullptr, provider().signInWith == nullptr) << "a way needs somebody who goes it";
    for (const SecretKindSpec &kind : provider().secrets) {
        EXPECT_NE(kind.summary, nullptr) << kind.id;
        EXPECT_TRUE(!kind.batch || kind.batch->limit > 1) << kind.id;
    }
}

TEST_P(ProviderContract, WaysToSignInAreNamedAndTheAmbientCredentialIsComplete)
{
    for (const FormValues &credential : credentialsOf(provider())) {
        if (!provider().signInWays)
            break;
        for (const SignInWay &way : provider().signInWays(credential)) {
            EXPECT_STRNE(way.id, "");
            EXPECT_STRNE(way.label, "") << way.id;
            EXPECT_STRNE(way.help, "") << way.id;
        }
    }
    if (provider().ambient) {
        EXPECT_TRUE(provider().ambient().validate(provider().credential).empty());
        EXPECT_FALSE(provider().ambient().hasSecrets());
    }
}

TEST_P(ProviderContract, ABatchAnswersForEachOfItsSecretsAndGroupsAreStable)
{
    for (const Ending &ending : playAll(provider(), always(200, "{}"))) {
        if (ending.what == Ending::What::Batch && ending.succeeded) {
            EXPECT_EQ(ending.answers, 2U) << ending.name;
        }
    }
    for (const SecretKindSpec &kind : provider().secrets) {
        for (const FormValues &credential : credentialsOf(provider())) {
            if (kind.batch) {
                EXPECT_EQ(kind.batch->group(credential, referenceOf(kind)), kind.batch->group(credential, referenceOf(kind)));
                EXPECT_TRUE(kind.batch->group(credential, FormValues()).isEmpty()) << kind.id;
            }
        }
    }
}

TEST_P(ProviderContract, DescriptionsHoldNoSecret)
{
    for (const FormValues &credential : credentialsOf(provider())) {
        if (provider().describe) {
            EXPECT_FALSE(provider().describe(credential).contains(u"MARK-"_s));
        }
        if (provider().authority) {
            EXPECT_FALSE(provider().authority(credential).contains(u"MARK-"_s));
        }
    }
}

//! A shared file must not be able to redirect a credential or to bring settings of its own.
TEST_P(ProviderContract, ALinkWithUnknownSettingsIsRefused)
{
    const char *const kSmuggled[] = {"serverAddress", "endpoint", "region",  "proxy", "caFile",    "clientKey",   "namespace", "token",
                                     "access_token",  "role_id",  "url",     "host",  "__proto__", "constructor", "",          " ",
                                     "authMethod",    "type",     "insecure"};
    int refused = 0;
    for (const SecretKindSpec &kind : provider().secrets) {
        for (const char *name : kSmuggled) {
            if (findField(kind.reference, name))
                continue;
            Value config = referenceOf(kind).toJson(kind.reference);
            config.set(QString::fromUtf8(name), u"https://attacker.example"_s);
            const auto read = FormValues::fromJson(kind.reference, config);
            ASSERT_FALSE(read) << kind.id << ' ' << name;
            EXPECT_EQ(read.error().kind, ErrorKind::InvalidInput);
            ++refused;
        }
    }
    EXPECT_GT(refused, 0);
}

TEST_P(ProviderContract, NamesInALinkCountInTheirSpellingAndWithTheirTypes)
{
    for (const SecretKindSpec &kind : provider().secrets) {
        for (const FieldSpec &field : kind.reference) {
            const QString name = QString::fromUtf8(field.id);
            for (const QString &other : {name.toUpper(), name + u' ', u' ' + name, name + u'\0'}) {
                Value config{Value::Map()};
                config.set(other, u"x"_s);
                EXPECT_FALSE(FormValues::fromJson(kind.reference, config)) << other.toStdString();
            }
            for (const Value &wrong : {Value(Value::Map()), Value(Value::List()), Value(Value::Map{{u"a"_s, u"b"_s}})}) {
                Value config{Value::Map()};
                config.set(name, wrong);
                EXPECT_FALSE(FormValues::fromJson(kind.reference, config)) << name.toStdString();
            }
        }
    }
}

TEST_P(ProviderContract, RequestsGoToTheConfiguredHostOnlyAndNoUrlHoldsASecret)
{
    for (const int status : {200, 403, 404, 503}) {
        for (const Ending &ending : playAll(provider(), always(status, "{}"))) {
            const bool isFetch = ending.what == Ending::What::Fetch || ending.what == Ending::What::Batch;
            const bool hasAddress =
                !ending.credential.text("serverAddress"_L1).isEmpty() || (isFetch && !ending.credential.text("endpoint"_L1).isEmpty());
            for (const HttpRequest &request : ending.requests) {
                EXPECT_TRUE(request.url.isValid()) << ending.name;
                EXPECT_EQ(request.url.scheme(), u"https"_s) << ending.name;
                if (hasAddress) {
                    EXPECT_EQ(request.url.authority(), u"configured.example:8200"_s) << ending.name;
                }
                expectNoSecretIn(ending, request.url.toEncoded());
            }
        }
    }
}

TEST_P(ProviderContract, RefusalsBecomeTheKindsOfErrorThatProgramsCanActOn)
{
    using Kinds = std::set<ErrorKind>;
    const std::pair<int, Kinds> rows[] = {
        {401, {ErrorKind::Unauthenticated, ErrorKind::PermissionDenied}},
        {403, {ErrorKind::Unauthenticated, ErrorKind::PermissionDenied}},
        {404, {ErrorKind::NotFound, ErrorKind::Unauthenticated}},
        {429, {ErrorKind::RateLimited}},
        {500, {ErrorKind::Unavailable}},
        {502, {ErrorKind::Unavailable}},
        {503, {ErrorKind::Unavailable}},
        {504, {ErrorKind::Unavailable}},
    };
    std::size_t refused = 0;
    for (const auto &[status, kinds] : rows) {
        for (const Ending &ending : playAll(provider(), refusing(status))) {
            EXPECT_TRUE(ending.ended) << ending.name;
            if (ending.succeeded && (ending.requests.empty() || ending.what == Ending::What::Suggest || ending.what == Ending::What::Batch))
                continue; // a given token needs no call; nothing to suggest is an empty list; refused batches are fetched one by one
            if (ending.requests.empty()) { // a link and a credential that do not fit, a grant that nobody renews
                EXPECT_TRUE(ending.error.kind == ErrorKind::InvalidInput || ending.error.kind == ErrorKind::Unauthenticated) << ending.name;
                EXPECT_FALSE(ending.error.hint.isEmpty()) << ending.name;
                continue;
            }
            ++refused;
            EXPECT_FALSE(ending.succeeded) << ending.name << ' ' << status;
            EXPECT_TRUE(kinds.contains(ending.error.kind)) << ending.name << ' ' << status << ' ' << traitsOf(ending.error.kind).name;
            EXPECT_FALSE(ending.error.hint.isEmpty()) << ending.name << ' ' << status;
            expectNoSecretIn(ending, everythingSaid(ending.error).toUtf8());
        }
    }
    EXPECT_EQ(refused > 0, provider().available);
}

TEST_P(ProviderContract, FailuresToReachTheServerKeepTheirKind)
{
    for (const ErrorKind kind : {ErrorKind::Network, ErrorKind::Timeout, ErrorKind::Cancelled, ErrorKind::Malformed}) {
        const auto fail = [kind](const HttpRequest &) -> Result<HttpReply> { return Error{kind, u"transport's words"_s, {}}; };
        for (const Ending &ending : playAll(provider(), fail)) {
            if (ending.requests.empty())
                continue;
            EXPECT_FALSE(ending.succeeded) << ending.name;
            EXPECT_EQ(ending.error.kind, kind) << ending.name;
        }
    }
}

//! Answers that no server should give.
std::vector<QByteArray> senselessBodies()
{
    return {
        "",
        " ",
        "null",
        "true",
        "0",
        "\"text\"",
        "[]",
        "{}",
        "{",
        "}",
        "[[[[",
        "{\"data\":",
        "{\"data\":{}}",
        "{\"data\":null}",
        "{\"data\":[]}",
        "{\"data\":\"x\"}",
        "{\"data\":{\"data\":null}}",
        "{\"data\":{\"data\":{}}}",
        "{\"data\":{\"data\":[],\"metadata\":[]}}",
        "{\"data\":{\"data\":{\"k\":1},\"metadata\":{\"version\":\"1\"}}}",
        "{\"auth\":[]}",
        "{\"auth\":{\"client_token\":{}}}",
        "{\"errors\":{}}",
        "{\"errors\":[null,1,{}]}",
        "<html><body>sign in</body></html>",
        "\xef\xbb\xbf{}",
        QByteArray("\0\0\0", 3),
        "\xff\xfe",
        "{\"data\":{\"keys\":\"x\"}}",
        "{\"data\":{\"keys\":[1,null,{}]}}",
        "{\"data\":{\"versions\":[]}}",
        "{\"a\":1}{\"b\":2}",
        "{\"a\":1,}",
        "NaN",
        QByteArray("{\"data\":").repeated(300) + "1" + QByteArray("}").repeated(300),
        "{\"data\":{\"type\":5,\"path\":7}}",
        "'single'",
    };
}

TEST_P(ProviderContract, BodiesThatMakeNoSenseAreErrorsAndNothingWorse)
{
    for (const QByteArray &body : senselessBodies()) {
        for (const int status : {200, 204, 400, 404, 500}) {
            for (const Ending &ending : playAll(provider(), always(status, body))) {
                EXPECT_TRUE(ending.ended) << ending.name;
                const bool mustFail =
                    ending.what == Ending::What::Fetch || (ending.what == Ending::What::SignIn && !ending.requests.empty());
                if (mustFail) {
                    EXPECT_FALSE(ending.succeeded) << ending.name << ' ' << status << ' ' << body.toStdString();
                }
                if (!ending.succeeded) {
                    EXPECT_NE(ending.error.kind, ErrorKind::Internal) << ending.name << ' ' << body.toStdString();
                }
            }
        }
    }
}

INSTANTIATE_TEST_SUITE_P(Catalogue, ProviderContract,
                         testing::ValuesIn(std::vector<const ProviderDescriptor *>(allProviders().providers().begin(),
                                                                                   allProviders().providers().end())),
                         [](const auto &row) { return std::string(row.param->id); });

TEST(Catalogue, IdsAndVariablesAreUniqueOverAllProviders)
{
    std::set<std::string> providers;
    std::set<std::string> kinds;
    for (const ProviderDescriptor *provider : allProviders().providers()) {
        EXPECT_TRUE(providers.insert(provider->id).second) << provider->id;
        for (const SecretKindSpec &kind : provider->secrets)
            EXPECT_TRUE(kinds.insert(kind.id).second) << kind.id;
    }
    EXPECT_EQ(providers, (std::set<std::string>{"aws", "azure", "gcp", "hashicorp"}));
}

TEST(Catalogue, TheVariablesOfHashiCorpAreInsomniasAndVaults)
{
    const FormSpec form = allProviders().find(u"hashicorp")->credential;
    const std::pair<const char *, const char *> rows[] = {
        {"type", "TYPE"},       {"authMethod", "AUTHMETHOD"}, {"serverAddress", "SERVERADDRESS"},
        {"role_id", "ROLE_ID"}, {"secret_id", "SECRET_ID"},   {"access_token", "ACCESS_TOKEN"},
        {"client_id", "CLIENT_ID"}, {"client_secret", "CLIENT_SECRET"}};
    for (const auto &[id, variable] : rows)
        EXPECT_STREQ(findField(form, id)->environment, variable);
    EXPECT_STREQ(findField(form, "serverAddress")->vendorEnvironment, "VAULT_ADDR");
    EXPECT_STREQ(findField(form, "access_token")->vendorEnvironment, "VAULT_TOKEN");
    EXPECT_STREQ(findField(form, "namespace")->vendorEnvironment, "VAULT_NAMESPACE");
    EXPECT_STREQ(findField(form, "caFile")->vendorEnvironment, "VAULT_CACERT");
}

} // namespace
} // namespace sallyport::test
