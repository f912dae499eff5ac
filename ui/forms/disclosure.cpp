// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/forms/disclosure.h"

#include "ui/theme/painting.h"

namespace sallyport {

namespace {

constexpr int kArrow = 12;

} // namespace

Disclosure::Disclosure(const QString &text, QWidget *parent) : QAbstractButton(parent)
{
    setText(text);
    setCheckable(true);
    setCursor(Qt::PointingHandCursor);
    setFocusPolicy(Qt::StrongFocus);
    setAttribute(Qt::WA_Hover);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
}

QSize Disclosure::sizeHint() const
{
    return {kArrow + metrics::kSpace2 + fontMetrics().horizontalAdvance(text()) + 2 * metrics::kSpace1, fontMetrics().height() + 8};
}

QSize Disclosure::minimumSizeHint() const
{
    return {kArrow + fontMetrics().averageCharWidth() * 12, sizeHint().height()};
}

void Disclosure::paintEvent(QPaintEvent *event)
{
    Q_UNUSED(event)
    const Tokens &t = currentTokens();
    QPainter painter(this);
    const QColor ink = underMouse() ? t.text : t.muted;
    paint::chevron(&painter, QRectF(0, (height() - kArrow) / 2.0, kArrow, kArrow),
                   isChecked() ? paint::Direction::Down : paint::Direction::Right, ink);
    const QRect words = rect().adjusted(kArrow + metrics::kSpace1, 0, 0, 0);
    painter.setPen(ink);
    painter.drawText(words, Qt::AlignVCenter | Qt::AlignLeft | Qt::TextSingleLine,
                     fontMetrics().elidedText(text(), Qt::ElideRight, words.width()));
    if (hasFocus())
        paint::roundedBox(&painter, rect(), {.outline = t.accent, .radius = 4, .width = 1.5});
}

} // namespace sallyport
