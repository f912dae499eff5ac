// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/environments/variable_model.h"

#include "ui/editors/template_delegate.h"
#include "ui/environments/environment_edit.h"

#include "app/secrets/redactor.h"

#include <algorithm>

namespace sallyport {

using namespace Qt::StringLiterals;

VariableModel::VariableModel(QObject *parent) : QAbstractTableModel(parent) {}

QString VariableModel::typeName(VariableType type)
{
    switch (type) {
    case VariableType::Text:
        return tr("Text");
    case VariableType::Json:
        return tr("JSON");
    case VariableType::Secret:
        return tr("Secret");
    }
    return {};
}

QString VariableModel::mask()
{
    return QString(8, QChar(Redactor::kBullet));
}

void VariableModel::setVariables(const std::vector<Variable> &variables)
{
    if (variables == m_variables)
        return;
    const bool sameCount = variables.size() == m_variables.size();
    if (!sameCount)
        beginResetModel();
    m_variables = variables;
    m_repeated = repeatedNames(m_variables);
    if (!sameCount)
        endResetModel();
    else
        emit dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
}

int VariableModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_variables.size()) + 1;
}

int VariableModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(ColumnCount);
}

QVariant VariableModel::display(const QModelIndex &index, bool masked) const
{
    if (isExtraRow(index.row()))
        return index.column() == Name || index.column() == ValueColumn ? QVariant(QString()) : QVariant();
    const Variable &row = m_variables[std::size_t(index.row())];
    switch (index.column()) {
    case Name:
        return row.name;
    case ValueColumn:
        return masked && row.type == VariableType::Secret && !row.value.isEmpty() ? mask() : row.value;
    case Type:
        return typeName(row.type);
    default:
        return {};
    }
}

QString VariableModel::fault(const Variable &row) const
{
    if (row.enabled && m_repeated.contains(row.name))
        return tr("“%1” is here more than once; the last one counts").arg(row.name);
    if (const QString wrong = jsonFault(row); !wrong.isEmpty())
        return tr("the value of “%1” is no JSON: %2").arg(row.name, wrong);
    if (row.name.isEmpty() && !row.value.isEmpty())
        return tr("a variable needs a name");
    return {};
}

QString VariableModel::spoken(const QModelIndex &index) const
{
    if (isExtraRow(index.row()))
        return index.column() == Name ? tr("empty row: type to add a variable") : QString();
    const Variable &row = m_variables[std::size_t(index.row())];
    if (index.column() == Enabled)
        return tr("use %1").arg(row.name);
    return display(index, true).toString();
}

QVariant VariableModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const bool extra = isExtraRow(index.row());
    switch (role) {
    case Qt::DisplayRole:
        return display(index, true);
    case Qt::EditRole:
        return display(index, false);
    case Qt::AccessibleTextRole:
        return spoken(index);
    case TemplateDelegate::kHintRole:
        return isExtraRow(index.row()) && index.column() == Name ? tr("Add variable") : QString();
    case Qt::CheckStateRole:
        if (index.column() != Enabled || extra)
            return {};
        return m_variables[std::size_t(index.row())].enabled ? Qt::Checked : Qt::Unchecked;
    case Qt::ToolTipRole:
    case FaultRole:
        return extra ? QString() : fault(m_variables[std::size_t(index.row())]);
    case MaskedRole:
        return !extra && m_variables[std::size_t(index.row())].type == VariableType::Secret;
    default:
        return {};
    }
}

bool VariableModel::setData(const QModelIndex &index, const QVariant &value, int role)
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return false;
    if (isExtraRow(index.row())) {
        if (role != Qt::EditRole || value.toString().isEmpty() || (index.column() != Name && index.column() != ValueColumn))
            return false;
        Variable added;
        (index.column() == Name ? added.name : added.value) = value.toString();
        append(std::move(added));
        return true;
    }
    Variable row = m_variables[std::size_t(index.row())];
    if (index.column() == Enabled && role == Qt::CheckStateRole)
        row.enabled = value.value<Qt::CheckState>() == Qt::Checked;
    else if (index.column() == Name && role == Qt::EditRole)
        row.name = value.toString().trimmed();
    else if (index.column() == ValueColumn && role == Qt::EditRole)
        row.value = value.toString();
    else if (index.column() == Type && role == Qt::EditRole)
        row.type = VariableType(std::clamp(value.toInt(), 0, int(VariableType::Secret)));
    else
        return false;
    if (row == m_variables[std::size_t(index.row())])
        return true;
    m_variables[std::size_t(index.row())] = row;
    touched(index.row());
    return true;
}

