// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/http/loopback_server.h"
#include "tests/support/certificates.h"

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

namespace sallyport::test {

//! How a server can misbehave.
enum class Fault {
    None,
    CloseBeforeAnswer, //!< reads the request, then ends the connection
    ResetBeforeAnswer, //!< the same with a TCP reset
    ResetMidHeader,    //!< half a status line and header, then a reset
    Silence,           //!< never answers
    Drip,              //!< header at once, then the body: `bytesPerSecond`, one by one
    DripHeader,        //!< the same from the first byte of the status line on
    TruncatedLength,   //!< announces the body's length, sends half, closes
    TruncatedChunk,    //!< announces a chunk of the body's length, sends half, closes
    Chunked,           //!< no fault: the body in two chunks and an end; then closes
    CloseDelimited,    //!< no length; the end of the connection is the end of the body
    Endless,           //!< chunks without end
    EndlessSized,      //!< announces `announcedLength` and keeps sending
    EndlessHeader,     //!< header lines without end
    InformationalFlood, //!< answers of that status (1xx) without end
    Raw,               //!< `body` are the bytes on the wire; then closes
};

//! What a handler answers.
struct Reply {
    int status = 200;
    QList<HttpHeader> headers{};
    QByteArray body{};
    Fault fault = Fault::None;
    int bytesPerSecond = 1;
    qint64 announcedLength = 0;
    std::chrono::milliseconds delay{0}; //!< before anything is sent

    [[nodiscard]] static Reply text(const QByteArray &body, int status = 200);
    [[nodiscard]] static Reply json(const QByteArray &body, int status = 200);
    [[nodiscard]] static Reply redirect(const QByteArray &location, int status = 302);
    [[nodiscard]] static Reply failing(Fault fault, const QByteArray &body = {});
};

//! How the server identifies itself, and whom it lets in.
struct ServerTls {
    CertificateFiles identity;
    QString clientCaFile{};               //!< not empty: a client certificate from this authority is required
    bool offersHttp2 = false;             //!< names h2 before http/1.1 in ALPN (it cannot speak it)
    std::optional<int> onlyProtocol{};    //!< a QSsl::SslProtocol
};

//! An HTTP/1.1 server on 127.0.0.1 in the test's own event loop. It records what it gets.
class HttpServer {
public:
    using Handler = std::function<Reply(const LoopbackRequest &)>;

    explicit HttpServer(Handler handler, LoopbackLimits limits = {});
    HttpServer(const ServerTls &tls, Handler handler, LoopbackLimits limits = {});
    ~HttpServer();
    Q_DISABLE_COPY_MOVE(HttpServer)

    void setHandler(Handler handler) { m_handler = std::move(handler); }
    [[nodiscard]] quint16 port() const { return m_server->port(); }
    //! `path` encoded; https where the server speaks TLS.
    [[nodiscard]] QUrl url(const QByteArray &path = "/", const QByteArray &host = "127.0.0.1") const;
    [[nodiscard]] QByteArray origin(const QByteArray &host = "127.0.0.1") const;

    [[nodiscard]] const std::vector<LoopbackRequest> &requests() const { return m_requests; }
    [[nodiscard]] int requestCount() const { return static_cast<int>(m_requests.size()); }
    [[nodiscard]] int connectionCount() const { return static_cast<int>(m_server->connections()); }
    [[nodiscard]] int openConnections() const { return m_server->openConnections(); }
    //! TLS handshakes that failed on this side.
    [[nodiscard]] int failedHandshakes() const { return m_failedHandshakes; }
    //! What the last handshake agreed on by ALPN; empty: the client offered nothing.
    [[nodiscard]] QByteArray negotiatedProtocol() const { return m_negotiated; }
    [[nodiscard]] QByteArray clientCertificateName() const { return m_clientName; }
    //! The most requests that waited for an answer at one time.
    [[nodiscard]] int mostAtOnce() const { return m_mostAtOnce; }
    [[nodiscard]] qint64 bytesSent() const { return *m_bytesSent; } //!< by faults that never end
    //! Stops listening; the port is then free and refuses.
    void close() { m_server->close(); }

private:
    void start(std::unique_ptr<QTcpServer> listener, LoopbackLimits limits);
    void handle(const LoopbackRequest &request, const LoopbackReplier &reply);
    void carryOut(const Reply &reply, const LoopbackReplier &replier);

    Handler m_handler;
    std::unique_ptr<LoopbackServer> m_server;
    std::vector<LoopbackRequest> m_requests;
    std::shared_ptr<qint64> m_bytesSent = std::make_shared<qint64>(0);
    QByteArray m_negotiated;
    QByteArray m_clientName;
    int m_failedHandshakes = 0;
    int m_atOnce = 0;
    int m_mostAtOnce = 0;
    bool m_tls = false;
};

//! A port on 127.0.0.1 on which nobody listens.
[[nodiscard]] quint16 closedPort();

} // namespace sallyport::test
