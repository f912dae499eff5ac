// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/collections/collection_delegate.h"

#include "ui/collections/collection_model.h"
#include "ui/theme/theme.h"

#include <QPainter>

#include <algorithm>

namespace sallyport {

using namespace Qt::StringLiterals;

namespace {

QFont badgeFont()
{
    QFont font = fixedFont();
    font.setPointSizeF(std::max(6.0, smallFont().pointSizeF() - 0.5));
    font.setBold(true);
    return font;
}

// Long methods of one's own must not take the name's place.
QString shortened(const QString &badge)
{
    return badge.size() <= 9 ? badge : badge.left(8) + u'…';
}

} // namespace

QColor methodColour(const QString &method)
{
    const Tokens &t = currentTokens();
    if (method == "GET"_L1 || method == "HEAD"_L1)
        return t.ok;
    if (method == "POST"_L1 || method == "PUT"_L1)
        return t.warn;
    if (method == "DELETE"_L1)
        return t.bad;
    return method == "PATCH"_L1 ? t.link : t.muted;
}

void CollectionDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const Tokens &t = currentTokens();
    const auto kind = index.data(CollectionModel::KindRole).value<CollectionModel::EntryKind>();
    const QString badge = shortened(index.data(CollectionModel::BadgeRole).toString());
    QRect rect = option.rect.adjusted(metrics::kSpace1, 0, -metrics::kSpace3, 0);
    painter->save();
    if (!badge.isEmpty()) {
        const QFont font = badgeFont();
        const int width = QFontMetrics(font).horizontalAdvance(badge);
        painter->setFont(font);
        painter->setPen(kind == CollectionModel::EntryKind::Request ? methodColour(badge) : t.muted);
        painter->drawText(rect, int(Qt::AlignRight | Qt::AlignVCenter), badge);
        rect.setRight(rect.right() - width - metrics::kSpace2);
    }
    painter->setFont(option.font);
    painter->setPen(kind == CollectionModel::EntryKind::Other ? t.muted : t.text);
    const QString name = index.data(Qt::DisplayRole).toString().simplified();
    const QString shown = name.isEmpty() ? tr("(no name)") : name;
    painter->drawText(rect, int(Qt::AlignLeft | Qt::AlignVCenter), option.fontMetrics.elidedText(shown, Qt::ElideRight, rect.width()));
    painter->restore();
}

QSize CollectionDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &) const
{
    return {120, std::max(metrics::kTreeRow, option.fontMetrics.height() + metrics::kSpace2)};
}

void CollectionDelegate::updateEditorGeometry(QWidget *editor, const QStyleOptionViewItem &option, const QModelIndex &) const
{
    editor->setGeometry(option.rect);
}

} // namespace sallyport
