// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/environments/type_delegate.h"

#include "ui/environments/variable_model.h"
#include "ui/theme/theme.h"

#include <QComboBox>

namespace sallyport {

QWidget *TypeDelegate::createEditor(QWidget *parent, const QStyleOptionViewItem &, const QModelIndex &) const
{
    auto *types = new QComboBox(parent);
    types->setAccessibleName(tr("Type"));
    for (const auto type : {VariableType::Text, VariableType::Json, VariableType::Secret}) {
        if (type != VariableType::Secret || m_offersSecret)
            types->addItem(VariableModel::typeName(type), int(type));
    }
    connect(types, &QComboBox::activated, this, [this, types] {
        auto *self = const_cast<TypeDelegate *>(this); // Qt's factory is const, the signals are not
        emit self->commitData(types);
        emit self->closeEditor(types);
    });
    QMetaObject::invokeMethod(types, &QComboBox::showPopup, Qt::QueuedConnection);
    return types;
}

void TypeDelegate::setEditorData(QWidget *editor, const QModelIndex &index) const
{
    if (auto *types = qobject_cast<QComboBox *>(editor))
        types->setCurrentIndex(types->findText(index.data(Qt::DisplayRole).toString()));
}

void TypeDelegate::setModelData(QWidget *editor, QAbstractItemModel *model, const QModelIndex &index) const
{
    if (const auto *types = qobject_cast<QComboBox *>(editor))
        model->setData(index, types->currentData(), Qt::EditRole);
}

void TypeDelegate::initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const
{
    QStyledItemDelegate::initStyleOption(option, index);
    option->palette.setColor(QPalette::Text, currentTokens().muted);
    option->palette.setColor(QPalette::HighlightedText, currentTokens().muted);
}

} // namespace sallyport
