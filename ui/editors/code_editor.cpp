// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editors/code_editor.h"

#include "ui/theme/theme.h"

#include <QContextMenuEvent>
#include <QKeyEvent>
#include <QMenu>
#include <QScopedValueRollback>
#include <QVBoxLayout>

#include <Qsci/qscicommandset.h>
#include <Qsci/qscilexerjson.h>
#include <Qsci/qsciscintilla.h>

#include <algorithm>

namespace sallyport {

using namespace Qt::StringLiterals;

namespace {

constexpr int kFaultIndicator = 8;
constexpr int kChoiceList = 1;
constexpr int kFoldMargin = 2;

} // namespace

CodeEditor::CodeEditor(QWidget *parent) : QWidget(parent), m_editor(new QsciScintilla(this)), m_lexer(std::make_unique<QsciLexerJSON>())
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_editor);
    setFocusProxy(m_editor);
    m_editor->setFrameShape(QFrame::NoFrame);
    m_editor->setUtf8(true);
    m_editor->setWrapMode(QsciScintilla::WrapNone);
    m_editor->setTabWidth(2);
    m_editor->setIndentationsUseTabs(false);
    m_editor->setAutoIndent(true);
    m_editor->setEolMode(QsciScintilla::EolUnix);
    m_editor->setBraceMatching(QsciScintilla::SloppyBraceMatch);
    m_editor->SendScintilla(QsciScintillaBase::SCI_SETSCROLLWIDTHTRACKING, 1UL);
    m_editor->SendScintilla(QsciScintillaBase::SCI_SETSCROLLWIDTH, 1UL);
    m_editor->SendScintilla(QsciScintillaBase::SCI_SETENDATLASTLINE, 1UL);
    m_editor->SendScintilla(QsciScintillaBase::SCI_AUTOCSETIGNORECASE, 1UL);
    m_editor->indicatorDefine(QsciScintilla::SquiggleIndicator, kFaultIndicator);
    m_editor->installEventFilter(this);
    freeShortcuts();
    applyColours();
    connect(m_editor, &QsciScintilla::textChanged, this, [this] {
        if (!m_quiet)
            emit edited();
    });
    connect(m_editor, &QsciScintilla::userListActivated, this, [this](int, const QString &choice) {
        int line = 0;
        int index = 0;
        m_editor->getCursorPosition(&line, &index);
        m_editor->setSelection(line, std::max(0, index - m_typed), line, index);
        emit chosen(choice);
    });
}

CodeEditor::~CodeEditor()
{
    m_editor->setLexer(nullptr);
}

void CodeEditor::setName(const QString &accessibleName)
{
    m_editor->setAccessibleName(accessibleName);
    setAccessibleName(accessibleName);
}

// The window's shortcuts win over the editor's own meanings of the same keys.
void CodeEditor::freeShortcuts()
{
    for (const QKeyCombination key :
         {Qt::CTRL | Qt::Key_D, Qt::CTRL | Qt::Key_L, Qt::CTRL | Qt::SHIFT | Qt::Key_L, Qt::CTRL | Qt::Key_T,
          Qt::CTRL | Qt::SHIFT | Qt::Key_T, Qt::CTRL | Qt::Key_U, Qt::CTRL | Qt::Key_Return, Qt::CTRL | Qt::SHIFT | Qt::Key_Backspace,
          Qt::CTRL | Qt::Key_Slash, QKeyCombination(Qt::Key_Escape)}) {
        if (QsciCommand *command = m_editor->standardCommands()->boundTo(key.toCombined()))
            (command->key() == key.toCombined()) ? command->setKey(0) : command->setAlternateKey(0);
    }
}

void CodeEditor::setLanguage(Language language)
{
    m_language = language;
    applyColours();
}

