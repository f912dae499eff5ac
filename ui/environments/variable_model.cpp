// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/environments/variable_model.h"

#include "app/secrets/redactor.h"
#include "ui/widgets/labels.h"

#include <algorithm>

namespace sallyport {

using namespace Qt::StringLiterals;

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

QVariant VariableModel::text(int row, int column, int role) const
{
    if (isExtraRow(row))
        return RowListModel::text(row, column, role);
    const Variable &variable = at(row);
    if (column == Type)
        return typeName(variable.type);
    const bool masked =
        column == ValueColumn && role == Qt::DisplayRole && variable.type == VariableType::Secret && !variable.value.isEmpty();
    return masked ? mask() : RowListModel::text(row, column, role);
}

bool VariableModel::setText(int row, int column, const QVariant &text)
{
    if (column == Name)
        return RowListModel::setText(row, column, text.toString().trimmed());
    if (column != Type)
        return RowListModel::setText(row, column, text);
    Variable changed = at(row);
    changed.type = VariableType(std::clamp(text.toInt(), 0, int(VariableType::Secret)));
    return replace(row, std::move(changed));
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

QVariant VariableModel::data(const QModelIndex &index, int role) const
{
    const bool real = checkIndex(index, CheckIndexOption::IndexIsValid) && !isExtraRow(index.row());
    switch (role) {
    case Qt::ToolTipRole:
        return real ? plainToolTip(fault(at(index.row()))) : QString();
    case FaultRole:
        return real ? fault(at(index.row())) : QString();
    case MaskedRole:
        return real && at(index.row()).type == VariableType::Secret;
    default:
        return RowModel::data(index, role);
    }
}

void VariableModel::touched(int row)
{
    const QSet<QString> before = std::exchange(m_repeated, repeatedNames(rows()));
    const bool others = before != m_repeated; // faults of other rows may have come or gone
    emit dataChanged(index(others ? 0 : row, 0), index(others ? rowCount() - 1 : row, columnCount() - 1));
    emit edited();
}

int VariableModel::duplicate(int row)
{
    QStringList taken;
    for (const Variable &variable : rows())
        taken.push_back(variable.name);
    Variable copy = at(row);
    copy.id.clear();
    for (int number = 2; taken.contains(copy.name); ++number)
        copy.name = u"%1_%2"_s.arg(at(row).name).arg(number);
    insert(row + 1, std::move(copy));
    return row + 1;
}

QVariant VariableModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (section == Type && orientation == Qt::Horizontal && role == Qt::DisplayRole)
        return tr("TYPE");
    return RowModel::headerData(section, orientation, role);
}

} // namespace sallyport
