// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "providers/aws/shared_config.h"

#include "tests/support/async.h"
#include "tests/support/printers.h"

#include <gtest/gtest.h>

using namespace Qt::StringLiterals;

namespace sallyport::test {
namespace {

using namespace sallyport::aws;

const QString kConfig = u"/home/me/.aws/config"_s;
const QString kCredentials = u"/home/me/.aws/credentials"_s;

Result<SharedConfig> config(const QByteArray &text)
{
    return parseConfig(text, ConfigFileKind::Config, kConfig);
}

Result<SharedConfig> credentials(const QByteArray &text)
{
    return parseConfig(text, ConfigFileKind::Credentials, kCredentials);
}

QString valueIn(const Result<SharedConfig> &parsed, const QString &profile, const QString &key)
{
    const ConfigSection *section = parsed ? parsed->profile(profile) : nullptr;
    return section ? section->text(key) : u"(no profile)"_s;
}

TEST(AwsSharedConfig, ReadsSectionsOfAllKinds)
{
    const auto parsed =
        config("[default]\nregion = eu-central-1\n[profile work]\nRegion=eu-west-1\n"
               "[sso-session corp]\nsso_region = eu-north-1\n[services local]\nssm =\n  endpoint_url = http://localhost:1\n");
    ASSERT_OK(parsed);
    EXPECT_EQ(parsed->profiles.size(), 2u);
    EXPECT_EQ(valueIn(parsed, u"work"_s, u"region"_s), u"eu-west-1"_s);
    ASSERT_TRUE(parsed->ssoSession(u"corp"_s));
    EXPECT_EQ(parsed->ssoSession(u"corp"_s)->text(u"sso_region"_s), u"eu-north-1"_s);
    ASSERT_TRUE(parsed->servicesSection(u"local"_s));
    EXPECT_TRUE(parsed->ignored.isEmpty());
}

TEST(AwsSharedConfig, SyntaxErrorsNameFileAndLineAndQuoteNothing)
{
    struct Row {
        const char *text;
        int line;
        const char16_t *says;
    };
    const Row rows[] = {
        {"\n[profile hunter2", 2, u"must end with ']'"},
        {"hunter2 = 1", 1, u"expected a profile definition"},
        {" hunter2", 1, u"expected a profile definition"},
        {"[default]\nhunter2", 2, u"expected an '=' sign defining a property"},
        {"[default]\n# c\n = hunter2", 3, u"found continuation"},
        {"[default]\n= hunter2", 2, u"property did not have a name"},
        {"[default]\r\na = b\r\n[default]\r\n hunter2", 4, u"expected a property definition, found continuation"},
        {"[default]\ns3 =\n hunter2", 3, u"expected an '=' sign defining a sub-property"},
        {"[default]\ns3 =\n  = hunter2", 3, u"sub-property did not have a name"},
        {"[default]\nhunter2 # = x", 2, u"expected an '=' sign defining a property"},
    };
    for (const Row &row : rows) {
        const auto parsed = config(row.text);
        ASSERT_FALSE(parsed) << row.text;
        EXPECT_EQ(parsed.error().kind, ErrorKind::Malformed);
        EXPECT_EQ(parsed.error().location, (SourceLocation{kConfig, row.line, -1})) << row.text;
        EXPECT_TRUE(parsed.error().message.contains(QStringView(row.says))) << parsed.error().message.toStdString();
        EXPECT_TRUE(parsed.error().message.startsWith(u"%1, line %2: "_s.arg(kConfig, QString::number(row.line))));
        EXPECT_FALSE(parsed.error().message.contains(u"hunter2"_s));
        EXPECT_FALSE(parsed.error().hint.isEmpty());
    }
}

TEST(AwsSharedConfig, CommentsEndValuesOnlyAfterABlank)
{
    struct Row {
        const char *line;
        const char16_t *value;
    };
    const Row rows[] = {
        {"k = a # b", u"a"},       {"k = a ; b", u"a"},  {"k = a#b", u"a#b"}, {"k = a;b", u"a;b"},
        {"k = # only", u""},       {"k = a\t# b", u"a"}, {"k =a=b", u"a=b"},  {"k = a\n  b # c", u"a\nb # c"},
        {"k = a\n\n  b", u"a\nb"},
    };
    for (const Row &row : rows) {
        const auto parsed = config(QByteArray("[default]\n") + row.line);
        ASSERT_OK(parsed);
        EXPECT_EQ(valueIn(parsed, u"default"_s, u"k"_s), QStringView(row.value).toString()) << row.line;
    }
}

TEST(AwsSharedConfig, AcceptsByteOrderMarkCarriageReturnsAndUnicode)
{
    const auto parsed = config("\xEF\xBB\xBF[default]\r\n; c\r\nname = caf\xC3\xA9\r\n\r\n");
    ASSERT_OK(parsed);
    EXPECT_EQ(valueIn(parsed, u"default"_s, u"name"_s), u"café"_s);
}

TEST(AwsSharedConfig, RefusesWhatIsNotUtf8)
{
    const auto parsed = config("[default]\nname = caf\xE9\n");
    ASSERT_FALSE(parsed);
    EXPECT_EQ(parsed.error().message, u"/home/me/.aws/config is not UTF-8 text"_s);
}

TEST(AwsSharedConfig, SaysWhySectionsCountForNothing)
{
    const auto parsed = config("[work]\na = 1\n[profile in valid]\n[sso-sesion x]\n[default]\n[profile default]\n");
    ASSERT_OK(parsed);
    ASSERT_EQ(parsed->ignored.size(), 4);
    EXPECT_EQ(parsed->ignored[0].title, u"work"_s);
    EXPECT_EQ(parsed->ignored[0].reason, u"a profile of this file is written [profile work]"_s);
    EXPECT_EQ(parsed->ignored[0].source, (SourceLocation{kConfig, 1, -1}));
    EXPECT_EQ(parsed->ignored[1].source.line, 3);
    EXPECT_EQ(parsed->ignored[2].reason, u"no section of this kind is known"_s);
    EXPECT_EQ(parsed->ignored[3].reason, u"[profile default] stands in the same file and wins"_s);
    EXPECT_EQ(parsed->profiles.size(), 1u);
    const auto other = credentials("[profile work]\n[ok]\n");
    ASSERT_OK(other);
    EXPECT_EQ(other->ignored.size(), 1);
    EXPECT_TRUE(other->profile(u"ok"_s));
}

TEST(AwsSharedConfig, CredentialsFileWinsKeyByKeyAndLinesAreKept)
{
    const auto first = config("[profile a]\nregion = eu-west-1\noutput = json\n");
    const auto second = credentials("\n[a]\nregion = eu-west-2\n");
    ASSERT_OK(first);
    ASSERT_OK(second);
    const SharedConfig both = merged(*first, *second);
    const ConfigSection *profile = both.profile(u"a"_s);
    ASSERT_TRUE(profile);
    EXPECT_EQ(profile->text(u"region"_s), u"eu-west-2"_s);
    EXPECT_EQ(profile->find(u"region"_s)->source, (SourceLocation{kCredentials, 3, -1}));
    EXPECT_EQ(profile->find(u"output"_s)->source, (SourceLocation{kConfig, 3, -1}));
    EXPECT_EQ(placeText(profile->find(u"output"_s)->source), u"/home/me/.aws/config, line 3"_s);
}

TEST(AwsSharedConfig, SecretsAreSecretValues)
{
    const auto parsed = credentials("[default]\naws_access_key_id = AKIA\nAWS_SECRET_ACCESS_KEY = s/e+c\naws_session_token = t=\n"
                                    "aws_security_token = u\n");
    ASSERT_OK(parsed);
    const ConfigSection *profile = parsed->profile(u"default"_s);
    const std::pair<QString, QByteArray> rows[] = {
        {u"aws_secret_access_key"_s, "s/e+c"}, {u"aws_session_token"_s, "t="}, {u"aws_security_token"_s, "u"}};
    for (const auto &[key, secret] : rows) {
        ASSERT_TRUE(profile->find(key)) << key.toStdString();
        EXPECT_EQ(profile->find(key)->secret.reveal(), secret);
        EXPECT_TRUE(profile->find(key)->value.isEmpty());
    }
    EXPECT_EQ(profile->text(u"aws_access_key_id"_s), u"AKIA"_s);
}

TEST(AwsSharedConfig, NestedBlocksHaveKeysValuesAndLines)
{
    const auto parsed =
        config("[services s]\nSecrets_Manager =\n  Endpoint_URL = https://one\n\n  endpoint_url = https://two # kept\nssm = x\n y\n");
    ASSERT_OK(parsed);
    const Property *block = parsed->servicesSection(u"s"_s)->find(u"secrets_manager"_s);
    ASSERT_TRUE(block);
    ASSERT_EQ(block->nested.size(), 2u);
    EXPECT_EQ(block->findNested(u"endpoint_url"_s)->value, u"https://two # kept"_s);
    EXPECT_EQ(block->findNested(u"endpoint_url"_s)->source.line, 5);
    EXPECT_FALSE(block->findNested(u"other"_s));
    EXPECT_TRUE(parsed->servicesSection(u"s"_s)->find(u"ssm"_s)->nested.empty());
}

TEST(AwsSharedConfig, LaterLinesReplaceEarlierOnes)
{
    const auto parsed = config("[profile a]\nk = 1\nin valid = 2\n[profile b]\n[profile  a]\nK = 3\n");
    ASSERT_OK(parsed);
    EXPECT_EQ(valueIn(parsed, u"a"_s, u"k"_s), u"3"_s);
    EXPECT_EQ(parsed->profile(u"a"_s)->properties.size(), 1u);
    EXPECT_EQ(parsed->profile(u"a"_s)->source.line, 1);
}

TEST(AwsSharedConfig, FilesLieWhereTheVariablesSay)
{
    struct Row {
        Variables variables;
        QString config;
        QString credentials;
    };
    const Row rows[] = {
        {{}, {}, {}},
        {{{u"HOME"_s, u"/h"_s}}, u"/h/.aws/config"_s, u"/h/.aws/credentials"_s},
        {{{u"HOME"_s, u"/h"_s}, {u"AWS_CONFIG_FILE"_s, u"~/c"_s}}, u"/h/c"_s, u"/h/.aws/credentials"_s},
        {{{u"HOME"_s, u"/h"_s}, {u"AWS_CONFIG_FILE"_s, u" "_s}}, u"/h/.aws/config"_s, u"/h/.aws/credentials"_s},
        {{{u"AWS_CONFIG_FILE"_s, u"~other/c"_s}, {u"AWS_SHARED_CREDENTIALS_FILE"_s, u"/x"_s}}, u"~other/c"_s, u"/x"_s},
        {{{u"USERPROFILE"_s, u"/h"_s}}, {}, {}},
    };
    for (const Row &row : rows) {
        const ConfigLocations locations = configLocations(row.variables);
        EXPECT_EQ(locations.config, row.config);
        EXPECT_EQ(locations.credentials, row.credentials);
    }
}

TEST(AwsSharedConfig, ProfileIsTheCredentialsThenTheVariablesThenDefault)
{
    const Variables both{{u"AWS_PROFILE"_s, u"a"_s}, {u"AWS_DEFAULT_PROFILE"_s, u"b"_s}};
    EXPECT_EQ(chosenProfile(u" own "_s, both).name, u"own"_s);
    EXPECT_EQ(chosenProfile({}, both).name, u"a"_s);
    EXPECT_EQ(chosenProfile({}, both).origin, u"AWS_PROFILE"_s);
    EXPECT_EQ(chosenProfile({}, {{u"AWS_DEFAULT_PROFILE"_s, u"b"_s}}).name, u"b"_s);
    EXPECT_EQ(chosenProfile({}, {{u"AWS_PROFILE"_s, u" "_s}}).name, u"default"_s);
    EXPECT_FALSE(chosenProfile({}, {}).isExplicit());
    EXPECT_TRUE(chosenProfile({}, both).isExplicit());
}

} // namespace
} // namespace sallyport::test
