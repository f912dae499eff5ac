// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "providers/azure/repeat.h"

using namespace Qt::StringLiterals;
using std::chrono::milliseconds;

namespace sallyport::azure {

namespace {

constexpr qint64 kLongestPauseS = 20;

} // namespace

bool isPassingStatus(int status)
{
    return status == 408 || status == 429 || status == 500 || status == 502 || status == 503 || status == 504;
}

bool isPassing(ErrorKind kind)
{
    return kind == ErrorKind::Network || kind == ErrorKind::Timeout;
}

milliseconds usualPause(int attempt)
{
    return milliseconds(1000) * (1 << (attempt - 1));
}

qint64 secondsAskedFor(const HttpReply &answer)
{
    bool isNumber = false;
    const qint64 seconds = answer.header("Retry-After").trimmed().toLongLong(&isNumber);
    return isNumber && seconds > 0 ? seconds : 0;
}

std::optional<milliseconds> pauseAfter(const HttpReply &answer, int attempt)
{
    const qint64 asked = secondsAskedFor(answer);
    if (asked > kLongestPauseS)
        return std::nullopt;
    return std::max<milliseconds>(usualPause(attempt), std::chrono::seconds(asked));
}

QByteArray retryBudget(const QUrl &url)
{
    return "azure/" + url.authority().toUtf8();
}

} // namespace sallyport::azure
