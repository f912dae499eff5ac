// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/base/error.h"
#include "app/model/workspace.h"

#include <QWidget>

#include <optional>

class QComboBox;
class QLabel;
class QPushButton;
class QStackedWidget;

namespace sallyport {

class CodeEditor;
class FieldMessage;
class ParameterModel;
class RowTable;
class TemplateContext;

//! The body of a request: none, JSON, text or form. A body of another kind is kept as it is and said so.
class BodyEditor final : public QWidget {
    Q_OBJECT
public:
    explicit BodyEditor(TemplateContext *context, QWidget *parent = nullptr);

    void setBody(const Body &body);
    [[nodiscard]] Body body() const;
    void focusText();
    //! Underlines the place of a mistake in the text.
    void markFault(const std::optional<Error> &error);
    [[nodiscard]] FieldMessage *message() const { return m_message; }

signals:
    void edited();

private:
    void showKind(Body::Kind kind);
    void chooseKind(int index);
    void makeEditor();
    void completeVariable(bool asked);
    void beautify();

    TemplateContext *m_context;
    Body m_body;
    QComboBox *m_kind;
    QPushButton *m_beautify;
    QLabel *m_note;
    FieldMessage *m_message = nullptr;
    QStackedWidget *m_stack;
    QLabel *m_empty;
    QWidget *m_formPage = nullptr;
    ParameterModel *m_fields;
    RowTable *m_fieldTable;
    CodeEditor *m_editor = nullptr; //!< made when first needed: it is the most expensive widget of the window
};

} // namespace sallyport
