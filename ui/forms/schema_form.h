// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/forms/field_editor.h"

#include <QWidget>

#include <vector>

class QGridLayout;
class QLabel;

namespace sallyport {

class Disclosure;

//! Draws any form from its table: labels at the right of their column, help and mistakes under the field, the advanced
//! part folded away, fields shown only while their condition holds. Tab order is the order of the table.
class SchemaForm final : public QWidget {
    Q_OBJECT
public:
    //! `form` must outlive this.
    explicit SchemaForm(FormSpec form, QWidget *parent = nullptr);

    [[nodiscard]] FormSpec form() const { return m_form; }

    //! What is filled in; hidden fields are included, so that switching back and forth loses nothing.
    [[nodiscard]] FormValues values() const;
    void setValues(const FormValues &values);

    //! Shows what must be mended and puts the cursor there; true if there is nothing.
    bool validate();
    //! Whether validate() would succeed, without showing anything.
    [[nodiscard]] bool isComplete() const;
    void showFieldErrors(const std::vector<FieldError> &errors);

    //! A line under a field in place of its help; empty: the help again.
    void setNote(QLatin1StringView fieldId, const QString &note);
    void setSuggestionSource(const SuggestionSource &source);

    //! A row of the caller's own in the same columns, above the table's. Returns the row's label.
    QLabel *addLeadingRow(const QString &label, QWidget *field, const QString &help = {});
    //! A row below all others, e.g. for an answer; `label` may be empty.
    QLabel *addTrailingRow(const QString &label, QWidget *field);
    //! A mistake in a leading row.
    void setLeadingError(QWidget *field, const QString &message);

    //! Where to begin: the first field that has to be filled in, else the first one that may be.
    [[nodiscard]] QWidget *firstToFill() const;
    [[nodiscard]] QWidget *fieldWidget(QLatin1StringView fieldId) const;
    [[nodiscard]] bool isFieldShown(QLatin1StringView fieldId) const;
    [[nodiscard]] QString errorOf(QLatin1StringView fieldId) const;
    void setAdvancedOpen(bool open);

signals:
    void changed();
    void submitted();

private:
    struct Row {
        FieldEditor *editor = nullptr; //!< null for rows of the caller's
        QWidget *field = nullptr;
        QLabel *label = nullptr;
        QWidget *cell = nullptr;
        QLabel *help = nullptr;
        QLabel *error = nullptr;
    };

    Row makeRow(const QString &label, QWidget *field, QWidget *buddy, const QString &help);
    void place(const Row &row, int gridRow);
    void addTableRows();
    void addField(const FieldSpec &field, int gridRow);
    void addDisclosure(int gridRow);
    void fieldEdited(FieldEditor *editor);
    void refreshVisibility();
    void refreshTabOrder();
    void setError(Row &row, const QString &message);
    [[nodiscard]] const Row *find(QLatin1StringView fieldId) const;
    [[nodiscard]] bool hasAdvanced(const FormValues &values) const;

    FormSpec m_form;
    QGridLayout *m_grid;
    std::vector<Row> m_rows;    //!< of the table
    std::vector<Row> m_leading; //!< of the caller
    int m_nextLeading = 0;
    int m_nextTrailing;
    Disclosure *m_disclosure = nullptr;
    QWidget *m_fold = nullptr; //!< the disclosure with its margin
};

} // namespace sallyport
