// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/pill_label.h"

#include "ui/theme/painting.h"
#include "ui/widgets/labels.h"

namespace sallyport {

namespace {

constexpr int kSide = 10;
constexpr int kPillRadius = 4;

QFont pillFont(const QFont &base)
{
    QFont font = base;
    if (font.pixelSize() > 0)
        font.setPixelSize(qMax(8, font.pixelSize() - 1));
    else
        font.setPointSizeF(qMax(6.0, font.pointSizeF() - 1));
    font.setWeight(QFont::DemiBold);
    return font;
}

} // namespace

ToneColors colorsOf(Tone tone)
{
    const Tokens &t = currentTokens();
    switch (tone) {
    case Tone::Ok:
        return {t.ok, t.okSoft};
    case Tone::Warn:
        return {t.warn, t.warnSoft};
    case Tone::Bad:
        return {t.bad, t.badSoft};
    case Tone::Link:
        return {t.link, t.linkSoft};
    case Tone::Accent:
        return {t.accent, t.accentSoft};
    case Tone::Neutral:
        break;
    }
    return {t.muted, mixed(t.surface, t.muted, 0.12)};
}

void paintPill(QPainter *painter, const QRect &area, Tone tone, const QString &text, const QFont &font)
{
    if (text.isEmpty())
        return;
    const QSize wanted = pillSize(text, font);
    const QRect box(area.x(), area.y() + (area.height() - wanted.height()) / 2, qMin(wanted.width(), area.width()), wanted.height());
    const ToneColors colors = colorsOf(tone);
    paint::roundedBox(painter, box, {.fill = colors.soft, .radius = kPillRadius});
    painter->save();
    painter->setFont(pillFont(font));
    painter->setPen(colors.ink);
    const QRect words = box.adjusted(kSide, 0, -kSide, 0);
    painter->drawText(words, Qt::AlignVCenter | Qt::AlignLeft | Qt::TextSingleLine,
                      painter->fontMetrics().elidedText(text, Qt::ElideRight, words.width() + 1));
    painter->restore();
}

QSize pillSize(const QString &text, const QFont &font)
{
    const QFontMetrics metrics(pillFont(font));
    return {metrics.horizontalAdvance(text) + 2 * kSide, metrics.height() + 4};
}

PillLabel::PillLabel(QWidget *parent) : QLabel(parent)
{
    setTextFormat(Qt::PlainText);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
}

PillLabel::PillLabel(Tone tone, const QString &text, QWidget *parent) : PillLabel(parent)
{
    setPill(tone, text);
}

void PillLabel::setPill(Tone tone, const QString &text)
{
    m_tone = tone;
    setText(text);
    setAccessibleName(text);
    updateGeometry();
    update();
}

QSize PillLabel::sizeHint() const
{
    return pillSize(text(), font());
}

QSize PillLabel::minimumSizeHint() const
{
    return {qMin(sizeHint().width(), 3 * kSide + fontMetrics().averageCharWidth() * 3), sizeHint().height()};
}

void PillLabel::paintEvent(QPaintEvent *event)
{
    Q_UNUSED(event)
    QPainter painter(this);
    paintPill(&painter, rect(), m_tone, text(), font());
}

void PillLabel::resizeEvent(QResizeEvent *event)
{
    QLabel::resizeEvent(event);
    if (width() < sizeHint().width())
        setToolTip(plainToolTip(text()));
}

} // namespace sallyport
