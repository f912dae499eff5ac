// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/side_list.h"

#include "ui/theme/painting.h"

#include <QStyledItemDelegate>

namespace sallyport {

namespace {

constexpr int kSide = 11;
constexpr int kChars = 22;

class SideDelegate final : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        const Tokens &t = currentTokens();
        const bool selected = option.state.testFlag(QStyle::State_Selected);
        if (selected)
            paint::roundedBox(painter, option.rect, {.fill = t.accentSoft});
        else if (option.state.testFlag(QStyle::State_MouseOver))
            paint::roundedBox(painter, option.rect, {.fill = mixed(t.window, t.text, 0.05)});
        if (option.state.testFlag(QStyle::State_HasFocus) && option.state.testFlag(QStyle::State_KeyboardFocusChange))
            paint::roundedBox(painter, option.rect, {.outline = t.accent, .width = 1.5});
        painter->save();
        painter->setFont(option.font);
        painter->setPen(t.text);
        const QRect words = option.rect.adjusted(kSide, 0, -kSide, 0);
        painter->drawText(words, Qt::AlignVCenter | Qt::AlignLeft | Qt::TextSingleLine,
                          option.fontMetrics.elidedText(index.data().toString(), Qt::ElideRight, words.width()));
        painter->restore();
    }

    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        const QSize usual = QStyledItemDelegate::sizeHint(option, index);
        return {usual.width() + kSide, qMax(metrics::kTableRow, option.fontMetrics.height() + 14)};
    }
};

} // namespace

void styleAsSideList(QAbstractItemView *view)
{
    view->setFrameShape(QFrame::NoFrame);
    view->setItemDelegate(new SideDelegate(view));
    view->setMouseTracking(true);
    view->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    fillWith(view, QPalette::Window);
    view->viewport()->setBackgroundRole(QPalette::Window);
}

SideList::SideList(QWidget *parent) : QListWidget(parent)
{
    styleAsSideList(this);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Expanding);
    setViewportMargins(metrics::kSpace2, metrics::kSpace2, metrics::kSpace2, metrics::kSpace2);
}

QSize SideList::sizeHint() const
{
    return {qMax(190, sizeHintForColumn(0) + 2 * metrics::kSpace4), fontMetrics().averageCharWidth() * kChars};
}

QSize SideList::minimumSizeHint() const
{
    return {sizeHint().width(), fontMetrics().height() * 4};
}

} // namespace sallyport
