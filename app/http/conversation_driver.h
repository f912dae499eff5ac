// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/base/async.h"
#include "app/http/interlocutor.h"
#include "providers/sdk/conversation.h"

#include <memory>

namespace sallyport {

//! Runs one conversation to its end. The only such loop in the program.
template<class T>
class ConversationDriver : public std::enable_shared_from_this<ConversationDriver<T>> {
public:
    ConversationDriver(Interlocutor &interlocutor, std::stop_token stop) : m_interlocutor(interlocutor), m_stop(std::move(stop)) {}

    void take(const Step<T> &step)
    {
        if (step.isOver())
            return m_done(step.outcome());
        if (m_stop.stop_requested())
            return m_done(cancelledError());
        m_interlocutor.answer(step.ask().question, m_stop)
            .then(&m_interlocutor, [self = this->shared_from_this(), next = step.ask().next](const Result<Answer> &answer) {
                self->take(next(answer));
            });
    }

    [[nodiscard]] Async<T> future() const { return m_done.future(); }

private:
    Interlocutor &m_interlocutor;
    std::stop_token m_stop;
    Completer<T> m_done;
};

//! Answers with the outcome of the conversation that begins with `first`.
template<class T>
[[nodiscard]] Async<T> converse(const Step<T> &first, Interlocutor &interlocutor, std::stop_token stop)
{
    auto driver = std::make_shared<ConversationDriver<T>>(interlocutor, std::move(stop));
    driver->take(first);
    return driver->future();
}

} // namespace sallyport
