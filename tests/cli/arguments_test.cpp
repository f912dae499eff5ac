// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/arguments.h"

#include <gtest/gtest.h>

using namespace Qt::StringLiterals;
using sallyport::Arguments;
using sallyport::parseArguments;

namespace {

Arguments parse(std::vector<const char *> words)
{
    words.insert(words.begin(), "sallyport-cli");
    return parseArguments(static_cast<int>(words.size()), words.data());
}

} // namespace

TEST(Arguments, RunCollectionReadsEveryOption)
{
    const Arguments arguments = parse({"run", "collection", "wrk_1", "-w", "shop.yaml", "-e", "Staging", "-i", "req_1", "-i", "req_2", "-t",
                                       "^Sign", "--env-var", "a=b=c", "--env-var", "empty=", "--requestTimeout", "1500",
                                       "--disableCertValidation", "-b", "--fail-on-status", "--ci", "--verbose"});
    ASSERT_EQ(arguments.command, Arguments::Command::Run) << arguments.output.toStdString();
    EXPECT_EQ(arguments.run.identifier, u"wrk_1"_s);
    EXPECT_EQ(arguments.run.workingDir, u"shop.yaml"_s);
    EXPECT_EQ(arguments.run.environment, u"Staging"_s);
    EXPECT_EQ(arguments.run.items, QStringList({u"req_1"_s, u"req_2"_s}));
    EXPECT_EQ(arguments.run.namePattern, u"^Sign"_s);
    ASSERT_EQ(arguments.run.variables.size(), 2u);
    EXPECT_EQ(arguments.run.variables[0], std::pair(u"a"_s, u"b=c"_s));
    EXPECT_EQ(arguments.run.variables[1], std::pair(u"empty"_s, QString()));
    EXPECT_EQ(arguments.run.requestTimeout, std::chrono::milliseconds(1500));
    EXPECT_FALSE(arguments.run.verifyTls);
    EXPECT_TRUE(arguments.run.bail && arguments.run.failOnStatus && arguments.run.ci && arguments.run.verbose);
}

TEST(Arguments, ValuesKeepCharactersThatQueryStringsWouldLose)
{
    const Arguments arguments = parse({"run", "collection", "--env-var", "token=a+b%20c&d"});
    ASSERT_EQ(arguments.run.variables.size(), 1u);
    EXPECT_EQ(arguments.run.variables[0].second, u"a+b%20c&d"_s);
}

TEST(Arguments, HelpAndVersionEndWithZero)
{
    EXPECT_EQ(parse({"--version"}).exitCode, 0);
    EXPECT_TRUE(parse({"--version"}).output.contains(u"sallyport-cli "_s));
    const Arguments help = parse({"run", "collection", "--help"});
    EXPECT_EQ(help.exitCode, 0);
    EXPECT_TRUE(help.output.contains(u"--env-var"_s));
}

TEST(Arguments, WrongUsageEndsWithTwoAndSaysWhat)
{
    const std::vector<std::pair<std::vector<const char *>, QString>> rows{
        {{}, u"A command is required: run, providers"_s},
        {{"run"}, u"run what? A command is required: collection"_s},
        {{"runn"}, u"sallyport-cli knows no command \"runn\"; there is run, providers"_s},
        {{"run", "test"}, u"run knows no command \"test\"; there is collection"_s},
        {{"run", "collection", "--nonsense"}, u"--nonsense"_s},
        {{"run", "collection", "--env-var", "novalue"}, u"KEY=VALUE"_s},
        {{"run", "collection", "--requestTimeout", "-1"}, u"requestTimeout"_s},
        {{"run", "collection", "--requestTimeout", "soon"}, u"requestTimeout: Value soon not in range"_s},
    };
    for (const auto &[words, expected] : rows) {
        const Arguments arguments = parse(words);
        EXPECT_EQ(arguments.command, Arguments::Command::Exit);
        EXPECT_EQ(arguments.exitCode, 2);
        EXPECT_TRUE(arguments.output.contains(expected)) << arguments.output.toStdString();
        EXPECT_LT(arguments.output.size(), 200);
    }
}
