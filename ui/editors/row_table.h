// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/editors/link_target.h"

#include <QTableView>

class QMenu;
class QToolButton;

namespace sallyport {

class RowModel;
class TemplateContext;
class TemplateDelegate;

//! A table of named values: tick, name, value, and an always empty last row. Rows are removed by the cross that follows
//! the mouse, by Delete or by the menu, and moved by dragging or by Alt+Up and Alt+Down. A right click links a value to a secret.
class RowTable final : public QTableView {
    Q_OBJECT
public:
    //! `maskedRole`, `faultRole`: see TemplateDelegate. `removable`: rows can be added, moved and removed.
    RowTable(RowModel *model, TemplateContext *context, bool removable, int maskedRole = -1, int faultRole = -1,
             QWidget *parent = nullptr);

    //! Takes no more height than its rows need, so that what belongs to it can stand right below.
    void setFitsRows(bool fits);
    //! Starts editing the name in the empty last row.
    void addRow();
    [[nodiscard]] LinkTarget targetAt(const QModelIndex &index) const;

signals:
    void menuWished(QMenu *menu, const QModelIndex &index); //!< before the entries that all rows have
    void duplicateWished(int row);

protected:
    void contextMenuEvent(QContextMenuEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void leaveEvent(QEvent *event) override;
    void scrollContentsBy(int dx, int dy) override;
    void changeEvent(QEvent *event) override;

private:
    [[nodiscard]] bool isRealRow(int row) const;
    void applyRowHeight();
    void fitRows();
    void placeCross(int row);
    void removeRow(int row);
    void moveRow(int row, int by);
    void addRowActions(QMenu *menu, int row);

    TemplateContext *m_context;
    QToolButton *m_cross;
    int m_crossRow = -1;
    bool m_removable;
    bool m_fits = false;
};

} // namespace sallyport
