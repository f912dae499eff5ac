// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/framed_dialog.h"

#include "ui/theme/theme.h"
#include "ui/widgets/focus_order.h"
#include "ui/widgets/labels.h"
#include "ui/widgets/scrolled_column.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QPushButton>
#include <QVBoxLayout>

namespace sallyport {

namespace {

constexpr int kLeftStretch = 1000;

} // namespace

FramedDialog::FramedDialog(QWidget *parent)
    : QDialog(parent), m_title(new ElidedLabel({}, this)), m_subtitle(makeNote({}, false, this)), m_body(new QVBoxLayout),
      m_left(new QHBoxLayout), m_buttons(new QHBoxLayout)
{
    fillWith(this, QPalette::Base);
    m_title->setFont(titleFont());
    auto *column = new QWidget(this);
    auto *content = new QVBoxLayout(column);
    content->setContentsMargins(metrics::kSpace5, 20, metrics::kSpace5, metrics::kSpace5);
    content->setSpacing(metrics::kSpace1);
    content->addWidget(m_title);
    content->addWidget(m_subtitle);
    content->addSpacing(metrics::kSpace3);
    m_body->setSpacing(metrics::kSpace3);
    content->addLayout(m_body, 1);

    m_strip = new QWidget(this);
    fillWith(m_strip, QPalette::Window);
    auto *row = new QHBoxLayout(m_strip);
    row->setContentsMargins(metrics::kSpace5, metrics::kSpace3, metrics::kSpace5, metrics::kSpace3);
    row->setSpacing(metrics::kSpace4);
    m_left->setSpacing(metrics::kSpace2);
    m_buttons->setSpacing(metrics::kSpace2);
    row->addLayout(m_left, kLeftStretch);
    row->addStretch(1); // where the left part is empty
    row->addLayout(m_buttons);

    auto *all = new QVBoxLayout(this);
    all->setContentsMargins(0, 0, 0, 0);
    all->setSpacing(0);
    m_scrolled = new ScrolledColumn(column, this);
    connect(
        m_scrolled, &ScrolledColumn::contentGrew, this, [this] { growToContents(this); }, Qt::QueuedConnection);
    all->addWidget(m_scrolled, 1);
    all->addWidget(makeHairline(this));
    all->addWidget(m_strip);
}

void FramedDialog::setHeading(const QString &title, const QString &subtitle)
{
    m_title->setText(title);
    m_subtitle->setText(subtitle);
    m_subtitle->setVisible(!subtitle.isEmpty());
    setWindowTitle(subtitle.isEmpty() ? title : title + QStringLiteral(" - ") + subtitle);
}

void FramedDialog::openAtWidth(int pixels)
{
    constexpr int kUsualCharacter = 8;
    const int width = qMax(qMax(pixels, pixels * fontMetrics().averageCharWidth() / kUsualCharacter), minimumSizeHint().width());
    m_scrolled->setUsualWidth(width);
    resize(width, qMin(sizeHint().height(), mostHeight(this)));
}

void FramedDialog::bringIntoView(QWidget *part)
{
    part->installEventFilter(this);
}

bool FramedDialog::eventFilter(QObject *watched, QEvent *event)
{
    if (auto *part = qobject_cast<QWidget *>(watched); part && event->type() == QEvent::Show) {
        QMetaObject::invokeMethod( // once the layout has made room for it
            part, [this, part] { m_scrolled->ensureWidgetVisible(part, 0, metrics::kSpace3); }, Qt::QueuedConnection);
    }
    return QDialog::eventFilter(watched, event);
}

bool FramedDialog::focusNextPrevChild(bool next)
{
    return moveFocus(readingOrder(*m_scrolled->widget()) + readingOrder(*m_strip), next);
}

void FramedDialog::keyPressEvent(QKeyEvent *event)
{
    if (!pressFocused(*event))
        QDialog::keyPressEvent(event);
}

QPushButton *FramedDialog::append(const QString &label)
{
    auto *button = new QPushButton(label, this);
    button->setAutoDefault(false);
    m_buttons->addWidget(button);
    return button;
}

QPushButton *FramedDialog::addButton(const QString &label)
{
    return append(label);
}

QPushButton *FramedDialog::addPrimaryButton(const QString &label)
{
    QPushButton *button = append(label);
    setButtonKind(button, ButtonKind::Primary);
    button->setDefault(true);
    return button;
}

} // namespace sallyport
