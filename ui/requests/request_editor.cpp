// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/requests/request_editor.h"

#include "app/run/wire_builder.h"
#include "ui/collections/collection_delegate.h"
#include "ui/editors/field_message.h"
#include "ui/editors/template_context.h"
#include "ui/editors/template_line_edit.h"
#include "ui/requests/auth_editor.h"
#include "ui/requests/body_editor.h"
#include "ui/requests/headers_editor.h"
#include "ui/requests/params_editor.h"
#include "ui/theme/theme.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QPushButton>
#include <QScopedValueRollback>
#include <QTabBar>
#include <QTabWidget>
#include <QTimer>
#include <QVBoxLayout>

#include <algorithm>
#include <chrono>
#include <tuple>

namespace sallyport {

using namespace Qt::StringLiterals;

namespace {

constexpr std::chrono::milliseconds kCheckDelay{200};

} // namespace

RequestEditor::RequestEditor(TemplateContext *context, Prepare prepare, QWidget *parent)
    : QWidget(parent), m_context(context), m_prepare(std::move(prepare)), m_method(new QComboBox(this)),
      m_url(new TemplateLineEdit(context, this)), m_urlMessage(new FieldMessage(this)), m_send(new QPushButton(tr("Send"), this)),
      m_tabs(new QTabWidget(this)), m_params(new ParamsEditor(context)), m_body(new BodyEditor(context)), m_auth(new AuthEditor(context)),
      m_headers(new HeadersEditor(context)), m_check(new QTimer(this))
{
    build();
    m_check->setSingleShot(true);
    m_check->setInterval(kCheckDelay);
    connect(m_check, &QTimer::timeout, this, &RequestEditor::recheck);
    connect(m_method, &QComboBox::editTextChanged, this, &RequestEditor::collect);
    connect(m_url, &QLineEdit::textChanged, this, &RequestEditor::collect);
    connect(m_url, &QLineEdit::returnPressed, this, &RequestEditor::sendWished);
    connect(m_params, &ParamsEditor::edited, this, &RequestEditor::collect);
    connect(m_body, &BodyEditor::edited, this, &RequestEditor::collect);
    connect(m_auth, &AuthEditor::edited, this, &RequestEditor::collect);
    connect(m_headers, &HeadersEditor::edited, this, &RequestEditor::collect);
    connect(m_send, &QPushButton::clicked, this, [this] { m_busy ? emit cancelWished() : emit sendWished(); });
}

void RequestEditor::build()
{
    fillWith(this, QPalette::Base);
    m_method->setEditable(true);
    m_method->setInsertPolicy(QComboBox::NoInsert);
    m_method->addItems({u"GET"_s, u"POST"_s, u"PUT"_s, u"PATCH"_s, u"DELETE"_s, u"HEAD"_s, u"OPTIONS"_s});
    m_method->setAccessibleName(tr("Method"));
    QFont bold = fixedFont();
    bold.setBold(true);
    m_method->setFont(bold);
    m_method->setFixedWidth(QFontMetrics(bold).horizontalAdvance(u"OPTIONS"_s) + 46);
    m_url->setFont(fixedFont());
    m_url->setPlaceholderText(tr("https://api.example.org/path"));
    m_url->setAccessibleName(tr("URL"));
    m_url->setSubject(u"URL"_s);
    setButtonKind(m_send, ButtonKind::Primary);
    m_send->setToolTip(tr("Send the request (Ctrl+Enter)"));
    m_send->setMinimumWidth(m_send->fontMetrics().horizontalAdvance(tr("Cancel")) + 36);

    auto *row = new QHBoxLayout;
    row->setSpacing(metrics::kSpace2);
    row->addWidget(m_method);
    row->addWidget(m_url, 1);
    row->addWidget(m_send);
    auto *head = new QVBoxLayout;
    head->setContentsMargins(metrics::kSpace3, metrics::kSpace3, metrics::kSpace3, metrics::kSpace1);
    head->setSpacing(metrics::kSpace1);
    head->addLayout(row);
    head->addWidget(m_urlMessage);

    m_tabs->setDocumentMode(true);
    const std::vector<std::tuple<QWidget *, QString, FieldMessage *>> pages{{m_params, tr("Params"), m_params->message()},
                                                                            {m_body, tr("Body"), m_body->message()},
                                                                            {m_auth, tr("Auth"), m_auth->message()},
                                                                            {m_headers, tr("Headers"), m_headers->message()}};
    for (const auto &[page, title, message] : pages) {
        message->setContentsMargins(metrics::kSpace3, metrics::kSpace2, metrics::kSpace3, metrics::kSpace2);
        m_messages.insert(m_tabs->count(), message);
        m_tabs->addTab(page, title);
    }
    m_tabs->setAccessibleName(tr("Request"));
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(head);
    layout->addWidget(m_tabs, 1);
}

void RequestEditor::setRequest(const RequestDraft &draft, const QString &inheritedAuth)
{
    const QScopedValueRollback loading(m_loading, true);
    const bool other = draft.id != m_draft.id;
    m_draft = draft;
    if (m_method->currentText() != draft.method)
        m_method->setEditText(draft.method);
    if (m_url->text() != draft.url)
        m_url->setText(draft.url);
    if (other) {
        m_url->setCursorPosition(0);
        showErrors({});
    }
    m_params->setParameters(draft.queryParameters, draft.pathParameters);
    m_body->setBody(draft.body);
    m_auth->setAuthentication(draft.authentication, inheritedAuth);
    m_headers->setHeaders(draft.headers);
    updateMethodColour();
    updateTitles();
    recheck();
}

void RequestEditor::collect()
{
    if (m_loading)
        return;
    const QString urlBefore = m_draft.url;
    m_draft.method = m_method->currentText().trimmed();
    m_draft.url = m_url->text();
    m_draft.queryParameters = m_params->query();
    m_draft.pathParameters = m_params->path();
    if (m_draft.url != urlBefore) {
        m_draft.pathParameters = pathParametersOf(m_draft.url, m_draft.pathParameters);
        const QScopedValueRollback loading(m_loading, true);
        m_params->setParameters(m_draft.queryParameters, m_draft.pathParameters);
    }
    m_draft.body = m_body->body();
    m_draft.authentication = m_auth->authentication();
    m_draft.headers = m_headers->headers();
    updateMethodColour();
    updateTitles();
    m_check->start();
    emit draftEdited(m_draft);
}

void RequestEditor::updateMethodColour()
{
    QPalette colours = palette();
    colours.setColor(QPalette::Text, methodColour(m_method->currentText()));
    m_method->lineEdit()->setPalette(colours);
}

void RequestEditor::updateTitles()
{
    const auto counted = [](const QString &title, int count) { return count > 0 ? u"%1  %2"_s.arg(title).arg(count) : title; };
    const bool form = m_draft.body.kind == Body::Kind::Form;
    m_tabs->setTabText(Params, counted(tr("Params"), m_params->enabledCount()));
    m_tabs->setTabText(BodyTab, counted(tr("Body"), form ? int(m_draft.body.fields.size()) : 0));
    m_tabs->setTabText(Headers, counted(tr("Headers"), m_headers->enabledCount()));
}

void RequestEditor::recheck()
{
    std::vector<Error> errors;
    for (const RequestField &field : fieldsToRender(m_draft)) {
        if (const auto error = m_context->check(field.text, field.place))
            errors.push_back(error->at({field.place}));
    }
    showErrors(errors);
    const auto prepared = m_prepare(m_draft);
    m_params->setPreview(prepared ? previewUrl(*prepared) : QString());
}

RequestEditor::Tab RequestEditor::tabOf(const QString &place)
{
    if (place.startsWith("header"_L1))
        return Headers;
    if (place.startsWith("body"_L1) || place.startsWith("form field"_L1))
        return BodyTab;
    const bool params = place.startsWith("query"_L1) || place.startsWith("path"_L1) || place == "URL"_L1;
    return params ? Params : Auth;
}

void RequestEditor::showErrors(const std::vector<Error> &errors)
{
    m_urlMessage->setError(std::nullopt);
    setInvalid(m_url, false);
    m_auth->clearErrors();
    m_body->markFault(std::nullopt);
    for (FieldMessage *message : std::as_const(m_messages))
        message->setError(std::nullopt);
    // The first error of a tab wins, so the last to be shown is the first in order.
    std::for_each(errors.rbegin(), errors.rend(), [this](const Error &error) { showError(error); });
}

void RequestEditor::showError(const Error &error)
{
    const QString place = error.location ? error.location->place : QString();
    if (place == "URL"_L1) {
        m_urlMessage->setError(error);
        setInvalid(m_url, true);
    } else if (!m_auth->showError(error)) {
        m_messages.value(tabOf(place))->setError(error, true);
        if (place == "body"_L1)
            m_body->markFault(error);
    }
}

void RequestEditor::setBusy(bool busy)
{
    m_busy = busy;
    m_send->setText(busy ? tr("Cancel") : tr("Send"));
    m_send->setToolTip(busy ? tr("Stop waiting for the answer (Esc)") : tr("Send the request (Ctrl+Enter)"));
    setButtonKind(m_send, busy ? ButtonKind::Plain : ButtonKind::Primary);
}

void RequestEditor::focusUrl()
{
    m_url->setFocus(Qt::ShortcutFocusReason);
    m_url->selectAll();
}

void RequestEditor::setCurrentTab(Tab tab)
{
    m_tabs->setCurrentIndex(tab);
}

void RequestEditor::focusPlace(const QString &place)
{
    if (place.isEmpty() || place == "URL"_L1)
        return focusUrl();
    const Tab tab = tabOf(place);
    m_tabs->setCurrentIndex(tab);
    if (tab == BodyTab)
        return m_body->focusText();
    if (tab == Auth && m_auth->focusPlace(place))
        return;
    if (tab == Headers)
        return m_headers->focusPlace(place);
    m_tabs->currentWidget()->setFocus(Qt::OtherFocusReason);
}

} // namespace sallyport
