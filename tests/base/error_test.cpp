// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/base/error.h"
#include "app/base/result.h"

#include <gtest/gtest.h>

#include <QSet>

using namespace Qt::StringLiterals;
using namespace sallyport;

namespace {

Error notFound()
{
    return {ErrorKind::NotFound, u"no such secret"_s, u"Check the path."_s};
}

constexpr std::array kAllKinds{
    ErrorKind::Cancelled, ErrorKind::InvalidInput, ErrorKind::Unauthenticated, ErrorKind::PermissionDenied,
    ErrorKind::NotFound,  ErrorKind::RateLimited,  ErrorKind::Unavailable,     ErrorKind::Timeout,
    ErrorKind::Network,   ErrorKind::Malformed,    ErrorKind::Internal,
};

} // namespace

TEST(Error, SentenceTellsWhatWasBeingDoneFromTheInsideOut)
{
    const Error error = notFound().within(u"while fetching \"a/b\""_s).within(u"while filling in URL"_s);
    EXPECT_EQ(error.sentence(), u"no such secret (while fetching \"a/b\"; while filling in URL)"_s);
    EXPECT_EQ(notFound().sentence(), u"no such secret"_s);
}

TEST(Error, KeepsTheInnermostPlace)
{
    const Error error = notFound().at({u"header \"A\""_s, -1, 3}).at({u"URL"_s, -1, 1});
    ASSERT_TRUE(error.location.has_value());
    EXPECT_EQ(error.location->place, u"header \"A\""_s);
    EXPECT_EQ(error.location->column, 3);
}

TEST(ErrorKindTraits, EveryKindHasItsOwnRowAndWord)
{
    QSet<QByteArray> names;
    for (const ErrorKind kind : kAllKinds) {
        EXPECT_EQ(traitsOf(kind).kind, kind);
        EXPECT_NE(traitsOf(kind).exitCode, 0) << traitsOf(kind).name;
        names.insert(traitsOf(kind).name);
    }
    EXPECT_EQ(static_cast<std::size_t>(names.size()), kAllKinds.size());
}

TEST(ErrorKindTraits, OnlyPassingFaultsAreWorthRetrying)
{
    for (const ErrorKind kind : kAllKinds) {
        const bool passing =
            kind == ErrorKind::RateLimited || kind == ErrorKind::Unavailable || kind == ErrorKind::Timeout || kind == ErrorKind::Network;
        EXPECT_EQ(traitsOf(kind).retryable, passing) << traitsOf(kind).name;
    }
}

TEST(Result, PassesValuesOnAndStopsAtErrors)
{
    const Result<int> four = 4;
    const Result<int> failed = notFound();
    const auto half = [](int n) -> Result<int> { return n / 2; };
    EXPECT_EQ(four.and_then(half).value(), 2);
    EXPECT_EQ(failed.and_then(half).error(), notFound());
    EXPECT_EQ(four.transform([](int n) { return QString::number(n); }).value(), u"4"_s);
    EXPECT_EQ(failed.transform([](int n) { return n; }).error(), notFound());
    EXPECT_EQ(failed.value_or(1), 1);
    EXPECT_EQ(four.value_or(1), 4);
}

TEST(Result, WithinAddsToErrorsOnly)
{
    const Result<int> failed = notFound();
    EXPECT_EQ(failed.within(u"here"_s).error().context, QStringList{u"here"_s});
    EXPECT_EQ(Result<int>(3).within(u"here"_s).value(), 3);
}
