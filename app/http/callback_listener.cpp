// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/http/callback_listener.h"

#include "app/base/log.h"
#include "app/http/callback_pages.h"
#include "app/http/callback_query.h"

#include <QHostAddress>
#include <QTcpServer>

#include <algorithm>
#include <utility>

using namespace Qt::StringLiterals;

namespace sallyport {

namespace {

constexpr LoopbackLimits kLimits{16 << 10, 0};
constexpr int kMostConnections = 8;
constexpr int kShortestState = 16; // bytes; RFC 6749 10.10 wants 128 bits
constexpr int kPortsTried = 16;

Error portTaken(quint16 port)
{
    return {ErrorKind::Unavailable, u"port %1 of this machine is taken, so the browser cannot return to Sallyport"_s.arg(port),
            u"Stop the program that uses this port (often another sign-in that still waits), then sign in again."_s};
}

Error noAddress(const Error &error)
{
    return {ErrorKind::Unavailable, u"no address of this machine's own can be listened on for the browser's return: "_s + error.message,
            u"Choose another way to sign in."_s};
}

Error unfit(const QString &message, const QString &hint)
{
    return {ErrorKind::InvalidInput, message, hint};
}

//! Starts with a slash and holds nothing that would end a path.
bool isPath(const QByteArray &path)
{
    return path.startsWith('/') &&
           std::ranges::all_of(path, [](char c) { return c > ' ' && c < 0x7f && c != '?' && c != '#' && c != '\\' && c != '"'; });
}

int countHeaders(const LoopbackRequest &request, QByteArrayView name)
{
    return static_cast<int>(std::ranges::count_if(
        request.headers, [name](const HttpHeader &header) { return header.name.compare(name, Qt::CaseInsensitive) == 0; }));
}

//! What stands before the query of a pasted address, and the query without a fragment.
std::pair<QByteArray, QByteArray> splitAddress(const QString &pasted)
{
    const QByteArray address = pasted.trimmed().toUtf8().split('#').front();
    const qsizetype mark = address.indexOf('?');
    return mark < 0 ? std::pair(address, QByteArray()) : std::pair(address.first(mark), address.sliced(mark + 1));
}

} // namespace

CallbackListener::CallbackListener(Clock &clock, QObject *parent) : QObject(parent), m_clock(clock), m_server(kLimits)
{
    m_server.limitConnections(kMostConnections, clock, kConnectionTime);
    m_server.setRefusalPage([this](int status) {
        ++m_refused;
        return callbackPage::refused(status);
    });
    m_server.answerWith([this](const LoopbackRequest &request) {
        LoopbackResponse response = respond(request);
        m_refused += response.status == 200 ? 0 : 1;
        return response;
    });
}

CallbackListener::~CallbackListener() = default;

Result<Done> CallbackListener::open(const OpenListener &where)
{
    Q_ASSERT(m_phase == Phase::New);
    m_path = where.path.isEmpty() ? "/"_ba : where.path.toLatin1();
    if (!isPath(m_path) || (where.host != u"localhost"_s && where.host != u"127.0.0.1"_s))
        return Error{ErrorKind::Internal, u"a listener for the browser's return was asked for at an address that is not allowed"_s, {}};
    m_where = where;
    auto listening = listen(where);
    if (!listening)
        return listening;
    m_phase = Phase::Open;
    m_port = m_server.port();
    m_clock.after(kUnusedTime, this, [this] {
        if (!m_waiter)
            end(cancelledError());
    });
    return Done{};
}

Result<Done> CallbackListener::listen(const OpenListener &where)
{
    const bool both = where.host == u"localhost"_s;
    Result<Done> listening = Done{};
    for (int tried = 0; tried < (where.port == 0 ? kPortsTried : 1); ++tried) {
        listening = both ? listenOnBoth(where.port) : m_server.listenAt(QHostAddress::LocalHost, where.port);
        if (listening)
            return listening;
        m_server.close();
        if (listening.error().kind != ErrorKind::Unavailable)
            break;
    }
    return where.port != 0 && listening.error().kind == ErrorKind::Unavailable ? portTaken(where.port) : noAddress(listening.error());
}

//! Browsers take either address for `localhost`: one port on both, or what the machine has. Where only one of the two is
//! taken, the other would let another program see half of the callbacks, so that is an error.
Result<Done> CallbackListener::listenOnBoth(quint16 port)
{
    auto four = m_server.listenAt(QHostAddress::LocalHost, port);
    if (!four && four.error().kind == ErrorKind::Unavailable)
        return four;
    const auto six = m_server.listenAt(QHostAddress::LocalHostIPv6, four ? m_server.port() : port);
    return six || (four && six.error().kind != ErrorKind::Unavailable) ? Result<Done>(Done{}) : six;
}

QUrl CallbackListener::redirectUri() const
{
    return QUrl::fromEncoded("http://" + m_where.host.toLatin1() + ':' + QByteArray::number(m_port) + m_where.path.toLatin1());
}

bool CallbackListener::canWait(const QByteArray &expectedState) const
{
    return isOpen() && !m_waiter && expectedState.size() >= kShortestState;
}

Async<BrowserCallback> CallbackListener::wait(const QByteArray &expectedState, Clock::Duration deadline)
{
    Completer<BrowserCallback> waiter;
    if (!canWait(expectedState)) {
        waiter(Error{ErrorKind::Internal, u"the browser's return cannot be waited for: no listener, or no state to know it by"_s, {}});
        return waiter.future();
    }
    m_expectedState = expectedState;
    m_waiter = waiter;
    m_clock.after(deadline, this, [this, deadline] {
        const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(deadline).count();
        end(Error{ErrorKind::Timeout, u"the browser did not return within %1 s"_s.arg(seconds),
                  u"Sign in again, and finish on the page in time."_s});
    });
    return waiter.future();
}

Result<Done> CallbackListener::submit(const QString &pasted)
{
    if (!isOpen() || !m_waiter)
        return unfit(u"this sign-in is over"_s, u"Start it again."_s);
    const auto [address, query] = splitAddress(pasted);
    const QUrl url = QUrl::fromEncoded(address);
    const bool own = url.scheme() == u"http"_s && url.port(80) == m_port && url.userInfo().isEmpty() &&
                     QStringList{u"127.0.0.1"_s, u"localhost"_s, u"::1"_s}.contains(url.host());
    const QByteArray path = url.path(QUrl::FullyEncoded).toLatin1();
    if (!own || (path.isEmpty() ? "/"_ba : path) != m_path)
        return unfit(u"this is not the address that the browser was sent back to"_s,
                     u"Copy the whole address line that begins with %1"_s.arg(redirectUri().toString(QUrl::FullyEncoded)));
    const auto callback = parseCallback(query);
    if (!callback || !isAuthorizationAnswer(*callback))
        return unfit(u"this address holds no complete answer of the sign-in"_s, u"Copy the whole address line, to its very end."_s);
    if (!fits(*callback))
        return unfit(u"this address belongs to another sign-in"_s, u"Copy the address from the page that was opened last."_s);
    conclude(*callback);
    return Done{};
}

void CallbackListener::end(const Error &why)
{
    if (isOpen())
        conclude(why);
}

void CallbackListener::endOn(std::stop_token stop)
{
    m_onStop = std::make_unique<std::stop_callback<std::function<void()>>>(std::move(stop), [this] { end(cancelledError()); });
}

//! Whatever is asked after `conclude` is refused: nobody waits any more.
void CallbackListener::conclude(Result<BrowserCallback> outcome)
{
    m_phase = Phase::Closed;
    wipe(m_expectedState);
    if (m_waiter)
        (*m_waiter)(std::move(outcome));
    m_server.stopListening();
    // Later: the page of the request that brought this about is not written yet.
    QMetaObject::invokeMethod(&m_server, &LoopbackServer::finish, Qt::QueuedConnection);
    qCDebug(lcHttp, "listener for a browser closed: %llu connections, %d requests refused", m_server.connections(), m_refused);
    emit closed();
}

LoopbackResponse CallbackListener::respond(const LoopbackRequest &request)
{
    if (!isOwnHost(request))
        return callbackPage::refused(400);
    if (request.path() != m_path)
        return callbackPage::refused(404);
    if (request.method != "GET")
        return callbackPage::refused(405);
    const auto callback = parseCallback(request.query());
    if (request.target.contains('#') || !callback || !isAuthorizationAnswer(*callback) || !fits(*callback))
        return callbackPage::refused(400);
    conclude(*callback);
    return parameterOf(*callback, u"code") ? callbackPage::received() : callbackPage::declined();
}

//! A page elsewhere whose name was bent to this machine (DNS rebinding) sends its own name; a script there, its origin.
bool CallbackListener::isOwnHost(const LoopbackRequest &request) const
{
    const QByteArray port = ':' + QByteArray::number(m_port);
    const QList<QByteArray> own{"127.0.0.1" + port, "localhost" + port, "[::1]" + port};
    if (countHeaders(request, "Host") != 1 || !own.contains(request.header("Host").toLower()))
        return false;
    return !request.hasHeader("Origin") || own.contains(request.header("Origin").toLower().replace("http://", ""));
}

bool CallbackListener::fits(const BrowserCallback &callback) const
{
    return isOpen() && m_waiter && hasState(callback, m_expectedState);
}

} // namespace sallyport
