// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/base/error.h"
#include "app/model/workspace.h"

#include <QHash>
#include <QWidget>

class QCheckBox;
class QComboBox;
class QLabel;
class QStackedWidget;
class QFormLayout;

namespace sallyport {

class FieldMessage;
class TemplateContext;
class TemplateLineEdit;

//! How a request signs in: inherited, none, basic or bearer. Another kind is kept as it is and said so.
class AuthEditor final : public QWidget {
    Q_OBJECT
public:
    explicit AuthEditor(TemplateContext *context, QWidget *parent = nullptr);

    //! `inherited`: in words, what *Inherit* means here.
    void setAuthentication(const Authentication &authentication, const QString &inherited);
    [[nodiscard]] Authentication authentication() const;
    //! Shows an error under the field with that place (`username`, `bearer token` ...); false where there is none.
    bool showError(const Error &error);
    void clearErrors();
    bool focusPlace(const QString &place);
    [[nodiscard]] FieldMessage *message() const { return m_message; }

signals:
    void edited();

private:
    struct Field {
        TemplateLineEdit *edit = nullptr;
        FieldMessage *message = nullptr;
    };
    Field addField(QFormLayout *form, const QString &label, const QString &place, bool sensitive);
    QWidget *makeBasicPage();
    QWidget *makeBearerPage();
    void showKind(Authentication::Kind kind);
    void chooseKind(int index);

    TemplateContext *m_context;
    Authentication m_authentication;
    QString m_inherited;
    QComboBox *m_kind;
    QCheckBox *m_enabled;
    QStackedWidget *m_stack;
    QLabel *m_note;
    FieldMessage *m_message = nullptr;
    QWidget *m_basicPage = nullptr;
    QWidget *m_bearerPage = nullptr;
    Field m_username, m_password, m_token, m_prefix;
    QHash<QString, Field> m_fields; //!< by place
};

//! One line about what a kind of authentication does, for people.
[[nodiscard]] QString authenticationName(const Authentication &authentication);

} // namespace sallyport
