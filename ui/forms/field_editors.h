// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/forms/field_editor.h"

#include <memory>

class QCheckBox;
class QComboBox;
class QLineEdit;

namespace sallyport {

class SecretLineEdit;
class SuggestionCombo;

class TextFieldEditor : public FieldEditor {
    Q_OBJECT
public:
    TextFieldEditor(const FieldSpec &spec, QWidget *parent);
    [[nodiscard]] QWidget *widget() const override;
    [[nodiscard]] QWidget *focusTarget() const override;
    void read(FormValues &values) const override;
    void write(const FormValues &values) override;

protected:
    QLineEdit *m_edit;
};

//! A text with a *Browse...* button that opens the file dialog beside the program, not inside a nested event loop. Where the provider
//! has something to say about files of that field, a note says it once one is chosen.
class FileFieldEditor final : public TextFieldEditor {
    Q_OBJECT
public:
    FileFieldEditor(const FieldSpec &spec, QWidget *parent);
    ~FileFieldEditor() override;
    [[nodiscard]] QWidget *widget() const override { return m_row; }
    void setSuggestionSource(const SuggestionSource &source) override { m_source = source; }

private:
    void browse();
    void look(); //!< at the chosen file

    QWidget *m_row;
    SuggestionSource m_source;
    std::stop_source m_stop;
    int m_generation = 0;
};

class SecretFieldEditor final : public FieldEditor {
    Q_OBJECT
public:
    SecretFieldEditor(const FieldSpec &spec, QWidget *parent);
    [[nodiscard]] QWidget *widget() const override;
    [[nodiscard]] QWidget *focusTarget() const override;
    void read(FormValues &values) const override;
    void write(const FormValues &values) override;

private:
    SecretLineEdit *m_edit;
};

class ChoiceFieldEditor final : public FieldEditor {
    Q_OBJECT
public:
    ChoiceFieldEditor(const FieldSpec &spec, QWidget *parent);
    [[nodiscard]] QWidget *widget() const override;
    [[nodiscard]] QWidget *focusTarget() const override;
    void read(FormValues &values) const override;
    void write(const FormValues &values) override;

private:
    QComboBox *m_combo;
};

class ToggleFieldEditor final : public FieldEditor {
    Q_OBJECT
public:
    ToggleFieldEditor(const FieldSpec &spec, QWidget *parent);
    [[nodiscard]] QWidget *widget() const override;
    [[nodiscard]] QWidget *focusTarget() const override;
    void read(FormValues &values) const override;
    void write(const FormValues &values) override;

private:
    QCheckBox *m_box;
};

//! A text whose list is fetched when it is opened. A chosen folder (`prod/`) opens its own list.
class SuggestionFieldEditor final : public FieldEditor {
    Q_OBJECT
public:
    SuggestionFieldEditor(const FieldSpec &spec, QWidget *parent);
    ~SuggestionFieldEditor() override;
    [[nodiscard]] QWidget *widget() const override;
    [[nodiscard]] QWidget *focusTarget() const override;
    void read(FormValues &values) const override;
    void write(const FormValues &values) override;
    void setSuggestionSource(const SuggestionSource &source) override;

private:
    void fetch();
    void show(const std::vector<Suggestion> &suggestions);
    void choose(int index);

    QWidget *m_row;
    SuggestionCombo *m_combo;
    SuggestionSource m_source;
    std::stop_source m_stop;
    int m_generation = 0;
};

} // namespace sallyport
