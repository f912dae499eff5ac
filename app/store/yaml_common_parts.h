// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGlobal>

#include <algorithm>

namespace sallyport::yaml {

//! The longest common start and end, not overlapping.
struct Common {
    qsizetype front = 0;
    qsizetype back = 0;
};

template<class List>
Common commonOf(const List &old, const List &wanted)
{
    const qsizetype limit = std::min(old.size(), wanted.size());
    Common common;
    while (common.front < limit && old[common.front] == wanted[common.front])
        ++common.front;
    while (common.back < limit - common.front && old[old.size() - 1 - common.back] == wanted[wanted.size() - 1 - common.back])
        ++common.back;
    return common;
}

} // namespace sallyport::yaml
