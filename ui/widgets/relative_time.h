// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDateTime>
#include <QString>

#include <chrono>

namespace sallyport {

//! When something was, as people say it: `just now`, `2 min ago`, `1 h ago`, `yesterday`, `12 Mar`. An invalid time is `never`.
[[nodiscard]] QString relativeTime(const QDateTime &when, const QDateTime &now);
//! How long until then: `20 min`, `3 h`, `2 days`; past times are `expired`.
[[nodiscard]] QString remainingTime(const QDateTime &then, const QDateTime &now);
//! An age for chips and lists: `now`, `4 min`, `3 h`, `2 days`.
[[nodiscard]] QString ageText(std::chrono::milliseconds age);
//! The exact moment in the person's own zone, for tooltips.
[[nodiscard]] QString exactTime(const QDateTime &when);

} // namespace sallyport
