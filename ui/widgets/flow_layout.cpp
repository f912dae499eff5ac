// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/flow_layout.h"

namespace sallyport {

FlowLayout::FlowLayout(QWidget *parent) : QLayout(parent)
{
}

FlowLayout::~FlowLayout() = default;

void FlowLayout::addItem(QLayoutItem *item)
{
    m_items.emplace_back(item);
}

int FlowLayout::count() const
{
    return static_cast<int>(m_items.size());
}

QLayoutItem *FlowLayout::itemAt(int index) const
{
    return index >= 0 && index < count() ? m_items[static_cast<std::size_t>(index)].get() : nullptr;
}

QLayoutItem *FlowLayout::takeAt(int index)
{
    if (index < 0 || index >= count())
        return nullptr;
    const auto at = m_items.begin() + index;
    QLayoutItem *item = at->release();
    m_items.erase(at);
    return item;
}

FlowLayout::Places FlowLayout::placesIn(const QRect &rect) const
{
    Places places;
    const QRect room = rect.marginsRemoved(contentsMargins());
    int x = room.x();
    int y = room.y();
    int line = 0;
    for (const auto &item : m_items) {
        const int width = qMax(item->minimumSize().width(), qMin(item->sizeHint().width(), room.width()));
        if (x > room.x() && x + width > room.x() + room.width()) {
            x = room.x();
            y += line + spacing();
            line = 0;
        }
        places.rects.emplace_back(QPoint(x, y), QSize(width, item->sizeHint().height()));
        x += width + spacing();
        line = qMax(line, item->sizeHint().height());
    }
    places.height = y + line - rect.y() + contentsMargins().bottom();
    return places;
}

int FlowLayout::heightForWidth(int width) const
{
    return placesIn(QRect(0, 0, width, 0)).height;
}

QSize FlowLayout::withMargins(const QSize &size) const
{
    return size.grownBy(contentsMargins());
}

QSize FlowLayout::sizeHint() const
{
    QSize all(0, 0);
    for (const auto &item : m_items)
        all = QSize(all.width() + item->sizeHint().width() + (all.width() > 0 ? spacing() : 0),
                    qMax(all.height(), item->sizeHint().height()));
    return withMargins(all);
}

QSize FlowLayout::minimumSize() const
{
    QSize widest(0, 0);
    for (const auto &item : m_items)
        widest = widest.expandedTo(item->minimumSize());
    return withMargins(widest);
}

void FlowLayout::setGeometry(const QRect &rect)
{
    QLayout::setGeometry(rect);
    const Places places = placesIn(rect);
    for (std::size_t i = 0; i < m_items.size(); ++i)
        m_items[i]->setGeometry(places.rects[i]);
}

} // namespace sallyport
