// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/error_text.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace sallyport {

QString asSentence(QString words)
{
    if (words.isEmpty())
        return words;
    words[0] = words[0].toUpper();
    const bool ends = words.endsWith(u'.') || words.endsWith(u'!') || words.endsWith(u'?');
    return ends ? words : words + u'.';
}

QString errorHeadline(const Error &error)
{
    return asSentence(error.sentence());
}

QString errorText(const Error &error)
{
    return error.hint.isEmpty() ? errorHeadline(error) : errorHeadline(error) + u' ' + asSentence(error.hint);
}

QString errorBadge(ErrorKind kind)
{
    const auto tr = [](const char *text) { return QCoreApplication::translate("ErrorBadge", text); };
    switch (kind) {
    case ErrorKind::Unauthenticated:
        return tr("Sign in again");
    case ErrorKind::PermissionDenied:
        return tr("Not allowed");
    case ErrorKind::NotFound:
        return tr("Not found");
    case ErrorKind::RateLimited:
        return tr("Asked to wait");
    case ErrorKind::Unavailable:
        return tr("Not available");
    case ErrorKind::Timeout:
        return tr("No answer");
    case ErrorKind::Network:
        return tr("Unreachable");
    case ErrorKind::InvalidInput:
        return tr("Incomplete");
    case ErrorKind::Malformed:
        return tr("Not understood");
    case ErrorKind::Cancelled:
        return tr("Cancelled");
    case ErrorKind::Internal:
        break;
    }
    return tr("Failed");
}

QString remedyLabel(ErrorKind kind)
{
    return QCoreApplication::translate("ErrorKind", traitsOf(kind).remedy);
}

void showError(MessageBanner &banner, const Error &error, const std::function<void()> &again)
{
    if (error.kind == ErrorKind::Cancelled) {
        banner.clear();
        return;
    }
    banner.showMessage(error.kind == ErrorKind::Unauthenticated ? MessageBanner::Kind::Warn : MessageBanner::Kind::Bad, errorText(error));
    if (again)
        banner.addRemedy(QCoreApplication::translate("MessageBanner", "Try Again"), again);
}

} // namespace sallyport
