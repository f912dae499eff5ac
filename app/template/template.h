// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/base/result.h"
#include "app/template/vault_tag.h"

#include <QString>

#include <variant>
#include <vector>

namespace sallyport {

//! A parsed text with placeholders: `{{ _.name }}`, `{{ name.nested[0] }}`, `{{ _["odd name"] }}`, `{% vault ... %}`,
//! `{# comment #}`. Anything else between braces is an error that says where.
class Template {
public:
    struct Literal {
        QString text;
        bool operator==(const Literal &) const = default;
    };
    struct VariableUse {
        QStringList path; //!< names and array indices, without the leading `_`
        bool operator==(const VariableUse &) const = default;
    };
    struct Comment {
        bool operator==(const Comment &) const = default;
    };
    struct Segment {
        std::variant<Literal, VariableUse, VaultTag, Comment> content;
        qsizetype start = 0; //!< UTF-16 offset in the source
        qsizetype length = 0;
    };

    //! Errors: InvalidInput with a column (1-based) in `location`.
    static Result<Template> parse(const QString &source);

    [[nodiscard]] const std::vector<Segment> &segments() const { return m_segments; }
    [[nodiscard]] const QString &source() const { return m_source; }
    [[nodiscard]] bool isLiteral() const; //!< no placeholders at all

    //! The tag where the whole text, apart from white space, is one vault tag; else nullptr.
    [[nodiscard]] const VaultTag *asSingleVaultTag() const;

private:
    QString m_source;
    std::vector<Segment> m_segments;
};

} // namespace sallyport
