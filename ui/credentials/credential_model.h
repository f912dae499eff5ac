// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/run/services.h"

#include <QAbstractTableModel>
#include <QSet>
#include <QStyledItemDelegate>

namespace sallyport {

//! The credentials as a table. Follows the store; times are told anew each minute.
class CredentialModel final : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { Name, SignIn, Status, LastCheck, ColumnCount };
    enum Role { IdRole = Qt::UserRole, ToneRole };

    CredentialModel(const CredentialStore &store, const Catalog &catalog, Clock &clock, QObject *parent = nullptr);

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

    [[nodiscard]] QString idAt(int row) const;
    [[nodiscard]] int rowOf(const QString &id) const; //!< -1 where it is not there

    //! Marks the one that is being checked; empty: none.
    void setChecking(const QString &id);

private:
    void follow();
    void tick();
    [[nodiscard]] QString text(const Credential &credential, Column column) const;
    [[nodiscard]] QString toolTip(const Credential &credential, Column column) const;
    void touchRows();

    const CredentialStore &m_store;
    const Catalog &m_catalog;
    Clock &m_clock;
    QStringList m_ids;
    QString m_checking;
};

//! Paints cells that have a ToneRole as pills.
class PillDelegate final : public QStyledItemDelegate {
    Q_OBJECT
public:
    using QStyledItemDelegate::QStyledItemDelegate;
    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;
};

} // namespace sallyport
