// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>
#include <QWidget>

namespace sallyport::test {

//! What is cut off in a shown window: buttons and labels that are smaller than their words, by class and text.
//! Labels that shorten themselves with an ellipsis on purpose do not count.
[[nodiscard]] QStringList clippedWidgets(const QWidget &window);
//! Widgets that a keyboard reaches but that have no accessible name.
[[nodiscard]] QStringList namelessWidgets(const QWidget &window);

//! Words of buttons and menus that break the manners: words begin with a capital (small ones and names in quotation marks aside), an
//! ellipsis is one character.
[[nodiscard]] QStringList untidyLabels(const QWidget &window);
//! A widget in words: class, text, size.
[[nodiscard]] QString describeWidget(const QWidget *widget);

//! Draws the window and stores the picture in the folder $SALLYPORT_SCREENS, if that is set.
void keepPicture(QWidget &window, const QString &name);

//! Shows a window off-screen and lets its layouts settle.
void showAndSettle(QWidget &window);

} // namespace sallyport::test
