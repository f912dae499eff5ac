// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/theme.h"

#include <QColor>
#include <QFontMetrics>
#include <QPainter>
#include <QRect>

class QStyleOption;
class QStyleOptionButton;
class QStyleOptionComplex;
class QStyleOptionComboBox;
class QStyleOptionHeader;
class QStyleOptionMenuItem;
class QStyleOptionSlider;
class QStyleOptionSpinBox;
class QStyleOptionTab;

//! The drawing that style.cpp hands its elements to, and a few shapes that widgets of ours paint with too.
namespace sallyport::paint {

struct Box {
    QColor fill;
    QColor outline;
    double radius = metrics::kRadius;
    double width = metrics::kHairline;
};
//! A box whose outline lies inside `rect`. Invalid colours are left out.
void roundedBox(QPainter *painter, const QRectF &rect, const Box &box);

enum class Direction { Up, Down, Left, Right };
void chevron(QPainter *painter, const QRectF &rect, Direction direction, const QColor &color);
void tick(QPainter *painter, const QRectF &rect, const QColor &color);
void horizontalHairline(QPainter *painter, const QRect &rect, int y);
//! Where something dragged will stand: a line between rows, a box around what takes it in.
void dropMark(QPainter *painter, const QStyleOption &option, const QWidget *widget);

//! Height of a one-line control: 32, or more with a large font.
[[nodiscard]] int controlHeight(const QFontMetrics &metrics);

void field(QPainter *painter, const QStyleOption &option, const QWidget *widget, bool focused);
void button(QPainter *painter, const QStyleOptionButton &option, const QWidget *widget);
[[nodiscard]] QSize buttonSize(const QStyleOptionButton &option, const QWidget *widget);
void comboBox(QPainter *painter, const QStyleOptionComboBox &option, const QWidget *widget);
void spinBox(QPainter *painter, const QStyleOptionSpinBox &option, const QWidget *widget);
void checkBox(QPainter *painter, const QStyleOption &option);
void radioButton(QPainter *painter, const QStyleOption &option);
void tabShape(QPainter *painter, const QStyleOptionTab &option);
void tabLabel(QPainter *painter, const QStyleOptionTab &option, const QWidget *widget);
void menuItem(QPainter *painter, const QStyleOptionMenuItem &option);
[[nodiscard]] QSize menuItemSize(const QStyleOptionMenuItem &option, const QSize &contents);
void headerSection(QPainter *painter, const QStyleOption &option);
void headerLabel(QPainter *painter, const QStyleOptionHeader &option);
void scrollBar(QPainter *painter, const QStyleOptionSlider &option, const QRect &slider);
[[nodiscard]] QRect scrollBarSlider(const QStyleOptionSlider &option);

} // namespace sallyport::paint
