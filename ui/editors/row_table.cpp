// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editors/row_table.h"

#include "ui/editors/row_model.h"
#include "ui/editors/template_context.h"
#include "ui/editors/template_delegate.h"
#include "ui/editors/template_painting.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"

#include <QContextMenuEvent>
#include <QHeaderView>
#include <QMenu>
#include <QPersistentModelIndex>
#include <QToolButton>

#include <algorithm>

namespace sallyport {

using namespace Qt::StringLiterals;

namespace {

constexpr int kTick = RowModel::Enabled;
constexpr int kName = RowModel::Name;
constexpr int kValue = RowModel::ValueColumn;
constexpr int kTickWidth = 34;
constexpr int kCrossSize = 24;

} // namespace

RowTable::RowTable(RowModel *model, TemplateContext *context, bool removable, int maskedRole, int faultRole, QWidget *parent)
    : QTableView(parent), m_context(context), m_cross(new QToolButton(viewport())), m_removable(removable)
{
    setModel(model);
    setItemDelegate(new TemplateDelegate(context, maskedRole, faultRole, this));
    setFrameShape(QFrame::NoFrame);
    setShowGrid(false);
    setTabKeyNavigation(false); // Tab leaves the table; arrows move in it
    setSelectionBehavior(SelectRows);
    setSelectionMode(SingleSelection);
    setEditTriggers(DoubleClicked | SelectedClicked | EditKeyPressed | AnyKeyPressed);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setMouseTracking(true);
    if (removable) {
        setDragDropMode(InternalMove); // refuses what other tables and programs offer
        setDragDropOverwriteMode(false);
        setDropIndicatorShown(true);
    }
    verticalHeader()->hide();
    verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    horizontalHeader()->setHighlightSections(false);
    horizontalHeader()->setStretchLastSection(false);
    horizontalHeader()->setMinimumSectionSize(kTickWidth);
    horizontalHeader()->setSectionResizeMode(QHeaderView::Interactive);
    horizontalHeader()->setSectionResizeMode(kTick, QHeaderView::Fixed);
    horizontalHeader()->setSectionResizeMode(kValue, QHeaderView::Stretch);
    setColumnWidth(kTick, kTickWidth);
    setColumnWidth(kName, fontMetrics().averageCharWidth() * 20);
    applyRowHeight();
    m_cross->setIcon(icon(u"cross"_s));
    m_cross->setAutoRaise(true);
    m_cross->setFocusPolicy(Qt::NoFocus);
    m_cross->setFixedSize(kCrossSize, kCrossSize);
    m_cross->setToolTip(tr("Delete this row (Delete)"));
    m_cross->setAccessibleName(tr("Delete row"));
    m_cross->hide();
    connect(m_cross, &QToolButton::clicked, this, [this] { removeRow(m_crossRow); });
    connect(context, &TemplateContext::changed, viewport(), qOverload<>(&QWidget::update));
}

void RowTable::applyRowHeight()
{
    verticalHeader()->setDefaultSectionSize(std::max(metrics::kTableRow, fontMetrics().height() + 14));
    fitRows();
}

void RowTable::setFitsRows(bool fits)
{
    m_fits = fits;
    connect(model(), &QAbstractItemModel::modelReset, this, &RowTable::fitRows);
    connect(model(), &QAbstractItemModel::rowsInserted, this, &RowTable::fitRows);
    connect(model(), &QAbstractItemModel::rowsRemoved, this, &RowTable::fitRows);
    fitRows();
}

void RowTable::fitRows()
{
    if (!m_fits)
        return;
    const int head = horizontalHeader()->sizeHint().height();
    const int row = verticalHeader()->defaultSectionSize();
    setMaximumHeight(head + model()->rowCount() * row + 1);
    setMinimumHeight(head + std::min(model()->rowCount(), 3) * row + 1);
}

void RowTable::changeEvent(QEvent *event)
{
    QTableView::changeEvent(event);
    if (event->type() == QEvent::FontChange)
        applyRowHeight();
}

bool RowTable::isRealRow(int row) const
{
    return row >= 0 && row < model()->rowCount() - (m_removable ? 1 : 0);
}

void RowTable::addRow()
{
    const QModelIndex last = model()->index(model()->rowCount() - 1, kName);
    setCurrentIndex(last);
    scrollTo(last);
    edit(last);
}

void RowTable::removeRow(int row)
{
    placeCross(-1);
    if (isRealRow(row) && m_removable)
        model()->removeRow(row);
}

void RowTable::moveRow(int row, int by)
{
    if (!isRealRow(row) || !isRealRow(row + by) || !m_removable)
        return;
    model()->moveRow({}, row, {}, by < 0 ? row - 1 : row + 2);
}

LinkTarget RowTable::targetAt(const QModelIndex &index) const
{
    LinkTarget target;
    const QModelIndex cell = index.siblingAtColumn(kValue);
    if (!cell.isValid() || !cell.flags().testFlag(Qt::ItemIsEditable))
        return target;
    target.subject = index.siblingAtColumn(kName).data(Qt::EditRole).toString();
    target.tag = linkedSecret(cell.data(Qt::EditRole).toString());
    target.put = [cell = QPersistentModelIndex(cell), rows = model()](const QString &text) {
        if (cell.isValid())
            rows->setData(cell, text, Qt::EditRole);
    };
    target.unlink = [put = target.put] { put({}); };
    return target;
}

void RowTable::addRowActions(QMenu *menu, int row)
{
    if (!m_removable || !isRealRow(row))
        return;
    if (!menu->isEmpty())
        menu->addSeparator();
    const auto add = [&](const QString &text, const QKeySequence &key, bool enabled, const std::function<void()> &act) {
        QAction *action = menu->addAction(text, this, act);
        action->setShortcut(key);
        action->setEnabled(enabled);
    };
    add(tr("Move Up"), Qt::ALT | Qt::Key_Up, isRealRow(row - 1), [this, row] { moveRow(row, -1); });
    add(tr("Move Down"), Qt::ALT | Qt::Key_Down, isRealRow(row + 1), [this, row] { moveRow(row, 1); });
    if (receivers(SIGNAL(duplicateWished(int))) > 0)
        add(tr("Duplicate"), {}, true, [this, row] { emit duplicateWished(row); });
    add(tr("Delete"), Qt::Key_Delete, true, [this, row] { removeRow(row); });
}

void RowTable::contextMenuEvent(QContextMenuEvent *event)
{
    const bool byKeyboard = event->reason() == QContextMenuEvent::Keyboard;
    const QModelIndex index = byKeyboard ? currentIndex() : indexAt(event->pos());
    if (!index.isValid())
        return;
    setCurrentIndex(index);
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    emit menuWished(menu, index);
    if (const LinkTarget target = targetAt(index); target.put)
        addLinkActions(menu, this, m_context, target);
    addRowActions(menu, index.row());
    menu->popup(byKeyboard ? viewport()->mapToGlobal(visualRect(index).bottomLeft()) : event->globalPos());
}

void RowTable::keyPressEvent(QKeyEvent *event)
{
    const int row = currentIndex().row();
    if (event->key() == Qt::Key_Delete && event->modifiers() == Qt::NoModifier)
        return removeRow(row);
    if (event->modifiers() == Qt::AltModifier && (event->key() == Qt::Key_Up || event->key() == Qt::Key_Down))
        return moveRow(row, event->key() == Qt::Key_Up ? -1 : 1);
    if ((event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) && event->modifiers() == Qt::NoModifier && state() != EditingState
        && currentIndex().flags().testFlag(Qt::ItemIsEditable)) {
        edit(currentIndex());
        return;
    }
    QTableView::keyPressEvent(event);
}

void RowTable::placeCross(int row)
{
    m_crossRow = isRealRow(row) && m_removable ? row : -1;
    m_cross->setVisible(m_crossRow >= 0);
    if (m_crossRow < 0)
        return;
    const int y = rowViewportPosition(row) + (rowHeight(row) - kCrossSize) / 2;
    m_cross->move(viewport()->width() - kCrossSize - metrics::kSpace1, y);
}

void RowTable::mouseMoveEvent(QMouseEvent *event)
{
    QTableView::mouseMoveEvent(event);
    placeCross(rowAt(event->pos().y()));
}

void RowTable::mouseReleaseEvent(QMouseEvent *event)
{
    QTableView::mouseReleaseEvent(event);
    const QModelIndex index = indexAt(event->pos());
    if (event->button() == Qt::LeftButton && index.isValid() && !isRealRow(index.row()) && m_removable && index.column() > kTick)
        edit(index); // the empty row invites typing
}

void RowTable::leaveEvent(QEvent *event)
{
    QTableView::leaveEvent(event);
    placeCross(-1);
}

void RowTable::scrollContentsBy(int dx, int dy)
{
    QTableView::scrollContentsBy(dx, dy);
    placeCross(-1);
}

} // namespace sallyport
