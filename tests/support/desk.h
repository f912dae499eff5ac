// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/base/clock.h"
#include "app/http/conversation_driver.h"
#include "app/http/interlocutor.h"
#include "app/http/qt_transport.h"
#include "tests/support/async.h"

#include <algorithm>
#include <utility>
#include <vector>

namespace sallyport::test {

//! The product's own transport; a test can shorten its deadline and put its clock wrong.
class AdjustedTransport final : public QObject, public Transport {
public:
    [[nodiscard]] Async<HttpReply> send(const HttpRequest &request, std::stop_token stop) override
    {
        HttpRequest bounded = request;
        bounded.deadline = std::min(bounded.deadline, longest);
        Completer<HttpReply> done;
        m_real.send(bounded, std::move(stop)).then(this, [this, done](const Result<HttpReply> &reply) {
            done(reply.transform([this](HttpReply received) {
                received.received = received.received.addMSecs(aheadMs);
                return received;
            }));
        });
        return done.future();
    }

    std::chrono::milliseconds longest = std::chrono::hours(1);
    qint64 aheadMs = 0;

private:
    QtTransport m_real{{ProxyPolicy::Mode::None, {}}};
};

//! The program's own road from a question to its answer, without a window.
template<class ClockType>
struct DeskWith {
    ClockType clock;
    AdjustedTransport transport;
    Interlocutor interlocutor{transport, clock};

    template<class T>
    Result<T> run(const Step<T> &step)
    {
        return await(converse(step, interlocutor, {}), std::chrono::seconds(40));
    }
};
using Desk = DeskWith<SystemClock>;

//! The machine's clock, except that nothing is waited for. It writes down what was to be waited for.
class ImpatientClock final : public Clock {
public:
    [[nodiscard]] Instant now() const override { return m_real.now(); }
    [[nodiscard]] QDateTime wallTime() const override { return m_real.wallTime().addMSecs(aheadMs); }
    void after(Duration delay, QObject *context, std::function<void()> action) override
    {
        pauses.push_back(delay);
        m_real.after(Duration(0), context, std::move(action));
    }

    std::vector<Duration> pauses{};
    qint64 aheadMs = 0; //!< by how much it is wrong

private:
    SystemClock m_real;
};

} // namespace sallyport::test
