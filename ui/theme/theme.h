// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/store/settings.h"
#include "ui/theme/tokens.h"

#include <QFont>
#include <QPalette>

class QAbstractButton;
class QApplication;
class QLabel;
class QWidget;

namespace sallyport {

//! Gives the application its style, palette and fonts; may be called again whenever the choice changes. With
//! Theme::System the desktop's preference is asked over D-Bus and followed while the program runs.
void applyTheme(QApplication &application, Settings::Theme theme);

//! The colours in force. Painting code asks each time: they change with the desktop's preference. Every widget gets a
//! QEvent::PaletteChange then.
[[nodiscard]] const Tokens &currentTokens();

//! The palette that goes with the tokens. Roles beyond Qt's names: PlaceholderText is `muted`, BrightText is `bad`,
//! Mid is `border`, Dark is `control`, Base is `surface`, Button is `raised`, Link is `accent`.
[[nodiscard]] QPalette paletteOf(const Tokens &tokens);

[[nodiscard]] QFont titleFont();  //!< larger, semibold
[[nodiscard]] QFont smallFont();  //!< smaller
[[nodiscard]] QFont strongFont(); //!< semibold
[[nodiscard]] QFont fixedFont();  //!< for URLs, bodies, references

//! How a button is painted; one Primary a screen.
enum class ButtonKind {
    Plain,
    Primary, //!< filled with the accent
    Danger,  //!< words in `bad`
    Link,    //!< words in `accent`, no box
    Quiet,   //!< no box until hovered; for icons
};
void setButtonKind(QAbstractButton *button, ButtonKind kind);
[[nodiscard]] ButtonKind buttonKind(const QWidget *button);

//! Draws the outline of a field (line edit, combo or spin box) in `bad`.
void setInvalid(QWidget *field, bool invalid);
[[nodiscard]] bool isInvalid(const QWidget *field);

//! Label manners: colours come from the palette, so they follow the theme.
void setMuted(QLabel *label);
void setBad(QLabel *label);

//! Fills a plain widget with a palette colour: Base for panes, Window for strips.
void fillWith(QWidget *widget, QPalette::ColorRole role);

} // namespace sallyport
