// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/tokens.h"

namespace sallyport {

const Tokens &lightTokens()
{
    static const Tokens kTokens{
        .window = QColor(0xF5F6F8), .surface = QColor(0xFFFFFF), .raised = QColor(0xFFFFFF), .border = QColor(0xD8DDE3), .control = QColor(0x848F9B),
        .text = QColor(0x1A1F26), .muted = QColor(0x5A6572), .accent = QColor(0x2563D9), .onAccent = QColor(0xFFFFFF), .accentSoft = QColor(0xE4EDFC),
        .ok = QColor(0x17734A), .okSoft = QColor(0xE0F3E9), .warn = QColor(0x8A5A00), .warnSoft = QColor(0xFBF0D9),
        .bad = QColor(0xB42332), .badSoft = QColor(0xFBE4E6), .link = QColor(0x7443C9), .linkSoft = QColor(0xEFE8FB), .dark = false};
    return kTokens;
}

const Tokens &darkTokens()
{
    static const Tokens kTokens{
        .window = QColor(0x15181C), .surface = QColor(0x1B1F24), .raised = QColor(0x22272E), .border = QColor(0x333A43), .control = QColor(0x6B7682),
        .text = QColor(0xE4E8ED), .muted = QColor(0x9AA6B2), .accent = QColor(0x7AA7FF), .onAccent = QColor(0x0E1A30), .accentSoft = QColor(0x223250),
        .ok = QColor(0x5CC795), .okSoft = QColor(0x173427), .warn = QColor(0xE0B04F), .warnSoft = QColor(0x3A2E14),
        .bad = QColor(0xFF8A93), .badSoft = QColor(0x43202A), .link = QColor(0xBD9BFF), .linkSoft = QColor(0x30264A), .dark = true};
    return kTokens;
}

} // namespace sallyport
