// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "providers/sdk/conversation.h"

#include <gtest/gtest.h>

#include <functional>
#include <numeric>
#include <optional>
#include <vector>

namespace sallyport::test {

//! What becomes of a conversation that is fed answers by a test: no network, no event loop.
template<class T>
struct Played {
    Result<T> outcome = Error{ErrorKind::Internal, QStringLiteral("the conversation did not end"), {}};
    std::vector<Question> questions; //!< in order

    [[nodiscard]] std::vector<HttpRequest> requests() const
    {
        std::vector<HttpRequest> found;
        for (const Question &question : questions) {
            if (const auto *request = std::get_if<HttpRequest>(&question))
                found.push_back(*request);
        }
        return found;
    }
    [[nodiscard]] std::vector<std::chrono::milliseconds> waits() const
    {
        std::vector<std::chrono::milliseconds> found;
        for (const Question &question : questions) {
            if (const auto *wait = std::get_if<Wait>(&question))
                found.push_back(wait->duration);
        }
        return found;
    }
};

//! Answers HTTP requests; waiting is answered at once, and so is what a sign-in by browser asks: see `browserAnswer`.
using HttpAnswers = std::function<Result<HttpReply>(const HttpRequest &)>;

//! A person who says yes on every page: the listener is at port 41999, the code is `code-of-browser`; random bytes count up
//! from 0. Nothing for other questions.
inline std::optional<Answer> browserAnswer(const Question &question)
{
    if (const auto *where = std::get_if<OpenListener>(&question)) {
        const int port = where->port ? where->port : 41999;
        return ListenerReady{QUrl(QStringLiteral("http://%1:%2%3").arg(where->host).arg(port).arg(where->path)), 1};
    }
    if (const auto *page = std::get_if<OpenBrowser>(&question))
        return BrowserCallback{{{QStringLiteral("code"), QStringLiteral("code-of-browser")},
                                {QStringLiteral("state"), QString::fromUtf8(page->expectedState)}}};
    if (std::holds_alternative<ShowCode>(question))
        return CodeShown{};
    if (const auto *random = std::get_if<RandomBytes>(&question)) {
        QByteArray bytes(random->count, '\0');
        std::iota(bytes.begin(), bytes.end(), '\0');
        return RandomReply{SecretValue(QByteArrayView(bytes))};
    }
    return std::nullopt;
}

inline Result<Answer> answerTo(const Question &question, const HttpAnswers &http)
{
    if (const auto *request = std::get_if<HttpRequest>(&question)) {
        const auto reply = http(*request);
        return reply ? Result<Answer>(Answer(*reply)) : Result<Answer>(reply.error());
    }
    if (std::holds_alternative<Wait>(question))
        return Answer(Waited{});
    if (auto answer = browserAnswer(question))
        return *std::move(answer);
    return Error{ErrorKind::Unavailable, QStringLiteral("nobody answers this question in a test"), {}};
}

//! Plays a conversation to its end; one that asks more than 50 questions has not ended.
template<class T>
Played<T> play(Step<T> step, const HttpAnswers &http)
{
    Played<T> played;
    while (!step.isOver() && played.questions.size() < 50) {
        const Ask<T> ask = step.ask();
        played.questions.push_back(ask.question);
        step = ask.next(answerTo(ask.question, http));
    }
    if (step.isOver())
        played.outcome = step.outcome();
    return played;
}

using PreparedAnswers = std::vector<Result<HttpReply>>;

//! As above with prepared answers in order; a question beyond the last one is a failure of the test.
template<class T>
Played<T> play(Step<T> step, const PreparedAnswers &answers)
{
    std::size_t next = 0;
    auto played = play(std::move(step), [&](const HttpRequest &request) -> Result<HttpReply> {
        if (next < answers.size())
            return answers[next++];
        ADD_FAILURE() << "an unexpected request: " << request.method.toStdString() << ' ' << request.url.toEncoded().toStdString();
        return Error{ErrorKind::Internal, QStringLiteral("unexpected"), {}};
    });
    EXPECT_EQ(next, answers.size()) << "answers that nobody asked for";
    return played;
}

} // namespace sallyport::test
