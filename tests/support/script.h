// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "providers/sdk/conversation.h"

#include <QUrlQuery>

#include <gtest/gtest.h>

#include <functional>
#include <memory>
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
    //! The questions of one kind.
    template<class Q>
    [[nodiscard]] std::vector<Q> asked() const
    {
        std::vector<Q> found;
        for (const Question &question : questions) {
            if (const auto *one = std::get_if<Q>(&question))
                found.push_back(*one);
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

//! A whole little world: network, environment, files, notes, commands, a person and a clock. What a conversation writes stays.
struct World {
    HttpAnswers http{};
    QMap<QString, QString> environment{};
    QMap<QString, QByteArray> files{};
    QMap<QString, QString> notes{};
    std::function<Result<CommandOutput>(const RunCommand &)> command{};
    QString code{};              //!< what the person enters; null: there is nobody to ask
    QDateTime now{};             //!< moved on by waiting, where it is valid
    bool mayRepeat = true;       //!< whether the budgets for repetitions hold anything
    bool filesAreWritable = true;
    BrowserCallback refusal{};   //!< what the person's sign-in page says in place of a code
};

inline Result<Answer> unanswered()
{
    return Error{ErrorKind::Unavailable, QStringLiteral("nobody answers this question in a test"), {}};
}

//! The request for a token that an authorization code flow makes.
inline HttpRequest tokenRequestOf(const AuthorizeWithBrowser &question)
{
    QUrlQuery form;
    form.addQueryItem(QStringLiteral("grant_type"), QStringLiteral("authorization_code"));
    form.addQueryItem(QStringLiteral("code"), QStringLiteral("code-of-browser"));
    form.addQueryItem(QStringLiteral("client_id"), question.clientId);
    form.addQueryItem(QStringLiteral("code_verifier"), question.verifier.revealText());
    for (const auto &[name, value] : question.tokenParameters)
        form.addQueryItem(name, QString::fromLatin1(QUrl::toPercentEncoding(value)));
    return {.method = "POST", .url = question.accessTokenUrl, .body = form.toString(QUrl::FullyEncoded).toLatin1(), .tls = question.tls};
}

//! How a world answers each kind of question.
struct WorldAnswer {
    World &world;

    Result<Answer> operator()(const HttpRequest &request) const
    {
        return world.http ? world.http(request).transform([](const HttpReply &reply) { return Answer(reply); }) : unanswered();
    }
    Result<Answer> operator()(const ReadFile &file) const
    {
        if (!world.files.contains(file.path))
            return Error{ErrorKind::NotFound, QStringLiteral("the file %1 does not exist").arg(file.path), {}};
        return Answer(FileContents{world.files.value(file.path)});
    }
    Result<Answer> operator()(const WriteFile &file) const
    {
        if (!world.filesAreWritable)
            return Error{ErrorKind::PermissionDenied, QStringLiteral("the file %1 may not be written").arg(file.path), {}};
        world.files.insert(file.path, file.contents.reveal().toByteArray());
        return Answer(FileWritten{});
    }
    Result<Answer> operator()(const ReadEnvironment &variables) const
    {
        EnvironmentContents contents;
        for (const QString &name : variables.names) {
            if (world.environment.contains(name))
                contents.values.insert(name, SecretValue::fromString(world.environment.value(name)));
        }
        return Answer(contents);
    }
    Result<Answer> operator()(const RunCommand &run) const
    {
        return world.command ? world.command(run).transform([](const CommandOutput &output) { return Answer(output); }) : unanswered();
    }
    Result<Answer> operator()(const AskUser &) const
    {
        return world.code.isNull() ? unanswered() : Answer(UserAnswer{SecretValue::fromString(world.code)});
    }
    Result<Answer> operator()(const Wait &wait) const
    {
        if (!wait.retryBudget.isEmpty() && !world.mayRepeat)
            return Error{ErrorKind::Unavailable, QStringLiteral("the budget is spent"), {}};
        if (world.now.isValid())
            world.now = world.now.addMSecs(wait.duration.count());
        return Answer(Waited{world.now});
    }
    Result<Answer> operator()(const Recall &recall) const { return Answer(Recalled{world.notes.value(recall.key)}); }
    Result<Answer> operator()(const Remember &remember) const
    {
        world.notes.insert(remember.key, remember.text);
        return Answer(Remembered{});
    }
    Result<Answer> operator()(const AuthorizeWithBrowser &question) const
    {
        if (!world.refusal.query.isEmpty())
            return Answer(BrowserAuthorization{.callback = world.refusal});
        const auto reply = world.http ? world.http(tokenRequestOf(question)) : Result<HttpReply>(unanswered().error());
        return reply.transform([](const HttpReply &answer) { return Answer(BrowserAuthorization{.callback = {}, .token = answer}); });
    }
    template<class Browser>
    Result<Answer> operator()(const Browser &question) const
    {
        auto answer = browserAnswer(question);
        return answer ? Result<Answer>(*std::move(answer)) : unanswered();
    }
};

//! Plays a conversation to its end; one that asks more than 50 questions has not ended.
template<class T>
Played<T> play(Step<T> step, World &world)
{
    Played<T> played;
    while (!step.isOver() && played.questions.size() < 50) {
        const Ask<T> ask = step.ask();
        played.questions.push_back(ask.question);
        step = ask.next(std::visit(WorldAnswer{world}, ask.question));
    }
    if (step.isOver())
        played.outcome = step.outcome();
    return played;
}

//! As above in a world without files, environment and people.
template<class T>
Played<T> play(Step<T> step, const HttpAnswers &http)
{
    World world{.http = http};
    return play(std::move(step), world);
}

using PreparedAnswers = std::vector<Result<HttpReply>>;

//! Prepared answers in order, for a World; after the last one every request is a failure of the test.
inline HttpAnswers inOrder(const PreparedAnswers &answers)
{
    return [answers, next = std::make_shared<std::size_t>(0)](const HttpRequest &request) -> Result<HttpReply> {
        if (*next < answers.size())
            return answers[(*next)++];
        ADD_FAILURE() << "an unexpected request: " << request.method.toStdString() << ' ' << request.url.toEncoded().toStdString();
        return Error{ErrorKind::Internal, QStringLiteral("unexpected"), {}};
    };
}

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
