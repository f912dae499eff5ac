// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/busy_indicator.h"

#include "ui/theme/theme.h"
#include "ui/widgets/labels.h"

#include <QHBoxLayout>
#include <QPainter>
#include <QPushButton>
#include <QTimer>

using namespace Qt::StringLiterals;

namespace sallyport {

namespace {

constexpr int kSpinner = 16;
constexpr int kFrameMs = 60;

} // namespace

BusyIndicator::BusyIndicator(Clock &clock, QWidget *parent)
    : QWidget(parent), m_clock(clock), m_spin(new QTimer(this)), m_spinner(new QWidget(this)), m_text(new ElidedLabel({}, this)),
      m_button(new QPushButton(tr("Cancel"), this))
{
    m_spinner->setFixedSize(kSpinner, kSpinner);
    setMuted(m_text);
    setButtonKind(m_button, ButtonKind::Link);
    m_button->setAutoDefault(false);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(metrics::kSpace2);
    row->addWidget(m_spinner);
    row->addWidget(m_text, 1);
    row->addWidget(m_button);
    connect(m_spin, &QTimer::timeout, this, [this] {
        m_angle = (m_angle + 30) % 360;
        update(m_spinner->geometry());
    });
    connect(m_button, &QPushButton::clicked, this, [this] {
        const auto cancel = m_cancel;
        stop();
        if (cancel)
            cancel();
        emit cancelled();
    });
    hide();
}

void BusyIndicator::start(const QString &doing, const std::function<void()> &cancel)
{
    stop();
    m_doing = doing;
    m_cancel = cancel;
    m_busy = true;
    m_started = m_clock.now();
    m_button->setVisible(static_cast<bool>(cancel));
    const int generation = m_generation;
    m_clock.after(kPatience, this, [this, generation] { appear(generation); });
    m_clock.after(kElapsedAfter, this, [this, generation] { tellElapsed(generation); });
}

void BusyIndicator::stop()
{
    ++m_generation;
    m_busy = false;
    m_cancel = nullptr;
    m_spin->stop();
    hide();
}

void BusyIndicator::setButtonLabel(const QString &label)
{
    m_button->setText(label);
}

void BusyIndicator::appear(int generation)
{
    if (generation != m_generation)
        return;
    m_text->setText(m_doing + u" \u2026"_s);
    setAccessibleName(m_text->text());
    m_spin->start(kFrameMs);
    show();
}

void BusyIndicator::tellElapsed(int generation)
{
    if (generation != m_generation)
        return;
    const auto passed = std::chrono::duration_cast<std::chrono::seconds>(m_clock.now() - m_started).count();
    m_text->setText(tr("%1 … %2 s").arg(m_doing).arg(passed));
    m_clock.after(std::chrono::seconds(1), this, [this, generation] { tellElapsed(generation); });
}

void BusyIndicator::paintEvent(QPaintEvent *event)
{
    Q_UNUSED(event)
    const Tokens &t = currentTokens();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF ring = QRectF(m_spinner->geometry()).adjusted(2, 2, -2, -2);
    painter.setPen(QPen(t.border, 2));
    painter.drawEllipse(ring);
    painter.setPen(QPen(t.accent, 2, Qt::SolidLine, Qt::RoundCap));
    painter.drawArc(ring, -m_angle * 16, 100 * 16);
}

} // namespace sallyport
