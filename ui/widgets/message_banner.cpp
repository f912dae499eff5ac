// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/message_banner.h"

#include "ui/theme/icons.h"
#include "ui/theme/painting.h"
#include "ui/widgets/pill_label.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QToolButton>

using namespace Qt::StringLiterals;

namespace sallyport {

namespace {

constexpr int kIconSize = 16;

struct Look {
    Tone tone;
    const char16_t *icon;
    QColor Tokens::*ink;
};

Look lookOf(MessageBanner::Kind kind)
{
    switch (kind) {
    case MessageBanner::Kind::Ok:
        return {Tone::Ok, u"check", &Tokens::ok};
    case MessageBanner::Kind::Warn:
        return {Tone::Warn, u"warning", &Tokens::warn};
    case MessageBanner::Kind::Bad:
        return {Tone::Bad, u"warning", &Tokens::bad};
    case MessageBanner::Kind::Info:
        break;
    }
    return {Tone::Accent, u"info", &Tokens::accent};
}

} // namespace

MessageBanner::MessageBanner(QWidget *parent)
    : QFrame(parent), m_icon(new QLabel(this)), m_text(new QLabel(this)), m_remedies(new QHBoxLayout), m_dismiss(new QToolButton(this))
{
    m_text->setWordWrap(true);
    m_text->setTextFormat(Qt::RichText);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_dismiss->setIcon(icon(u"cross"_s));
    m_dismiss->setAutoRaise(true);
    m_dismiss->setAccessibleName(tr("Dismiss"));
    m_dismiss->setToolTip(tr("Dismiss"));
    connect(m_dismiss, &QToolButton::clicked, this, [this] {
        clear();
        emit dismissed();
    });
    m_remedies->setSpacing(metrics::kSpace2);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(metrics::kSpace3, metrics::kSpace2, metrics::kSpace2, metrics::kSpace2);
    row->setSpacing(metrics::kSpace2);
    row->addWidget(m_icon, 0, Qt::AlignVCenter);
    row->addWidget(m_text, 1);
    row->addLayout(m_remedies);
    row->addWidget(m_dismiss, 0, Qt::AlignVCenter);
    QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Preferred); // Minimum would ask for the height of a narrow one
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
    setDismissible(false);
    hide();
}

void MessageBanner::showMessage(Kind kind, const QString &text, const QString &subject)
{
    clear();
    m_kind = kind;
    m_plain = subject.isEmpty() ? text : subject + u' ' + text;
    const QString strong = subject.isEmpty() ? QString() : u"<b>%1</b> "_s.arg(subject.toHtmlEscaped());
    m_html = strong + text.toHtmlEscaped().replace(u'\n', "<br>"_L1);
    setAccessibleName(m_plain);
    m_text->setAccessibleName(m_plain);
    refreshColors();
    show();
}

QPushButton *MessageBanner::addRemedy(const QString &label, const std::function<void()> &action)
{
    auto *button = new QPushButton(label, this);
    button->setAutoDefault(false);
    connect(button, &QPushButton::clicked, this, action, Qt::QueuedConnection); // the action may clear this banner
    m_remedies->addWidget(button, 0, Qt::AlignVCenter);
    button->show(); // now, so that it can be given the focus
    return button;
}

void MessageBanner::clear()
{
    while (QLayoutItem *item = m_remedies->takeAt(0)) {
        if (item->widget()) {
            item->widget()->hide();
            item->widget()->deleteLater();
        }
        delete item;
    }
    m_plain.clear();
    m_html.clear();
    m_text->clear();
    hide();
}

void MessageBanner::setDismissible(bool dismissible)
{
    m_dismiss->setVisible(dismissible);
}

void MessageBanner::paintEvent(QPaintEvent *event)
{
    Q_UNUSED(event)
    QPainter painter(this);
    paint::roundedBox(&painter, rect(), {.fill = colorsOf(lookOf(m_kind).tone).soft});
}

void MessageBanner::changeEvent(QEvent *event)
{
    QFrame::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        refreshColors();
}

void MessageBanner::refreshColors()
{
    const Look look = lookOf(m_kind);
    m_text->setText(u"<span style=\"color:%1\">%2</span>"_s.arg((currentTokens().*look.ink).name(), m_html));
    m_icon->setPixmap(icon(QString::fromUtf16(look.icon), look.ink).pixmap(QSize(kIconSize, kIconSize), devicePixelRatioF()));
    update();
}

} // namespace sallyport
