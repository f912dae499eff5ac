// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/model/workspace.h"
#include "ui/editors/row_model.h"

namespace sallyport {

//! Rows of headers or parameters.
class ParameterModel final : public RowListModel<Parameter> {
    Q_OBJECT
public:
    explicit ParameterModel(Rows rows = Rows::Free, QObject *parent = nullptr) : RowListModel(rows, parent) {}

    [[nodiscard]] const std::vector<Parameter> &parameters() const { return rows(); }
    void setParameters(const std::vector<Parameter> &parameters) { setRows(parameters); }
    void setHint(const QString &hint) { m_hint = hint; }
    [[nodiscard]] int enabledCount() const;

    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;

protected:
    [[nodiscard]] QString hint() const override { return m_hint; }
    [[nodiscard]] QString spokenTick(int row) const override { return tr("send %1").arg(at(row).name); }
    [[nodiscard]] QString tickTitle() const override { return tr("Send"); }

private:
    QString m_hint;
};

} // namespace sallyport
