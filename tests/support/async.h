// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/base/async.h"
#include "tests/support/printers.h"

#include <QCoreApplication>
#include <QDeadlineTimer>
#include <QEventLoop>
#include <QTimer>

#include <gtest/gtest.h>

namespace sallyport::test {

//! Runs the event loop until `done()` or the deadline; says which. (Tests only: the product never does this.)
template<class Predicate>
bool waitUntil(Predicate done, std::chrono::milliseconds deadline = std::chrono::seconds(20))
{
    QTimer tick; // wakes the loop even where nothing else does
    tick.start(2);
    const QDeadlineTimer timer(deadline);
    while (!done() && !timer.hasExpired())
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
    return done();
}

//! Runs the event loop until the answer is there.
template<class T>
Result<T> await(const Async<T> &future, std::chrono::milliseconds deadline = std::chrono::seconds(20))
{
    waitUntil([&future] { return future.isFinished(); }, deadline);
    if (!future.isFinished())
        return Error{ErrorKind::Internal, QStringLiteral("no answer within the test's deadline"), {}};
    return future.result();
}

} // namespace sallyport::test

namespace sallyport {

//! GoogleTest prints errors in failures.
inline void PrintTo(const Error &error, std::ostream *out)
{
    *out << traitsOf(error.kind).name << ": " << error.sentence().toStdString() << " | " << error.hint.toStdString();
}

} // namespace sallyport

//! Fails with the error's own words where a Result is an error.
#define EXPECT_OK(result)                                                                                                  \
    do {                                                                                                                   \
        const auto &checkedResult = (result);                                                                              \
        EXPECT_TRUE(checkedResult.has_value()) << checkedResult.error().sentence().toStdString();                         \
    } while (false)
#define ASSERT_OK(result)                                                                                                  \
    do {                                                                                                                   \
        const auto &checkedResult = (result);                                                                              \
        ASSERT_TRUE(checkedResult.has_value()) << checkedResult.error().sentence().toStdString();                         \
    } while (false)
