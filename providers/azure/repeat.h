// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "providers/sdk/conversation.h"

#include <optional>

//! When a call is repeated, and after how long.
namespace sallyport::azure {

inline constexpr int kMaxAttempts = 3;

//! Of refusals those that time alone can mend.
[[nodiscard]] bool isPassingStatus(int status);
//! Of failures to reach somebody those that time alone can mend.
[[nodiscard]] bool isPassing(ErrorKind kind);

//! 1 s, 2 s, 4 s ... Source: "Azure Key Vault throttling guidance",
//! https://learn.microsoft.com/azure/key-vault/general/overview-throttling.
[[nodiscard]] std::chrono::milliseconds usualPause(int attempt);
//! As long as the answer asks for (`Retry-After`), else usualPause; none where it asks for more than a person waits.
[[nodiscard]] std::optional<std::chrono::milliseconds> pauseAfter(const HttpReply &answer, int attempt);
//! Whole seconds that an answer asks to wait; 0 where it says nothing.
[[nodiscard]] qint64 secondsAskedFor(const HttpReply &answer);

//! One budget for each host.
[[nodiscard]] QByteArray retryBudget(const QUrl &url);

//! Waits and goes on with `again`; `fallback` is what is known already, should repeating not be allowed any more.
template<class T, class Again>
[[nodiscard]] Step<T> repeated(const QUrl &url, std::chrono::milliseconds pause, const Result<T> &fallback, Again again)
{
    constexpr int kCost = 5;
    return ask<T>(Wait{.duration = pause, .retryBudget = retryBudget(url), .cost = kCost},
                  [fallback, again = std::move(again)](const Result<Waited> &waited) -> Step<T> {
                      if (waited)
                          return again();
                      return waited.error().kind == ErrorKind::Cancelled ? Step<T>(waited.error()) : Step<T>(fallback);
                  });
}

} // namespace sallyport::azure
