// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/model/workspace.h"

#include <QAbstractListModel>
#include <QStyledItemDelegate>

namespace sallyport {

//! The environments of a workspace: the base, its sub environments, and those of folders.
class EnvironmentListModel final : public QAbstractListModel {
    Q_OBJECT
public:
    enum class Kind { Base, Sub, Folder };
    Q_ENUM(Kind)
    enum Role { IdRole = Qt::UserRole + 1, KindRole, ColourRole, ActiveRole };

    using QAbstractListModel::QAbstractListModel;

    void setWorkspace(const Workspace &workspace, const QString &activeId);
    [[nodiscard]] int rowOf(const QString &id) const;

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    bool setData(const QModelIndex &index, const QVariant &value, int role) override;
    [[nodiscard]] Qt::ItemFlags flags(const QModelIndex &index) const override;

signals:
    void renameWished(const QString &id, const QString &name);

private:
    struct Entry {
        QString id;
        QString name;
        QString colour;
        Kind kind = Kind::Sub;
        bool active = false;
        bool operator==(const Entry &) const = default;
    };
    static void addFolders(std::vector<Entry> &entries, const std::vector<Item> &items, const QString &path);

    std::vector<Entry> m_entries;
};

//! Paints an entry: indented below the base, with its colour, and whether requests use it now.
class EnvironmentListDelegate final : public QStyledItemDelegate {
    Q_OBJECT
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;
};

} // namespace sallyport
