// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/model/workspace.h"

#include <gtest/gtest.h>

using namespace Qt::StringLiterals;
using namespace sallyport;

namespace {

Workspace nested()
{
    Folder inner{u"inner"_s, u"Inner"_s};
    inner.environment.emplace();
    inner.environment->id = u"inner:environment"_s;
    inner.children.push_back({RequestDraft{u"deep"_s, u"Deep"_s}});
    Folder outer{u"outer"_s, u"Outer"_s};
    outer.children.push_back({OtherItem{u"other"_s, u"Other"_s, u"gRPC"_s}});
    outer.children.push_back({std::move(inner)});
    Workspace workspace;
    workspace.baseEnvironment.id = u"base"_s;
    workspace.subEnvironments.resize(2);
    workspace.subEnvironments[1].id = u"sub"_s;
    workspace.items.push_back({std::move(outer)});
    workspace.items.push_back({RequestDraft{u"top"_s, u"Top"_s}});
    return workspace;
}

} // namespace

TEST(WorkspaceModel, FindsItemsAtAnyDepth)
{
    const Workspace workspace = nested();
    ASSERT_TRUE(workspace.findRequest(u"deep"_s));
    EXPECT_EQ(workspace.findRequest(u"deep"_s)->name, u"Deep"_s);
    EXPECT_EQ(workspace.findRequest(u"inner"_s), nullptr);
    EXPECT_EQ(workspace.findFolder(u"deep"_s), nullptr);
    ASSERT_TRUE(workspace.findFolder(u"inner"_s));
    EXPECT_EQ(workspace.findRequest(u"none"_s), nullptr);
    EXPECT_EQ(workspace.items[0].name(), u"Outer"_s);
}

TEST(WorkspaceModel, FindsEnvironments)
{
    const Workspace workspace = nested();
    EXPECT_EQ(workspace.findEnvironment(u"base"_s), &workspace.baseEnvironment);
    EXPECT_EQ(workspace.findEnvironment(u"sub"_s), &workspace.subEnvironments[1]);
    EXPECT_TRUE(workspace.findEnvironment(u"inner:environment"_s));
    EXPECT_EQ(workspace.findEnvironment(u"none"_s), nullptr);
}

TEST(WorkspaceModel, FoldersAroundGoFromOutsideToInside)
{
    const Workspace workspace = nested();
    const auto around = workspace.foldersAround(u"deep"_s);
    ASSERT_EQ(around.size(), 2u);
    EXPECT_EQ(around[0]->id, u"outer"_s);
    EXPECT_EQ(around[1]->id, u"inner"_s);
    EXPECT_TRUE(workspace.foldersAround(u"top"_s).empty());
    EXPECT_TRUE(workspace.foldersAround(u"none"_s).empty());
}

TEST(WorkspaceModel, RequestsComeInFileOrder)
{
    const Workspace workspace = nested();
    const auto requests = workspace.allRequests();
    ASSERT_EQ(requests.size(), 2u);
    EXPECT_EQ(requests[0]->id, u"deep"_s);
    EXPECT_EQ(requests[1]->id, u"top"_s);
}
