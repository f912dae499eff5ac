// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/base/result.h"
#include "app/base/value.h"
#include "app/model/workspace.h"

#include <QString>
#include <QVarLengthArray>

#include <functional>
#include <memory>
#include <optional>
#include <vector>

namespace sallyport {

//! The variables a request sees: layers from lowest to highest precedence (base environment, selected sub environment,
//! folders from outermost to innermost, overrides). Maps are merged member by member. A text that mentions its own
//! name means the value one layer below. Cheap to copy.
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
    //! A value where it stands. Valid as long as the scope or a copy of it.
    struct Place {
        const Value *value = nullptr;
        std::size_t layer = 0;
    };
    //! One value of any kind, or all the maps that are merged, highest layer first. Empty: undefined.
    using Places = QVarLengthArray<Place, 4>;

    VariableScope();
    explicit VariableScope(std::vector<Layer> layers);

    //! The scope of a request (or folder, its own environment included) of the workspace. An empty or unknown
    //! `environmentId`: base only. Disabled rows are left out, Json rows parsed; a Json row that is no JSON counts as text.
    static VariableScope forItem(const Workspace &workspace, const QString &environmentId, const QString &itemId);

    [[nodiscard]] VariableScope with(Layer highest) const;
    [[nodiscard]] const std::vector<Layer> &layers() const;

    //! The value at a path as seen from below `beneath` (layers with index < beneath; default: all).
    [[nodiscard]] std::optional<Found> find(const QStringList &path, std::size_t beneath = SIZE_MAX) const;
    //! The same without copying or merging.
    [[nodiscard]] Places places(const QStringList &path, std::size_t beneath = SIZE_MAX) const;
    //! All top-level names, for completion and "did you mean": lowest layer first, each once.
    [[nodiscard]] QStringList names() const;

private:
    struct Content;
    std::shared_ptr<const Content> m_content;
};

//! What a text at `path` in `layer` turns into; see mergedValue.
using TextFunction = std::function<Result<QString>(const QString &text, const QStringList &path, std::size_t layer)>;

//! One value out of `places` (not empty): maps merged member by member, each text replaced by what `change` makes of it.
//! Errors: those of `change`, and InvalidInput where it is nested deeper than 200 levels.
[[nodiscard]] Result<Value> mergedValue(const VariableScope::Places &places, const QStringList &path, const TextFunction &change);

} // namespace sallyport
