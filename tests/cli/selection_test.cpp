// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/selection.h"

#include "tests/support/async.h"

#include <QFile>
#include <QTemporaryDir>

#include <gtest/gtest.h>

using namespace Qt::StringLiterals;
using namespace sallyport;

namespace {

const QByteArray kShop = R"(type: collection.insomnia.rest/5.0
name: Shop
meta:
  id: wrk_shop
collection:
  - name: Accounts
    meta:
      id: fld_accounts
    children:
      - url: http://127.0.0.1/in
        name: Sign in
        meta:
          id: req_in
        method: POST
      - url: http://127.0.0.1/out
        name: Sign out
        meta:
          id: req_out
        method: POST
  - url: http://127.0.0.1/health
    name: Health
    meta:
      id: req_health
    method: GET
environments:
  name: Base
  meta:
    id: env_base
  data: {}
  subEnvironments:
    - name: Staging
      meta:
        id: env_staging
      data: {}
    - name: Twin
      meta:
        id: env_twin1
      data: {}
    - name: Twin
      meta:
        id: env_twin2
      data: {}
)";

Workspace shop()
{
    return WorkspaceDocument::parse(kShop, u"shop.yaml"_s)->workspace();
}

RunArguments with(const std::function<void(RunArguments &)> &change)
{
    RunArguments arguments;
    change(arguments);
    return arguments;
}

void write(const QString &path, const QByteArray &content)
{
    QFile file(path);
    ASSERT_TRUE(file.open(QFile::WriteOnly));
    file.write(content);
}

} // namespace

TEST(Selection, EnvironmentByIdBeginningOfIdOrName)
{
    const Workspace workspace = shop();
    for (const QString &name : {u"env_staging"_s, u"env_st"_s, u"Staging"_s})
        EXPECT_EQ(selectEnvironment(workspace, with([&](auto &a) { a.environment = name; })).value_or(u"?"_s), u"env_staging"_s);
    EXPECT_EQ(selectEnvironment(workspace, RunArguments{}).value_or(u"?"_s), QString());
    EXPECT_EQ(selectEnvironment(workspace, with([](auto &a) { a.environment = u"Base"_s; })).value_or(u"?"_s), QString());
}

TEST(Selection, TwoEnvironmentsOfOneNameAreNotGuessed)
{
    const auto twin = selectEnvironment(shop(), with([](auto &a) { a.environment = u"Twin"_s; }));
    ASSERT_FALSE(twin.has_value());
    EXPECT_EQ(twin.error().kind, ErrorKind::InvalidInput);
    EXPECT_TRUE(twin.error().message.contains(u"env_twin1, env_twin2"_s)) << twin.error().message.toStdString();
}

TEST(Selection, UnknownEnvironmentNamesTheKnownOnes)
{
    const auto missing = selectEnvironment(shop(), with([](auto &a) { a.environment = u"Produktion"_s; }));
    ASSERT_FALSE(missing.has_value());
    EXPECT_EQ(missing.error().kind, ErrorKind::NotFound);
    EXPECT_TRUE(missing.error().hint.contains(u"Staging"_s));
}

TEST(Selection, CiDemandsAnEnvironment)
{
    const auto guessed = selectEnvironment(shop(), with([](auto &a) { a.ci = true; }));
    ASSERT_FALSE(guessed.has_value());
    EXPECT_EQ(guessed.error().kind, ErrorKind::InvalidInput);
}

TEST(Selection, RequestsInFileOrderOrInTheOrderGiven)
{
    const Workspace workspace = shop();
    EXPECT_EQ(*selectRequests(workspace, RunArguments{}), std::vector({u"req_in"_s, u"req_out"_s, u"req_health"_s}));
    EXPECT_EQ(*selectRequests(workspace, with([](auto &a) { a.items = QStringList{u"req_health"_s, u"fld_accounts"_s}; })),
              std::vector({u"req_health"_s, u"req_in"_s, u"req_out"_s}));
    EXPECT_EQ(*selectRequests(workspace, with([](auto &a) { a.namePattern = u"^Sign o"_s; })), std::vector({u"req_out"_s}));
}

TEST(Selection, NothingToRunUnknownItemAndBadPatternAreErrors)
{
    const Workspace workspace = shop();
    EXPECT_EQ(selectRequests(workspace, with([](auto &a) { a.items = QStringList{u"req_none"_s}; })).error().kind, ErrorKind::NotFound);
    EXPECT_EQ(selectRequests(workspace, with([](auto &a) { a.namePattern = u"nothing"_s; })).error().kind, ErrorKind::NotFound);
    EXPECT_EQ(selectRequests(workspace, with([](auto &a) { a.namePattern = u"("_s; })).error().kind, ErrorKind::InvalidInput);
}

