// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "providers/aws/metadata.h"
#include "providers/aws/sources.h"

#include "tests/support/async.h"
#include "tests/support/printers.h"

#include <gtest/gtest.h>

using namespace Qt::StringLiterals;

namespace sallyport::test {
namespace {

using namespace sallyport::aws;

Context contextWith(const Variables &variables, const QByteArray &config = {})
{
    Context context;
    context.settings.kind = Kind::Default;
    context.settings.variables = variables;
    context.settings.config = parseConfig(config, ConfigFileKind::Config, u"cfg"_s).value_or(SharedConfig{});
    context.settings.profile = chosenProfile({}, variables);
    context.now = QDateTime(QDate(2026, 3, 4), QTime(5, 6, 7), Qt::UTC);
    return context;
}

TEST(AwsSources, AHostThatOnlyBeginsLikeLoopbackGetsNothingInTheClear)
{
    for (const QString &host :
         {u"127.evil.example"_s, u"127.0.0.1.evil.example"_s, u"localhost.evil.example"_s, u"169.254.170.2.evil.example"_s}) {
        const auto step = containerKeys(contextWith({{u"AWS_CONTAINER_CREDENTIALS_FULL_URI"_s, u"http://%1/c"_s.arg(host)}}));
        ASSERT_TRUE(step.isOver()) << host.toStdString();
        ASSERT_FALSE(step.outcome());
        EXPECT_EQ(step.outcome().error().kind, ErrorKind::InvalidInput);
        EXPECT_TRUE(step.outcome().error().message.contains(host));
    }
    EXPECT_FALSE(containerKeys(contextWith({{u"AWS_CONTAINER_CREDENTIALS_FULL_URI"_s, u"http://127.0.0.9/c"_s}})).isOver());
}

TEST(AwsSources, AChosenProfileGoesBeforeTheWebIdentityOfTheSurroundings)
{
    const QByteArray config = "[default]\naws_access_key_id = D\naws_secret_access_key = d\n[profile p]\naws_access_key_id = P\n"
                              "aws_secret_access_key = p\n";
    Variables variables{{u"AWS_WEB_IDENTITY_TOKEN_FILE"_s, u"/t"_s}, {u"AWS_ROLE_ARN"_s, u"arn:aws:iam::123456789012:role/R"_s}};
    const auto surroundings = defaultKeys(contextWith(variables, config));
    ASSERT_FALSE(surroundings.isOver());
    ASSERT_TRUE(std::holds_alternative<ReadFile>(surroundings.ask().question));
    EXPECT_EQ(std::get<ReadFile>(surroundings.ask().question).path, u"/t"_s);

    variables[u"AWS_PROFILE"_s] = u"p"_s;
    const auto chosen = defaultKeys(contextWith(variables, config));
    ASSERT_TRUE(chosen.isOver());
    ASSERT_OK(chosen.outcome());
    EXPECT_EQ(chosen.outcome()->accessKeyId, u"P"_s);
}

} // namespace
} // namespace sallyport::test
