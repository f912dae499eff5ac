// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/store/yaml_tree.h"

#include <optional>
#include <vector>

namespace sallyport::yaml {

//! Which byte of the file each byte of a scalar's text comes from.
struct SourceMap {
    QByteArray text;               //!< the scalar's text (folded: without the line breaks at its end)
    std::vector<qsizetype> origin; //!< one for each byte and one for the end; equal for bytes of one escape or fold
    int indentation = 0;           //!< folded: of its lines
};

//! Undoes escapes and folds of a plain, quoted or folded scalar byte by byte. Nothing where the result is not what
//! libyaml read (forms this does not know).
[[nodiscard]] std::optional<SourceMap> mapScalar(const Tree &tree, NodeId id);

} // namespace sallyport::yaml
