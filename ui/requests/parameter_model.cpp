// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/requests/parameter_model.h"

#include "ui/editors/template_delegate.h"

#include <algorithm>

namespace sallyport {

ParameterModel::ParameterModel(Rows rows, QObject *parent) : QAbstractTableModel(parent), m_rows(rows) {}

void ParameterModel::setParameters(const std::vector<Parameter> &parameters)
{
    if (parameters == m_parameters)
        return;
    if (parameters.size() == m_parameters.size()) {
        m_parameters = parameters;
        emit dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
        return;
    }
    beginResetModel();
    m_parameters = parameters;
    endResetModel();
}

int ParameterModel::enabledCount() const
{
    return int(std::count_if(m_parameters.begin(), m_parameters.end(), [](const Parameter &row) { return row.enabled; }));
}

int ParameterModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_parameters.size()) + (m_rows == Rows::Free ? 1 : 0);
}

int ParameterModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(ColumnCount);
}

QVariant ParameterModel::textOf(const QModelIndex &index) const
{
    if (isExtraRow(index.row()))
        return index.column() == Enabled ? QVariant() : QVariant(QString());
    const Parameter &row = m_parameters[std::size_t(index.row())];
    return index.column() == Name ? row.name : index.column() == ValueColumn ? row.value : QVariant();
}

QString ParameterModel::spoken(const QModelIndex &index) const
{
    if (isExtraRow(index.row()))
        return index.column() == Enabled ? QString() : tr("empty row: type to add");
    const Parameter &row = m_parameters[std::size_t(index.row())];
    return index.column() == Enabled ? tr("send %1").arg(row.name) : textOf(index).toString();
}

QVariant ParameterModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    switch (role) {
    case Qt::DisplayRole:
    case Qt::EditRole:
        return textOf(index);
    case Qt::AccessibleTextRole:
        return spoken(index);
    case TemplateDelegate::kHintRole:
        return isExtraRow(index.row()) && index.column() == Name ? m_hint : QString();
    case Qt::CheckStateRole:
        if (index.column() != Enabled || isExtraRow(index.row()))
            return {};
        return m_parameters[std::size_t(index.row())].enabled ? Qt::Checked : Qt::Unchecked;
    case Qt::ToolTipRole:
        return isExtraRow(index.row()) ? QVariant() : QVariant(m_parameters[std::size_t(index.row())].description);
    default:
        return {};
    }
}

bool ParameterModel::setData(const QModelIndex &index, const QVariant &value, int role)
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return false;
    if (isExtraRow(index.row())) {
        if (role != Qt::EditRole || index.column() == Enabled || value.toString().isEmpty())
            return false;
        append(index.column(), value.toString());
        return true;
    }
    Parameter row = m_parameters[std::size_t(index.row())];
    if (index.column() == Enabled && role == Qt::CheckStateRole)
        row.enabled = value.value<Qt::CheckState>() == Qt::Checked;
    else if (index.column() == Name && role == Qt::EditRole)
        row.name = value.toString();
    else if (index.column() == ValueColumn && role == Qt::EditRole)
        row.value = value.toString();
    else
        return false;
    if (row == m_parameters[std::size_t(index.row())])
        return true;
    m_parameters[std::size_t(index.row())] = row;
    emit dataChanged(this->index(index.row(), 0), this->index(index.row(), ColumnCount - 1));
    emit edited();
    return true;
}

void ParameterModel::append(int column, const QString &text)
{
    Parameter added;
    (column == Name ? added.name : added.value) = text;
    const int row = int(m_parameters.size());
    // The new row takes the place of the empty one, and a new empty one follows.
    beginInsertRows({}, row + 1, row + 1);
    m_parameters.push_back(added);
    endInsertRows();
    emit dataChanged(index(row, 0), index(row, ColumnCount - 1));
    emit edited();
}

QVariant ParameterModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue(Qt::AlignLeft | Qt::AlignVCenter);
    if (role == Qt::AccessibleTextRole && section == Enabled)
        return tr("Send");
    if (role != Qt::DisplayRole)
        return {};
    return section == Name ? tr("NAME") : section == ValueColumn ? tr("VALUE") : QString();
}

Qt::ItemFlags ParameterModel::flags(const QModelIndex &index) const
{
    if (!index.isValid())
        return m_rows == Rows::Free ? Qt::ItemIsDropEnabled : Qt::NoItemFlags;
    Qt::ItemFlags flags = Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemNeverHasChildren;
    if (index.column() == Enabled)
        return isExtraRow(index.row()) ? flags : flags | Qt::ItemIsUserCheckable;
    return index.column() == Name && m_rows == Rows::Fixed ? flags : flags | Qt::ItemIsEditable;
}

bool ParameterModel::removeRows(int row, int count, const QModelIndex &parent)
{
    if (parent.isValid() || row < 0 || count < 1 || row + count > int(m_parameters.size()) || m_rows == Rows::Fixed)
        return false;
    beginRemoveRows({}, row, row + count - 1);
    m_parameters.erase(m_parameters.begin() + row, m_parameters.begin() + row + count);
    endRemoveRows();
    emit edited();
    return true;
}

bool ParameterModel::moveRows(const QModelIndex &sourceParent, int sourceRow, int count, const QModelIndex &targetParent,
                              int targetRow)
{
    const int size = int(m_parameters.size());
    const bool within = sourceRow >= 0 && count == 1 && sourceRow < size && targetRow >= 0 && targetRow <= size;
    if (!within || m_rows == Rows::Fixed || !beginMoveRows(sourceParent, sourceRow, sourceRow, targetParent, targetRow))
        return false;
    const auto first = m_parameters.begin();
    if (targetRow > sourceRow)
        std::rotate(first + sourceRow, first + sourceRow + 1, first + targetRow);
    else
        std::rotate(first + targetRow, first + sourceRow, first + sourceRow + 1);
    endMoveRows();
    emit edited();
    return true;
}

bool ParameterModel::shift(int row, int by)
{
    return moveRows({}, row, 1, {}, by < 0 ? row - 1 : row + 2);
}

} // namespace sallyport
