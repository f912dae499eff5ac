// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editors/row_model.h"

#include "ui/editors/template_delegate.h"

#include <QMimeData>

namespace sallyport {

using namespace Qt::StringLiterals;

namespace {

constexpr QLatin1StringView kMimeType("application/x-sallyport-row");

} // namespace

int RowModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : size() + (m_kind == Rows::Free ? 1 : 0);
}

int RowModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ValueColumn + 1;
}

QString RowModel::spoken(const QModelIndex &index) const
{
    if (!isExtraRow(index.row()))
        return index.column() == Enabled ? spokenTick(index.row()) : text(index.row(), index.column(), Qt::DisplayRole).toString();
    return index.column() == Name || index.column() == ValueColumn ? tr("empty row: type to add") : QString();
}

QVariant RowModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const bool extra = isExtraRow(index.row());
    switch (role) {
    case Qt::DisplayRole:
    case Qt::EditRole:
        return text(index.row(), index.column(), role);
    case Qt::AccessibleTextRole:
        return spoken(index);
    case TemplateDelegate::kHintRole:
        return extra && index.column() == Name ? hint() : QString();
    case Qt::CheckStateRole:
        if (index.column() != Enabled || extra)
            return {};
        return isEnabled(index.row()) ? Qt::Checked : Qt::Unchecked;
    default:
        return {};
    }
}

bool RowModel::setData(const QModelIndex &index, const QVariant &value, int role)
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return false;
    const int column = index.column();
    if (isExtraRow(index.row())) {
        if (role != Qt::EditRole || (column != Name && column != ValueColumn) || value.toString().isEmpty())
            return false;
        add(column, value.toString());
        return true;
    }
    if (column == Enabled && role == Qt::CheckStateRole) {
        setEnabled(index.row(), value.value<Qt::CheckState>() == Qt::Checked);
        return true;
    }
    return role == Qt::EditRole && setText(index.row(), column, value);
}

void RowModel::touched(int row)
{
    emit dataChanged(index(row, 0), index(row, columnCount() - 1));
    emit edited();
}

QVariant RowModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue(Qt::AlignLeft | Qt::AlignVCenter);
    if (role == Qt::AccessibleTextRole && section == Enabled)
        return tickTitle();
    if (role != Qt::DisplayRole)
        return {};
    return section == Name ? tr("NAME") : section == ValueColumn ? tr("VALUE") : QString();
}

Qt::ItemFlags RowModel::flags(const QModelIndex &index) const
{
    const bool free = m_kind == Rows::Free;
    if (!index.isValid())
        return free ? Qt::ItemIsDropEnabled : Qt::NoItemFlags;
    const bool extra = isExtraRow(index.row());
    Qt::ItemFlags flags = Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemNeverHasChildren;
    if (free && !extra)
        flags |= Qt::ItemIsDragEnabled;
    if (index.column() == Enabled)
        return extra ? flags : flags | Qt::ItemIsUserCheckable;
    const bool known = index.column() == ValueColumn || (index.column() == Name && free);
    return known || (index.column() > ValueColumn && !extra) ? flags | Qt::ItemIsEditable : flags;
}

bool RowModel::removeRows(int row, int count, const QModelIndex &parent)
{
    if (parent.isValid() || row < 0 || count < 1 || row + count > size() || m_kind == Rows::Fixed)
        return false;
    beginRemoveRows({}, row, row + count - 1);
    erase(row, count);
    endRemoveRows();
    touched(0); // there is a row: at least the empty one
    return true;
}

bool RowModel::moveRows(const QModelIndex &sourceParent, int sourceRow, int count, const QModelIndex &targetParent, int targetRow)
{
    const bool within = sourceRow >= 0 && count == 1 && sourceRow < size() && targetRow >= 0 && targetRow <= size();
    if (!within || m_kind == Rows::Fixed || !beginMoveRows(sourceParent, sourceRow, sourceRow, targetParent, targetRow))
        return false;
    if (targetRow > sourceRow)
        rotate(sourceRow, sourceRow + 1, targetRow);
    else
        rotate(targetRow, sourceRow, sourceRow + 1);
    endMoveRows();
    emit edited();
    return true;
}

bool RowModel::shift(int row, int by)
{
    return moveRows({}, row, 1, {}, by < 0 ? row - 1 : row + 2);
}

QStringList RowModel::mimeTypes() const
{
    return {kMimeType};
}

QMimeData *RowModel::mimeData(const QModelIndexList &indexes) const
{
    if (indexes.isEmpty() || isExtraRow(indexes.first().row()))
        return nullptr;
    auto *data = new QMimeData;
    data->setData(kMimeType, QByteArray::number(indexes.first().row()));
    return data;
}

bool RowModel::canDropMimeData(const QMimeData *data, Qt::DropAction action, int, int, const QModelIndex &parent) const
{
    return action == Qt::MoveAction && m_kind == Rows::Free && data->hasFormat(kMimeType) && !parent.isValid();
}

bool RowModel::dropMimeData(const QMimeData *data, Qt::DropAction action, int row, int column, const QModelIndex &parent)
{
    if (canDropMimeData(data, action, row, column, parent))
        moveRow({}, data->data(kMimeType).toInt(), {}, row < 0 ? size() : std::min(row, size()));
    return false; // the row has moved already: the view must not take it away
}

} // namespace sallyport
