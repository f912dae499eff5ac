// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/responses/body_view.h"

#include "ui/editors/code_editor.h"
#include "ui/editors/display_text.h"
#include "ui/responses/text_pages.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"

#include <QButtonGroup>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QPointer>
#include <QPushButton>
#include <QStackedWidget>
#include <QThreadPool>
#include <QToolButton>
#include <QVBoxLayout>

namespace sallyport {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype kMaxInlineBytes = 128 << 10; // more than this is made ready in another thread

} // namespace

BodyView::BodyView(QWidget *parent)
    : QWidget(parent), m_stack(new QStackedWidget(this)), m_message(new QLabel(this)), m_pages(new TextPages(this))
{
    m_pages->setAccessibleName(tr("Response body"));
    m_message->setAlignment(Qt::AlignCenter);
    m_message->setWordWrap(true);
    setMuted(m_message);
    m_stack->addWidget(m_message);
    m_stack->addWidget(m_pages);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(makeBar());
    layout->addWidget(m_stack, 1);
    layout->addWidget(makeSearchLine());
}

QWidget *BodyView::makeBar()
{
    auto *bar = new QWidget(this);
    auto *row = new QHBoxLayout(bar);
    row->setContentsMargins(metrics::kSpace2, metrics::kSpace1, metrics::kSpace3, 0);
    row->setSpacing(0);
    auto *group = new QButtonGroup(this);
    const auto add = [&](const QString &text, const QString &hint) {
        auto *button = new QPushButton(text, bar);
        button->setCheckable(true);
        button->setToolTip(hint);
        setButtonKind(button, ButtonKind::Link);
        group->addButton(button);
        row->addWidget(button);
        return button;
    };
    m_prettyButton = add(tr("Pretty"), tr("JSON laid out on indented lines"));
    m_rawButton = add(tr("Raw"), tr("As received, secret values hidden"));
    m_prettyButton->setChecked(true);
    m_note = new QLabel(bar);
    m_note->setFont(smallFont());
    setMuted(m_note);
    row->addStretch();
    row->addWidget(m_note);
    connect(m_prettyButton, &QPushButton::toggled, this, [this](bool pretty) {
        m_pretty = pretty;
        present();
    });
    return bar;
}

QWidget *BodyView::makeSearchLine()
{
    m_searchLine = new QWidget(this);
    auto *row = new QHBoxLayout(m_searchLine);
    row->setContentsMargins(metrics::kSpace3, metrics::kSpace2, metrics::kSpace3, metrics::kSpace2);
    m_searchField = new QLineEdit(m_searchLine);
    m_searchField->setPlaceholderText(tr("Find in body"));
    m_searchField->setAccessibleName(tr("Find in body"));
    m_searchResult = new QLabel(m_searchLine);
    setMuted(m_searchResult);
    row->addWidget(m_searchField, 1);
    row->addWidget(m_searchResult);
    const auto add = [&](const QString &text, const std::function<void()> &act) {
        auto *button = new QPushButton(text, m_searchLine);
        connect(button, &QPushButton::clicked, this, act);
        row->addWidget(button);
    };
    add(tr("Previous"), [this] { search(false); });
    add(tr("Next"), [this] { search(true); });
    add(tr("Close"), [this] { m_searchLine->hide(); });
    connect(m_searchField, &QLineEdit::returnPressed, this, [this] { search(true); });
    m_searchLine->hide();
    return m_searchLine;
}

void BodyView::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape && m_searchLine->isVisible())
        m_searchLine->hide();
    else
        QWidget::keyPressEvent(event);
}

void BodyView::openSearch()
{
    m_searchLine->show();
    m_searchField->setFocus(Qt::ShortcutFocusReason);
    m_searchField->selectAll();
}

void BodyView::search(bool forward)
{
    const bool inEditor = m_editor && m_stack->currentWidget() == m_editor;
    const bool found = inEditor ? m_editor->find(m_searchField->text(), forward) : m_pages->find(m_searchField->text(), forward);
    m_searchResult->setText(found || m_searchField->text().isEmpty() ? QString() : tr("Not found"));
    m_searchField->setFocus();
}

void BodyView::setResponse(const std::shared_ptr<const RunRecord> &record)
{
    const int mine = ++m_generation;
    if (record->response.body.size() <= kMaxInlineBytes)
        return take(prepareBody(record->response, record->redactor));
    m_message->setText(tr("Preparing %1 …").arg(displaySize(record->response.body.size())));
    m_stack->setCurrentWidget(m_message);
    QThreadPool::globalInstance()->start([self = QPointer(this), record, mine] {
        auto body = std::make_shared<ResponseBody>(prepareBody(record->response, record->redactor));
        QMetaObject::invokeMethod(
            qApp,
            [self, body, mine] {
                if (self && self->m_generation == mine)
                    self->take(std::move(*body));
            },
            Qt::QueuedConnection);
    });
}

void BodyView::take(ResponseBody body)
{
    m_body = std::move(body);
    present();
    emit shown();
}

void BodyView::present()
{
    const bool canBePretty = !m_body.pretty.isEmpty();
    const bool pretty = canBePretty && m_pretty;
    m_prettyButton->setEnabled(canBePretty);
    m_rawButton->setEnabled(canBePretty);
    const bool large = m_body.raw.size() > kMaxEditorBytes;
    m_note->setText(large ? tr("shown as received: %1").arg(displaySize(m_body.raw.size())) : QString());
    if (m_body.raw.isEmpty()) {
        m_message->setText(tr("The answer has no body."));
        m_stack->setCurrentWidget(m_message);
        return;
    }
    const QByteArray &text = pretty ? m_body.pretty : m_body.raw;
    if (!(pretty ? m_body.prettyFitsEditor : m_body.rawFitsEditor)) {
        m_pages->setText(text);
        m_stack->setCurrentWidget(m_pages);
        return;
    }
    if (!m_editor) {
        m_editor = new CodeEditor(this);
        m_editor->setName(tr("Response body"));
        m_editor->setReadOnly(true);
        m_stack->addWidget(m_editor);
    }
    m_editor->setLanguage(m_body.isJson ? CodeEditor::Language::Json : CodeEditor::Language::Plain);
    m_editor->setBytes(text);
    m_stack->setCurrentWidget(m_editor);
}

} // namespace sallyport
