// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStyledItemDelegate>

namespace sallyport {

class TemplateContext;

//! Cells whose text may hold templates: chips while shown, a template field while edited. Paints its own ground, so that
//! header and cells share one left edge. Cells of unticked rows are muted; a row's fault is drawn under its text.
class TemplateDelegate : public QStyledItemDelegate {
    Q_OBJECT
public:
    //! `maskedRole` and `faultRole`: roles of the model, -1: it has none.
    TemplateDelegate(TemplateContext *context, int maskedRole, int faultRole, QObject *parent = nullptr);

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    [[nodiscard]] QWidget *createEditor(QWidget *parent, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    void setEditorData(QWidget *editor, const QModelIndex &index) const override;
    void setModelData(QWidget *editor, QAbstractItemModel *model, const QModelIndex &index) const override;
    bool eventFilter(QObject *watched, QEvent *event) override;

    //! Role of a muted hint that stands in an empty cell.
    static constexpr int kHintRole = Qt::UserRole + 100;
    //! Distance of text from the cell's left edge, as the header has it.
    static constexpr int kCellMargin = 8;

private:
    void paintGround(QPainter *painter, const QStyleOptionViewItem &option) const;
    void paintCheck(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const;
    [[nodiscard]] bool isMasked(const QModelIndex &index) const;

    TemplateContext *m_context;
    int m_maskedRole;
    int m_faultRole;
};

} // namespace sallyport
