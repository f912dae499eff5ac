// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/http/loopback_server.h"

#include "app/http/loopback_connection.h"

#include <QHostAddress>
#include <QTcpServer>
#include <QTcpSocket>

using namespace Qt::StringLiterals;

namespace sallyport {

namespace {

constexpr int kBacklog = 512; // a hundred clients at once must not wait for a repeated SYN

} // namespace

LoopbackServer::LoopbackServer(LoopbackLimits limits, QObject *parent)
    : LoopbackServer(limits, std::make_unique<QTcpServer>(), parent)
{
}

LoopbackServer::LoopbackServer(LoopbackLimits limits, std::unique_ptr<QTcpServer> listener, QObject *parent)
    : QObject(parent), m_limits(limits)
{
    adopt(std::move(listener));
}

LoopbackServer::~LoopbackServer()
{
    close();
}

void LoopbackServer::answerWith(const PlainHandler &handler)
{
    setHandler([handler](const LoopbackRequest &request, const LoopbackReplier &reply) { reply(handler(request)); });
}

void LoopbackServer::limitConnections(int most, Clock &clock, Clock::Duration longest)
{
    m_most = most;
    m_clock = &clock;
    m_longest = longest;
}

Result<Done> LoopbackServer::listen(quint16 port)
{
    return listenAt(QHostAddress::LocalHost, port);
}

Result<Done> LoopbackServer::listenAt(const QHostAddress &address, quint16 port)
{
    if (m_listeners.back()->isListening())
        adopt(std::make_unique<QTcpServer>());
    QTcpServer &listener = *m_listeners.back();
    if (listener.listen(address, port))
        return Done{};
    const QString where = address.protocol() == QAbstractSocket::IPv6Protocol ? u"[%1]"_s.arg(address.toString()) : address.toString();
    const bool taken = listener.serverError() == QAbstractSocket::AddressInUseError;
    return Error{taken ? ErrorKind::Unavailable : ErrorKind::Network,
                 u"could not listen on %1:%2: %3"_s.arg(where).arg(port).arg(listener.errorString()),
                 u"Choose another port, or stop the program that uses this one."_s};
}

void LoopbackServer::stopListening()
{
    for (const auto &listener : m_listeners)
        listener->close();
    m_listeners.erase(m_listeners.begin() + 1, m_listeners.end());
}

void LoopbackServer::finish()
{
    stopListening();
    for (LoopbackConnection *connection : findChildren<LoopbackConnection *>(Qt::FindDirectChildrenOnly)) {
        if (!connection->isEnding())
            delete connection;
    }
}

void LoopbackServer::close()
{
    stopListening();
    qDeleteAll(findChildren<LoopbackConnection *>(Qt::FindDirectChildrenOnly));
}

quint16 LoopbackServer::port() const
{
    return m_listeners.front()->serverPort();
}

QUrl LoopbackServer::url(const QByteArray &path) const
{
    return QUrl::fromEncoded("http://127.0.0.1:" + QByteArray::number(port()) + path);
}

void LoopbackServer::adopt(std::unique_ptr<QTcpServer> listener)
{
    listener->setListenBacklogSize(kBacklog);
    listener->setMaxPendingConnections(kBacklog);
    connect(listener.get(), &QTcpServer::pendingConnectionAvailable, this, [this, raw = listener.get()] { accept(*raw); });
    m_listeners.push_back(std::move(listener));
}

void LoopbackServer::accept(QTcpServer &listener)
{
    while (QTcpSocket *socket = listener.nextPendingConnection()) {
        makeRoom();
        auto *connection = new LoopbackConnection(*this, socket, ++m_connections);
        if (m_clock)
            m_clock->after(m_longest, connection, [connection] { delete connection; });
    }
}

void LoopbackServer::makeRoom()
{
    if (m_most <= 0 || m_open < m_most)
        return;
    const auto connections = findChildren<LoopbackConnection *>(Qt::FindDirectChildrenOnly); // in the order of their coming
    if (!connections.isEmpty())
        delete connections.front();
}

} // namespace sallyport
