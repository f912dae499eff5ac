// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/base/error.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace sallyport {

namespace {

constexpr std::array kTraits{
    ErrorKindTraits{ErrorKind::Cancelled, "cancelled", "", 130, false},
    ErrorKindTraits{ErrorKind::InvalidInput, "invalid-input", QT_TRANSLATE_NOOP("ErrorKind", "Show"), 2, false},
    ErrorKindTraits{ErrorKind::Unauthenticated, "unauthenticated", QT_TRANSLATE_NOOP("ErrorKind", "Sign In"), 3, false},
    ErrorKindTraits{ErrorKind::PermissionDenied, "permission-denied", QT_TRANSLATE_NOOP("ErrorKind", "Edit Credential…"), 3, false},
    ErrorKindTraits{ErrorKind::NotFound, "not-found", QT_TRANSLATE_NOOP("ErrorKind", "Edit Link…"), 4, false},
    ErrorKindTraits{ErrorKind::RateLimited, "rate-limited", QT_TRANSLATE_NOOP("ErrorKind", "Try Again"), 5, true},
    ErrorKindTraits{ErrorKind::Unavailable, "unavailable", QT_TRANSLATE_NOOP("ErrorKind", "Try Again"), 5, true},
    ErrorKindTraits{ErrorKind::Timeout, "timeout", QT_TRANSLATE_NOOP("ErrorKind", "Try Again"), 5, true},
    ErrorKindTraits{ErrorKind::Network, "network", QT_TRANSLATE_NOOP("ErrorKind", "Try Again"), 5, true},
    ErrorKindTraits{ErrorKind::Malformed, "malformed", "", 6, false},
    ErrorKindTraits{ErrorKind::Internal, "internal", "", 70, false},
};

} // namespace

Error Error::within(const QString &doing) const
{
    Error outer = *this;
    outer.context.append(doing);
    return outer;
}

Error Error::at(SourceLocation where) const
{
    Error placed = *this;
    if (!placed.location)
        placed.location = std::move(where);
    return placed;
}

QString Error::sentence() const
{
    return context.isEmpty() ? message : u"%1 (%2)"_s.arg(message, context.join(u"; "_s));
}

const ErrorKindTraits &traitsOf(ErrorKind kind)
{
    const auto found = std::find_if(kTraits.begin(), kTraits.end(), [kind](const auto &row) { return row.kind == kind; });
    return found == kTraits.end() ? kTraits.back() : *found;
}

} // namespace sallyport
