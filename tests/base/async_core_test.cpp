// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/base/async.h"

#include "tests/support/async.h"

#include <QElapsedTimer>
#include <QObject>

using namespace Qt::StringLiterals;
using namespace sallyport;
using namespace sallyport::test;

namespace {

Error someError()
{
    return {ErrorKind::Network, u"no route"_s, {}};
}

//! An operation that a test ends by hand, and that records what it was asked.
struct Operation {
    std::vector<Completer<int>> started;
    std::vector<std::stop_token> stops;

    SingleFlight<QString, int>::Launch launch()
    {
        return [this](std::stop_token stop) {
            started.emplace_back();
            stops.push_back(std::move(stop));
            return started.back().future();
        };
    }
};

//! A member of a QObject, as in the product.
struct Owner : QObject {
    SingleFlight<QString, int> flights;
    Async<int> join(Operation &operation, std::stop_token stop = {})
    {
        return flights.join(u"key"_s, std::move(stop), this, operation.launch());
    }
};

void runPostedEvents()
{
    for (int i = 0; i < 5; ++i)
        QCoreApplication::processEvents();
}

} // namespace

TEST(Completer, AnswersFromTheEventLoopNeverInsideTheCall)
{
    QObject context;
    int seen = 0;
    const Completer<int> completer;
    completer.future().then(&context, [&seen](const Result<int> &answer) { seen = answer.value_or(-1); });
    completer(7);
    EXPECT_EQ(seen, 0);
    EXPECT_TRUE(completer.isAnswered());
    EXPECT_TRUE(waitUntil([&seen] { return seen != 0; }));
    EXPECT_EQ(seen, 7);
}

TEST(Completer, FirstOfTwoAnswersCounts)
{
    const Completer<int> completer;
    const Completer<int> copy(completer); // NOLINT: the copy is what is tested
    completer(1);
    copy(2);
    copy(someError());
    const auto answer = await(completer.future());
    ASSERT_OK(answer);
    EXPECT_EQ(*answer, 1);
}

TEST(Completer, DroppedQuestionIsAnsweredWithAnInternalError)
{
    Async<int> future;
    {
        const Completer<int> completer;
        future = completer.future();
    }
    EXPECT_FALSE(future.isFinished());
    const auto answer = await(future);
    ASSERT_FALSE(answer.has_value());
    EXPECT_EQ(answer.error().kind, ErrorKind::Internal);
    EXPECT_EQ(answer.error().message, u"the operation was dropped"_s);
}

TEST(Completer, CopyThatOutlivesTheOthersKeepsTheQuestionOpen)
{
    auto first = std::make_unique<Completer<int>>();
    const Completer<int> second = *first;
    const auto future = first->future();
    first.reset();
    runPostedEvents();
    EXPECT_FALSE(future.isFinished());
    second(3);
    EXPECT_EQ(await(future).value_or(-1), 3);
}

TEST(Completer, NothingHappensWhenTheAskerIsGone)
{
    auto context = std::make_unique<QObject>();
    bool called = false;
    const Completer<int> completer;
    completer.future().then(context.get(), [&called](const Result<int> &) { called = true; });
    context.reset();
    completer(1);
    runPostedEvents();
    EXPECT_TRUE(completer.isAnswered());
    EXPECT_FALSE(called);
}

TEST(Completer, AskerMayGoBetweenAnswerAndDelivery)
{
    auto context = std::make_unique<QObject>();
    bool called = false;
    const Completer<int> completer;
    completer.future().then(context.get(), [&called](const Result<int> &) { called = true; });
    completer(1);
    context.reset();
    runPostedEvents();
    EXPECT_FALSE(called);
}

TEST(Async, LateAskerIsAnsweredFromTheEventLoopToo)
{
    QObject context;
    const auto future = answered<int>(8);
    EXPECT_EQ(await(future).value_or(-1), 8);
    int seen = 0;
    future.then(&context, [&seen](const Result<int> &answer) { seen = answer.value_or(-1); });
    EXPECT_EQ(seen, 0);
    runPostedEvents();
    EXPECT_EQ(seen, 8);
}

TEST(Async, ReleasesWhatTheContinuationHoldsWhetherItRanOrNot)
{
    auto context = std::make_unique<QObject>();
    auto held = std::make_shared<int>(1);
    const std::weak_ptr<int> watched = held;
    const Completer<int> completer;
    completer.future().then(context.get(), [held = std::move(held)](const Result<int> &) {});
    context.reset();
    completer(1);
    runPostedEvents();
    EXPECT_TRUE(watched.expired());
}

