// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/base/value.h"
#include "app/model/workspace.h"

#include <QString>

#include <optional>
#include <vector>

namespace sallyport {

//! The variables a request sees: layers from lowest to highest precedence (base environment, selected sub environment,
//! folders from outermost to innermost, overrides). Maps are merged member by member. A text that mentions its own
//! name means the value one layer below.
class VariableScope {
public:
    struct Layer {
        QString name; //!< for people: `Base Environment`, `folder "Orders"`
        Value data;   //!< a map
    };
    struct Found {
        Value value;           //!< merged where it is a map
        std::size_t layer = 0; //!< index of the highest layer that defines it
    };

    VariableScope() = default;
    explicit VariableScope(std::vector<Layer> layers) : m_layers(std::move(layers)) {}

    //! The scope of a request (or folder) of the workspace. An empty `environmentId`: base only. Disabled rows are left
    //! out, Json rows parsed.
    static VariableScope forItem(const Workspace &workspace, const QString &environmentId, const QString &itemId);

    [[nodiscard]] VariableScope with(Layer highest) const;
    [[nodiscard]] const std::vector<Layer> &layers() const { return m_layers; }

    //! The value at a path as seen from below `beneath` (layers with index < beneath; default: all).
    [[nodiscard]] std::optional<Found> find(const QStringList &path, std::size_t beneath = SIZE_MAX) const;
    //! All top-level names, for completion and "did you mean".
    [[nodiscard]] QStringList names() const;

private:
    std::vector<Layer> m_layers;
};

} // namespace sallyport
