// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/painting.h"

#include <QPushButton>
#include <QStyle>
#include <QStyleOption>

namespace sallyport::paint {

namespace {

constexpr int kIconGap = 6;
constexpr int kArrow = 12;

struct ButtonLook {
    QColor fill;
    QColor outline;
    QColor ink;
};

ButtonLook restingLook(ButtonKind kind)
{
    const Tokens &t = currentTokens();
    switch (kind) {
    case ButtonKind::Primary:
        return {t.accent, t.accent, t.onAccent};
    case ButtonKind::Danger:
        return {t.raised, t.outline, t.bad};
    case ButtonKind::Link:
        return {{}, {}, t.accent};
    case ButtonKind::Quiet:
        return {{}, {}, t.text};
    case ButtonKind::Plain:
        break;
    }
    return {t.raised, t.outline, t.text};
}

// The fill answers the pointer; boxless kinds get a soft one.
QColor answering(ButtonKind kind, const ButtonLook &look, bool pressed)
{
    const Tokens &t = currentTokens();
    if (kind == ButtonKind::Primary)
        return mixed(t.accent, t.dark ? QColor(Qt::white) : QColor(Qt::black), pressed ? 0.18 : 0.09);
    if (kind == ButtonKind::Link)
        return pressed ? mixed(t.accentSoft, t.accent, 0.12) : t.accentSoft;
    return mixed(look.fill.isValid() ? look.fill : t.surface, t.text, pressed ? 0.11 : 0.05);
}

ButtonLook disabledLook(ButtonKind kind, ButtonLook look)
{
    const Tokens &t = currentTokens();
    look.ink = mixed(t.surface, t.muted, 0.65);
    if (kind == ButtonKind::Primary)
        look.fill = mixed(t.surface, t.muted, 0.16);
    if (look.outline.isValid())
        look.outline = kind == ButtonKind::Primary ? look.fill : t.border;
    return look;
}

ButtonLook lookOf(ButtonKind kind, QStyle::State state)
{
    ButtonLook look = restingLook(kind);
    if (!state.testFlag(QStyle::State_Enabled))
        return disabledLook(kind, look);
    const bool pressed = state.testFlag(QStyle::State_Sunken);
    if (pressed || state.testFlag(QStyle::State_MouseOver))
        look.fill = answering(kind, look, pressed);
    if (state.testFlag(QStyle::State_On)) {
        look.fill = currentTokens().accentSoft;
        look.outline = currentTokens().accent;
    }
    if (kind == ButtonKind::Primary)
        look.outline = look.fill;
    return look;
}

void focusRing(QPainter *painter, const QRect &rect, ButtonKind kind)
{
    const Tokens &t = currentTokens();
    if (kind == ButtonKind::Primary)
        roundedBox(painter, QRectF(rect).adjusted(2, 2, -2, -2), {.outline = t.onAccent, .radius = metrics::kRadius - 2, .width = 1.5});
    else
        roundedBox(painter, rect, {.outline = t.accent, .width = 2});
}

QFont fontOf(const QWidget *widget, ButtonKind kind)
{
    QFont font = widget ? widget->font() : QFont();
    if (kind == ButtonKind::Primary)
        font.setWeight(QFont::DemiBold);
    return font;
}

int sidePadding(ButtonKind kind)
{
    return kind == ButtonKind::Link || kind == ButtonKind::Quiet ? metrics::kSpace2 : 14;
}

// Icon, words and menu arrow, together in the middle.
void contents(QPainter *painter, const QStyleOptionButton &option, const QColor &ink)
{
    const bool hasIcon = !option.icon.isNull();
    const bool hasArrow = option.features.testFlag(QStyleOptionButton::HasMenu);
    const int gap = option.text.isEmpty() ? 0 : kIconGap;
    const int words = painter->fontMetrics().size(Qt::TextShowMnemonic, option.text).width();
    const int before = hasIcon ? option.iconSize.width() + gap : 0;
    const int after = hasArrow ? kArrow + gap : 0;
    int x = option.rect.x() + qMax(2, (option.rect.width() - before - words - after) / 2);
    if (hasIcon) {
        const QRect area(QPoint(x, option.rect.center().y() - option.iconSize.height() / 2 + 1), option.iconSize);
        option.icon.paint(painter, area, Qt::AlignCenter, option.state.testFlag(QStyle::State_Enabled) ? QIcon::Normal : QIcon::Disabled);
        x += before;
    }
    painter->setPen(ink);
    painter->drawText(QRect(x, option.rect.y(), option.rect.right() - x, option.rect.height()),
                      Qt::AlignVCenter | Qt::AlignLeft | Qt::TextShowMnemonic, option.text);
    if (hasArrow) {
        const QRect arrow(x + words + gap, option.rect.center().y() - kArrow / 2 + 1, kArrow, kArrow);
        chevron(painter, QRectF(arrow), Direction::Down, ink);
    }
}

} // namespace

void button(QPainter *painter, const QStyleOptionButton &option, const QWidget *widget)
{
    const ButtonKind kind = buttonKind(widget);
    const ButtonLook look = lookOf(kind, option.state);
    roundedBox(painter, option.rect, {.fill = look.fill, .outline = look.outline});
    if (option.state.testFlag(QStyle::State_HasFocus) && option.state.testFlag(QStyle::State_KeyboardFocusChange))
        focusRing(painter, option.rect, kind);
    painter->save();
    painter->setFont(fontOf(widget, kind));
    contents(painter, option, look.ink);
    painter->restore();
}

QSize buttonSize(const QStyleOptionButton &option, const QWidget *widget)
{
    const ButtonKind kind = buttonKind(widget);
    const QFontMetrics metrics(fontOf(widget, kind));
    int width = metrics.size(Qt::TextShowMnemonic, option.text).width() + 2 * sidePadding(kind);
    const int gap = option.text.isEmpty() ? 0 : kIconGap;
    if (!option.icon.isNull())
        width += option.iconSize.width() + gap;
    if (option.features.testFlag(QStyleOptionButton::HasMenu))
        width += kArrow + gap;
    const int height = controlHeight(metrics);
    return {qMax(width, height), height};
}

} // namespace sallyport::paint
