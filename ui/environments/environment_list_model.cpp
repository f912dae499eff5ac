// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/environments/environment_list_model.h"

#include "ui/editors/display_text.h"
#include "ui/theme/painting.h"
#include "ui/widgets/labels.h"

#include <QPainter>

#include <algorithm>

namespace sallyport {

using namespace Qt::StringLiterals;

void EnvironmentListModel::addFolders(std::vector<Entry> &entries, const std::vector<Item> &items, const QString &path)
{
    for (const Item &item : items) {
        const auto *folder = std::get_if<Folder>(&item.content);
        if (!folder)
            continue;
        const QString name = path.isEmpty() ? folder->name : path + u" › "_s + folder->name;
        if (folder->environment && !folder->environment->id.isEmpty())
            entries.push_back({folder->environment->id, name, {}, Kind::Folder, false});
        addFolders(entries, folder->children, name);
    }
}

void EnvironmentListModel::setWorkspace(const Workspace &workspace, const QString &activeId)
{
    std::vector<Entry> entries;
    const Environment &base = workspace.baseEnvironment;
    entries.push_back({base.id, tr("Base"), base.color, Kind::Base, activeId.isEmpty()});
    for (const Environment &sub : workspace.subEnvironments)
        entries.push_back({sub.id, sub.name, sub.color, Kind::Sub, sub.id == activeId});
    addFolders(entries, workspace.items, {});
    if (entries == m_entries)
        return;
    const bool sameRows = std::equal(entries.begin(), entries.end(), m_entries.begin(), m_entries.end(),
                                     [](const Entry &a, const Entry &b) { return a.id == b.id; });
    if (!sameRows)
        beginResetModel();
    m_entries = std::move(entries);
    if (!sameRows)
        endResetModel();
    else
        emit dataChanged(index(0), index(rowCount() - 1));
}

int EnvironmentListModel::rowOf(const QString &id) const
{
    const auto found = std::find_if(m_entries.begin(), m_entries.end(), [&id](const Entry &entry) { return entry.id == id; });
    return found == m_entries.end() ? -1 : int(found - m_entries.begin());
}

int EnvironmentListModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_entries.size());
}

QVariant EnvironmentListModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Entry &entry = m_entries[std::size_t(index.row())];
    switch (role) {
    case Qt::DisplayRole:
        return entry.kind == Kind::Folder ? tr("Folder %1").arg(entry.name) : entry.name;
    case Qt::EditRole:
        return entry.name;
    case Qt::ToolTipRole:
        return plainToolTip(entry.name);
    case Qt::AccessibleTextRole:
        return entry.active ? tr("%1, in use").arg(entry.name) : entry.name;
    case IdRole:
        return entry.id;
    case KindRole:
        return QVariant::fromValue(entry.kind);
    case ColourRole:
        return entry.colour;
    case ActiveRole:
        return entry.active;
    default:
        return {};
    }
}

bool EnvironmentListModel::setData(const QModelIndex &index, const QVariant &value, int role)
{
    const QString name = value.toString().trimmed();
    if (!checkIndex(index, CheckIndexOption::IndexIsValid) || role != Qt::EditRole || name.isEmpty()
        || name == m_entries[std::size_t(index.row())].name)
        return false;
    emit renameWished(m_entries[std::size_t(index.row())].id, name);
    return true;
}

Qt::ItemFlags EnvironmentListModel::flags(const QModelIndex &index) const
{
    if (!index.isValid())
        return Qt::NoItemFlags;
    const Qt::ItemFlags flags = Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemNeverHasChildren;
    return m_entries[std::size_t(index.row())].kind == Kind::Sub ? flags | Qt::ItemIsEditable : flags;
}

void EnvironmentListDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const Tokens &t = currentTokens();
    const auto kind = index.data(EnvironmentListModel::KindRole).value<EnvironmentListModel::Kind>();
    if (option.state.testFlag(QStyle::State_Selected))
        paint::roundedBox(painter, option.rect, {.fill = t.accentSoft});
    if (option.state.testFlag(QStyle::State_HasFocus) && option.state.testFlag(QStyle::State_KeyboardFocusChange))
        paint::roundedBox(painter, option.rect, {.outline = t.accent, .width = 1.5});
    QRect rect = option.rect.adjusted(11, 0, -metrics::kSpace2, 0);
    if (kind == EnvironmentListModel::Kind::Sub)
        rect.setLeft(rect.left() + 11);
    painter->save();
    if (index.data(EnvironmentListModel::ActiveRole).toBool()) {
        painter->setFont(smallFont());
        painter->setPen(t.muted);
        const QString word = tr("in use");
        painter->drawText(rect, int(Qt::AlignRight | Qt::AlignVCenter), word);
        rect.setRight(rect.right() - painter->fontMetrics().horizontalAdvance(word) - metrics::kSpace2);
    }
    const QColor colour(index.data(EnvironmentListModel::ColourRole).toString());
    if (colour.isValid()) {
        painter->setRenderHint(QPainter::Antialiasing);
        painter->setPen(Qt::NoPen);
        painter->setBrush(colour);
        painter->drawEllipse(QPointF(rect.left() + 4, rect.center().y() + 0.5), 4, 4);
        rect.setLeft(rect.left() + 16);
    }
    painter->setFont(option.font);
    painter->setPen(t.text);
    const QString name = harmlessText(index.data(Qt::DisplayRole).toString());
    painter->drawText(rect, int(Qt::AlignLeft | Qt::AlignVCenter), option.fontMetrics.elidedText(name, Qt::ElideRight, rect.width()));
    painter->restore();
}

QSize EnvironmentListDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &) const
{
    return {120, std::max(metrics::kTableRow, option.fontMetrics.height() + 14)};
}

} // namespace sallyport
