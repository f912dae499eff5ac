// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>

namespace sallyport {

//! Every colour of the program. Nothing else names one. All text pairs reach a contrast of 5:1 (WCAG 2.2 AA asks 4.5:1).
struct Tokens {
    QColor window;     //!< strips, status line, side lists
    QColor surface;    //!< panes, tables, editors
    QColor raised;     //!< fields, buttons, menus
    QColor border;     //!< hairlines between panes
    QColor control;    //!< outlines of boxes, and of everything where the desktop asks for high contrast (3:1)
    QColor outline;    //!< outlines of fields and buttons: `border`, or `control` with high contrast
    QColor text, muted;
    QColor accent, onAccent, accentSoft; //!< primary button, focus, selection
    QColor ok, okSoft;
    QColor warn, warnSoft;
    QColor bad, badSoft;
    QColor link, linkSoft; //!< secret chips
    bool dark = false;
};

[[nodiscard]] const Tokens &lightTokens();
[[nodiscard]] const Tokens &darkTokens();

//! `part` (0..1) of `over` laid on `base`; both opaque.
[[nodiscard]] QColor mixed(const QColor &base, const QColor &over, double part);
//! Contrast of two opaque colours as WCAG 2.2 defines it, 1 to 21.
[[nodiscard]] double contrastRatio(const QColor &a, const QColor &b);

//! Distances and heights in device-independent pixels.
namespace metrics {
inline constexpr int kSpace1 = 4, kSpace2 = 8, kSpace3 = 12, kSpace4 = 16, kSpace5 = 24;
inline constexpr int kControlHeight = 32, kTreeRow = 28, kTableRow = 34, kListRow = 40;
inline constexpr int kRadius = 6, kChipRadius = 5, kHairline = 1;
} // namespace metrics

} // namespace sallyport
