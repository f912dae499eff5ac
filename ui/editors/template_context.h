// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/run/services.h"
#include "app/template/render.h"
#include "app/template/variable_scope.h"

#include <QObject>
#include <QSet>
#include <QStringList>

#include <optional>

namespace sallyport {

//! What fields with templates need to know about the place where they stand: which variables exist, and what there
//! is to say about a linked secret. Asks nobody and fetches nothing.
class TemplateContext final : public QObject {
    Q_OBJECT
public:
    explicit TemplateContext(const Services &services, QObject *parent = nullptr);

    void setScope(const VariableScope &scope, const QString &workspaceId);
    [[nodiscard]] const VariableScope &scope() const { return m_scope; }
    [[nodiscard]] const QString &workspaceId() const { return m_workspaceId; }
    [[nodiscard]] const Services &services() const { return m_services; }

    //! Paths of all variables, sorted: `base_url`, `user.name`. Lists are not entered.
    [[nodiscard]] const QStringList &variablePaths() const { return m_paths; }
    //! What is wrong with a text in the field `place`; undefined names included.
    [[nodiscard]] std::optional<Error> check(const QString &text, const QString &place) const;

    //! Remembers that a link was seen fetched, so that its chip can say *expired* later rather than *not fetched*.
    void noteFetched(const VaultTag &tag) const { m_fetched.insert(tag.key()); }
    [[nodiscard]] bool wasFetched(const VaultTag &tag) const { return m_fetched.contains(tag.key()); }

signals:
    void changed(); //!< variables, credentials or the cache: what is painted may differ

private:
    Services m_services;
    VariableScope m_scope;
    QString m_workspaceId;
    QStringList m_paths;
    mutable QSet<QString> m_fetched; //!< VaultTag::key()
};

//! The part of a template that is being typed: `{{`, `_.` and the beginning of a name.
struct TypedPlaceholder {
    int length = 0;   //!< characters before the cursor that a choice replaces
    QString beginning; //!< of the name
};
//! Looks back from the end of `before` (the text before the cursor). Nothing where no placeholder is open.
[[nodiscard]] std::optional<TypedPlaceholder> typedPlaceholder(const QString &before);

//! `{{ _.name }}`, also for names that need brackets.
[[nodiscard]] QString placeholderFor(const QString &path);

} // namespace sallyport
