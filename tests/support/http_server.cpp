// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/http_server.h"

#include <QFile>
#include <QSslCertificate>
#include <QSslConfiguration>
#include <QSslKey>
#include <QSslServer>
#include <QSslSocket>
#include <QTcpServer>
#include <QTimer>

#include <sys/socket.h>

#include <algorithm>

namespace sallyport::test {

namespace {

constexpr qint64 kPiece = 64 << 10;

QByteArray headFor(const Reply &reply, const QByteArray &framing)
{
    QByteArray head = "HTTP/1.1 " + QByteArray::number(reply.status) + " Status\r\n";
    for (const HttpHeader &header : reply.headers)
        head += header.name + ": " + header.value + "\r\n";
    return head + framing + "\r\n";
}

QByteArray lengthLine(qint64 length)
{
    return "Content-Length: " + QByteArray::number(length) + "\r\n";
}

QByteArray chunk(const QByteArray &bytes)
{
    return QByteArray::number(bytes.size(), 16) + "\r\n" + bytes + "\r\n";
}

//! Writes `piece` again and again, as fast as the client takes it.
void pour(QTcpSocket *socket, const QByteArray &piece, const std::shared_ptr<qint64> &counter)
{
    auto *secure = qobject_cast<QSslSocket *>(socket);
    auto fill = [socket, secure, piece, counter] {
        const auto pending = [&] { return socket->bytesToWrite() + (secure ? secure->encryptedBytesToWrite() : 0); };
        while (socket->state() == QAbstractSocket::ConnectedState && pending() < 4 * kPiece) {
            socket->write(piece);
            *counter += piece.size();
        }
    };
    if (secure) // its bytesWritten only means encrypted
        QObject::connect(secure, &QSslSocket::encryptedBytesWritten, socket, fill);
    else
        QObject::connect(socket, &QTcpSocket::bytesWritten, socket, fill);
    fill();
}

void drip(QTcpSocket *socket, const QByteArray &bytes, int perSecond)
{
    auto *timer = new QTimer(socket);
    auto rest = std::make_shared<QByteArray>(bytes);
    QObject::connect(timer, &QTimer::timeout, socket, [socket, timer, rest] {
        socket->write(rest->left(1));
        socket->flush();
        rest->remove(0, 1);
        if (rest->isEmpty())
            timer->stop();
    });
    timer->start(std::chrono::milliseconds(1000 / std::max(1, perSecond)));
}

void reset(QTcpSocket *socket)
{
    const linger hard{1, 0};
    setsockopt(static_cast<int>(socket->socketDescriptor()), SOL_SOCKET, SO_LINGER, &hard, sizeof hard);
    socket->abort();
}

//! A piece of bytes, then the end of the connection.
void sayAndClose(QTcpSocket *socket, const QByteArray &bytes)
{
    socket->write(bytes);
    socket->disconnectFromHost();
}

void misbehave(QTcpSocket *socket, const Reply &reply, const std::shared_ptr<qint64> &counter)
{
    const QByteArray half = reply.body.left(reply.body.size() / 2);
    const QByteArray chunkSize = QByteArray::number(reply.body.size(), 16) + "\r\n";
    const QByteArray chunked = "Transfer-Encoding: chunked\r\n";
    const QByteArray filler(kPiece, 'x');
    switch (reply.fault) {
    case Fault::None:
    case Fault::Silence: return;
    case Fault::CloseBeforeAnswer: return socket->disconnectFromHost();
    case Fault::ResetBeforeAnswer: return reset(socket);
    case Fault::ResetMidHeader:
        socket->write("HTTP/1.1 200 OK\r\nContent-Le");
        socket->flush();
        return reset(socket);
    case Fault::Drip:
        socket->write(headFor(reply, lengthLine(reply.body.size())));
        return drip(socket, reply.body, reply.bytesPerSecond);
    case Fault::DripHeader: return drip(socket, headFor(reply, lengthLine(reply.body.size())) + reply.body, reply.bytesPerSecond);
    case Fault::TruncatedLength: return sayAndClose(socket, headFor(reply, lengthLine(reply.body.size())) + half);
    case Fault::TruncatedChunk: return sayAndClose(socket, headFor(reply, chunked) + chunkSize + half);
    case Fault::Chunked:
        return sayAndClose(socket, headFor(reply, chunked + "Connection: close\r\n") + chunk(half) + chunk(reply.body.mid(half.size())) +
                                       "0\r\n\r\n");
    case Fault::CloseDelimited: return sayAndClose(socket, headFor(reply, "Connection: close\r\n") + reply.body);
    case Fault::Endless:
        socket->write(headFor(reply, chunked));
        return pour(socket, chunk(filler), counter);
    case Fault::EndlessSized:
        socket->write(headFor(reply, lengthLine(reply.announcedLength)));
        return pour(socket, filler, counter);
    case Fault::EndlessHeader:
        socket->write("HTTP/1.1 200 OK\r\n");
        return pour(socket, "X-Filler: " + QByteArray(1000, 'x') + "\r\n", counter);
    case Fault::InformationalFlood: return pour(socket, "HTTP/1.1 " + QByteArray::number(reply.status) + " Wait\r\n\r\n", counter);
    case Fault::Raw: return sayAndClose(socket, reply.body);
    }
}

QSslConfiguration configurationFor(const ServerTls &tls)
{
    QFile keyFile(tls.identity.key);
    if (!keyFile.open(QIODevice::ReadOnly))
        qFatal("cannot read %s", qPrintable(tls.identity.key));
    const QByteArray keyBytes = keyFile.readAll();
    QSslKey key(keyBytes, QSsl::Ec);
    if (key.isNull())
        key = QSslKey(keyBytes, QSsl::Rsa);
    QSslConfiguration configuration = QSslConfiguration::defaultConfiguration();
    configuration.setLocalCertificateChain(QSslCertificate::fromPath(tls.identity.certificate));
    configuration.setPrivateKey(key);
    configuration.setPeerVerifyMode(tls.clientCaFile.isEmpty() ? QSslSocket::VerifyNone : QSslSocket::VerifyPeer);
    if (!tls.clientCaFile.isEmpty())
        configuration.setCaCertificates(QSslCertificate::fromPath(tls.clientCaFile));
    if (tls.offersHttp2)
        configuration.setAllowedNextProtocols({"h2", "http/1.1"});
    if (tls.onlyProtocol)
        configuration.setProtocol(static_cast<QSsl::SslProtocol>(*tls.onlyProtocol));
    return configuration;
}

} // namespace

Reply Reply::text(const QByteArray &body, int status)
{
    return {status, {{"Content-Type", "text/plain"}}, body};
}

Reply Reply::json(const QByteArray &body, int status)
{
    return {status, {{"Content-Type", "application/json"}}, body};
}

Reply Reply::redirect(const QByteArray &location, int status)
{
    return {status, {{"Location", location}}};
}

Reply Reply::failing(Fault fault, const QByteArray &body)
{
    return {200, {}, body, fault};
}

HttpServer::HttpServer(Handler handler, LoopbackLimits limits) : m_handler(std::move(handler))
{
    start({}, limits);
}

HttpServer::HttpServer(const ServerTls &tls, Handler handler, LoopbackLimits limits) : m_handler(std::move(handler)), m_tls(true)
{
    auto listener = std::make_unique<QSslServer>();
    listener->setSslConfiguration(configurationFor(tls));
    QObject::connect(listener.get(), &QSslServer::errorOccurred, listener.get(), [this] { ++m_failedHandshakes; });
    QObject::connect(listener.get(), &QSslServer::startedEncryptionHandshake, listener.get(), [this](QSslSocket *socket) {
        QObject::connect(socket, &QSslSocket::encrypted, socket, [this, socket] {
            m_negotiated = socket->sslConfiguration().nextNegotiatedProtocol();
            m_clientName = socket->peerCertificate().subjectInfo(QSslCertificate::CommonName).join(QLatin1Char(' ')).toUtf8();
        });
    });
    start(std::move(listener), limits);
}

HttpServer::~HttpServer()
{
    m_server->setHandler({});
}

QUrl HttpServer::url(const QByteArray &path, const QByteArray &host) const
{
    return QUrl::fromEncoded(origin(host) + path);
}

QByteArray HttpServer::origin(const QByteArray &host) const
{
    return (m_tls ? "https://" : "http://") + host + ':' + QByteArray::number(port());
}

void HttpServer::start(std::unique_ptr<QTcpServer> listener, LoopbackLimits limits)
{
    if (!listener)
        listener = std::make_unique<QTcpServer>();
    m_server = std::make_unique<LoopbackServer>(limits, std::move(listener));
    m_server->setHandler([this](const LoopbackRequest &request, const LoopbackReplier &reply) { handle(request, reply); });
    if (const auto listening = m_server->listen(); !listening)
        qFatal("%s", qPrintable(listening.error().message));
}

void HttpServer::handle(const LoopbackRequest &request, const LoopbackReplier &replier)
{
    m_requests.push_back(request);
    m_mostAtOnce = std::max(m_mostAtOnce, ++m_atOnce);
    const Reply reply = m_handler(request);
    if (reply.delay.count() == 0)
        return carryOut(reply, replier);
    QTimer::singleShot(reply.delay, m_server.get(), [this, reply, replier] { carryOut(reply, replier); });
}

void HttpServer::carryOut(const Reply &reply, const LoopbackReplier &replier)
{
    --m_atOnce;
    if (reply.fault == Fault::None)
        return replier(LoopbackResponse{reply.status, reply.headers, reply.body});
    QTcpSocket *socket = replier.takeSocket();
    if (!socket)
        return;
    socket->setParent(m_server.get());
    QObject::connect(socket, &QTcpSocket::disconnected, socket, &QObject::deleteLater);
    misbehave(socket, reply, m_bytesSent);
}

quint16 closedPort()
{
    QTcpServer server;
    if (!server.listen(QHostAddress::LocalHost))
        qFatal("no free port");
    return server.serverPort();
}

} // namespace sallyport::test
