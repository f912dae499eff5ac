// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editors/secret_popup.h"

#include "ui/editors/display_text.h"
#include "ui/editors/field_message.h"
#include "ui/theme/painting.h"
#include "ui/theme/theme.h"
#include "ui/widgets/busy_indicator.h"

#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QScreen>
#include <QVBoxLayout>

#include <algorithm>

namespace sallyport {

using namespace Qt::StringLiterals;

SecretPopup::SecretPopup(const Services &services, const SecretLink &link, const QString &workspaceId, const QString &subject,
                         QWidget *parent)
    : QFrame(parent, Qt::Popup), m_services(services), m_link(link), m_workspaceId(workspaceId), m_value(new SecretText(this)),
      m_note(new QLabel(this)), m_error(new FieldMessage(this)), m_busy(new BusyIndicator(services.clock, this)),
      m_close(new QPushButton(tr("Close"), this))
{
    setAttribute(Qt::WA_DeleteOnClose);
    setFrameShape(QFrame::Box);
    fillWith(this, QPalette::Base);
    auto *title = new QLabel(harmlessText(subject.isEmpty() ? link.summary(services.catalog) : subject), this);
    title->setTextFormat(Qt::PlainText);
    title->setFont(strongFont());
    setAccessibleName(title->text());
    m_note->setFont(smallFont());
    setMuted(m_note);
    auto *foot = new QHBoxLayout;
    foot->addWidget(m_note, 1);
    foot->addWidget(m_close);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(metrics::kSpace4, metrics::kSpace3, metrics::kSpace4, metrics::kSpace3);
    layout->setSpacing(metrics::kSpace2);
    layout->addWidget(title);
    layout->addWidget(m_value);
    layout->addWidget(m_error);
    layout->addWidget(m_busy);
    layout->addLayout(foot);
    connect(m_close, &QPushButton::clicked, this, &QWidget::close);
}

SecretPopup::~SecretPopup()
{
    m_stop.request_stop();
}

void SecretPopup::openAt(const QPoint &globalPosition)
{
    adjustSize();
    QPoint where = globalPosition;
    if (const QScreen *screen = QGuiApplication::screenAt(globalPosition)) {
        const QRect room = screen->availableGeometry();
        where.setX(std::clamp(where.x(), room.left(), std::max(room.left(), room.right() - width())));
        where.setY(std::clamp(where.y(), room.top(), std::max(room.top(), room.bottom() - height())));
    }
    move(where);
    show();
    m_close->setFocus();
}

void SecretPopup::fit()
{
    layout()->activate();
    resize(width(), layout()->totalHeightForWidth(width()) > 0 ? layout()->totalHeightForWidth(width()) : sizeHint().height());
}

void SecretPopup::start(const QString &doing)
{
    m_busy->start(doing, [this] { close(); });
}

void SecretPopup::reveal()
{
    start(tr("Fetching the secret"));
    m_services.resolver.resolve(m_link, m_workspaceId, m_stop.get_token())
        .then(this, [this](const Result<SecretValue> &value) { revealed(value); });
}

void SecretPopup::refresh()
{
    m_value->hide();
    start(tr("Fetching the secret anew"));
    m_services.resolver.refresh(m_link, m_workspaceId, m_stop.get_token())
        .then(this, [this](const Result<SecretValue> &value) { refreshed(value); });
}

void SecretPopup::revealed(const Result<SecretValue> &value)
{
    m_busy->stop();
    if (!value)
        return fail(value.error());
    m_value->setValue(*value);
    fit();
    countDown(int(kRevealFor.count()));
}

void SecretPopup::refreshed(const Result<SecretValue> &value)
{
    m_busy->stop();
    if (!value)
        return fail(value.error());
    m_note->setText(tr("Fetched just now. The value stays hidden."));
    fit();
    m_services.clock.after(kNoticeFor, this, [this] { close(); });
}

void SecretPopup::fail(const Error &error)
{
    m_value->hide();
    m_error->setError(error);
    fit();
}

void SecretPopup::countDown(int seconds)
{
    if (seconds <= 0) {
        m_value->clear();
        close();
        return;
    }
    m_note->setText(tr("Hides in %n second(s)", nullptr, seconds).replace(u"(s)"_s, seconds == 1 ? QString() : u"s"_s));
    m_services.clock.after(std::chrono::seconds(1), this, [this, seconds] { countDown(seconds - 1); });
}

} // namespace sallyport
