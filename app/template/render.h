// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/base/result.h"
#include "app/base/secret_value.h"
#include "app/template/template.h"
#include "app/template/variable_scope.h"

#include <QHash>
#include <QString>

#include <vector>

namespace sallyport {

//! One vault tag that a text needs, and how it came to be needed.
struct SecretUse {
    VaultTag tag;
    QStringList via;         //!< variables on the way, outermost first, e.g. `auth_header`, `api_key`; empty: in the text itself
    SourceLocation location; //!< the field that needs it
};

//! Fetched values by VaultTag::key().
using SecretValues = QHash<QString, SecretValue>;

//! A text filled in. `secrets` are those that went into it.
struct Rendered {
    QString text;
    QList<SecretValue> secrets;
};

//! Finds out, without fetching anything, which secrets a text needs: only variables that it really reaches are looked
//! at. Errors (InvalidInput, with field and column): undefined name (with the nearest known one in the hint), cycle (with the
//! chain), unknown tag, nesting too deep, a result too large. `place` names the field.
[[nodiscard]] Result<std::vector<SecretUse>> requiredSecrets(const QString &text, const VariableScope &scope, const QString &place);

//! Fills in a text. The same errors; InvalidInput also where a needed secret is not among `values`.
[[nodiscard]] Result<Rendered> render(const QString &text, const VariableScope &scope, const SecretValues &values, const QString &place);

} // namespace sallyport
