// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/collections/collection_model.h"

#include <QPersistentModelIndex>
#include <QSet>
#include <QTreeView>
#include <QWidget>

class QLabel;
class QLineEdit;
class QMenu;
class QPushButton;
class QSortFilterProxyModel;

namespace sallyport {

class ElidedLabel;

//! The tree of a collection: rounded selection over the whole row. The first click on a folder selects and opens it, further
//! ones close and open it. Entries are moved by dragging or by Alt+Up and Alt+Down.
class CollectionTree final : public QTreeView {
    Q_OBJECT
public:
    explicit CollectionTree(QWidget *parent = nullptr);

signals:
    void menuWished(const QModelIndex &index, const QPoint &globalPosition);
    void folderClicked(const QModelIndex &index, bool wasCurrent);
    void shiftWished(int by); //!< the current entry, among its siblings: up (-1) or down (+1)

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void drawRow(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    void contextMenuEvent(QContextMenuEvent *event) override;

private:
    QPersistentModelIndex m_before; //!< current before the mouse was pressed
};

//! The left pane: file name, add button, filter field, tree. Says what a person wants; others do it.
class CollectionPane final : public QWidget {
    Q_OBJECT
public:
    explicit CollectionPane(QWidget *parent = nullptr);

    //! Entries of the menus come from the window's table of actions, in this order; nullptr is a separator.
    void setMenus(const QList<QAction *> &addActions, const QList<QAction *> &entryActions);
    void setItems(const std::vector<Item> &items, const QString &fileName);
    //! Forgets which folders were closed: another workspace.
    void reset();

    [[nodiscard]] QString currentId() const;
    [[nodiscard]] CollectionModel::EntryKind currentKind() const;
    //! Selects an entry, opening the folders around it. An empty id selects nothing.
    void setCurrentId(const QString &id);
    //! Where something new goes: the selected folder or the one around the selection, and the index after it.
    [[nodiscard]] std::pair<QString, int> insertionPoint() const;
    void renameCurrent();
    void focusFilter();
    void focusTree();

signals:
    void currentChanged(const QString &id);
    void renameWished(const QString &id, const QString &name);
    void moveWished(const QString &id, const QString &folderId, int index);

private:
    void build();
    void connectTree();
    void restoreTree(const QString &selected);
    void applyFilter(const QString &text);
    void shiftCurrent(int by);
    void showMenu(const QModelIndex &index, const QPoint &globalPosition);
    [[nodiscard]] QModelIndex viewIndex(const QString &id) const;

    CollectionModel *m_model = nullptr;
    QSortFilterProxyModel *m_filter = nullptr;
    CollectionTree *m_tree = nullptr;
    QLineEdit *m_filterField = nullptr;
    ElidedLabel *m_title = nullptr;
    QLabel *m_nothing = nullptr;
    QPushButton *m_add = nullptr;
    QMenu *m_addMenu = nullptr;
    QMenu *m_entryMenu = nullptr;
    QSet<QString> m_closed; //!< folders the person closed
    QString m_current;
    bool m_restoring = false;
};

} // namespace sallyport
