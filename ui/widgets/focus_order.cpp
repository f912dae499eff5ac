// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/focus_order.h"

#include <QAbstractButton>
#include <QApplication>
#include <QCheckBox>
#include <QKeyEvent>
#include <QRadioButton>
#include <QScrollArea>

#include <algorithm>
#include <vector>

namespace sallyport {

namespace {

struct Stop {
    QWidget *widget;
    QRect place;
};

bool isReached(const QWidget &widget, const QWidget &root)
{
    return (widget.focusPolicy() & Qt::TabFocus) && widget.isEnabled() && !widget.focusProxy() && widget.isVisibleTo(&root) &&
           widget.window() == root.window();
}

//! Whether the middle of the one lies beside the other.
bool sharesLine(const QRect &first, const QRect &other)
{
    return qAbs(first.center().y() - other.center().y()) < qMin(first.height(), other.height()) / 2;
}

} // namespace

QList<QWidget *> readingOrder(const QWidget &root)
{
    std::vector<Stop> stops;
    for (QWidget *widget : root.findChildren<QWidget *>()) {
        if (isReached(*widget, root))
            stops.push_back({widget, QRect(widget->mapTo(&root, QPoint()), widget->size())});
    }
    std::stable_sort(stops.begin(), stops.end(), [](const Stop &a, const Stop &b) { return a.place.center().y() < b.place.center().y(); });
    for (auto line = stops.begin(); line != stops.end();) {
        const auto end = std::find_if(line, stops.end(), [line](const Stop &stop) { return !sharesLine(line->place, stop.place); });
        std::stable_sort(line, end, [](const Stop &a, const Stop &b) { return a.place.x() < b.place.x(); });
        line = end;
    }
    QList<QWidget *> order;
    for (const Stop &stop : stops)
        order.append(stop.widget);
    return order;
}

bool moveFocus(const QList<QWidget *> &order, bool forward)
{
    if (order.isEmpty())
        return false;
    const auto count = order.size();
    const auto now = order.indexOf(QApplication::focusWidget());
    const auto next = now < 0 ? (forward ? 0 : count - 1) : (now + (forward ? 1 : count - 1)) % count;
    QWidget *widget = order.at(next);
    widget->setFocus(forward ? Qt::TabFocusReason : Qt::BacktabFocusReason);
    for (QWidget *around = widget->parentWidget(); around && !around->isWindow(); around = around->parentWidget()) {
        if (auto *area = qobject_cast<QScrollArea *>(around))
            area->ensureWidgetVisible(widget);
    }
    return true;
}

bool pressFocused(const QKeyEvent &event)
{
    const bool isEnter = event.key() == Qt::Key_Return || event.key() == Qt::Key_Enter;
    auto *button = qobject_cast<QAbstractButton *>(QApplication::focusWidget());
    if (!isEnter || !button || !button->isEnabled() || qobject_cast<QCheckBox *>(button) || qobject_cast<QRadioButton *>(button))
        return false;
    button->click();
    return true;
}

} // namespace sallyport
