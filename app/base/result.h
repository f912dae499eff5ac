// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/base/error.h"

#include <type_traits>
#include <utility>
#include <variant>

namespace sallyport {

//! Stands for "it worked, there is nothing to hand over".
struct Done {
    bool operator==(const Done &) const = default;
};

//! A value or an Error; must be looked at. Member names follow std::expected (C++23), so that it can be
//! exchanged for it later. `value()` on an error and `error()` on a value are programming faults.
template<class T>
class [[nodiscard]] Result {
public:
    using ValueType = T;

    Result(T value) : m_content(std::in_place_index<0>, std::move(value)) {}
    Result(Error error) : m_content(std::in_place_index<1>, std::move(error)) {}

    [[nodiscard]] bool has_value() const { return m_content.index() == 0; }
    explicit operator bool() const { return has_value(); }

    [[nodiscard]] const T &value() const & { return std::get<0>(m_content); }
    [[nodiscard]] T &value() & { return std::get<0>(m_content); }
    [[nodiscard]] T &&value() && { return std::get<0>(std::move(m_content)); }
    const T &operator*() const & { return value(); }
    T &operator*() & { return value(); }
    const T *operator->() const { return &value(); }
    T *operator->() { return &value(); }

    [[nodiscard]] const Error &error() const & { return std::get<1>(m_content); }
    [[nodiscard]] Error &&error() && { return std::get<1>(std::move(m_content)); }

    [[nodiscard]] T value_or(T fallback) const { return has_value() ? value() : std::move(fallback); }

    //! Applies `next(value)`, which returns a Result, or passes the error on.
    template<class F>
    auto and_then(F &&next) const -> std::invoke_result_t<F, const T &>
    {
        if (has_value())
            return std::forward<F>(next)(value());
        return error();
    }

    //! Applies `change(value)`, which returns a plain value, or passes the error on.
    template<class F>
    auto transform(F &&change) const -> Result<std::invoke_result_t<F, const T &>>
    {
        if (has_value())
            return std::forward<F>(change)(value());
        return error();
    }

    //! The same value, or the error seen from further out.
    [[nodiscard]] Result within(const QString &doing) const
    {
        return has_value() ? *this : Result(error().within(doing));
    }

private:
    std::variant<T, Error> m_content;
};

} // namespace sallyport
