// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/base/error.h"
#include "app/model/workspace.h"

#include <QWidget>

class QLabel;
class QPushButton;
class QStackedWidget;
class QTimer;

namespace sallyport {

class CodeEditor;
class FieldMessage;
class RowTable;
class TemplateContext;
class TypeDelegate;
class VariableModel;

//! The variables of one environment, as a table or as JSON.
class EnvironmentPage final : public QWidget {
    Q_OBJECT
public:
    explicit EnvironmentPage(TemplateContext *context, QWidget *parent = nullptr);

    void setEnvironment(const Environment &environment, const QString &title, const QString &sentence);
    [[nodiscard]] const Environment &environment() const { return m_environment; }
    //! Rows that cannot be switched off or be of type Secret: what a file can say of a folder's variables.
    void setPlainRows(bool plain);
    void showJson(bool json);
    //! Takes over JSON that is still being typed; false where it cannot be read.
    bool commit();
    void selectVariable(const QString &name);
    [[nodiscard]] VariableModel *model() const { return m_model; }
    [[nodiscard]] RowTable *table() const { return m_table; }

signals:
    void edited(const sallyport::Environment &environment);

private:
    void build();
    QWidget *makeHead();
    void makeJsonEditor();
    void takeRows();
    void showFaults();
    void refreshJson();

    TemplateContext *m_context;
    Environment m_environment;
    VariableModel *m_model;
    RowTable *m_table;
    TypeDelegate *m_types;
    CodeEditor *m_json = nullptr; //!< made when first needed
    QTimer *m_jsonPause;
    QLabel *m_title;
    QLabel *m_sentence;
    QPushButton *m_tableButton;
    QPushButton *m_jsonButton;
    QPushButton *m_add;
    QStackedWidget *m_stack;
    FieldMessage *m_message;
    bool m_jsonTouched = false;
};

} // namespace sallyport
