// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/base/clock.h"
#include "app/base/result.h"
#include "app/http/http_request_parser.h"

#include <QObject>
#include <QPointer>
#include <QUrl>

#include <functional>
#include <memory>
#include <vector>

class QHostAddress;
class QTcpServer;
class QTcpSocket;

namespace sallyport {

//! An answer. Content-Length and Connection are added; status 204 and 304 and answers to HEAD go without the body.
struct LoopbackResponse {
    int status = 200;
    QList<HttpHeader> headers{};
    QByteArray body{};
    QByteArray reason{}; //!< empty: the usual words for the status
    bool close = false;  //!< end the connection afterwards

    [[nodiscard]] static LoopbackResponse of(int status, const QByteArray &contentType, const QByteArray &body)
    {
        return {status, {{"Content-Type", contentType}}, body};
    }
};

class LoopbackConnection;

//! The open end of one request. Copies share it; it can be answered once, now or later. Where the client has gone or an
//! answer was given, calls do nothing.
class LoopbackReplier {
public:
    LoopbackReplier(LoopbackConnection *connection, quint64 request);

    void operator()(const LoopbackResponse &response) const;
    [[nodiscard]] bool isWaiting() const;
    //! Hands over the connection itself for an answer that is not plain HTTP; the caller owns the socket. Null where
    //! the client has gone.
    [[nodiscard]] QTcpSocket *takeSocket() const;

private:
    QPointer<LoopbackConnection> m_connection;
    quint64 m_request;
};

//! A small HTTP/1.1 server for the demonstration, for sign-in by browser and for tests: loopback only, kept connections,
//! requests in pieces of any size, limits. Requests of one connection are answered in order.
class LoopbackServer : public QObject {
    Q_OBJECT
public:
    using Handler = std::function<void(const LoopbackRequest &, const LoopbackReplier &)>;
    using PlainHandler = std::function<LoopbackResponse(const LoopbackRequest &)>;

    explicit LoopbackServer(LoopbackLimits limits = {}, QObject *parent = nullptr);
    //! `listener`: what accepts connections, e.g. a QSslServer.
    LoopbackServer(LoopbackLimits limits, std::unique_ptr<QTcpServer> listener, QObject *parent = nullptr);
    ~LoopbackServer() override;

    void setHandler(Handler handler) { m_handler = std::move(handler); }
    //! For answers that are known at once.
    void answerWith(const PlainHandler &handler);
    //! How requests that cannot be read are answered, by status; otherwise with nothing but the status.
    void setRefusalPage(std::function<LoopbackResponse(int status)> page) { m_refusalPage = std::move(page); }
    //! At most `most` connections at a time, each for `longest` from its first to its last byte. Where one more comes, the
    //! oldest makes room: those who only hold connections open cannot keep others out. Without this call: no limits.
    void limitConnections(int most, Clock &clock, Clock::Duration longest);

    //! Listens on 127.0.0.1. Port 0: any free one. Unavailable where the port is taken.
    Result<Done> listen(quint16 port = 0);
    //! As above on a loopback address; may be called once for each.
    Result<Done> listenAt(const QHostAddress &address, quint16 port);
    //! Takes no more connections.
    void stopListening();
    //! Stops listening and drops all connections but those whose last answer is still on its way.
    void finish();
    //! Stops listening and drops all connections.
    void close();

    [[nodiscard]] quint16 port() const;
    //! `http://127.0.0.1:<port>` followed by `path`, which is encoded.
    [[nodiscard]] QUrl url(const QByteArray &path = "/") const;
    [[nodiscard]] quint64 requests() const { return m_requests; }       //!< complete ones so far
    [[nodiscard]] quint64 connections() const { return m_connections; } //!< accepted so far
    [[nodiscard]] int openConnections() const { return m_open; }
    [[nodiscard]] QTcpServer &listener() const { return *m_listeners.front(); }

private:
    friend class LoopbackConnection;
    void adopt(std::unique_ptr<QTcpServer> listener);
    void accept(QTcpServer &listener);
    void makeRoom();

    LoopbackLimits m_limits;
    std::vector<std::unique_ptr<QTcpServer>> m_listeners; //!< at least one
    Handler m_handler;
    std::function<LoopbackResponse(int status)> m_refusalPage;
    Clock *m_clock = nullptr; //!< set with the limits of connections
    Clock::Duration m_longest{0};
    int m_most = 0;
    quint64 m_requests = 0;
    quint64 m_connections = 0;
    int m_open = 0;
};

} // namespace sallyport
