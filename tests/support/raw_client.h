// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/async.h"

#include <QTcpSocket>

namespace sallyport::test {

//! Talks to a server in pieces, as only a test would.
class RawClient {
public:
    explicit RawClient(quint16 port, const QString &host = QStringLiteral("127.0.0.1"))
    {
        m_socket.connectToHost(host, port);
        waitUntil([this] {
            return m_socket.state() == QAbstractSocket::ConnectedState || m_socket.state() == QAbstractSocket::UnconnectedState;
        });
    }

    [[nodiscard]] bool isConnected() const { return m_socket.state() == QAbstractSocket::ConnectedState; }

    void say(const QByteArray &bytes)
    {
        m_socket.write(bytes);
        m_socket.flush();
    }

    QByteArray hearUntil(const QByteArray &end)
    {
        waitUntil([this, &end] {
            m_heard += m_socket.readAll();
            return m_heard.contains(end) || m_socket.state() == QAbstractSocket::UnconnectedState;
        });
        return m_heard;
    }

    QByteArray hearAll()
    {
        waitUntil([this] { return m_socket.state() == QAbstractSocket::UnconnectedState; });
        return m_heard += m_socket.readAll();
    }

private:
    QTcpSocket m_socket;
    QByteArray m_heard;
};

} // namespace sallyport::test
