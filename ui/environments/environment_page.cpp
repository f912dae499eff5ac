// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/environments/environment_page.h"

#include "ui/editors/code_editor.h"
#include "ui/editors/field_message.h"
#include "ui/editors/row_table.h"
#include "ui/editors/template_context.h"
#include "ui/environments/environment_edit.h"
#include "ui/environments/type_delegate.h"
#include "ui/environments/variable_model.h"
#include "ui/theme/theme.h"

#include <QButtonGroup>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QStackedWidget>
#include <QTimer>
#include <QVBoxLayout>

#include <chrono>

namespace sallyport {

using namespace Qt::StringLiterals;

namespace {

constexpr std::chrono::milliseconds kTypingPause{500};

} // namespace

EnvironmentPage::EnvironmentPage(TemplateContext *context, QWidget *parent)
    : QWidget(parent), m_context(context), m_model(new VariableModel(this)),
      m_table(new RowTable(m_model, context, true, VariableModel::MaskedRole, VariableModel::FaultRole)),
      m_types(new TypeDelegate(m_table)), m_jsonPause(new QTimer(this)), m_title(new QLabel(this)), m_sentence(new QLabel(this)),
      m_tableButton(new QPushButton(tr("Table"), this)), m_jsonButton(new QPushButton(tr("JSON"), this)),
      m_add(new QPushButton(tr("+ Variable"), this)), m_stack(new QStackedWidget(this)), m_message(new FieldMessage(this))
{
    build();
    m_jsonPause->setSingleShot(true);
    m_jsonPause->setInterval(kTypingPause);
    connect(m_jsonPause, &QTimer::timeout, this, &EnvironmentPage::commit);
    connect(m_model, &VariableModel::edited, this, &EnvironmentPage::takeRows);
    connect(m_table, &RowTable::duplicateWished, this, [this](int row) {
        m_table->setCurrentIndex(m_model->index(m_model->duplicate(row), VariableModel::Name));
    });
    connect(m_add, &QPushButton::clicked, m_table, &RowTable::addRow);
}

void EnvironmentPage::build()
{
    fillWith(this, QPalette::Base);
    m_table->setAccessibleName(tr("Variables"));
    m_table->setItemDelegateForColumn(VariableModel::Type, m_types);
    m_table->horizontalHeader()->setSectionResizeMode(VariableModel::Type, QHeaderView::Fixed);
    m_table->setColumnWidth(VariableModel::Type, fontMetrics().horizontalAdvance(VariableModel::typeName(VariableType::Secret)) + 48);
    m_stack->addWidget(m_table);
    setButtonKind(m_add, ButtonKind::Link);
    m_add->setAccessibleName(tr("Add variable"));
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(20, 18, 20, 0);
    layout->setSpacing(metrics::kSpace2);
    layout->addWidget(makeHead());
    layout->addWidget(m_stack, 1);
    layout->addWidget(m_message);
    layout->addWidget(m_add, 0, Qt::AlignLeft);
    setTabOrder(m_tableButton, m_jsonButton);
    setTabOrder(m_jsonButton, m_table);
    setTabOrder(m_table, m_add);
}

QWidget *EnvironmentPage::makeHead()
{
    auto *head = new QWidget(this);
    m_title->setFont(titleFont());
    m_title->setTextFormat(Qt::PlainText);
    m_sentence->setTextFormat(Qt::PlainText);
    m_sentence->setWordWrap(true);
    setMuted(m_sentence);
    auto *words = new QVBoxLayout;
    words->setSpacing(2);
    words->addWidget(m_title);
    words->addWidget(m_sentence);
    auto *row = new QHBoxLayout(head);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(0);
    row->addLayout(words, 1);
    auto *group = new QButtonGroup(this);
    for (QPushButton *button : {m_tableButton, m_jsonButton}) {
        button->setCheckable(true);
        button->setAutoDefault(false);
        group->addButton(button);
        row->addWidget(button);
    }
    m_tableButton->setToolTip(tr("Show the variables as a table"));
    m_jsonButton->setToolTip(tr("Show the variables as JSON"));
    m_tableButton->setChecked(true);
    setButtonKind(m_jsonButton, ButtonKind::Link);
    connect(m_jsonButton, &QPushButton::toggled, this, &EnvironmentPage::showJson);
    return head;
}

void EnvironmentPage::setEnvironment(const Environment &environment, const QString &title, const QString &sentence)
{
    const bool other = environment.id != m_environment.id;
    m_title->setText(title);
    m_title->setVisible(!title.isEmpty());
    m_sentence->setText(sentence);
    m_environment = environment;
    // What stands in the table may be more than the environment holds, e.g. a value that has no name yet.
    if (other || !areRowsOf(environment, m_model->variables()))
        m_model->setVariables(environment.rows);
    if (other || !m_jsonTouched)
        refreshJson();
    showFaults();
}

void EnvironmentPage::setPlainRows(bool plain)
{
    m_table->setColumnHidden(VariableModel::Enabled, plain);
    m_types->setOffersSecret(!plain);
}

void EnvironmentPage::refreshJson()
{
    m_jsonTouched = false;
    if (!m_json || m_stack->currentWidget() != m_json)
        return;
    // What was typed may be laid out otherwise than we would; it stays while it means the same.
    const auto shown = dataFromJson(m_json->text());
    if (!shown || *shown != m_environment.data)
        m_json->setText(jsonText(m_environment));
    m_json->markFault(-1, -1);
}

void EnvironmentPage::makeJsonEditor()
{
    m_json = new CodeEditor(this);
    m_json->setName(tr("Variables as JSON"));
    m_json->setLanguage(CodeEditor::Language::Json);
    m_stack->addWidget(m_json);
    connect(m_json, &CodeEditor::edited, this, [this] {
        m_jsonTouched = true;
        m_jsonPause->start();
    });
    connect(m_json, &CodeEditor::completionWished, this, [this](bool asked) {
        const auto typed = typedPlaceholder(m_json->lineBeforeCursor());
        if (typed || asked)
            m_json->offer(m_context->variablePaths(), typed ? typed->length : 0);
    });
    connect(m_json, &CodeEditor::chosen, this, [this](const QString &path) { m_json->insert(placeholderFor(path)); });
}

void EnvironmentPage::showJson(bool json)
{
    if (!json && m_jsonTouched && !commit()) {
        m_jsonButton->setChecked(true); // the mistake has to be mended where it is
        return;
    }
    if (json && !m_json)
        makeJsonEditor();
    m_stack->setCurrentWidget(json ? static_cast<QWidget *>(m_json) : m_table);
    m_add->setVisible(!json);
    m_jsonButton->setChecked(json);
    m_tableButton->setChecked(!json);
    setButtonKind(m_jsonButton, json ? ButtonKind::Plain : ButtonKind::Link);
    setButtonKind(m_tableButton, json ? ButtonKind::Link : ButtonKind::Plain);
    if (json)
        m_json->setText(jsonText(m_environment));
    m_jsonTouched = false;
    showFaults();
}

bool EnvironmentPage::commit()
{
    m_jsonPause->stop();
    if (!m_jsonTouched || !m_json)
        return true;
    const auto typed = dataFromJson(m_json->text());
    if (!typed) {
        const auto &where = typed.error().location;
        m_message->setError(typed.error());
        m_json->markFault(where ? where->line : 1, where ? where->column : 1);
        return false;
    }
    m_json->markFault(-1, -1);
    m_jsonTouched = false;
    if (*typed == m_environment.data)
        return true;
    m_environment = withData(m_environment, *typed);
    m_model->setVariables(m_environment.rows);
    showFaults();
    emit edited(m_environment);
    return true;
}

void EnvironmentPage::takeRows()
{
    m_environment = withRows(m_environment, m_model->variables());
    showFaults();
    emit edited(m_environment);
}

void EnvironmentPage::showFaults()
{
    for (int row = 0; row < int(m_model->variables().size()); ++row) {
        const Variable &variable = m_model->variables()[std::size_t(row)];
        const QString fault = m_model->index(row, 0).data(VariableModel::FaultRole).toString();
        if (!fault.isEmpty())
            return m_message->setError(Error{ErrorKind::InvalidInput, fault, {}});
        if (const auto error = variable.enabled ? m_context->check(variable.value, variable.name) : std::nullopt)
            return m_message->setError(*error, true);
    }
    m_message->setError(std::nullopt);
}

void EnvironmentPage::selectVariable(const QString &name)
{
    showJson(false);
    for (int row = 0; row < int(m_model->variables().size()); ++row) {
        if (m_model->variables()[std::size_t(row)].name == name)
            m_table->setCurrentIndex(m_model->index(row, VariableModel::ValueColumn));
    }
    m_table->setFocus(Qt::OtherFocusReason);
}

} // namespace sallyport
