// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/base/async.h"
#include "app/http/interlocutor.h"
#include "providers/sdk/conversation.h"

#include <memory>

namespace sallyport {

//! Runs one conversation to its end. The only such loop in the program. Each conversation has a stop of its own, which
//! follows the asker's and is requested at the end as well, so that what it opened (listeners, pages, codes) ends with it.
template<class T>
class ConversationDriver : public std::enable_shared_from_this<ConversationDriver<T>> {
public:
    ConversationDriver(Interlocutor &interlocutor, std::stop_token stop)
        : m_interlocutor(interlocutor), m_onStop(std::move(stop), Follow{m_conversation})
    {
    }
    ~ConversationDriver() { m_conversation.request_stop(); }
    Q_DISABLE_COPY_MOVE(ConversationDriver)

    void take(const Step<T> &step)
    {
        if (step.isOver())
            return finish(step.outcome());
        if (m_conversation.stop_requested())
            return finish(cancelledError());
        m_interlocutor.answer(step.ask().question, m_conversation)
            .then(&m_interlocutor, [self = this->shared_from_this(), next = step.ask().next](const Result<Answer> &answer) {
                self->take(next(answer));
            });
    }

    [[nodiscard]] Async<T> future() const { return m_done.future(); }

private:
    struct Follow {
        std::stop_source conversation;
        void operator()() const noexcept { std::stop_source(conversation).request_stop(); }
    };

    void finish(const Result<T> &outcome)
    {
        m_done(outcome);
        m_conversation.request_stop();
    }

    Interlocutor &m_interlocutor;
    std::stop_source m_conversation;
    std::stop_callback<Follow> m_onStop;
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
