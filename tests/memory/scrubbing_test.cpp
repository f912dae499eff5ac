// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// The programs' free() and realloc() overwrite what they give back (docs/decisions/0007-scrubbing-allocator.md). This program
// is linked with them and looks at memory that it has already given back, through an address the compiler knows nothing about.
#include <QByteArray>
#include <QString>

#include <gtest/gtest.h>

#include <cstdlib>
#include <cstring>

#include <malloc.h>

namespace {

constexpr std::size_t kAllocatorsOwn = 16; // the first two words of a free block belong to the allocator

std::size_t leftovers(std::uintptr_t address, std::size_t size, unsigned char pattern)
{
    std::size_t found = 0;
    for (std::size_t i = kAllocatorsOwn; i < size; ++i)
        found += *reinterpret_cast<const volatile unsigned char *>(address + i) == pattern ? 1 : 0;
    return found;
}

} // namespace

TEST(ScrubbingAllocator, FreedBlocksHoldNothing)
{
    for (const std::size_t size : {24u, 100u, 1000u, 60'000u}) {
        void *keep = std::malloc(16); // keeps the block from being merged into the top of the heap
        void *block = std::malloc(size);
        void *fence = std::malloc(16);
        std::memset(block, 0x5A, size);
        const volatile auto address = reinterpret_cast<std::uintptr_t>(block);
        std::free(block);
        EXPECT_EQ(leftovers(address, size, 0x5A), 0u) << size;
        std::free(fence);
        std::free(keep);
    }
}

TEST(ScrubbingAllocator, GrowingLeavesNothingBehindAndKeepsTheContent)
{
    void *block = std::malloc(200);
    void *fence = std::malloc(16);
    std::memset(block, 0x6B, 200);
    const volatile auto address = reinterpret_cast<std::uintptr_t>(block);
    auto *grown = static_cast<unsigned char *>(std::realloc(block, 5000));
    ASSERT_NE(reinterpret_cast<std::uintptr_t>(grown), address);
    EXPECT_EQ(leftovers(address, 200, 0x6B), 0u);
    EXPECT_EQ(grown[0], 0x6B);
    EXPECT_EQ(grown[199], 0x6B);
    std::free(grown);
    std::free(fence);
}

TEST(ScrubbingAllocator, SizesOfEveryKindComeBackWhole)
{
    void *block = nullptr;
    std::size_t held = 0;
    for (const std::size_t size : {1u, 50u, 40u, 4000u, 200'000u, 3'000'000u, 150'000u, 10u}) {
        block = std::realloc(block, size);
        ASSERT_NE(block, nullptr);
        ASSERT_GE(malloc_usable_size(block), size);
        for (std::size_t i = 0; i < std::min(held, size); ++i)
            ASSERT_EQ(static_cast<unsigned char *>(block)[i], static_cast<unsigned char>(i)) << size;
        for (std::size_t i = 0; i < size; ++i)
            static_cast<unsigned char *>(block)[i] = static_cast<unsigned char>(i);
        held = size;
    }
    std::free(block);
}

TEST(ScrubbingAllocator, TextOfQtLeavesNothing)
{
    std::uintptr_t address = 0;
    {
        QString text(100, QChar(u'\u5B5B'));
        address = reinterpret_cast<std::uintptr_t>(text.constData());
    }
    const volatile std::uintptr_t gone = address;
    EXPECT_EQ(leftovers(gone, 200, 0x5B), 0u);
}
