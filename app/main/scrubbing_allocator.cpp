// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// Replaces free() and realloc() of this program by versions that overwrite what they give back. Strings of Qt, libcurl and
// OpenSSL that held a secret for a moment then leave nothing behind, without any of them knowing. Blocks of 128 KiB and more
// are given back to the kernel by munmap (the threshold is pinned below), which clears them.
// Linked into the programs only, and not under a sanitizer, which brings its own allocator.
#include <cstddef> // defines __GLIBC__

#if defined(__GLIBC__) && !defined(__SANITIZE_ADDRESS__)

#include <cstring>

#include <malloc.h>
#include <string.h>

extern "C" {

// NOLINTBEGIN(bugprone-reserved-identifier): glibc's own names for what is replaced here
void __libc_free(void *block);
void *__libc_malloc(std::size_t size);
void *__libc_realloc(void *block, std::size_t size);
// NOLINTEND(bugprone-reserved-identifier)

namespace {

constexpr std::size_t kMapped = std::size_t{128} * 1024;

struct PinnedThreshold {
    PinnedThreshold() { mallopt(M_MMAP_THRESHOLD, static_cast<int>(kMapped)); }
} const pinnedThreshold;

} // namespace

void free(void *block)
{
    if (!block)
        return;
    if (const std::size_t size = malloc_usable_size(block); size < kMapped)
        explicit_bzero(block, size);
    __libc_free(block);
}

void *realloc(void *block, std::size_t size)
{
    const std::size_t held = block ? malloc_usable_size(block) : 0;
    const bool staysOrIsMapped = held >= kMapped || held == 0 || (size <= held && size > held / 2);
    if (staysOrIsMapped || size == 0)
        return __libc_realloc(block, size);
    void *moved = __libc_malloc(size);
    if (!moved)
        return nullptr;
    std::memcpy(moved, block, held < size ? held : size);
    free(block);
    return moved;
}

} // extern "C"

#endif
