// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/requests/headers_editor.h"

#include "ui/editors/field_message.h"
#include "ui/editors/row_table.h"
#include "ui/requests/parameter_model.h"

#include <QVBoxLayout>

namespace sallyport {

HeadersEditor::HeadersEditor(TemplateContext *context, QWidget *parent)
    : QWidget(parent), m_model(new ParameterModel(ParameterModel::Rows::Free, this)), m_table(new RowTable(m_model, context, true)),
      m_message(new FieldMessage(this))
{
    m_model->setHint(tr("Add header"));
    m_table->setAccessibleName(tr("Headers"));
    m_table->setFitsRows(true);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_table, 1000);
    layout->addWidget(m_message);
    layout->addStretch(1);
    connect(m_model, &ParameterModel::edited, this, &HeadersEditor::edited);
}

void HeadersEditor::setHeaders(const std::vector<Parameter> &headers)
{
    m_model->setParameters(headers);
}

const std::vector<Parameter> &HeadersEditor::headers() const
{
    return m_model->parameters();
}

int HeadersEditor::enabledCount() const
{
    return m_model->enabledCount();
}

void HeadersEditor::focusPlace(const QString &place)
{
    for (int row = 0; row < int(headers().size()); ++row) {
        if (place.contains(u'"' + headers()[std::size_t(row)].name + u'"'))
            m_table->setCurrentIndex(m_model->index(row, ParameterModel::ValueColumn));
    }
    m_table->setFocus(Qt::OtherFocusReason);
}

} // namespace sallyport