TEST(Async, ContinuationMayBeMoveOnly)
{
    QObject context;
    int seen = 0;
    answered<int>(1).then(&context, [&seen, owned = std::make_unique<int>(5)](const Result<int> &one) { seen = *owned + one.value_or(0); });
    EXPECT_TRUE(waitUntil([&seen] { return seen == 6; }));
}

TEST(Answered, IsDeliveredFromTheEventLoop)
{
    const auto future = answered<QString>(u"known"_s);
    EXPECT_FALSE(future.isFinished());
    EXPECT_EQ(await(future).value_or(QString()), u"known"_s);
    EXPECT_EQ(await(answered<int>(someError())).error(), someError());
}

TEST(Answered, HundredThousandInstantStepsNeedNoStack)
{
    constexpr int kSteps = 100'000;
    QObject context;
    int steps = 0;
    std::function<void()> next = [&] {
        answered<int>(1).then(&context, [&](const Result<int> &one) {
            steps += one.value_or(0);
            if (steps < kSteps)
                next();
        });
    };
    next();
    EXPECT_EQ(steps, 0);
    EXPECT_TRUE(waitUntil([&steps] { return steps == kSteps; }));
}

TEST(SingleFlight, ManyAskersShareOneOperation)
{
    Owner owner;
    Operation operation;
    const std::vector<Async<int>> answers{owner.join(operation), owner.join(operation), owner.join(operation)};
    EXPECT_EQ(operation.started.size(), 1u);
    EXPECT_EQ(owner.flights.inFlight(), 1);
    operation.started[0](42);
    for (const auto &answer : answers)
        EXPECT_EQ(await(answer).value_or(-1), 42);
    EXPECT_EQ(owner.flights.inFlight(), 0);
}

TEST(SingleFlight, FailureReachesEveryAskerAndTheNextOneTriesAnew)
{
    Owner owner;
    Operation operation;
    const auto a = owner.join(operation);
    const auto b = owner.join(operation);
    operation.started[0](someError());
    EXPECT_EQ(await(a).error(), someError());
    EXPECT_EQ(await(b).error(), someError());
    const auto c = owner.join(operation);
    ASSERT_EQ(operation.started.size(), 2u);
    operation.started[1](5);
    EXPECT_EQ(await(c).value_or(-1), 5);
}

TEST(SingleFlight, DifferentKeysDoNotWaitForEachOther)
{
    QObject context;
    SingleFlight<QString, int> flights;
    Operation operation;
    const auto a = flights.join(u"a"_s, {}, &context, operation.launch());
    const auto b = flights.join(u"b"_s, {}, &context, operation.launch());
    ASSERT_EQ(operation.started.size(), 2u);
    operation.started[1](2);
    EXPECT_EQ(await(b).value_or(-1), 2);
    EXPECT_FALSE(a.isFinished());
    operation.started[0](1);
    EXPECT_EQ(await(a).value_or(-1), 1);
}

TEST(SingleFlight, OneOfTwoPassengersLeavesAndTheOtherStillArrives)
{
    Owner owner;
    Operation operation;
    std::stop_source first;
    const auto a = owner.join(operation, first.get_token());
    const auto b = owner.join(operation);
    first.request_stop();
    EXPECT_FALSE(a.isFinished());
    EXPECT_EQ(await(a).error().kind, ErrorKind::Cancelled);
    runPostedEvents();
    EXPECT_FALSE(operation.stops[0].stop_requested());
    operation.started[0](9);
    EXPECT_EQ(await(b).value_or(-1), 9);
}

TEST(SingleFlight, LastPassengerStopsTheOperation)
{
    Owner owner;
    Operation operation;
    std::stop_source first;
    std::stop_source second;
    const auto a = owner.join(operation, first.get_token());
    const auto b = owner.join(operation, second.get_token());
    first.request_stop();
    second.request_stop();
    EXPECT_EQ(await(a).error().kind, ErrorKind::Cancelled);
    EXPECT_EQ(await(b).error().kind, ErrorKind::Cancelled);
    EXPECT_TRUE(waitUntil([&operation] { return operation.stops[0].stop_requested(); }));
}

TEST(SingleFlight, NewcomerIsNotPutOnAFlightThatIsBeingStopped)
{
    Owner owner;
    Operation operation;
    std::stop_source first;
    const auto a = owner.join(operation, first.get_token());
    first.request_stop();
    ASSERT_TRUE(waitUntil([&operation] { return operation.stops[0].stop_requested(); }));
    const auto b = owner.join(operation);
    ASSERT_EQ(operation.started.size(), 2u);
    EXPECT_FALSE(operation.stops[1].stop_requested());
    operation.started[0](cancelledError()); // the old one ends late and must not disturb the new one
    EXPECT_EQ(await(a).error().kind, ErrorKind::Cancelled);
    runPostedEvents();
    EXPECT_EQ(owner.flights.inFlight(), 1);
    const auto c = owner.join(operation);
    EXPECT_EQ(operation.started.size(), 2u);
    operation.started[1](11);
    EXPECT_EQ(await(b).value_or(-1), 11);
    EXPECT_EQ(await(c).value_or(-1), 11);
}