void CodeEditor::setReadOnly(bool readOnly)
{
    m_editor->setReadOnly(readOnly);
    m_editor->setCaretLineVisible(!readOnly);
    m_editor->setCaretWidth(readOnly ? 0 : 1);
    m_editor->setBraceMatching(readOnly ? QsciScintilla::NoBraceMatch : QsciScintilla::SloppyBraceMatch);
}

QString CodeEditor::text() const
{
    return m_editor->text();
}

void CodeEditor::setText(const QString &text)
{
    if (text == m_editor->text())
        return;
    const QScopedValueRollback quiet(m_quiet, true);
    m_editor->setText(text);
    m_editor->SendScintilla(QsciScintillaBase::SCI_EMPTYUNDOBUFFER);
}

void CodeEditor::setBytes(const QByteArray &utf8)
{
    const QScopedValueRollback quiet(m_quiet, true);
    const bool readOnly = m_editor->isReadOnly();
    m_editor->setReadOnly(false);
    m_editor->SendScintilla(QsciScintillaBase::SCI_SETUNDOCOLLECTION, 0UL);
    m_editor->SendScintilla(QsciScintillaBase::SCI_CLEARALL);
    m_editor->SendScintilla(QsciScintillaBase::SCI_APPENDTEXT, static_cast<unsigned long>(utf8.size()), utf8.constData());
    m_editor->SendScintilla(QsciScintillaBase::SCI_GOTOPOS, 0UL);
    m_editor->SendScintilla(QsciScintillaBase::SCI_SETSCROLLWIDTH, 1UL);
    m_editor->setReadOnly(readOnly);
}

void CodeEditor::replaceText(const QString &text)
{
    m_editor->beginUndoAction();
    m_editor->selectAll();
    m_editor->replaceSelectedText(text);
    m_editor->setCursorPosition(0, 0);
    m_editor->endUndoAction();
}

void CodeEditor::insert(const QString &text)
{
    const QByteArray utf8 = text.toUtf8();
    m_editor->SendScintilla(QsciScintillaBase::SCI_REPLACESEL, 0UL, utf8.constData());
}

QString CodeEditor::selectedText() const
{
    return m_editor->selectedText();
}

QString CodeEditor::lineBeforeCursor() const
{
    int line = 0;
    int index = 0;
    m_editor->getCursorPosition(&line, &index);
    return m_editor->text(line).left(index);
}

void CodeEditor::offer(const QStringList &choices, int typed)
{
    m_typed = typed;
    if (!choices.isEmpty())
        m_editor->showUserList(kChoiceList, choices);
}

bool CodeEditor::find(const QString &text, bool forward)
{
    int line = -1;
    int index = -1;
    if (!forward && m_editor->hasSelectedText()) {
        int lineTo = 0;
        int indexTo = 0;
        m_editor->getSelection(&line, &index, &lineTo, &indexTo);
    }
    return !text.isEmpty() && m_editor->findFirst(text, false, false, false, true, forward, line, index, true);
}

void CodeEditor::markFault(int line, int column)
{
    const int last = m_editor->lines() - 1;
    m_editor->clearIndicatorRange(0, 0, last, m_editor->lineLength(last), kFaultIndicator);
    if (line < 1)
        return;
    const int row = qMin(line - 1, last);
    const int from = qBound(0, column - 2, qMax(0, m_editor->text(row).trimmed().size() - 1));
    m_editor->fillIndicatorRange(row, from, row, from + 2, kFaultIndicator);
}

void CodeEditor::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange)
        applyColours();
}

bool CodeEditor::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::KeyPress) {
        const auto *key = static_cast<QKeyEvent *>(event);
        const bool asked = key->key() == Qt::Key_Space && key->modifiers() == Qt::ControlModifier;
        if (asked)
            emit completionWished(true);
        else if (key->text() == u"{")
            QMetaObject::invokeMethod(this, [this] { emit completionWished(false); }, Qt::QueuedConnection);
        if (asked)
            return true;
    }
    if (event->type() == QEvent::ContextMenu) {
        showMenu(static_cast<QContextMenuEvent *>(event)->globalPos());
        return true;
    }
    return QWidget::eventFilter(watched, event);
}

