// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/model/workspace.h"

#include <QAbstractItemModel>

#include <memory>

namespace sallyport {

//! The requests and folders of a workspace as a tree. It never edits by itself: a drop is a wish (`moveWished`).
class CollectionModel final : public QAbstractItemModel {
    Q_OBJECT
public:
    enum class EntryKind { Request, Folder, Other };
    Q_ENUM(EntryKind)
    enum Role {
        IdRole = Qt::UserRole + 1,
        KindRole,   //!< EntryKind
        BadgeRole,  //!< the request's method, or what an other entry is (`gRPC`)
    };

    explicit CollectionModel(QObject *parent = nullptr);
    ~CollectionModel() override;

    //! Takes over what the workspace holds. Where only names or methods differ, rows stay; otherwise the model resets.
    void setItems(const std::vector<Item> &items);
    [[nodiscard]] QModelIndex indexOf(const QString &id) const;

    [[nodiscard]] QModelIndex index(int row, int column, const QModelIndex &parent = {}) const override;
    [[nodiscard]] QModelIndex parent(const QModelIndex &index) const override;
    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    bool setData(const QModelIndex &index, const QVariant &value, int role) override;
    [[nodiscard]] Qt::ItemFlags flags(const QModelIndex &index) const override;

    [[nodiscard]] Qt::DropActions supportedDropActions() const override { return Qt::MoveAction; }
    [[nodiscard]] QStringList mimeTypes() const override;
    [[nodiscard]] QMimeData *mimeData(const QModelIndexList &indexes) const override;
    [[nodiscard]] bool canDropMimeData(const QMimeData *data, Qt::DropAction action, int row, int column,
                                       const QModelIndex &parent) const override;
    bool dropMimeData(const QMimeData *data, Qt::DropAction action, int row, int column, const QModelIndex &parent) override;

signals:
    void renameWished(const QString &id, const QString &name);
    //! Put the entry among the children of the folder (empty: top level) so that it stands before what is at `index`
    //! now; -1: at the end.
    void moveWished(const QString &id, const QString &folderId, int index);

private:
    struct Node;
    [[nodiscard]] const Node *nodeAt(const QModelIndex &index) const;
    [[nodiscard]] QModelIndex indexOf(const Node *node) const;
    static std::unique_ptr<Node> build(const std::vector<Item> &items);
    void refresh(Node &mine, const Node &other);

    std::unique_ptr<Node> m_root;
};

} // namespace sallyport
