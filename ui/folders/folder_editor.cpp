// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/folders/folder_editor.h"

#include "app/run/wire_builder.h"
#include "ui/editors/field_message.h"
#include "ui/editors/template_context.h"
#include "ui/environments/environment_page.h"
#include "ui/requests/auth_editor.h"
#include "ui/requests/headers_editor.h"
#include "ui/theme/theme.h"
#include "ui/widgets/labels.h"

#include <QLineEdit>
#include <QScopedValueRollback>
#include <QTabWidget>
#include <QTimer>
#include <QVBoxLayout>

#include <chrono>

namespace sallyport {

using namespace Qt::StringLiterals;

namespace {

constexpr std::chrono::milliseconds kCheckDelay{200};

} // namespace

FolderEditor::FolderEditor(TemplateContext *context, QWidget *parent)
    : QWidget(parent), m_context(context), m_name(new QLineEdit(this)), m_tabs(new QTabWidget(this)), m_headers(new HeadersEditor(context)),
      m_auth(new AuthEditor(context)), m_environment(new EnvironmentPage(context)), m_check(new QTimer(this))
{
    build();
    m_check->setSingleShot(true);
    m_check->setInterval(kCheckDelay);
    connect(m_check, &QTimer::timeout, this, &FolderEditor::recheck);
    connect(m_name, &QLineEdit::textEdited, this, &FolderEditor::takeName);
    connect(m_name, &QLineEdit::editingFinished, this, [this] {
        if (m_name->text() != m_folder.name)
            m_name->setText(m_folder.name); // a folder has a name
    });
    connect(m_headers, &HeadersEditor::edited, this, &FolderEditor::collect);
    connect(m_auth, &AuthEditor::edited, this, &FolderEditor::collect);
    connect(m_environment, &EnvironmentPage::edited, this, &FolderEditor::takeEnvironment);
}

void FolderEditor::build()
{
    fillWith(this, QPalette::Base);
    m_name->setAccessibleName(tr("Folder name"));
    m_name->setPlaceholderText(tr("Folder name"));
    m_environment->setPlainRows(true);
    auto *head = new QVBoxLayout;
    head->setContentsMargins(metrics::kSpace3, metrics::kSpace3, metrics::kSpace3, metrics::kSpace1);
    head->setSpacing(metrics::kSpace2);
    head->addWidget(m_name);
    head->addWidget(
        makeNote(tr("All requests in this folder get what is set here, unless they or a folder in it say otherwise."), true, this));
    for (FieldMessage *message : {m_headers->message(), m_auth->message()})
        message->setContentsMargins(metrics::kSpace3, metrics::kSpace2, metrics::kSpace3, metrics::kSpace2);
    m_tabs->setDocumentMode(true);
    m_tabs->addTab(m_headers, tr("Headers"));
    m_tabs->addTab(m_auth, tr("Auth"));
    m_tabs->addTab(m_environment, tr("Environment"));
    m_tabs->setAccessibleName(tr("Folder"));
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(head);
    layout->addWidget(m_tabs, 1);
}

void FolderEditor::setFolder(const Folder &folder, const QString &inheritedAuth)
{
    const bool other = folder.id != m_folder.id;
    const QScopedValueRollback loading(m_loading, true);
    m_folder = folder.alone();
    // While somebody types here, the blanks at the ends are not taken away.
    if (other || m_name->text().trimmed() != folder.name)
        m_name->setText(folder.name);
    m_headers->setHeaders(folder.headers);
    m_auth->setAuthentication(folder.authentication, inheritedAuth);
    Environment environment = folder.environment.value_or(Environment());
    environment.id = folder.id;
    m_environment->setEnvironment(environment, {}, tr("Variables of this folder; they override the environment for what is in it."));
    updateTitles();
    recheck();
}

void FolderEditor::takeName()
{
    const QString name = m_name->text().trimmed();
    if (name.isEmpty() || name == m_folder.name)
        return;
    m_folder.name = name;
    tell();
}

void FolderEditor::collect()
{
    if (m_loading)
        return;
    m_folder.headers = m_headers->headers();
    m_folder.authentication = m_auth->authentication();
    tell();
}

void FolderEditor::takeEnvironment(const Environment &environment)
{
    if (m_loading || (!m_folder.environment && environment.data.map().empty()))
        return;
    const QString id = m_folder.environment ? m_folder.environment->id : QString();
    m_folder.environment = environment;
    m_folder.environment->id = id;
    tell();
}

void FolderEditor::tell()
{
    updateTitles();
    m_check->start();
    emit folderEdited(m_folder);
}

bool FolderEditor::commit()
{
    return m_environment->commit();
}

void FolderEditor::updateTitles()
{
    const auto counted = [](const QString &title, qsizetype count) { return count > 0 ? u"%1  %2"_s.arg(title).arg(count) : title; };
    m_tabs->setTabText(Headers, counted(tr("Headers"), m_headers->enabledCount()));
    m_tabs->setTabText(EnvironmentTab,
                       counted(tr("Environment"), m_folder.environment ? qsizetype(m_folder.environment->data.map().size()) : 0));
}

void FolderEditor::recheck()
{
    m_headers->message()->setError(std::nullopt);
    m_auth->clearErrors();
    RequestDraft fields; // a folder's fields are those of a request with nothing else
    fields.headers = m_folder.headers;
    fields.authentication = m_folder.authentication;
    bool told = false;
    for (const RequestField &field : fieldsToRender(fields)) {
        const auto error = m_context->check(field.text, field.place);
        if (!error || m_auth->showError(error->at({field.place})) || told)
            continue;
        m_headers->message()->setError(error->at({field.place}), true);
        told = true;
    }
}

void FolderEditor::setCurrentTab(Tab tab)
{
    m_tabs->setCurrentIndex(tab);
}

} // namespace sallyport
