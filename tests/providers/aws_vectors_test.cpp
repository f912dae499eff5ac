// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// Public cases that lie beside the checkout; each suite skips, by name, where it is not there.
#include "providers/aws/profile_chain.h"
#include "providers/aws/sigv4.h"

#include "app/base/json.h"
#include "tests/support/async.h"
#include "tests/support/printers.h"
#include "tests/support/workspace_texts.h"

#include <gtest/gtest.h>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace sallyport::test {
namespace {

using namespace sallyport::aws;

using Files = std::map<QString, QByteArray>;

Files filesOf(const QString &folder)
{
    Files files;
    for (const NamedText &file : vectorFiles(folder))
        files[file.name] = file.text;
    return files;
}

//! The JSON file of that name, or null where it is not there.
Value configCases(const QString &name)
{
    const Files files = filesOf(u"aws-config"_s);
    const auto found = files.find(name);
    return found == files.end() ? Value() : json::parse(found->second).value_or(Value());
}

#define SKIP_WITHOUT(condition, name)                                                                                                      \
    if (!(condition))                                                                                                                      \
    GTEST_SKIP() << "no " name " in $SALLYPORT_VECTORS nor ../shared/vectors"

//! A request as a file holds it: line, headers (a line that begins with a blank goes on with the one above), empty line, body.
SigningInput requestOf(const QByteArray &text)
{
    const qsizetype gap = text.indexOf("\n\n");
    QByteArrayList lines = (gap < 0 ? text : text.left(gap)).split('\n');
    const QByteArray first = lines.takeFirst();
    const QByteArray target = first.mid(first.indexOf(' ') + 1, first.lastIndexOf(' ') - first.indexOf(' ') - 1);
    const qsizetype mark = target.indexOf('?');
    SigningInput input{.method = first.left(first.indexOf(' ')),
                       .path = mark < 0 ? target : target.left(mark),
                       .query = mark < 0 ? QByteArray() : target.sliced(mark + 1),
                       .headers = {},
                       .body = gap < 0 ? QByteArray() : text.sliced(gap + 2),
                       .keys = {}};
    for (const QByteArray &line : lines) {
        if (line.startsWith(' '))
            input.headers.last().value += '\n' + line;
        else if (!line.isEmpty())
            input.headers.append({line.left(line.indexOf(':')), line.sliced(line.indexOf(':') + 1)});
    }
    return input;
}

SigningInput inputOf(const Files &files, const Value &context)
{
    SigningInput input = requestOf(files.at(u"request.txt"_s));
    const Value &given = context[u"credentials"];
    input.keys = {.accessKeyId = given[u"access_key_id"].toString().toUtf8(),
                  .secret = SecretValue::fromString(given[u"secret_access_key"].toString()),
                  .sessionToken = SecretValue::fromString(given[u"token"].toString()),
                  .region = context[u"region"].toString().toUtf8(),
                  .service = context[u"service"].toString().toUtf8(),
                  .utc = QDateTime::fromString(context[u"timestamp"].toString(), Qt::ISODate)};
    input.normalizePath = context[u"normalize"].toBool();
    input.omitSessionToken = context[u"omit_session_token"].toBool();
    input.signBody = context[u"sign_body"].toBool();
    return input;
}

QList<HttpHeader> sortedHeaders(QList<HttpHeader> headers)
{
    for (HttpHeader &header : headers)
        header = {header.name.toLower(), header.value.simplified()};
    std::stable_sort(headers.begin(), headers.end(), [](const auto &a, const auto &b) { return a.name < b.name; });
    return headers;
}

//! The signed request of the file: the same headers in whatever order, the same address, the same body.
void expectSameRequest(const QByteArray &file, SigningInput input, const Signature &signature)
{
    const SigningInput expected = requestOf(file);
    EXPECT_EQ(sortedHeaders(expected.headers), sortedHeaders(input.headers + signature.headers));
    EXPECT_EQ(expected.path, input.path);
    EXPECT_EQ(expected.query, signature.query.isEmpty() ? input.query : signature.query);
    EXPECT_EQ(expected.body.trimmed(), input.body.trimmed());
}

void expectSignature(const Files &files, const QString &form, const SigningInput &input, const Signature &signature)
{
    const auto file = [&](const char *rest) { return files.at(form + QString::fromLatin1(rest)); };
    EXPECT_EQ(signature.canonicalRequest, file("-canonical-request.txt"));
    EXPECT_EQ(signature.stringToSign, file("-string-to-sign.txt"));
    EXPECT_EQ(signature.signature, file("-signature.txt"));
    expectSameRequest(file("-signed-request.txt"), input, signature);
}

TEST(AwsVectors, SignatureSuiteIsSignedByHeadersAndByQuery)
{
    const QStringList folders = vectorFolders(u"aws-sigv4"_s);
    SKIP_WITHOUT(!folders.isEmpty(), "aws-sigv4");
    for (const QString &folder : folders) {
        SCOPED_TRACE(folder.toStdString());
        const Files files = filesOf(u"aws-sigv4/"_s + folder);
        const auto context = json::parse(files.at(u"context.json"_s));
        ASSERT_OK(context);
        const SigningInput input = inputOf(files, *context);
        expectSignature(files, u"header"_s, input, signHeaders(input));
        const int seconds = (*context)[u"expiration_in_seconds"].numberText().toInt();
        expectSignature(files, u"query"_s, input, presign(input, std::chrono::seconds(seconds)));
    }
    EXPECT_EQ(folders.size(), 38);
}

Result<SharedConfig> configOf(const Value &input)
{
    const auto config = parseConfig(input[u"configFile"].toString().toUtf8(), ConfigFileKind::Config, u"config"_s);
    const auto credentials = parseConfig(input[u"credentialsFile"].toString().toUtf8(), ConfigFileKind::Credentials, u"credentials"_s);
    if (!config || !credentials)
        return config ? credentials.error() : config.error();
    return merged(*config, *credentials);
}

using Texts = std::map<QString, std::map<QString, QString>>;

Texts textsOf(const SharedConfig::Sections &sections)
{
    Texts texts;
    for (const auto &[name, section] : sections) {
        texts[name];
        for (const auto &[key, property] : section.properties)
            texts[name][key] = property.value;
    }
    return texts;
}

Texts textsOf(const Value &sections)
{
    Texts texts;
    for (const auto &[name, section] : sections.map()) {
        texts[name];
        for (const auto &[key, value] : section.map())
            texts[name][key] = value.toString();
    }
    return texts;
}

TEST(AwsVectors, GrammarSuiteReadsAlike)
{
    const Value cases = configCases(u"profile-parser-tests.json"_s);
    SKIP_WITHOUT(cases.isMap(), "aws-config/profile-parser-tests.json");
    for (const Value &row : cases[u"tests"].list()) {
        SCOPED_TRACE(row[u"name"].toString().toStdString());
        const auto config = configOf(row[u"input"]);
        const QString wrong = row[u"output"][u"errorContaining"].toString();
        ASSERT_EQ(config.has_value(), wrong.isEmpty());
        if (!config) {
            EXPECT_TRUE(config.error().message.contains(wrong, Qt::CaseInsensitive)) << config.error().message.toStdString();
            EXPECT_GE(config.error().location->line, 1);
            continue;
        }
        const Value &expected = row[u"output"][u"config"];
        EXPECT_EQ(textsOf(config->profiles), textsOf(expected[u"profiles"]));
        EXPECT_EQ(textsOf(config->ssoSessions), textsOf(expected[u"sso_sessions"]));
    }
    EXPECT_EQ(cases[u"tests"].list().size(), 65u);
}

TEST(AwsVectors, LocationSuiteFindsTheSameFiles)
{
    const Value cases = configCases(u"file-location-tests.json"_s);
    SKIP_WITHOUT(cases.isMap(), "aws-config/file-location-tests.json");
    for (const Value &row : cases[u"tests"].list()) {
        SCOPED_TRACE(row[u"name"].toString().toStdString());
        Variables variables;
        for (const auto &[name, value] : row[u"environment"].map())
            variables[name] = value.toString();
        const auto rules = row[u"platform"].toString() == "windows"_L1 ? HomeRules::Windows : HomeRules::Unix;
        const ConfigLocations locations = configLocations(variables, rules);
        EXPECT_EQ(locations.config, row[u"configLocation"].toString());
        EXPECT_EQ(locations.credentials, row[u"credentialsLocation"].toString());
        EXPECT_EQ(chosenProfile({}, variables).name, row[u"profile"].toString(u"default"_s));
    }
    EXPECT_EQ(cases[u"tests"].list().size(), 9u);
}

//! Writes sections as a config file would have them.
QByteArray fileOf(const Value &sections, const QByteArray &prefix)
{
    QByteArray text;
    for (const auto &[name, section] : sections.map()) {
        text += '[' + prefix + ' ' + name.toUtf8() + "]\n";
        for (const auto &[key, value] : section.map())
            text += key.toUtf8() + " = " + value.toString().toUtf8() + '\n';
    }
    return text;
}

Value objectOf(std::initializer_list<std::pair<const char16_t *, QString>> members)
{
    Value object{Value::Map()};
    for (const auto &[name, value] : members) {
        if (!value.isEmpty())
            object.set(QString::fromUtf16(name), value);
    }
    return object;
}

Value stepNamed(const QString &name, Value content)
{
    return Value(Value::Map{{name, std::move(content)}});
}

struct BaseAsValue {
    Value operator()(const StaticKeys &keys) const
    {
        return stepNamed(u"AccessKey"_s, objectOf({{u"access_key_id", keys.accessKeyId},
                                                   {u"secret_access_key", keys.secretAccessKey.revealText()},
                                                   {u"session_token", keys.sessionToken.revealText()},
                                                   {u"account_id", keys.accountId}}));
    }
    Value operator()(NamedSource source) const
    {
        return stepNamed(u"NamedSource"_s, source == NamedSource::Environment           ? u"Environment"_s
                                           : source == NamedSource::Ec2InstanceMetadata ? u"Ec2InstanceMetadata"_s
                                                                                        : u"EcsContainer"_s);
    }
    Value operator()(const CredentialProcess &process) const
    {
        return stepNamed(u"CredentialProcess"_s, objectOf({{u"command", process.commandLine}, {u"account_id", process.accountId}}));
    }
    Value operator()(const SsoSource &sso) const
    {
        return stepNamed(u"Sso"_s, objectOf({{u"sso_session", sso.sessionName},
                                             {u"sso_account_id", sso.accountId},
                                             {u"sso_region", sso.region},
                                             {u"sso_role_name", sso.roleName},
                                             {u"sso_start_url", sso.startUrl}}));
    }
    Value operator()(const WebIdentity &identity) const
    {
        return stepNamed(u"WebIdentityToken"_s, objectOf({{u"role_arn", identity.roleArn},
                                                          {u"web_identity_token_file", identity.tokenFile},
                                                          {u"role_session_name", identity.roleSessionName}}));
    }
    Value operator()(const LoginSession &login) const
    {
        return stepNamed(u"LoginSession"_s, objectOf({{u"login_session_arn", login.arn}}));
    }
};

Value planAsValue(const ProfilePlan &plan)
{
    Value::List steps{std::visit(BaseAsValue{}, plan.base)};
    for (const RoleStep &role : plan.roles)
        steps.push_back(stepNamed(
            u"AssumeRole"_s,
            objectOf({{u"role_arn", role.roleArn}, {u"external_id", role.externalId}, {u"role_session_name", role.roleSessionName}})));
    return Value(steps);
}

//! Members in the order of their names, so that two values can be compared.
Value sorted(const Value &value)
{
    if (value.isList()) {
        Value::List items;
        for (const Value &item : value.list())
            items.push_back(sorted(item));
        return Value(items);
    }
    if (!value.isMap())
        return value;
    std::map<QString, Value> members;
    for (const auto &[name, member] : value.map())
        members.emplace(name, sorted(member));
    return Value(Value::Map(members.begin(), members.end()));
}

//! What the suite says of a mistake, and the words with which we say it.
struct Wording {
    const char16_t *theirs;
    QStringList ours;
};
const std::vector<Wording> &wordings()
{
    static const std::vector<Wording> rows{
        {u"profile must contain `source_profile`", {u"profile \"A\""_s, u"source_profile"_s, u"neither"_s}},
        {u"profile contained both source_profile and credential_source",
         {u"profile \"A\""_s, u"both source_profile and credential_source"_s}},
        {u"profile missing aws_secret_access_key", {u"profile \"B\""_s, u"aws_secret_access_key is missing"_s}},
        {u"profile missing aws_access_key_id", {u"profile \"B\""_s, u"aws_access_key_id is missing"_s}},
        {u"profile `B` did not contain credential information", {u"profile \"B\""_s, u"nothing about credentials"_s}},
        {u"profile `A` did not contain credential information", {u"profile \"A\""_s, u"nothing about credentials"_s}},
        {u"could not find source profile B referenced from A", {u"profile \"A\""_s, u"source profile \"B\""_s}},
        {u"No profiles were defined", {u"no profiles were defined"_s}},
        {u"profile formed an infinite loop", {u"infinite loop: A > B > A"_s}},
        {u"`role_arn` was missing", {u"profile \"A\""_s, u"role_arn is missing"_s}},
        {u"if `sso_role_name` is set, then `sso_account_id` must also be set", {u"sso_role_name is set, but sso_account_id is not"_s}},
        {u"if `sso_account_id` is set, then `sso_role_name` must also be set", {u"sso_account_id is set, but sso_role_name is not"_s}},
        {u"`sso_region` can only be specified in the [sso-session] config when a session name is given",
         {u"profile \"A\""_s, u"sso_region can only be given in [sso-session A]"_s}},
        {u"sso-session named `oops` (referenced by profile `A`) was not found",
         {u"profile \"A\""_s, u"sso-session \"oops\" was not found"_s}},
    };
    return rows;
}

void expectError(const Error &error, const QString &theirs)
{
    const auto row =
        std::find_if(wordings().begin(), wordings().end(), [&](const Wording &wording) { return theirs == QStringView(wording.theirs); });
    ASSERT_NE(row, wordings().end()) << theirs.toStdString();
    for (const QString &word : row->ours)
        EXPECT_TRUE(error.message.contains(word)) << error.message.toStdString() << " should say: " << word.toStdString();
    EXPECT_FALSE(error.hint.isEmpty());
}

TEST(AwsVectors, ChainSuitePlansAlike)
{
    const Value cases = configCases(u"assume-role-tests.json"_s);
    SKIP_WITHOUT(cases.isList(), "aws-config/assume-role-tests.json");
    for (const Value &row : cases.list()) {
        SCOPED_TRACE(row[u"docs"].toString().toStdString());
        const Value &input = row[u"input"];
        const auto config = parseConfig(fileOf(input[u"profiles"], "profile") + fileOf(input[u"sso_sessions"], "sso-session"),
                                        ConfigFileKind::Config, u"config"_s);
        ASSERT_OK(config);
        const auto plan = planFor(*config, input[u"selected_profile"].toString());
        const QString wrong = row[u"output"][u"Error"].toString();
        ASSERT_EQ(plan.has_value(), wrong.isEmpty()) << (plan ? "" : plan.error().message.toStdString());
        if (!plan)
            expectError(plan.error(), wrong);
        else
            EXPECT_EQ(json::write(sorted(planAsValue(*plan))), json::write(sorted(row[u"output"][u"ProfileChain"])));
    }
    EXPECT_EQ(cases.list().size(), 28u);
}

} // namespace
} // namespace sallyport::test
