// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/tokens.h"

#include <algorithm>
#include <cmath>

namespace sallyport {

const Tokens &lightTokens()
{
    static const Tokens kTokens{.window = QColor(0xF5F6F8),
                                .surface = QColor(0xFFFFFF),
                                .raised = QColor(0xFFFFFF),
                                .border = QColor(0xD8DDE3),
                                .control = QColor(0x848F9B),
                                .outline = QColor(0xD8DDE3),
                                .text = QColor(0x1A1F26),
                                .muted = QColor(0x5A6572),
                                .accent = QColor(0x2563D9),
                                .onAccent = QColor(0xFFFFFF),
                                .accentSoft = QColor(0xE4EDFC),
                                .ok = QColor(0x17734A),
                                .okSoft = QColor(0xE0F3E9),
                                .warn = QColor(0x8A5A00),
                                .warnSoft = QColor(0xFBF0D9),
                                .bad = QColor(0xB42332),
                                .badSoft = QColor(0xFBE4E6),
                                .link = QColor(0x7443C9),
                                .linkSoft = QColor(0xEFE8FB),
                                .dark = false};
    return kTokens;
}

const Tokens &darkTokens()
{
    static const Tokens kTokens{.window = QColor(0x15181C),
                                .surface = QColor(0x1B1F24),
                                .raised = QColor(0x22272E),
                                .border = QColor(0x333A43),
                                .control = QColor(0x6B7682),
                                .outline = QColor(0x3B434D),
                                .text = QColor(0xE4E8ED),
                                .muted = QColor(0x9AA6B2),
                                .accent = QColor(0x7AA7FF),
                                .onAccent = QColor(0x0E1A30),
                                .accentSoft = QColor(0x223250),
                                .ok = QColor(0x5CC795),
                                .okSoft = QColor(0x173427),
                                .warn = QColor(0xE0B04F),
                                .warnSoft = QColor(0x3A2E14),
                                .bad = QColor(0xFF8A93),
                                .badSoft = QColor(0x43202A),
                                .link = QColor(0xBD9BFF),
                                .linkSoft = QColor(0x30264A),
                                .dark = true};
    return kTokens;
}

QColor mixed(const QColor &base, const QColor &over, double part)
{
    const auto channel = [part](int a, int b) { return static_cast<int>(std::lround(a + (b - a) * part)); };
    return {channel(base.red(), over.red()), channel(base.green(), over.green()), channel(base.blue(), over.blue())};
}

// Relative luminance and contrast: WCAG 2.2, section "Terms", https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio
double contrastRatio(const QColor &a, const QColor &b)
{
    const auto linear = [](double c) { return c <= 0.04045 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4); };
    const auto luminance = [&linear](const QColor &c) {
        return 0.2126 * linear(c.redF()) + 0.7152 * linear(c.greenF()) + 0.0722 * linear(c.blueF());
    };
    const auto [low, high] = std::minmax({luminance(a), luminance(b)}); // the list's form returns values, the other one references
    return (high + 0.05) / (low + 0.05);
}

} // namespace sallyport