void VariableModel::touched(int row)
{
    const QSet<QString> before = std::exchange(m_repeated, repeatedNames(m_variables));
    const bool others = before != m_repeated; // faults of other rows may have come or gone
    emit dataChanged(index(others ? 0 : row, 0), index(others ? rowCount() - 1 : row, ColumnCount - 1));
    emit edited();
}

void VariableModel::append(Variable added)
{
    const int row = int(m_variables.size());
    beginInsertRows({}, row + 1, row + 1); // it takes the place of the empty row, and a new empty one follows
    m_variables.push_back(std::move(added));
    endInsertRows();
    touched(row);
}

void VariableModel::setValueOf(int row, const QString &value, const QString &name)
{
    if (isExtraRow(row)) {
        Variable added;
        added.name = name;
        added.value = value;
        append(std::move(added));
        return;
    }
    Variable &target = m_variables[std::size_t(row)];
    target.value = value;
    if (target.name.isEmpty())
        target.name = name;
    touched(row);
}

int VariableModel::duplicate(int row)
{
    QStringList taken;
    for (const Variable &variable : m_variables)
        taken.push_back(variable.name);
    Variable copy = m_variables[std::size_t(row)];
    copy.id.clear();
    for (int number = 2; taken.contains(copy.name); ++number)
        copy.name = u"%1_%2"_s.arg(m_variables[std::size_t(row)].name).arg(number);
    beginInsertRows({}, row + 1, row + 1);
    m_variables.insert(m_variables.begin() + row + 1, copy);
    endInsertRows();
    touched(row + 1);
    return row + 1;
}

QVariant VariableModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue(Qt::AlignLeft | Qt::AlignVCenter);
    if (role == Qt::AccessibleTextRole && section == Enabled)
        return tr("Use");
    if (role != Qt::DisplayRole)
        return {};
    return section == Name ? tr("NAME") : section == ValueColumn ? tr("VALUE") : section == Type ? tr("TYPE") : QString();
}

Qt::ItemFlags VariableModel::flags(const QModelIndex &index) const
{
    if (!index.isValid())
        return Qt::NoItemFlags;
    const Qt::ItemFlags flags = Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemNeverHasChildren;
    const bool extra = isExtraRow(index.row());
    if (index.column() == Enabled)
        return extra ? flags : flags | Qt::ItemIsUserCheckable;
    return index.column() == Type && extra ? flags : flags | Qt::ItemIsEditable;
}

bool VariableModel::removeRows(int row, int count, const QModelIndex &parent)
{
    if (parent.isValid() || row < 0 || count < 1 || row + count > int(m_variables.size()))
        return false;
    beginRemoveRows({}, row, row + count - 1);
    m_variables.erase(m_variables.begin() + row, m_variables.begin() + row + count);
    endRemoveRows();
    touched(0);
    return true;
}

bool VariableModel::moveRows(const QModelIndex &sourceParent, int sourceRow, int count, const QModelIndex &targetParent,
                             int targetRow)
{
    const int size = int(m_variables.size());
    const bool within = sourceRow >= 0 && count == 1 && sourceRow < size && targetRow >= 0 && targetRow <= size;
    if (!within || !beginMoveRows(sourceParent, sourceRow, sourceRow, targetParent, targetRow))
        return false;
    const auto first = m_variables.begin();
    if (targetRow > sourceRow)
        std::rotate(first + sourceRow, first + sourceRow + 1, first + targetRow);
    else
        std::rotate(first + targetRow, first + sourceRow, first + sourceRow + 1);
    endMoveRows();
    emit edited();
    return true;
}

} // namespace sallyport
