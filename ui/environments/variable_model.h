// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/model/workspace.h"

#include <QAbstractTableModel>
#include <QSet>

namespace sallyport {

//! The variables of one environment. The last row is always empty: typing there adds one. The value of a row of type
//! Secret is not in any role but EditRole; what is shown and spoken is a mask.
class VariableModel final : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { Enabled, Name, ValueColumn, Type, ColumnCount };
    enum Role {
        FaultRole = Qt::UserRole + 1, //!< QString: what is wrong with the row, for people; empty: nothing
        MaskedRole,                   //!< bool: the value must not be seen
    };

    explicit VariableModel(QObject *parent = nullptr);

    [[nodiscard]] const std::vector<Variable> &variables() const { return m_variables; }
    void setVariables(const std::vector<Variable> &variables);
    [[nodiscard]] bool isExtraRow(int row) const { return row == int(m_variables.size()); }
    //! Replaces a row's value; on the extra row a new row is made, with `name` if it has none.
    void setValueOf(int row, const QString &value, const QString &name = {});
    //! Adds a copy below, with a free name; answers its row.
    int duplicate(int row);

    [[nodiscard]] static QString typeName(VariableType type);
    //! What stands where a masked value is.
    [[nodiscard]] static QString mask();

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    bool setData(const QModelIndex &index, const QVariant &value, int role) override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    [[nodiscard]] Qt::ItemFlags flags(const QModelIndex &index) const override;
    bool removeRows(int row, int count, const QModelIndex &parent = {}) override;
    bool moveRows(const QModelIndex &sourceParent, int sourceRow, int count, const QModelIndex &targetParent,
                  int targetRow) override;

signals:
    void edited(); //!< by a person, not by setVariables

private:
    [[nodiscard]] QVariant display(const QModelIndex &index, bool masked) const;
    [[nodiscard]] QString fault(const Variable &row) const;
    [[nodiscard]] QString spoken(const QModelIndex &index) const;
    void append(Variable added);
    void touched(int row);

    std::vector<Variable> m_variables;
    QSet<QString> m_repeated;
};

} // namespace sallyport
