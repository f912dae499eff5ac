// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <optional>
#include <utility>
#include <variant>
#include <vector>

namespace sallyport {

//! A JSON- or YAML-shaped value that keeps the order of members and the source text of numbers,
//! so that 18446744073709551615 or 1.10 come out as they went in (QJsonValue turns both into doubles).
class Value {
public:
    struct Number {
        QString text; //!< as written, e.g. `1e3`
        bool operator==(const Number &) const = default;
    };
    using List = std::vector<Value>;
    using Member = std::pair<QString, Value>;
    using Map = std::vector<Member>; //!< in source order; names are unique (last one wins when built by a parser)

    Value() = default; //!< null
    Value(bool truth) : m_content(truth) {}
    Value(Number number) : m_content(std::move(number)) {}
    Value(QString text) : m_content(std::move(text)) {}
    Value(List list) : m_content(std::move(list)) {}
    Value(Map map) : m_content(std::move(map)) {}
    static Value number(qint64 number) { return Number{QString::number(number)}; }

    [[nodiscard]] bool isNull() const { return std::holds_alternative<std::monostate>(m_content); }
    [[nodiscard]] bool isBool() const { return std::holds_alternative<bool>(m_content); }
    [[nodiscard]] bool isNumber() const { return std::holds_alternative<Number>(m_content); }
    [[nodiscard]] bool isString() const { return std::holds_alternative<QString>(m_content); }
    [[nodiscard]] bool isList() const { return std::holds_alternative<List>(m_content); }
    [[nodiscard]] bool isMap() const { return std::holds_alternative<Map>(m_content); }

    //! The content, or an empty/false default where the value is of another type.
    [[nodiscard]] bool toBool(bool fallback = false) const;
    [[nodiscard]] QString toString(const QString &fallback = {}) const;
    [[nodiscard]] QString numberText() const; //!< the digits as written
    [[nodiscard]] const List &list() const;
    [[nodiscard]] const Map &map() const;
    List &list();
    Map &map();

    //! The member of that name, or nullptr.
    [[nodiscard]] const Value *find(QStringView name) const;
    //! The member of that name, or null.
    [[nodiscard]] const Value &operator[](QStringView name) const;
    //! Sets or appends a member; makes this a map if it is none.
    void set(const QString &name, Value value);

    //! How a value reads inside text: a string as it is, a number as written, null as nothing, `true`, `false`,
    //! a list or map as compact JSON.
    [[nodiscard]] QString asText() const;

    bool operator==(const Value &) const;

private:
    std::variant<std::monostate, bool, Number, QString, List, Map> m_content;
};

} // namespace sallyport
