// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/http/loopback_connection.h"

#include <QTcpSocket>

#include <utility>

namespace sallyport {

namespace {

struct StatusWords {
    int status;
    const char *words;
};

constexpr StatusWords kStatusWords[] = {
    {200, "OK"}, {201, "Created"}, {202, "Accepted"}, {204, "No Content"}, {301, "Moved Permanently"}, {302, "Found"},
    {303, "See Other"}, {304, "Not Modified"}, {307, "Temporary Redirect"}, {308, "Permanent Redirect"},
    {400, "Bad Request"}, {401, "Unauthorized"}, {403, "Forbidden"}, {404, "Not Found"}, {405, "Method Not Allowed"},
    {409, "Conflict"}, {413, "Content Too Large"}, {429, "Too Many Requests"}, {431, "Request Header Fields Too Large"},
    {500, "Internal Server Error"}, {502, "Bad Gateway"}, {503, "Service Unavailable"},
    {505, "HTTP Version Not Supported"},
};

QByteArray wordsFor(int status)
{
    for (const StatusWords &entry : kStatusWords) {
        if (entry.status == status)
            return entry.words;
    }
    return "Status";
}

bool hasNoBody(int status)
{
    return status < 200 || status == 204 || status == 304;
}

} // namespace

LoopbackReplier::LoopbackReplier(LoopbackConnection *connection, quint64 request) : m_connection(connection), m_request(request) {}

void LoopbackReplier::operator()(const LoopbackResponse &response) const
{
    if (m_connection)
        m_connection->answer(m_request, response);
}

bool LoopbackReplier::isWaiting() const
{
    return m_connection && m_connection->waits(m_request);
}

QTcpSocket *LoopbackReplier::takeSocket() const
{
    return m_connection ? m_connection->release(m_request) : nullptr;
}

LoopbackConnection::LoopbackConnection(LoopbackServer &server, QTcpSocket *socket, quint64 number)
    : QObject(&server), m_server(server), m_socket(socket), m_parser(server.m_limits), m_number(number)
{
    socket->setParent(this);
    ++server.m_open;
    connect(socket, &QTcpSocket::readyRead, this, &LoopbackConnection::read);
    connect(socket, &QTcpSocket::disconnected, this, &QObject::deleteLater);
    if (socket->bytesAvailable() > 0) // a TLS client may have spoken already
        QMetaObject::invokeMethod(this, &LoopbackConnection::read, Qt::QueuedConnection);
}

LoopbackConnection::~LoopbackConnection()
{
    --m_server.m_open;
}

void LoopbackConnection::answer(quint64 request, const LoopbackResponse &response)
{
    if (!waits(request))
        return;
    m_current = 0;
    write(response, !m_headRequest, response.close || !m_keepAlive);
    QMetaObject::invokeMethod(this, &LoopbackConnection::pump, Qt::QueuedConnection);
}

QTcpSocket *LoopbackConnection::release(quint64 request)
{
    if (!waits(request))
        return nullptr;
    QTcpSocket *socket = std::exchange(m_socket, nullptr);
    socket->disconnect(this);
    socket->setParent(nullptr);
    deleteLater();
    return socket;
}

void LoopbackConnection::read()
{
    if (!m_socket)
        return;
    const QByteArray bytes = m_socket->readAll();
    if (m_ending)
        return;
    m_parser.add(bytes);
    pump();
}

void LoopbackConnection::pump()
{
    if (!m_socket || m_ending || m_current != 0 || m_parser.isIdle())
        return;
    const HttpRequestParser::State state = m_parser.parse();
    if (state == HttpRequestParser::State::NeedMore) {
        if (m_parser.takeExpectation())
            m_socket->write("HTTP/1.1 100 Continue\r\n\r\n");
        return;
    }
    if (state == HttpRequestParser::State::Refused) {
        disconnect(m_socket, &QTcpSocket::readyRead, this, nullptr);
        const int status = m_parser.refusal();
        return write(m_server.m_refusalPage ? m_server.m_refusalPage(status) : LoopbackResponse{status}, true, true);
    }
    LoopbackRequest request = m_parser.takeRequest();
    request.connection = m_number;
    m_headRequest = request.method == "HEAD";
    m_keepAlive = request.keepAlive;
    m_current = ++m_handled;
    ++m_server.m_requests;
    if (m_server.m_handler)
        m_server.m_handler(request, LoopbackReplier(this, m_current));
    else
        answer(m_current, LoopbackResponse{503});
}

void LoopbackConnection::write(const LoopbackResponse &response, bool withBody, bool close)
{
    const QByteArray reason = response.reason.isEmpty() ? wordsFor(response.status) : response.reason;
    QByteArray head = "HTTP/1.1 " + QByteArray::number(response.status) + ' ' + reason + "\r\n";
    for (const HttpHeader &header : response.headers)
        head += header.name + ": " + header.value + "\r\n";
    if (!hasNoBody(response.status))
        head += "Content-Length: " + QByteArray::number(response.body.size()) + "\r\n";
    if (close)
        head += "Connection: close\r\n";
    head += "\r\n";
    m_ending = close;
    const bool sendBody = withBody && !hasNoBody(response.status);
    m_socket->write(sendBody ? head + response.body : head);
    if (close)
        m_socket->disconnectFromHost();
}

} // namespace sallyport
