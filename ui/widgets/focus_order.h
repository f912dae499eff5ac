// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QWidget>

class QKeyEvent;

namespace sallyport {

//! What the keyboard reaches below `root`, as it is read: line by line, each from left to right, whenever it was added.
[[nodiscard]] QList<QWidget *> readingOrder(const QWidget &root);

//! Gives the focus to the neighbour of what has it, or to an end of the order where nothing of it has; scrolls it into view.
//! Says whether there was one.
bool moveFocus(const QList<QWidget *> &order, bool forward);

//! Enter on a button presses that button, not the one that the dialog would press for a field. Says whether it did.
bool pressFocused(const QKeyEvent &event);

} // namespace sallyport
