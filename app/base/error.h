// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>

#include <optional>
#include <utility>

namespace sallyport {

//! What went wrong, named by what a person or program can do about it.
enum class ErrorKind {
    Cancelled,        //!< somebody asked to stop; nothing to report
    InvalidInput,     //!< the person can mend it here: a field, a placeholder, a file
    Unauthenticated,  //!< sign in again
    PermissionDenied, //!< the identity is known but lacks a right
    NotFound,         //!< no such secret, version, key, file
    RateLimited,      //!< asked to slow down
    Unavailable,      //!< server sealed or down, keychain locked or missing
    Timeout,          //!< no complete answer in time
    Network,          //!< name resolution, route, TLS
    Malformed,        //!< an answer or file that cannot be understood
    Internal,         //!< a fault of this program
};

//! Where in the person's own material a mistake stands.
struct SourceLocation {
    QString place;   //!< a request field or file, e.g. `URL`, `header "X-Api-Key"`, `demo.yaml`
    int line = -1;   //!< 1-based line, -1 where lines make no sense
    int column = -1; //!< 1-based column (characters); -1 where unknown

    bool operator==(const SourceLocation &) const = default;
};

//! A failure as a value: a kind for programs, a sentence for people and what to do next.
//! The sentence starts in lower case, has no full stop and never holds a secret.
struct Error {
    ErrorKind kind = ErrorKind::Internal;
    QString message;
    QString hint;         //!< the next step, a whole sentence; may be empty
    QStringList context{}; //!< outermost last: what was being done, e.g. `while resolving "api_key"`
    std::optional<SourceLocation> location{};

    //! The same error seen from further out.
    [[nodiscard]] Error within(const QString &doing) const;
    //! The same error with a place, unless it already has one.
    [[nodiscard]] Error at(SourceLocation where) const;
    //! `message (context; context)`, without the hint. Plain text.
    [[nodiscard]] QString sentence() const;

    bool operator==(const Error &) const = default;
};

//! Everything that follows from a kind, in one table.
struct ErrorKindTraits {
    ErrorKind kind;
    const char *name;   //!< stable word for reports: `permission-denied`
    const char *remedy; //!< label of the button that mends it, for translation; empty: none
    int exitCode;       //!< process exit code of the command line, see docs/cli.md
    bool retryable;     //!< whether asking the same again later can help
};

[[nodiscard]] const ErrorKindTraits &traitsOf(ErrorKind kind);

} // namespace sallyport
