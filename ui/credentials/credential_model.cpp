// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/credentials/credential_model.h"

#include "ui/credentials/credential_text.h"
#include "ui/widgets/labels.h"
#include "ui/widgets/relative_time.h"

#include <QApplication>
#include <QPainter>

namespace sallyport {

namespace {

constexpr std::chrono::minutes kTick{1};
constexpr int kCellMargin = 8; // as the style's text margin

QString whenText(const CredentialStatus &status, const QDateTime &now)
{
    return status.checked.isValid() ? relativeTime(status.checked, now) : CredentialModel::tr("not yet");
}

} // namespace

CredentialModel::CredentialModel(const CredentialStore &store, const Catalog &catalog, Clock &clock, QObject *parent)
    : QAbstractTableModel(parent), m_store(store), m_catalog(catalog), m_clock(clock)
{
    connect(&store, &CredentialStore::changed, this, &CredentialModel::follow);
    follow();
    tick();
}

int CredentialModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_ids.size());
}

int CredentialModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant CredentialModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Credential *credential = m_store.findById(m_ids.at(index.row()));
    if (!credential)
        return {};
    const auto column = static_cast<Column>(index.column());
    switch (role) {
    case Qt::DisplayRole:
        return text(*credential, column);
    case Qt::ToolTipRole:
        return toolTip(*credential, column);
    case IdRole:
        return credential->id;
    case ToneRole:
        if (column != Status)
            return {};
        return static_cast<int>(credential->id == m_checking ? Tone::Neutral : badgeOf(m_store.status(credential->id)).tone);
    default:
        return {};
    }
}

QString CredentialModel::text(const Credential &credential, Column column) const
{
    switch (column) {
    case Name:
        return credential.name;
    case SignIn:
        return signInText(credential, m_catalog);
    case Status:
        return credential.id == m_checking ? tr("Testing …") : badgeOf(m_store.status(credential.id)).text;
    case LastCheck:
        return whenText(m_store.status(credential.id), m_clock.wallTime());
    case ColumnCount:
        break;
    }
    return {};
}

QString CredentialModel::toolTip(const Credential &credential, Column column) const
{
    const CredentialStatus status = m_store.status(credential.id);
    switch (column) {
    case Status:
        return plainToolTip(status.text);
    case LastCheck:
        return status.checked.isValid() ? exactTime(status.checked) : tr("Not since Sallyport was started");
    case Name:
        return plainToolTip(credential.sessionOnly ? tr("%1 (kept for this session only)").arg(credential.name) : credential.name);
    case SignIn:
        return plainToolTip(signInText(credential, m_catalog));
    case ColumnCount:
        break;
    }
    return {};
}

QVariant CredentialModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return QVariant(Qt::AlignLeft | Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Name:
        return tr("Name");
    case SignIn:
        return tr("Sign-in");
    case Status:
        return tr("Status");
    case LastCheck:
        return tr("Last check");
    default:
        return {};
    }
}

QString CredentialModel::idAt(int row) const
{
    return m_ids.value(row);
}

int CredentialModel::rowOf(const QString &id) const
{
    return static_cast<int>(m_ids.indexOf(id));
}

void CredentialModel::setChecking(const QString &id)
{
    m_checking = id;
    touchRows();
}

void CredentialModel::follow()
{
    QStringList ids;
    for (const Credential &credential : m_store.credentials())
        ids.append(credential.id);
    if (ids == m_ids)
        return touchRows();
    beginResetModel();
    m_ids = ids;
    endResetModel();
}

void CredentialModel::touchRows()
{
    if (!m_ids.isEmpty())
        emit dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
}

void CredentialModel::tick()
{
    touchRows();
    m_clock.after(kTick, this, [this] { tick(); });
}

void PillDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const QVariant tone = index.data(CredentialModel::ToneRole);
    if (!tone.isValid())
        return QStyledItemDelegate::paint(painter, option, index);
    QStyleOptionViewItem background = option;
    initStyleOption(&background, index);
    background.text.clear();
    const QStyle *style = option.widget ? option.widget->style() : QApplication::style();
    style->drawControl(QStyle::CE_ItemViewItem, &background, painter, option.widget);
    paintPill(painter, option.rect.adjusted(kCellMargin, 0, -kCellMargin, 0), static_cast<Tone>(tone.toInt()), index.data().toString(),
              option.font);
}

QSize PillDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const QSize usual = QStyledItemDelegate::sizeHint(option, index);
    if (!index.data(CredentialModel::ToneRole).isValid())
        return usual;
    const QSize pill = pillSize(index.data().toString(), option.font);
    return {pill.width() + 2 * kCellMargin, qMax(usual.height(), pill.height())};
}

} // namespace sallyport
