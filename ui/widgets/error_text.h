// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/base/error.h"
#include "ui/widgets/message_banner.h"

namespace sallyport {

//! With a capital at the beginning and a full stop at the end.
[[nodiscard]] QString asSentence(QString words);
//! An error as whole sentences: what happened and, where known, what to do next.
[[nodiscard]] QString errorText(const Error &error);
//! Only what happened, as a sentence.
[[nodiscard]] QString errorHeadline(const Error &error);
//! Words for a pill: `Sign in again`, `Not found`, `Unreachable`.
[[nodiscard]] QString errorBadge(ErrorKind kind);
//! Label of the button that mends it; empty where there is none.
[[nodiscard]] QString remedyLabel(ErrorKind kind);

//! Shows the error in the banner, with *Try Again* where `again` is given. A Cancelled error clears the banner instead.
void showError(MessageBanner &banner, const Error &error, const std::function<void()> &again = {});

} // namespace sallyport
