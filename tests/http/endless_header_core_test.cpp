// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// A server whose header never ends. It runs in a thread of its own: one in the test's event loop would pause, and the pause
// would help whoever reads.
#include "app/http/qt_transport.h"
#include "app/http/tls_setup.h"
#include "app/http/transport_call.h"

#include "tests/support/async.h"
#include "tests/support/http_server.h"

#include <QFile>

#include <arpa/inet.h>
#include <atomic>
#include <thread>
#include <unistd.h>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace sallyport::test {
namespace {

class FloodServer {
public:
    FloodServer()
    {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof address;
        m_listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        if (bind(m_listener, reinterpret_cast<sockaddr *>(&address), size) != 0 || listen(m_listener, 1) != 0
            || getsockname(m_listener, reinterpret_cast<sockaddr *>(&address), &size) != 0)
            qFatal("cannot listen");
        m_port = ntohs(address.sin_port);
        m_thread = std::thread([this] { serve(); });
    }
    ~FloodServer()
    {
        shutdown(m_listener, SHUT_RDWR);
        m_stopped = true;
        m_thread.join();
        close(m_listener);
    }
    Q_DISABLE_COPY_MOVE(FloodServer)

    [[nodiscard]] QUrl url() const { return QUrl(u"http://127.0.0.1:%1/v1/x"_s.arg(m_port)); }
    [[nodiscard]] bool isPouring() const { return m_sent > 0; }
    [[nodiscard]] bool hasEnded() const { return m_ended; }

private:
    void serve()
    {
        const int client = accept(m_listener, nullptr, nullptr);
        QByteArray request(4096, '\0');
        if (client < 0 || read(client, request.data(), static_cast<size_t>(request.size())) <= 0)
            return;
        QByteArray piece = "HTTP/1.1 200 OK\r\n";
        const QByteArray line = "X-Filler: " + QByteArray(1000, 'x') + "\r\n";
        const timeval patience{0, 100'000};
        setsockopt(client, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
        while (!m_stopped) {
            const ssize_t sent = send(client, piece.constData(), static_cast<size_t>(piece.size()), MSG_NOSIGNAL);
            if (sent < 0 && errno != EAGAIN && errno != EWOULDBLOCK)
                break;
            m_sent += std::max<ssize_t>(sent, 0);
            piece = line;
        }
        close(client);
        m_ended = true;
    }

    int m_listener = -1;
    quint16 m_port = 0;
    std::atomic<qint64> m_sent = 0;
    std::atomic<bool> m_stopped = false;
    std::atomic<bool> m_ended = false;
    std::thread m_thread;
};

HttpRequest get(const QUrl &url, std::chrono::milliseconds deadline)
{
    HttpRequest request;
    request.url = url;
    request.deadline = deadline;
    return request;
}

qint64 residentBytes()
{
    QFile file(u"/proc/self/statm"_s);
    return file.open(QFile::ReadOnly) ? file.readAll().split(' ').value(1).toLongLong() * sysconf(_SC_PAGESIZE) : -1;
}

TEST(EndlessHeader, EndsWithItsConnectionAtTheDeadline)
{
    FloodServer server;
    QtTransport transport;
    const qint64 before = residentBytes();
    ASSERT_GT(before, 0);
    const auto reply = await(transport.send(get(server.url(), 500ms), {}));
    ASSERT_FALSE(reply.has_value());
    EXPECT_EQ(reply.error().kind, ErrorKind::Timeout);
    EXPECT_TRUE(reply.error().message.contains(u"did not answer within 0.5 s"_s)) << qPrintable(reply.error().message);
    EXPECT_TRUE(waitUntil([&server] { return server.hasEnded(); }, 5s)) << "the connection is still being read";
    EXPECT_LT(residentBytes() - before, 64 << 20);
}

TEST(EndlessHeader, EndsWithItsConnectionWhenTheCallIsStopped)
{
    FloodServer server;
    QtTransport transport;
    std::stop_source stop;
    const auto reply = transport.send(get(server.url(), 30s), stop.get_token());
    ASSERT_TRUE(waitUntil([&server] { return server.isPouring(); }));
    stop.request_stop();
    EXPECT_EQ(await(reply).error().kind, ErrorKind::Cancelled);
    EXPECT_TRUE(waitUntil([&server] { return server.hasEnded(); }, 5s)) << "the connection is still being read";
}

//! Sends over connections of its own, with a lower limit.
Result<HttpReply> sendWithLimit(const HttpRequest &request, qint64 limit)
{
    auto channel = std::make_shared<TransportChannel>();
    channel->manager = std::make_unique<QNetworkAccessManager>();
    channel->tls = tlsConfiguration(request.tls).value_or(QSslConfiguration());
    QObject owner;
    const auto reply = await((new TransportCall(request, channel, QNetworkProxy::NoProxy, &owner, limit))->start({}), 60s);
    EXPECT_TRUE(channel->spoilt) << "later calls would use the connections on which the server pours";
    return reply;
}

TEST(EndlessHeader, IsRefusedAtTheLimit)
{
    FloodServer server;
    const auto reply = sendWithLimit(get(server.url(), 50s), 256 << 10);
    ASSERT_FALSE(reply.has_value());
    EXPECT_EQ(reply.error().kind, ErrorKind::Malformed);
    EXPECT_TRUE(reply.error().message.contains(u"headers of more than 262144 bytes"_s)) << qPrintable(reply.error().message);
    EXPECT_TRUE(waitUntil([&server] { return server.hasEnded(); }, 5s)) << "the connection is still being read";
}

TEST(EndlessHeader, IsRefusedAtTheLimitOverTls)
{
    CertificateAuthority authority;
    HttpServer server(ServerTls{authority.issue()}, [](const LoopbackRequest &) { return Reply::failing(Fault::EndlessHeader); });
    HttpRequest request = get(server.url("/", "localhost"), 50s); // a name, which has to be resolved
    request.tls.caFile = authority.caFile();
    const auto reply = sendWithLimit(request, 4 << 20);
    ASSERT_FALSE(reply.has_value());
    EXPECT_EQ(reply.error().kind, ErrorKind::Malformed) << qPrintable(reply.error().message);
    EXPECT_TRUE(waitUntil([&server] { return server.openConnections() == 0; }));
}

TEST(HeaderWatch, LeavesConnectionsWithNothingToReadAlone)
{
    HttpServer server([](const LoopbackRequest &) { return Reply::failing(Fault::Silence); });
    QTcpSocket socket;
    socket.connectToHost(u"127.0.0.1"_s, server.port());
    ASSERT_TRUE(waitUntil([&] { return socket.state() == QAbstractSocket::ConnectedState && server.openConnections() == 1; }));
    HeaderWatch watch(u"127.0.0.1"_s, server.port());
    watch.cut();
    socket.write("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
    EXPECT_TRUE(waitUntil([&server] { return server.requestCount() == 1; }));
    EXPECT_EQ(socket.state(), QAbstractSocket::ConnectedState);
}

} // namespace
} // namespace sallyport::test
