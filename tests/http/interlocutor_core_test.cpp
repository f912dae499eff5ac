// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/http/interlocutor.h"

#include "app/http/conversation_driver.h"
#include "tests/support/async.h"
#include "tests/support/manual_clock.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>

#include <sys/stat.h>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace sallyport::test {
namespace {

//! A transport that answers with what it was asked.
class EchoTransport final : public Transport {
public:
    Async<HttpReply> send(const HttpRequest &request, std::stop_token) override
    {
        return answered<HttpReply>(HttpReply{200, {}, request.body});
    }
};

class InterlocutorTest : public testing::Test {
protected:
    template<class T>
    Result<T> ask(const Question &question, const std::stop_source &conversation = {})
    {
        return narrowed<T>(await(m_interlocutor.answer(question, conversation)));
    }

    template<class T>
    static Result<T> narrowed(const Result<Answer> &answer)
    {
        return answer.transform([](const Answer &value) { return std::get<T>(value); });
    }

    void allowCommands()
    {
        m_interlocutor.setConsentHandler([this](const RunCommand &command, std::stop_token) {
            m_consents.append(command.arguments.join(u' '));
            return answered<Done>(m_allows ? Result<Done>(Done{}) : Result<Done>(Error{ErrorKind::PermissionDenied, u"no"_s, {}}));
        });
    }

    static RunCommand shell(const QString &script) { return {u"sh"_s, {u"-c"_s, script}}; }

    QString written(const QString &name, const QByteArray &content, QFile::Permissions permissions)
    {
        QFile file(m_folder.filePath(name));
        EXPECT_TRUE(file.open(QIODevice::WriteOnly) && file.write(content) == content.size() && file.setPermissions(permissions));
        return file.fileName();
    }

