// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "providers/sdk/conversation.h"

#include "tests/support/async.h"

using namespace Qt::StringLiterals;
using namespace sallyport;

namespace {

Error offline()
{
    return {ErrorKind::Network, u"offline"_s, {}};
}

Result<Answer> reply(int status)
{
    return Answer(HttpReply{.status = status});
}

HttpRequest call(const QString &url)
{
    return {.url = QUrl(url)};
}

//! Asks for a status and says it as text.
Step<QString> statusText()
{
    return askOrFail<QString>(call(u"https://a.example"_s), [](const HttpReply &answer) { return QString::number(answer.status); });
}

//! Counts down with one question each.
Step<int> countDown(int from)
{
    if (from == 0)
        return 0;
    return askOrFail<int>(Wait{}, [from](const Waited &) { return countDown(from - 1); });
}

} // namespace

TEST(Conversation, AskHandsOverTheTypedAnswer)
{
    const auto step = statusText();
    ASSERT_FALSE(step.isOver());
    EXPECT_EQ(std::get<HttpRequest>(step.ask().question).url, QUrl(u"https://a.example"_s));
    const auto end = step.ask().next(reply(204));
    ASSERT_TRUE(end.isOver());
    EXPECT_EQ(end.outcome().value(), u"204"_s);
}

TEST(Conversation, AskOrFailEndsWithTheFailure)
{
    const auto end = statusText().ask().next(offline());
    ASSERT_TRUE(end.isOver());
    EXPECT_EQ(end.outcome().error(), offline());
}

TEST(Conversation, AskLetsTheFailureBeHandled)
{
    const auto step = ask<QString>(call(u"https://a.example"_s), [](const Result<HttpReply> &answer) -> Step<QString> {
        return answer ? u"answered"_s : u"handled: "_s + answer.error().message;
    });
    EXPECT_EQ(step.ask().next(offline()).outcome().value(), u"handled: offline"_s);
}

TEST(Conversation, AnswerOfTheWrongTypeIsAnInternalErrorNotACrash)
{
    const auto end = statusText().ask().next(Result<Answer>(Answer(Waited{})));
    ASSERT_TRUE(end.isOver());
    EXPECT_EQ(end.outcome().error().kind, ErrorKind::Internal);
}

TEST(Conversation, ChainGoesOnWhenTheInnerOneIsOver)
{
    const auto step = chain<int>(statusText(), [](const Result<QString> &text) -> Step<int> {
        return text ? Step<int>(text->toInt() + 1) : Step<int>(text.error());
    });
    ASSERT_FALSE(step.isOver());
    EXPECT_EQ(step.ask().next(reply(200)).outcome().value(), 201);
    EXPECT_EQ(step.ask().next(offline()).outcome().error(), offline());
}

TEST(Conversation, ChainOverAFinishedOneAsksNothing)
{
    const auto step = chain<int>(Step<QString>(u"7"_s), [](const Result<QString> &text) { return Step<int>(text.value().toInt()); });
    ASSERT_TRUE(step.isOver());
    EXPECT_EQ(step.outcome().value(), 7);
}

TEST(Conversation, ChainsNestAndAskInOrder)
{
    const auto twice = chain<QString>(statusText(), [](const Result<QString> &first) {
        return chain<QString>(statusText(),
                              [first](const Result<QString> &second) -> Step<QString> { return first.value() + u"+"_s + second.value(); });
    });
    const auto second = twice.ask().next(reply(201));
    ASSERT_FALSE(second.isOver());
    EXPECT_EQ(second.ask().next(reply(202)).outcome().value(), u"201+202"_s);
}

TEST(Conversation, StepMayBeAskedAgainWithAnotherAnswer)
{
    const auto step = statusText(); // a plain value: nothing is used up
    EXPECT_EQ(step.ask().next(reply(1)).outcome().value(), u"1"_s);
    EXPECT_EQ(step.ask().next(reply(2)).outcome().value(), u"2"_s);
}

TEST(Conversation, LongOnesNeedNoStackEvenInsideAnother)
{
    auto step = chain<QString>(countDown(100'000), [](const Result<int> &rest) -> Step<QString> { return QString::number(rest.value()); });
    int questions = 0;
    while (!step.isOver()) {
        ++questions;
        step = Step<QString>(step.ask().next(Answer(Waited{})));
    }
    EXPECT_EQ(questions, 100'000);
    EXPECT_EQ(step.outcome().value(), u"0"_s);
}

namespace {

//! Asks the question and says whether the answer came back as its own type.
template<class Q>
bool isAnsweredBy(const Q &question, const typename AnswerTo<Q>::Type &answer)
{
    const auto step = askOrFail<bool>(question, [](const typename AnswerTo<Q>::Type &) -> Step<bool> { return true; });
    const auto end = step.ask().next(Answer(answer));
    return std::holds_alternative<Q>(step.ask().question) && end.outcome().value_or(false);
}

} // namespace

TEST(Conversation, EveryQuestionOfASignInHasAnAnswerOfItsOwn)
{
    EXPECT_TRUE(isAnsweredBy(OpenListener{}, ListenerReady{QUrl(u"http://127.0.0.1:1/"_s), 1}));
    EXPECT_TRUE(isAnsweredBy(OpenBrowser{}, BrowserCallback{}));
    EXPECT_TRUE(isAnsweredBy(ShowCode{}, CodeShown{}));
    EXPECT_TRUE(isAnsweredBy(RandomBytes{}, RandomReply{}));
}

TEST(HttpReply, HeaderNamesIgnoreCaseAndTheFirstCounts)
{
    const HttpReply answer{.status = 200, .headers = {{"Content-Type", "text/plain"}, {"content-type", "other"}}};
    EXPECT_EQ(answer.header("CONTENT-TYPE"), "text/plain"_ba);
    EXPECT_EQ(answer.header("X-None"), QByteArray());
}
