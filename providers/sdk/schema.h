// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <string_view>

namespace sallyport {

//! How a field is edited, stored and shown.
enum class FieldKind {
    Text,
    Secret,     //!< masked; kept in the keychain, never in a file
    Url,        //!< absolute http(s) URL
    FilePath,   //!< a file of the person's own; only the path is stored
    Choice,     //!< one of `choices`
    Number,     //!< a whole number, not negative
    Toggle,     //!< `true` or `false`
};

//! Whether a field of a secret form says which secret (part of the cache key and sent to the vault) or which part of what was fetched
//! (applied afterwards: the text of the first Text field with that role that is shown). Meaningless in credential forms.
enum class FieldRole { Locator, Selector };

struct ChoiceSpec {
    const char *value; //!< as stored and as read from environment variables
    const char *label; //!< for people, translatable
};

//! "Only when field `id` holds one of `values`": comma-separated. Empty id: always.
struct Condition {
    std::string_view id{};
    std::string_view values{};
};

//! One field, declared once. Form, storage, command-line variables, documentation and redaction follow from it.
struct FieldSpec {
    const char *id;    //!< key in storage and in a tag's JSON; Insomnia's spelling where it has one
    const char *label; //!< translatable, without colon
    FieldKind kind = FieldKind::Text;
    bool required = false; //!< while shown
    const char *defaultValue = "";
    const char *help = "";        //!< a line under the field, translatable
    const char *placeholder = ""; //!< translatable
    std::span<const ChoiceSpec> choices{};
    Condition shownWhen{};
    const char *environment = "";       //!< suffix of INSOMNIA_<PROVIDER>_...; empty: not settable there
    const char *vendorEnvironment = ""; //!< the vendor's own variable, used where none of ours is set
    bool advanced = false;              //!< folded away at first
    FieldRole role = FieldRole::Locator;
    bool suggests = false; //!< the provider can list values for it
    bool kept = false;     //!< sign-ins fill it in (AccessGrant::keep); it does not say whose the credential is
};

using FormSpec = std::span<const FieldSpec>;

//! The field of that id, or nullptr.
[[nodiscard]] constexpr const FieldSpec *findField(FormSpec form, std::string_view id)
{
    for (const FieldSpec &field : form) {
        if (field.id == id)
            return &field;
    }
    return nullptr;
}

namespace schema_detail {

constexpr bool isIdentifier(std::string_view text)
{
    if (text.empty())
        return false;
    for (const char c : text) {
        const bool good = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
        if (!good)
            return false;
    }
    return true;
}

constexpr bool sameText(const char *a, const char *b)
{
    return std::string_view(a) == std::string_view(b);
}

constexpr bool clashes(const FieldSpec &a, const FieldSpec &b)
{
    const bool sameVariable = !std::string_view(a.environment).empty() && sameText(a.environment, b.environment);
    return sameText(a.id, b.id) || sameVariable;
}

constexpr bool hasChoice(const FieldSpec &field, std::string_view value)
{
    for (const ChoiceSpec &choice : field.choices) {
        if (choice.value == value)
            return true;
    }
    return false;
}

constexpr bool isWellFormed(const FieldSpec &field)
{
    const bool isChoice = field.kind == FieldKind::Choice;
    if (!isIdentifier(field.id) || std::string_view(field.label).empty() || isChoice == field.choices.empty())
        return false;
    return !isChoice || hasChoice(field, field.defaultValue);
}

} // namespace schema_detail

//! For static_assert beside each table: ids and variables are unique, choices stand where they must, a default is
//! one of the choices, and conditions name an earlier field.
constexpr bool isWellFormed(FormSpec form)
{
    for (std::size_t i = 0; i < form.size(); ++i) {
        if (!schema_detail::isWellFormed(form[i]))
            return false;
        bool conditionMet = form[i].shownWhen.id.empty();
        for (std::size_t j = 0; j < i; ++j) {
            if (schema_detail::clashes(form[i], form[j]))
                return false;
            conditionMet = conditionMet || form[j].id == form[i].shownWhen.id;
        }
        if (!conditionMet)
            return false;
    }
    return true;
}

} // namespace sallyport
