// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/base/result.h"
#include "app/base/secret_value.h"

#include <QByteArray>
#include <QDateTime>
#include <QList>
#include <QMap>
#include <QString>
#include <QStringList>
#include <QUrl>

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <type_traits>
#include <utility>
#include <variant>

//! Conversations: the whole behaviour of a provider as plain values. A conversation asks one question at a time
//! ("make this HTTP call", "read this file") and says what to do with each answer. It owns no socket, thread, clock
//! or QObject; one driver (app/http/conversation_driver.h) gives all of them a voice.
namespace sallyport {

struct HttpHeader {
    QByteArray name;
    QByteArray value;
    bool operator==(const HttpHeader &) const = default;
};

//! Files of the person's own that decide whom a TLS connection trusts and who we are. Empty: the system's roots,
//! no client certificate. A given CA file replaces the system's roots. A given digest replaces all authorities: trusted is the
//! server that shows that very certificate, whoever issued it, for whichever name and time, and no other; https only.
struct TlsFiles {
    QString caFile;
    QString certificateFile;
    QString keyFile;
    QByteArray serverSha1{}; //!< of the server's certificate (DER), 20 bytes
    bool operator==(const TlsFiles &) const = default;
};

//! One HTTP call to a vault or identity provider. Redirects are never followed for it, nothing is cached, no cookies.
struct HttpRequest {
    QByteArray method = "GET";
    QUrl url;
    QList<HttpHeader> headers{};
    QByteArray body{};
    TlsFiles tls{};
    std::chrono::milliseconds deadline{30'000}; //!< for the whole call, connect to last byte
    qint64 maxReplyBytes = 1 << 20;
    bool freshConnection = false; //!< for one-time calls, which must not be sent twice by a dying connection
    QByteArray retryBudget{};     //!< the budget that a success of this call pays back into, see Wait

    bool operator==(const HttpRequest &) const = default;
};

//! Any complete answer, whatever its status: a status is data, not an error.
struct HttpReply {
    int status = 0;
    QList<HttpHeader> headers{};
    QByteArray body{};
    QDateTime received{}; //!< UTC