TEST(SingleFlight, NewcomerBeforeTheStopIsCountedKeepsTheFlightAlive)
{
    Owner owner;
    Operation operation;
    std::stop_source first;
    const auto a = owner.join(operation, first.get_token());
    first.request_stop(); // counted from the event loop only
    const auto b = owner.join(operation);
    EXPECT_EQ(await(a).error().kind, ErrorKind::Cancelled);
    runPostedEvents();
    EXPECT_EQ(operation.started.size(), 1u);
    EXPECT_FALSE(operation.stops[0].stop_requested());
    operation.started[0](4);
    EXPECT_EQ(await(b).value_or(-1), 4);
}

TEST(SingleFlight, AskerWhoHasAlreadyStoppedStartsNothing)
{
    Owner owner;
    Operation operation;
    std::stop_source stopped;
    stopped.request_stop();
    EXPECT_EQ(await(owner.join(operation, stopped.get_token())).error().kind, ErrorKind::Cancelled);
    EXPECT_TRUE(operation.started.empty());
}

TEST(SingleFlight, DestructionAnswersAllWhoWaitAndStopsTheOperation)
{
    auto owner = std::make_unique<Owner>();
    Operation operation;
    std::stop_source stop;
    const auto a = owner->join(operation, stop.get_token());
    const auto b = owner->join(operation);
    owner.reset();
    EXPECT_TRUE(operation.stops[0].stop_requested());
    EXPECT_EQ(await(a).error().kind, ErrorKind::Internal);
    EXPECT_EQ(await(b).error().kind, ErrorKind::Internal);
    stop.request_stop();     // nobody listens any more
    operation.started[0](1); // nor here
    runPostedEvents();
    EXPECT_EQ(a.result().error().kind, ErrorKind::Internal);
}

TEST(Gather, AnswersAllResultsInOrderWithSingleFailuresAmongThem)
{
    QObject context;
    const auto results = await(gather<int>(
        5, 2, &context, [](std::size_t i) { return i == 3 ? answered<int>(someError()) : answered<int>(static_cast<int>(i) * 10); }));
    ASSERT_OK(results);
    ASSERT_EQ(results->size(), 5u);
    EXPECT_EQ((*results)[0].value_or(-1), 0);
    EXPECT_EQ((*results)[4].value_or(-1), 40);
    EXPECT_EQ((*results)[3].error(), someError());
}

TEST(Gather, RunsNoMoreThanTheLimitAtATime)
{
    QObject context;
    std::vector<Completer<int>> open;
    std::size_t running = 0;
    std::size_t most = 0;
    const auto future = gather<int>(20, 6, &context, [&](std::size_t) {
        most = std::max(most, ++running);
        open.emplace_back();
        return open.back().future();
    });
    for (std::size_t done = 0; done < 20; ++done) {
        ASSERT_TRUE(waitUntil([&] { return open.size() > done; }));
        --running;
        open[done](static_cast<int>(done));
        runPostedEvents();
    }
    EXPECT_EQ(most, 6u);
    EXPECT_EQ(await(future).value_or({}).size(), 20u);
}

TEST(Gather, NothingToDoIsAnsweredWithAnEmptyList)
{
    QObject context;
    const auto results = await(gather<int>(0, 4, &context, [](std::size_t) { return answered<int>(1); }));
    ASSERT_OK(results);
    EXPECT_TRUE(results->empty());
}

TEST(Gather, LimitOfZeroMeansOneAtATime)
{
    QObject context;
    EXPECT_EQ(await(gather<int>(3, 0, &context, [](std::size_t) { return answered<int>(1); })).value_or({}).size(), 3u);
}

TEST(Gather, HundredThousandInstantStepsNeedNoStack)
{
    QObject context;
    const auto results = await(gather<int>(100'000, 1, &context, [](std::size_t) { return answered<int>(1); }));
    ASSERT_OK(results);
    EXPECT_EQ(results->size(), 100'000u);
}

TEST(Gather, IsDroppedWhenItsContextGoesFirst)
{
    auto context = std::make_unique<QObject>();
    auto open = std::make_unique<Completer<int>>();
    const auto future = gather<int>(2, 1, context.get(), [&open](std::size_t) { return open->future(); });
    context.reset();
    (*open)(1);
    open.reset();
    const auto answer = await(future);
    ASSERT_FALSE(answer.has_value());
    EXPECT_EQ(answer.error().kind, ErrorKind::Internal);
}
