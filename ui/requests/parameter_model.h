// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/model/workspace.h"

#include <QAbstractTableModel>

namespace sallyport {

//! Rows of headers or parameters. The last row is always empty and not part of `parameters()`: typing there adds one.
class ParameterModel final : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { Enabled, Name, ValueColumn, ColumnCount };
    //! Fixed: rows come from elsewhere (path parameters from the URL), only values and the tick can be edited.
    enum class Rows { Free, Fixed };

    explicit ParameterModel(Rows rows = Rows::Free, QObject *parent = nullptr);

    [[nodiscard]] const std::vector<Parameter> &parameters() const { return m_parameters; }
    //! What the empty row invites to, e.g. `Add header`.
    void setHint(const QString &hint) { m_hint = hint; }
    //! Replaces the rows; does nothing where they are equal, so that an open editor stays open.
    void setParameters(const std::vector<Parameter> &parameters);
    [[nodiscard]] int enabledCount() const;
    [[nodiscard]] bool isExtraRow(int row) const { return row == int(m_parameters.size()); }
    //! Moves a row up (-1) or down (+1); false at the ends.
    bool shift(int row, int by);

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
    void edited(); //!< by a person, not by setParameters

private:
    [[nodiscard]] QVariant textOf(const QModelIndex &index) const;
    [[nodiscard]] QString spoken(const QModelIndex &index) const;
    void append(int column, const QString &text);

    Rows m_rows;
    QString m_hint;
    std::vector<Parameter> m_parameters;
};

} // namespace sallyport