TEST(Selection, WorkspaceFromFileOrFolder)
{
    const QTemporaryDir folder;
    write(folder.filePath(u"shop.yaml"_s), kShop);
    write(folder.filePath(u"other.yaml"_s), QByteArray(kShop).replace("wrk_shop", "wrk_other").replace("name: Shop", "name: Other"));
    write(folder.filePath(u"notes.txt"_s), "not a workspace");
    EXPECT_OK(selectWorkspace(with([&](auto &a) { a.workingDir = folder.filePath(u"shop.yaml"_s); })));
    const auto named = selectWorkspace(with([&](auto &a) { a.workingDir = folder.path(); a.identifier = u"Other"_s; }));
    ASSERT_OK(named);
    EXPECT_EQ(named->workspace().id, u"wrk_other"_s);
    const auto several = selectWorkspace(with([&](auto &a) { a.workingDir = folder.path(); }));
    ASSERT_FALSE(several.has_value());
    EXPECT_TRUE(several.error().message.contains(u"wrk_shop"_s) && several.error().message.contains(u"wrk_other"_s));
    EXPECT_EQ(selectWorkspace(with([&](auto &a) { a.workingDir = folder.path(); a.identifier = u"None"_s; })).error().kind,
              ErrorKind::NotFound);
    EXPECT_EQ(selectWorkspace(with([&](auto &a) { a.workingDir = folder.filePath(u"absent.yaml"_s); })).error().kind, ErrorKind::NotFound);
}

TEST(Selection, WholeIdsComeBeforeBeginningsAndTwinsAreToldByTheirFiles)
{
    const QTemporaryDir folder;
    write(folder.filePath(u"a.yaml"_s), kShop);
    write(folder.filePath(u"b.yaml"_s), QByteArray(kShop).replace("wrk_shop", "wrk_shop2").replace("env_staging", "env_base2"));
    write(folder.filePath(u"c.yaml"_s), "type: [unclosed\n");
    const auto select = [&](const QString &identifier) {
        return selectWorkspace(with([&](auto &a) { a.workingDir = folder.path(); a.identifier = identifier; }));
    };
    const auto whole = select(u"wrk_shop"_s);
    ASSERT_OK(whole);
    EXPECT_EQ(whole->workspace().id, u"wrk_shop"_s);
    const auto twins = select(u"Shop"_s);
    ASSERT_FALSE(twins.has_value());
    const QString named = twins.error().message;
    EXPECT_TRUE(named.contains(u"a.yaml"_s) && named.contains(u"b.yaml"_s)) << named.toStdString();
    const auto none = select(u"Other"_s);
    ASSERT_FALSE(none.has_value());
    EXPECT_TRUE(none.error().hint.contains(u"c.yaml"_s)) << none.error().hint.toStdString();
    const auto second = select(u"wrk_shop2"_s);
    ASSERT_OK(second);
    const auto environment = [&](const QString &name) {
        return selectEnvironment(second->workspace(), with([&](auto &a) { a.environment = name; }));
    };
    EXPECT_EQ(environment(u"env_base"_s).value_or(u"?"_s), QString()) << "the base environment, not one whose id begins so";
    EXPECT_EQ(environment(u"env_base2"_s).value_or(u"?"_s), u"env_base2"_s);
}

TEST(Selection, EnvironmentsWithoutAnIdAreNamedByNameOnly)
{
    const QByteArray text = "type: collection.insomnia.rest/5.0\nenvironments:\n  name: Base\n"
                            "  subEnvironments: [{name: One}, {name: Two}]\n";
    const auto document = WorkspaceDocument::parse(text, u"f"_s);
    ASSERT_OK(document);
    EXPECT_EQ(selectEnvironment(document->workspace(), with([](auto &a) { a.environment = u"pa"_s; })).error().kind, ErrorKind::NotFound);
    EXPECT_OK(selectEnvironment(document->workspace(), with([](auto &a) { a.environment = u"Two"_s; })));
}

TEST(Selection, BrokenFileSaysWhere)
{
    const QTemporaryDir folder;
    write(folder.filePath(u"broken.yaml"_s), "type: collection.insomnia.rest/5.0\nname: [unclosed\n");
    const auto broken = selectWorkspace(with([&](auto &a) { a.workingDir = folder.filePath(u"broken.yaml"_s); }));
    ASSERT_FALSE(broken.has_value());
    EXPECT_EQ(broken.error().kind, ErrorKind::Malformed);
    ASSERT_TRUE(broken.error().location.has_value());
    EXPECT_GT(broken.error().location->line, 0);
}

TEST(Selection, PlanCarriesOverridesAndOptions)
{
    const auto document = WorkspaceDocument::parse(kShop, u"shop.yaml"_s);
    const auto plan = makePlan(*document, with([](auto &a) {
        a.environment = u"Staging"_s;
        a.variables = {{u"base_url"_s, u"http://127.0.0.1:1"_s}};
        a.bail = true;
        a.verifyTls = false;
    }));
    ASSERT_OK(plan);
    EXPECT_EQ(plan->environmentId, u"env_staging"_s);
    ASSERT_TRUE(plan->overrides.has_value());
    EXPECT_EQ(plan->overrides->data[u"base_url"].toString(), u"http://127.0.0.1:1"_s);
    EXPECT_TRUE(plan->stopAtFailure);
    EXPECT_FALSE(plan->options.verifyTls);
}
