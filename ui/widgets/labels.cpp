// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/labels.h"

#include "ui/theme/theme.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QHelpEvent>
#include <QPainter>
#include <QStyle>
#include <QTextDocument>
#include <QToolTip>
#include <QVBoxLayout>

namespace sallyport {

QString plainToolTip(const QString &words)
{
    if (words.isEmpty())
        return {};
    return QStringLiteral("<span>%1</span>").arg(words.toHtmlEscaped().replace(u'\n', QStringLiteral("<br>")));
}

ElidedLabel::ElidedLabel(const QString &text, QWidget *parent, Qt::TextElideMode mode) : QLabel(text, parent), m_mode(mode)
{
    setTextFormat(Qt::PlainText);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
}

QSize ElidedLabel::minimumSizeHint() const
{
    return {qMin(QLabel::sizeHint().width(), fontMetrics().averageCharWidth() * 6), QLabel::sizeHint().height()};
}

void ElidedLabel::paintEvent(QPaintEvent *event)
{
    Q_UNUSED(event)
    QPainter painter(this);
    const QRect area = contentsRect();
    const QString shown = fontMetrics().elidedText(text(), m_mode, area.width());
    style()->drawItemText(&painter, area, static_cast<int>(alignment() | Qt::TextSingleLine), palette(), isEnabled(), shown,
                          foregroundRole());
}

bool ElidedLabel::event(QEvent *event)
{
    if (event->type() == QEvent::ToolTip && toolTip().isEmpty()) {
        const bool cut = fontMetrics().horizontalAdvance(text()) > contentsRect().width();
        QToolTip::showText(static_cast<QHelpEvent *>(event)->globalPos(), cut ? plainToolTip(text()) : QString(), this);
        return true;
    }
    return QLabel::event(event);
}

SectionHeader::SectionHeader(const QString &title, const QString &sentence, QWidget *parent)
    : QWidget(parent), m_title(new ElidedLabel(title, this)), m_sentence(makeNote(sentence, false, this)), m_row(new QHBoxLayout(this))
{
    m_title->setFont(titleFont());
    auto *words = new QVBoxLayout;
    words->setSpacing(metrics::kSpace1);
    words->addWidget(m_title);
    words->addWidget(m_sentence);
    m_row->setContentsMargins(0, 0, 0, 0);
    m_row->setSpacing(metrics::kSpace3);
    m_row->addLayout(words, 1);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    setSentence(sentence);
}

void SectionHeader::setTitle(const QString &title)
{
    m_title->setText(title);
}

void SectionHeader::setSentence(const QString &sentence)
{
    m_sentence->setText(sentence);
    m_sentence->setVisible(!sentence.isEmpty());
}

void SectionHeader::addAction(QWidget *button)
{
    m_row->addWidget(button, 0, Qt::AlignVCenter);
}

QFrame *makeHairline(QWidget *parent)
{
    auto *line = new QFrame(parent);
    line->setFrameShape(QFrame::HLine);
    line->setFixedHeight(metrics::kHairline);
    return line;
}

QLabel *makeNote(const QString &text, bool small, QWidget *parent)
{
    auto *label = new QLabel(text, parent);
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    if (small)
        label->setFont(smallFont());
    setMuted(label);
    return label;
}

} // namespace sallyport
