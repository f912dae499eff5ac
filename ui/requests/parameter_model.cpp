// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/requests/parameter_model.h"

#include "ui/widgets/labels.h"

#include <algorithm>

namespace sallyport {

int ParameterModel::enabledCount() const
{
    return int(std::count_if(rows().begin(), rows().end(), [](const Parameter &row) { return row.enabled; }));
}

QVariant ParameterModel::data(const QModelIndex &index, int role) const
{
    const bool told = role == Qt::ToolTipRole && checkIndex(index, CheckIndexOption::IndexIsValid) && !isExtraRow(index.row());
    return told ? QVariant(plainToolTip(at(index.row()).description)) : RowModel::data(index, role);
}

} // namespace sallyport
