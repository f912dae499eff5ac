// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/requests/body_editor.h"

#include "app/base/json.h"
#include "ui/editors/code_editor.h"
#include "ui/editors/field_message.h"
#include "ui/editors/json_layout.h"
#include "ui/editors/link_target.h"
#include "ui/editors/row_table.h"
#include "ui/editors/template_context.h"
#include "ui/requests/parameter_model.h"
#include "ui/theme/theme.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QPushButton>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace sallyport {

using namespace Qt::StringLiterals;

namespace {

QString defaultMimeType(Body::Kind kind)
{
    switch (kind) {
    case Body::Kind::Json:
        return u"application/json"_s;
    case Body::Kind::Text:
        return u"text/plain"_s;
    case Body::Kind::Form:
        return u"application/x-www-form-urlencoded"_s;
    default:
        return {};
    }
}

} // namespace

BodyEditor::BodyEditor(TemplateContext *context, QWidget *parent)
    : QWidget(parent), m_context(context), m_kind(new QComboBox(this)), m_beautify(new QPushButton(tr("Beautify"), this)),
      m_note(new QLabel(this)), m_stack(new QStackedWidget(this)), m_empty(new QLabel(tr("This request has no body."), this)),
      m_fields(new ParameterModel(ParameterModel::Rows::Free, this)), m_fieldTable(new RowTable(m_fields, context, true))
{
    for (const auto &[label, kind] : {std::pair(tr("None"), Body::Kind::None), std::pair(tr("JSON"), Body::Kind::Json),
                                      std::pair(tr("Text"), Body::Kind::Text), std::pair(tr("Form"), Body::Kind::Form)})
        m_kind->addItem(label, int(kind));
    m_kind->setAccessibleName(tr("Body type"));
    m_beautify->setToolTip(tr("Lay the JSON out on indented lines"));
    setButtonKind(m_beautify, ButtonKind::Link);
    setMuted(m_note);
    setMuted(m_empty);
    m_empty->setAlignment(Qt::AlignCenter);
    m_fields->setHint(tr("Add field"));
    m_fieldTable->setAccessibleName(tr("Form fields"));
    m_stack->addWidget(m_empty);
    m_formPage = new QWidget(m_stack);
    auto *form = new QVBoxLayout(m_formPage);
    form->setContentsMargins(0, 0, 0, 0);
    m_fieldTable->setFitsRows(true);
    form->addWidget(m_fieldTable, 1000);
    form->addStretch(1);
    m_stack->addWidget(m_formPage);

    auto *bar = new QHBoxLayout;
    bar->setContentsMargins(metrics::kSpace3, metrics::kSpace2, metrics::kSpace3, metrics::kSpace2);
    bar->addWidget(m_kind);
    bar->addWidget(m_note, 1);
    bar->addStretch();
    bar->addWidget(m_beautify);
    m_message = new FieldMessage(this);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(bar);
    layout->addWidget(m_message);
    layout->addWidget(m_stack, 1);
    connect(m_kind, &QComboBox::activated, this, &BodyEditor::chooseKind);
    connect(m_fields, &ParameterModel::edited, this, &BodyEditor::edited);
    connect(m_beautify, &QPushButton::clicked, this, &BodyEditor::beautify);
    showKind(Body::Kind::None);
}

void BodyEditor::makeEditor()
{
    if (m_editor)
        return;
    m_editor = new CodeEditor(this);
    m_editor->setName(tr("Body"));
    m_stack->addWidget(m_editor);
    connect(m_editor, &CodeEditor::edited, this, &BodyEditor::edited);
    connect(m_editor, &CodeEditor::completionWished, this, &BodyEditor::completeVariable);
    connect(m_editor, &CodeEditor::chosen, this, [this](const QString &path) { m_editor->insert(placeholderFor(path)); });
    connect(m_editor, &CodeEditor::menuWished, this,
            [this](QMenu *menu) { addLinkActions(menu, this, m_context, targetIn(m_editor, tr("body"))); });
}

void BodyEditor::completeVariable(bool asked)
{
    const auto typed = typedPlaceholder(m_editor->lineBeforeCursor());
    if (typed || asked)
        m_editor->offer(m_context->variablePaths(), typed ? typed->length : 0);
}

void BodyEditor::setBody(const Body &body)
{
    m_body = body;
    if (body.kind == Body::Kind::Json || body.kind == Body::Kind::Text) {
        makeEditor();
        m_editor->setText(body.text);
    }
    m_fields->setParameters(body.fields);
    const int unsupported = m_kind->findData(int(Body::Kind::Unsupported));
    if (unsupported >= 0)
        m_kind->removeItem(unsupported);
    if (body.kind == Body::Kind::Unsupported)
        m_kind->addItem(body.mimeType.isEmpty() ? tr("Other") : body.mimeType, int(body.kind));
    m_kind->setCurrentIndex(m_kind->findData(int(body.kind)));
    showKind(body.kind);
}

void BodyEditor::showKind(Body::Kind kind)
{
    const bool text = kind == Body::Kind::Json || kind == Body::Kind::Text;
    m_beautify->setVisible(kind == Body::Kind::Json);
    m_note->setText(text && m_body.mimeType != defaultMimeType(kind) ? m_body.mimeType : QString());
    if (text) {
        makeEditor();
        m_editor->setLanguage(kind == Body::Kind::Json ? CodeEditor::Language::Json : CodeEditor::Language::Plain);
        m_stack->setCurrentWidget(m_editor);
    } else if (kind == Body::Kind::Form) {
        m_stack->setCurrentWidget(m_formPage);
    } else {
        m_empty->setText(kind == Body::Kind::None ? tr("This request has no body.")
                                                  : tr("Sallyport cannot edit a body of type %1 yet.\nThe file keeps it as it is.")
                                                        .arg(m_body.mimeType.isEmpty() ? tr("another kind") : m_body.mimeType));
        m_stack->setCurrentWidget(m_empty);
    }
}

void BodyEditor::chooseKind(int index)
{
    const auto kind = Body::Kind(m_kind->itemData(index).toInt());
    if (kind == m_body.kind)
        return;
    m_body = body();
    m_body.kind = kind;
    m_body.mimeType = defaultMimeType(kind);
    showKind(kind);
    if (m_editor && m_stack->currentWidget() == m_editor)
        m_editor->setText(m_body.text);
    emit edited();
}

Body BodyEditor::body() const
{
    Body body = m_body;
    if (body.kind == Body::Kind::Json || body.kind == Body::Kind::Text)
        body.text = m_editor->text();
    else if (body.kind == Body::Kind::Form)
        body.fields = m_fields->parameters();
    return body;
}

void BodyEditor::focusText()
{
    QWidget *page = m_stack->currentWidget();
    (page == m_formPage ? m_fieldTable : page)->setFocus(Qt::OtherFocusReason);
}

void BodyEditor::markFault(const std::optional<Error> &error)
{
    if (!m_editor)
        return;
    const SourceLocation place = error ? error->location.value_or(SourceLocation()) : SourceLocation();
    const bool isPlaced = place.column > 0;
    m_editor->markFault(isPlaced ? qMax(place.line, 1) : -1, place.column); // a text of one line has no line
}

void BodyEditor::beautify()
{
    const QString text = m_editor->text();
    if (const QString laidOut = layOutJson(text); laidOut != text)
        m_editor->replaceText(laidOut);
}

} // namespace sallyport
