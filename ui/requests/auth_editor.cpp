// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/requests/auth_editor.h"

#include "ui/editors/field_message.h"
#include "ui/editors/template_context.h"
#include "ui/editors/template_line_edit.h"
#include "ui/theme/theme.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFormLayout>
#include <QLabel>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace sallyport {

using namespace Qt::StringLiterals;

QString authenticationName(const Authentication &authentication)
{
    switch (authentication.kind) {
    case Authentication::Kind::Inherit:
        return AuthEditor::tr("Inherit from folder");
    case Authentication::Kind::None:
        return AuthEditor::tr("None");
    case Authentication::Kind::Basic:
        return AuthEditor::tr("Basic");
    case Authentication::Kind::Bearer:
        return AuthEditor::tr("Bearer token");
    case Authentication::Kind::Unsupported:
        return authentication.typeName;
    }
    return {};
}

AuthEditor::AuthEditor(TemplateContext *context, QWidget *parent)
    : QWidget(parent), m_context(context), m_kind(new QComboBox(this)), m_enabled(new QCheckBox(tr("Enabled"), this)),
      m_stack(new QStackedWidget(this)), m_note(new QLabel(this))
{
    for (const auto kind :
         {Authentication::Kind::Inherit, Authentication::Kind::None, Authentication::Kind::Basic, Authentication::Kind::Bearer})
        m_kind->addItem(authenticationName({.kind = kind}), int(kind));
    m_kind->setAccessibleName(tr("Authentication type"));
    m_enabled->setAccessibleName(tr("Authentication enabled"));
    setMuted(m_note);
    m_note->setAlignment(Qt::AlignHCenter | Qt::AlignTop);
    m_note->setWordWrap(true);
    m_note->setContentsMargins(metrics::kSpace5, metrics::kSpace5 * 2, metrics::kSpace5, 0);
    m_basicPage = makeBasicPage();
    m_bearerPage = makeBearerPage();
    m_stack->addWidget(m_note);
    m_stack->addWidget(m_basicPage);
    m_stack->addWidget(m_bearerPage);

    auto *bar = new QHBoxLayout;
    bar->setContentsMargins(metrics::kSpace3, metrics::kSpace2, metrics::kSpace3, metrics::kSpace2);
    bar->setSpacing(metrics::kSpace3);
    bar->addWidget(m_kind);
    bar->addWidget(m_enabled);
    bar->addStretch();
    m_message = new FieldMessage(this);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(bar);
    layout->addWidget(m_message);
    layout->addWidget(m_stack, 1);
    connect(m_kind, &QComboBox::activated, this, &AuthEditor::chooseKind);
    connect(m_enabled, &QCheckBox::clicked, this, &AuthEditor::edited);
    showKind(Authentication::Kind::Inherit);
}

AuthEditor::Field AuthEditor::addField(QFormLayout *form, const QString &label, const QString &place, bool sensitive)
{
    Field field{new TemplateLineEdit(m_context, form->parentWidget()), new FieldMessage(form->parentWidget())};
    field.edit->setSensitive(sensitive);
    field.edit->setAccessibleName(label);
    field.edit->setSubject(place);
    auto *cell = new QVBoxLayout;
    cell->setSpacing(metrics::kSpace1);
    cell->addWidget(field.edit);
    cell->addWidget(field.message);
    auto *words = new QLabel(label, form->parentWidget());
    words->setMinimumHeight(field.edit->sizeHint().height());
    words->setBuddy(field.edit);
    setMuted(words);
    form->addRow(words, cell);
    connect(field.edit, &QLineEdit::textEdited, this, &AuthEditor::edited);
    connect(field.edit, &QLineEdit::textChanged, this, [this, edit = field.edit] {
        if (edit->isModified())
            emit edited(); // also completions and links, which do not count as typed
    });
    m_fields.insert(place, field);
    return field;
}

static QFormLayout *makeForm(QWidget *page)
{
    auto *form = new QFormLayout(page);
    form->setContentsMargins(metrics::kSpace3, metrics::kSpace2, metrics::kSpace3, metrics::kSpace3);
    form->setHorizontalSpacing(metrics::kSpace3);
    form->setVerticalSpacing(metrics::kSpace3);
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    return form;
}

