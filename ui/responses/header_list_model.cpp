// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/responses/header_list_model.h"

#include "ui/editors/display_text.h"
#include "ui/widgets/labels.h"

namespace sallyport {

void HeaderListModel::setHeaders(std::vector<std::pair<QString, QString>> headers)
{
    beginResetModel();
    m_headers = std::move(headers);
    endResetModel();
}

int HeaderListModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_headers.size());
}

int HeaderListModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : 2;
}

QVariant HeaderListModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid) || (role != Qt::DisplayRole && role != Qt::ToolTipRole))
        return {};
    const auto &[name, value] = m_headers[std::size_t(index.row())];
    const QString text = harmlessText(index.column() == 0 ? name : value);
    return role == Qt::ToolTipRole ? plainToolTip(text) : text;
}

QVariant HeaderListModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue(Qt::AlignLeft | Qt::AlignVCenter);
    return role == Qt::DisplayRole ? QVariant(section == 0 ? tr("NAME") : tr("VALUE")) : QVariant();
}

} // namespace sallyport
