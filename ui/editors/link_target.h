// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/template/vault_tag.h"

#include <QPoint>
#include <QString>

#include <functional>
#include <optional>

class QLineEdit;
class QMenu;
class QWidget;

namespace sallyport {

class CodeEditor;
class TemplateContext;

//! A place where a link to a secret is, or can be put.
struct LinkTarget {
    QString subject;                                //!< what gets the secret, for people: `api_key`
    std::optional<VaultTag> tag{};                  //!< what it is linked to now
    std::function<void(const QString &text)> put{}; //!< writes a tag there
    std::function<void()> unlink{};                 //!< takes the tag away
};

//! Adds *Link to Secret >* and, where something is linked, Edit, Refresh, Reveal, Copy Reference and Unlink.
//! `owner` is the parent of dialogs; the target's functions are not called once it is gone.
void addLinkActions(QMenu *menu, QWidget *owner, TemplateContext *context, const LinkTarget &target);

//! The tag around the cursor, or the place of the cursor, of a field.
[[nodiscard]] LinkTarget targetIn(QLineEdit *field, const QString &subject);
[[nodiscard]] LinkTarget targetIn(CodeEditor *editor, const QString &subject);

} // namespace sallyport
