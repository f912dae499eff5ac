// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/painting.h"

#include <QStyleOption>
#include <QTableView>

namespace sallyport::paint {

void roundedBox(QPainter *painter, const QRectF &rect, const Box &box)
{
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setBrush(box.fill.isValid() ? QBrush(box.fill) : QBrush(Qt::NoBrush));
    painter->setPen(box.outline.isValid() ? QPen(box.outline, box.width) : QPen(Qt::NoPen));
    const double inset = box.outline.isValid() ? box.width / 2 : 0;
    painter->drawRoundedRect(rect.adjusted(inset, inset, -inset, -inset), box.radius, box.radius);
    painter->restore();
}

namespace {

void polyline(QPainter *painter, const QPolygonF &points, const QColor &color, double width)
{
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setBrush(Qt::NoBrush);
    painter->setPen(QPen(color, width, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter->drawPolyline(points);
    painter->restore();
}

void arrowPair(QPainter *painter, const QRect &up, const QRect &down, const QStyleOptionSpinBox &option)
{
    const Tokens &t = currentTokens();
    const auto colorFor = [&](QAbstractSpinBox::StepEnabledFlag step) {
        return option.stepEnabled.testFlag(step) ? t.muted : mixed(t.raised, t.muted, 0.4);
    };
    const QRectF upper(up.center().x() - 4, up.bottom() - 9, 9, 9);
    const QRectF lower(down.center().x() - 4, down.top(), 9, 9);
    chevron(painter, upper, Direction::Up, colorFor(QAbstractSpinBox::StepUpEnabled));
    chevron(painter, lower, Direction::Down, colorFor(QAbstractSpinBox::StepDownEnabled));
}

} // namespace

void chevron(QPainter *painter, const QRectF &rect, Direction direction, const QColor &color)
{
    const QPointF c = rect.center();
    const double wide = qMin(rect.width(), rect.height()) * 0.34;
    const double deep = wide * 0.55;
    QPolygonF points;
    switch (direction) {
    case Direction::Down:
        points << c + QPointF(-wide, -deep) << c + QPointF(0, deep) << c + QPointF(wide, -deep);
        break;
    case Direction::Up:
        points << c + QPointF(-wide, deep) << c + QPointF(0, -deep) << c + QPointF(wide, deep);
        break;
    case Direction::Right:
        points << c + QPointF(-deep, -wide) << c + QPointF(deep, 0) << c + QPointF(-deep, wide);
        break;
    case Direction::Left:
        points << c + QPointF(deep, -wide) << c + QPointF(-deep, 0) << c + QPointF(deep, wide);
        break;
    }
    polyline(painter, points, color, 1.6);
}

void tick(QPainter *painter, const QRectF &rect, const QColor &color)
{
    const auto at = [&rect](double x, double y) { return QPointF(rect.x() + rect.width() * x, rect.y() + rect.height() * y); };
    polyline(painter, QPolygonF{at(0.25, 0.53), at(0.43, 0.71), at(0.76, 0.31)}, color, 1.9);
}

void horizontalHairline(QPainter *painter, const QRect &rect, int y)
{
    painter->fillRect(rect.left(), y, rect.width(), metrics::kHairline, currentTokens().border);
}

void dropMark(QPainter *painter, const QStyleOption &option, const QWidget *widget)
{
    constexpr int kLine = 2;
    if (option.rect.isNull())
        return;
    if (option.rect.height() > 1)
        return roundedBox(painter, option.rect, {.outline = currentTokens().accent, .width = kLine});
    // Qt names the cell under the mouse; rows of a table move as a whole.
    const bool wholeRow = qobject_cast<const QTableView *>(widget) != nullptr;
    const int left = wholeRow ? 0 : option.rect.left();
    const int right = wholeRow ? widget->width() : option.rect.right() + 1;
    painter->fillRect(left, qMax(0, option.rect.top() - kLine / 2), right - left, kLine, currentTokens().accent);
}

int controlHeight(const QFontMetrics &metrics)
{
    return qMax(metrics::kControlHeight, metrics.height() + 12);
}

void field(QPainter *painter, const QStyleOption &option, const QWidget *widget, bool focused)
{
    const Tokens &t = currentTokens();
    const bool enabled = option.state.testFlag(QStyle::State_Enabled);
    Box box{.fill = enabled ? t.raised : t.window, .outline = t.outline};
    if (enabled && option.state.testFlag(QStyle::State_MouseOver))
        box.outline = t.control;
    if (isInvalid(widget))
        box.outline = t.bad;
    if (focused)
        box = {.fill = t.raised, .outline = isInvalid(widget) ? t.bad : t.accent, .width = 2};
    roundedBox(painter, option.rect, box);
}

void comboBox(QPainter *painter, const QStyleOptionComboBox &option, const QWidget *widget)
{
    if (option.frame)
        field(painter, option, widget, option.state.testFlag(QStyle::State_HasFocus));
    const Tokens &t = currentTokens();
    const bool enabled = option.state.testFlag(QStyle::State_Enabled);
    const bool mirrored = option.direction == Qt::RightToLeft;
    const double x = mirrored ? option.rect.left() + 8 : option.rect.right() - 20;
    chevron(painter, QRectF(x, option.rect.center().y() - 6, 13, 13), Direction::Down, enabled ? t.muted : mixed(t.raised, t.muted, 0.5));
}

void spinBox(QPainter *painter, const QStyleOptionSpinBox &option, const QWidget *widget)
{
    if (option.frame)
        field(painter, option, widget, option.state.testFlag(QStyle::State_HasFocus));
    const QRect all = option.rect;
    const int half = all.height() / 2;
    arrowPair(painter, QRect(all.right() - 22, all.top(), 18, half), QRect(all.right() - 22, all.top() + half, 18, half), option);
}

void checkBox(QPainter *painter, const QStyleOption &option)
{
    const Tokens &t = currentTokens();
    const bool enabled = option.state.testFlag(QStyle::State_Enabled);
    const bool marked = option.state.testFlag(QStyle::State_HasFocus) || option.state.testFlag(QStyle::State_MouseOver);
    const QRectF box = QRectF(option.rect).adjusted(0.5, 0.5, -0.5, -0.5);
    roundedBox(painter, box, {.fill = enabled ? t.raised : t.window, .outline = enabled && marked ? t.accent : t.control, .radius = 3.5});
    const QColor ink = enabled ? t.text : t.muted;
    if (option.state.testFlag(QStyle::State_On))
        tick(painter, box, ink);
    else if (option.state.testFlag(QStyle::State_NoChange))
        painter->fillRect(QRectF(box.x() + 4, box.center().y() - 1, box.width() - 8, 2), ink);
}

void radioButton(QPainter *painter, const QStyleOption &option)
{
    const Tokens &t = currentTokens();
    const bool on = option.state.testFlag(QStyle::State_On);
    const QRectF ring = QRectF(option.rect).adjusted(0.5, 0.5, -0.5, -0.5);
    roundedBox(painter, ring, {.fill = t.raised, .outline = on ? t.accent : t.control, .radius = ring.width() / 2});
    if (on)
        roundedBox(painter, ring.adjusted(4, 4, -4, -4), {.fill = t.accent, .radius = ring.width() / 2});
}

void headerSection(QPainter *painter, const QStyleOption &option)
{
    painter->fillRect(option.rect, currentTokens().surface);
    horizontalHairline(painter, option.rect, option.rect.bottom());
}

void headerLabel(QPainter *painter, const QStyleOptionHeader &option)
{
    painter->save();
    painter->setPen(currentTokens().muted);
    const QRect area = option.rect;
    const QString text = painter->fontMetrics().elidedText(option.text, Qt::ElideRight, area.width());
    painter->drawText(area, static_cast<int>(option.textAlignment | Qt::TextSingleLine), text);
    painter->restore();
}

QRect scrollBarSlider(const QStyleOptionSlider &option)
{
    const bool horizontal = option.orientation == Qt::Horizontal;
    const int length = horizontal ? option.rect.width() : option.rect.height();
    const qint64 range = qint64(option.maximum) - option.minimum;
    int handle = length;
    if (range > 0)
        handle = qMin(length, qMax(28, static_cast<int>(qint64(option.pageStep) * length / (range + option.pageStep))));
    const int start =
        QStyle::sliderPositionFromValue(option.minimum, option.maximum, option.sliderPosition, length - handle, option.upsideDown);
    return horizontal ? QRect(option.rect.x() + start, option.rect.y(), handle, option.rect.height())
                      : QRect(option.rect.x(), option.rect.y() + start, option.rect.width(), handle);
}

void scrollBar(QPainter *painter, const QStyleOptionSlider &option, const QRect &slider)
{
    const Tokens &t = currentTokens();
    if (option.minimum == option.maximum)
        return;
    const bool active = option.state.testFlag(QStyle::State_MouseOver) || option.activeSubControls.testFlag(QStyle::SC_ScrollBarSlider);
    const QRectF handle =
        option.orientation == Qt::Horizontal ? QRectF(slider).adjusted(2, 3, -2, -3) : QRectF(slider).adjusted(3, 2, -3, -2);
    roundedBox(painter, handle, {.fill = active ? t.control : mixed(t.surface, t.control, 0.55), .radius = 3});
}

} // namespace sallyport::paint
