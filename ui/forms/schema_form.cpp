// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/forms/schema_form.h"

#include "ui/forms/disclosure.h"
#include "ui/theme/painting.h"
#include "ui/widgets/labels.h"

#include <QGridLayout>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace sallyport {

namespace {

constexpr int kLeadingRoom = 8; // grid rows kept for the caller above the table
constexpr int kLabelChars = 17; // least width of the label column
constexpr int kFieldChars = 34; // least width of the field column

QLabel *makeUnderline(QWidget *parent)
{
    QLabel *label = makeNote({}, true, parent);
    label->hide();
    return label;
}

void say(QLabel *label, const QString &text)
{
    label->setText(text);
    label->setVisible(!text.isEmpty());
}

} // namespace

SchemaForm::SchemaForm(FormSpec form, QWidget *parent)
    : QWidget(parent), m_form(form), m_grid(new QGridLayout(this)), m_nextTrailing(kLeadingRoom + static_cast<int>(form.size()) + 1)
{
    m_grid->setContentsMargins(0, 0, 0, 0);
    m_grid->setHorizontalSpacing(metrics::kSpace3);
    m_grid->setVerticalSpacing(0);
    m_grid->setColumnMinimumWidth(0, fontMetrics().averageCharWidth() * kLabelChars);
    m_grid->setColumnMinimumWidth(1, fontMetrics().averageCharWidth() * kFieldChars);
    m_grid->setColumnStretch(1, 1);
    addTableRows();
    setValues({});
}

void SchemaForm::addTableRows()
{
    int gridRow = kLeadingRoom;
    for (const bool advanced : {false, true}) {
        if (advanced && std::any_of(m_form.begin(), m_form.end(), [](const FieldSpec &field) { return field.advanced; }))
            addDisclosure(gridRow++);
        for (const FieldSpec &field : m_form) {
            if (field.advanced == advanced)
                addField(field, gridRow++);
        }
    }
}

void SchemaForm::addField(const FieldSpec &field, int gridRow)
{
    FieldEditor *editor = FieldEditor::make(field, this);
    const QString label = field.kind == FieldKind::Toggle ? QString() : fieldText(field.label);
    Row row = makeRow(label, editor->widget(), editor->focusTarget(), fieldText(field.help));
    row.editor = editor;
    place(row, gridRow);
    m_rows.push_back(row);
    connect(editor, &FieldEditor::edited, this, [this, editor] { fieldEdited(editor); });
    connect(editor, &FieldEditor::submitted, this, &SchemaForm::submitted);
    connect(editor, &FieldEditor::noteChanged, this, [this, editor](const QString &note) { setNote(editor->id(), note); });
}

void SchemaForm::addDisclosure(int gridRow)
{
    m_disclosure = new Disclosure(tr("Advanced"), this);
    connect(m_disclosure, &Disclosure::toggled, this, &SchemaForm::refreshVisibility);
    m_fold = new QWidget(this);
    auto *column = new QVBoxLayout(m_fold);
    column->setContentsMargins(0, 0, 0, metrics::kSpace2);
    column->addWidget(m_disclosure);
    m_grid->addWidget(m_fold, gridRow, 1);
}

SchemaForm::Row SchemaForm::makeRow(const QString &label, QWidget *field, QWidget *buddy, const QString &help)
{
    Row row{.field = buddy, .label = new QLabel(label, this), .cell = new QWidget(this)};
    setMuted(row.label);
    row.label->setBuddy(buddy);
    row.label->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    row.label->setMinimumHeight(paint::controlHeight(fontMetrics()));
    row.help = makeUnderline(row.cell);
    row.error = makeUnderline(row.cell);
    setBad(row.error);
    row.help->setProperty("help", help);
    say(row.help, help);
    buddy->setAccessibleDescription(help);
    auto *column = new QVBoxLayout(row.cell);
    column->setContentsMargins(0, 0, 0, metrics::kSpace3);
    column->setSpacing(metrics::kSpace1);
    const bool keepsItsSize = field->sizePolicy().horizontalPolicy() == QSizePolicy::Fixed;
    column->addWidget(field, 0, keepsItsSize ? Qt::AlignLeft : Qt::Alignment());
    column->addWidget(row.error);
    column->addWidget(row.help);
    return row;
}

void SchemaForm::place(const Row &row, int gridRow)
{
    m_grid->addWidget(row.label, gridRow, 0, Qt::AlignRight | Qt::AlignTop);
    m_grid->addWidget(row.cell, gridRow, 1);
}

QLabel *SchemaForm::addLeadingRow(const QString &label, QWidget *field, const QString &help)
{
    const Row row = makeRow(label, field, field->focusProxy() ? field->focusProxy() : field, help);
    place(row, m_nextLeading++);
    m_leading.push_back(row);
    refreshTabOrder();
    return row.label;
}

QLabel *SchemaForm::addTrailingRow(const QString &label, QWidget *field)
{
    const Row row = makeRow(label, field, field, {});
    place(row, m_nextTrailing++);
    return row.label;
}

FormValues SchemaForm::values() const
{
    FormValues values;
    for (const Row &row : m_rows)
        row.editor->read(values);
    return values;
}

void SchemaForm::setValues(const FormValues &values)
{
    for (Row &row : m_rows) {
        row.editor->write(values);
        setError(row, {});
    }
    if (m_disclosure && hasAdvanced(values))
        m_disclosure->setChecked(true);
    refreshVisibility();
}

bool SchemaForm::hasAdvanced(const FormValues &values) const
{
    return std::any_of(m_form.begin(), m_form.end(), [&values](const FieldSpec &field) {
        return field.advanced && values.textOr(field) != QString::fromUtf8(field.defaultValue);
    });
}

