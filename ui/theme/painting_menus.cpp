// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/painting.h"

#include <QStyle>
#include <QStyleOption>

namespace sallyport::paint {

namespace {

constexpr int kItemPadding = 12;
constexpr int kCheckColumn = 22;
constexpr int kArrowRoom = 24;
constexpr int kSeparatorHeight = 9;

int leadingRoom(const QStyleOptionMenuItem &option)
{
    const bool column = option.menuHasCheckableItems || option.maxIconWidth > 0;
    return kItemPadding + (column ? qMax(kCheckColumn, option.maxIconWidth + 6) : 0);
}

QFont tabFont(const QStyleOptionTab &option, const QWidget *widget, bool selected)
{
    Q_UNUSED(option)
    QFont font = widget ? widget->font() : QFont();
    font.setWeight(selected ? QFont::DemiBold : QFont::Normal);
    return font;
}

void menuText(QPainter *painter, const QStyleOptionMenuItem &option, const QRect &area, const QColor &ink)
{
    const Tokens &t = currentTokens();
    const auto tab = option.text.indexOf(u'\t');
    const QString words = tab < 0 ? option.text : option.text.left(tab);
    painter->setFont(option.font);
    painter->setPen(ink);
    painter->drawText(area, Qt::AlignVCenter | Qt::AlignLeft | Qt::TextShowMnemonic | Qt::TextSingleLine, words);
    if (tab < 0)
        return;
    painter->setPen(option.state.testFlag(QStyle::State_Enabled) ? t.muted : ink);
    painter->drawText(area, Qt::AlignVCenter | Qt::AlignRight | Qt::TextSingleLine, option.text.mid(tab + 1));
}

void menuMark(QPainter *painter, const QStyleOptionMenuItem &option, const QColor &ink)
{
    const QRect square(option.rect.x() + kItemPadding - 2, option.rect.center().y() - 8 + 1, 16, 16);
    if (option.checked)
        tick(painter, square, ink);
    else if (!option.icon.isNull())
        option.icon.paint(painter, square, Qt::AlignCenter, option.state.testFlag(QStyle::State_Enabled) ? QIcon::Normal : QIcon::Disabled);
}

} // namespace

void menuItem(QPainter *painter, const QStyleOptionMenuItem &option)
{
    const Tokens &t = currentTokens();
    if (option.menuItemType == QStyleOptionMenuItem::Separator) {
        horizontalHairline(painter, option.rect.adjusted(kItemPadding - 4, 0, 4 - kItemPadding, 0), option.rect.center().y());
        return;
    }
    const bool enabled = option.state.testFlag(QStyle::State_Enabled);
    if (option.state.testFlag(QStyle::State_Selected) && enabled)
        roundedBox(painter, option.rect, {.fill = t.accentSoft, .radius = metrics::kRadius - 2});
    const QColor ink = enabled ? t.text : mixed(t.raised, t.muted, 0.75);
    painter->save();
    menuMark(painter, option, ink);
    const int trailing = option.menuItemType == QStyleOptionMenuItem::SubMenu ? kArrowRoom : kItemPadding;
    menuText(painter, option, option.rect.adjusted(leadingRoom(option), 0, -trailing, 0), ink);
    if (option.menuItemType == QStyleOptionMenuItem::SubMenu)
        chevron(painter, QRectF(option.rect.right() - 17, option.rect.center().y() - 5, 11, 11), Direction::Right, enabled ? t.muted : ink);
    painter->restore();
}

QSize menuItemSize(const QStyleOptionMenuItem &option, const QSize &contents)
{
    if (option.menuItemType == QStyleOptionMenuItem::Separator)
        return {10, kSeparatorHeight};
    const int shortcutGap = option.text.contains(u'\t') ? metrics::kSpace5 : 0;
    const int width = contents.width() + leadingRoom(option) + kArrowRoom + shortcutGap;
    return {width, qMax(metrics::kTreeRow, option.fontMetrics.height() + 10)};
}

void tabShape(QPainter *painter, const QStyleOptionTab &option)
{
    const Tokens &t = currentTokens();
    const QRect r = option.rect;
    const bool selected = option.state.testFlag(QStyle::State_Selected);
    if (selected)
        painter->fillRect(r.left(), r.bottom() - 1, r.width(), 2, t.accent);
    else if (option.state.testFlag(QStyle::State_MouseOver) && option.state.testFlag(QStyle::State_Enabled))
        painter->fillRect(r.left(), r.bottom() - 1, r.width(), 2, t.border);
    if (option.state.testFlag(QStyle::State_HasFocus) && option.state.testFlag(QStyle::State_KeyboardFocusChange))
        roundedBox(painter, QRectF(r).adjusted(3, 3, -3, -5), {.outline = t.accent, .radius = 4, .width = 1.5});
}

void tabLabel(QPainter *painter, const QStyleOptionTab &option, const QWidget *widget)
{
    const Tokens &t = currentTokens();
    const bool selected = option.state.testFlag(QStyle::State_Selected);
    const bool hovered = option.state.testFlag(QStyle::State_MouseOver);
    painter->save();
    painter->setFont(tabFont(option, widget, selected));
    painter->setPen(selected || hovered ? t.text : t.muted);
    if (!option.state.testFlag(QStyle::State_Enabled))
        painter->setPen(mixed(t.surface, t.muted, 0.65));
    painter->drawText(option.rect.adjusted(0, 0, 0, -2), Qt::AlignCenter | Qt::TextShowMnemonic | Qt::TextSingleLine, option.text);
    painter->restore();
}

} // namespace sallyport::paint
