// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/forms/field_editors.h"
#include "ui/forms/suggestion_combo.h"
#include "ui/theme/theme.h"
#include "ui/widgets/error_text.h"

#include <QHBoxLayout>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalBlocker>
#include <QTimer>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace sallyport {

namespace {

constexpr int kPatienceMs = 300;

// With something typed, only what continues it; where nothing does, or the text is already one of them, all.
std::vector<Suggestion> matching(const std::vector<Suggestion> &all, const QString &typed)
{
    std::vector<Suggestion> some;
    const bool exact = std::any_of(all.begin(), all.end(), [&typed](const Suggestion &s) { return s.value == typed; });
    if (!typed.isEmpty() && !exact)
        std::copy_if(all.begin(), all.end(), std::back_inserter(some), [&typed](const Suggestion &s) { return s.value.startsWith(typed); });
    return some.empty() ? all : some;
}

} // namespace

SuggestionFieldEditor::SuggestionFieldEditor(const FieldSpec &spec, QWidget *parent)
    : FieldEditor(spec, parent), m_row(new QWidget(parent)), m_combo(new SuggestionCombo(m_row))
{
    m_combo->lineEdit()->setPlaceholderText(fieldText(spec.placeholder));
    m_combo->setAccessibleName(fieldText(spec.label));
    m_combo->lineEdit()->setAccessibleName(fieldText(spec.label));
    auto *row = new QHBoxLayout(m_row);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(metrics::kSpace2);
    row->addWidget(m_combo, 1);
    if (spec.required) {
        auto *button = new QPushButton(tr("Browse"), m_row);
        button->setAutoDefault(false);
        button->setAccessibleName(tr("Browse %1").arg(fieldText(spec.label)));
        row->addWidget(button);
        connect(button, &QPushButton::clicked, m_combo, &SuggestionCombo::listWanted);
    }
    connect(m_combo, &SuggestionCombo::listWanted, this, &SuggestionFieldEditor::fetch);
    connect(m_combo->lineEdit(), &QLineEdit::textEdited, this, &FieldEditor::edited);
    connect(m_combo->lineEdit(), &QLineEdit::returnPressed, this, &FieldEditor::submitted);
    connect(m_combo, &QComboBox::activated, this, &SuggestionFieldEditor::choose);
}

SuggestionFieldEditor::~SuggestionFieldEditor()
{
    m_stop.request_stop();
}

QWidget *SuggestionFieldEditor::widget() const
{
    return m_row;
}

QWidget *SuggestionFieldEditor::focusTarget() const
{
    return m_combo;
}

void SuggestionFieldEditor::read(FormValues &values) const
{
    values.setText(id(), m_combo->currentText().trimmed());
}

void SuggestionFieldEditor::write(const FormValues &values)
{
    m_combo->setEditText(values.textOr(spec()));
}

void SuggestionFieldEditor::setSuggestionSource(const SuggestionSource &source)
{
    m_source = source;
}

void SuggestionFieldEditor::fetch()
{
    m_stop.request_stop();
    m_stop = std::stop_source();
    const int generation = ++m_generation;
    if (!m_source)
        return;
    emit noteChanged({});
    QTimer::singleShot(kPatienceMs, this, [this, generation] {
        if (generation == m_generation)
            emit noteChanged(tr("Asking the vault what there is …"));
    });
    m_source(QString(id()), m_stop.get_token()).then(this, [this, generation](const Result<std::vector<Suggestion>> &found) {
        if (generation != m_generation)
            return;
        ++m_generation; // the reminder above is not needed any more
        if (found)
            show(*found);
        else if (found.error().kind != ErrorKind::Cancelled)
            emit noteChanged(errorText(found.error()));
        else
            emit noteChanged({});
    });
}

void SuggestionFieldEditor::show(const std::vector<Suggestion> &suggestions)
{
    emit noteChanged(suggestions.empty() ? tr("Nothing to choose from here; type it instead.") : QString());
    if (suggestions.empty())
        return;
    const QString typed = m_combo->currentText();
    {
        const QSignalBlocker quiet(m_combo);
        m_combo->clear();
        for (const Suggestion &suggestion : matching(suggestions, typed))
            m_combo->addItem(suggestion.label.isEmpty() ? suggestion.value : suggestion.label, suggestion.value);
        m_combo->setCurrentIndex(m_combo->findData(typed));
        m_combo->setEditText(typed);
    }
    if (m_combo->isVisible())
        m_combo->showList();
}

void SuggestionFieldEditor::choose(int index)
{
    const QString value = m_combo->itemData(index).toString();
    m_combo->setEditText(value);
    emit edited();
    if (value.endsWith(u'/') && m_combo->count() > 0)
        QMetaObject::invokeMethod(this, &SuggestionFieldEditor::fetch, Qt::QueuedConnection);
}

} // namespace sallyport