bool SchemaForm::isComplete() const
{
    return values().validate(m_form).empty();
}

bool SchemaForm::validate()
{
    const std::vector<FieldError> errors = values().validate(m_form);
    showFieldErrors(errors);
    return errors.empty();
}

void SchemaForm::showFieldErrors(const std::vector<FieldError> &errors)
{
    QWidget *first = nullptr;
    for (Row &row : m_rows) {
        const auto mistake =
            std::find_if(errors.begin(), errors.end(), [&row](const FieldError &e) { return e.fieldId == row.editor->id(); });
        setError(row, mistake == errors.end() ? QString() : mistake->message);
        if (mistake == errors.end())
            continue;
        if (row.editor->spec().advanced)
            setAdvancedOpen(true);
        if (!first)
            first = row.field;
    }
    if (first)
        first->setFocus(Qt::OtherFocusReason);
}

void SchemaForm::setError(Row &row, const QString &message)
{
    QString sentence = message;
    if (!sentence.isEmpty())
        sentence[0] = sentence[0].toUpper();
    say(row.error, sentence);
    row.help->setVisible(sentence.isEmpty() && !row.help->text().isEmpty());
    setInvalid(row.field, !sentence.isEmpty());
    row.field->setAccessibleDescription(sentence.isEmpty() ? row.help->text() : sentence);
}

void SchemaForm::setLeadingError(QWidget *field, const QString &message)
{
    for (Row &row : m_leading) {
        if (row.field == field)
            setError(row, message);
    }
    if (!message.isEmpty())
        field->setFocus(Qt::OtherFocusReason);
}

void SchemaForm::setNote(QLatin1StringView fieldId, const QString &note)
{
    if (const Row *row = find(fieldId)) {
        row->help->setText(note.isEmpty() ? row->help->property("help").toString() : note);
        row->help->setVisible(!row->help->text().isEmpty() && row->error->text().isEmpty());
    }
}

void SchemaForm::setSuggestionSource(const SuggestionSource &source)
{
    for (const Row &row : m_rows)
        row.editor->setSuggestionSource(source);
}

QWidget *SchemaForm::firstToFill() const
{
    const FormValues now = values();
    const Row *first = nullptr;
    for (const Row &row : m_rows) {
        const FieldSpec &field = row.editor->spec();
        if (field.advanced || !now.isShown(m_form, field) || field.kind == FieldKind::Choice || field.kind == FieldKind::Toggle)
            continue;
        const bool isEmpty = now.textOr(field).isEmpty() && now.secret(QLatin1StringView(field.id)).isEmpty();
        if (field.required && isEmpty)
            return row.field;
        first = first ? first : &row;
    }
    return first ? first->field : nullptr;
}

QWidget *SchemaForm::fieldWidget(QLatin1StringView fieldId) const
{
    const Row *row = find(fieldId);
    return row ? row->field : nullptr;
}

bool SchemaForm::isFieldShown(QLatin1StringView fieldId) const
{
    const Row *row = find(fieldId);
    return row && !row->cell->isHidden();
}

QString SchemaForm::errorOf(QLatin1StringView fieldId) const
{
    const Row *row = find(fieldId);
    return row ? row->error->text() : QString();
}

void SchemaForm::setAdvancedOpen(bool open)
{
    if (m_disclosure)
        m_disclosure->setChecked(open);
}

const SchemaForm::Row *SchemaForm::find(QLatin1StringView fieldId) const
{
    const auto found = std::find_if(m_rows.begin(), m_rows.end(), [fieldId](const Row &row) { return row.editor->id() == fieldId; });
    return found == m_rows.end() ? nullptr : &*found;
}

// A mistake that was pointed out goes as soon as it is mended; new ones are not shown while typing.
void SchemaForm::fieldEdited(FieldEditor *editor)
{
    const std::vector<FieldError> errors = values().validate(m_form);
    for (Row &row : m_rows) {
        if (row.editor != editor || row.error->text().isEmpty())
            continue;
        const bool still = std::any_of(errors.begin(), errors.end(), [&row](const FieldError &e) { return e.fieldId == row.editor->id(); });
        if (!still)
            setError(row, {});
    }
    refreshVisibility();
    emit changed();
}

void SchemaForm::refreshVisibility()
{
    const FormValues now = values();
    QStringList advanced;
    for (const Row &row : m_rows) {
        const FieldSpec &field = row.editor->spec();
        const bool applies = now.isShown(m_form, field);
        if (applies && field.advanced)
            advanced.append(fieldText(field.label));
        const bool shown = applies && (!field.advanced || m_disclosure->isChecked());
        row.label->setVisible(shown);
        row.cell->setVisible(shown);
    }
    if (m_fold) {
        m_disclosure->setNames(advanced);
        m_fold->setVisible(!advanced.isEmpty());
    }
    refreshTabOrder();
}

// Buttons beside a field come right after it.
void SchemaForm::refreshTabOrder()
{
    QWidget *before = nullptr;
    const auto append = [&before](QWidget *widget) {
        if (before)
            setTabOrder(before, widget);
        before = widget;
    };
    const auto appendRow = [this, &append](const Row &row) {
        for (QWidget *widget : row.cell->findChildren<QWidget *>()) {
            const bool isInside = widget->window() == window(); // the lists of combo boxes are windows
            if (isInside && widget->focusPolicy() & Qt::TabFocus && !widget->focusProxy())
                append(widget);
        }
    };
    std::for_each(m_leading.begin(), m_leading.end(), appendRow);
    bool passedDisclosure = m_disclosure == nullptr;
    for (const Row &row : m_rows) {
        if (row.editor->spec().advanced && !std::exchange(passedDisclosure, true))
            append(m_disclosure);
        appendRow(row);
    }
}

} // namespace sallyport
