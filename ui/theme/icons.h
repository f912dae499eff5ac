// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/tokens.h"

#include <QIcon>
#include <QString>

namespace sallyport {

//! A monochrome icon of ours, painted in a colour of the tokens at the moment it is painted, so that it follows the
//! theme. Names: those of resources/icons (`plus`, `gear`, `hashicorp` ...). Unknown names give a null icon.
[[nodiscard]] QIcon icon(const QString &name, QColor Tokens::*color = &Tokens::muted);

[[nodiscard]] QIcon applicationIcon();

//! Makes the resources of this library known; called by applyTheme.
void loadIconResources();

} // namespace sallyport
