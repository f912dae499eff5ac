// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/base/result.h"

#include <QCoreApplication>
#include <QFuture>
#include <QHash>
#include <QMetaObject>
#include <QPromise>

#include <functional>
#include <memory>
#include <stop_token>
#include <utility>
#include <vector>

namespace sallyport {

//! The one asynchronous return type of the program. Rules:
//! made by a Completer only; consumed once, by `.then(context, fn)`, where it was obtained; answered exactly
//! once and from the event loop; cancelled through a std::stop_token, never through QFuture::cancel().
//! (Qt 6.4: a second `.then` on one future silently replaces the first.)
template<class T>
using Async = QFuture<Result<T>>;

//! The error of whatever was stopped on request.
[[nodiscard]] inline Error cancelledError()
{
    return Error{ErrorKind::Cancelled, QStringLiteral("cancelled"), {}};
}

//! A handle that answers one Async once. Copies share the question; the first answer counts, later ones are
//! ignored. If every copy goes without an answer, the asker gets an Internal error rather than silence.
template<class T>
class Completer {
public:
    Completer() : m_state(std::make_shared<State>()) {}

    [[nodiscard]] Async<T> future() const { return m_state->future; }
    [[nodiscard]] bool isAnswered() const { return m_state->answered; }

    //! Answers from the event loop; the call itself returns first.
    void operator()(Result<T> answer) const
    {
        if (!std::exchange(m_state->answered, true))
            post(std::move(m_state->promise), std::move(answer));
    }

private:
    using Promise = QPromise<Result<T>>;

    struct State {
        State() { promise.start(); }
        ~State()
        {
            if (!answered)
                post(std::move(promise), Error{ErrorKind::Internal, QStringLiteral("the operation was dropped"), {}});
        }
        Q_DISABLE_COPY_MOVE(State)

        Promise promise;
        Async<T> future = promise.future(); // taken now: answering moves the promise away
        bool answered = false;
    };

    static void post(Promise promise, Result<T> answer)
    {
        auto box = std::make_shared<std::pair<Promise, Result<T>>>(std::move(promise), std::move(answer));
        auto deliver = [box] {
            box->first.addResult(std::move(box->second));
            box->first.finish();
        };
        if (auto *application = QCoreApplication::instance())
            QMetaObject::invokeMethod(application, deliver, Qt::QueuedConnection);
        else
            deliver(); // the program is ending: nobody can be surprised any more
    }

    std::shared_ptr<State> m_state;
};

//! An answer that is already known, delivered from the event loop like any other.
template<class T>
[[nodiscard]] Async<T> answered(Result<T> answer)
{
    Completer<T> completer;
    completer(std::move(answer));
    return completer.future();
}

//! Many askers of one key share one operation; each has its own Async. The operation is stopped only when its
//! last asker has stopped. Destroying this object answers all who wait with "dropped".
template<class Key, class T>
class SingleFlight {
public:
    using Launch = std::function<Async<T>(std::stop_token)>;

    //! Joins the flight of `key`, starting it with `launch` where there is none. `context` owns this object.
    Async<T> join(const Key &key, std::stop_token stop, QObject *context, const Launch &launch)
    {
        Completer<T> mine;
        auto flight = m_flights.value(key);
        const bool first = !flight;
        if (first) {
            flight = std::make_shared<Flight>();
            m_flights.insert(key, flight);
        }
        addPassenger(flight, mine, std::move(stop), context);
        if (first)
            start(key, flight, context, launch);
        return mine.future();
    }

    [[nodiscard]] qsizetype inFlight() const { return m_flights.size(); }

private:
    struct Passenger {
        Completer<T> completer;
        std::unique_ptr<std::stop_callback<std::function<void()>>> onStop;
    };
    struct Flight {
        std::stop_source stop;
        std::vector<Passenger> passengers;
        std::size_t gone = 0;
    };

    void addPassenger(const std::shared_ptr<Flight> &flight, const Completer<T> &mine, std::stop_token stop, QObject *context)
    {
        std::weak_ptr<Flight> weak = flight;
        auto leave = [weak, mine, context] {
            mine(cancelledError());
            QMetaObject::invokeMethod(context, [weak] {
                if (auto live = weak.lock(); live && ++live->gone == live->passengers.size())
                    live->stop.request_stop();
            }, Qt::QueuedConnection);
        };
        flight->passengers.push_back({mine, nullptr});
        flight->passengers.back().onStop =
            std::make_unique<std::stop_callback<std::function<void()>>>(std::move(stop), std::function<void()>(leave));
    }

    void start(const Key &key, const std::shared_ptr<Flight> &flight, QObject *context, const Launch &launch)
    {
        launch(flight->stop.get_token()).then(context, [this, key, flight](const Result<T> &answer) {
            if (m_flights.value(key) == flight)
                m_flights.remove(key);
            for (const auto &passenger : std::exchange(flight->passengers, {}))
                passenger.completer(answer);
        });
    }

    QHash<Key, std::shared_ptr<Flight>> m_flights;
};

//! Runs `launch(0) ... launch(count - 1)`, at most `limit` at a time, and answers all results in order.
//! Single failures are among the results; the gathering itself never fails. `context` guards the continuations.
template<class T>
Async<std::vector<Result<T>>> gather(std::size_t count, std::size_t limit, QObject *context,
                                     const std::function<Async<T>(std::size_t)> &launch)
{
    struct State {
        std::function<Async<T>(std::size_t)> launch;
        std::vector<Result<T>> results;
        std::size_t next = 0;
        std::size_t open = 0;
        Completer<std::vector<Result<T>>> done;
        std::function<void(const std::shared_ptr<State> &)> pump;
    };
    auto state = std::make_shared<State>();
    state->launch = launch;
    state->results.assign(count, Result<T>(Error{ErrorKind::Internal, QStringLiteral("not started"), {}}));
    state->pump = [context, count, limit](const std::shared_ptr<State> &self) {
        while (self->next < count && self->open < limit) {
            const std::size_t index = self->next++;
            ++self->open;
            self->launch(index).then(context, [self, index](const Result<T> &result) {
                self->results[index] = result;
                --self->open;
                self->pump(self);
            });
        }
        if (self->open == 0 && self->next == count)
            self->done(std::move(self->results));
    };
    state->pump(state);
    return state->done.future();
}

} // namespace sallyport
