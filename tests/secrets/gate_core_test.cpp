// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/secrets/gate.h"

#include "tests/support/async.h"

#include <gtest/gtest.h>

using namespace Qt::StringLiterals;

namespace sallyport {

namespace {

class GateTest : public testing::Test {
protected:
    Async<int> run(const QString &key, std::stop_token stop = {})
    {
        return gate.run<int>(key, stop, &context, [this] {
            ++started;
            open.emplace_back();
            return open.back().future();
        });
    }

    QObject context;
    Gate<QString> gate{2};
    std::vector<Completer<int>> open;
    int started = 0;
};

} // namespace

TEST_F(GateTest, LetsSoManyInAndNoMore)
{
    const std::vector<Async<int>> all{run(u"a"_s), run(u"a"_s), run(u"a"_s), run(u"a"_s)};
    EXPECT_EQ(started, 2);
    EXPECT_EQ(gate.busy(u"a"_s), 4);
    open[0](1);
    EXPECT_EQ(test::await(all[0]).value_or(-1), 1);
    EXPECT_EQ(started, 3);
    open[1](2);
    open[2](3);
    EXPECT_EQ(test::await(all[2]).value_or(-1), 3);
    EXPECT_EQ(started, 4);
    open[3](4);
    EXPECT_EQ(test::await(all[3]).value_or(-1), 4);
    EXPECT_EQ(gate.busy(u"a"_s), 0);
}

TEST_F(GateTest, KeysDoNotWaitForEachOther)
{
    const std::vector<Async<int>> all{run(u"a"_s), run(u"a"_s), run(u"b"_s)};
    EXPECT_EQ(started, 3);
}

TEST_F(GateTest, WhoeverStoppedWhileWaitingNeverRuns)
{
    std::stop_source stop;
    const auto first = run(u"a"_s);
    const auto second = run(u"a"_s);
    std::vector<Async<int>> given;
    for (int i = 0; i < 5000; ++i)
        given.push_back(run(u"a"_s, stop.get_token()));
    const auto last = run(u"a"_s);
    stop.request_stop();
    open[0](1);
    EXPECT_EQ(test::await(given.back()).error().kind, ErrorKind::Cancelled);
    EXPECT_EQ(started, 3) << "only the one that had not stopped";
    open[2](7);
    EXPECT_EQ(test::await(last).value_or(-1), 7);
    open[1](2);
    EXPECT_EQ(test::await(second).value_or(-1), 2);
    EXPECT_EQ(gate.busy(u"a"_s), 0);
}

TEST_F(GateTest, AFailureGivesItsPlaceBackToo)
{
    const std::vector<Async<int>> all{run(u"a"_s), run(u"a"_s), run(u"a"_s)};
    open[0](Error{ErrorKind::Network, u"down"_s, {}});
    EXPECT_EQ(test::await(all[0]).error().kind, ErrorKind::Network);
    EXPECT_EQ(started, 3);
}

} // namespace sallyport