QWidget *AuthEditor::makeBasicPage()
{
    auto *page = new QWidget(this);
    QFormLayout *form = makeForm(page);
    m_username = addField(form, tr("Username"), u"username"_s, false);
    m_password = addField(form, tr("Password"), u"password"_s, true);
    return page;
}

QWidget *AuthEditor::makeBearerPage()
{
    auto *page = new QWidget(this);
    QFormLayout *form = makeForm(page);
    m_token = addField(form, tr("Token"), u"bearer token"_s, true);
    m_prefix = addField(form, tr("Prefix"), u"bearer prefix"_s, false);
    m_prefix.edit->setPlaceholderText(u"Bearer"_s);
    return page;
}

void AuthEditor::setAuthentication(const Authentication &authentication, const QString &inherited)
{
    m_authentication = authentication;
    m_inherited = inherited;
    const int unsupported = m_kind->findData(int(Authentication::Kind::Unsupported));
    if (unsupported >= 0)
        m_kind->removeItem(unsupported);
    if (authentication.kind == Authentication::Kind::Unsupported)
        m_kind->addItem(authentication.typeName, int(authentication.kind));
    m_kind->setCurrentIndex(m_kind->findData(int(authentication.kind)));
    m_enabled->setChecked(authentication.enabled);
    for (const auto &[edit, text] :
         {std::pair(m_username.edit, authentication.username), std::pair(m_password.edit, authentication.password),
          std::pair(m_token.edit, authentication.token), std::pair(m_prefix.edit, authentication.prefix)}) {
        if (edit->text() != text)
            edit->setText(text);
    }
    showKind(authentication.kind);
}

void AuthEditor::showKind(Authentication::Kind kind)
{
    using Kind = Authentication::Kind;
    m_enabled->setVisible(kind == Kind::Basic || kind == Kind::Bearer);
    if (kind == Kind::Basic)
        return m_stack->setCurrentWidget(m_basicPage);
    if (kind == Kind::Bearer)
        return m_stack->setCurrentWidget(m_bearerPage);
    if (kind == Kind::Inherit)
        m_note->setText(m_inherited);
    else if (kind == Kind::None)
        m_note->setText(tr("No authentication is sent, whatever the folders say."));
    else
        m_note->setText(tr("Sallyport cannot use %1 yet. The file keeps its settings as they are.").arg(m_authentication.typeName));
    m_stack->setCurrentWidget(m_note);
}

void AuthEditor::chooseKind(int index)
{
    const auto kind = Authentication::Kind(m_kind->itemData(index).toInt());
    if (kind == m_authentication.kind)
        return;
    m_authentication = authentication();
    m_authentication.kind = kind;
    m_authentication.typeName.clear();
    showKind(kind);
    emit edited();
}

Authentication AuthEditor::authentication() const
{
    Authentication result = m_authentication;
    if (result.kind == Authentication::Kind::Basic || result.kind == Authentication::Kind::Bearer)
        result.enabled = m_enabled->isChecked();
    if (result.kind == Authentication::Kind::Basic) {
        result.username = m_username.edit->text();
        result.password = m_password.edit->text();
    } else if (result.kind == Authentication::Kind::Bearer) {
        result.token = m_token.edit->text();
        result.prefix = m_prefix.edit->text();
    }
    return result;
}

bool AuthEditor::showError(const Error &error)
{
    const auto field = error.location ? m_fields.constFind(error.location->place) : m_fields.constEnd();
    if (field == m_fields.constEnd())
        return false;
    field->message->setError(error);
    setInvalid(field->edit, true);
    return true;
}

void AuthEditor::clearErrors()
{
    for (const Field &field : std::as_const(m_fields)) {
        field.message->setError(std::nullopt);
        setInvalid(field.edit, false);
    }
}

bool AuthEditor::focusPlace(const QString &place)
{
    const auto field = m_fields.constFind(place);
    if (field != m_fields.constEnd())
        field->edit->setFocus(Qt::OtherFocusReason);
    return field != m_fields.constEnd();
}

} // namespace sallyport
