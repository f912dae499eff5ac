// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/preferences/credential_table.h"

#include "ui/credentials/credential_model.h"
#include "ui/theme/theme.h"

#include <QHeaderView>
#include <QKeyEvent>

namespace sallyport {

namespace {

constexpr double kMostForState = 0.26; // parts of the width
constexpr double kMostForTime = 0.22;
constexpr double kLeastForName = 0.4; // of what is left, where both texts are long

} // namespace

CredentialTable::CredentialTable(QWidget *parent) : QTableView(parent)
{
    setFrameShape(QFrame::NoFrame);
    setShowGrid(false);
    setSelectionBehavior(QAbstractItemView::SelectRows);
    setSelectionMode(QAbstractItemView::SingleSelection);
    setEditTriggers(QAbstractItemView::NoEditTriggers);
    setTabKeyNavigation(false);
    setWordWrap(false);
    setTextElideMode(Qt::ElideRight);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    verticalHeader()->hide();
    horizontalHeader()->setHighlightSections(false);
    horizontalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    horizontalHeader()->setMinimumSectionSize(1);
}

void CredentialTable::setModel(QAbstractItemModel *model)
{
    QTableView::setModel(model);
    setItemDelegateForColumn(CredentialModel::Status, new PillDelegate(this));
    connect(model, &QAbstractItemModel::modelReset, this, &CredentialTable::fitColumns);
    connect(model, &QAbstractItemModel::dataChanged, this, &CredentialTable::fitColumns);
    fitColumns();
}

int CredentialTable::widthWanted(int column) const
{
    return qMax(sizeHintForColumn(column), horizontalHeader()->sectionSizeHint(column)) + metrics::kSpace3;
}

void CredentialTable::fitColumns()
{
    using Model = CredentialModel;
    verticalHeader()->setDefaultSectionSize(qMax(metrics::kListRow, fontMetrics().height() + 18));
    const int room = viewport()->width();
    const int state = qMin(widthWanted(Model::Status), static_cast<int>(room * kMostForState));
    const int time = qMin(widthWanted(Model::LastCheck), static_cast<int>(room * kMostForTime));
    const int rest = room - state - time;
    const int name = qMin(widthWanted(Model::Name), qMax(static_cast<int>(rest * kLeastForName), rest - widthWanted(Model::SignIn)));
    setColumnWidth(Model::Name, name);
    setColumnWidth(Model::SignIn, rest - name);
    setColumnWidth(Model::Status, state);
    setColumnWidth(Model::LastCheck, time);
}

void CredentialTable::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Delete)
        emit deleteWished();
    else
        QTableView::keyPressEvent(event);
}

void CredentialTable::resizeEvent(QResizeEvent *event)
{
    QTableView::resizeEvent(event);
    if (model())
        fitColumns();
}

void CredentialTable::changeEvent(QEvent *event)
{
    QTableView::changeEvent(event);
    if (model() && (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange))
        fitColumns();
}

} // namespace sallyport
