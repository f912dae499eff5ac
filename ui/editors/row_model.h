// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractTableModel>

#include <algorithm>
#include <vector>

namespace sallyport {

//! What tables of named values have in common: a tick, a name and a value in the first columns, and an always empty last
//! row that is none of the rows: typing there adds one. Rows are removed, and moved by `moveRows` or by a drop.
class RowModel : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { Enabled, Name, ValueColumn };
    //! Fixed: rows come from elsewhere, only values and the tick can be edited.
    enum class Rows { Free, Fixed };

    explicit RowModel(Rows rows, QObject *parent = nullptr) : QAbstractTableModel(parent), m_kind(rows) {}

    //! How many rows there are, without the empty one.
    [[nodiscard]] virtual int size() const = 0;
    [[nodiscard]] bool isExtraRow(int row) const { return row == size(); }
    //! Moves a row up (-1) or down (+1); false at the ends.
    bool shift(int row, int by);

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    bool setData(const QModelIndex &index, const QVariant &value, int role) override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    [[nodiscard]] Qt::ItemFlags flags(const QModelIndex &index) const override;
    bool removeRows(int row, int count, const QModelIndex &parent = {}) override;
    bool moveRows(const QModelIndex &sourceParent, int sourceRow, int count, const QModelIndex &targetParent, int targetRow) override;

    [[nodiscard]] Qt::DropActions supportedDropActions() const override { return Qt::MoveAction; }
    [[nodiscard]] QStringList mimeTypes() const override;
    //! Holds the number of the row and nothing that stands in it: other programs see what is dragged.
    [[nodiscard]] QMimeData *mimeData(const QModelIndexList &indexes) const override;
    [[nodiscard]] bool canDropMimeData(const QMimeData *data, Qt::DropAction action, int row, int column,
                                       const QModelIndex &parent) const override;
    bool dropMimeData(const QMimeData *data, Qt::DropAction action, int row, int column, const QModelIndex &parent) override;

signals:
    void edited(); //!< by a person, not by setting the rows

protected:
    [[nodiscard]] Rows kind() const { return m_kind; }
    //! After an edit; `row`: the one that changed.
    virtual void touched(int row);
    [[nodiscard]] virtual bool isEnabled(int row) const = 0;
    virtual void setEnabled(int row, bool enabled) = 0;
    //! Text of a cell as `role` (display or edit) has it; also of the empty row.
    [[nodiscard]] virtual QVariant text(int row, int column, int role) const = 0;
    //! False where the cell has no such text. The same text counts as taken.
    virtual bool setText(int row, int column, const QVariant &text) = 0;
    virtual void add(int column, const QString &text) = 0;
    virtual void erase(int row, int count) = 0;
    virtual void rotate(int first, int middle, int last) = 0;
    //! What the empty row invites to, e.g. `Add header`.
    [[nodiscard]] virtual QString hint() const = 0;
    //! For assistive technology: the tick of a row, the name of the column of ticks.
    [[nodiscard]] virtual QString spokenTick(int row) const = 0;
    [[nodiscard]] virtual QString tickTitle() const = 0;

private:
    [[nodiscard]] QString spoken(const QModelIndex &index) const;

    Rows m_kind;
};

//! The rows themselves. `Row` has a name, a value, and whether it is enabled.
template<class Row>
class RowListModel : public RowModel {
public:
    using RowModel::RowModel;

    [[nodiscard]] int size() const override { return int(m_rows.size()); }

protected:
    [[nodiscard]] const std::vector<Row> &rows() const { return m_rows; }
    [[nodiscard]] const Row &at(int row) const { return m_rows[std::size_t(row)]; }

    //! Replaces the rows; does nothing where they are equal, so that an open editor stays open.
    void setRows(const std::vector<Row> &rows)
    {
        if (rows == m_rows)
            return;
        const bool sameCount = rows.size() == m_rows.size();
        if (!sameCount)
            beginResetModel();
        m_rows = rows;
        rowsReplaced();
        if (!sameCount)
            endResetModel();
        else
            emit dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1));
    }
    //! Before the views are told of other rows.
    virtual void rowsReplaced() {}

    bool replace(int row, Row changed)
    {
        if (changed == at(row))
            return true;
        m_rows[std::size_t(row)] = std::move(changed);
        touched(row);
        return true;
    }
    void insert(int row, Row added)
    {
        // At the end it takes the place of the empty row, and a new empty one follows.
        const int shown = isExtraRow(row) ? row + 1 : row;
        beginInsertRows({}, shown, shown);
        m_rows.insert(m_rows.begin() + row, std::move(added));
        endInsertRows();
        touched(row);
    }

    [[nodiscard]] bool isEnabled(int row) const override { return at(row).enabled; }
    void setEnabled(int row, bool enabled) override
    {
        Row changed = at(row);
        changed.enabled = enabled;
        replace(row, std::move(changed));
    }
    [[nodiscard]] QVariant text(int row, int column, int) const override
    {
        if (column != Name && column != ValueColumn)
            return {};
        return isExtraRow(row) ? QString() : column == Name ? at(row).name : at(row).value;
    }
    bool setText(int row, int column, const QVariant &text) override
    {
        if (column != Name && column != ValueColumn)
            return false;
        Row changed = at(row);
        (column == Name ? changed.name : changed.value) = text.toString();
        return replace(row, std::move(changed));
    }
    void add(int column, const QString &text) override
    {
        Row added;
        (column == Name ? added.name : added.value) = text;
        insert(size(), std::move(added));
    }
    void erase(int row, int count) override { m_rows.erase(m_rows.begin() + row, m_rows.begin() + row + count); }
    void rotate(int first, int middle, int last) override
    {
        std::rotate(m_rows.begin() + first, m_rows.begin() + middle, m_rows.begin() + last);
    }

private:
    std::vector<Row> m_rows;
};

} // namespace sallyport