    EchoTransport m_transport;
    ManualClock m_clock;
    Interlocutor m_interlocutor{m_transport, m_clock};
    QTemporaryDir m_folder;
    QStringList m_consents;
    bool m_allows = true;
};

TEST_F(InterlocutorTest, PassesHttpToTheTransport)
{
    HttpRequest request;
    request.body = "x";
    const auto reply = ask<HttpReply>(request);
    ASSERT_OK(reply);
    EXPECT_EQ(reply->body, "x");
}

TEST_F(InterlocutorTest, AnswersNothingAfterAStop)
{
    std::stop_source stop;
    stop.request_stop();
    EXPECT_EQ(ask<HttpReply>(HttpRequest{}, stop).error().kind, ErrorKind::Cancelled);
}

// --- files ---

TEST_F(InterlocutorTest, ReadsAFileAndTellsWhetherOthersMay)
{
    const QString closed = written(u"closed"_s, "s3cret", QFile::ReadOwner);
    const QString open = written(u"open"_s, "", QFile::ReadOwner | QFile::ReadOther);
    const auto first = ask<FileContents>(ReadFile{closed});
    ASSERT_OK(first);
    EXPECT_EQ(first->bytes, "s3cret");
    EXPECT_FALSE(first->readableByOthers);
    const auto second = ask<FileContents>(ReadFile{open});
    ASSERT_OK(second);
    EXPECT_EQ(second->bytes, "");
    EXPECT_TRUE(second->readableByOthers);
}

TEST_F(InterlocutorTest, ExpandsTheHomeFolder)
{
    const QByteArray home = qgetenv("HOME");
    qputenv("HOME", QFile::encodeName(m_folder.path()));
    written(u"token"_s, "t", QFile::ReadOwner);
    const auto contents = ask<FileContents>(ReadFile{u"~/token"_s});
    qputenv("HOME", home);
    ASSERT_OK(contents);
    EXPECT_EQ(contents->bytes, "t");
}

TEST_F(InterlocutorTest, ReadsUpToTheLimitAndNotMore)
{
    const QString path = written(u"long"_s, QByteArray(100, 'x'), QFile::ReadOwner);
    EXPECT_OK(ask<FileContents>(ReadFile{path, 100}));
    const auto refused = ask<FileContents>(ReadFile{path, 99});
    ASSERT_FALSE(refused.has_value());
    EXPECT_EQ(refused.error().kind, ErrorKind::InvalidInput);
    EXPECT_TRUE(refused.error().message.contains(path));
}

TEST_F(InterlocutorTest, ReadsOrdinaryFilesOnly)
{
    const QString pipe = m_folder.filePath(u"pipe"_s);
    ASSERT_EQ(::mkfifo(QFile::encodeName(pipe).constData(), 0600), 0);
    for (const QString &path : {pipe, m_folder.path(), u"/dev/zero"_s})
        EXPECT_EQ(ask<FileContents>(ReadFile{path}).error().kind, ErrorKind::InvalidInput) << qPrintable(path);
    EXPECT_EQ(ask<FileContents>(ReadFile{m_folder.filePath(u"absent"_s)}).error().kind, ErrorKind::NotFound);
    EXPECT_EQ(ask<FileContents>(ReadFile{}).error().kind, ErrorKind::InvalidInput);
}

// --- commands ---

TEST_F(InterlocutorTest, RunsACommandAndCollectsItsOutput)
{
    allowCommands();
    const auto output = ask<CommandOutput>(shell(u"echo out; echo err >&2; pwd; exit 3"_s));
    ASSERT_OK(output);
    EXPECT_EQ(output->exitCode, 3);
    EXPECT_EQ(output->standardOutput, "out\n" + QFile::encodeName(QDir::homePath()) + "\n");
    EXPECT_EQ(output->standardError, "err\n");
}

TEST_F(InterlocutorTest, PassesArgumentsUntouchedByAShell)
{
    allowCommands();
    const auto output = ask<CommandOutput>(RunCommand{u"/bin/echo"_s, {u"$HOME;"_s, u"a b"_s, u"*"_s}});
    ASSERT_OK(output);
    EXPECT_EQ(output->standardOutput, "$HOME; a b *\n");
}

TEST_F(InterlocutorTest, GivesCommandsNoInputAndNoneOfOurVariables)
{
    allowCommands();
    qputenv("INSOMNIA_HASHICORP_SECRET_ID", "canary");
    const auto output = ask<CommandOutput>(shell(u"cat; env"_s));
    qunsetenv("INSOMNIA_HASHICORP_SECRET_ID");
    ASSERT_OK(output);
    EXPECT_TRUE(output->standardOutput.contains("PATH="));
    EXPECT_FALSE(output->standardOutput.contains("canary"));
}

TEST_F(InterlocutorTest, AsksForConsentOncePerCommandLine)
{
    allowCommands();
    ASSERT_OK(ask<CommandOutput>(shell(u"true"_s)));
    ASSERT_OK(ask<CommandOutput>(shell(u"true"_s)));
    ASSERT_OK(ask<CommandOutput>(shell(u"exit 0"_s)));
    EXPECT_EQ(m_consents, QStringList({u"-c true"_s, u"-c exit 0"_s}));
}

TEST_F(InterlocutorTest, AsksOnceForTwoRunsAtTheSameTime)
{
    Completer<Done> decision;
    int asked = 0;
    m_interlocutor.setConsentHandler([&](const RunCommand &, std::stop_token) {
        ++asked;
        return decision.future();
    });
    const auto first = m_interlocutor.answer(shell(u"true"_s), {});
    const auto second = m_interlocutor.answer(shell(u"true"_s), {});
    decision(Done{});
    EXPECT_OK(await(first));
    EXPECT_OK(await(second));
    EXPECT_EQ(asked, 1);
}

TEST_F(InterlocutorTest, DoesNotRunWhatWasRefusedAndAsksAgain)
{
    allowCommands();
    m_allows = false;
    const QString witness = m_folder.filePath(u"witness"_s);
    const RunCommand touch{u"touch"_s, {witness}};
    EXPECT_EQ(ask<CommandOutput>(touch).error().kind, ErrorKind::PermissionDenied);
    EXPECT_FALSE(QFile::exists(witness));
    m_allows = true;
    EXPECT_OK(ask<CommandOutput>(touch));
    EXPECT_TRUE(QFile::exists(witness));
    EXPECT_EQ(m_consents.size(), 2);
}

TEST_F(InterlocutorTest, RefusesCommandsWhereNobodyCanConsent)
{
    const auto refused = ask<CommandOutput>(shell(u"true"_s));
    ASSERT_FALSE(refused.has_value());
    EXPECT_EQ(refused.error().kind, ErrorKind::PermissionDenied);
}

TEST_F(InterlocutorTest, KillsACommandAtItsDeadline)
{
    allowCommands();
    RunCommand command{u"sleep"_s, {u"30"_s}};
    command.deadline = 50ms;
    const auto output = ask<CommandOutput>(command);
    ASSERT_FALSE(output.has_value());
    EXPECT_EQ(output.error().kind, ErrorKind::Timeout);
    EXPECT_TRUE(output.error().message.contains(u"sleep did not finish within 0.05 s"_s)) << qPrintable(output.error().message);
}

TEST_F(InterlocutorTest, KillsACommandThatIsNoLongerWanted)
{
    allowCommands();
    std::stop_source stop;
    const auto future = m_interlocutor.answer(shell(u"echo $$ > '%1'; exec sleep 30"_s.arg(m_folder.filePath(u"pid"_s))), stop);
    QByteArray pid;
    ASSERT_TRUE(waitUntil([&] {
        QFile file(m_folder.filePath(u"pid"_s));
        pid = file.open(QIODevice::ReadOnly) ? file.readAll().trimmed() : QByteArray();
        return !pid.isEmpty();
    }));
    stop.request_stop();
    EXPECT_EQ(await(future).error().kind, ErrorKind::Cancelled);
    EXPECT_TRUE(waitUntil([&pid] { return !QFile::exists(u"/proc/"_s + QString::fromLatin1(pid)); }));
}

TEST_F(InterlocutorTest, StopsACommandThatWritesTooMuch)
{
    allowCommands();
    const auto output = ask<CommandOutput>(RunCommand{u"yes"_s});
    ASSERT_FALSE(output.has_value());
    EXPECT_EQ(output.error().kind, ErrorKind::Malformed);
}

TEST_F(InterlocutorTest, TellsWhyACommandDidNotRun)
{
    allowCommands();
    EXPECT_EQ(ask<CommandOutput>(RunCommand{u"no-such-program-here"_s}).error().kind, ErrorKind::NotFound);
    EXPECT_EQ(ask<CommandOutput>(RunCommand{u"./relative"_s}).error().kind, ErrorKind::InvalidInput);
    EXPECT_EQ(ask<CommandOutput>(RunCommand{m_folder.path()}).error().kind, ErrorKind::NotFound);
    EXPECT_EQ(ask<CommandOutput>(shell(u"kill -9 $$"_s)).error().kind, ErrorKind::Unavailable);
    const QString broken = written(u"broken"_s, "#!/no/interpreter\n", QFile::ReadOwner | QFile::ExeOwner);
    EXPECT_EQ(ask<CommandOutput>(RunCommand{broken}).error().kind, ErrorKind::Unavailable);
}

// --- people and time ---

TEST_F(InterlocutorTest, HandsQuestionsToThePerson)
{
    EXPECT_EQ(ask<UserAnswer>(AskUser{u"Code?"_s}).error().kind, ErrorKind::Unavailable);
    m_interlocutor.setAskUserHandler([](const AskUser &question, std::stop_token) {
        return answered<UserAnswer>(UserAnswer{SecretValue::fromString(question.prompt + u"42"_s)});
    });
    const auto answer = ask<UserAnswer>(AskUser{u"Code?"_s});
    ASSERT_OK(answer);
    EXPECT_EQ(answer->text.revealText(), u"Code?42"_s);
}

TEST_F(InterlocutorTest, SaysThatItCannotOpenABrowser)
{
    EXPECT_EQ(ask<ListenerReady>(OpenListener{}).error().kind, ErrorKind::Unavailable);
    EXPECT_EQ(ask<BrowserCallback>(OpenBrowser{}).error().kind, ErrorKind::Unavailable);
    EXPECT_EQ(ask<CodeShown>(ShowCode{QUrl(u"https://a.example"_s)}).error().kind, ErrorKind::Unavailable);
}

TEST_F(InterlocutorTest, GivesAsManyRandomBytesAsAskedAndNeverTheSame)
{
    for (const int count : {1, 31, 32, 96, 1024}) {
        const auto reply = ask<RandomReply>(RandomBytes{count});
        ASSERT_OK(reply);
        EXPECT_EQ(reply->bytes.size(), count);
    }
    QSet<QByteArray> seen;
    QSet<char> values;
    for (int i = 0; i < 200; ++i) {
        const QByteArray bytes = ask<RandomReply>(RandomBytes{32})->bytes.reveal().toByteArray();
        seen.insert(bytes);
        values.unite(QSet<char>(bytes.begin(), bytes.end()));
    }
    EXPECT_EQ(seen.size(), 200);
    EXPECT_EQ(values.size(), 256) << "6400 bytes miss one of 256 with a probability below 1e-8";
    for (const int count : {-1, 0, 1025})
        EXPECT_EQ(ask<RandomReply>(RandomBytes{count}).error().kind, ErrorKind::Internal);
}

TEST_F(InterlocutorTest, WaitsByTheClock)
{
    const auto future = m_interlocutor.answer(Wait{5s}, {});
    m_clock.advance(4999ms);
    QCoreApplication::processEvents();
    EXPECT_FALSE(future.isFinished());
    m_clock.advance(1ms);
    const auto waited = narrowed<Waited>(await(future));
    ASSERT_OK(waited);
    EXPECT_EQ(waited->now, m_clock.wallTime());
}

TEST_F(InterlocutorTest, StopsWaiting)
{
    std::stop_source stop;
    const auto future = m_interlocutor.answer(Wait{5h}, stop);
    stop.request_stop();
    EXPECT_EQ(await(future).error().kind, ErrorKind::Cancelled);
    m_clock.advance(6h);
}

TEST_F(InterlocutorTest, AnEmptyRetryBudgetEndsRepetitionsAndSuccessesRefillIt)
{
    const Wait repeat{0ms, "aws", 250};
    const auto wait = [&] {
        const auto future = m_interlocutor.answer(repeat, {});
        m_clock.advance(0ms);
        return narrowed<Waited>(await(future));
    };
    ASSERT_OK(wait());
    ASSERT_OK(wait());
    EXPECT_EQ(wait().error().kind, ErrorKind::Unavailable);
    EXPECT_OK((ask<HttpReply>(HttpRequest{.retryBudget = "aws"})));
    EXPECT_EQ(wait().error().kind, ErrorKind::Unavailable) << "one success pays one back";
    for (int i = 0; i < 600; ++i)
        ASSERT_OK((ask<HttpReply>(HttpRequest{.retryBudget = "aws"})));
    ASSERT_OK(wait());
    ASSERT_OK(wait());
    EXPECT_EQ(wait().error().kind, ErrorKind::Unavailable) << "never more than full";
}

TEST_F(InterlocutorTest, ReadsTheEnvironmentItWasGiven)
{
    QProcessEnvironment environment;
    environment.insert(u"AWS_PROFILE"_s, u"prod"_s);
    environment.insert(u"AWS_REGION"_s, u"  "_s);
    m_interlocutor.setEnvironment(environment);
    const auto found = ask<EnvironmentContents>(ReadEnvironment{{u"AWS_PROFILE"_s, u"AWS_REGION"_s, u"HOME"_s}});
    ASSERT_OK(found);
    EXPECT_EQ(found->text(u"AWS_PROFILE"_s), u"prod"_s);
    EXPECT_FALSE(found->has(u"AWS_REGION"_s)) << "blank is not set";
    EXPECT_FALSE(found->has(u"HOME"_s));
}

TEST_F(InterlocutorTest, RecallsWhatWasNotedUntilToldToForget)
{
    EXPECT_EQ(ask<Recalled>(Recall{u"aws/skew/a"_s})->text, QString());
    ASSERT_OK((ask<Remembered>(Remember{u"aws/skew/a"_s, u"-300"_s})));
    EXPECT_EQ(ask<Recalled>(Recall{u"aws/skew/a"_s})->text, u"-300"_s);
    EXPECT_EQ(ask<Recalled>(Recall{u"aws/skew/b"_s})->text, QString());
    m_interlocutor.forgetNotes();
    EXPECT_EQ(ask<Recalled>(Recall{u"aws/skew/a"_s})->text, QString());
}

TEST_F(InterlocutorTest, WritesAFileForTheUserAloneWithItsFolders)
{
    const QString path = m_folder.filePath(u"sso/cache/token.json"_s);
    ASSERT_OK((ask<FileWritten>(WriteFile{path, SecretValue(QByteArrayView("{}"))})));
    ASSERT_OK((ask<FileWritten>(WriteFile{path, SecretValue(QByteArrayView("{\"a\":1}"))})));
    QFile file(path);
    ASSERT_TRUE(file.open(QIODevice::ReadOnly));
    EXPECT_EQ(file.readAll(), "{\"a\":1}");
    struct stat status = {};
    ASSERT_EQ(::stat(QFile::encodeName(path).constData(), &status), 0);
    EXPECT_EQ(status.st_mode & 0777, 0600u);
    ASSERT_EQ(::stat(QFile::encodeName(m_folder.filePath(u"sso"_s)).constData(), &status), 0);
    EXPECT_EQ(status.st_mode & 0777, 0700u);
    EXPECT_EQ(QDir(m_folder.filePath(u"sso/cache"_s)).entryList(QDir::Files | QDir::Hidden), QStringList{u"token.json"_s});
    EXPECT_EQ(ask<FileWritten>(WriteFile{{}, SecretValue()}).error().kind, ErrorKind::InvalidInput);
}

TEST_F(InterlocutorTest, DrivesAConversationToItsEnd)
{
    HttpRequest first;
    first.body = "a";
    const Step<QByteArray> start = askOrFail<QByteArray>(first, [](const HttpReply &reply) -> Step<QByteArray> {
        HttpRequest second;
        second.body = reply.body + "b";
        return askOrFail<QByteArray>(second, [](const HttpReply &last) -> Step<QByteArray> { return last.body; });
    });
    const auto outcome = await(converse(start, m_interlocutor, {}));
    ASSERT_OK(outcome);
    EXPECT_EQ(*outcome, "ab");
}

} // namespace
} // namespace sallyport::test
