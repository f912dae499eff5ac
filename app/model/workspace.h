// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/base/value.h"

#include <QString>

#include <optional>
#include <variant>
#include <vector>

//! What a workspace file means, as plain values. Every text that a person can type may hold templates.
//! What the model does not know stays in the file (see app/store/workspace_document.h).
namespace sallyport {

//! A row of headers, query, path or form parameters.
struct Parameter {
    QString id{}; //!< the file's id where it has one
    QString name{};
    QString value{};
    QString description{};
    bool enabled = true;
    bool operator==(const Parameter &) const = default;
};

struct Body {
    enum class Kind { None, Json, Text, Form, Unsupported };
    Kind kind = Kind::None;
    QString mimeType{};             //!< as in the file, e.g. `application/json`
    QString text{};                 //!< Json, Text
    std::vector<Parameter> fields{}; //!< Form (application/x-www-form-urlencoded)
    bool operator==(const Body &) const = default;
};

struct Authentication {
    enum class Kind { Inherit, None, Basic, Bearer, Unsupported };
    Kind kind = Kind::Inherit;
    QString typeName{}; //!< as in the file; says what Unsupported is
    bool enabled = true;
    QString username{}; //!< Basic
    QString password{}; //!< Basic
    QString token{};    //!< Bearer
    QString prefix{};   //!< Bearer: instead of `Bearer`; may be empty
    bool operator==(const Authentication &) const = default;
};

//! A request as a person edits it.
struct RequestDraft {
    enum class Redirects { Global, Follow, Stay };

    QString id{};
    QString name{};
    QString method = QStringLiteral("GET");
    QString url{};
    std::vector<Parameter> queryParameters{};
    std::vector<Parameter> pathParameters{};
    std::vector<Parameter> headers{};
    Body body{};
    Authentication authentication{};
    bool renderBody = true; //!< whether templates in the body are filled in
    bool encodeUrl = true;
    Redirects redirects = Redirects::Global;
    bool operator==(const RequestDraft &) const = default;
};

enum class VariableType { Text, Json, Secret };

struct Variable {
    QString id{};
    QString name{};
    QString value{}; //!< text with templates; JSON text where the type is Json
    VariableType type = VariableType::Text;
    bool enabled = true;
    bool operator==(const Variable &) const = default;
};

struct Environment {
    enum class Form { Json, Table };

    QString id{};
    QString name{};
    QString color{};
    Form form = Form::Json;
    Value data{Value::Map()};      //!< what it means, whatever its form; strings hold templates
    std::vector<Variable> rows{};  //!< as a table; for Form::Json one row for each top-level member of `data`
    bool operator==(const Environment &) const = default;
};

struct Item;

struct Folder {
    QString id{};
    QString name{};
    std::vector<Item> children; // no braces: clang 14 would want the whole of Item here
    std::vector<Parameter> headers{};
    Authentication authentication{};
    std::optional<Environment> environment{};
    bool operator==(const Folder &) const noexcept(false); // said, as clang 14 crashes when it has to find out
    //! Its own fields, without what is in it.
    [[nodiscard]] Folder alone() const;
};

//! An entry that the model does not edit (gRPC, WebSocket, Socket.IO ...); shown, kept, not sent.
struct OtherItem {
    QString id{};
    QString name{};
    QString kind{}; //!< for people: `gRPC`, `WebSocket`, `Socket.IO`, `entry`
    bool operator==(const OtherItem &) const = default;
};

struct Item {
    std::variant<RequestDraft, Folder, OtherItem> content;
    [[nodiscard]] QString id() const;
    [[nodiscard]] QString name() const;
    bool operator==(const Item &) const = default;
};

inline bool Folder::operator==(const Folder &) const noexcept(false) = default;

struct Workspace {
    QString id{}; //!< meta.id; stable identity for local bindings
    QString name{};
    QString type{}; //!< e.g. `collection.insomnia.rest/5.0`
    std::vector<Item> items{};
    Environment baseEnvironment{};
    std::vector<Environment> subEnvironments{};
    bool operator==(const Workspace &) const = default;

    [[nodiscard]] const RequestDraft *findRequest(const QString &id) const;
    [[nodiscard]] const Folder *findFolder(const QString &id) const;
    [[nodiscard]] const Environment *findEnvironment(const QString &id) const; //!< base, sub or a folder's
    //! The folders around the item, outermost first; empty for top-level or unknown items.
    [[nodiscard]] std::vector<const Folder *> foldersAround(const QString &id) const;
    //! All requests in file order.
    [[nodiscard]] std::vector<const RequestDraft *> allRequests() const;
};

} // namespace sallyport
