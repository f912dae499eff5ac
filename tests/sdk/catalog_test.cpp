// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "providers/sdk/catalog.h"

#include <gtest/gtest.h>

using namespace sallyport;

namespace {

constexpr std::array kTwoKinds{SecretKindSpec{.id = "cloud-json", .label = "JSON"}, SecretKindSpec{.id = "cloud-text", .label = "Text"}};
const ProviderDescriptor kCloud{.id = "cloud", .name = "Cloud", .shortName = "C", .secrets = kTwoKinds};
const ProviderDescriptor kEmpty{.id = "empty", .name = "Empty", .shortName = "E"};
const std::array<const ProviderDescriptor *, 2> kAll{&kCloud, &kEmpty};

} // namespace

TEST(Catalog, FindsProvidersById)
{
    const Catalog catalog(kAll);
    EXPECT_EQ(catalog.find(u"empty"), &kEmpty);
    EXPECT_EQ(catalog.find(u"Cloud"), nullptr);
    EXPECT_EQ(catalog.find(u""), nullptr);
}

TEST(Catalog, ListsKindsInMenuOrder)
{
    const auto kinds = Catalog(kAll).kinds();
    ASSERT_EQ(kinds.size(), 2u);
    EXPECT_EQ(kinds[0].secret, &kTwoKinds[0]);
    EXPECT_EQ(kinds[1].provider, &kCloud);
}

TEST(Catalog, ProviderIdMeansItsFirstKind)
{
    const Catalog catalog(kAll);
    ASSERT_TRUE(catalog.findKind(u"cloud").has_value());
    EXPECT_EQ(catalog.findKind(u"cloud")->secret, &kTwoKinds[0]);
    EXPECT_EQ(catalog.findKind(u"cloud-text")->secret, &kTwoKinds[1]);
    EXPECT_FALSE(catalog.findKind(u"empty").has_value());
    EXPECT_FALSE(catalog.findKind(u"nobody").has_value());
}
