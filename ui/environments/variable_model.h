// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/model/workspace.h"
#include "ui/editors/row_model.h"
#include "ui/environments/environment_edit.h"

#include <QSet>

namespace sallyport {

//! The variables of one environment. The value of a row of type Secret is not in any role but EditRole; what is shown and
//! spoken is a mask.
class VariableModel final : public RowListModel<Variable> {
    Q_OBJECT
public:
    static constexpr int Type = ValueColumn + 1; //!< a column
    enum Role {
        FaultRole = Qt::UserRole + 1, //!< QString: what is wrong with the row, for people; empty: nothing
        MaskedRole,                   //!< bool: the value must not be seen
    };

    explicit VariableModel(QObject *parent = nullptr) : RowListModel(Rows::Free, parent) {}

    [[nodiscard]] const std::vector<Variable> &variables() const { return rows(); }
    void setVariables(const std::vector<Variable> &variables) { setRows(variables); }
    //! Adds a copy below, with a free name; answers its row.
    int duplicate(int row);

    [[nodiscard]] static QString typeName(VariableType type);
    //! What stands where a masked value is.
    [[nodiscard]] static QString mask();

    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override { return parent.isValid() ? 0 : Type + 1; }
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

protected:
    void touched(int row) override;
    void rowsReplaced() override { m_repeated = repeatedNames(rows()); }
    [[nodiscard]] QVariant text(int row, int column, int role) const override;
    bool setText(int row, int column, const QVariant &text) override;
    [[nodiscard]] QString hint() const override { return tr("Add variable"); }
    [[nodiscard]] QString spokenTick(int row) const override { return tr("use %1").arg(at(row).name); }
    [[nodiscard]] QString tickTitle() const override { return tr("Use"); }

private:
    [[nodiscard]] QString fault(const Variable &row) const;

    QSet<QString> m_repeated;
};

} // namespace sallyport
