// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editors/template_line_edit.h"

#include "ui/editors/link_target.h"
#include "ui/editors/template_context.h"
#include "ui/editors/template_painting.h"
#include "ui/theme/theme.h"
#include "ui/widgets/labels.h"

#include <QAbstractItemView>
#include <QCompleter>
#include <QContextMenuEvent>
#include <QInputMethodEvent>
#include <QMenu>
#include <QPainter>
#include <QScopedValueRollback>
#include <QScrollBar>
#include <QStringListModel>
#include <QStyleOptionFrame>
#include <QTextCharFormat>

namespace sallyport {

using namespace Qt::StringLiterals;

namespace {

bool hasPlaceholder(const QString &text)
{
    return text.contains("{{"_L1) || text.contains("{%"_L1) || text.contains("{#"_L1);
}

} // namespace

TemplateLineEdit::TemplateLineEdit(TemplateContext *context, QWidget *parent) : QLineEdit(parent), m_context(context)
{
    connect(this, &QLineEdit::textChanged, this, &TemplateLineEdit::textWasChanged);
    connect(context, &TemplateContext::changed, this, qOverload<>(&QWidget::update));
}

void TemplateLineEdit::setSensitive(bool sensitive)
{
    m_sensitive = sensitive;
    updateEcho();
}

void TemplateLineEdit::updateEcho()
{
    const bool dots = m_sensitive && !hasPlaceholder(text());
    setEchoMode(dots ? QLineEdit::Password : QLineEdit::Normal);
}

void TemplateLineEdit::textWasChanged()
{
    if (m_sensitive)
        updateEcho();
    if (hasFocus())
        tintPlaceholders();
}

// A line edit has no formats of its own, but shows those that come with an input method's event.
void TemplateLineEdit::tintPlaceholders()
{
    if (m_tinting || echoMode() != QLineEdit::Normal)
        return;
    const QScopedValueRollback tinting(m_tinting, true);
    const Tokens &t = currentTokens();
    QList<QInputMethodEvent::Attribute> attributes;
    if (const auto parsed = Template::parse(text()); parsed && hasPlaceholder(text())) {
        for (const Template::Segment &segment : parsed->segments()) {
            if (std::holds_alternative<Template::Literal>(segment.content))
                continue;
            const bool secret = std::holds_alternative<VaultTag>(segment.content);
            QTextCharFormat format;
            format.setBackground(secret ? t.linkSoft : t.accentSoft);
            format.setForeground(secret ? t.link : t.accent);
            attributes.append({QInputMethodEvent::TextFormat, int(segment.start) - cursorPosition(), int(segment.length), format});
        }
    }
    QInputMethodEvent event({}, attributes);
    QLineEdit::inputMethodEvent(&event);
}

void TemplateLineEdit::insertTemplate(const QString &text)
{
    insert(text);
}

bool TemplateLineEdit::event(QEvent *event)
{
    if (event->type() == QEvent::ToolTip && toolTip().isEmpty() && hasPlaceholder(text())) {
        setToolTip(plainToolTip(spokenTemplate(text(), *m_context)));
        const bool handled = QLineEdit::event(event);
        setToolTip({});
        return handled;
    }
    return QLineEdit::event(event);
}

void TemplateLineEdit::paintEvent(QPaintEvent *event)
{
    if (hasFocus() || !hasPlaceholder(text()))
        return QLineEdit::paintEvent(event);
    QPainter painter(this);
    QStyleOptionFrame panel;
    initStyleOption(&panel);
    style()->drawPrimitive(QStyle::PE_PanelLineEdit, &panel, &painter, this);
    const QMargins margins = textMargins();
    const QRect rect = style()->subElementRect(QStyle::SE_LineEditContents, &panel, this).marginsRemoved(margins).adjusted(2, 0, -2, 0);
    paintTemplate(&painter, rect, text(), *m_context, {font(), palette().color(QPalette::Text), m_sensitive});
}

void TemplateLineEdit::focusInEvent(QFocusEvent *event)
{
    QLineEdit::focusInEvent(event);
    tintPlaceholders();
    update();
}

void TemplateLineEdit::focusOutEvent(QFocusEvent *event)
{
    QLineEdit::focusOutEvent(event);
    if (event->reason() != Qt::PopupFocusReason)
        setCursorPosition(0); // what is painted begins at the left
    update();
}

void TemplateLineEdit::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Space && event->modifiers() == Qt::ControlModifier)
        return complete(true);
    const QString before = text();
    QLineEdit::keyPressEvent(event);
    if (text() != before)
        complete(false);
}

void TemplateLineEdit::complete(bool asked)
{
    const auto typed = typedPlaceholder(text().left(cursorPosition()));
    const bool open = m_completer && m_completer->popup()->isVisible();
    if ((!typed && !asked) || isReadOnly() || m_context->variablePaths().isEmpty()) {
        if (open)
            m_completer->popup()->hide();
        return;
    }
    if (!m_completer) {
        m_names = new QStringListModel(this);
        m_completer = new QCompleter(m_names, this);
        m_completer->setWidget(this);
        m_completer->setCaseSensitivity(Qt::CaseInsensitive);
        m_completer->setFilterMode(Qt::MatchContains);
        connect(m_completer, qOverload<const QString &>(&QCompleter::activated), this, &TemplateLineEdit::takeCompletion);
    }
    if (m_names->stringList() != m_context->variablePaths())
        m_names->setStringList(m_context->variablePaths());
    m_completer->setCompletionPrefix(typed ? typed->beginning : QString());
    QRect where = cursorRect();
    where.setWidth(m_completer->popup()->sizeHintForColumn(0) + m_completer->popup()->verticalScrollBar()->sizeHint().width() +
                   metrics::kSpace5);
    m_completer->complete(where);
}

void TemplateLineEdit::takeCompletion(const QString &path)
{
    const auto typed = typedPlaceholder(text().left(cursorPosition()));
    const int start = cursorPosition() - (typed ? typed->length : 0);
    const QString after = text().mid(cursorPosition());
    const QString closing = after.trimmed();
    const int closed = typed && closing.startsWith("}}"_L1) ? int(after.indexOf("}}"_L1)) + 2 : 0;
    if (!hasSelectedText() || typed)
        setSelection(start, cursorPosition() - start + closed);
    insert(placeholderFor(path));
}

void TemplateLineEdit::contextMenuEvent(QContextMenuEvent *event)
{
    QMenu *menu = createStandardContextMenu();
    menu->setAttribute(Qt::WA_DeleteOnClose);
    if (!isReadOnly())
        addLinkActions(menu, this, m_context, targetIn(this, m_subject));
    menu->popup(event->globalPos());
}

} // namespace sallyport
