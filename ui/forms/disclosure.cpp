// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/forms/disclosure.h"

#include "ui/theme/painting.h"
#include "ui/widgets/labels.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace sallyport {

namespace {

constexpr int kArrow = 12;
constexpr int kInset = 1; // the frame of the focus stands around the arrow
constexpr int kUsualChars = 34; // a long list asks for no more: it is shortened instead

} // namespace

Disclosure::Disclosure(QString lead, QWidget *parent) : QAbstractButton(parent), m_lead(std::move(lead))
{
    setCheckable(true);
    setCursor(Qt::PointingHandCursor);
    setFocusPolicy(Qt::StrongFocus);
    setAttribute(Qt::WA_Hover);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    setNames({});
}

void Disclosure::setNames(const QStringList &names)
{
    if (!text().isEmpty() && names == m_names)
        return;
    m_names = names;
    setText(textWith(names.size()));
    refreshToolTip();
    updateGeometry();
}

//! With the first names; the others are counted.
QString Disclosure::textWith(qsizetype count) const
{
    if (m_names.isEmpty())
        return m_lead;
    const QString first = m_names.first(count).join(u", "_s);
    const qsizetype more = m_names.size() - count;
    if (more == 0)
        return tr("%1: %2").arg(m_lead, first);
    return count == 0 ? tr("%1: %2 settings").arg(m_lead).arg(more) : tr("%1: %2 and %3 more").arg(m_lead, first).arg(more);
}

QString Disclosure::shownText() const
{
    const int room = wordsRect().width();
    for (qsizetype count = m_names.size(); count >= 0; --count) {
        if (const QString words = textWith(count); fontMetrics().horizontalAdvance(words) <= room)
            return words;
    }
    return fontMetrics().elidedText(m_lead, Qt::ElideRight, room);
}

QRect Disclosure::wordsRect() const
{
    return rect().adjusted(kInset + kArrow + metrics::kSpace1, 0, -metrics::kSpace1, 0);
}

void Disclosure::refreshToolTip()
{
    setToolTip(shownText() == text() ? QString() : plainToolTip(text()));
}

void Disclosure::resizeEvent(QResizeEvent *event)
{
    QAbstractButton::resizeEvent(event);
    refreshToolTip();
}

QSize Disclosure::sizeHint() const
{
    const int words = std::min(fontMetrics().horizontalAdvance(text()), fontMetrics().averageCharWidth() * kUsualChars);
    return {kArrow + 3 * metrics::kSpace1 + words, fontMetrics().height() + 8};
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
    paint::chevron(&painter, QRectF(kInset, (height() - kArrow) / 2.0, kArrow, kArrow),
                   isChecked() ? paint::Direction::Down : paint::Direction::Right, ink);
    painter.setPen(ink);
    painter.drawText(wordsRect(), Qt::AlignVCenter | Qt::AlignLeft | Qt::TextSingleLine, shownText());
    if (hasFocus())
        paint::roundedBox(&painter, rect(), {.outline = t.accent, .radius = 4, .width = 1.5});
}

} // namespace sallyport
