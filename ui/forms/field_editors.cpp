// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/forms/field_editors.h"

#include "ui/theme/theme.h"
#include "ui/widgets/error_text.h"
#include "ui/widgets/secret_line_edit.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFileDialog>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QPushButton>
#include <QRegularExpressionValidator>

using namespace Qt::StringLiterals;

namespace sallyport {

TextFieldEditor::TextFieldEditor(const FieldSpec &spec, QWidget *parent) : FieldEditor(spec, parent), m_edit(new QLineEdit(parent))
{
    m_edit->setPlaceholderText(fieldText(spec.placeholder));
    m_edit->setAccessibleName(fieldText(spec.label));
    if (spec.kind == FieldKind::Number)
        m_edit->setValidator(new QRegularExpressionValidator(QRegularExpression(u"[0-9]*"_s), m_edit));
    if (spec.kind == FieldKind::Url)
        m_edit->setInputMethodHints(Qt::ImhUrlCharactersOnly | Qt::ImhNoAutoUppercase);
    connect(m_edit, &QLineEdit::textEdited, this, &FieldEditor::edited);
    connect(m_edit, &QLineEdit::returnPressed, this, &FieldEditor::submitted);
}

QWidget *TextFieldEditor::widget() const
{
    return m_edit;
}

QWidget *TextFieldEditor::focusTarget() const
{
    return m_edit;
}

void TextFieldEditor::read(FormValues &values) const
{
    values.setText(id(), m_edit->text().trimmed());
}

void TextFieldEditor::write(const FormValues &values)
{
    m_edit->setText(values.textOr(spec()));
}

FileFieldEditor::FileFieldEditor(const FieldSpec &spec, QWidget *parent) : TextFieldEditor(spec, parent), m_row(new QWidget(parent))
{
    auto *button = new QPushButton(tr("Browse…"), m_row);
    button->setAutoDefault(false);
    button->setAccessibleName(tr("Browse for %1").arg(fieldText(spec.label)));
    auto *row = new QHBoxLayout(m_row);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(metrics::kSpace2);
    row->addWidget(m_edit, 1);
    row->addWidget(button);
    connect(button, &QPushButton::clicked, this, &FileFieldEditor::browse);
    connect(m_edit, &QLineEdit::textEdited, this, [this] { emit noteChanged({}); });
    connect(m_edit, &QLineEdit::editingFinished, this, &FileFieldEditor::look);
}

FileFieldEditor::~FileFieldEditor()
{
    m_stop.request_stop();
}

void FileFieldEditor::browse()
{
    auto *dialog = new QFileDialog(m_row->window(), fieldText(spec().label));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    if (!m_edit->text().isEmpty())
        dialog->setDirectory(QFileInfo(m_edit->text()).absolutePath());
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString &path) {
        m_edit->setText(path);
        emit edited();
        look();
    });
    dialog->open();
}

void FileFieldEditor::look()
{
    m_stop.request_stop();
    m_stop = std::stop_source();
    const int generation = ++m_generation;
    if (!m_source || !spec().suggests)
        return;
    m_source(QString(id()), m_stop.get_token()).then(this, [this, generation](const Result<std::vector<Suggestion>> &found) {
        if (generation != m_generation)
            return;
        if (found)
            emit noteChanged(found->empty() ? QString() : found->front().label);
        else if (found.error().kind != ErrorKind::Cancelled)
            emit noteChanged(errorText(found.error()));
    });
}

SecretFieldEditor::SecretFieldEditor(const FieldSpec &spec, QWidget *parent) : FieldEditor(spec, parent), m_edit(new SecretLineEdit(parent))
{
    m_edit->setLabel(fieldText(spec.label));
    m_edit->setPlaceholderText(fieldText(spec.placeholder));
    connect(m_edit, &SecretLineEdit::edited, this, &FieldEditor::edited);
    connect(m_edit, &SecretLineEdit::returnPressed, this, &FieldEditor::submitted);
}

QWidget *SecretFieldEditor::widget() const
{
    return m_edit;
}

QWidget *SecretFieldEditor::focusTarget() const
{
    return m_edit->field();
}

void SecretFieldEditor::read(FormValues &values) const
{
    // White space around it was pasted along, as around other fields and around environment variables.
    const SecretValue typed = m_edit->value();
    if (const QByteArrayView text = typed.reveal().trimmed(); !text.isEmpty())
        values.setSecret(id(), SecretValue(text));
}

void SecretFieldEditor::write(const FormValues &values)
{
    m_edit->setValue(values.secret(id()));
}

ChoiceFieldEditor::ChoiceFieldEditor(const FieldSpec &spec, QWidget *parent) : FieldEditor(spec, parent), m_combo(new QComboBox(parent))
{
    for (const ChoiceSpec &choice : spec.choices)
        m_combo->addItem(fieldText(choice.label), QString::fromUtf8(choice.value));
    m_combo->setAccessibleName(fieldText(spec.label));
    m_combo->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    connect(m_combo, &QComboBox::activated, this, &FieldEditor::edited);
}

QWidget *ChoiceFieldEditor::widget() const
{
    return m_combo;
}

QWidget *ChoiceFieldEditor::focusTarget() const
{
    return m_combo;
}

void ChoiceFieldEditor::read(FormValues &values) const
{
    values.setText(id(), m_combo->currentData().toString());
}

void ChoiceFieldEditor::write(const FormValues &values)
{
    const int index = m_combo->findData(values.textOr(spec()));
    m_combo->setCurrentIndex(index < 0 ? m_combo->findData(QString::fromUtf8(spec().defaultValue)) : index);
}

ToggleFieldEditor::ToggleFieldEditor(const FieldSpec &spec, QWidget *parent)
    : FieldEditor(spec, parent), m_box(new QCheckBox(fieldText(spec.label), parent))
{
    connect(m_box, &QCheckBox::clicked, this, &FieldEditor::edited);
}

QWidget *ToggleFieldEditor::widget() const
{
    return m_box;
}

QWidget *ToggleFieldEditor::focusTarget() const
{
    return m_box;
}

void ToggleFieldEditor::read(FormValues &values) const
{
    values.setText(id(), m_box->isChecked() ? u"true"_s : u"false"_s);
}

void ToggleFieldEditor::write(const FormValues &values)
{
    m_box->setChecked(values.textOr(spec()) == "true"_L1);
}

} // namespace sallyport
