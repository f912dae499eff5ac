// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "providers/sdk/command_line.h"
#include "providers/aws/profile_chain.h"

#include "tests/support/async.h"
#include "tests/support/printers.h"

#include <gtest/gtest.h>

using namespace Qt::StringLiterals;

namespace sallyport::test {
namespace {

using namespace sallyport::aws;

Result<ProfilePlan> plan(const QByteArray &text, const QString &profile = u"a"_s)
{
    const auto config = parseConfig(text, ConfigFileKind::Config, u"cfg"_s);
    return config ? planFor(*config, profile) : Result<ProfilePlan>(config.error());
}

QStringList rolesOf(const ProfilePlan &found)
{
    QStringList roles;
    for (const RoleStep &role : found.roles)
        roles.append(role.roleArn);
    return roles;
}

template<class Base>
const Base &baseOf(const Result<ProfilePlan> &found)
{
    static const Base none{};
    EXPECT_TRUE(found && std::holds_alternative<Base>(found->base)) << (found ? "another base" : found.error().message.toStdString());
    return found && std::holds_alternative<Base>(found->base) ? std::get<Base>(found->base) : none;
}

const QByteArray kKeys = "aws_access_key_id = AKIA1\naws_secret_access_key = s3cr3t\n";

TEST(AwsProfileChain, StaticKeysWithTokenAndAccount)
{
    const auto found = plan("[profile a]\n" + kKeys + "aws_security_token = old\naws_session_token = new\naws_account_id = 123456789012\n");
    const auto &keys = baseOf<StaticKeys>(found);
    EXPECT_EQ(keys.accessKeyId, u"AKIA1"_s);
    EXPECT_EQ(keys.secretAccessKey.reveal(), "s3cr3t");
    EXPECT_EQ(keys.sessionToken.reveal(), "new");
    EXPECT_EQ(keys.accountId, u"123456789012"_s);
    EXPECT_EQ(found->baseSource, (SourceLocation{u"cfg"_s, 2, -1}));
    EXPECT_EQ(describeBase(*found), u"the access key in cfg, line 2"_s);
    EXPECT_EQ(baseOf<StaticKeys>(plan("[profile a]\n" + kKeys + "aws_security_token = old\n")).sessionToken.reveal(), "old");
}

TEST(AwsProfileChain, RolesComeInTheOrderInWhichTheyAreAssumed)
{
    const auto found = plan("[profile a]\nrole_arn = A\nsource_profile = b\nregion = eu-west-1\nmfa_serial = m\nexternal_id = x\n"
                            "role_session_name = n\nduration_seconds = 3600\n"
                            "[profile b]\nrole_arn = B\nsource_profile = c\n[profile c]\nrole_arn = C\ncredential_source = EcsContainer\n");
    EXPECT_EQ(baseOf<NamedSource>(found), NamedSource::EcsContainer);
    ASSERT_EQ(rolesOf(*found), (QStringList{u"C"_s, u"B"_s, u"A"_s}));
    const RoleStep &last = found->roles.back();
    EXPECT_EQ(last.profile, u"a"_s);
    EXPECT_EQ(last.region, u"eu-west-1"_s);
    EXPECT_EQ(last.mfaSerial, u"m"_s);
    EXPECT_EQ(last.externalId, u"x"_s);
    EXPECT_EQ(last.roleSessionName, u"n"_s);
    EXPECT_EQ(last.durationSeconds, 3600);
    EXPECT_FALSE(found->roles.front().durationSeconds);
    EXPECT_EQ(found->profile, u"a"_s);
    EXPECT_EQ(found->baseProfile, u"c"_s);
    EXPECT_EQ(describeBase(*found), u"credential_source EcsContainer in cfg, line 14"_s);
}

TEST(AwsProfileChain, KeysOfTheSelectedProfileAreNotUsedButThoseOfASourceEndTheChain)
{
    const auto found = plan("[profile a]\nrole_arn = A\nsource_profile = b\naws_access_key_id = no\naws_secret_access_key = no\n"
                            "[profile b]\nrole_arn = B\nsource_profile = c\n" +
                            kKeys);
    EXPECT_EQ(baseOf<StaticKeys>(found).accessKeyId, u"AKIA1"_s);
    EXPECT_EQ(rolesOf(*found), QStringList{u"A"_s});
    EXPECT_EQ(baseOf<StaticKeys>(plan("[profile a]\nrole_arn = A\nsource_profile = a\n" + kKeys)).accessKeyId, u"AKIA1"_s);
}

TEST(AwsProfileChain, WebIdentityIsABaseOfItsOwn)
{
    const auto found = plan("[profile a]\nrole_arn = A\nsource_profile = b\n"
                            "[profile b]\nrole_arn = B\nweb_identity_token_file = /t\nrole_session_name = s\n");
    const auto &identity = baseOf<WebIdentity>(found);
    EXPECT_EQ(identity.tokenFile, u"/t"_s);
    EXPECT_EQ(identity.roleArn, u"B"_s);
    EXPECT_EQ(identity.roleSessionName, u"s"_s);
    EXPECT_EQ(rolesOf(*found), QStringList{u"A"_s});
}

TEST(AwsProfileChain, ProcessIsKeptAsWrittenAndWinsOverKeys)
{
    const auto found = plan("[profile a]\nsource_profile = b\ncredential_process = echo x | base64 -d\naws_account_id = 1\n" + kKeys);
    EXPECT_EQ(baseOf<CredentialProcess>(found).commandLine, u"echo x | base64 -d"_s);
    EXPECT_EQ(baseOf<CredentialProcess>(found).accountId, u"1"_s);
    EXPECT_TRUE(found->roles.empty());
    EXPECT_EQ(baseOf<LoginSession>(plan("[profile a]\nlogin_session = arn:x\n" + kKeys)).arn, u"arn:x"_s);
}

TEST(AwsProfileChain, SsoSessionGivesAddressRegionAndScopes)
{
    const QByteArray session = "[sso-session s]\nsso_start_url = https://u\nsso_region = eu-north-1\nsso_registration_scopes = a:b, c\n";
    const auto found =
        plan(session + "[profile a]\nsso_session = s\nsso_account_id = 123456789012\nsso_role_name = Read\nsso_region = eu-north-1\n");
    const auto &sso = baseOf<SsoSource>(found);
    EXPECT_EQ(sso.sessionName, u"s"_s);
    EXPECT_EQ(sso.startUrl, u"https://u"_s);
    EXPECT_EQ(sso.region, u"eu-north-1"_s);
    EXPECT_EQ(sso.accountId, u"123456789012"_s);
    EXPECT_EQ(sso.roleName, u"Read"_s);
    EXPECT_EQ(sso.scopes, (QStringList{u"a:b"_s, u"c"_s}));
    EXPECT_OK(checkYieldsCredentials(*found));

    const auto token = plan(session + "[profile a]\nsso_session = s\n");
    ASSERT_OK(token);
    ASSERT_FALSE(checkYieldsCredentials(*token));
    EXPECT_TRUE(checkYieldsCredentials(*token).error().message.contains(u"a token of the IAM Identity Center instead of credentials"_s));
    const auto old = plan("[profile a]\nsso_start_url = https://u\nsso_region = r\nsso_account_id = 1\nsso_role_name = R\n");
    EXPECT_TRUE(baseOf<SsoSource>(old).sessionName.isEmpty());
}

TEST(AwsProfileChain, MistakesNameProfileKeyFileAndLine)
{
    struct Row {
        const char *text;
        const char16_t *message;
        int line;
    };
    const Row rows[] = {
        {"[profile a]\nrole_arn = A\nsource_profile = b\n", u"profile \"a\" (cfg, line 3): could not find the source profile \"b\"", 3},
        {"[profile a]\nrole_arn = A\n",
         u"profile \"a\" (cfg, line 2): role_arn needs source_profile or credential_source, and neither is there", 2},
        {"[profile a]\nrole_arn = A\nsource_profile = b\ncredential_source = Environment\n[profile b]\n",
         u"profile \"a\" (cfg, line 4): it has both source_profile and credential_source", 4},
        {"[profile a]\nrole_arn = A\ncredential_source = environment\n",
         u"profile \"a\" (cfg, line 3): credential_source \"environment\" is not known", 3},
        {"[profile a]\naws_access_key_id = AKIA1\n", u"profile \"a\" (cfg, line 2): aws_secret_access_key is missing", 2},
        {"[profile a]\naws_secret_access_key = s3cr3t\n", u"profile \"a\" (cfg, line 2): aws_access_key_id is missing", 2},
        {"[profile a]\naws_session_token = s3cr3t\n", u"profile \"a\" (cfg, line 1): aws_access_key_id is missing", 1},
        {"[profile a]\nrole_arn = A\nsource_profile = b\n[profile b]\n", u"profile \"b\" (cfg, line 4): it says nothing about credentials",
         4},
        {"[profile a]\nrole_arn = A\nsource_profile = a\n", u"profile \"a\" (cfg, line 1): it says nothing about credentials", 1},
        {"[profile a]\nrole_arn = A\nsource_profile = b\n[profile b]\nrole_arn = B\nsource_profile = c\n[profile c]\nrole_arn = "
         "C\nsource_profile = b\n",
         u"profile \"b\" (cfg, line 6): the profiles form an infinite loop: b > c > b", 6},
        {"[profile a]\nweb_identity_token_file = /t\n",
         u"profile \"a\" (cfg, line 2): it has web_identity_token_file, but role_arn is missing", 2},
        {"[profile a]\nsso_session = s\n", u"profile \"a\" (cfg, line 2): the sso-session \"s\" was not found", 2},
        {"[profile a]\nsso_session = s\n[sso-session s]\nsso_region = r\n",
         u"profile \"a\" (cfg, line 2): sso_start_url is missing at cfg, line 3", 2},
        {"[profile a]\nsso_session = s\nsso_start_url = https://one\n[sso-session s]\nsso_start_url = https://two\nsso_region = r\n",
         u"profile \"a\" (cfg, line 3): sso_start_url differs from the one of [sso-session s] at cfg, line 5", 3},
        {"[profile a]\nrole_arn = A\nsource_profile = a\nduration_seconds = 60\n",
         u"profile \"a\" (cfg, line 4): duration_seconds is not a number from 900 to 43200", 4},
    };
    for (const Row &row : rows) {
        const auto found = plan(row.text);
        ASSERT_FALSE(found) << row.text;
        EXPECT_EQ(found.error().kind, ErrorKind::InvalidInput) << row.text;
        EXPECT_EQ(found.error().message, QStringView(row.message).toString());
        EXPECT_EQ(found.error().location->line, row.line) << row.text;
        EXPECT_FALSE(found.error().hint.isEmpty()) << row.text;
        EXPECT_FALSE((found.error().message + found.error().hint).contains(u"s3cr3t"_s));
    }
}

TEST(AwsProfileChain, NothingToGoByIsNotAMistake)
{
    EXPECT_EQ(plan("", u"default"_s).error().kind, ErrorKind::NotFound);
    EXPECT_EQ(plan("[profile other]\n" + kKeys, u"default"_s).error().kind, ErrorKind::NotFound);
    EXPECT_EQ(plan("[default]\nregion = r\n", u"default"_s).error().kind, ErrorKind::NotFound);
    EXPECT_EQ(plan("[default]\n" + kKeys, u"work"_s).error().kind, ErrorKind::InvalidInput);
}

TEST(AwsProfileChain, MissingProfileSaysWhatIsThereOrAlmostThere)
{
    const auto known = plan("[default]\n[profile b]\n", u"work"_s);
    EXPECT_EQ(known.error().message, u"could not find the profile \"work\""_s);
    EXPECT_EQ(known.error().hint, u"Known profiles: b, default."_s);
    const auto almost = plan("[default]\n[work]\n", u"work"_s);
    EXPECT_EQ(almost.error().hint, u"The section at cfg, line 2 does not count: a profile of this file is written [profile work]."_s);
}

TEST(AwsCommandLine, SplitsAsAShellDoes)
{
    struct Row {
        const char16_t *line;
        QStringList words;
    };
    const Row rows[] = {
        {u"  prog\t--a  b ", {u"prog"_s, u"--a"_s, u"b"_s}},
        {u"prog 'a b' \"c d\" e\\ f", {u"prog"_s, u"a b"_s, u"c d"_s, u"e f"_s}},
        {u"prog '' \"\"", {u"prog"_s, {}, {}}},
        {u"prog a'b'\"c\"d", {u"prog"_s, u"abcd"_s}},
        {u"prog 'a\\b' \"a\\b\\\"\\$\\\\\"", {u"prog"_s, u"a\\b"_s, u"a\\b\"$\\"_s}},
        {u"prog '|' \"&;<>()\" \\| '$HOME' '`x`'", {u"prog"_s, u"|"_s, u"&;<>()"_s, u"|"_s, u"$HOME"_s, u"`x`"_s}},
        {u"prog a=b 5$ $ a~b #c *.x", {u"prog"_s, u"a=b"_s, u"5$"_s, u"$"_s, u"a~b"_s, u"#c"_s, u"*.x"_s}},
        {u"/opt/my\\ prog\n--next", {u"/opt/my prog"_s, u"--next"_s}},
        {u"'A=b' c", {u"A=b"_s, u"c"_s}},
    };
    for (const Row &row : rows) {
        const auto words = splitCommandLine(QStringView(row.line).toString());
        ASSERT_OK(words);
        EXPECT_EQ(*words, row.words) << QStringView(row.line).toString().toStdString();
    }
}

TEST(AwsCommandLine, RefusesWhatOnlyAShellCanDoAndQuotesNothing)
{
    const char16_t *lines[] = {
        u"secret x | y",     u"secret && b", u"secret; b",       u"secret > f", u"secret < f",     u"secret $HOME",
        u"secret \"$HOME\"", u"secret ${A}", u"secret \"$(x)\"", u"secret `x`", u"secret \"`x`\"", u"(secret)",
        u"secret ~/x",       u"~/secret",    u"A=secret prog",   u"secret &",
    };
    for (const char16_t *line : lines) {
        const auto words = splitCommandLine(QStringView(line).toString());
        ASSERT_FALSE(words) << QStringView(line).toString().toStdString();
        EXPECT_EQ(words.error().kind, ErrorKind::InvalidInput);
        EXPECT_TRUE(words.error().message.contains(u"needs a shell"_s)) << words.error().message.toStdString();
        EXPECT_FALSE(words.error().message.contains(u"secret"_s));
    }
    EXPECT_EQ(splitCommandLine(u"a | b"_s).error().message, u"the command line needs a shell for its pipe \"|\""_s);
}

TEST(AwsCommandLine, RefusesWhatDoesNotEnd)
{
    const std::pair<const char16_t *, const char16_t *> rows[] = {
        {u"a 'b", u"an opening quote '"}, {u"a \"b\\\"", u"an opening quote \""}, {u"a b\\", u"ends in a backslash"}, {u" ", u"is empty"}};
    for (const auto &[line, says] : rows) {
        const auto words = splitCommandLine(QStringView(line).toString());
        ASSERT_FALSE(words);
        EXPECT_TRUE(words.error().message.contains(QStringView(says))) << words.error().message.toStdString();
    }
}

} // namespace
} // namespace sallyport::test
