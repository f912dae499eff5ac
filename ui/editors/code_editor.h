// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>
#include <QWidget>

#include <memory>

class QMenu;
class QsciLexerJSON;
class QsciScintilla;

namespace sallyport {

//! A text editor for bodies and JSON: highlighting, folding, search, in the colours of the theme. Wraps QScintilla, so that its
//! header stays out of everyone else's way.
class CodeEditor final : public QWidget {
    Q_OBJECT
public:
    enum class Language { Plain, Json };

    explicit CodeEditor(QWidget *parent = nullptr);
    ~CodeEditor() override;

    void setName(const QString &accessibleName);
    void setLanguage(Language language);
    [[nodiscard]] Language language() const { return m_language; }
    void setReadOnly(bool readOnly);

    [[nodiscard]] QString text() const;
    //! Replaces the text; does nothing where it is equal, so that cursor and undo stay. Emits no `edited`.
    void setText(const QString &text);
    //! As setText, for texts that come as bytes and will not be edited: no undo history.
    void setBytes(const QByteArray &utf8);

    //! Replaces the text as a person would: it can be undone, and `edited` follows.
    void replaceText(const QString &text);
    void insert(const QString &text); //!< at the cursor, instead of the selection
    [[nodiscard]] QString selectedText() const;
    //! The text from the start of the line to the cursor.
    [[nodiscard]] QString lineBeforeCursor() const;
    //! Shows a list below the cursor. With a choice `typed` characters before the cursor get selected and `chosen` follows.
    void offer(const QStringList &choices, int typed);

    //! Selects the next (or previous) place of the text, going round; false where there is none.
    bool find(const QString &text, bool forward = true);
    //! Draws a wavy line under a character; 1-based. Line below 1: nowhere.
    void markFault(int line, int column);

    [[nodiscard]] QSize sizeHint() const override { return {400, 300}; }

signals:
    void edited();
    void chosen(const QString &choice);
    void completionWished(bool asked); //!< typing may open a list; `asked`: the person pressed Ctrl+Space
    void menuWished(QMenu *menu); //!< the context menu is about to be shown; more may be added

protected:
    void changeEvent(QEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void applyColours();
    void freeShortcuts();
    void showMenu(const QPoint &globalPosition);

    QsciScintilla *m_editor = nullptr;
    std::unique_ptr<QsciLexerJSON> m_lexer;
    Language m_language = Language::Plain;
    int m_typed = 0;
    bool m_quiet = false;
};

} // namespace sallyport
