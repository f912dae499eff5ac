// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editors/template_delegate.h"

#include "ui/editors/template_context.h"
#include "ui/editors/template_line_edit.h"
#include "ui/editors/template_painting.h"
#include "ui/theme/painting.h"

#include <QFocusEvent>
#include <QPainter>
#include <QStyle>

#include <algorithm>

namespace sallyport {

using namespace Qt::StringLiterals;

TemplateDelegate::TemplateDelegate(TemplateContext *context, int maskedRole, int faultRole, QObject *parent)
    : QStyledItemDelegate(parent), m_context(context), m_maskedRole(maskedRole), m_faultRole(faultRole)
{
}

bool TemplateDelegate::isMasked(const QModelIndex &index) const
{
    return m_maskedRole >= 0 && index.data(m_maskedRole).toBool();
}

void TemplateDelegate::paintGround(QPainter *painter, const QStyleOptionViewItem &option) const
{
    const Tokens &t = currentTokens();
    const bool selected = option.state.testFlag(QStyle::State_Selected);
    painter->fillRect(option.rect, selected ? t.accentSoft : t.surface);
    if (option.state.testFlag(QStyle::State_HasFocus))
        paint::roundedBox(painter, QRectF(option.rect).adjusted(1, 1, -1, -1), {.outline = t.accent, .radius = metrics::kSpace1});
}

void TemplateDelegate::paintCheck(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    QStyleOptionViewItem check = option;
    check.features |= QStyleOptionViewItem::HasCheckIndicator;
    const QStyle *style = option.widget->style();
    check.rect = style->subElementRect(QStyle::SE_ItemViewItemCheckIndicator, &check, option.widget);
    check.state.setFlag(QStyle::State_On, index.data(Qt::CheckStateRole).value<Qt::CheckState>() == Qt::Checked);
    check.state.setFlag(QStyle::State_Off, !check.state.testFlag(QStyle::State_On));
    check.state.setFlag(QStyle::State_HasFocus, false);
    style->drawPrimitive(QStyle::PE_IndicatorItemViewItemCheck, &check, painter, option.widget);
}

void TemplateDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const Tokens &t = currentTokens();
    QStyleOptionViewItem prepared = option;
    initStyleOption(&prepared, index);
    paintGround(painter, prepared);
    if (index.data(Qt::CheckStateRole).isValid())
        return paintCheck(painter, prepared, index);
    const QModelIndex tick = index.siblingAtColumn(0);
    const bool off = tick.data(Qt::CheckStateRole).isValid() && tick.data(Qt::CheckStateRole).value<Qt::CheckState>() == Qt::Unchecked;
    const bool faulty = m_faultRole >= 0 && !index.data(m_faultRole).toString().isEmpty();
    const QRect rect = prepared.rect.adjusted(kCellMargin, 0, -metrics::kSpace1, 0);
    const QString text = index.data(Qt::DisplayRole).toString();
    if (const QString hint = text.isEmpty() ? index.data(kHintRole).toString() : QString(); !hint.isEmpty()) {
        painter->setFont(prepared.font);
        painter->setPen(t.muted);
        painter->drawText(rect, int(Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine), hint);
        return;
    }
    const QColor colour = faulty ? t.bad : off ? t.muted : t.text;
    paintTemplate(painter, rect, text, *m_context, {prepared.font, colour, isMasked(index) && text.contains(u'{')});
}

QSize TemplateDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    QStyleOptionViewItem prepared = option;
    initStyleOption(&prepared, index);
    return {prepared.fontMetrics.averageCharWidth() * 12, std::max(metrics::kTableRow, prepared.fontMetrics.height() + 14)};
}

QWidget *TemplateDelegate::createEditor(QWidget *parent, const QStyleOptionViewItem &, const QModelIndex &index) const
{
    auto *editor = new TemplateLineEdit(m_context, parent);
    editor->setTextMargins(0, 0, 0, 0);
    editor->setSensitive(isMasked(index));
    const QString column = index.model()->headerData(index.column(), Qt::Horizontal, Qt::DisplayRole).toString();
    const QString row = index.siblingAtColumn(1).data(Qt::EditRole).toString();
    editor->setSubject(row);
    editor->setAccessibleName(row.isEmpty() ? column : u"%1, %2"_s.arg(column, row));
    return editor;
}

void TemplateDelegate::setEditorData(QWidget *editor, const QModelIndex &index) const
{
    auto *field = qobject_cast<TemplateLineEdit *>(editor);
    const QString text = index.data(Qt::EditRole).toString();
    if (field && !field->isModified() && field->text() != text)
        field->setText(text);
}

void TemplateDelegate::setModelData(QWidget *editor, QAbstractItemModel *model, const QModelIndex &index) const
{
    if (const auto *field = qobject_cast<TemplateLineEdit *>(editor))
        model->setData(index, field->text(), Qt::EditRole);
}

bool TemplateDelegate::eventFilter(QObject *watched, QEvent *event)
{
    // The list of completions and dialogs of the menu take the focus: the cell stays open then.
    if (event->type() == QEvent::FocusOut && qobject_cast<TemplateLineEdit *>(watched)) {
        const Qt::FocusReason reason = static_cast<QFocusEvent *>(event)->reason();
        if (reason == Qt::PopupFocusReason || reason == Qt::ActiveWindowFocusReason)
            return false;
    }
    return QStyledItemDelegate::eventFilter(watched, event);
}

} // namespace sallyport
