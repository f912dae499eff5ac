// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLineEdit>

class QCompleter;
class QStringListModel;

namespace sallyport {

class TemplateContext;

//! A one-line field for text with templates. While it is not being edited, variables and linked secrets are painted as chips;
//! while it is, their text is there to edit, softly tinted. Completes variable names after `{{` and on Ctrl+Space; its
//! context menu links to secrets.
class TemplateLineEdit final : public QLineEdit {
    Q_OBJECT
public:
    explicit TemplateLineEdit(TemplateContext *context, QWidget *parent = nullptr);

    //! For passwords and tokens: text without templates is shown as dots.
    void setSensitive(bool sensitive);
    //! A name for what is linked here, e.g. the variable or header; shown by the dialog.
    void setSubject(const QString &subject) { m_subject = subject; }
    //! Puts text at the cursor, instead of the selection; as one step of undo.
    void insertTemplate(const QString &text);
    [[nodiscard]] TemplateContext *context() const { return m_context; }

protected:
    void paintEvent(QPaintEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;
    bool event(QEvent *event) override;

private:
    void textWasChanged();
    void tintPlaceholders();
    void complete(bool asked);
    void takeCompletion(const QString &path);
    void updateEcho();

    TemplateContext *m_context;
    QCompleter *m_completer = nullptr;
    QStringListModel *m_names = nullptr;
    QString m_subject;
    bool m_sensitive = false;
    bool m_tinting = false;
};

} // namespace sallyport