    //! The first header of that name (case does not matter), or empty.
    [[nodiscard]] QByteArray header(QByteArrayView name) const;
};

//! Read a file that the person's own configuration names.
struct ReadFile {
    QString path;
    qint64 maxBytes = 1 << 20;
};
struct FileContents {
    QByteArray bytes;
    bool readableByOthers = false; //!< wider than 0600
};

//! Replace a file of the person's own as a whole (0600, atomically, folders made with 0700), for what a vendor's own tools
//! share with us, such as the token cache of an SSO session.
struct WriteFile {
    QString path;
    SecretValue contents;
};
struct FileWritten {};

//! Look up variables of the environment that this program was started with.
struct ReadEnvironment {
    QStringList names;
};
struct EnvironmentContents {
    QMap<QString, SecretValue> values; //!< those that are set and not blank
    [[nodiscard]] QString text(const QString &name) const { return values.value(name).revealText(); }
    [[nodiscard]] bool has(const QString &name) const { return values.contains(name); }
};

//! Recall what a conversation of this run of the program noted under a key; nothing secret is ever noted.
struct Recall {
    QString key; //!< begins with the provider's id, e.g. `aws/skew/sts.amazonaws.com`
};
struct Recalled {
    QString text; //!< empty: nothing was noted
};
//! Note something that spares later conversations a detour, e.g. how far a server's clock is off. In memory only.
struct Remember {
    QString key;
    QString text;
};
struct Remembered {};

//! Run a command that the person's own configuration names, without a shell.
struct RunCommand {
    QString program;
    QStringList arguments{};
    std::chrono::milliseconds deadline{60'000};
    qint64 maxOutputBytes = 64 << 10;
    QString purpose{}; //!< shown before the first run
};
struct CommandOutput {
    int exitCode = 0;
    QByteArray standardOutput;
    QByteArray standardError;
};

//! Ask the person for a code, or to confirm something elsewhere.
struct AskUser {
    QString prompt;
    QString label;
    bool masked = true;
};
struct UserAnswer {
    SecretValue text;
};

//! Open a loopback listener for a browser's return (RFC 8252), so that its address is known before the browser starts. It
//! belongs to the conversation: it is closed after the first valid callback, and in any case when the conversation is over.
struct OpenListener {
    QString path = QStringLiteral("/"); //!< encoded; empty: an address that ends with the port, called back at `/`
    quint16 port = 0;                   //!< 0: any
    QString host = QStringLiteral("127.0.0.1"); //!< or `localhost`, which listens on 127.0.0.1 and ::1
};
struct ListenerReady {
    QUrl redirectUri;
    quint64 listener = 0; //!< for OpenBrowser
};

//! Show a page in the person's browser and wait for its return to the listener. A refusal by the person is a callback too:
//! it has `error` in place of `code`.
struct OpenBrowser {
    QUrl url;                 //!< https, or http on loopback
    QByteArray expectedState; //!< at least 16 bytes; compared in constant time, other callbacks are ignored
    std::chrono::milliseconds deadline{300'000};
    quint64 listener = 0; //!< from ListenerReady; serves one page
    QString purpose{};    //!< shown beside the page's address
};
struct BrowserCallback {
    QList<std::pair<QString, QString>> query; //!< decoded once; every name once, `state` and `code` or `error` among them
};

//! Run one authorization code flow with PKCE (RFC 6749 4.1, RFC 7636, RFC 8252): sign-in page in the person's browser, its return to the
//! listener, the exchange of the code for tokens. Whoever asks judges the outcome; a refusal, by page or by token endpoint, is one too.
struct AuthorizeWithBrowser {
    QUrl authorizationUrl; //!< without query
    QUrl accessTokenUrl;
    QString clientId;
    QString scope;
    ListenerReady listener; //!< serves this one flow
    QByteArray state;       //!< as OpenBrowser::expectedState
    QByteArray challenge;   //!< S256 of the verifier
    SecretValue verifier;
    QList<std::pair<QString, QString>> pageParameters{};  //!< further ones of the page's address
    QList<std::pair<QString, QString>> tokenParameters{}; //!< further ones of the token request
    TlsFiles tls{};
    std::chrono::milliseconds deadline{300'000}; //!< for the person
    QString purpose{};                           //!< shown beside the page's address
    QString issuer{};         //!< what `iss` of the return must be where there is one (RFC 9207), before the code is spent; empty: anything
    bool namesIssuer = false; //!< the service promises an `iss`; a return without one is refused
};
struct BrowserAuthorization {
    BrowserCallback callback{};       //!< holds `error` where the page refused; then there is no token
    std::optional<HttpReply> token{}; //!< the token endpoint's answer, whatever its status
};

//! Show the person a code to enter on a page elsewhere (RFC 8628). Answered at once; the code stays in sight until the
//! conversation is over, and the person can end the conversation there.
struct ShowCode {
    QUrl verificationUri;           //!< https, or http on loopback
    QUrl verificationUriComplete{}; //!< with the code in it; may be empty
    QString userCode;
    QString purpose{};
    QDateTime expires{}; //!< UTC; invalid where unknown
};
struct CodeShown {};

//! Bytes from the system's generator, good enough for keys.
struct RandomBytes {
    int count = 32; //!< 1 to 1024
};
struct RandomReply {
    SecretValue bytes;
};

//! Let time pass. A repetition names a budget, so that many conversations together cannot become a storm: it holds
//! `kRetryBudget` at first, each repetition takes `cost` from it, each success pays one back (HttpRequest::retryBudget). An empty budget
//! is an Unavailable error instead of an answer.
struct Wait {
    std::chrono::milliseconds duration{0};
    QByteArray retryBudget{};
    int cost = 0;
};
inline constexpr int kRetryBudget = 500; //!< as in the retry token bucket of the AWS SDKs
struct Waited {
    QDateTime now; //!< UTC
};

using Question = std::variant<HttpRequest, ReadFile, WriteFile, ReadEnvironment, RunCommand, AskUser, OpenListener, OpenBrowser,
                              AuthorizeWithBrowser, ShowCode, RandomBytes, Wait, Recall, Remember>;
using Answer = std::variant<HttpReply, FileContents, FileWritten, EnvironmentContents, CommandOutput, UserAnswer, ListenerReady,
                            BrowserCallback, BrowserAuthorization, CodeShown, RandomReply, Waited, Recalled, Remembered>;

//! The type that answers a question.
template<class Q> struct AnswerTo;
template<> struct AnswerTo<HttpRequest> { using Type = HttpReply; };
template<> struct AnswerTo<ReadFile> { using Type = FileContents; };
template<> struct AnswerTo<RunCommand> { using Type = CommandOutput; };
template<> struct AnswerTo<AskUser> { using Type = UserAnswer; };
template<> struct AnswerTo<OpenListener> { using Type = ListenerReady; };
template<> struct AnswerTo<OpenBrowser> { using Type = BrowserCallback; };
template<> struct AnswerTo<AuthorizeWithBrowser> { using Type = BrowserAuthorization; };
template<> struct AnswerTo<ShowCode> { using Type = CodeShown; };
template<> struct AnswerTo<RandomBytes> { using Type = RandomReply; };
template<> struct AnswerTo<Wait> { using Type = Waited; };
template<> struct AnswerTo<WriteFile> { using Type = FileWritten; };
template<> struct AnswerTo<ReadEnvironment> { using Type = EnvironmentContents; };
template<> struct AnswerTo<Recall> { using Type = Recalled; };
template<> struct AnswerTo<Remember> { using Type = Remembered; };

template<class T> class Step;

//! A question and what to do with its answer (or with the failure to get one).
template<class T>
struct Ask {
    Question question;
    std::function<Step<T>(const Result<Answer> &)> next;
};

//! Where a conversation stands: it asks something, or it is over.
template<class T>
class Step {
public:
    Step(Ask<T> ask) : m_content(std::move(ask)) {}
    Step(Result<T> outcome) : m_content(std::move(outcome)) {}
    Step(T outcome) : m_content(Result<T>(std::move(outcome))) {}
    Step(Error error) : m_content(Result<T>(std::move(error))) {}

