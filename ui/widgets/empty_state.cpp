// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/empty_state.h"

#include "ui/theme/icons.h"
#include "ui/theme/theme.h"
#include "ui/widgets/labels.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QPushButton>
#include <QVBoxLayout>

namespace sallyport {

namespace {

constexpr int kIconSize = 36;
constexpr int kTextWidth = 420;

} // namespace

EmptyState::EmptyState(const QString &iconName, const QString &title, const QString &text, QWidget *parent)
    : QWidget(parent), m_iconName(iconName), m_icon(new QLabel(this)), m_title(new QLabel(title, this)),
      m_text(makeNote(text, false, this)), m_buttons(new QHBoxLayout)
{
    m_icon->setAlignment(Qt::AlignCenter);
    m_title->setFont(titleFont());
    m_title->setAlignment(Qt::AlignCenter);
    m_title->setWordWrap(true);
    m_text->setAlignment(Qt::AlignHCenter | Qt::AlignTop);
    m_text->setMaximumWidth(kTextWidth);
    m_text->setMinimumWidth(qMin(kTextWidth, m_text->fontMetrics().averageCharWidth() * 34));
    m_buttons->setSpacing(metrics::kSpace2);
    m_buttons->setAlignment(Qt::AlignHCenter);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(metrics::kSpace5, metrics::kSpace4, metrics::kSpace5, metrics::kSpace4);
    column->setSpacing(metrics::kSpace2);
    column->addStretch(2);
    column->addWidget(m_icon);
    column->addWidget(m_title);
    auto *middle = new QHBoxLayout;
    middle->addStretch(1);
    middle->addWidget(m_text, 20);
    middle->addStretch(1);
    column->addLayout(middle);
    column->addSpacing(metrics::kSpace2);
    column->addLayout(m_buttons);
    column->addStretch(3);
    refreshIcon();
}

void EmptyState::setTexts(const QString &title, const QString &text)
{
    m_title->setText(title);
    m_text->setText(text);
}

QPushButton *EmptyState::addButton(const QString &label, const std::function<void()> &action)
{
    auto *button = new QPushButton(label, this);
    button->setAutoDefault(false);
    if (action)
        connect(button, &QPushButton::clicked, this, action);
    m_buttons->addWidget(button);
    return button;
}

QPushButton *EmptyState::setPrimary(const QString &label, const std::function<void()> &action)
{
    QPushButton *button = addButton(label, action);
    setButtonKind(button, ButtonKind::Primary);
    return button;
}

QPushButton *EmptyState::setSecondary(const QString &label, const std::function<void()> &action)
{
    QPushButton *button = addButton(label, action);
    setButtonKind(button, ButtonKind::Link);
    return button;
}

void EmptyState::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        refreshIcon();
}

void EmptyState::refreshIcon()
{
    m_icon->setPixmap(icon(m_iconName, &Tokens::muted).pixmap(QSize(kIconSize, kIconSize), devicePixelRatioF()));
}

} // namespace sallyport
