// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/base/result.h"

#include <QCoreApplication>
#include <QHash>
#include <QMetaObject>
#include <QObject>
#include <QPointer>

#include <algorithm>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <type_traits>
#include <utility>
#include <vector>

namespace sallyport {

template<class T>
class Completer;

//! The one asynchronous return type of the program: a question that is answered exactly once, always from the event
//! loop, never inside the call that asked or answered. Made by a Completer only; consumed once, by `then`; cancelled through
//! a std::stop_token. All of it happens in the application's thread, except that a Completer may answer from any.
template<class T>
class Async {
public:
    //! Calls `next(const Result<T> &)` with the answer, unless `context` is gone by then. What `next` holds is released
    //! when the answer comes, in either case.
    template<class Next>
    void then(QObject *context, Next &&next) const
    {
        Q_ASSERT_X(context && m_state && !m_state->isConsumed, "Async::then", "an answer is consumed once");
        m_state->isConsumed = true;
        auto shared = std::make_shared<std::decay_t<Next>>(std::forward<Next>(next)); // which may be move-only
        auto deliver = [guard = QPointer<QObject>(context), shared](const Result<T> &answer) {
            if (guard)
                (*shared)(answer);
        };
        if (!m_state->answer) {
            m_state->next = std::move(deliver);
            return;
        }
        QMetaObject::invokeMethod(
            context, [state = m_state, deliver] { deliver(*state->answer); }, Qt::QueuedConnection);
    }

    [[nodiscard]] bool isFinished() const { return m_state && m_state->answer; }
    //! Only once it is finished.
    [[nodiscard]] const Result<T> &result() const { return *m_state->answer; }

private:
    friend class Completer<T>;
    struct State {
        std::optional<Result<T>> answer;
        std::function<void(const Result<T> &)> next;
        bool isConsumed = false;
    };
    std::shared_ptr<State> m_state;
};

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
    Completer() : m_question(std::make_shared<Question>()) {}

    [[nodiscard]] Async<T> future() const { return m_question->future; }
    [[nodiscard]] bool isAnswered() const { return m_question->isAnswered; }

    //! Answers from the event loop; the call itself returns first.
    void operator()(Result<T> answer) const { m_question->post(std::move(answer)); }

private:
    struct Question {
        Question() { future.m_state = std::make_shared<typename Async<T>::State>(); }
        ~Question() { post(Error{ErrorKind::Internal, QStringLiteral("the operation was dropped"), {}}); }
        Q_DISABLE_COPY_MOVE(Question)

        void post(Result<T> answer)
        {
            if (std::exchange(isAnswered, true))
                return;
            auto deliver = [state = future.m_state, answer = std::move(answer)] {
                state->answer = answer;
                if (const auto next = std::exchange(state->next, nullptr))
                    next(*state->answer);
            };
            if (auto *application = QCoreApplication::instance())
                QMetaObject::invokeMethod(application, std::move(deliver), Qt::QueuedConnection);
            else
                deliver(); // the program is ending: nobody can be surprised any more
        }

        Async<T> future;
        bool isAnswered = false;
    };

    std::shared_ptr<Question> m_question;
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
//! last asker has stopped; who asks after that gets a new one. Destroying this object stops what is in flight and
//! answers all who wait with "dropped". Stops must be requested in the thread of `context`.
template<class Key, class T>
class SingleFlight {
public:
    using Launch = std::function<Async<T>(std::stop_token)>;

    SingleFlight() = default;
    Q_DISABLE_COPY_MOVE(SingleFlight)
    ~SingleFlight()
    {
        for (const auto &flight : std::exchange(m_flights, {})) {
            flight->passengers.clear();
            flight->stop.request_stop();
        }
    }

    //! Joins the flight of `key`, starting it with `launch` where there is none. `context` owns this object.
    Async<T> join(const Key &key, std::stop_token stop, QObject *context, const Launch &launch)
    {
        Completer<T> mine;
        if (stop.stop_requested()) {
            mine(cancelledError());
            return mine.future();
        }
        auto flight = m_flights.value(key);
        const bool first = !flight || flight->stop.stop_requested();
        if (first) {
            flight = std::make_shared<Flight>();
            m_flights.insert(key, flight);
        }
        addPassenger(flight, mine, std::move(stop), context);
        if (first)
            start(key, flight, context, launch);
        return mine.future();
    }

    //! Keys that an asker could join now.
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
        // Counting is put off, so that an operation is never stopped from within a passenger's request to stop.
        auto leave = [weak, mine, context] {
            mine(cancelledError());
            QMetaObject::invokeMethod(
                context,
                [weak] {
                    if (auto live = weak.lock(); live && ++live->gone == live->passengers.size())
                        live->stop.request_stop();
                },
                Qt::QueuedConnection);
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

//! Runs `launch(0) ... launch(count - 1)`, at most `limit` (at least one) at a time, and answers all results in order.
//! Single failures are among the results; the gathering itself fails only ("dropped") if `context`, which guards the
//! continuations, goes first.
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
        while (self->next < count && self->open < std::max<std::size_t>(limit, 1)) {
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
