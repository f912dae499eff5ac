// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/base/async.h"

#include <QHash>
#include <QObject>
#include <QQueue>

#include <functional>

namespace sallyport {

//! Lets at most `limit` operations of one key run at a time; the others wait in order. Lives on the event loop's thread.
template<class Key>
class Gate {
public:
    explicit Gate(int limit) : m_limit(limit) {}

    //! Runs `launch` when there is room. Whoever has stopped while waiting never runs. `context` owns this object.
    template<class T>
    [[nodiscard]] Async<T> run(const Key &key, const std::stop_token &stop, QObject *context, std::function<Async<T>()> launch)
    {
        Completer<T> done;
        enter(key, [this, key, stop, context, launch = std::move(launch), done] {
            if (stop.stop_requested()) {
                done(cancelledError());
                return false;
            }
            launch().then(context, [this, key, done](const Result<T> &result) {
                done(result);
                leave(key);
            });
            return true;
        });
        return done.future();
    }

    //! How many run or wait.
    [[nodiscard]] qsizetype busy(const Key &key) const
    {
        const auto lane = m_lanes.constFind(key);
        return lane == m_lanes.cend() ? 0 : lane->running + lane->waiting.size();
    }

private:
    using Start = std::function<bool()>; //!< says whether it began, and so holds its place
    struct Lane {
        int running = 0;
        QQueue<Start> waiting;
    };

    void enter(const Key &key, Start start)
    {
        Lane &lane = m_lanes[key];
        if (lane.running >= m_limit)
            return lane.waiting.enqueue(std::move(start));
        ++lane.running;
        if (!start())
            leave(key);
    }

    void leave(const Key &key)
    {
        while (!m_lanes[key].waiting.isEmpty()) {
            const Start next = m_lanes[key].waiting.dequeue(); // the place is handed over
            if (next())
                return;
        }
        if (--m_lanes[key].running == 0)
            m_lanes.remove(key);
    }

    int m_limit;
    QHash<Key, Lane> m_lanes;
};

} // namespace sallyport
