// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/scrolled_column.h"

#include "ui/theme/theme.h"

#include <QEvent>
#include <QLayout>
#include <QScreen>
#include <QScrollBar>

namespace sallyport {

namespace {

constexpr double kPartOfScreen = 0.9;

int heightWanted(const QWidget *content, int width)
{
    const QLayout *layout = content->layout();
    return layout && layout->hasHeightForWidth() && width > 0 ? layout->totalHeightForWidth(width) : content->sizeHint().height();
}

} // namespace

int mostHeight(const QWidget *widget)
{
    const QScreen *screen = widget->screen();
    return screen ? static_cast<int>(screen->availableGeometry().height() * kPartOfScreen) : 800;
}

ScrolledColumn::ScrolledColumn(QWidget *content, QWidget *parent) : QScrollArea(parent)
{
    setFrameShape(QFrame::NoFrame);
    setWidgetResizable(true);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setFocusPolicy(Qt::NoFocus);
    viewport()->setBackgroundRole(QPalette::Base);
    content->setBackgroundRole(QPalette::Base);
    setWidget(content);
    content->installEventFilter(this);
}

void ScrolledColumn::setUsualWidth(int pixels)
{
    m_usualWidth = pixels;
    updateGeometry();
}

// Asks for a little more than is needed without a scroll bar: a bar that is there makes words wrap earlier, so that it
// would stay although nothing needs it.
QSize ScrolledColumn::sizeHint() const
{
    const QSize wanted = widget()->sizeHint();
    const int supposed = m_usualWidth > 0 ? m_usualWidth : qMax(viewport()->width(), wanted.width());
    const int height = heightWanted(widget(), (isVisible() ? width() : supposed) - verticalScrollBar()->sizeHint().width());
    return {wanted.width(), qMin(height, mostHeight(this))};
}

QSize ScrolledColumn::minimumSizeHint() const
{
    return {widget()->minimumSizeHint().width(), qMin(widget()->minimumSizeHint().height(), fontMetrics().height() * 6)};
}

bool ScrolledColumn::eventFilter(QObject *watched, QEvent *event)
{
    const bool answer = QScrollArea::eventFilter(watched, event);
    if (watched == widget() && event->type() == QEvent::LayoutRequest) {
        updateGeometry();
        if (heightWanted(widget(), viewport()->width()) > viewport()->height())
            emit contentGrew();
    }
    return answer;
}

void growToContents(QWidget *window)
{
    if (!window->isVisible() || window->isMaximized())
        return;
    if (window->layout())
        window->layout()->activate();
    const int wanted = qMin(window->sizeHint().height(), mostHeight(window));
    if (wanted > window->height())
        window->resize(window->width(), wanted);
}

} // namespace sallyport
