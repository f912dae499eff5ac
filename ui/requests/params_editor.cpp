// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/requests/params_editor.h"

#include "ui/editors/field_message.h"
#include "ui/editors/row_table.h"
#include "ui/editors/template_context.h"
#include "ui/requests/parameter_model.h"
#include "ui/theme/theme.h"
#include "ui/widgets/labels.h"

#include <QRegularExpression>
#include <QVBoxLayout>

#include <algorithm>

namespace sallyport {

using namespace Qt::StringLiterals;

std::vector<Parameter> pathParametersOf(const QString &url, const std::vector<Parameter> &known)
{
    static const QRegularExpression kSegment(u"/:([A-Za-z_][A-Za-z0-9_-]*)"_s);
    std::vector<Parameter> found;
    const QString path = url.section(u'?', 0, 0);
    for (auto match = kSegment.globalMatch(path); match.hasNext();) {
        const QString name = match.next().captured(1);
        const auto isNamed = [&name](const Parameter &row) { return row.name == name; };
        if (std::any_of(found.begin(), found.end(), isNamed))
            continue;
        const auto before = std::find_if(known.begin(), known.end(), isNamed);
        Parameter fresh;
        fresh.name = name;
        found.push_back(before == known.end() ? fresh : *before);
    }
    return found;
}

ParamsEditor::ParamsEditor(TemplateContext *context, QWidget *parent)
    : QWidget(parent), m_query(new ParameterModel(ParameterModel::Rows::Free, this)),
      m_path(new ParameterModel(ParameterModel::Rows::Fixed, this)), m_queryTable(new RowTable(m_query, context, true)),
      m_pathTable(new RowTable(m_path, context, false)), m_pathTitle(new QLabel(tr("Path parameters"), this)),
      m_preview(new ElidedLabel({}, this, Qt::ElideMiddle)), m_message(new FieldMessage(this))
{
    m_query->setHint(tr("Add parameter"));
    m_queryTable->setAccessibleName(tr("Query parameters"));
    m_pathTable->setAccessibleName(tr("Path parameters"));
    m_pathTitle->setFont(strongFont());
    m_pathTitle->setContentsMargins(metrics::kSpace3, metrics::kSpace3, 0, metrics::kSpace1);
    m_preview->setFont(fixedFont());
    m_preview->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_preview->setAccessibleName(tr("URL preview"));
    setMuted(m_preview);

    auto *previewRow = new QVBoxLayout;
    previewRow->setContentsMargins(metrics::kSpace3, metrics::kSpace3, metrics::kSpace3, metrics::kSpace2);
    previewRow->addWidget(m_preview);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(previewRow);
    m_queryTable->setFitsRows(true);
    m_pathTable->setFitsRows(true);
    layout->addWidget(m_queryTable, 1000);
    layout->addWidget(m_pathTitle);
    layout->addWidget(m_pathTable, 1000);
    layout->addWidget(m_message);
    layout->addStretch(1);
    connect(m_query, &ParameterModel::edited, this, &ParamsEditor::edited);
    connect(m_path, &ParameterModel::edited, this, &ParamsEditor::edited);
    connect(m_path, &QAbstractItemModel::modelReset, this, &ParamsEditor::showPathTable);
    showPathTable();
}

void ParamsEditor::showPathTable()
{
    const bool any = m_path->rowCount() > 0;
    m_pathTitle->setVisible(any);
    m_pathTable->setVisible(any);
}

void ParamsEditor::setParameters(const std::vector<Parameter> &query, const std::vector<Parameter> &path)
{
    m_query->setParameters(query);
    m_path->setParameters(path);
}

const std::vector<Parameter> &ParamsEditor::query() const
{
    return m_query->parameters();
}

const std::vector<Parameter> &ParamsEditor::path() const
{
    return m_path->parameters();
}

int ParamsEditor::enabledCount() const
{
    return m_query->enabledCount() + m_path->enabledCount();
}

void ParamsEditor::setPreview(const QString &url)
{
    m_preview->setText(url);
    m_preview->setVisible(!url.isEmpty());
}

} // namespace sallyport