void CodeEditor::showMenu(const QPoint &globalPosition)
{
    QMenu *menu = m_editor->createStandardContextMenu();
    menu->setAttribute(Qt::WA_DeleteOnClose);
    emit menuWished(menu);
    menu->popup(globalPosition);
}

void CodeEditor::applyColours()
{
    const Tokens &t = currentTokens();
    const QFont font = fixedFont();
    const bool json = m_language == Language::Json;
    m_lexer->setDefaultFont(font);
    m_lexer->setDefaultPaper(t.surface);
    m_lexer->setDefaultColor(t.text);
    m_lexer->setFont(font, -1);
    m_lexer->setPaper(t.surface, -1);
    m_lexer->setColor(t.text, -1);
    m_lexer->setHighlightComments(false);
    m_lexer->setHighlightEscapeSequences(false);
    for (const auto &[style, colour] : {std::pair(QsciLexerJSON::Property, t.accent), std::pair(QsciLexerJSON::String, t.ok),
                                        std::pair(QsciLexerJSON::UnclosedString, t.bad), std::pair(QsciLexerJSON::Number, t.link),
                                        std::pair(QsciLexerJSON::Keyword, t.warn), std::pair(QsciLexerJSON::KeywordLD, t.ok),
                                        std::pair(QsciLexerJSON::EscapeSequence, t.ok), std::pair(QsciLexerJSON::IRI, t.ok),
                                        std::pair(QsciLexerJSON::IRICompact, t.ok), std::pair(QsciLexerJSON::Error, t.bad)})
        m_lexer->setColor(colour, style);
    m_editor->setLexer(json ? m_lexer.get() : nullptr);
    m_editor->setFont(font);
    m_editor->setColor(t.text);
    m_editor->setPaper(t.surface);
    m_editor->setCaretForegroundColor(t.text);
    m_editor->setCaretLineBackgroundColor(t.surface);
    m_editor->setSelectionBackgroundColor(t.accentSoft);
    m_editor->setSelectionForegroundColor(t.text);
    m_editor->setMatchedBraceBackgroundColor(t.accentSoft);
    m_editor->setMatchedBraceForegroundColor(t.accent);
    m_editor->setUnmatchedBraceForegroundColor(t.bad);
    m_editor->setUnmatchedBraceBackgroundColor(t.surface);
    m_editor->setMarginsBackgroundColor(t.surface);
    m_editor->setMarginsForegroundColor(t.muted);
    m_editor->setIndicatorForegroundColor(t.bad, kFaultIndicator);
    m_editor->setMarginWidth(0, 0);
    m_editor->setMarginWidth(1, metrics::kSpace1);
    m_editor->setFolding(json ? QsciScintilla::PlainFoldStyle : QsciScintilla::NoFoldStyle, kFoldMargin);
    m_editor->setFoldMarginColors(t.surface, t.surface);
    for (const int marker : {QsciScintillaBase::SC_MARKNUM_FOLDER, QsciScintillaBase::SC_MARKNUM_FOLDEROPEN}) {
        const bool open = marker == QsciScintillaBase::SC_MARKNUM_FOLDEROPEN;
        m_editor->SendScintilla(QsciScintillaBase::SCI_MARKERDEFINE, static_cast<unsigned long>(marker),
                                long(open ? QsciScintillaBase::SC_MARK_ARROWDOWN : QsciScintillaBase::SC_MARK_ARROW));
        m_editor->SendScintilla(QsciScintillaBase::SCI_MARKERSETFORE, static_cast<unsigned long>(marker), t.muted);
        m_editor->SendScintilla(QsciScintillaBase::SCI_MARKERSETBACK, static_cast<unsigned long>(marker), t.border);
    }
}

} // namespace sallyport
