// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QString>
#include <QWidget>

namespace sallyport::test {

//! Shows the window so high that nothing in it scrolls, and gives it the keyboard.
void showForKeyboard(QWidget &window);

//! What Tab reaches, beginning with what has the focus, once around.
[[nodiscard]] QList<QWidget *> tabWay(const QWidget &window);

//! Expects that Tab reaches each enabled control exactly once and in reading order, that each shows that it has the focus, and that
//! Shift+Tab goes the same way back.
void expectKeyboardWay(QWidget &window);

//! Presses a key where the focus is.
void press(Qt::Key key, Qt::KeyboardModifiers modifiers = Qt::NoModifier);

} // namespace sallyport::test
