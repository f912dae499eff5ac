// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/collections/collection_pane.h"

#include "ui/collections/collection_delegate.h"
#include "ui/editors/display_text.h"
#include "ui/theme/icons.h"
#include "ui/theme/painting.h"
#include "ui/theme/theme.h"
#include "ui/widgets/labels.h"

#include <QAction>
#include <QContextMenuEvent>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPainter>
#include <QPushButton>
#include <QScopedValueRollback>
#include <QSortFilterProxyModel>
#include <QVBoxLayout>

namespace sallyport {

using namespace Qt::StringLiterals;

CollectionTree::CollectionTree(QWidget *parent) : QTreeView(parent)
{
    setHeaderHidden(true);
    setUniformRowHeights(true);
    setFrameShape(QFrame::NoFrame);
    setEditTriggers(EditKeyPressed);
    setDragEnabled(true);
    setAcceptDrops(true);
    setDropIndicatorShown(true);
    setDragDropMode(DragDrop);
    setDefaultDropAction(Qt::MoveAction);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setExpandsOnDoubleClick(false);
    header()->setStretchLastSection(true);
    viewport()->setBackgroundRole(QPalette::Base);
    connect(this, &QTreeView::clicked, this, [this](const QModelIndex &index) {
        if (model()->hasChildren(index))
            emit folderClicked(index, index == m_before);
    });
}

void CollectionTree::mousePressEvent(QMouseEvent *event)
{
    m_before = currentIndex();
    QTreeView::mousePressEvent(event);
}

void CollectionTree::drawRow(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    QStyleOptionViewItem row = option;
    if (selectionModel()->isSelected(index)) {
        const QRect band(0, option.rect.y(), viewport()->width(), option.rect.height());
        paint::roundedBox(painter, QRectF(band).adjusted(metrics::kSpace1, 0, -metrics::kSpace1, 0), {.fill = currentTokens().accentSoft});
        row.state &= ~QStyle::State_Selected;
        row.palette.setColor(QPalette::Highlight, Qt::transparent);
    }
    QTreeView::drawRow(painter, row, index);
}

void CollectionTree::keyPressEvent(QKeyEvent *event)
{
    const bool vertical = event->key() == Qt::Key_Up || event->key() == Qt::Key_Down;
    if (vertical && event->modifiers().testFlag(Qt::AltModifier))
        emit shiftWished(event->key() == Qt::Key_Up ? -1 : 1);
    else
        QTreeView::keyPressEvent(event);
}

void CollectionTree::contextMenuEvent(QContextMenuEvent *event)
{
    const bool byKeyboard = event->reason() == QContextMenuEvent::Keyboard;
    const QModelIndex index = byKeyboard ? currentIndex() : indexAt(event->pos());
    const QPoint where = byKeyboard && index.isValid() ? viewport()->mapToGlobal(visualRect(index).bottomLeft()) : event->globalPos();
    emit menuWished(index, where);
}

CollectionPane::CollectionPane(QWidget *parent)
    : QWidget(parent), m_model(new CollectionModel(this)), m_filter(new QSortFilterProxyModel(this)), m_tree(new CollectionTree(this)),
      m_filterField(new QLineEdit(this)), m_title(new ElidedLabel({}, this)), m_nothing(new QLabel(this)), m_add(new QPushButton(this)),
      m_addMenu(new QMenu(this)),
      m_entryMenu(new QMenu(this))
{
    m_filter->setSourceModel(m_model);
    m_filter->setRecursiveFilteringEnabled(true);
    m_filter->setAutoAcceptChildRows(true);
    m_filter->setFilterCaseSensitivity(Qt::CaseInsensitive);
    build();
    connectTree();
}

void CollectionPane::build()
{
    fillWith(this, QPalette::Base);
    m_title->setFont(strongFont());
    m_add->setIcon(icon(u"plus"_s, &Tokens::text));
    m_add->setAccessibleName(tr("Add"));
    m_add->setToolTip(tr("Add a request or folder"));
    m_filterField->setPlaceholderText(tr("Filter  (Ctrl+Shift+F)"));
    m_filterField->setAccessibleName(tr("Filter requests"));
    m_filterField->setClearButtonEnabled(true);
    m_nothing->setAlignment(Qt::AlignHCenter | Qt::AlignTop);
    m_nothing->setWordWrap(true);
    m_nothing->setMargin(metrics::kSpace4);
    setMuted(m_nothing);
    m_nothing->hide();
    connect(m_add, &QPushButton::clicked, m_addMenu, [this] { m_addMenu->popup(m_add->mapToGlobal(m_add->rect().bottomLeft())); });
    m_tree->setModel(m_filter);
    m_tree->setItemDelegate(new CollectionDelegate(m_tree));
    m_tree->setAccessibleName(tr("Collection"));

    auto *head = new QHBoxLayout;
    head->addWidget(m_title, 1);
    head->addWidget(m_add);
    auto *top = new QVBoxLayout;
    top->setContentsMargins(metrics::kSpace3, metrics::kSpace2 + 2, metrics::kSpace3, metrics::kSpace2);
    top->setSpacing(metrics::kSpace2);
    top->addLayout(head);
    top->addWidget(m_filterField);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(top);
    layout->addWidget(m_nothing);
    layout->addWidget(m_tree, 1);
}

void CollectionPane::connectTree()
{
    connect(m_model, &CollectionModel::renameWished, this, &CollectionPane::renameWished);
    connect(m_model, &CollectionModel::moveWished, this, &CollectionPane::moveWished);
    connect(m_filterField, &QLineEdit::textChanged, this, &CollectionPane::applyFilter);
    connect(m_tree, &CollectionTree::menuWished, this, &CollectionPane::showMenu);
    connect(m_tree, &CollectionTree::shiftWished, this, &CollectionPane::shiftCurrent);
    connect(m_tree, &CollectionTree::folderClicked, this, [this](const QModelIndex &index, bool wasCurrent) {
        m_tree->setExpanded(index, !wasCurrent || !m_tree->isExpanded(index));
    });
    connect(m_tree, &QTreeView::collapsed, this, [this](const QModelIndex &index) {
        if (!m_restoring)
            m_closed.insert(index.data(CollectionModel::IdRole).toString());
    });
    connect(m_tree, &QTreeView::expanded, this, [this](const QModelIndex &index) {
        if (!m_restoring)
            m_closed.remove(index.data(CollectionModel::IdRole).toString());
    });
    connect(m_tree->selectionModel(), &QItemSelectionModel::currentChanged, this, [this](const QModelIndex &index) {
        if (m_restoring || !index.isValid())
            return;
        m_current = index.data(CollectionModel::IdRole).toString();
        emit currentChanged(m_current);
    });
}

void CollectionPane::setMenus(const QList<QAction *> &addActions, const QList<QAction *> &entryActions)
{
    m_addMenu->addActions(addActions);
    for (QAction *action : entryActions) {
        if (action)
            m_entryMenu->addAction(action);
        else
            m_entryMenu->addSeparator();
    }
}

void CollectionPane::setItems(const std::vector<Item> &items, const QString &fileName)
{
    m_title->setText(harmlessText(fileName));
    const QScopedValueRollback restoring(m_restoring, true);
    const QString selected = m_current;
    const int rowsBefore = m_model->rowCount();
    bool wasReset = false;
    const auto connection = connect(m_model, &QAbstractItemModel::modelReset, this, [&wasReset] { wasReset = true; });
    m_model->setItems(items);
    disconnect(connection);
    if (wasReset || rowsBefore == 0)
        restoreTree(selected);
    applyFilter(m_filterField->text());
}

void CollectionPane::reset()
{
    m_closed.clear();
    m_current.clear();
    m_filterField->clear();
}

void CollectionPane::restoreTree(const QString &selected)
{
    m_tree->expandAll();
    for (const QString &id : std::as_const(m_closed))
        m_tree->collapse(viewIndex(id));
    if (const QModelIndex index = viewIndex(selected); index.isValid())
        m_tree->setCurrentIndex(index);
    else
        m_current.clear();
}

void CollectionPane::applyFilter(const QString &text)
{
    const QScopedValueRollback restoring(m_restoring, true);
    m_filter->setFilterFixedString(text.trimmed());
    if (!text.trimmed().isEmpty())
        m_tree->expandAll();
    else if (sender() == m_filterField)
        restoreTree(m_current);
    const bool empty = m_filter->rowCount() == 0;
    m_nothing->setVisible(empty);
    m_nothing->setText(m_model->rowCount() == 0 ? tr("No requests yet.\nCtrl+N adds the first one.")
                                                : tr("No request is called “%1”.").arg(text.trimmed()));
}

QModelIndex CollectionPane::viewIndex(const QString &id) const
{
    return m_filter->mapFromSource(m_model->indexOf(id));
}

QString CollectionPane::currentId() const
{
    return m_current;
}

CollectionModel::EntryKind CollectionPane::currentKind() const
{
    return m_model->indexOf(m_current).data(CollectionModel::KindRole).value<CollectionModel::EntryKind>();
}

void CollectionPane::setCurrentId(const QString &id)
{
    if (!viewIndex(id).isValid() && m_model->indexOf(id).isValid())
        m_filterField->clear();
    const QModelIndex index = viewIndex(id);
    m_current = index.isValid() ? id : QString();
    const QScopedValueRollback restoring(m_restoring, true);
    m_tree->setCurrentIndex(index);
    if (index.isValid() && m_tree->isVisible()) // before that nobody knows what is in sight
        m_tree->scrollTo(index);
}

std::pair<QString, int> CollectionPane::insertionPoint() const
{
    const QModelIndex index = m_model->indexOf(m_current);
    if (!index.isValid())
        return {QString(), -1};
    if (currentKind() == CollectionModel::EntryKind::Folder)
        return {m_current, -1};
    return {index.parent().data(CollectionModel::IdRole).toString(), index.row() + 1};
}

void CollectionPane::renameCurrent()
{
    if (const QModelIndex index = viewIndex(m_current); index.isValid())
        m_tree->edit(index);
}

void CollectionPane::focusFilter()
{
    m_filterField->setFocus(Qt::ShortcutFocusReason);
    m_filterField->selectAll();
}

void CollectionPane::focusTree()
{
    m_tree->setFocus(Qt::OtherFocusReason);
}

void CollectionPane::shiftCurrent(int by)
{
    const QModelIndex index = m_model->indexOf(m_current);
    const int row = index.row() + by;
    if (!index.isValid() || row < 0 || row >= m_model->rowCount(index.parent()))
        return;
    // It shall stand before what is at that place now; downwards that is one further.
    emit moveWished(m_current, index.parent().data(CollectionModel::IdRole).toString(), by < 0 ? row : row + 1);
}

void CollectionPane::showMenu(const QModelIndex &index, const QPoint &globalPosition)
{
    if (index.isValid())
        m_tree->setCurrentIndex(index);
    (index.isValid() ? m_entryMenu : m_addMenu)->popup(globalPosition);
}

} // namespace sallyport
