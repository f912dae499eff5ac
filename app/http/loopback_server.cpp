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
    : QObject(parent), m_limits(limits), m_listener(std::move(listener))
{
    m_listener->setListenBacklogSize(kBacklog);
    m_listener->setMaxPendingConnections(kBacklog);
    connect(m_listener.get(), &QTcpServer::pendingConnectionAvailable, this, &LoopbackServer::accept);
}

LoopbackServer::~LoopbackServer()
{
    close();
}

void LoopbackServer::answerWith(const PlainHandler &handler)
{
    setHandler([handler](const LoopbackRequest &request, const LoopbackReplier &reply) { reply(handler(request)); });
}

Result<Done> LoopbackServer::listen(quint16 port)
{
    if (m_listener->listen(QHostAddress::LocalHost, port))
        return Done{};
    return Error{ErrorKind::Unavailable, u"could not listen on 127.0.0.1:%1: %2"_s.arg(port).arg(m_listener->errorString()),
                 u"Choose another port, or stop the program that uses this one."_s};
}

void LoopbackServer::close()
{
    m_listener->close();
    qDeleteAll(findChildren<LoopbackConnection *>(Qt::FindDirectChildrenOnly));
}

quint16 LoopbackServer::port() const
{
    return m_listener->serverPort();
}

QUrl LoopbackServer::url(const QByteArray &path) const
{
    return QUrl::fromEncoded("http://127.0.0.1:" + QByteArray::number(port()) + path);
}

void LoopbackServer::accept()
{
    while (QTcpSocket *socket = m_listener->nextPendingConnection())
        new LoopbackConnection(*this, socket, ++m_connections);
}

} // namespace sallyport
