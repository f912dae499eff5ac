// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/http/interlocutor.h"

#include "app/http/command_run.h"
#include "app/http/read_file.h"
#include "app/http/write_file.h"

#include <algorithm>

#include <QRandomGenerator>

#include <array>
#include <cstring>

using namespace Qt::StringLiterals;

namespace sallyport {

namespace {

//! The answer to one kind of question as the answer to any.
template<class T>
Async<Answer> widened(const Async<T> &future, QObject *context)
{
    Completer<Answer> done;
    Async<T> copy = future;
    copy.then(context, [done](const Result<T> &answer) { done(answer.transform([](const T &value) { return Answer(value); })); });
    return done.future();
}

Async<Answer> refused(ErrorKind kind, const QString &message, const QString &hint)
{
    return answered<Answer>(Error{kind, message, hint});
}

} // namespace

Interlocutor::Interlocutor(Transport &transport, Clock &clock, QObject *parent)
    : QObject(parent), m_transport(transport), m_clock(clock), m_browser(clock)
{
}

Async<Answer> Interlocutor::answer(const Question &question, const std::stop_source &conversation)
{
    if (conversation.stop_requested())
        return answered<Answer>(cancelledError());
    return std::visit(
        [this, &conversation](const auto &asked) {
            if constexpr (std::is_same_v<decltype(asked), const ShowCode &>)
                return show(asked, conversation);
            else
                return reply(asked, conversation.get_token());
        },
        question);
}

Async<Answer> Interlocutor::reply(const HttpRequest &question, std::stop_token stop)
{
    if (question.retryBudget.isEmpty())
        return widened(m_transport.send(question, std::move(stop)), this);
    Completer<Answer> done;
    m_transport.send(question, std::move(stop)).then(this, [this, budget = question.retryBudget, done](const Result<HttpReply> &reply) {
        if (reply && reply->status < 300)
            payBack(budget);
        done(reply.transform([](const HttpReply &value) { return Answer(value); }));
    });
    return done.future();
}

Async<Answer> Interlocutor::reply(const ReadFile &question, std::stop_token)
{
    return answered<Answer>(readPersonsFile(question).transform([](const FileContents &contents) { return Answer(contents); }));
}

Async<Answer> Interlocutor::reply(const RunCommand &question, std::stop_token stop)
{
    const auto program = findProgram(question.program);
    if (!program)
        return answered<Answer>(program.error());
    Completer<Answer> done;
    consentTo(question, stop).then(this, [this, question, path = *program, stop, done](const Result<Done> &consent) {
        if (!consent)
            return done(consent.error());
        auto *run = new CommandRun(question, path, this);
        widened(run->start(stop), this).then(this, [done](const Result<Answer> &answer) { done(answer); });
    });
    return done.future();
}

Async<Done> Interlocutor::consentTo(const RunCommand &question, std::stop_token stop)
{
    const QString line = question.program + u'\0' + question.arguments.join(u'\0');
    if (m_allowed.contains(line))
        return answered<Done>(Done{});
    if (!m_consent)
        return answered<Done>(Error{ErrorKind::PermissionDenied,
                                    u"the command %1 was not run: nobody can allow it here"_s.arg(question.program),
                                    u"Use the desktop program, or a credential that needs no command."_s});
    return m_consents.join(line, std::move(stop), this, [this, question, line](std::stop_token shared) {
        Completer<Done> done;
        m_consent(question, std::move(shared)).then(this, [this, line, done](const Result<Done> &consent) {
            if (consent)
                m_allowed.insert(line);
            done(consent);
        });
        return done.future();
    });
}

Async<Answer> Interlocutor::reply(const AskUser &question, std::stop_token stop)
{
    if (!m_askUser)
        return refused(ErrorKind::Unavailable, u"a question to you cannot be asked here: %1"_s.arg(question.prompt),
                       u"Use the desktop program, or a credential that asks nothing."_s);
    return widened(m_askUser(question, std::move(stop)), this);
}

Async<Answer> Interlocutor::reply(const OpenListener &question, std::stop_token stop)
{
    return answered<Answer>(
        m_browser.listen(question, std::move(stop)).transform([](const ListenerReady &ready) { return Answer(ready); }));
}

Async<Answer> Interlocutor::reply(const OpenBrowser &question, std::stop_token stop)
{
    return widened(m_browser.show(question, stop), this);
}

Async<Answer> Interlocutor::reply(const AuthorizeWithBrowser &question, std::stop_token stop)
{
    if (!m_authorize)
        return refused(ErrorKind::Unavailable, u"this program cannot sign in with a browser"_s,
                       u"Use the desktop program, or choose another way to sign in."_s);
    const OpenBrowser page{.url = {},
                           .expectedState = question.state,
                           .deadline = question.deadline,
                           .listener = question.listener.listener,
                           .purpose = question.purpose};
    const auto browser = [this, page, stop](const QUrl &url) {
        OpenBrowser shown = page;
        shown.url = url;
        return m_browser.show(shown, stop);
    };
    const auto network = [this, stop](const HttpRequest &request) { return m_transport.send(request, stop); };
    return widened(m_authorize(question, {.browser = browser, .network = network}), this);
}

Async<Answer> Interlocutor::show(const ShowCode &question, const std::stop_source &conversation)
{
    if (!m_showCode)
        return refused(ErrorKind::Unavailable, u"this program cannot show a code to sign in with"_s, u"Choose another way to sign in."_s);
    auto allowed = checkPage(question.verificationUri);
    if (allowed && !question.verificationUriComplete.isEmpty())
        allowed = checkPage(question.verificationUriComplete);
    if (!allowed)
        return answered<Answer>(allowed.error());
    m_showCode(question, conversation);
    return answered<Answer>(Answer(CodeShown{}));
}

Async<Answer> Interlocutor::reply(const RandomBytes &question, std::stop_token)
{
    constexpr int kMost = 1024;
    if (question.count < 1 || question.count > kMost)
        return refused(ErrorKind::Internal, u"%1 random bytes were asked for"_s.arg(question.count), {});
    std::array<quint32, kMost / sizeof(quint32)> words{};
    QRandomGenerator::system()->generate(words.begin(), words.end());
    const SecretValue bytes{QByteArrayView(reinterpret_cast<const char *>(words.data()), question.count)};
    explicit_bzero(words.data(), sizeof words);
    return answered<Answer>(Answer(RandomReply{bytes}));
}

Async<Answer> Interlocutor::reply(const WriteFile &question, std::stop_token)
{
    return answered<Answer>(writePersonsFile(question).transform([](const FileWritten &written) { return Answer(written); }));
}

Async<Answer> Interlocutor::reply(const ReadEnvironment &question, std::stop_token)
{
    EnvironmentContents contents;
    for (const QString &name : question.names) {
        if (const QString value = m_environment.value(name); !value.trimmed().isEmpty())
            contents.values.insert(name, SecretValue::fromString(value));
    }
    return answered<Answer>(Answer(contents));
}

Async<Answer> Interlocutor::reply(const Recall &question, std::stop_token)
{
    return answered<Answer>(Answer(Recalled{m_notes.value(question.key)}));
}

Async<Answer> Interlocutor::reply(const Remember &question, std::stop_token)
{
    m_notes.insert(question.key, question.text);
    return answered<Answer>(Answer(Remembered{}));
}

void Interlocutor::forgetNotes()
{
    m_notes.clear();
    m_budgets.clear();
}

bool Interlocutor::spend(const QByteArray &budget, int cost)
{
    const int left = m_budgets.value(budget, kRetryBudget) - cost;
    if (left < 0)
        return false;
    m_budgets.insert(budget, left);
    return true;
}

void Interlocutor::payBack(const QByteArray &budget)
{
    m_budgets.insert(budget, std::min(m_budgets.value(budget, kRetryBudget) + 1, kRetryBudget));
}

Async<Answer> Interlocutor::reply(const Wait &question, std::stop_token stop)
{
    if (!question.retryBudget.isEmpty() && !spend(question.retryBudget, question.cost))
        return refused(ErrorKind::Unavailable, u"too many calls have failed to go on repeating them"_s,
                       u"Wait a little and try again; the first error says what is wrong."_s);
    return pause(question, std::move(stop));
}

Async<Answer> Interlocutor::pause(const Wait &question, std::stop_token stop)
{
    struct Waiting {
        Completer<Answer> done;
        std::unique_ptr<std::stop_callback<std::function<void()>>> onStop;
    };
    auto waiting = std::make_shared<Waiting>();
    waiting->onStop = std::make_unique<std::stop_callback<std::function<void()>>>(
        std::move(stop), [done = waiting->done] { done(cancelledError()); });
    m_clock.after(question.duration, this, [this, waiting] { waiting->done(Answer(Waited{m_clock.wallTime()})); });
    return waiting->done.future();
}

} // namespace sallyport