    [[nodiscard]] bool isOver() const { return std::holds_alternative<Result<T>>(m_content); }
    [[nodiscard]] const Result<T> &outcome() const { return std::get<Result<T>>(m_content); }
    [[nodiscard]] const Ask<T> &ask() const { return std::get<Ask<T>>(m_content); }

private:
    std::variant<Ask<T>, Result<T>> m_content;
};

//! Asks `question`; `next` gets its typed answer or the error: `Step<T> next(const Result<HttpReply> &)`.
template<class T, class Q, class Next>
[[nodiscard]] Step<T> ask(Q question, Next next)
{
    using A = typename AnswerTo<Q>::Type;
    return Ask<T>{std::move(question), [next = std::move(next)](const Result<Answer> &answer) -> Step<T> {
        if (!answer)
            return next(Result<A>(answer.error()));
        if (const auto *typed = std::get_if<A>(&*answer))
            return next(Result<A>(*typed));
        return next(Result<A>(Error{ErrorKind::Internal, QStringLiteral("an answer of the wrong type"), {}}));
    }};
}

//! As `ask`, but a failure to get an answer ends the conversation with that failure: `Step<T> next(const HttpReply &)`.
template<class T, class Q, class Next>
[[nodiscard]] Step<T> askOrFail(Q question, Next next)
{
    using A = typename AnswerTo<Q>::Type;
    return ask<T>(std::move(question), [next = std::move(next)](const Result<A> &answer) -> Step<T> {
        return answer ? next(*answer) : Step<T>(answer.error());
    });
}

//! Goes on with `next(outcome)` when `step`'s conversation is over: one conversation inside another.
template<class T, class U, class Next>
[[nodiscard]] Step<T> chain(const Step<U> &step, Next next)
{
    if (step.isOver())
        return next(step.outcome());
    return Ask<T>{step.ask().question, [inner = step.ask().next, next](const Result<Answer> &answer) -> Step<T> {
        return chain<T>(inner(answer), next);
    }};
}

//! As `chain`, but where `step`'s conversation fails, so does this one: `Step<T> next(const U &)`.
template<class T, class U, class Next>
[[nodiscard]] Step<T> chainOrFail(const Step<U> &step, Next next)
{
    return chain<T>(step, [next = std::move(next)](const Result<U> &outcome) mutable -> Step<T> {
        return outcome ? Step<T>(next(*outcome)) : Step<T>(outcome.error());
    });
}

} // namespace sallyport
