// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "providers/sdk/catalog.h"

#include <functional>

class QMenu;

namespace sallyport {

//! What a place with a linkable text can do. An action that is not given is left out.
struct SecretMenuActions {
    std::function<void(const QString &kindId)> link; //!< a new link of that kind
    std::function<void()> edit;
    std::function<void()> refresh;
    std::function<void()> reveal;
    std::function<void()> copyReference;
    std::function<void()> unlink;
};

//! Adds *Link to Secret >* with every kind of secret (those to come are announced and disabled) and, where something is
//! linked, what can be done with it.
void addSecretActions(QMenu &menu, const Catalog &catalog, bool linked, const SecretMenuActions &actions);

//! Puts a reference on the clipboard. It is no secret.
void copyReference(const QString &reference);

} // namespace sallyport
